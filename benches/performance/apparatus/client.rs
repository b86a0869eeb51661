//! HTTP/1.1 over one kept connection, as little as a load generator needs: it should cost less than what it measures.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// An answer.
pub struct Answer {
    pub status: u16,
    /// Status line and headers.
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    /// The value of a cookie that the answer sets.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter(|line| line.to_ascii_lowercase().starts_with("set-cookie:"));
        lines.find_map(|line| line[11..].trim().strip_prefix(name)?.strip_prefix('=')?.split(';').next())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A connection that is opened when needed and opened again when the other side has closed it.
pub struct Connection {
    address: SocketAddr,
    stream: Option<TcpStream>,
    buffer: Vec<u8>,
}

impl Connection {
    /// Not opened yet.
    pub fn to(address: SocketAddr) -> Self {
        Self { address, stream: None, buffer: Vec::new() }
    }

    /// Sends a request and reads the answer; once more over a new connection when the kept one was closed.
    pub async fn send(&mut self, request: &[u8]) -> std::io::Result<Answer> {
        let was_kept = self.stream.is_some();
        let answer = self.attempt(request).await;
        if answer.is_err() {
            self.stream = None;
            if was_kept {
                return self.attempt(request).await;
            }
        }
        answer
    }

    async fn attempt(&mut self, request: &[u8]) -> std::io::Result<Answer> {
        if self.stream.is_none() {
            let stream = TcpStream::connect(self.address).await?;
            stream.set_nodelay(true)?;
            self.stream = Some(stream);
            self.buffer.clear();
        }
        let stream = self.stream.as_mut().unwrap();
        stream.write_all(request).await?;
        let (head, length) = loop {
            if let Some(found) = head_of(&self.buffer) {
                break found;
            }
            read_more(stream, &mut self.buffer).await?;
        };
        while self.buffer.len() < head.len() + length {
            read_more(stream, &mut self.buffer).await?;
        }
        let body = self.buffer[head.len()..head.len() + length].to_vec();
        self.buffer.drain(..head.len() + length);
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        if head.to_ascii_lowercase().contains("connection: close") {
            self.stream = None;
        }
        Ok(Answer { status, head, body })
    }
}

async fn read_more(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> std::io::Result<()> {
    if stream.read_buf(buffer).await? == 0 {
        return Err(std::io::ErrorKind::UnexpectedEof.into());
    }
    Ok(())
}

/// The head with its empty line, and how long the body is.
fn head_of(buffer: &[u8]) -> Option<(String, usize)> {
    let end = buffer.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let head = String::from_utf8_lossy(&buffer[..end]).into_owned();
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().unwrap_or(0))
    });
    Some((head, length.unwrap_or(0)))
}
