//! Argon2id hashes as PHC strings (RFC 9106; OWASP Password Storage gives the floor of the parameters). Hashes that
//! people brought along from other systems are verified here too.

mod engine;
mod foreign;
mod pace;

use std::time::{Duration, Instant};

use argon2::password_hash::phc::{Output, PasswordHash, Salt};
use argon2::{Algorithm, Params, Version};
use subtle::ConstantTimeEq;

use self::engine::{Engine, Task};
use self::pace::Pace;
use super::random::{self, NoRandomness};
use crate::domain::password::Password;

/// The cost of one hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HashCost {
    /// m: memory in KiB.
    pub memory_kib: u32,
    /// t: passes over the memory.
    pub passes: u32,
    /// p: lanes.
    pub lanes: u32,
}

impl Default for HashCost {
    /// m=19456 KiB, t=2, p=1: the floor of the OWASP Password Storage sheet.
    fn default() -> Self {
        Self { memory_kib: 19_456, passes: 2, lanes: 1 }
    }
}

/// What the OWASP Password Storage sheet holds for equally strong, as memory in KiB and passes: less of the one
/// is made up by more of the other.
const FLOOR: [(u32, u32); 5] = [(47_104, 1), (19_456, 2), (12_288, 3), (9_216, 4), (7_168, 5)];

impl HashCost {
    /// Whether it is less than every row of the OWASP Password Storage sheet.
    pub fn is_below_floor(self) -> bool {
        !FLOOR.iter().any(|(memory_kib, passes)| self.memory_kib >= *memory_kib && self.passes >= *passes)
    }

    /// Memory times passes, by which the time goes.
    fn work(self) -> u64 {
        u64::from(self.memory_kib) * u64::from(self.passes)
    }

    /// Whether `self` is less than `other` in any respect. A hash that is below the cost of today is computed
    /// anew: also when it has more of the other, so that all hashes become alike and take one time, and `other`
    /// is what the operator chose, not below the floor. A hash that is dearer in every respect stays.
    pub fn is_below(self, other: Self) -> bool {
        self.memory_kib < other.memory_kib || self.passes < other.passes
    }

    fn params(self) -> Result<Params, HashFault> {
        Params::new(self.memory_kib, self.passes, self.lanes, Some(HASH_BYTES))
            .map_err(|_| HashFault::Cost(self))
    }
}

/// How every hash of our own begins.
const OWN: &str = "$argon2id$v=19$";
const HASH_BYTES: usize = 32;
const SALT_BYTES: usize = 16;
/// A stored hash that asks for more memory than this is not worked on: 1 GiB.
const MAX_MEMORY_KIB: u32 = 1 << 20;
const MAX_PASSES: u32 = 64;

/// Hashing could not be done.
#[derive(Debug, thiserror::Error)]
pub enum HashFault {
    /// The parameters are outside what Argon2 allows.
    #[error("Argon2 does not allow m={} t={} p={}", .0.memory_kib, .0.passes, .0.lanes)]
    Cost(HashCost),
    /// A stored hash does not read, or asks for absurd work.
    #[error("a stored password hash is not one that can be verified")]
    Stored,
    /// No random salt.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// The machine has no memory for it.
    #[error("there is no memory for an Argon2 block of {0} KiB")]
    Memory(u32),
}

/// What a verification found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The password is right; `is_outdated` when the hash cost less than is wanted today.
    Right {
        /// The hash ought to be computed anew.
        is_outdated: bool,
    },
    /// The password is wrong.
    Wrong,
}

/// A hasher with its own block of memory, which it keeps for its whole life, because taking pages from the system costs
/// as much as hashing in them. They are taken with the first password, so that a service to which nobody comes stays
/// small and starts at once.
pub struct Hasher {
    cost: HashCost,
    engine: Engine,
    pace: Pace,
    /// KiB times passes, all in all.
    #[cfg(test)]
    worked: u64,
}

impl Hasher {
    /// A hasher that makes new hashes at `cost`. Its memory is reserved now.
    pub fn new(cost: HashCost) -> Result<Self, HashFault> {
        Ok(Self {
            cost,
            engine: Engine::new(&cost.params()?)?,
            pace: Pace::default(),
            #[cfg(test)]
            worked: 0,
        })
    }

