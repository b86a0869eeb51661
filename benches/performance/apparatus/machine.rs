//! The machine on which it was measured.

use std::fs;
use std::fs::File;
use std::io::Write;
use std::process::Command;
use std::time::Instant;

use bridgewarden::domain::clock::{Clock, SystemClock};

use super::statistics::{median, millis};

/// How many processors this process may use.
pub fn cores() -> usize {
    std::thread::available_parallelism().unwrap().get()
}

/// A folder on the disk on which the program was built; a folder in memory would have no fsync to speak of.
pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

/// Lines of a list.
pub fn described() -> Vec<String> {
    let line_of = |file: &str, name: &str| {
        let text = fs::read_to_string(file).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with(name)).map(str::to_owned).unwrap_or_default();
        line.split_once([':', '='])
            .map(|(_, value)| value.trim().trim_matches('"').to_owned())
            .unwrap_or_default()
    };
    let memory: f64 = line_of("/proc/meminfo", "MemTotal").trim_end_matches(" kB").parse().unwrap_or(0.0);
    let said = |program: &str, argument: &str| {
        let output = Command::new(program).arg(argument).output();
        output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
    };
    let day = SystemClock.now().to_string();
    let build = if cfg!(debug_assertions) { "**debug build**" } else { "release build" };
    let commit = Command::new("git").args(["rev-parse", "--short=10", "HEAD"]).output();
    let commit =
        commit.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default();
    vec![
        format!("- Processor: {}, {} cores", line_of("/proc/cpuinfo", "model name"), cores()),
        format!("- Memory: {:.0} GiB", memory / 1024.0 / 1024.0),
        format!("- Disk: an fdatasync of 4 KiB takes {:.2} ms here (median)", fdatasync()),
        format!("- System: {}, Linux {}", line_of("/etc/os-release", "PRETTY_NAME"), said("uname", "-r")),
        format!("- Compiler: {}, {build}", said("rustc", "--version")),
        format!("- Commit: {commit}"),
        format!("- Day: {}", day.split('T').next().unwrap_or_default()),
    ]
}

fn fdatasync() -> f64 {
    let folder = folder();
    let mut file = File::create(folder.path().join("file")).unwrap();
    let times: Vec<f64> = (0..100)
        .map(|_| {
            let began = Instant::now();
            file.write_all(&[1; 4096]).unwrap();
            file.sync_data().unwrap();
            millis(&began.elapsed())
        })
        .collect();
    median(&times)
}
