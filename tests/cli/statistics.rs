//! Stories of the administrator who asks how much was done.

use crate::serving::Serving;
use crate::support::assert_says;

on_each_database! {
    async fn sign_ins_refusals_and_tokens_are_counted_for_scripts_and_for_people(installation) {
        installation.add_person("ann@example.com", &[]);
        installation.add_provider("glue");
        let told = installation.must(&["statistics"]);
        assert_says(&told, &["FROM (UTC)", "SIGN-INS", "together"]);
        assert_eq!(told.lines().count(), 26, "a heading, 24 hours and their sum: {told}");

        let serving = Serving::start(&installation, &[]).await;
        let mut browser = serving.browser();
        let page = browser.get("/sign-in").await;
        let again = browser.sign_in(&page, "ann@example.com", "not the password").await;
        browser.sign_in(&again, "ann@example.com", crate::support::PASSWORD).await.is(303);
        for _ in 0..3 {
            browser.get("/sso/glue/login").await.is(303);
        }
        for range in ["day", "week", "month"] {
            let counted = installation.json(&["statistics", "--range", range, "--json"]);
            let sum = serde_json::json!({ "sign_ins": 1, "refusals": 1, "tokens": 3, "errors": 0 });
            assert_eq!(counted["all"]["sum"], sum, "{range}");
            assert_eq!(counted["providers"]["glue"]["sum"]["tokens"], 3);
            assert_eq!(counted["refusals"]["wrong-credentials"], 1);
        }
        let told = installation.must(&["statistics", "--range", "week"]);
        assert_says(&told, &["PROVIDER", "glue", "REFUSAL", "wrong-credentials"]);
        assert_eq!(told.lines().count(), 1 + 7 + 1 + 3 + 3, "{told}");
        installation.run(&["statistics", "--range", "year"]).ends_with(2);
    }
}
