//! People who sign in while something breaks, what they were told, and what is looked at afterwards.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::browser::{Browser, Page};
use crate::serving::Serving;
use crate::support::Installation;

/// Everybody's password.
pub const PASSWORD: &str = "correct horse battery staple";
/// The cookie of a session.
pub const SESSION: &str = "__Host-bridgewarden";
/// Where a provider sends people.
pub const LOGIN: &str = "/sso/helpdesk/login?return_to=%2Fx";
/// All browsers of these stories are in one office, and the office is known.
pub const OFFICE: &str = "guessing.shared_networks=127.0.0.1";
/// No person waits longer for an answer, whatever has happened.
pub const PATIENCE: Duration = Duration::from_secs(8);

/// A bridge that runs and is ready.
pub async fn started(installation: &Installation) -> Serving {
    Serving::start(installation, &[OFFICE]).await
}

/// What the bridge acknowledged: session cookies, and ids of tokens.
#[derive(Default)]
pub struct Acknowledged {
    pub sessions: Vec<String>,
    pub token_ids: Vec<String>,
}

/// The same, written down by many.
pub type Notebook = Arc<Mutex<Acknowledged>>;

/// Notes the session and the token of an answer, if it has one.
pub fn note(notebook: &Notebook, browser: &Browser, answer: &Page) {
    let mut notebook = notebook.lock().unwrap();
    let Some(address) = token_address(answer) else { return };
    notebook.token_ids.push(claims(&address)["jti"].as_str().unwrap().to_owned());
    notebook.sessions.extend(browser.cookie(SESSION).map(str::to_owned));
}

/// The address with the token to which an answer leads.
pub fn token_address(answer: &Page) -> Option<String> {
    answer
        .location()
        .or_else(|| crate::html::refresh(&answer.body))
        .filter(|address| address.contains("jwt="))
}

/// The claims of the token in an address.
pub fn claims(address: &str) -> serde_json::Value {
    let url = url::Url::parse(address).unwrap();
    let token = url.query_pairs().find(|(name, _)| name == "jwt").unwrap().1.into_owned();
    let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
    serde_json::from_slice(&claims).unwrap()
}

/// Signs in once with a new browser, with the password, and then silently; notes what was acknowledged. Returns how
/// it was answered and how long the longest answer took; an error when the bridge was not there.
pub async fn sign_in(
    address: &str,
    email: &str,
    notebook: &Notebook,
) -> reqwest::Result<(Vec<Page>, Duration)> {
    let (mut browser, mut answers, mut longest) = (Browser::new(address), Vec::new(), Duration::ZERO);
    for step in 0..3 {
        let began = Instant::now();
        let answer = match answers.last() {
            Some(page) if step == 1 => browser.try_sign_in(page, email, PASSWORD).await?,
            _ => browser.try_get(LOGIN).await?,
        };
        longest = longest.max(began.elapsed());
        note(notebook, &browser, &answer);
        let goes_on = answer.status == 200 || answer.status == 303;
        answers.push(answer);
        if !goes_on {
            break;
        }
    }
    Ok((answers, longest))
}

