//! Argon2 itself. The `argon2-rust` crate computes it with what the processor has (AVX-512, AVX2, NEON), in memory that
//! stays with a hashing thread and is wiped after each password. It is young, so it has to agree with the `argon2`
//! crate on this very processor before it is believed; otherwise the slower crate computes. `docs/decisions/0025-…`
//! says why.

use std::sync::LazyLock;

use argon2::{Algorithm, Argon2, Block, Params, Version};
use argon2_rust::params::{Memory, TagLen};

use super::HashFault;

/// What is asked of Argon2.
pub(super) struct Task<'a> {
    pub algorithm: Algorithm,
    pub version: Version,
    pub params: &'a Params,
    pub password: &'a [u8],
    pub salt: &'a [u8],
}

/// Computes, and keeps its memory.
pub(super) struct Engine {
    swift: argon2_rust::Hasher,
    /// The swift crate computes what the other does.
    is_believed: bool,
    has_worked: bool,
}

impl Engine {
    /// An engine with memory for hashes of `params`: reserved now, taken from the system with the first password.
    pub(super) fn new(params: &Params) -> Result<Self, HashFault> {
        let own = swift(Algorithm::Argon2id, Version::V0x13, params)?;
        let mut engine = Self { swift: own.hasher(), is_believed: *AGREES, has_worked: false };
        engine.swift.reserve().map_err(|_| HashFault::Memory(params.m_cost()))?;
        Ok(engine)
    }

    /// Whether a password has come yet.
    pub(super) fn has_worked(&self) -> bool {
        self.has_worked
    }

    /// The tag into `out`, whose length is part of the task.
    pub(super) fn compute(&mut self, task: &Task<'_>, out: &mut [u8]) -> Result<(), HashFault> {
        self.has_worked = true;
        if self.is_believed { swiftly(&mut self.swift, task, out) } else { plainly(task, out) }
    }
}

fn swift(algorithm: Algorithm, version: Version, params: &Params) -> Result<argon2_rust::Argon2, HashFault> {
    let algorithm = match algorithm {
        Algorithm::Argon2d => argon2_rust::Algorithm::Argon2d,
        Algorithm::Argon2i => argon2_rust::Algorithm::Argon2i,
        Algorithm::Argon2id => argon2_rust::Algorithm::Argon2id,
    };
    let version = match version {
        Version::V0x10 => argon2_rust::Version::V0x10,
        Version::V0x13 => argon2_rust::Version::V0x13,
    };
    let params = argon2_rust::Params::builder()
        .memory(Memory::kib(u64::from(params.m_cost())))
        .passes(params.t_cost())
        .lanes(params.p_cost())
        .threads(1)
        .tag_len(TagLen::bytes(params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN) as u64))
        .build()
        .map_err(|_| HashFault::Stored)?;
    Ok(argon2_rust::Argon2::new(algorithm, version, params))
}

fn swiftly(hasher: &mut argon2_rust::Hasher, task: &Task<'_>, out: &mut [u8]) -> Result<(), HashFault> {
    hasher.set_argon2(swift(task.algorithm, task.version, task.params)?);
    hasher.hash_into(task.password, task.salt, out).map_err(|problem| match problem {
        argon2_rust::Error::MemoryAllocationError => HashFault::Memory(task.params.m_cost()),
        _ => HashFault::Stored,
    })
}

fn plainly(task: &Task<'_>, out: &mut [u8]) -> Result<(), HashFault> {
    let blocks = task.params.block_count();
    let mut memory = Vec::new();
    memory.try_reserve_exact(blocks).map_err(|_| HashFault::Memory(task.params.m_cost()))?;
    memory.resize_with(blocks, Block::default);
    Argon2::new(task.algorithm, task.version, task.params.clone())
        .hash_password_into_with_memory(task.password, task.salt, out, memory.as_mut_slice())
        .map_err(|_| HashFault::Stored)
}

