//! Something that a sign-in depends on is broken in the store: whoever needs it gets no token and an honest page;
//! everybody else is served.

use std::fs;

use bridgewarden::crypto::seal::SealingKey;

use super::shared::{LOGIN, PASSWORD, SESSION, audit_is_chained, token_address};
use crate::browser::{Browser, Page};
use crate::serving::Serving;
use crate::support::Installation;

const ANN: &str = "ann.lee@example.com";
const BOB: &str = "bob@example.com";
const OTHER: &str = "/sso/other/login";

fn installed(installation: &Installation) {
    installation.add_person(ANN, &[]);
    installation.add_person(BOB, &[]);
    installation.add_provider("helpdesk");
    installation.add_provider("other");
}

async fn signs_in(serving: &Serving, email: &str, login: &str) -> (Browser, Page) {
    let mut browser = serving.browser();
    let page = browser.get(login).await;
    if page.status != 200 {
        return (browser, page);
    }
    let answer = browser.sign_in(&page, email, PASSWORD).await;
    (browser, answer)
}

/// A page of ours that says that it is our fault, without a token and without a way in.
fn is_our_fault(browser: &Browser, page: &Page) {
    assert!([500, 503].contains(&page.status.as_u16()), "{}: {}", page.status, page.body);
    page.is_our_no(page.status.as_u16(), "a broken store");
    assert_eq!(token_address(page), None);
    assert_eq!(browser.cookie(SESSION), None);
}

/// How many tokens for a provider, and sessions of a person, are on record.
fn on_record(installation: &Installation, slug: &str) -> usize {
    let tokens = format!(
        "SELECT kind AS text FROM audit_events WHERE kind = 'token-minted' \
         AND provider_id = (SELECT id FROM providers WHERE slug = '{slug}')"
    );
    installation.texts(&tokens).len()
}

/// Nobody gets a token for the broken provider; everybody gets one for the other.
async fn only_this_provider_is_closed(installation: &Installation, serving: &mut Serving) {
    for email in [ANN, BOB] {
        let (browser, answer) = signs_in(serving, email, LOGIN).await;
        is_our_fault(&browser, &answer);
        let (mut browser, answer) = signs_in(serving, email, OTHER).await;
        assert!(token_address(answer.is(200)).is_some());
        let silent = browser.get(LOGIN).await;
        assert_eq!((token_address(&silent), silent.status.as_u16()), (None, 500));
        browser.get("/").await.is(200).says("Your services");
        assert!(token_address(&browser.get(OTHER).await).is_some());
    }
    assert_eq!((on_record(installation, "helpdesk"), on_record(installation, "other")), (0, 4));
    audit_is_chained(installation).await;
    serving.is_alive();
}

async fn a_provider_broken_by(installation: Installation, sql: &str) {
    installed(&installation);
    installation.behind_its_back(sql);
    let mut serving = Serving::start(&installation, &[]).await;
    only_this_provider_is_closed(&installation, &mut serving).await;
}