    /// How long the work of one verification with today's cost takes. A hasher that has not worked yet gives the
    /// memory back afterwards.
    pub fn time_one(&mut self, password: &Password) -> Result<Duration, HashFault> {
        let is_new = !self.engine.has_worked();
        if is_new {
            // The first also takes the memory.
            self.verify_decoy(password)?;
        }
        let began = Instant::now();
        self.verify_decoy(password)?;
        let time = began.elapsed();
        if is_new {
            *self = Self::new(self.cost)?;
        }
        Ok(time)
    }

    /// A new PHC string with a fresh salt.
    pub fn hash(&mut self, password: &Password) -> Result<String, HashFault> {
        let salt: [u8; SALT_BYTES] = random::bytes()?;
        let mut out = [0; HASH_BYTES];
        let params = self.cost.params()?;
        self.compute(params.clone(), password, &salt, &mut out)?;
        let hash = PasswordHash {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: (&params).try_into().map_err(|_| HashFault::Cost(self.cost))?,
            salt: Some(Salt::new(&salt).map_err(|_| HashFault::Stored)?),
            hash: Some(Output::new(&out).map_err(|_| HashFault::Stored)?),
        };
        Ok(hash.to_string())
    }

    /// Compares in constant time with a stored hash.
    pub fn verify(&mut self, password: &Password, stored: &str) -> Result<Verdict, HashFault> {
        if !stored.starts_with(OWN) {
            return self.verify_foreign(password, stored);
        }
        let phc = PasswordHash::new(stored).map_err(|_| HashFault::Stored)?;
        let (Some(salt), Some(expected)) = (phc.salt, phc.hash) else {
            return Err(HashFault::Stored);
        };
        let params = Params::try_from(&phc).map_err(|_| HashFault::Stored)?;
        if params.m_cost() > MAX_MEMORY_KIB || params.t_cost() > MAX_PASSES {
            return Err(HashFault::Stored);
        }
        let cost = HashCost { memory_kib: params.m_cost(), passes: params.t_cost(), lanes: params.p_cost() };
        let mut out = vec![0; expected.len()];
        let missing = self.cost.work().saturating_sub(cost.work());
        self.compute(params, password, salt.as_ref(), &mut out)?;
        if bool::from(out.ct_eq(expected.as_bytes())) {
            Ok(Verdict::Right { is_outdated: cost.is_below(self.cost) })
        } else {
            // A hash of cheaper days must not answer faster than a stranger's name does.
            self.spend(password, missing)?;
            Ok(Verdict::Wrong)
        }
    }

    /// Works for nothing, about as long as `work` takes.
    fn spend(&mut self, password: &Password, mut work: u64) -> Result<(), HashFault> {
        let least = 8 * u64::from(self.cost.lanes);
        while work >= least {
            let memory_kib = u32::try_from(work).unwrap_or(u32::MAX).min(self.cost.memory_kib);
            let params = HashCost { memory_kib, passes: 1, lanes: self.cost.lanes }.params()?;
            self.compute(params, password, &[0; SALT_BYTES], &mut [0; HASH_BYTES])?;
            work -= u64::from(memory_kib);
        }
        Ok(())
    }

    /// The work of a verification with today's cost, for a name that nobody has.
    pub fn verify_decoy(&mut self, password: &Password) -> Result<(), HashFault> {
        let mut out = [0; HASH_BYTES];
        self.compute(self.cost.params()?, password, &[0; SALT_BYTES], &mut out)?;
        std::hint::black_box(bool::from(out.ct_eq(&[0; HASH_BYTES])));
        Ok(())
    }

    fn compute(
        &mut self,
        params: Params,
        password: &Password,
        salt: &[u8],
        out: &mut [u8],
    ) -> Result<(), HashFault> {
        let work = HashCost { memory_kib: params.m_cost(), passes: params.t_cost(), lanes: 1 }.work();
        let is_typical = params.m_cost() == self.cost.memory_kib;
        let began = pace::processor_time();
        self.compute_as(Algorithm::Argon2id, Version::V0x13, params, password, salt, out)?;
        if is_typical {
            self.pace.note(work, pace::processor_time().saturating_sub(began));
        }
        Ok(())
    }