/// Signs in again and again; whatever fails is somebody else's to judge.
pub async fn keep_signing_in(address: String, email: String, notebook: Notebook) {
    loop {
        if sign_in(&address, &email, &notebook).await.is_err() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

/// As long as a fault lasts: every answer is a way onward or an apology that comes soon.
pub fn is_honest((answers, longest): &(Vec<Page>, Duration)) {
    assert!(*longest < PATIENCE, "an answer took {longest:?}");
    for answer in answers {
        match answer.status.as_u16() {
            200 | 303 => {}
            _ => asks_to_come_back(answer),
        }
    }
}

/// Fails unless the page says in words that we are not able to, and when to come back.
pub fn is_an_apology(page: &Page) {
    page.says("We cannot sign you in just now. Your password is not the reason.");
    asks_to_come_back(page);
}

/// An apology, or the form again with the words that very many people are signing in: during an outage, and for
/// seconds after it, those who got no answer still take the places of others.
fn asks_to_come_back(page: &Page) {
    page.is(503);
    let words = ["We cannot sign you in just now.", "Very many people are signing in."];
    assert!(words.iter().any(|words| page.body.contains(words)), "{}", page.body);
    let after = page.header("retry-after").and_then(|seconds| seconds.parse::<u32>().ok());
    assert!(after.is_some_and(|seconds| seconds > 0), "{:?}", page.headers);
    assert_eq!(token_address(page), None);
    assert_eq!(page.header("set-cookie"), None);
}

/// How long an answer took.
pub async fn timed(request: impl Future<Output = Page>) -> (Page, Duration) {
    let began = Instant::now();
    let answer = request.await;
    (answer, began.elapsed())
}

/// Signs in until it is delivered, and says how long that took; fails after half a minute.
pub async fn heals(serving: &Serving, email: &str, notebook: &Notebook) -> Duration {
    let began = Instant::now();
    loop {
        let (answers, _) = sign_in(&serving.address, email, notebook).await.unwrap();
        if answers.len() == 3 && answers.iter().all(|answer| answer.status != 503) {
            break;
        }
        asks_to_come_back(answers.last().unwrap());
        assert!(began.elapsed() < Duration::from_secs(30), "it does not heal: {}", serving.log());
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    serving.browser().get("/readyz").await.is(200);
    began.elapsed()
}

/// Everything that was acknowledged is there, nothing is half there, and the audit can be proven.
pub async fn nothing_is_lost(installation: &Installation, serving: &Serving, notebook: &Notebook) {
    let acknowledged = std::mem::take(&mut *notebook.lock().unwrap());
    let sessions: HashSet<&String> = acknowledged.sessions.iter().collect();
    for session in &sessions {
        let mut browser = serving.browser();
        browser.set_cookie(SESSION, session);
        browser.get("/").await.is(200).says("Your services");
    }
    let distinct: HashSet<&String> = acknowledged.token_ids.iter().collect();
    assert_eq!(distinct.len(), acknowledged.token_ids.len(), "a token id was used twice");
    let on_record =
        installation.texts("SELECT details AS text FROM audit_events WHERE kind = 'token-minted'");
    let on_record: HashSet<String> = on_record.iter().map(|details| digest_of(details)).collect();
    for id in &acknowledged.token_ids {
        let digest = bridgewarden::crypto::digest::sha256_hex(id.as_bytes());
        assert!(on_record.contains(&digest), "a token was delivered that is not on record");
    }
    nothing_is_half_there(installation);
    audit_is_chained(installation).await;
}

fn digest_of(details: &str) -> String {
    let details: serde_json::Value = serde_json::from_str(details).unwrap();
    details["jti_digest"].as_str().unwrap().to_owned()
}

/// The audit is chained to its end soon, and verifies.
pub async fn audit_is_chained(installation: &Installation) {
    let began = Instant::now();
    let waiting = "SELECT kind AS text FROM audit_events WHERE position IS NULL";
    while !installation.texts(waiting).is_empty() {
        assert!(began.elapsed() < Duration::from_secs(20), "the audit is not chained");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    installation.must(&["audit", "verify"]);
}

/// What belongs together was written together, and the file is sound.
pub fn nothing_is_half_there(installation: &Installation) {
    if installation.is_sqlite() {
        assert_eq!(installation.texts("SELECT integrity_check AS text FROM pragma_integrity_check"), ["ok"]);
        let loose = installation.texts("SELECT \"table\" AS text FROM pragma_foreign_key_check");
        assert_eq!(loose, Vec::<String>::new(), "rows refer to what is not there");
    }
    let audited = |kind: &str, whose: &str| {
        format!("SELECT {whose} FROM audit_events WHERE kind = '{kind}' AND {whose} IS NOT NULL")
    };
    let queries = [
        "SELECT id AS text FROM sessions WHERE user_id NOT IN (SELECT id FROM users)".to_owned(),
        "SELECT user_id AS text FROM credentials WHERE user_id NOT IN (SELECT id FROM users)".to_owned(),
        "SELECT session_id AS text FROM session_providers WHERE session_id NOT IN (SELECT id FROM sessions)"
            .to_owned(),
        format!("SELECT id AS text FROM sessions WHERE id NOT IN ({})", audited("sign-in", "session_id")),
        "SELECT session_id AS text FROM audit_events WHERE kind IN ('sign-in', 'token-minted') \
         AND session_id NOT IN (SELECT id FROM sessions)"
            .to_owned(),
        format!("SELECT email AS text FROM users WHERE id NOT IN ({})", audited("user-added", "user_id")),
        "SELECT user_id AS text FROM audit_events WHERE kind = 'user-added' AND user_id NOT IN (SELECT id FROM users)"
            .to_owned(),
        format!(
            "SELECT email AS text FROM users WHERE status = 'disabled' AND id NOT IN ({})",
            audited("user-disabled", "user_id")
        ),
        "SELECT session_id AS text FROM audit_events GROUP BY session_id, kind HAVING kind = 'sign-in' AND count(*) > 1"
            .to_owned(),
    ];
    for query in queries {
        assert_eq!(installation.texts(&query), Vec::<String>::new(), "{query}");
    }
}
