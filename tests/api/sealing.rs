//! The sealing key stays outside, and what holds a secret wipes it.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use bridgewarden::crypto::seal::SealingKey;
use bridgewarden::domain::provider::SharedSecret;
use secrecy::zeroize::{ZeroizeOnDrop, Zeroizing};
use secrecy::{SecretSlice, SecretString};

use crate::on_each_database;
use crate::support::Delivery;
use crate::support::bridge::SECRET;

const ANN: &str = "ann.lee@example.com";

on_each_database! {
    async fn the_sealing_key_is_nowhere_in_the_database(bridge: Bridge) {
        bridge.add_person(ANN).await;
        bridge.add_provider("it-glue", "it-glue", &[("subdomain", "acme")], SECRET).await;
        Delivery::in_page(&bridge.signed_in(ANN).await.get("/sso/it-glue/login").await);
        let text = std::fs::read_to_string(bridge.database.folder.path().join("test.key")).unwrap();
        let bytes = STANDARD.decode(text.trim()).unwrap();
        assert_eq!(bytes.len(), 32);
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let dump = bridge.database.dump();
        let id = SealingKey::parse(&text).unwrap().id().to_owned();
        assert!(dump.contains(&format!("v1.{id}.")), "the dump is not whole");
        let shapes = [text.trim().to_owned(), URL_SAFE_NO_PAD.encode(&bytes), hex.to_uppercase(), hex];
        for shape in shapes {
            assert!(!dump.contains(&shape), "the key is in the database");
        }
    }
}

on_each_database! {
    async fn two_rows_sealed_alike_have_nothing_in_common(bridge: Bridge) {
        bridge.add_provider("one", "it-glue", &[("subdomain", "acme")], SECRET).await;
        let sealed = || bridge.database.names("SELECT secret_sealed AS name FROM providers").remove(0);
        let body = |text: String| text.rsplit('.').next().unwrap().to_owned();
        let first = body(sealed());
        let choice = bridgewarden::flow::providers::SecretChoice::Given(SECRET.as_bytes().to_vec());
        let slug = "one".parse().unwrap();
        bridgewarden::flow::providers::set_secret(&bridge.context, &slug, choice, &bridge.origin()).await.unwrap();
        let second = body(sealed());
        let alike = first.bytes().zip(second.bytes()).filter(|(one, other)| one == other).count();
        assert!(alike < first.len() / 4, "{first} and {second} are alike in {alike} places");
    }
}

/// Compiles only for types whose memory is wiped when they go.
fn is_wiped<T: ZeroizeOnDrop>() {}

#[test]
fn what_carries_a_secret_is_wiped_when_it_goes() {
    is_wiped::<SecretString>();
    is_wiped::<SecretSlice<u8>>();
    is_wiped::<Zeroizing<[u8; 32]>>();
    // Each type of ours that holds a secret is made of one of these three.
    for (file, field) in [
        ("src/domain/password/mod.rs", "pub struct Password(SecretString);"),
        ("src/domain/provider.rs", "pub struct SharedSecret(SecretSlice<u8>);"),
        ("src/crypto/seal.rs", "bytes: Zeroizing<[u8; KEY_BYTES]>,"),
        ("src/mint/mod.rs", "text: Zeroizing<String>,"),
        ("src/config/mod.rs", "pub database_url: SecretString,"),
    ] {
        let text = std::fs::read_to_string(format!("{}/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        assert!(text.contains(field), "{file} does not hold its secret as {field:?}");
    }
    let shown = format!("{:?}", SharedSecret::new(SECRET.into()).unwrap());
    assert!(!shown.contains(&SECRET[..6]), "{shown}");
}
