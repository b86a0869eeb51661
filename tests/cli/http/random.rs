//! Ten thousand requests that are almost requests. Whoever sees this fail gets the seed with which it fails again:
//! set it as `BRIDGEWARDEN_TEST_SEED`.

use std::fs;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

use super::door::Door;
use super::{House, PUBLIC_HOST};

const SEED: &str = "BRIDGEWARDEN_TEST_SEED";
const REQUESTS: u64 = 10_000;
const CLIENTS: u64 = 16;
/// What the service may grow by once it is warm. Its buffers of one connection are a few hundred KiB.
const MAX_GROWTH_KIB: u64 = 64 * 1024;

const TARGETS: [&str; 14] = [
    "/",
    "/sign-in",
    "/sign-in/password",
    "/sign-out",
    "/sign-out/continue",
    "/account/password?x=%41",
    "/sso/it-glue/login?return_to=%2Fpasswords%2F1&brand_id=7",
    "/sso/it-glue/logout?email=a%40b&kind=error&message=No",
    "/sso/it-glue/launch",
    "/static/bridgewarden.css?v=0123456789ab",
    "/healthz",
    "/readyz",
    "/nowhere/at/all",
    "http://sso.example.com/sign-in",
];
const METHODS: [&str; 8] = ["GET", "GET", "GET", "POST", "POST", "HEAD", "DELETE", "CONNECT"];
const HEADERS: [&str; 18] = [
    "Cookie: __Host-bridgewarden=AAAA; __Host-bridgewarden-browser=%00",
    "Cookie: ;;;=;__Host-bridgewarden-sign-out=x",
    "Content-Type: application/x-www-form-urlencoded",
    "Content-Type: application/x-www-form-urlencoded; charset=utf-16",
    "Content-Length: 7",
    "Transfer-Encoding: chunked",
    "Sec-Fetch-Site: same-origin",
    "Sec-Fetch-Site: cross-site",
    "Origin: https://sso.example.com",
    "Origin: null",
    "Accept: application/json",
    "Accept-Language: de-DE,de;q=0.9,*;q=0.1",
    "X-Forwarded-For: 203.0.113.9, ::1",
    "If-None-Match: W/\"x\", *",
    "Sec-Purpose: prefetch",
    "Expect: 100-continue",
    "Connection: keep-alive, close",
    "User-Agent: \u{feff}\u{202e}",
];
const PIECES: [&str; 12] =
    ["%00", "%ff", "%", "&", "=", "..", "\r\n", "\r", "\u{0}", "\u{1b}[2J", "é", "%E2%80%AE"];

/// One request, made of good parts and then spoilt.
fn request(random: &mut StdRng) -> Vec<u8> {
    let pick =
        |random: &mut StdRng, from: &[&str]| from.choose(random).copied().unwrap_or_default().to_owned();
    let mut text = format!("{} {} HTTP/1.1\r\n", pick(random, &METHODS), pick(random, &TARGETS));
    if random.random_bool(0.95) {
        text += &format!("Host: {PUBLIC_HOST}\r\n");
    }
    for _ in 0..random.random_range(0..6) {
        text += &format!("{}\r\n", pick(random, &HEADERS));
    }
    let body = ["", "a=b&c=d", "email=a%40b&password=x&pending=AAAA", "5\r\nhello\r\n0\r\n\r\n"];
    let body = pick(random, &body);
    if random.random_bool(0.5) {
        text += &format!("Content-Length: {}\r\n", body.len());
    }
    let mut bytes = format!("{text}\r\n{body}").into_bytes();
    for _ in 0..random.random_range(0..5) {
        spoil(random, &mut bytes);
    }
    bytes
}

fn spoil(random: &mut StdRng, bytes: &mut Vec<u8>) {
    let at = random.random_range(0..=bytes.len());
    match random.random_range(0..5) {
        0 => bytes.insert(at, random.random()),
        1 => bytes.truncate(at.max(1)),
        2 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << random.random_range(0..8);
            }
        }
        3 => {
            let piece = PIECES.choose(random).copied().unwrap_or_default().repeat(random.random_range(1..40));
            bytes.splice(at..at, piece.into_bytes());
        }
        _ => {
            let end = (at + random.random_range(0..60)).min(bytes.len());
            let copied = bytes[at..end].to_vec();
            bytes.splice(at..at, copied);
        }
    }
}

fn resident_kib(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

/// Sends requests, each on a connection of its own, and looks at every status.
fn send_many(door: &Door, seed: u64, count: u64) {
    let mut random = StdRng::seed_from_u64(seed);
    for number in 0..count {
        let bytes = request(&mut random);
        let statuses = door.say_all(&bytes).statuses();
        assert!(
            statuses.iter().all(|status| *status < 500),
            "{SEED}={seed}, request {number}: {statuses:?} to {:?}",
            String::from_utf8_lossy(&bytes)
        );
    }
}

fn by_many_clients(door: &Door, seed: u64, count: u64) {
    std::thread::scope(|scope| {
        for client in 0..CLIENTS {
            scope.spawn(move || send_many(door, seed.wrapping_add(client), count / CLIENTS));
        }
    });
}

#[tokio::test]
async fn ten_thousand_almost_requests_break_nothing() {
    let seed = std::env::var(SEED).map_or_else(|_| rand::random(), |seed| seed.parse().unwrap());
    println!("{SEED}={seed}");
    let house = House::open().await;
    let pid = house.serving.pid();
    by_many_clients(&house.door(), seed, REQUESTS / 5);
    let warm = resident_kib(pid);
    by_many_clients(&house.door(), seed.wrapping_add(CLIENTS), REQUESTS - REQUESTS / 5);
    let grown = resident_kib(pid).saturating_sub(warm);
    assert!(grown < MAX_GROWTH_KIB, "{SEED}={seed}: from {warm} KiB by {grown} KiB");
    house.is_unharmed();
}
