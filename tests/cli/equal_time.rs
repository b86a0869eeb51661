//! How long a refused sign-in takes says nothing about who has an account: the real program at the real cost,
//! measured with many sign-ins.

use std::time::{Duration, Instant};

use bridgewarden::crypto::hasher::HashCost;

use crate::browser::Browser;
use crate::serving::Serving;
use crate::support::{Installation, PASSWORD};

/// Why the answer is no.
const KINDS: [&str; 6] = ["unknown", "wrong", "disabled", "empty", "expired", "cheaper"];
const SAMPLES: usize = 200;
/// One account may fail a hundred times a day before it has to wait.
const ACCOUNTS: usize = 8;
/// Another load on the machine can spoil one measurement; a real difference spoils them all.
const ATTEMPTS: usize = 3;

fn address(kind: &str, number: usize) -> String {
    format!("{kind}{number}@example.com")
}

/// People of every kind but the unknown.
fn people(installation: &Installation) {
    for number in 0..ACCOUNTS {
        for kind in KINDS.into_iter().skip(1) {
            let email = address(kind, number);
            installation.must(&["user", "add", &email]);
            installation.settle_password_at(HashCost::default(), &email, PASSWORD);
        }
        installation.must(&["user", "disable", &address("disabled", number)]);
        // Its hash is of the days when hashes were cheaper.
        let cheaper = HashCost { memory_kib: 4_096, passes: 1, lanes: 1 };
        installation.settle_password_at(cheaper, &address("cheaper", number), PASSWORD);
        let of = |kind| format!("(SELECT id FROM users WHERE email = '{}')", address(kind, number));
        installation.behind_its_back(&format!("DELETE FROM credentials WHERE user_id = {}", of("empty")));
        installation.behind_its_back(&format!(
            "UPDATE credentials SET must_change = TRUE, expires_at = 1 WHERE user_id = {}",
            of("expired")
        ));
    }
}

/// Numbers that look random, the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

/// The times of refused sign-ins by kind, in seconds, measured in turns of random order.
async fn measure(address_of_bridge: &str, attempt: usize) -> Vec<Vec<f64>> {
    let mut times = vec![Vec::with_capacity(SAMPLES); KINDS.len()];
    let mut numbers = Numbers(attempt as u64 + 1);
    let mut browser = Browser::new(address_of_bridge);
    let page = browser.get("/sign-in").await;
    let pending = page.form("pending").field("pending").unwrap().to_owned();
    // Each guess comes from a network of its own, or guessing would be limited.
    let mut network = attempt * SAMPLES * KINDS.len();
    for sample in 0..SAMPLES {
        let mut order: Vec<usize> = (0..KINDS.len()).collect();
        for place in (1..order.len()).rev() {
            order.swap(place, numbers.below(place + 1));
        }
        for kind in order {
            network += 1;
            let from = format!("10.{}.{}.{}", network / 65_536, network / 256 % 256, network % 256);
            let email = address(KINDS[kind], (attempt + sample) % ACCOUNTS);
            // The right password where there is one that must not work; a wrong one elsewhere.
            let password = if matches!(KINDS[kind], "wrong" | "cheaper") { "not this one" } else { PASSWORD };
            let fields = [("pending", pending.as_str()), ("email", &email), ("password", password)];
            let headers = [("x-forwarded-for", from.as_str()), ("sec-fetch-site", "same-origin")];
            let begun = Instant::now();
            let answer = browser.post("/sign-in", &fields, &headers).await;
            let took = begun.elapsed();
            answer.is(403).says("The email address or password is not right.");
            times[kind].push(took.as_secs_f64());
        }
    }
    times
}

fn median(times: &[f64]) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

/// The chance that one of `a` takes longer than one of `b`: a half when nothing can be told.
fn chance_of_longer(a: &[f64], b: &[f64]) -> f64 {
    let pairs = a.iter().flat_map(|a| b.iter().map(move |b| (a, b)));
    let longer: f64 = pairs
        .map(|(a, b)| {
            if a > b {
                1.0
            } else if a < b {
                0.0
            } else {
                0.5
            }
        })
        .sum();
    longer / (a.len() * b.len()) as f64
}

/// What can be told apart, in words; nothing when all is well.
fn differences(times: &[Vec<f64>]) -> Vec<String> {
    let mut found = Vec::new();
    for (kind, times_of_kind) in times.iter().enumerate() {
        for (other, times_of_other) in times.iter().enumerate().skip(kind + 1) {
            let (a, b) = (median(times_of_kind), median(times_of_other));
            let chance = chance_of_longer(times_of_kind, times_of_other);
            let is_close = (a - b).abs() < f64::max(0.002, 0.08 * a.max(b));
            if !is_close && (chance - 0.5).abs() > 0.15 {
                let [a, b] = [a, b].map(Duration::from_secs_f64);
                found.push(format!("{} {a:.1?}, {} {b:.1?}, {chance:.2}", KINDS[kind], KINDS[other]));
            }
        }
    }
    found
}

#[tokio::test]
async fn a_refused_sign_in_takes_the_same_time_whatever_the_reason() {
    let installation = Installation::on_sqlite();
    people(&installation);
    let real = ["passwords.memory_kib=19456", "passwords.passes=2", "server.trusted_proxies=127.0.0.1"];
    let serving = Serving::start(&installation, &real).await;
    let mut told = Vec::new();
    for attempt in 0..ATTEMPTS {
        told = differences(&measure(&serving.address, attempt).await);
        if told.is_empty() {
            return;
        }
        eprintln!("attempt {attempt}: {told:?}");
    }
    panic!("refusals can be told apart by their time: {told:?}");
}

#[test]
fn the_measure_tells_a_difference_when_there_is_one() {
    let mut numbers = Numbers(7);
    let mut times = |base: f64| -> Vec<f64> {
        (0..SAMPLES).map(|_| base + 0.005 * numbers.below(1000) as f64 / 1000.0).collect()
    };
    let (same, again, less, none) = (times(0.040), times(0.040), times(0.034), times(0.004));
    assert_eq!(differences(&[same.clone(), again]), [""; 0]);
    assert_eq!(differences(&[same.clone(), less]).len(), 1);
    assert_eq!(differences(&[same, none]).len(), 1);
}
