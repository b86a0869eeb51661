//! What one running simulator remembers. In memory, bounded, gone when it stops.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};
use std::time::{SystemTime, UNIX_EPOCH};

use super::bounded::Bounded;
use super::echo::SentSignIns;
use super::receipt::Receipt;
use super::rules::Rules;
use super::session::{Handoff, Session};

const RECEIPTS: usize = 1_000;
const SESSIONS: usize = 1_000;
const HANDOFFS: usize = 1_000;
const TOKEN_IDS: usize = 20_000;

/// What was agreed with the bridge.
#[derive(Clone)]
pub(super) struct Agreement {
    pub secret: Vec<u8>,
    pub remote_login_url: String,
    pub remote_logout_url: String,
}

/// Everything that changes while the simulator runs, under one lock that is never held across an await.
pub(super) struct Memory {
    pub receipts: VecDeque<Receipt>,
    pub sessions: Bounded<Session>,
    pub handoffs: Bounded<Handoff>,
    pub used_token_ids: Bounded<()>,
    pub sent_sign_ins: SentSignIns,
}

impl Memory {
    /// Keeps a receipt, and forgets the oldest beyond a thousand.
    pub fn keep(&mut self, receipt: Receipt) {
        self.receipts.push_back(receipt);
        while self.receipts.len() > RECEIPTS {
            self.receipts.pop_front();
        }
    }
}

/// One pretended provider.
pub(super) struct State {
    pub rules: &'static Rules,
    pub port: u16,
    pub known_people: Vec<String>,
    pub onward_host: Option<String>,
    agreement: RwLock<Agreement>,
    clock_offset: AtomicI64,
    memory: Mutex<Memory>,
}

impl State {
    pub fn new(
        rules: &'static Rules,
        port: u16,
        known_people: Vec<String>,
        onward_host: Option<String>,
        agreement: Agreement,
    ) -> Self {
        let memory = Memory {
            receipts: VecDeque::new(),
            sessions: Bounded::new(SESSIONS),
            handoffs: Bounded::new(HANDOFFS),
            used_token_ids: Bounded::new(TOKEN_IDS),
            sent_sign_ins: SentSignIns::new(),
        };
        State {
            rules,
            port,
            known_people,
            onward_host,
            agreement: RwLock::new(agreement),
            clock_offset: AtomicI64::new(0),
            memory: Mutex::new(memory),
        }
    }

    /// Unix seconds on this provider's clock, which can be set wrong on purpose.
    #[expect(clippy::disallowed_methods, reason = "a witness has a watch of its own; see set_clock_offset")]
    pub fn now(&self) -> i64 {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        i64::try_from(since_epoch)
            .unwrap_or(i64::MAX)
            .saturating_add(self.clock_offset.load(Ordering::Relaxed))
    }

    pub fn set_clock_offset(&self, seconds: i64) {
        self.clock_offset.store(seconds, Ordering::Relaxed);
    }

    pub fn agreement(&self) -> Agreement {
        self.agreement.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn agree(&self, agreement: Agreement) {
        *self.agreement.write().unwrap_or_else(PoisonError::into_inner) = agreement;
    }

    pub fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// `http://HOST:PORT` for one of our names.
    pub fn origin(&self, host: &str) -> String {
        ["http://", host, ":", &self.port.to_string()].concat()
    }

    /// The origins under which this simulator is reached, the usual one first.
    pub fn own_origins(&self) -> Vec<String> {
        let hosts = ["127.0.0.1", "localhost"].into_iter().chain(self.onward_host.as_deref());
        hosts.map(|host| self.origin(host)).collect()
    }

    /// The origin that a request was made to; a `Host` that is not ours counts as the usual one.
    pub fn origin_of(&self, host_and_port: &str) -> String {
        let asked = ["http://", host_and_port].concat();
        let mut own = self.own_origins();
        let index = own.iter().position(|origin| origin.eq_ignore_ascii_case(&asked)).unwrap_or(0);
        own.swap_remove(index)
    }
}
