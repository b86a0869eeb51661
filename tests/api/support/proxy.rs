//! A stretch of network in front of PostgreSQL that can be cut, or made to swallow what is sent. It has threads of
//! its own, because some of the bridge's beginnings block the runtime of a story.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use url::Url;

const OPEN: u8 = 0;
const CUT: u8 = 1;
const SWALLOWING: u8 = 2;

/// The way to a PostgreSQL server.
pub struct Proxy {
    state: Arc<AtomicU8>,
    streams: Arc<Mutex<Vec<TcpStream>>>,
}

impl Proxy {
    /// Puts itself in front of a PostgreSQL database, whose address from now on leads through it.
    pub fn before(address: &mut String) -> Self {
        let mut url = Url::parse(address).unwrap();
        let server = SocketAddr::new(url.host_str().unwrap().parse().unwrap(), url.port().unwrap_or(5432));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        url.set_port(Some(listener.local_addr().unwrap().port())).unwrap();
        *address = url.into();
        let proxy = Self { state: Arc::new(AtomicU8::new(OPEN)), streams: Arc::default() };
        let (state, streams) = (proxy.state.clone(), proxy.streams.clone());
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                if state.load(Ordering::SeqCst) == CUT {
                    continue;
                }
                let Ok(server) = TcpStream::connect(server) else { continue };
                for (from, to) in [(&client, &server), (&server, &client)] {
                    let (from, to, state) =
                        (from.try_clone().unwrap(), to.try_clone().unwrap(), state.clone());
                    streams.lock().unwrap().push(from.try_clone().unwrap());
                    thread::spawn(move || carry(from, to, &state));
                }
            }
        });
        proxy
    }

    /// Closes every connection and every new one.
    pub fn cut(&self) {
        self.state.store(CUT, Ordering::SeqCst);
        self.close_all();
    }

    /// Connections stay open, and nothing arrives any more in either direction.
    pub fn swallow(&self) {
        self.state.store(SWALLOWING, Ordering::SeqCst);
    }

    /// Everything works again. Connections from which something was lost end.
    pub fn mend(&self) {
        self.close_all();
        self.state.store(OPEN, Ordering::SeqCst);
    }

    fn close_all(&self) {
        for stream in self.streams.lock().unwrap().drain(..) {
            let _closed_before = stream.shutdown(Shutdown::Both).is_err();
        }
    }
}

impl Drop for Proxy {
    /// Lets go of whoever waits for an answer.
    fn drop(&mut self) {
        self.cut();
    }
}

fn carry(mut from: TcpStream, mut to: TcpStream, state: &AtomicU8) {
    let mut piece = [0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut piece) {
        while state.load(Ordering::SeqCst) == SWALLOWING {
            thread::sleep(Duration::from_millis(10));
        }
        if to.write_all(&piece[..count]).is_err() {
            break;
        }
    }
    let _closed_before = to.shutdown(Shutdown::Both).is_err();
}
