//! The administrator's first page and the settings in a real browser: at every width and in both themes, with nothing,
//! little and much to show; and by keyboard alone.

use bridgewarden::flow::statistics;
use serde_json::json;

use crate::support::{Bridge, Chromium, Database, Key, PASSWORD, Person, Theme, axe, two_browsers};

const ADA: &str = "ada.admin@example.com";
const INSPECT: &str = include_str!("support/inspect.js");

/// Looks at the page as it is, everywhere; keeps pictures where `BRIDGEWARDEN_TEST_LOOK` names a folder.
async fn looks_well(person: &Person, name: &str) {
    let mut complaints = Vec::new();
    for theme in [Theme::Light, Theme::Dark] {
        person.prefers_stillness(theme).await;
        for width in [380, 800, 1400] {
            person.has_a_screen(width, 900, 1.0).await;
            let found = person.session.run(INSPECT, json!([width, width == 380])).await.unwrap();
            let found = found.as_array().unwrap().iter();
            complaints.extend(found.map(|what| format!("{name}, {theme:?}, {width} px: {what}")));
            complaints.extend(axe::complaints(person).await);
            if let Some(folder) = std::env::var_os("BRIDGEWARDEN_TEST_LOOK") {
                let height = person.asks("return document.documentElement.scrollHeight").await;
                let height = u32::try_from(height.as_u64().unwrap()).unwrap().min(6000);
                person.has_a_screen(width, height, 1.0).await;
                let picture = person.session.picture().await.unwrap();
                let file = format!("{name}-{theme:?}-{width}.png").to_lowercase();
                std::fs::write(std::path::Path::new(&folder).join(file), picture).unwrap();
            }
        }
    }
    complaints.extend(person.session.console().await.unwrap());
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

async fn administrator(bridge: &Bridge) -> Person {
    let ada = Chromium::at(bridge).open().await;
    ada.opens("/sign-in").await;
    ada.signs_in_with(ADA, PASSWORD).await;
    ada.sees("Your services").await;
    ada
}

/// Events of so many days, written past the bridge as it would have counted them.
fn many_events(bridge: &Bridge, days: u64) {
    let providers = bridge.database.names("SELECT id AS name FROM providers ORDER BY slug");
    let now = bridge.context.now().as_micros();
    let hour = 3_600_000_000_i64;
    let mut rows = Vec::new();
    for back in 1..days * 24 {
        let at = now / hour * hour - i64::try_from(back).unwrap() * hour;
        let of_day = (at / hour).rem_euclid(24);
        let busy = [0, 0, 0, 0, 0, 1, 4, 22, 61, 48, 30, 27, 33, 31, 26, 24, 19, 12, 5, 3, 2, 1, 1, 0];
        let much = busy[usize::try_from(of_day).unwrap()] * 37 + i64::try_from(back % 7).unwrap();
        rows.push(format!("({at}, 'sign-in', '', '', {much})"));
        rows.push(format!("({at}, 'sign-in-refused', 'wrong-credentials', '', {})", much / 9));
        for (place, provider) in (1_i64..).zip(&providers) {
            rows.push(format!("({at}, 'token-minted', '', '{provider}', {})", much * 5 / place));
            rows.push(format!("({at}, 'sign-in-refused', 'not-allowed', '{provider}', {})", much / 80));
        }
    }
    for rows in rows.chunks(400) {
        let insert = "INSERT INTO hourly_totals (hour, kind, refusal, provider_id, events) VALUES";
        bridge.database.tamper(&format!("{insert} {}", rows.join(", ")));
    }
}

#[tokio::test]
async fn the_overview_can_be_read_with_nothing_with_little_and_with_much_to_show() {
    let bridge = Bridge::start(Database::sqlite()).await;
    bridge.add_administrator(ADA).await;
    let ada = administrator(&bridge).await;
    bridge.database.tamper("DELETE FROM audit_events WHERE kind = 'sign-in'");
    ada.opens("/admin").await;
    ada.sees("Nobody has signed in during this time.").await;
    looks_well(&ada, "overview-nothing").await;

    bridge.add_provider("it-glue", "it-glue", &[("subdomain", "acme")], "0123456789abcdef").await;
    let mut browser = bridge.signed_in(ADA).await;
    browser.get("/sso/it-glue/login").await.is(303);
    ada.opens("/admin").await;
    ada.sees("The shared secret of it-glue has 16 bytes").await;
    looks_well(&ada, "overview-little").await;

    for place in 0..7 {
        let (slug, secret) =
            (format!("service-{place}"), format!("{place}: a secret of 32 bytes and some more"));
        bridge.add_provider(&slug, "it-glue", &[("subdomain", "acme")], &secret).await;
    }
    bridge.database.tamper(
        "UPDATE providers SET name = 'Kundendienstauftragsbearbeitungsverwaltungssystem Süd-Hamburg' WHERE slug = 'service-1'",
    );
    statistics::add_up(&bridge.context).await.unwrap();
    many_events(&bridge, 40);
    for range in ["day", "week", "month"] {
        ada.opens(&format!("/admin?range={range}")).await;
        ada.sees("Tokens by provider").await;
        looks_well(&ada, &format!("overview-much-{range}")).await;
    }
    ada.opens("/admin/settings").await;
    ada.sees("A session ends when nothing was done for this long").await;
    looks_well(&ada, "settings").await;
    ada.opens("/admin/settings?search=nothing-is-called-so").await;
    ada.sees("No option fits.").await;
    looks_well(&ada, "settings-none").await;
}

#[tokio::test]
async fn the_numbers_behind_a_chart_are_opened_by_keyboard() {
    let bridge = Bridge::start(Database::sqlite()).await;
    bridge.add_administrator(ADA).await;
    bridge
        .add_provider("it-glue", "it-glue", &[("subdomain", "acme")], "0123456789abcdef0123456789abcdef")
        .await;
    let mut browser = bridge.signed_in(ADA).await;
    browser.get("/sso/it-glue/login").await.is(303);
    let ada = administrator(&bridge).await;
    ada.opens("/admin").await;
    ada.sees("What was done").await;
    let opened = "return [...document.querySelectorAll('details.behind')].map((it) => it.open)";
    assert_eq!(ada.asks(opened).await, json!([false, false]));
    ada.asks("document.querySelector('.tabs a:last-child').focus()").await;
    ada.presses_key(Key::Tab).await;
    ada.has_focus_on("Show the numbers").await;
    ada.presses_key(Key::Enter).await;
    assert_eq!(ada.asks(opened).await, json!([true, false]));
    // The table scrolls by keyboard, so it takes the focus.
    ada.presses_key(Key::Tab).await;
    let rows = "return document.activeElement.querySelectorAll('tbody tr').length";
    assert_eq!(ada.asks(rows).await, json!(24));
    let label = "return document.activeElement.getAttribute('aria-label')";
    assert_eq!(ada.asks(label).await, json!("Sign-ins and refusals, 24 hours"));
}

#[tokio::test]
async fn settings_are_found_while_one_types_and_without_script_by_the_button() {
    let _both = two_browsers().await;
    let bridge = Bridge::start(Database::sqlite()).await;
    bridge.add_administrator(ADA).await;
    let ada = administrator(&bridge).await;
    ada.opens("/admin/settings").await;
    ada.fills_in("Search", "idle session").await;
    ada.sees("Options: 1").await;
    ada.does_not_see("passwords.queue").await;
    ada.fills_in("Search", "no-such-thing").await;
    ada.sees("No option fits.").await;

    let ada = Chromium::at(&bridge).without_scripts().open().await;
    ada.opens("/sign-in").await;
    ada.signs_in_with(ADA, PASSWORD).await;
    ada.sees("Your services").await;
    ada.opens("/admin/settings").await;
    ada.fills_in("Search", "accent").await;
    ada.presses("Search settings").await;
    ada.sees("brand.accent").await;
    ada.does_not_see("passwords.queue").await;
}
