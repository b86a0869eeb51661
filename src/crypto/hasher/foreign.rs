//! Verifying hashes that were imported. Each is outdated: a right password makes one of our own of it.

use subtle::ConstantTimeEq;

use super::{HashCost, HashFault, Hasher, Verdict, pace};
use crate::crypto::foreign::ForeignHash;
use crate::domain::password::Password;

impl Hasher {
    /// Compares with a hash of another system. A wrong password takes as long as a stranger's name does, unless the
    /// hash itself takes longer; then it is that which shows, until the person has signed in once.
    pub(super) fn verify_foreign(&mut self, password: &Password, stored: &str) -> Result<Verdict, HashFault> {
        let hash = ForeignHash::parse(stored).map_err(|_| HashFault::Stored)?;
        let began = pace::processor_time();
        let (is_right, done) = if let Some(argon2) = hash.argon2() {
            let params = argon2.params;
            let cost =
                HashCost { memory_kib: params.m_cost(), passes: params.t_cost(), lanes: params.p_cost() };
            let mut out = vec![0; argon2.expected.len()];
            let (algorithm, version) = (argon2.algorithm, argon2.version);
            self.compute_as(algorithm, version, params.clone(), password, argon2.salt, &mut out)?;
            (bool::from(out.ct_eq(argon2.expected)), Some(cost.work()))
        } else {
            let is_right = hash.is_of(password.expose_bytes()).ok_or(HashFault::Stored)?;
            (is_right, self.pace.work_in(pace::processor_time().saturating_sub(began)))
        };
        if is_right {
            return Ok(Verdict::Right { is_outdated: true });
        }
        match done {
            Some(done) => self.spend(password, self.cost.work().saturating_sub(done))?,
            // The first work of this thread: its pace is not known yet.
            None => self.verify_decoy(password)?,
        }
        Ok(Verdict::Wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::super::*;

    const CHEAP: HashCost = HashCost { memory_kib: 64, passes: 1, lanes: 1 };
    const VECTORS: &str = include_str!("../../../tests/corpus/foreign_hashes.tsv");

    fn password(text: &str) -> Password {
        Password::parse(text).unwrap()
    }

    #[test]
    fn every_imported_hash_verifies_is_outdated_and_refuses_another_password() {
        let mut hasher = Hasher::new(CHEAP).unwrap();
        for line in VECTORS.lines().filter(|line| !line.starts_with('#')) {
            let [name, _, right, stored] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
            let verdict = hasher.verify(&password(right), stored).unwrap();
            // A hash that is one of our own stays, when it is as dear.
            let is_own = stored.starts_with(OWN);
            assert_eq!(verdict, Verdict::Right { is_outdated: !is_own }, "{name}");
            assert_eq!(hasher.verify(&password("something else"), stored).unwrap(), Verdict::Wrong, "{name}");
        }
    }

    #[test]
    fn a_wrong_password_for_a_cheap_hash_is_made_up_for_by_todays_work() {
        let cost = HashCost { memory_kib: 4096, passes: 3, lanes: 1 };
        let mut hasher = Hasher::new(cost).unwrap();
        let mut work_of = |stored: &str| {
            let before = hasher.worked;
            assert_eq!(hasher.verify(&password("wrong"), stored).unwrap(), Verdict::Wrong);
            hasher.worked - before
        };
        let salted = "{SSHA}V130JsbQwRWr/M/GR59f4Glh/icE4Nx7";
        assert_eq!(work_of(salted), cost.work(), "as long as the pace is unknown");
        assert!(work_of(salted) > cost.work() * 3 / 4);
        let argon2i =
            "$argon2i$v=19$m=256,t=2,p=2$cSNvhFAoykFzvSoUnkc3lQ$65IPuJdxvltOE7rn1M8Dig1Vw8D6DBeR98yD+a6vd2g";
        assert_eq!(work_of(argon2i), cost.work());
        let dearer = "$argon2i$v=19$m=1024,t=20,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        assert_eq!(work_of(dearer), 20 * 1024, "nothing is added to what is dear enough");
    }
}
