//! The real program as a child process.

use std::fs::File;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use bridgewarden::store::{DatabaseUrl, Store, audit};

use super::installation::Installation;
use super::process;

/// A running bridge; it is killed with this value.
pub struct Bridge {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// How long it took from its start until it was ready.
    pub ready_after: Duration,
    database: DatabaseUrl,
}

impl Bridge {
    /// Starts it with the defaults; the load comes through a "proxy" on loopback, which names each client's network.
    pub fn start(installation: &Installation, options: &[&str]) -> Self {
        Self::start_under(&[], installation, options)
    }

    /// Starts it as the last words of another command.
    pub fn start_under(above: &[&str], installation: &Installation, options: &[&str]) -> Self {
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let own = [
            format!("server.listen={address}"),
            format!("server.public_url=http://{address}"),
            "server.metrics_listen=".to_owned(),
            "server.trusted_proxies=127.0.0.1/32".to_owned(),
        ];
        let words: Vec<&str> = above.iter().copied().chain([env!("CARGO_BIN_EXE_bridgewarden")]).collect();
        let mut command = Command::new(words[0]);
        command.args(&words[1..]).arg("--config").arg(installation.path("bridgewarden.toml"));
        for option in own.iter().map(String::as_str).chain(options.iter().copied()) {
            command.args(["--option", option]);
        }
        let log = installation.path(&format!("log-{}", address.port()));
        let began = Instant::now();
        let child = command
            .arg("serve")
            .env_clear()
            .env("PATH", std::env::var("PATH").unwrap_or_default())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&log).unwrap())
            .spawn()
            .unwrap();
        let database = DatabaseUrl::parse(installation.url()).unwrap();
        let mut bridge = Self { child, address, ready_after: Duration::ZERO, database };
        while !bridge.is_ready() {
            let ended = bridge.child.try_wait().unwrap();
            let log = || std::fs::read_to_string(&log).unwrap();
            assert!(
                ended.is_none() && began.elapsed() < Duration::from_secs(30),
                "not ready: {ended:?}\n{}",
                log()
            );
            std::thread::sleep(Duration::from_millis(1));
        }
        bridge.ready_after = began.elapsed();
        bridge
    }

    fn is_ready(&self) -> bool {
        let Ok(mut stream) = TcpStream::connect(self.address) else { return false };
        let request = format!("GET /readyz HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address);
        let mut answer = String::new();
        let is_answered =
            stream.write_all(request.as_bytes()).is_ok() && stream.read_to_string(&mut answer).is_ok();
        is_answered && answer.starts_with("HTTP/1.1 200")
    }

    /// The process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Processor time so far, once its audit is chained to the end: chaining belongs to what was done.
    pub fn processor_time(&self) -> Duration {
        let store = Store::open(&self.database, 1).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            while store.read(audit::has_unsealed).await.unwrap() {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        });
        process::processor_time(self.pid())
    }
}

impl Drop for Bridge {
    fn drop(&mut self) {
        // With SIGTERM, so that a command above it passes on and it closes its store; then without asking.
        let pid = self.child.id().to_string();
        let _asked = Command::new("kill").args(["-TERM", &pid]).status().is_ok();
        let began = Instant::now();
        while self.child.try_wait().is_ok_and(|ended| ended.is_none()) {
            if began.elapsed() > Duration::from_secs(20) {
                let _killed = self.child.kill().is_ok();
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}