    fn compute_as(
        &mut self,
        algorithm: Algorithm,
        version: Version,
        params: Params,
        password: &Password,
        salt: &[u8],
        out: &mut [u8],
    ) -> Result<(), HashFault> {
        #[cfg(test)]
        {
            self.worked += u64::from(params.m_cost()) * u64::from(params.t_cost());
        }
        let password = password.expose_bytes();
        self.engine.compute(&Task { algorithm, version, params: &params, password, salt }, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAP: HashCost = HashCost { memory_kib: 64, passes: 1, lanes: 1 };

    fn password(text: &str) -> Password {
        Password::parse(text).unwrap()
    }

    #[test]
    fn the_right_password_verifies_and_another_does_not() {
        let mut hasher = Hasher::new(CHEAP).unwrap();
        let stored = hasher.hash(&password("right")).unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{stored}");
        assert_eq!(
            hasher.verify(&password("right"), &stored).unwrap(),
            Verdict::Right { is_outdated: false }
        );
        assert_eq!(hasher.verify(&password("wrong"), &stored).unwrap(), Verdict::Wrong);
    }

    #[test]
    fn a_hash_below_todays_cost_is_outdated_and_still_verifies() {
        let stored = Hasher::new(CHEAP).unwrap().hash(&password("right")).unwrap();
        let mut dearer = Hasher::new(HashCost { memory_kib: 128, passes: 2, lanes: 1 }).unwrap();
        assert_eq!(dearer.verify(&password("right"), &stored).unwrap(), Verdict::Right { is_outdated: true });
    }

    #[test]
    fn the_rows_of_the_sheet_are_the_floor_and_anything_less_is_below_it() {
        let cost = |memory_kib, passes| HashCost { memory_kib, passes, lanes: 1 };
        for (memory_kib, passes) in FLOOR {
            assert!(!cost(memory_kib, passes).is_below_floor());
            assert!(!cost(memory_kib, passes + 1).is_below_floor());
            assert!(!cost(memory_kib + 1, passes).is_below_floor());
            assert!(cost(memory_kib - 1, passes).is_below_floor(), "{memory_kib}");
        }
        assert!(!HashCost::default().is_below_floor());
        for (memory_kib, passes) in [(19_456, 1), (12_288, 2), (9_216, 3), (7_168, 4), (7_167, 64), (8, 1)] {
            assert!(cost(memory_kib, passes).is_below_floor(), "{memory_kib} {passes}");
        }
    }

    #[test]
    fn a_move_within_the_sheet_computes_each_hash_anew_once_and_a_dearer_hash_stays() {
        let cost = |memory_kib, passes| HashCost { memory_kib, passes, lanes: 1 };
        for (memory_kib, passes) in FLOOR {
            let chosen = cost(memory_kib, passes);
            for (others_memory, others_passes) in FLOOR {
                let stored = cost(others_memory, others_passes);
                assert_eq!(stored.is_below(chosen), stored != chosen);
            }
            assert!(!cost(memory_kib + 1, passes + 1).is_below(chosen));
        }
        assert!(CHEAP.is_below(HashCost::default()));
    }

    #[test]
    fn a_hash_of_the_reference_implementation_verifies() {
        // From the test vectors of the reference implementation: password "password", salt "somesalt".
        let stored = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        let mut hasher = Hasher::new(CHEAP).unwrap();
        assert_eq!(
            hasher.verify(&password("password"), stored).unwrap(),
            Verdict::Right { is_outdated: false }
        );
    }

    #[test]
    fn timing_leaves_a_hasher_as_it_was() {
        let mut hasher = Hasher::new(CHEAP).unwrap();
        assert!(hasher.time_one(&password("x")).unwrap() > Duration::ZERO);
        assert!(!hasher.engine.has_worked(), "the memory is given back");
        hasher.verify_decoy(&password("x")).unwrap();
        assert!(hasher.time_one(&password("x")).unwrap() > Duration::ZERO);
        assert!(hasher.engine.has_worked());
    }

    #[test]
    fn the_default_is_the_documented_floor() {
        let stored = Hasher::new(HashCost::default()).unwrap().hash(&password("x")).unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
    }

    #[test]
    fn a_stored_text_that_is_no_hash_or_asks_for_absurd_memory_is_a_fault() {
        let mut hasher = Hasher::new(CHEAP).unwrap();
        for stored in [
            "",
            "plain",
            "$argon2i$v=19$m=4194304,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
            "$argon2id$v=19$m=4194304,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        ] {
            assert!(matches!(hasher.verify(&password("x"), stored), Err(HashFault::Stored)), "{stored}");
        }
    }
}
