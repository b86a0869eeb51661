//! Names are text wherever they appear: a person, a provider or a company whose name is markup makes no markup.

use bridgewarden::flow::providers::ProviderChange;
use bridgewarden::flow::users::{NewUser, PasswordChoice};

use crate::on_each_database;
use crate::support::bridge::SECRET;
use crate::support::{Bridge, Delivery, PASSWORD, Page};

const ANN: &str = "ann.lee@example.com";
/// Markup for each place a name could break out of: text, attribute, address, script, template.
const EVIL: &str = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}&lt;";

fn is_text(page: &Page) {
    for markup in ["<script>alert", "<img", "onerror=alert(2)>", "49&"] {
        assert!(!page.body.contains(markup), "{markup} on {}: {}", page.url, page.body);
    }
}

on_each_database! {
    async fn a_name_that_is_markup_is_shown_and_does_nothing(database: Database) {
        let company = format!("brand.name={EVIL}");
        let bridge = Bridge::start_with(database, &[&company]).await;
        let password = bridgewarden::domain::password::Password::parse(PASSWORD).unwrap();
        let change = |ann: &mut NewUser| (ann.first_name, ann.last_name) = (EVIL.into(), EVIL.into());
        bridge.add(ANN, change, PasswordChoice::Given { password, must_change: false }).await;
        for (slug, settings) in [("it-glue", ("subdomain", "acme")), ("zendesk", ("subdomain", "acme"))] {
            bridge.add_provider(slug, slug, &[settings], &format!("{SECRET} of {slug}")).await;
            let named = ProviderChange { name: Some(EVIL.into()), ..ProviderChange::default() };
            bridge.change_provider(slug, named).await;
        }
        let mut browser = bridge.browser();
        let asked = browser.get("/sso/zendesk/login").await;
        let typed = browser.sign_in(&asked, EVIL, "wrong").await;
        let delivery = browser.sign_in(&typed, ANN, PASSWORD).await;
        Delivery::in_page(&delivery);
        let tiles = browser.get("/").await;
        let launched = browser.submit(&tiles, tiles.form_to("/sso/zendesk/launch")).await;
        let again = browser.submit(&tiles, tiles.form_to("/sso/zendesk/launch")).await;
        let account = browser.get("/account/password").await;
        let reported = browser.get("/sso/zendesk/logout?kind=error&message=No").await;
        let out = browser.submit(&tiles, tiles.form_to("/sign-out")).await;
        bridge.switch("it-glue", false).await;
        let off = browser.get("/sso/it-glue/login").await;
        let nowhere = browser.get("/nowhere").await;
        for page in [&asked, &typed, &delivery, &tiles, &launched, &again, &account, &reported, &out, &off, &nowhere] {
            is_text(page);
            page.says("<script>alert(1)</script>");
        }
        // The token carries the name as it is: what a provider does with it is escaped there.
        let claims = Delivery::in_page(&launched).claims("jwt", &format!("{SECRET} of zendesk"));
        assert_eq!(claims["name"], format!("{EVIL} {EVIL}"));
    }
}
