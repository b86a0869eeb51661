//! What the kernel says of a process: processor time and memory.

use std::fs;
use std::time::Duration;

/// The clock of /proc/PID/stat ticks a hundred times a second on every Linux of today (USER_HZ).
const TICKS: u64 = 100;

/// User and system time of all threads, ended ones too. Processor time and not time on the wall: neighbours on the
/// machine disturb it less, and both sides of a comparison run on the same processors.
pub fn processor_time(pid: u32) -> Duration {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    // The name in parentheses may hold anything; the third field comes after it.
    let fields: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
    let ticks: u64 = fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap();
    Duration::from_millis(ticks * 1000 / TICKS)
}

/// A value of /proc/PID/status, in MB of 1,000,000 bytes.
pub fn memory(pid: u32, name: &str) -> f64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).unwrap();
    let kib: f64 = line.trim().trim_end_matches(" kB").parse().unwrap();
    kib * 1024.0 / 1e6
}
