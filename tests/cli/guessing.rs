//! Stories of the administrator who is called because somebody must wait, and of the one who pulls the plug.

use crate::browser::Browser;
use crate::serving::Serving;
use crate::support::assert_says;

const ANN: &str = "ann@example.com";
const PASSWORD: &str = "correct horse battery staple";

async fn attempt(serving: &Serving, password: &str) -> u16 {
    let mut browser: Browser = serving.browser();
    let page = browser.get("/sign-in").await;
    browser.sign_in(&page, ANN, password).await.status.as_u16()
}

on_each_database! {
    async fn an_administrator_lets_somebody_go_on(installation) {
        installation.add_person(ANN, &[]);
        installation.add_person("bob@example.com", &[]);
        let serving = Serving::start(&installation, &[]).await;
        assert_says(&installation.run(&["throttle", "list"]).stderr, &["Nobody must wait."]);
        for _ in 0..5 {
            assert_eq!(attempt(&serving, "wrong").await, 403);
        }
        assert_eq!(attempt(&serving, PASSWORD).await, 429);

        let table = installation.must(&["throttle", "list"]);
        assert_says(&table, &["account, from one address", ANN, "127.0.0.1", "5", "WAITS UNTIL"]);
        let all = installation.json(&["throttle", "list", "--all", "--json"]);
        let mut scopes: Vec<&str> =
            all.as_array().unwrap().iter().map(|row| row["scope"].as_str().unwrap()).collect();
        scopes.sort_unstable();
        assert_eq!(scopes, ["account", "account-from-network", "network"]);
        assert!(
            installation.must(&["user", "show", ANN]).contains("somebody must wait until"),
            "the person's own page says so too"
        );

        assert_says(
            &installation.must(&["throttle", "clear", "--user", "bob@example.com"]),
            &["No wrong password for bob@example.com was counted lately."],
        );
        assert_eq!(attempt(&serving, PASSWORD).await, 429);
        assert_says(&installation.must(&["throttle", "clear", "--user", ANN]), &["are forgotten"]);
        assert_eq!(attempt(&serving, PASSWORD).await, 303);
        let cleared = installation.json(&["audit", "list", "--kind", "throttling-cleared", "--json"]);
        assert_eq!(cleared.as_array().unwrap().len(), 1);

        assert_says(&installation.run(&["throttle", "clear"]).usage_fault(), &["--user", "--network", "--all"]);
        let told = installation.run(&["throttle", "clear", "--network", "203.0.113.0/24"]).usage_fault();
        assert_says(&told, &["203.0.113.0/24", "write an address"]);
        let told = installation.run(&["throttle", "clear", "--user", "nobody@example.com"]).refusal();
        assert_says(&told, &["nobody@example.com"]);
    }
}

on_each_database! {
    async fn a_crash_helps_nobody_who_guesses(installation) {
        installation.add_person(ANN, &[]);
        let serving = Serving::start(&installation, &[]).await;
        for _ in 0..5 {
            assert_eq!(attempt(&serving, "wrong").await, 403);
        }
        serving.kill();
        let serving = Serving::start(&installation, &[]).await;
        assert_eq!(attempt(&serving, PASSWORD).await, 429, "a crash helps nobody who guesses");
    }
}
