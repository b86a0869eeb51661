//! The first administrator, as whoever starts the program for the first time meets it.

use std::time::{Duration, Instant};

use crate::serving::Serving;

const ADA: &str = "ada@example.com";
const NEW: &str = "four unrelated words";

/// The address that a start printed, once it has.
async fn printed(serving: &Serving) -> String {
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        let said = serving.printed();
        let address = said.split_whitespace().find(|word| word.contains("/first-administrator/"));
        if let Some(address) = address.filter(|_| said.contains("--admin")) {
            return address.to_owned();
        }
        assert!(Instant::now() < deadline, "nothing was printed: {said}\n{}", serving.log());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

on_each_database! {
    async fn the_printed_address_makes_an_administrator_and_no_later_start_prints_one(installation) {
        let serving = Serving::start(&installation, &["log.level=trace"]).await;
        let address = printed(&serving).await;
        assert!(address.starts_with(&serving.address), "{address}");
        let token = address.rsplit('/').next().unwrap().to_owned();
        let mut browser = serving.browser();
        let page = browser.get(&address).await;
        page.is(200);
        let form = page.form("new_password").set("email", ADA).set("new_password", NEW).set("repeat_password", NEW);
        let made = browser.submit(&page, form).await;
        made.is(303);
        browser.follow(made).await.is(200).says("Overview");
        browser.get(&address).await.is(404);
        let (_, log) = serving.terminate();
        assert!(log.contains("stands on standard output"), "{log}");
        assert!(!log.contains(&token), "the log has the address in it");
        assert!(log.contains("/first-administrator/"), "the request itself is in the log");
        assert!(!installation.everything_stored().contains(&token));
        assert_eq!(installation.json(&["user", "show", ADA, "--json"])["is_administrator"], true);

        let serving = Serving::start(&installation, &[]).await;
        serving.browser().get(&format!("/first-administrator/{token}")).await.is(404);
        assert_eq!(serving.printed(), "");
        serving.terminate();
    }

    async fn a_second_start_prints_another_address_and_the_first_one_is_void(installation) {
        let serving = Serving::start(&installation, &[]).await;
        let first = printed(&serving).await;
        serving.terminate();
        let serving = Serving::start(&installation, &[]).await;
        let second = printed(&serving).await;
        let path = |address: &str| address[address.find("/first-administrator/").unwrap()..].to_owned();
        assert_ne!(path(&first), path(&second));
        let mut browser = serving.browser();
        browser.get(&path(&first)).await.is(404);
        browser.get(&path(&second)).await.is(200);
        serving.terminate();
    }

    async fn an_administrator_added_at_the_command_line_closes_the_printed_address(installation) {
        let serving = Serving::start(&installation, &[]).await;
        let address = printed(&serving).await;
        let mut browser = serving.browser();
        browser.get(&address).await.is(200);
        installation.must(&["user", "add", ADA, "--admin"]);
        browser.get(&address).await.is(404);
        serving.terminate();
        let serving = Serving::start(&installation, &[]).await;
        serving.browser().get("/sign-in").await.is(200);
        assert_eq!(serving.printed(), "");
        serving.terminate();
    }
}
