//! The sealing keys over their life: which are in use, a new one for everything, an old one dropped.
//!
//! The order holds at every moment: a key is on disk before anything is sealed with it, and is taken out only when
//! nothing is. Whoever was killed in between runs the command again, and it goes on.

mod drop_key;
mod rotate;

pub use drop_key::{KeyDropped, drop_key};
pub use rotate::{Prepared, Rotated, prepare, rotate};

use std::collections::BTreeMap;

use super::{Context, Fault};
use crate::crypto::digest::keyed_hex;
use crate::crypto::ring::Ring;
use crate::crypto::seal::key_id_of;
use crate::store::sealing;

/// Where the ring is kept, locked against other commands.
pub trait RingKeeper {
    /// The ring as it is kept.
    fn ring(&self) -> Result<Ring, String>;
    /// Keeps another one. It is on disk when this returns; on a fault the old one is there.
    fn keep(&self, ring: &Ring) -> Result<(), String>;
}

/// The name under which rows without a readable key id are counted.
pub const UNREADABLE: &str = "unreadable";
const FINGERPRINT: &str = "fingerprint of a shared secret";
const FINGERPRINT_DIGITS: usize = 12;

/// How many rows each key seals.
pub type Usage = BTreeMap<String, usize>;

/// The fingerprint of a secret, for the row that is sealed with the current key of that ring.
pub fn fingerprint(ring: &Ring, secret: &[u8]) -> String {
    let mut digits = keyed_hex(&ring.current().digest_key(), FINGERPRINT, secret);
    digits.truncate(FINGERPRINT_DIGITS);
    digits
}

/// How many rows each key seals, dropped and unknown keys included.
pub async fn usage(context: &Context) -> Result<Usage, Fault> {
    let rows = context.store.read(sealing::sealed_rows).await?;
    let mut usage = Usage::new();
    for row in rows {
        *usage.entry(key_id_of(&row.sealed).unwrap_or(UNREADABLE).to_owned()).or_default() += 1;
    }
    Ok(usage)
}

/// Whether a key was dropped.
pub async fn is_dropped(context: &Context, key_id: &str) -> Result<bool, Fault> {
    let key_id = key_id.to_owned();
    Ok(context.store.read(move |connection| sealing::is_dropped(connection, &key_id)).await?)
}
