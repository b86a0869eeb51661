//! The program as it runs: `bridgewarden serve`, started, watched and ended as an operator would.

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::browser::Browser;
use crate::support::Installation;

/// A running bridge.
pub struct Serving {
    child: Child,
    pub address: String,
    log: PathBuf,
}

impl Serving {
    /// Starts it and waits until it is ready.
    pub async fn start(installation: &Installation, options: &[&str]) -> Self {
        let mut serving = Self::begin(installation, options, &[]);
        serving.wait_until_ready().await;
        serving
    }

    /// Starts it and does not wait. What `around` names goes before the program's own name, as `strace` does.
    pub fn begin(installation: &Installation, options: &[&str], around: &[&str]) -> Self {
        Self::begin_at(installation, options, around, free_port())
    }

    /// Starts it on that port, for example the one that it had before.
    pub fn begin_at(installation: &Installation, options: &[&str], around: &[&str], port: u16) -> Self {
        let address = format!("http://127.0.0.1:{port}");
        let log = installation.path(&format!("log-{port}"));
        let program = env!("CARGO_BIN_EXE_bridgewarden");
        let mut words = around.iter().copied().chain([program]);
        let mut command = Command::new(words.next().unwrap());
        command.args(words).arg("--config").arg(installation.path("bridgewarden.toml"));
        let own = [
            format!("server.listen=127.0.0.1:{port}"),
            format!("server.public_url={address}"),
            "server.metrics_listen=127.0.0.1:0".to_owned(),
            "passwords.allow_below_floor=true".to_owned(),
            "passwords.memory_kib=64".to_owned(),
            "passwords.passes=1".to_owned(),
            "log.format=json".to_owned(),
        ];
        for option in own.iter().map(String::as_str).chain(options.iter().copied()) {
            command.args(["--option", option]);
        }
        let child = command
            .arg("serve")
            .env_clear()
            .stdin(Stdio::null())
            .stdout(File::options().create(true).append(true).open(log.with_extension("out")).unwrap())
            .stderr(File::options().create(true).append(true).open(&log).unwrap())
            .spawn()
            .unwrap();
        Self { child, address, log }
    }

    /// Waits until it says that it is ready; fails when it ends, or after half a minute.
    pub async fn wait_until_ready(&mut self) {
        let client = reqwest::Client::new();
        let deadline = Instant::now() + Duration::from_secs(30);
        loop {
            let answer = client.get(format!("{}/readyz", self.address)).send().await;
            if answer.is_ok_and(|answer| answer.status().is_success()) {
                return;
            }
            let ended = self.child.try_wait().unwrap();
            assert!(ended.is_none() && Instant::now() < deadline, "not ready: {ended:?}\n{}", self.log());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// The port of its address.
    pub fn port(&self) -> u16 {
        self.address.rsplit(':').next().unwrap().parse().unwrap()
    }

    /// Fails unless it still runs.
    pub fn is_alive(&mut self) {
        let ended = self.child.try_wait().unwrap();
        assert!(ended.is_none(), "it ended: {ended:?}\n{}", self.log());
    }

    /// A browser that has never been here.
    pub fn browser(&self) -> Browser {
        Browser::new(&self.address)
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Everything it logged so far.
    pub fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap()
    }

    /// Everything it printed so far, beside the log.
    pub fn printed(&self) -> String {
        fs::read_to_string(self.log.with_extension("out")).unwrap()
    }

    /// Ends it without a chance to say goodbye: SIGKILL.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits until it ends by itself; its exit code and log. Fails when it does not end in time.
    pub fn ended_within(mut self, time: Duration) -> (Option<i32>, String) {
        let deadline = Instant::now() + time;
        loop {
            if let Some(ended) = self.child.try_wait().unwrap() {
                return (ended.code(), self.log());
            }
            assert!(Instant::now() < deadline, "it does not end: {}", self.log());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Tells it to stop, as a service manager does.
    pub fn tell_to_stop(&self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    }

    /// Tells it to stop, and returns its exit code and log.
    pub fn terminate(mut self) -> (Option<i32>, String) {
        self.tell_to_stop();
        let code = self.child.wait().unwrap().code();
        (code, self.log())
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        if self.child.try_wait().is_ok_and(|ended| ended.is_none()) {
            let _ended_meanwhile = self.child.kill().is_err();
            let _reaped_meanwhile = self.child.wait().is_err();
        }
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
