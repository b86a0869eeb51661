use std::fs;

use super::*;
use crate::config::{Config, Layers};

/// A machine of 4 GiB, of which 3 are available, with these files besides.
fn memory(files: &[(&str, &str)]) -> Memory {
    let root = tempfile::tempdir().unwrap();
    let meminfo = "MemTotal:        4194304 kB\nMemFree:          100 kB\nMemAvailable:    3145728 kB\n";
    for (file, text) in [("proc/meminfo", meminfo)].iter().chain(files) {
        let file = root.path().join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    let memory = Memory::read(root.path());
    let below_root =
        |(bytes, file): (u64, PathBuf)| (bytes, Path::new("/").join(file.strip_prefix(root.path()).unwrap()));
    Memory { limit: memory.limit.map(below_root), ..memory }
}

fn limit(files: &[(&str, &str)]) -> (u64, String) {
    let (bytes, whence) = memory(files).limit.unwrap();
    (bytes / MIB, whence.to_str().unwrap().to_owned())
}

fn passwords(workers: usize, memory_kib: u32) -> PasswordConfig {
    let mut passwords = Config::of_layers(Layers::defaults()).unwrap().passwords;
    (passwords.workers, passwords.memory_kib) = (NonZeroUsize::new(workers).unwrap(), memory_kib);
    passwords
}

fn limited_to(mib: u64) -> Memory {
    Memory { limit: Some((mib * MIB, "/sys/fs/cgroup/memory.max".into())), available: None }
}

#[test]
fn without_groups_the_machine_is_the_limit() {
    assert_eq!(limit(&[]), (4096, "/proc/meminfo".into()));
    assert_eq!(memory(&[]).available, Some(3 << 30));
}

#[test]
fn a_container_sees_its_own_limit_at_the_top() {
    let files = [("proc/self/cgroup", "0::/\n"), ("sys/fs/cgroup/memory.max", "268435456\n")];
    assert_eq!(limit(&files), (256, "/sys/fs/cgroup/memory.max".into()));
}

#[test]
fn the_strictest_group_above_the_service_counts() {
    let service = "system.slice/bridgewarden.service";
    let files = [
        ("proc/self/cgroup", &*format!("0::/{service}\n")),
        (&*format!("sys/fs/cgroup/{service}/memory.max"), "max\n"),
        ("sys/fs/cgroup/system.slice/memory.max", "536870912\n"),
    ];
    assert_eq!(limit(&files), (512, "/sys/fs/cgroup/system.slice/memory.max".into()));
}

#[test]
fn version_one_has_a_hierarchy_for_memory_and_writes_no_limit_as_a_large_number() {
    let groups = "9:name=systemd:/\n4:cpuset,memory:/docker/abc\n1:cpu:/\n0::/\n";
    let own = "sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes";
    assert_eq!(limit(&[("proc/self/cgroup", groups), (own, "1073741824\n")]).0, 1024);
    assert_eq!(limit(&[("proc/self/cgroup", groups), (own, "9223372036854771712\n")]).0, 4096);
    // In a container the path is the host's, and only the top is there.
    let top = "sys/fs/cgroup/memory/memory.limit_in_bytes";
    assert_eq!(limit(&[("proc/self/cgroup", groups), (top, "134217728\n")]).0, 128);
}

#[test]
fn what_does_not_read_limits_nothing() {
    for groups in ["", "nonsense", "0:", "0::", "::::", "0::/../../elsewhere", "0::/\0/\u{fffd}", "4:memory"]
    {
        let files = [
            ("proc/self/cgroup", groups),
            ("sys/fs/cgroup/memory.max", "much\n"),
            ("elsewhere/memory.max", "1\n"),
        ];
        assert_eq!(limit(&files), (4096, "/proc/meminfo".into()), "{groups:?}");
    }
    assert_eq!(limit(&[("proc/self/cgroup", "0::/\n"), ("sys/fs/cgroup/memory.max", "-1\n")]).0, 4096);
    assert_eq!(memory(&[("proc/meminfo", "MemTotal: many kB\nMemAvailable:\n")]), Memory::default());
    assert_eq!(judge(&passwords(1024, 1 << 20), &Memory::default()), Ok(()));
}

#[test]
fn a_pool_that_cannot_fit_is_refused_with_the_numbers_and_the_way_out() {
    let fault = judge(&passwords(8, 19_456), &limited_to(128)).unwrap_err().to_string();
    for part in [
        "passwords.workers=8",
        "passwords.memory_kib=19456",
        "32 MiB for everything else",
        "are 184 MiB",
        "the limit is 128 MiB (/sys/fs/cgroup/memory.max)",
        "set passwords.workers to 5 or fewer, or raise the limit",
    ] {
        assert!(fault.contains(part), "{part:?} is not in {fault}");
    }
    assert_eq!(judge(&passwords(5, 19_456), &limited_to(128)), Ok(()));
    let fault = judge(&passwords(1, 1 << 20), &limited_to(512)).unwrap_err().to_string();
    assert!(fault.contains("raise the limit, or set passwords.memory_kib lower"), "{fault}");
}

#[test]
fn more_than_half_of_the_limit_or_of_what_is_available_is_scarce() {
    let two = need(2, 19_456);
    assert_eq!(two / MIB, 70);
    assert_eq!(scarce(two, &limited_to(140)), None);
    assert_eq!(scarce(two, &limited_to(139)), Some(139 * MIB));
    let busy_machine = Memory { available: Some(100 * MIB), ..limited_to(4096) };
    assert_eq!(scarce(two, &busy_machine), Some(100 * MIB));
    assert_eq!(judge(&passwords(2, 19_456), &busy_machine), Ok(()), "it may be free again in a moment");
}

#[test]
fn sign_ins_are_expected_of_as_many_threads_as_can_run() {
    assert!((sign_ins_per_second(2, 8, 0.02) - 100.0).abs() < 1e-9);
    assert!((sign_ins_per_second(8, 2, 0.02) - 100.0).abs() < 1e-9);
    assert!(sign_ins_per_second(1, 1, 0.0).is_finite());
}
