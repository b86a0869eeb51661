//! What password sign-ins are compared with: verifications by the `argon2` crate as its documentation shows them,
//! one thread a core, each allocating its memory each time.

use std::process::{Command, ExitCode};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordVerifier};
use bridgewarden::crypto::hasher::{HashCost, Hasher};
use bridgewarden::domain::password::Password;

use super::installation::PASSWORD;
use super::{machine, process};

/// The word that makes this program verify.
pub const MODE: &str = "raw-argon2";

/// Verifies for as many milliseconds as the second word says, on as many threads as the third; prints verifications,
/// processor time and time.
pub fn run(arguments: &[String]) -> ExitCode {
    let length = Duration::from_millis(arguments[1].parse().unwrap());
    let threads: usize = arguments[2].parse().unwrap();
    let hash = Hasher::new(HashCost::default()).unwrap().hash(&Password::parse(PASSWORD).unwrap()).unwrap();
    let done = AtomicU64::new(0);
    let own = || process::processor_time(std::process::id());
    let (began, before) = (Instant::now(), own());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let hash = PasswordHash::new(&hash).unwrap();
                while began.elapsed() < length {
                    Argon2::default().verify_password(PASSWORD.as_bytes(), &hash).unwrap();
                    done.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    let (busy, took) = (own() - before, began.elapsed());
    println!("{} {} {}", done.load(Ordering::Relaxed), busy.as_secs_f64(), took.as_secs_f64());
    ExitCode::SUCCESS
}

/// Verifications a second of processor time.
pub fn verifications_per_second(length: Duration) -> f64 {
    let [done, busy, _] = verify(length, machine::cores());
    done / busy
}

/// How many times as much all cores verify as half of them: what this machine gives to whoever has twice as many.
pub fn scaling(length: Duration) -> f64 {
    let [rate, half] = [machine::cores(), machine::cores() / 2].map(|threads| {
        let [done, _, took] = verify(length, threads);
        done / took
    });
    rate / half
}

fn verify(length: Duration, threads: usize) -> [f64; 3] {
    let words = [MODE.to_owned(), length.as_millis().to_string(), threads.to_string()];
    let output = Command::new(std::env::current_exe().unwrap()).args(words).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let numbers: Vec<f64> = text.split_whitespace().map(|number| number.parse().unwrap()).collect();
    numbers.try_into().unwrap()
}