on_each_database! {
    async fn a_secret_sealed_with_an_unknown_key_opens_nothing(installation) {
        installed(&installation);
        installation.must(&["provider", "remove", "other", "--yes"]);
        let key = installation.path("sealing.key");
        fs::remove_file(&key).unwrap();
        installation.write_private("sealing.key", &SealingKey::random().unwrap().to_text());
        installation.add_provider("other");
        let mut serving = Serving::start(&installation, &[]).await;
        only_this_provider_is_closed(&installation, &mut serving).await;
    }

    async fn a_sealed_secret_of_which_a_letter_changed_opens_nothing(installation) {
        let last = "substr(secret_sealed, 1, length(secret_sealed) - 6) || 'AAAAAA'";
        let sql = format!("UPDATE providers SET secret_sealed = {last} WHERE slug = 'helpdesk'");
        a_provider_broken_by(installation, &sql).await;
    }

    async fn a_secret_that_was_moved_from_another_provider_opens_nothing(installation) {
        let sql = "UPDATE providers SET secret_sealed = (SELECT secret_sealed FROM providers WHERE slug = 'other') \
                   WHERE slug = 'helpdesk'";
        a_provider_broken_by(installation, sql).await;
    }

    async fn a_provider_of_a_kind_that_is_not_known_is_closed(installation) {
        a_provider_broken_by(installation, "UPDATE providers SET profile = 'no-such' WHERE slug = 'helpdesk'").await;
    }

    async fn a_provider_that_lost_its_settings_is_closed(installation) {
        let sql = "DELETE FROM provider_settings WHERE provider_id = (SELECT id FROM providers WHERE slug = 'helpdesk')";
        a_provider_broken_by(installation, sql).await;
    }

    async fn a_password_hash_that_does_not_read_lets_nobody_in(installation) {
        installed(&installation);
        let of_bob = "user_id = (SELECT id FROM users WHERE email = 'bob@example.com')";
        let mut serving = Serving::start(&installation, &[]).await;
        for hash in ["", "nonsense", "$argon2id$v=19$m=64,t=1,p=1$", "$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$"] {
            installation.behind_its_back(&format!("UPDATE credentials SET password_hash = '{hash}' WHERE {of_bob}"));
            let (browser, answer) = signs_in(&serving, BOB, LOGIN).await;
            assert!(answer.status.is_client_error() || answer.status.is_server_error(), "{}", answer.status);
            assert_eq!((token_address(&answer), browser.cookie(SESSION)), (None, None));
        }
        let (_, answer) = signs_in(&serving, ANN, LOGIN).await;
        assert!(token_address(answer.is(200)).is_some());
        serving.is_alive();
    }

    async fn a_person_whose_row_does_not_read_is_closed_out(installation) {
        installed(&installation);
        let mut serving = Serving::start(&installation, &[]).await;
        let (mut bob, answer) = signs_in(&serving, BOB, LOGIN).await;
        assert!(token_address(answer.is(200)).is_some());
        installation.behind_its_back("UPDATE users SET email = 'no address' WHERE email = 'bob@example.com'");
        let silent = bob.get(LOGIN).await;
        assert_eq!((token_address(&silent), silent.status.as_u16()), (None, 500));
        let (browser, answer) = signs_in(&serving, BOB, LOGIN).await;
        is_our_fault(&browser, &answer);
        let (_, answer) = signs_in(&serving, ANN, LOGIN).await;
        assert!(token_address(answer.is(200)).is_some());
        serving.is_alive();
    }

    async fn without_the_audit_nobody_is_signed_in_and_nothing_is_half_done(installation) {
        installed(&installation);
        let mut serving = Serving::start(&installation, &[]).await;
        let (mut known, answer) = signs_in(&serving, ANN, LOGIN).await;
        assert!(token_address(answer.is(200)).is_some());
        installation.behind_its_back("ALTER TABLE audit_events RENAME TO audit_elsewhere");
        let (browser, answer) = signs_in(&serving, BOB, LOGIN).await;
        is_our_fault(&browser, &answer);
        let silent = known.get(LOGIN).await;
        assert_eq!((token_address(&silent), silent.status.as_u16()), (None, 500));
        let added = installation.run(&["user", "add", "new@example.com"]);
        assert_eq!(added.code, Some(3), "{}", added.stderr);
        assert_eq!(installation.texts("SELECT id AS text FROM sessions").len(), 1, "a session without a record");
        assert_eq!(installation.texts("SELECT id AS text FROM users").len(), 2, "a person without a record");
        installation.behind_its_back("ALTER TABLE audit_elsewhere RENAME TO audit_events");
        let (_, answer) = signs_in(&serving, BOB, LOGIN).await;
        assert!(token_address(answer.is(200)).is_some());
        assert!(token_address(&known.get(LOGIN).await).is_some());
        audit_is_chained(&installation).await;
        serving.is_alive();
    }
}
