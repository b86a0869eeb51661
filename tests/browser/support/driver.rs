//! A chromedriver of the story's own on a free port. It ends with the story, its Chromium too, also when the story
//! fails.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tokio::sync::{Mutex, MutexGuard, Semaphore, SemaphorePermit};

/// Chromium is large: so many stories at once, whatever the number of test threads.
const BROWSERS_AT_ONCE: usize = 2;
static SEATS: Semaphore = Semaphore::const_new(BROWSERS_AT_ONCE);

/// Two stories of two browsers each could both have one and wait for the other's.
static PAIR: Mutex<()> = Mutex::const_new(());

/// For a story with two browsers: held while it runs, no other such story does.
pub async fn two_browsers() -> MutexGuard<'static, ()> {
    PAIR.lock().await
}

/// How long chromedriver may take to end by itself.
const PATIENCE: Duration = Duration::from_secs(10);

/// Chromedriver lets the system choose a port for IPv6, takes the same for IPv4, and ends with these words when a
/// connection or server of another story has that one.
const PORT_TAKEN: &str = "port not available";
/// So many starts, each with another port.
const STARTS: usize = 20;

/// A fontconfig file that prefers one font wherever a page leaves the choice to the machine: there no family is asked
/// for, or `sans-serif` alone.
const FONTS: &str = r#"<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<match><test qual="all" name="family" compare="eq"><string>sans-serif</string></test>
<edit name="family" mode="prepend" binding="strong"><string>FONT</string></edit></match>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
</fontconfig>"#;

/// A running chromedriver.
pub struct Driver {
    process: Child,
    /// Chromedriver writes to it now and then; closed, it would end.
    _output: BufReader<ChildStdout>,
    port: u16,
    /// Home, profile and temporary files of this browser; removed with it.
    pub folder: TempDir,
    _seat: SemaphorePermit<'static>,
}

impl Driver {
    /// Waits for a seat and starts one, perhaps on a machine with a font of its own.
    pub async fn start(font: Option<&str>) -> Self {
        let seat = SEATS.acquire().await.unwrap();
        let program = program("BRIDGEWARDEN_TEST_CHROMEDRIVER");
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new(&program);
        if let Some(font) = font {
            let file = folder.path().join("fonts.conf");
            std::fs::write(&file, FONTS.replace("FONT", font)).unwrap();
            command.env("FONTCONFIG_FILE", file);
        }
        command
            .arg("--port=0")
            .env("HOME", folder.path())
            .env("TMPDIR", folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        for _ in 0..STARTS {
            let mut process =
                command.spawn().unwrap_or_else(|problem| panic!("{program} does not start: {problem}"));
            let mut output = BufReader::new(process.stdout.take().unwrap());
            match announced_port(&mut output) {
                Ok(port) => return Self { process, _output: output, port, folder, _seat: seat },
                Err(said) => {
                    let status = process.wait();
                    assert!(said.contains(PORT_TAKEN), "{program} ended ({status:?}) without a port: {said}");
                }
            }
        }
        panic!("{program} found no free port in {STARTS} starts")
    }

    /// Where it takes commands.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Chromedriver's own command to end every browser and then itself.
    fn ask_to_end(&self) -> std::io::Result<()> {
        let mut connection = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        connection.set_read_timeout(Some(PATIENCE))?;
        write!(
            connection,
            "GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n",
            self.port
        )?;
        connection.read_to_end(&mut Vec::new()).map(drop)
    }

    fn has_ended(&mut self) -> bool {
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            if !matches!(self.process.try_wait(), Ok(None)) {
                return true;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        false
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let asked = self.ask_to_end();
        if !self.has_ended() {
            eprintln!("chromedriver did not end by itself ({asked:?}) and is killed");
            let _already_gone = self.process.kill().is_err();
            let _already_waited_for = self.process.wait().is_err();
        }
    }
}

/// A program that the tests need. `scripts/test` finds or installs it.
pub fn program(variable: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| {
        panic!(
            "{variable} is not set: run ./scripts/test browser, or . target/test-tools/env before cargo test"
        )
    })
}

/// The port it says it listens on, or all it said before it ended.
fn announced_port(output: &mut impl BufRead) -> Result<u16, String> {
    let mut said = String::new();
    for line in output.lines().map_while(Result::ok) {
        if let Some((_, port)) = line.split_once("started successfully on port ") {
            return port.trim().trim_end_matches('.').parse().map_err(|_| line);
        }
        said.push_str(&line);
        said.push('\n');
    }
    Err(said)
}
