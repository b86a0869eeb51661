//! HTTP byte for byte, for what no browser would send: broken targets, odd methods, two hosts, a body that
//! never comes. One connection is kept open as long as the bridge keeps it.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use url::Url;

use super::browser::Page;

/// Longer than any answer takes, and shorter than anybody wants to wait for a failing test.
const PATIENCE: Duration = Duration::from_secs(10);

/// Anything that carries bytes both ways.
pub trait Way: Read + Write + Send {}

impl<T: Read + Write + Send> Way for T {}

/// A client that sends exactly what it is told.
pub struct Raw {
    base: Url,
    authority: String,
    connect: Box<dyn Fn() -> Box<dyn Way> + Send>,
    stream: Option<Box<dyn Way>>,
}

/// Runs blocking work beside the bridge's own tasks.
pub async fn talk<T: Send + 'static>(address: &str, work: impl FnOnce(&mut Raw) -> T + Send + 'static) -> T {
    let mut raw = Raw::new(address);
    match tokio::task::spawn_blocking(move || work(&mut raw)).await {
        Ok(done) => done,
        Err(failed) => std::panic::resume_unwind(failed.into_panic()),
    }
}

impl Raw {
    /// Talks to `http://HOST:PORT`; connects at the first request.
    pub fn new(address: &str) -> Self {
        let base = Url::parse(address).unwrap();
        let authority = format!("{}:{}", base.host_str().unwrap(), base.port().unwrap());
        let there = authority.clone();
        Self { base, authority, connect: Box::new(move || Box::new(connect(&there))), stream: None }
    }

    /// Asks for what stands at `address`, by connections of one's own making.
    #[allow(dead_code, reason = "shared with the tests of the command line")]
    pub fn by(address: &str, connect: impl Fn() -> Box<dyn Way> + Send + 'static) -> Self {
        let base = Url::parse(address).unwrap();
        let authority = base.authority().to_owned();
        Self { base, authority, connect: Box::new(connect), stream: None }
    }

    /// The bridge's host and port.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// A request with the right `Host` and `Content-Length`; `target` goes out as it stands.
    pub fn send(&mut self, method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> Page {
        let mut head = format!("{method} {target} HTTP/1.1\r\n");
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            head += &format!("Host: {}\r\n", self.authority);
        }
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        let is_measured = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-length"));
        if !is_measured && !matches!(method, "GET" | "HEAD" | "OPTIONS" | "TRACE") {
            head += &format!("Content-Length: {}\r\n", body.len());
        }
        self.send_bytes(format!("{head}\r\n{body}").as_bytes(), method == "HEAD")
    }

    /// A GET.
    pub fn get(&mut self, target: &str, headers: &[(&str, &str)]) -> Page {
        self.send("GET", target, headers, "")
    }

    /// A form post, as our own page sends it.
    pub fn post(&mut self, target: &str, headers: &[(&str, &str)], body: &str) -> Page {
        let mut all =
            vec![("Content-Type", "application/x-www-form-urlencoded"), ("Sec-Fetch-Site", "same-origin")];
        all.extend_from_slice(headers);
        self.send("POST", target, &all, body)
    }

    /// Sends bytes, and reads one answer.
    pub fn send_bytes(&mut self, bytes: &[u8], is_head: bool) -> Page {
        let mut stream = self.stream.take().unwrap_or_else(|| (self.connect)());
        stream.write_all(bytes).unwrap();
        let (page, is_kept) = self.read(&mut *stream, is_head);
        self.stream = Some(stream).filter(|_| is_kept);
        page
    }

    /// Whether the bridge kept the connection open after its last answer.
    pub fn is_connected(&self) -> bool {
        self.stream.is_some()
    }

    fn read(&self, stream: &mut dyn Way, is_head: bool) -> (Page, bool) {
        let mut read = Vec::new();
        let end = loop {
            if let Some(at) = find(&read, b"\r\n\r\n") {
                break at;
            }
            assert!(more(stream, &mut read), "the connection ended before an answer: {}", text(&read));
        };
        let (head, mut body) = (text(&read[..end]), read[end + 4..].to_vec());
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse::<StatusCode>().unwrap();
        let mut headers = HeaderMap::new();
        for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
            let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
            headers.append(name, HeaderValue::from_str(value).unwrap());
        }
        let header = |name: &str| headers.get(name).map(|value| value.to_str().unwrap().to_ascii_lowercase());
        let is_bodiless = is_head || matches!(status.as_u16(), 204 | 304);
        if !is_bodiless {
            if header("transfer-encoding").is_some() {
                while !body.ends_with(b"0\r\n\r\n") && more(stream, &mut body) {}
            } else {
                let length: usize =
                    header("content-length").map_or(usize::MAX, |length| length.parse().unwrap());
                while body.len() < length && more(stream, &mut body) {}
                assert!(
                    length == usize::MAX || body.len() == length,
                    "the answer is not {length} bytes: {head}"
                );
            }
        }
        let is_kept = header("connection").as_deref() != Some("close");
        (Page { url: self.base.clone(), status, headers, body: text(&body) }, is_kept)
    }
}

fn connect(authority: &str) -> TcpStream {
    let stream = TcpStream::connect(authority).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.set_nodelay(true).unwrap();
    stream
}

fn more(stream: &mut dyn Way, read: &mut Vec<u8>) -> bool {
    let mut piece = [0; 16 * 1024];
    let count = stream.read(&mut piece).unwrap();
    read.extend_from_slice(&piece[..count]);
    count > 0
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