/// Whether both crates agree on this processor; asked once a process. Takes about a millisecond, and no more memory than
/// needs be: what is used at the start stays with the process.
static AGREES: LazyLock<bool> = LazyLock::new(|| {
    let backend = argon2_rust::detected_backend();
    let agrees = agrees(|task, out| {
        let mut hasher = swift(task.algorithm, task.version, task.params)?.hasher();
        swiftly(&mut hasher, task, out)
    });
    if agrees {
        tracing::debug!(?backend, "Argon2 agrees with its second implementation on this processor");
    } else {
        tracing::error!(
            ?backend,
            "two implementations of Argon2 disagree on this processor; the slower one computes"
        );
    }
    agrees
});

/// Every kind of Argon2, several lanes, and a password of more than one block of BLAKE2b.
const SAMPLES: [(Algorithm, Version, u32, u32, u32, usize); 5] = [
    (Algorithm::Argon2id, Version::V0x13, 128, 2, 1, 32),
    (Algorithm::Argon2id, Version::V0x13, 72, 3, 4, 64),
    (Algorithm::Argon2i, Version::V0x13, 64, 3, 1, 100),
    (Algorithm::Argon2d, Version::V0x13, 64, 1, 2, 16),
    (Algorithm::Argon2i, Version::V0x10, 33, 2, 1, 32),
];
const PASSWORDS: [&[u8]; 3] = [b"", b"correct horse battery staple", &[0xA5; 300]];

fn agrees(mut compute: impl FnMut(&Task<'_>, &mut [u8]) -> Result<(), HashFault>) -> bool {
    SAMPLES.iter().all(|&(algorithm, version, memory_kib, passes, lanes, length)| {
        let Ok(params) = Params::new(memory_kib, passes, lanes, Some(length)) else { return false };
        PASSWORDS.iter().all(|password| {
            let task = Task { algorithm, version, params: &params, password, salt: b"a salt of a sample" };
            let (mut ours, mut theirs) = (vec![0; length], vec![0; length]);
            compute(&task, &mut ours).is_ok() && plainly(&task, &mut theirs).is_ok() && ours == theirs
        })
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn both_implementations_agree_here() {
        assert!(*AGREES);
    }

    #[test]
    fn one_wrong_bit_is_noticed() {
        for wrong in 0..SAMPLES.len() * PASSWORDS.len() {
            let mut turn = 0;
            let is_believed = agrees(|task, out| {
                plainly(task, out)?;
                if turn == wrong {
                    out[0] ^= 1;
                }
                turn += 1;
                Ok(())
            });
            assert!(!is_believed, "{wrong}");
        }
        assert!(!agrees(|_, _| Err(HashFault::Stored)));
    }

    #[test]
    fn an_engine_that_is_not_believed_computes_the_same() {
        let params = Params::new(64, 2, 1, Some(32)).unwrap();
        let (algorithm, version) = (Algorithm::Argon2id, Version::V0x13);
        let task = Task { algorithm, version, params: &params, password: b"right", salt: b"salt and more" };
        let tags = [true, false].map(|is_believed| {
            let mut engine = Engine { is_believed, ..Engine::new(&params).unwrap() };
            let mut tag = [0; 32];
            engine.compute(&task, &mut tag).unwrap();
            tag
        });
        assert_eq!(tags[0], tags[1]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]
        #[test]
        fn whatever_is_asked_both_implementations_answer_alike(
            kind in 0..3_usize,
            is_old in any::<bool>(),
            lanes in 1..5_u32,
            more_memory in 0..400_u32,
            passes in 1..4_u32,
            length in 4..200_usize,
            password in prop::collection::vec(any::<u8>(), 0..600),
            salt in prop::collection::vec(any::<u8>(), 8..70),
        ) {
            let algorithm = [Algorithm::Argon2d, Algorithm::Argon2i, Algorithm::Argon2id][kind];
            let version = if is_old { Version::V0x10 } else { Version::V0x13 };
            let params = Params::new(8 * lanes + more_memory, passes, lanes, Some(length)).unwrap();
            let task = Task { algorithm, version, params: &params, password: &password, salt: &salt };
            let mut engine = Engine::new(&Params::new(64, 1, 1, Some(32)).unwrap()).unwrap();
            let (mut ours, mut theirs) = (vec![0; length], vec![0; length]);
            // Twice: memory that was used before must not show.
            for _ in 0..2 {
                engine.compute(&task, &mut ours).unwrap();
            }
            plainly(&task, &mut theirs).unwrap();
            prop_assert_eq!(ours, theirs);
        }
    }
}
