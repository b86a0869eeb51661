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
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let address = format!("http://127.0.0.1:{port}");
        let log = installation.path(&format!("log-{port}"));
        let mut command = Command::new(env!("CARGO_BIN_EXE_bridgewarden"));
        command.arg("--config").arg(installation.path("bridgewarden.toml"));
        let own = [
            format!("server.listen=127.0.0.1:{port}"),
            format!("server.public_url={address}"),
            "server.metrics_listen=127.0.0.1:0".to_owned(),
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
            .stdout(Stdio::null())
            .stderr(File::create(&log).unwrap())
            .spawn()
            .unwrap();
        let mut serving = Self { child, address, log };
        serving.wait_until_ready().await;
        serving
    }

    async fn wait_until_ready(&mut self) {
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

    /// Ends it without a chance to say goodbye: SIGKILL.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Tells it to stop, as a service manager does; returns its exit code and log.
    pub fn terminate(mut self) -> (Option<i32>, String) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
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
