//! The ways in: straight to the program, or through nginx over TLS.

use std::io::{ErrorKind, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use openssl::ssl::{SslConnector, SslMethod, SslVerifyMode};
use socket2::{Domain, Socket, Type};

use super::PUBLIC_HOST;
use crate::raw::{Raw, Way};

/// How long silence lasts before nothing more is expected to come.
const SILENCE: Duration = Duration::from_secs(3);
/// Longer than any answer takes.
const PATIENCE: Duration = Duration::from_secs(15);

/// One way in.
#[derive(Clone)]
pub struct Door {
    port: u16,
    from: Ipv4Addr,
    tls: Option<SslConnector>,
}

/// All that was heard on a connection.
pub struct Heard {
    bytes: Vec<u8>,
    /// The other side ended it.
    pub is_closed: bool,
}

impl Door {
    /// Straight to a listener.
    pub fn plain(port: u16) -> Self {
        Self { port, from: Ipv4Addr::LOCALHOST, tls: None }
    }

    /// Over TLS; the certificate is a test's own, and is not verified.
    pub fn tls(port: u16) -> Self {
        let mut connector = SslConnector::builder(SslMethod::tls_client()).unwrap();
        connector.set_verify(SslVerifyMode::NONE);
        Self { tls: Some(connector.build()), ..Self::plain(port) }
    }

    /// The same door for a client of another address. All of 127.0.0.0/8 is this machine.
    pub fn from(&self, from: Ipv4Addr) -> Self {
        Self { from, ..self.clone() }
    }

    /// A client that asks for the public address, one request after the other.
    pub fn client(&self) -> Raw {
        let door = self.clone();
        Raw::by(&format!("https://{PUBLIC_HOST}"), move || door.connect(PATIENCE))
    }

    /// Sends bytes and listens until the other side ends the connection, or says nothing more.
    pub fn say(&self, bytes: &[u8]) -> Heard {
        let mut way = self.connect(SILENCE);
        // What is refused early is not read to its end.
        let _refused_early = way.write_all(bytes).is_err();
        listen(&mut *way)
    }

    /// Sends bytes, says that there are no more, and listens until the other side ends the connection.
    pub fn say_all(&self, bytes: &[u8]) -> Heard {
        let mut stream = self.tcp(PATIENCE);
        let _refused_early = stream.write_all(bytes).is_err() || stream.shutdown(Shutdown::Write).is_err();
        let heard = listen(&mut stream);
        assert!(heard.is_closed, "no end after {:?}", String::from_utf8_lossy(bytes));
        heard
    }

    /// A connection.
    pub fn connect(&self, silence: Duration) -> Box<dyn Way> {
        let stream = self.tcp(silence);
        match &self.tls {
            Some(connector) => Box::new(connector.connect(PUBLIC_HOST, stream).unwrap()),
            None => Box::new(stream),
        }
    }

    fn tcp(&self, silence: Duration) -> TcpStream {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        if self.from != Ipv4Addr::LOCALHOST {
            socket.bind(&SocketAddr::from((self.from, 0)).into()).unwrap();
        }
        socket.connect(&SocketAddr::from((Ipv4Addr::LOCALHOST, self.port)).into()).unwrap();
        socket.set_read_timeout(Some(silence)).unwrap();
        socket.set_tcp_nodelay(true).unwrap();
        socket.into()
    }
}

fn listen(way: &mut dyn Way) -> Heard {
    let (mut heard, mut piece) = (Vec::new(), [0; 16 * 1024]);
    let began = Instant::now();
    let is_closed = loop {
        assert!(began.elapsed() < PATIENCE, "it goes on and on: {}", String::from_utf8_lossy(&heard));
        match way.read(&mut piece) {
            Ok(0) => break true,
            Ok(count) => heard.extend_from_slice(&piece[..count]),
            Err(fault) => break !matches!(fault.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut),
        }
    };
    Heard { bytes: heard, is_closed }
}

impl Heard {
    /// The statuses of all answers, in order.
    pub fn statuses(&self) -> Vec<u16> {
        let text = self.text();
        let starts = text.match_indices("HTTP/1.").filter_map(|(at, _)| text.get(at + 9..at + 12));
        starts.map(|status| status.parse().unwrap()).collect()
    }

    /// As text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}
