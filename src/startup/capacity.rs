//! Whether the hash pool fits into the memory that this process may use, and how many sign-ins it can do.
//!
//! A pool that does not fit would start, and be killed by the kernel when the passwords come. So the limits of
//! the control groups are read before the pool takes its memory. The number of processors needs no such care:
//! [`std::thread::available_parallelism`] looks at the process's affinity and at the control groups' CPU quotas.

use std::num::NonZeroUsize;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::StartFault;
use crate::config::PasswordConfig;
use crate::domain::password::Password;
use crate::flow::Context;

const KIB: u64 = 1 << 10;
const MIB: u64 = 1 << 20;
/// What everything but the pool takes under load.
const THE_REST: u64 = 32 * MIB;

/// The hash pool does not fit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the hash pool does not fit into memory: passwords.workers={workers} times passwords.memory_kib={memory_kib}, \
     and {} MiB for everything else, are {} MiB; the limit is {} MiB ({}); {}",
    THE_REST / MIB, need.div_ceil(MIB), limit / MIB, whence.display(), advice(*limit, *memory_kib)
)]
pub struct DoesNotFit {
    workers: usize,
    memory_kib: u32,
    need: u64,
    limit: u64,
    whence: PathBuf,
}

fn advice(limit: u64, memory_kib: u32) -> String {
    match limit.saturating_sub(THE_REST) / (u64::from(memory_kib).max(1) * KIB) {
        0 => "raise the limit, or set passwords.memory_kib lower".to_owned(),
        workers => format!("set passwords.workers to {workers} or fewer, or raise the limit"),
    }
}

/// What this process may use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Memory {
    /// The least of the control groups' limits and of what the machine has, and the file that says so.
    limit: Option<(u64, PathBuf)>,
    /// What is free or can be freed now.
    available: Option<u64>,
}

/// Refuses a pool that cannot fit, and warns of one that takes more than half of the memory.
pub fn check_memory(passwords: &PasswordConfig) -> Result<(), StartFault> {
    Ok(judge(passwords, &Memory::read(Path::new("/")))?)
}

fn judge(passwords: &PasswordConfig, memory: &Memory) -> Result<(), DoesNotFit> {
    let (workers, memory_kib) = (passwords.workers.get(), passwords.memory_kib);
    let need = need(workers, memory_kib);
    if let Some((limit, whence)) = &memory.limit
        && need > *limit
    {
        return Err(DoesNotFit { workers, memory_kib, need, limit: *limit, whence: whence.clone() });
    }
    if let Some(scarce) = scarce(need, memory) {
        tracing::warn!(
            workers,
            memory_kib,
            need_mib = need.div_ceil(MIB),
            of_mib = scarce / MIB,
            "the service may take more than half of the memory there is: lower passwords.workers, or give it more"
        );
    }
    Ok(())
}

fn need(workers: usize, memory_kib: u32) -> u64 {
    let workers = u64::try_from(workers).unwrap_or(u64::MAX);
    workers.saturating_mul(u64::from(memory_kib) * KIB).saturating_add(THE_REST)
}

/// The memory of which the service needs more than half, if there is one.
fn scarce(need: u64, memory: &Memory) -> Option<u64> {
    let limit = memory.limit.as_ref().map(|(limit, _)| *limit);
    [limit, memory.available].into_iter().flatten().filter(|bytes| need > bytes / 2).min()
}

impl Memory {
    /// Reads what the system below `root` says; what is not there or does not read limits nothing.
    fn read(root: &Path) -> Self {
        let file = root.join("proc/meminfo");
        let meminfo = std::fs::read_to_string(&file).unwrap_or_default();
        let machine = bytes_of(&meminfo, "MemTotal").map(|bytes| (bytes, file));
        let groups = std::fs::read_to_string(root.join("proc/self/cgroup")).unwrap_or_default();
        let limits = groups.lines().filter_map(group_limits).flat_map(|(folder, own, name)| {
            let files = files_upward(&root.join(folder), &own, name);
            files.into_iter().filter_map(|file| limit_in(&file).map(|bytes| (bytes, file)))
        });
        Self { limit: machine.into_iter().chain(limits).min(), available: bytes_of(&meminfo, "MemAvailable") }
    }
}

/// The value of a line of `/proc/meminfo`, such as `MemTotal:  24683656 kB`.
fn bytes_of(meminfo: &str, name: &str) -> Option<u64> {
    let value = meminfo.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
    value.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()?.checked_mul(KIB)
}

/// Where the limits of a line of `/proc/self/cgroup` stand: the hierarchy's folder, the group's path in it, the
/// name of the file. `None` for hierarchies that do not limit memory.
fn group_limits(line: &str) -> Option<(&'static str, PathBuf, &'static str)> {
    let mut parts = line.splitn(3, ':');
    let (number, controllers, path) = (parts.next()?, parts.next()?, parts.next()?);
    // A group outside of the namespace is written with "..", which leads nowhere here.
    let own = Path::new(path).components().filter(|part| matches!(part, Component::Normal(_))).collect();
    if number == "0" && controllers.is_empty() {
        Some(("sys/fs/cgroup", own, "memory.max"))
    } else if controllers.split(',').any(|controller| controller == "memory") {
        Some(("sys/fs/cgroup/memory", own, "memory.limit_in_bytes"))
    } else {
        None
    }
}

/// The file in the group's own folder and in each above it: a limit holds for everything below. In a container
/// the group's own folder may not be there, and the topmost is the container's.
fn files_upward(hierarchy: &Path, own: &Path, name: &str) -> Vec<PathBuf> {
    own.ancestors().map(|group| hierarchy.join(group).join(name)).collect()
}

/// The limit that a file holds; `max` is none. Version 1 writes none as a number beyond any machine.
fn limit_in(file: &Path) -> Option<u64> {
    std::fs::read_to_string(file).ok()?.trim().parse().ok()
}

/// Times one hash when the pool has nothing else to do, and says how many sign-ins a second that makes.
pub(super) async fn expect_sign_ins(context: Arc<Context>) {
    let Ok(password) = Password::parse("how long does this take") else { return };
    let Ok(time) = context.pool.time_one_hash(password).await else { return };
    let per_second = sign_ins_per_second(context.pool.workers(), processors(), time.as_secs_f64());
    context.metrics.sign_ins_expected(per_second);
    tracing::info!(
        expected_sign_ins_per_second = (per_second * 10.0).round() / 10.0,
        milliseconds_per_hash = time.as_millis(),
        workers = context.pool.workers(),
        "the hash pool is ready"
    );
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

/// More threads than processors do not hash faster.
fn sign_ins_per_second(workers: usize, processors: usize, seconds: f64) -> f64 {
    let at_once = u32::try_from(workers.min(processors)).unwrap_or(u32::MAX);
    f64::from(at_once) / seconds.max(1e-6)
}

#[cfg(test)]
mod tests;
