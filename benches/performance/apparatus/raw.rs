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

/// Verifies for as many milliseconds as the second word says, and prints verifications and processor time.
pub fn run(arguments: &[String]) -> ExitCode {
    let length = Duration::from_millis(arguments[1].parse().unwrap());
    let hash = Hasher::new(HashCost::default()).unwrap().hash(&Password::parse(PASSWORD).unwrap()).unwrap();
    let done = AtomicU64::new(0);
    let own = || process::processor_time(std::process::id());
    let (began, before) = (Instant::now(), own());
    std::thread::scope(|scope| {
        for _ in 0..machine::cores() {
            scope.spawn(|| {
                let hash = PasswordHash::new(&hash).unwrap();
                while began.elapsed() < length {
                    Argon2::default().verify_password(PASSWORD.as_bytes(), &hash).unwrap();
                    done.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    println!("{} {}", done.load(Ordering::Relaxed), (own() - before).as_secs_f64());
    ExitCode::SUCCESS
}

/// Verifications a second of processor time.
pub fn verifications_per_second(length: Duration) -> f64 {
    let millis = length.as_millis().to_string();
    let output = Command::new(std::env::current_exe().unwrap()).args([MODE, &millis]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let (done, seconds) = text.trim().split_once(' ').unwrap();
    done.parse::<f64>().unwrap() / seconds.parse::<f64>().unwrap()
}
