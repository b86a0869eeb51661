//! The machine under the program, made to fail: what the kernel answers, how full the disk is, what the clock says.
//! It needs strace, libfaketime and unshare; `scripts/setup-test-tools faults` installs them.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// Says to the test program that it runs in a mount namespace of its own.
const OWN_MOUNTS: &str = "BRIDGEWARDEN_TEST_OWN_MOUNTS";

/// Where a tool is.
pub fn tool(name: &str) -> String {
    let variable = format!("BRIDGEWARDEN_TEST_{}", name.to_uppercase());
    std::env::var(&variable).unwrap_or_else(|_| {
        panic!("{variable} is not set. ./scripts/test finds {name}, and so does: scripts/setup-test-tools faults; source target/test-tools/env")
    })
}

/// Looks at what a running program asks of the kernel, and answers in its place if told to.
pub struct Tracer {
    child: Child,
    notes: PathBuf,
    _folder: TempDir,
}

impl Tracer {
    /// Writes these calls down.
    pub fn watch(pid: u32, calls: &str) -> Self {
        Self::attach(pid, &["-e", &format!("trace={calls}")])
    }

    /// Answers these calls with that error, and does nothing of what they ask.
    pub fn refuse(pid: u32, calls: &str, error: &str) -> Self {
        Self::attach(pid, &["-e", &format!("trace={calls}"), "-e", &format!("inject={calls}:error={error}")])
    }

    fn attach(pid: u32, what: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let notes = folder.path().join("calls");
        let mut child = Command::new(tool("strace"))
            .args(["-f", "-o", notes.to_str().unwrap(), "-p", &pid.to_string()])
            .args(what)
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let mut first = String::new();
        said.read_line(&mut first).unwrap();
        assert!(
            first.contains("attached"),
            "strace may not watch the program ({}). Run the tests as root, or with the kernel's yama.ptrace_scope at 0.",
            first.trim()
        );
        // It tells of every new thread; somebody must listen.
        std::thread::spawn(move || said.lines().map_while(Result::ok).for_each(drop));
        Self { child, notes, _folder: folder }
    }

    /// How many of the calls were made so far.
    pub fn count(&self) -> usize {
        fs::read_to_string(&self.notes).unwrap().lines().filter(|line| line.contains('(')).count()
    }
}

impl Drop for Tracer {
    /// Lets go of the program, which goes on.
    fn drop(&mut self) {
        let _ended = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        let _reaped = self.child.wait();
    }
}

/// Makes tests of stories that mount file systems.
macro_rules! with_own_mounts {
    ($(async fn $name:ident() $body:block)+) => {$(
        #[test]
        fn $name() {
            $crate::faults::machine::run_with_own_mounts(concat!(module_path!(), "::", stringify!($name)), async || $body);
        }
    )+};
}
pub(crate) use with_own_mounts;

/// Runs the test again as a process that has mounts of its own, so that none is left behind whatever happens. Who
/// is not root becomes it there, for this one thing.
pub fn run_with_own_mounts(name: &str, story: impl AsyncFnOnce()) {
    if std::env::var_os(OWN_MOUNTS).is_some() {
        tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(story());
        return;
    }
    let (_, name) = name.split_once("::").unwrap();
    let is_root = fs::metadata("/proc/self").unwrap().uid() == 0;
    let as_root: &[&str] = if is_root { &[] } else { &["--user", "--map-root-user"] };
    let mut command = Command::new(tool("unshare"));
    command.arg("--mount").args(as_root).arg(std::env::current_exe().unwrap());
    command.args(["--exact", name, "--nocapture", "--test-threads=1"]).env(OWN_MOUNTS, "yes");
    let ran = command.output().unwrap();
    let (told, complained) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    println!("{told}");
    let hint = "If it says that an operation is not permitted: this test mounts a small file system; run it as root, or allow unprivileged user namespaces.";
    assert!(ran.status.success() && told.contains("1 passed"), "{complained}\n{hint}");
}

/// A small disk.
pub struct Disk(TempDir);

impl Disk {
    /// With room for so many MiB.
    pub fn of_mib(size: usize) -> Self {
        let disk = Self(tempfile::tempdir().unwrap());
        disk.mount(&["-t", "tmpfs", "-o", &format!("size={size}m,mode=0700"), "tmpfs"]);
        disk
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Fills it, but for so many bytes.
    pub fn fill(&self, left: usize) {
        let mut filler = File::create(self.path().join("filler")).unwrap();
        while filler.write(&[1; 4096]).is_ok_and(|written| written > 0) {}
        let length = filler.metadata().unwrap().len();
        filler.set_len(length.saturating_sub(left as u64)).unwrap();
    }

    /// Makes room again.
    pub fn free(&self) {
        fs::remove_file(self.path().join("filler")).unwrap();
    }

    /// Allows nobody to write. The kernel refuses while somebody has a file open for writing.
    pub fn set_read_only(&self, is_read_only: bool) {
        self.mount(&["-o", if is_read_only { "remount,bind,ro" } else { "remount,bind,rw" }]);
    }

    fn mount(&self, words: &[&str]) {
        let ran = Command::new("mount").args(words).arg(self.path()).output().unwrap();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazily: a story that failed may have left a program behind for a moment.
        let _unmounted = Command::new("umount").arg("--lazy").arg(self.path()).status();
    }
}

/// The clock of one program, which a story moves while it runs.
pub struct FalseClock {
    folder: TempDir,
    variables: Vec<String>,
}

impl FalseClock {
    /// One that is right, for now.
    pub fn new() -> Self {
        clear_up_after_the_killed();
        let folder = tempfile::tempdir().unwrap();
        let variables = [
            format!("LD_PRELOAD={}", tool("faketime")),
            format!("FAKETIME_TIMESTAMP_FILE={}", folder.path().join("offset").display()),
            "FAKETIME_NO_CACHE=1".to_owned(),
            // Only the time of day: waiting goes on as ever.
            "FAKETIME_DONT_FAKE_MONOTONIC=1".to_owned(),
            "DONT_FAKE_MONOTONIC=1".to_owned(),
        ];
        let clock = Self { folder, variables: variables.to_vec() };
        clock.set_off_by(0);
        clock
    }

    /// From now on it is wrong by so many seconds.
    pub fn set_off_by(&self, seconds: i64) {
        // In one step: the program must not read half a number.
        let (new, used) = (self.folder.path().join("new"), self.folder.path().join("offset"));
        fs::write(&new, format!("{seconds:+}\n")).unwrap();
        fs::rename(new, used).unwrap();
    }

    /// By how much it is wrong now.
    pub fn offset(&self) -> i64 {
        fs::read_to_string(self.folder.path().join("offset")).unwrap().trim().parse().unwrap()
    }

    /// What goes before the program's name.
    pub fn around(&self) -> Vec<&str> {
        ["/usr/bin/env"].into_iter().chain(self.variables.iter().map(String::as_str)).collect()
    }
}

/// libfaketime keeps a little memory under the number of each process, refuses to start where it finds some, and leaves
/// it behind when the process is killed. Numbers come again.
fn clear_up_after_the_killed() {
    for entry in fs::read_dir("/dev/shm").into_iter().flatten().flatten() {
        let name = entry.file_name().into_string().unwrap_or_default();
        let number = name.strip_prefix("faketime_shm_").or_else(|| name.strip_prefix("sem.faketime_sem_"));
        let is_of_a_process = |number: &str| number.parse::<u32>().is_ok();
        if number.is_some_and(|number| is_of_a_process(number) && !Path::new("/proc").join(number).exists()) {
            let _somebody_elses_stays = fs::remove_file(entry.path());
        }
    }
}
