//! Two hundred wrong passwords at the same moment, at what passwords cost in earnest: memory stays small, everybody is
//! answered, and whoever is signed in already is carried across in between.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::join_all;

use super::shared::{LOGIN, PASSWORD, token_address};
use crate::serving::Serving;
use crate::support::Installation;

const GUESSES: usize = 200;
/// Fewer than would be taken for a loop.
const SILENT: usize = 6;
/// The limit that we promise, in KiB.
const MOST_MEMORY: u64 = 120 * 1024;

/// The most memory that the process ever held, in KiB, as the kernel counts it.
fn peak_memory(serving: &Serving) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", serving.pid())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

#[tokio::test]
async fn a_flood_of_wrong_passwords_takes_little_memory_and_nobody_who_is_signed_in_waits() {
    let installation = Installation::on_sqlite();
    installation.add_person("ann@example.com", &[]);
    installation.add_provider("helpdesk");
    let earnest = [
        "passwords.memory_kib=19456",
        "passwords.passes=2",
        "passwords.workers=2",
        "server.trusted_proxies=127.0.0.1",
    ];
    let serving = Serving::start(&installation, &earnest).await;
    let mut ann = serving.browser();
    let page = ann.get(LOGIN).await;
    ann.sign_in(&page, "ann@example.com", PASSWORD).await.is(200);

    let pages = join_all((0..GUESSES).map(async |number| {
        let mut browser = serving.browser();
        browser.headers.insert("x-forwarded-for", format!("203.0.113.{number}").parse().unwrap());
        let page = browser.get("/sign-in").await;
        (browser, page, format!("person{number}@example.com"))
    }))
    .await;
    let answered = Arc::new(AtomicUsize::new(0));
    let flood = join_all(pages.into_iter().map(async |(mut browser, page, email)| {
        let status = browser.sign_in(&page, &email, "not their password at all").await.status.as_u16();
        answered.fetch_add(1, Ordering::SeqCst);
        status
    }));
    let silent = async {
        let mut before_the_end = 0;
        for _ in 0..SILENT {
            let carried = token_address(&ann.get(LOGIN).await);
            assert!(carried.is_some(), "somebody who is signed in was not carried across");
            before_the_end += usize::from(answered.load(Ordering::SeqCst) < GUESSES);
        }
        before_the_end
    };
    let (answers, before_the_end) = futures_util::future::join(flood, silent).await;
    // Wrong, or asked to come back in a moment: nothing else, and the queue is not endless.
    assert!(answers.iter().all(|status| [403, 503].contains(status)), "{answers:?}");
    assert!(answers.contains(&403) && answers.contains(&503), "{answers:?}");
    assert_eq!(before_the_end, SILENT, "a signed-in person waited behind the flood");
    let peak = peak_memory(&serving);
    assert!(peak < MOST_MEMORY, "{peak} KiB");
}
