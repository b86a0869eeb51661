//! How much work an imported hash may ask for. Whoever brings a hash decides what each later sign-in costs us, right
//! or wrong; so the bounds stand well above what the systems make by themselves, and well below what would stall a
//! thread of the pool for seconds.

use super::{Family, ForeignRefused, Kind};

/// Django's default is 1,000,000 and grows each year; OWASP asks for 1,300,000 with SHA-1.
const PBKDF2_ITERATIONS: u32 = 2_500_000;
/// About a second.
const BCRYPT_COST: u32 = 14;
/// 256 MiB, libsodium's "moderate".
const ARGON2_MEMORY_KIB: u32 = 256 * 1024;
/// Memory in KiB times passes.
const ARGON2_WORK: u64 = 1024 * 1024;
const ARGON2_LANES: u32 = 64;
/// Bytes of memory: 128·N·r.
const SCRYPT_MEMORY: u64 = 128 * 1024 * 1024;
/// N·r·p: four times what fills that memory once.
const SCRYPT_WORK: u64 = 4 * 1024 * 1024;
/// passlib's default is 656,000.
pub(super) const SHA_CRYPT_ROUNDS: u32 = 1_000_000;

/// Whether it is borne.
pub(super) fn check(kind: &Kind) -> Result<(), ForeignRefused> {
    let (is_borne, family, most) = match kind {
        Kind::Argon2 { params, .. } => {
            let (memory, passes) = (params.m_cost(), params.t_cost());
            let is_borne = memory <= ARGON2_MEMORY_KIB
                && u64::from(memory) * u64::from(passes) <= ARGON2_WORK
                && params.p_cost() <= ARGON2_LANES;
            (is_borne, Family::Argon2, "m=262144, p=64, and m times t=1048576")
        }
        Kind::Bcrypt { text, .. } => {
            let cost = text.get(4..6).and_then(|cost| cost.parse::<u32>().ok());
            (cost.is_some_and(|cost| cost <= BCRYPT_COST), Family::Bcrypt, "a cost of 14")
        }
        Kind::Pbkdf2 { iterations, .. } => {
            (*iterations <= PBKDF2_ITERATIONS, Family::Pbkdf2, "2500000 iterations")
        }
        Kind::Scrypt { log_n, r, p, .. } => (
            is_scrypt_borne(*log_n, *r, *p),
            Family::Scrypt,
            "128 MiB of memory, and N times r times p=4194304",
        ),
        // Their parsers look at the rounds, which only they can read.
        Kind::ShaCrypt(_) | Kind::Yescrypt(_) | Kind::Salted { .. } => return Ok(()),
    };
    if is_borne { Ok(()) } else { Err(ForeignRefused::TooCostly(family, most)) }
}

/// The same for scrypt and for yescrypt, which is built upon it.
pub(super) fn is_scrypt_borne(log_n: u8, r: u32, p: u32) -> bool {
    let n = 1_u64.checked_shl(u32::from(log_n)).filter(|_| log_n < 32);
    let memory = n.and_then(|n| n.checked_mul(u64::from(r))?.checked_mul(128));
    let work = n.and_then(|n| n.checked_mul(u64::from(r))?.checked_mul(u64::from(p)));
    memory.is_some_and(|memory| memory <= SCRYPT_MEMORY) && work.is_some_and(|work| work <= SCRYPT_WORK)
}
