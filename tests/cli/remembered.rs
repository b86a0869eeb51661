//! The service remembers how a session stands; the command line is another process, and believed at once.

use crate::browser::{Browser, Page};
use crate::serving::Serving;
use crate::support::Installation;

const ANN: &str = "ann@example.com";
const PASSWORD: &str = "correct horse battery staple";
const LOGIN: &str = "/sso/glue/login";

fn is_carried(page: &Page) -> bool {
    page.location().is_some_and(|address| address.contains("/access/jwt?jwt="))
}

/// A browser that was carried across several times just now.
async fn remembered(serving: &Serving) -> Browser {
    let mut browser = serving.browser();
    let page = browser.get("/sign-in").await;
    browser.sign_in(&page, ANN, PASSWORD).await.is(303);
    for _ in 0..3 {
        assert!(is_carried(&browser.get(LOGIN).await), "{}", serving.log());
    }
    browser
}

/// What a command does to a session that is remembered, at the very next sign-in.
async fn after(serving: &Serving, installation: &Installation, command: &[&str]) -> Page {
    let mut browser = remembered(serving).await;
    installation.must(command);
    browser.get(LOGIN).await
}

on_each_database! {
    async fn what_a_command_changes_counts_at_the_very_next_sign_in(installation) {
        installation.add_person(ANN, &[]);
        installation.add_provider("glue");
        let serving = Serving::start(&installation, &[]).await;

        let page = after(&serving, &installation, &["session", "revoke", "--user", ANN]).await;
        assert!(!is_carried(&page), "the session was ended");
        let page = after(&serving, &installation, &["session", "revoke", "--all"]).await;
        assert!(!is_carried(&page), "everybody's sessions were ended");
        let page = after(&serving, &installation, &["user", "disable", ANN]).await;
        assert!(!is_carried(&page), "the person was disabled");
        installation.must(&["user", "enable", ANN]);
        let page = after(&serving, &installation, &["provider", "disable", "glue"]).await;
        assert_eq!(page.status, 403, "the provider was switched off");
        installation.must(&["provider", "enable", "glue"]);
        let page = after(&serving, &installation, &["user", "delete", ANN, "--yes"]).await;
        assert!(!is_carried(&page), "the person was deleted");
    }
}
