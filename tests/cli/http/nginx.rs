//! A real nginx with the sample configuration that we hand out.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::door::Door;
use crate::support::Installation;

const NGINX: &str = "BRIDGEWARDEN_TEST_NGINX";
const OPENSSL: &str = "BRIDGEWARDEN_TEST_OPENSSL";

/// A running nginx.
pub struct Nginx {
    child: Child,
    folder: PathBuf,
    https: u16,
    doors: [Door; 2],
}

impl Nginx {
    /// Puts nginx before a bridge at this port, as `docs/samples/nginx.conf` says. Only what belongs to a machine
    /// is replaced: ports, certificate, logs and the bridge's address.
    pub fn before(bridge: u16, installation: &Installation) -> Self {
        let folder = installation.path("nginx");
        fs::create_dir(&folder).unwrap();
        let here = folder.display();
        let [http, https, http_6, https_6] = free_ports();
        let mut sample =
            fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/samples/nginx.conf")).unwrap();
        for (times, from, to) in [
            (1, "server 127.0.0.1:8080;".to_owned(), format!("server 127.0.0.1:{bridge};")),
            (1, "listen 80;".to_owned(), format!("listen 127.0.0.1:{http};")),
            (1, "listen [::]:80;".to_owned(), format!("listen 127.0.0.1:{http_6};")),
            (1, "listen 443 ssl;".to_owned(), format!("listen 127.0.0.1:{https} ssl;")),
            (1, "listen [::]:443 ssl;".to_owned(), format!("listen 127.0.0.1:{https_6} ssl;")),
            (1, "/etc/nginx/certs/fullchain.pem".to_owned(), format!("{here}/fullchain.pem")),
            (1, "/etc/nginx/certs/privkey.pem".to_owned(), format!("{here}/privkey.pem")),
            (2, "/var/log/nginx/bridgewarden.log".to_owned(), format!("{here}/access.log")),
            (2, "/var/log/nginx/bridgewarden-error.log".to_owned(), format!("{here}/error.log")),
        ] {
            assert_eq!(sample.matches(&from).count(), times, "docs/samples/nginx.conf: {from}");
            sample = sample.replace(&from, &to);
        }
        fs::write(folder.join("sample.conf"), sample).unwrap();
        fs::write(folder.join("nginx.conf"), around(&here.to_string())).unwrap();
        certificate(&here.to_string());
        let child = Command::new(variable(NGINX))
            .args(["-q", "-e", &format!("{here}/start.log"), "-p", &here.to_string()])
            .args(["-c", &format!("{here}/nginx.conf")])
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let mut nginx = Self { child, folder, https, doors: [Door::tls(https), Door::plain(http)] };
        nginx.wait_until_it_listens();
        nginx
    }

    fn wait_until_it_listens(&mut self) {
        let deadline = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect(("127.0.0.1", self.https)).is_err() {
            let ended = self.child.try_wait().unwrap();
            assert!(ended.is_none() && Instant::now() < deadline, "{ended:?} {}", self.read("start.log"));
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The way in over TLS.
    pub fn door(&self) -> &Door {
        &self.doors[0]
    }

    /// The way in without TLS.
    pub fn plain_door(&self) -> &Door {
        &self.doors[1]
    }

    /// The access log so far. A line is written when its request is over.
    pub fn access_log(&self) -> String {
        self.read("access.log")
    }

    /// The error log so far.
    pub fn error_log(&self) -> String {
        self.read("error.log")
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.join(name)).unwrap_or_default()
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ended_meanwhile = self.child.kill().is_err();
        let _reaped_meanwhile = self.child.wait().is_err();
    }
}

/// What stands around the sample on a server: one process of the tester's own, and its files in its own folder.
fn around(here: &str) -> String {
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .iter()
        .map(|kind| format!("    {kind}_temp_path {here}/{kind};\n"))
        .collect();
    format!(
        "daemon off;\nmaster_process off;\npid {here}/nginx.pid;\nevents {{ worker_connections 1024; }}\n\
         http {{\n{temporary}    include {here}/sample.conf;\n}}\n"
    )
}

fn certificate(here: &str) {
    let made = Command::new(variable(OPENSSL))
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"])
        .args(["-days", "2", "-subj", "/CN=sso.example.com"])
        .args(["-keyout", &format!("{here}/privkey.pem"), "-out", &format!("{here}/fullchain.pem")])
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!("{name} is not set. scripts/setup-test-tools nginx finds it: source target/test-tools/env")
    })
}

/// Ports that nobody uses, all different.
fn free_ports<const COUNT: usize>() -> [u16; COUNT] {
    let listeners = [(); COUNT].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    listeners.map(|listener| listener.local_addr().unwrap().port())
}

/// How the bridge is asked: the lines of `location /`.
fn forwarding(file: &str) -> Vec<String> {
    let text = fs::read_to_string(format!("{}/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let (_, location) = text.split_once("location / {").unwrap();
    let lines = location.split_once("}\n").unwrap().0.lines().map(str::trim);
    // The bridge itself has another name in each.
    let is_same = |line: &&str| !line.is_empty() && !line.starts_with('#') && !line.contains("bridgewarden");
    let mut lines: Vec<String> = lines.filter(is_same).map(ToOwned::to_owned).collect();
    lines.sort();
    lines
}

#[test]
fn the_proxy_of_the_containers_asks_as_the_sample_does() {
    let sample = forwarding("docs/samples/nginx.conf");
    assert!(sample.iter().any(|line| line.contains("X-Forwarded-For")) && sample.len() > 10, "{sample:?}");
    assert_eq!(forwarding("deploy/nginx/nginx.conf"), sample);
    let outside = |file: &str| {
        let text = fs::read_to_string(format!("{}/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let names = [
            "client_",
            "large_client_header_buffers",
            "ssl_protocols",
            "ssl_session_tickets",
            "server_tokens",
        ];
        let lines =
            text.lines().map(str::trim).filter(|line| names.iter().any(|name| line.starts_with(name)));
        let mut lines: Vec<String> =
            lines.filter(|line| !line.contains("_temp_path")).map(ToOwned::to_owned).collect();
        lines.sort();
        lines.dedup();
        lines
    };
    assert_eq!(outside("deploy/nginx/nginx.conf"), outside("docs/samples/nginx.conf"));
}
