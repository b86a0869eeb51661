//! How long a connection may live without getting anywhere, and its end.
//!
//! The server's own limits end with the first request (actix-http 3.20): the head of a second one could dribble in,
//! and an answer could wait to be read, without any limit of time. So each connection is watched from its beginning.

use std::any::Any;
use std::cell::{Cell, OnceCell};
use std::net::{self, Shutdown};
use std::os::fd::AsFd;
use std::rc::{Rc, Weak};
use std::time::{Duration, Instant};

use actix_web::dev::{Extensions, Payload};
use actix_web::rt::net::TcpStream;
use actix_web::rt::task::JoinHandle;
use actix_web::rt::{spawn, time};

/// From an answer to the end of the next head; at the beginning of the connection, from its first byte.
const NEXT_HEAD: Duration = Duration::from_secs(25);
/// From the end of a head until the answer is there. Longer than any form, queue or database may take.
const ANSWER: Duration = Duration::from_secs(60);
/// How often each connection is looked at.
const LOOK: Duration = Duration::from_secs(5);
/// What a client may take to read the last answer. A connection that ends while the client still sends loses its
/// answer on the way.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// A connection, as the requests that come over it see it.
#[derive(Clone)]
pub struct Connection(Rc<Watched>);

struct Watched {
    /// A second handle, for ending it from outside. Where there is none, the first answer is the last.
    stream: Option<net::TcpStream>,
    until: Cell<Instant>,
    is_ending: Cell<bool>,
    watch: OnceCell<JoinHandle<()>>,
}

impl Drop for Watched {
    fn drop(&mut self) {
        if let Some(watch) = self.watch.get() {
            watch.abort();
        }
    }
}

impl Watched {
    fn end(&self) {
        if let Some(stream) = &self.stream {
            let _ended_before = stream.shutdown(Shutdown::Both).is_err();
        }
    }
}

/// Begins to watch a new connection; the server calls it with each.
pub fn watch(stream: &dyn Any, extensions: &mut Extensions) {
    let stream = stream.downcast_ref::<TcpStream>().and_then(|stream| {
        let handle = stream.as_fd().try_clone_to_owned();
        handle.map(net::TcpStream::from).ok()
    });
    let is_ending = Cell::new(false);
    let watched = Rc::new(Watched {
        stream,
        until: Cell::new(Instant::now() + NEXT_HEAD),
        is_ending,
        watch: OnceCell::new(),
    });
    watched.watch.get_or_init(|| spawn(end_in_time(Rc::downgrade(&watched))));
    extensions.insert(Connection(watched));
}

async fn end_in_time(connection: Weak<Watched>) {
    while let Some(watched) = connection.upgrade() {
        let left = watched.until.get().saturating_duration_since(Instant::now());
        if left.is_zero() {
            watched.end();
        }
        drop(watched);
        time::sleep(left.clamp(Duration::from_millis(100), LOOK)).await;
    }
}

impl Connection {
    /// A whole head has come.
    pub fn asked(&self) {
        self.0.until.set(Instant::now() + ANSWER);
    }

    /// The answer goes out.
    pub fn answered(&self) {
        self.0.until.set(Instant::now() + NEXT_HEAD);
        if self.0.stream.is_none() {
            self.end_with_this_answer();
        }
    }

    /// Whether the next answer is the last, or the last has gone out. What comes behind that is nobody's request.
    pub fn is_ending(&self) -> bool {
        self.0.is_ending.get()
    }

    /// The answer that now goes out is the last.
    pub fn end_with_this_answer(&self) {
        self.0.is_ending.set(true);
    }

    /// Ends it once the answer that now goes out can have been read. The request's body is held until then: the
    /// server then closes, instead of draining what is still to come without any limit of time.
    pub fn end_after_this_answer(&self, body: Payload) {
        self.end_with_this_answer();
        let watched = self.0.clone();
        spawn(async move {
            time::sleep(LAST_WORDS).await;
            drop(body);
            watched.end();
        });
    }

    /// Waits until it has ended for certain.
    pub async fn ended(&self) {
        time::sleep(LAST_WORDS * 2).await;
        self.0.end();
    }
}
