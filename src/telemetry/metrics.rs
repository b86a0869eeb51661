//! Counters for Prometheus. Names and labels are an interface: dashboards depend on them (`docs/operations.md`).

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct ProviderLabel {
    provider: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct CodeLabel {
    code: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct StatusLabel {
    status: u16,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct WhyLabel {
    why: &'static str,
}

/// Why a password was not worked on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TurnedAway {
    /// Every place in the queue was taken.
    QueueFull,
    /// It gave its place up to a network that had fewer.
    GaveWay,
    /// Its turn did not come in time.
    WaitedTooLong,
}

impl TurnedAway {
    fn word(self) -> &'static str {
        match self {
            Self::QueueFull => "queue-full",
            Self::GaveWay => "gave-way",
            Self::WaitedTooLong => "waited-too-long",
        }
    }
}

/// How often something went wrong since the process started.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Troubles {
    /// Faults of every kind.
    pub faults: u64,
    /// Passwords that were not worked on.
    pub turned_away: u64,
}

impl Troubles {
    /// How often since then.
    pub fn since(self, then: Self) -> Self {
        Self {
            faults: self.faults.saturating_sub(then.faults),
            turned_away: self.turned_away.saturating_sub(then.turned_away),
        }
    }
}

/// Everything that is counted.
pub struct Metrics {
    registry: Registry,
    sign_ins: Counter<u64, AtomicU64>,
    tokens: Family<ProviderLabel, Counter>,
    refusals: Family<CodeLabel, Counter>,
    faults: Family<CodeLabel, Counter>,
    throttled: Counter<u64, AtomicU64>,
    responses: Family<StatusLabel, Counter>,
    durations: Histogram,
    waiting: Gauge,
    waits: Histogram,
    turned_away: Family<WhyLabel, Counter>,
    expected_sign_ins: Gauge<f64, AtomicU64>,
    all_faults: AtomicU64,
    all_turned_away: AtomicU64,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("bridgewarden");
        let metrics = Self {
            sign_ins: Counter::default(),
            tokens: Family::default(),
            refusals: Family::default(),
            faults: Family::default(),
            throttled: Counter::default(),
            responses: Family::default(),
            durations: Histogram::new([0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0]),
            waiting: Gauge::default(),
            waits: Histogram::new([0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0]),
            turned_away: Family::default(),
            expected_sign_ins: Gauge::default(),
            all_faults: AtomicU64::new(0),
            all_turned_away: AtomicU64::new(0),
            registry: Registry::default(),
        };
        registry.register("sign_ins", "Sign-ins that succeeded", metrics.sign_ins.clone());
        registry.register("tokens", "Tokens minted, by provider", metrics.tokens.clone());
        registry.register("refusals", "Refusals, by code", metrics.refusals.clone());
        registry.register("faults", "Faults, by code", metrics.faults.clone());
        registry.register(
            "guesses_throttled",
            "Sign-ins that had to wait because of guessing",
            metrics.throttled.clone(),
        );
        registry.register("responses", "Responses, by status", metrics.responses.clone());
        registry.register("response_seconds", "Time to answer", metrics.durations.clone());
        registry.register("passwords_waiting", "Passwords waiting to be verified", metrics.waiting.clone());
        registry.register(
            "password_wait_seconds",
            "Time that a password waited for its turn to be hashed",
            metrics.waits.clone(),
        );
        registry.register(
            "passwords_turned_away",
            "Passwords that were not worked on, by reason",
            metrics.turned_away.clone(),
        );
        registry.register(
            "expected_sign_ins_per_second",
            "Password sign-ins that the hashing threads can do in a second, as measured at the start",
            metrics.expected_sign_ins.clone(),
        );
        Self { registry, ..metrics }
    }
}

impl Metrics {
    /// For sharing.
    pub fn shared() -> Arc<Self> {
        Arc::new(Self::default())
    }

    /// A person signed in.
    pub fn signed_in(&self) {
        self.sign_ins.inc();
    }

    /// A token was minted for the provider with this slug.
    pub fn token_minted(&self, provider: &str) {
        self.tokens.get_or_create(&ProviderLabel { provider: provider.to_owned() }).inc();
    }

    /// Somebody was told no.
    pub fn refused(&self, code: &'static str) {
        self.refusals.get_or_create(&CodeLabel { code }).inc();
    }

    /// Something needs the operator.
    pub fn faulted(&self, code: &'static str) {
        self.faults.get_or_create(&CodeLabel { code }).inc();
        self.all_faults.fetch_add(1, Ordering::Relaxed);
    }

    /// A guess was not looked at, because too many went before it.
    pub fn throttled(&self) {
        self.throttled.inc();
    }

    /// A request was answered.
    pub fn answered(&self, status: u16, seconds: f64) {
        self.responses.get_or_create(&StatusLabel { status }).inc();
        self.durations.observe(seconds);
    }

    /// So many passwords wait now.
    pub fn passwords_waiting(&self, count: usize) {
        self.waiting.set(i64::try_from(count).unwrap_or(i64::MAX));
    }

    /// A password's turn came after so long.
    pub fn password_waited(&self, time: Duration) {
        self.waits.observe(time.as_secs_f64());
    }

    /// A password was not worked on.
    pub fn password_turned_away(&self, why: TurnedAway) {
        self.turned_away.get_or_create(&WhyLabel { why: why.word() }).inc();
        self.all_turned_away.fetch_add(1, Ordering::Relaxed);
    }

    /// So many sign-ins with a password can be done in a second.
    pub fn sign_ins_expected(&self, per_second: f64) {
        self.expected_sign_ins.set(per_second);
    }

    /// How often something went wrong so far.
    pub fn troubles(&self) -> Troubles {
        Troubles {
            faults: self.all_faults.load(Ordering::Relaxed),
            turned_away: self.all_turned_away.load(Ordering::Relaxed),
        }
    }

    /// How many sign-ins with a password can be done in a second; 0 until it was measured.
    pub fn expected_sign_ins(&self) -> f64 {
        self.expected_sign_ins.get()
    }

    /// The OpenMetrics text.
    pub fn render(&self) -> String {
        let mut page = String::new();
        // Writing into a String does not fail.
        let _never = text::encode(&mut page, &self.registry).is_err();
        page
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_is_shown() {
        let metrics = Metrics::default();
        metrics.token_minted("helpdesk");
        metrics.refused("wrong-credentials");
        let page = metrics.render();
        assert!(page.contains("bridgewarden_tokens_total{provider=\"helpdesk\"} 1"), "{page}");
        assert!(page.contains("bridgewarden_refusals_total{code=\"wrong-credentials\"} 1"), "{page}");
    }
}
