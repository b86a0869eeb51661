//! The audit as an administrator reads it in the browser: looked for, turned over, opened, exported, verified.

use std::time::Duration;

use bridgewarden::domain::audit::{AuditEvent, EventKind};
use bridgewarden::domain::clock::Clock;
use bridgewarden::flow::audit::{self, ExportFormat};
use bridgewarden::flow::users::UserChange;
use bridgewarden::flow::{housekeeping, users};
use bridgewarden::simulator::Kind;

use crate::on_each_database;
use crate::support::{Bridge, Browser, Page};

const ADA: &str = "ada.admin@example.com";
const ANN: &str = "ann.lee@example.com";

async fn administrator(bridge: &Bridge) -> Browser {
    bridge.add_administrator(ADA).await;
    bridge.signed_in(ADA).await
}

/// Links to events on a page, in their order.
fn events(page: &Page) -> Vec<i64> {
    let links = crate::support::html::links(&page.body);
    links.iter().filter_map(|link| link.strip_prefix("/admin/audit/")?.parse().ok()).collect()
}

/// Some history: Ann was added, tried wrong passwords, was carried, and changed.
async fn with_history(bridge: &Bridge) -> Browser {
    let ada = administrator(bridge).await;
    bridge.add_person(ANN).await;
    let glue = bridge.add_simulator(Kind::ItGlue, &[ANN]).await;
    bridge.clock.advance(Duration::from_secs(1));
    let mut browser = bridge.browser();
    let asked = browser.open(&glue.protected_page()).await;
    for _ in 0..3 {
        browser.sign_in(&asked, ANN, "not the password").await.is(403);
    }
    browser.arrives(&glue.protected_page(), ANN).await.is(200);
    let change = UserChange { first_name: Some("Anna".into()), ..UserChange::default() };
    bridge.change_person(ANN, change).await;
    ada
}

/// So many events of a kind, one a second, in few writes.
async fn many(bridge: &Bridge, kind: EventKind, count: usize) {
    let origin = bridge.origin();
    let now = bridge.clock.now();
    let work = move |connection: &mut bridgewarden::store::DbConnection| {
        (0..count).try_for_each(|number| {
            let at = now.minus(Duration::from_secs(1_000_000 - number as u64));
            let event = AuditEvent::new(at, kind, &origin).detail("number", number);
            bridgewarden::store::audit::append(connection, &event)
        })
    };
    bridge.context.store.write(work).await.unwrap();
}

on_each_database! {
    async fn events_are_told_in_words_with_names_the_newest_first(bridge: Bridge) {
        let mut ada = with_history(&bridge).await;
        let page = ada.get("/admin/audit").await;
        page.is(200)
            .says("Ann Lee").lacks("person:").says("was taken to IT Glue")
            .says("The command line (test) changed Anna Lee (ann.lee@example.com)").says("first name: Ann → Anna")
            .says("A sign-in of Anna Lee (ann.lee@example.com) was refused").says("wrong-credentials");
        let shown = events(&page);
        let mut sorted = bridge.audit().await;
        sorted.sort_by_key(|row| (row.at, row.id));
        let expected: Vec<i64> = sorted.iter().rev().map(|row| row.id).take(50).collect();
        assert_eq!(shown, expected);
        let german = ada.clone().speaking("de").get("/admin/audit").await;
        german.says("wurde zu IT Glue gebracht").says("Die Kommandozeile (test) hat");
    }
}

on_each_database! {
    async fn every_filter_shows_what_it_asks_for_and_nothing_else(bridge: Bridge) {
        let mut ada = with_history(&bridge).await;
        let rows = bridge.audit().await;
        let ann = users::find(&bridge.context, &ANN.parse().unwrap()).await.unwrap().unwrap().id.to_string();
        let of = |wanted: &dyn Fn(&bridgewarden::domain::audit_chain::AuditRow) -> bool| {
            let mut ids: Vec<i64> = rows.iter().filter(|row| wanted(row)).map(|row| row.id).collect();
            ids.sort();
            ids
        };
        let is_ann = |row: &bridgewarden::domain::audit_chain::AuditRow| row.user_id.as_deref() == Some(ann.as_str());
        let begun = rows.iter().find(|row| row.kind == "sign-in-refused").unwrap().at;
        let second = bridgewarden::domain::clock::Timestamp::from_micros(begun / 1_000_000 * 1_000_000).to_string();
        let cases: Vec<(String, Vec<i64>)> = vec![
            (format!("person={ANN}"), of(&is_ann)),
            (format!("person={}", ANN.to_uppercase()), of(&is_ann)),
            (format!("person={ann}"), of(&is_ann)),
            ("provider=it-glue".into(), of(&|row| row.provider_id.is_some())),
            ("kind=sign-in-refused".into(), of(&|row| row.kind == "sign-in-refused")),
            ("kind=all-people".into(), of(&|row| row.kind.starts_with("user-"))),
            ("kind=all-bridge".into(), vec![]),
            ("refusal=wrong-credentials".into(), of(&|row| row.refusal.is_some())),
            (format!("person={ANN}&kind=token-minted"), of(&|row| is_ann(row) && row.kind == "token-minted")),
            (format!("person={ANN}&provider=it-glue"), of(&|row| is_ann(row) && row.provider_id.is_some())),
            ("provider=it-glue&kind=all-sign-ins".into(),
                of(&|row| row.provider_id.is_some() && row.kind != "provider-added")),
            ("when=hour".into(), of(&|_| true)),
            (format!("from={}", second.replace(':', "%3A")), of(&|row| row.at >= begun / 1_000_000 * 1_000_000)),
            (format!("to={}", second.replace(':', "%3A")), of(&|row| row.at < begun / 1_000_000 * 1_000_000)),
            ("from=2001-01-01&to=2001-01-02".into(), vec![]),
        ];
        for (query, expected) in cases {
            let page = ada.get(&format!("/admin/audit?{query}")).await;
            page.is(200);
            let mut shown = events(&page);
            shown.sort();
            assert_eq!(shown, expected, "{query}");
            if expected.is_empty() {
                page.says("Nothing was found.");
            }
        }
        let page = ada.get(&format!("/admin/audit?person={ANN}&kind=all-people&when=week&from=2026-01-01")).await;
        let form = page.form_to("/admin/audit");
        assert_eq!((form.field("person"), form.field("from")), (Some(ANN), Some("2026-01-01")));
        assert!(page.body.contains("<option value=\"all-people\" selected>"), "what was chosen stays chosen");
    }
}

on_each_database! {
    async fn a_deleted_person_is_found_by_their_id_and_told_by_the_address_they_had(bridge: Bridge) {
        let mut ada = with_history(&bridge).await;
        let ann = users::find(&bridge.context, &ANN.parse().unwrap()).await.unwrap().unwrap().id.to_string();
        users::delete(&bridge.context, &ANN.parse().unwrap(), &bridge.origin()).await.unwrap();
        let gone = ada.get(&format!("/admin/audit?person={ANN}")).await;
        gone.is(422).says("Nobody has this address now.");
        assert_eq!(gone.form_to("/admin/audit").field("person"), Some(ANN), "what was typed stays");
        let page = ada.get(&format!("/admin/audit?person={ann}")).await;
        page.is(200).says(&format!("deleted {ANN}")).says(&format!("a deleted person ({ann})"));
    }
}

on_each_database! {
    async fn pages_are_turned_over_without_leaving_an_event_out_while_new_ones_come(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        many(&bridge, EventKind::SignedOut, 130).await;
        let (mut seen, mut pages) = (Vec::new(), 0);
        let mut next = Some("/admin/audit?kind=sign-out".to_owned());
        while let Some(address) = next {
            let page = ada.get(&address).await;
            seen.extend(events(&page));
            pages += 1;
            bridge.add_person(&format!("new{pages}@example.com")).await;
            next = crate::support::html::links(&page.body).into_iter().find(|link| link.contains("after="));
        }
        let mut expected: Vec<_> = bridge.audit_of("sign-out").await;
        expected.sort_by_key(|row| std::cmp::Reverse((row.at, row.id)));
        assert_eq!(seen, expected.iter().map(|row| row.id).collect::<Vec<_>>());
        assert_eq!(pages, 3);
        ada.get("/admin/audit?kind=sign-out&after=0.0").await.is(200).says("Newest").says("Nothing was found.");
    }
}

on_each_database! {
    async fn an_event_has_a_page_with_everything_about_it(bridge: Bridge) {
        let mut ada = with_history(&bridge).await;
        housekeeping::seal_audit(&bridge.context).await.unwrap();
        let row = bridge.audit_of("user-changed").await.pop().unwrap();
        let page = ada.get(&format!("/admin/audit/{}", row.id)).await;
        page.is(200).says("<del>Ann</del>").says("<ins>Anna</ins>").says("first name").says("As it was written")
            .says(&row.digest).says(row.link.as_ref().unwrap()).says("user-changed");
        let minted = bridge.audit_of("token-minted").await.pop().unwrap();
        let page = ada.get(&format!("/admin/audit/{}", minted.id)).await;
        page.says(&minted.request_id).says(minted.session_id.as_ref().unwrap()).says("IT Glue").says("127.0.0.1");
        page.link(&format!("/admin/users/{}", minted.user_id.as_ref().unwrap()));
        bridge.database.tamper(&format!("UPDATE audit_events SET client_address = '192.0.2.66' WHERE id = {}", row.id));
        ada.get(&format!("/admin/audit/{}", row.id)).await.says("Changed after it was written");
        for nowhere in ["/admin/audit/0", "/admin/audit/-1", "/admin/audit/x", "/admin/audit/99999999999999999999", "/admin/audit/1%20"] {
            ada.get(nowhere).await.is(404);
        }
    }
}

on_each_database! {
    async fn hostile_filters_are_text_or_refused(bridge: Bridge) {
        let mut ada = with_history(&bridge).await;
        for (query, status) in [
            ("person=%3Cscript%3E", 422),
            ("person=%27%20OR%201=1", 422),
            ("kind=sign", 400),
            ("kind=all-", 400),
            ("refusal=x", 400),
            ("when=year", 400),
            ("provider=%27--", 400),
            ("provider=019353f2-7c1e-7b9a-8d55-3f0f6c2a91e4", 200),
            ("from=yesterday", 422),
            ("to=2026-99-99", 422),
            ("from=2026-11-22&to=2026-11-21", 422),
            ("from=-9999-01-01", 200),
            ("from=%2B99999-01-01", 422),
            ("after=x", 400),
            ("after=1.", 400),
            ("after=-5.-5", 200),
            ("after=9223372036854775807.9223372036854775807", 200),
            ("after=9223372036854775808.1", 400),
            ("kind=sign-in&kind=sign-out", 400),
            ("person=%FF", 400),
        ] {
            let page = ada.get(&format!("/admin/audit?{query}")).await;
            assert_eq!(page.status.as_u16(), status, "{query}: {}", page.body);
            assert!(!page.body.contains("<script>"), "{query}");
        }
        ada.get(&format!("/admin/audit?person={}", "x".repeat(255))).await.is(413);
        let told = ada.get("/admin/audit?from=yesterday&kind=sign-in").await;
        told.says("Write a day and a time in UTC").says("value=\"yesterday\"");
        assert_eq!(told.body.matches("aria-invalid=\"true\"").count(), 1);
    }
}

async fn exports(browser: &mut Browser, page: &Page, format: &str) -> Page {
    let form = page.form_to("/admin/audit/export").set("format", format);
    browser.submit(page, form).await
}

on_each_database! {
    async fn the_export_has_every_row_that_is_looked_for_the_oldest_first(bridge: Bridge) {
        let mut ada = with_history(&bridge).await;
        many(&bridge, EventKind::SignedOut, 2500).await;
        let mut expected = bridge.audit().await;
        expected.sort_by_key(|row| (row.at, row.id));
        let page = ada.get("/admin/audit").await;
        let file = exports(&mut ada, &page, "jsonl").await;
        file.is(200);
        assert_eq!(file.header("content-type"), Some("application/x-ndjson; charset=utf-8"));
        let name = file.header("content-disposition").unwrap().to_owned();
        assert!(name.starts_with("attachment; filename=\"audit-2") && name.ends_with(".jsonl\""), "{name}");
        let lines: Vec<String> = expected.iter().map(|row| ExportFormat::JsonLines.line(row)).collect();
        // The row that says so was written before.
        let (own, rest): (Vec<&str>, Vec<&str>) =
            file.body.split_inclusive('\n').partition(|line| line.contains("\"audit-exported\""));
        assert_eq!(rest, lines);
        assert_eq!(own.len(), 1);

        let file = exports(&mut ada, &page, "csv").await;
        let lines: String = expected.iter().map(|row| ExportFormat::Csv.line(row)).collect();
        assert!(file.body.starts_with("id,at,kind,actor,"), "{}", &file.body[..80]);
        assert!(file.body.contains(&lines[..lines.len() - 2]), "the same rows in the same order");

        let page = ada.get(&format!("/admin/audit?person={ANN}&kind=sign-in-refused")).await;
        let file = exports(&mut ada, &page, "csv").await;
        assert_eq!(file.body.lines().count(), 4, "{}", file.body);
        let record = bridge.audit_of("audit-exported").await.pop().unwrap();
        assert!(record.details.contains("sign-in-refused") && record.details.contains("csv"), "{record:?}");
        let page = ada.get("/admin/audit?from=2001-01-01&to=2001-01-02").await;
        let file = exports(&mut ada, &page, "csv").await;
        assert_eq!(file.body.lines().count(), 1, "the heading alone");
        assert_eq!(exports(&mut ada, &page, "jsonl").await.body, "");
        assert_eq!(exports(&mut ada, &page, "xlsx").await.status, 400);
        let wrong = ada.get("/admin/audit?from=yesterday").await;
        let told = exports(&mut ada, &wrong, "csv").await;
        ada.follow(told).await.says("Nothing was exported.");
    }
}

on_each_database! {
    async fn a_spreadsheet_runs_nothing_of_what_was_recorded(bridge: Bridge) {
        let mut ada = with_history(&bridge).await;
        bridge.database.tamper("UPDATE audit_events SET request_id = '=1+1', client_address = '@SUM(A1)'");
        let page = ada.get("/admin/audit").await;
        let file = exports(&mut ada, &page, "csv").await;
        assert!(file.body.contains(",'@SUM(A1),'=1+1,"), "{}", file.body);
        assert!(!file.body.contains(",=1+1"));
    }
}

/// Asks until the verification has ended.
async fn verified(bridge: &Bridge) -> bridgewarden::store::chain_verifications::Verification {
    loop {
        let state = audit::chain_state(&bridge.context).await.unwrap();
        if let (None, Some(last)) = (&state.running, state.last) {
            return last;
        }
        tokio::task::yield_now().await;
    }
}

on_each_database! {
    async fn the_chain_is_verified_in_the_background_and_the_result_stays(bridge: Bridge) {
        let mut ada = with_history(&bridge).await;
        many(&bridge, EventKind::SignedOut, 2500).await;
        housekeeping::seal_audit(&bridge.context).await.unwrap();
        let page = ada.get("/admin/audit").await;
        page.says("Never in this database");
        let begun = ada.submit(&page, page.form_to("/admin/audit/verify")).await;
        ada.follow(begun).await.is(200).says("The chain is being verified.");
        let found = verified(&bridge).await;
        assert_eq!(found.problem, None);
        assert!(found.reached.position > 2500, "{found:?}");
        bridge.clock.advance(Duration::from_secs(120));
        let page = ada.get("/admin/audit").await;
        let head = format!("{}:{}", found.reached.position, found.reached.link);
        page.says("2 minutes ago").says(&format!("Whole up to event {}", found.reached.position)).says(&head);
        assert_eq!(bridge.count_audit("audit-verified").await, 1);

        let row = bridge.audit().await.remove(2);
        bridge.database.tamper(&format!("UPDATE audit_events SET client_address = '192.0.2.66' WHERE id = {}", row.id));
        let begun = ada.submit(&page, page.form_to("/admin/audit/verify")).await;
        begun.is(303);
        while verified(&bridge).await.problem.is_none() {
            tokio::task::yield_now().await;
        }
        let page = ada.get("/admin/audit").await;
        page.says("Broken").says(&format!("Row {} at position", row.id));
        let mut german = bridge.browser().speaking("de");
        german.signs_in_here(ADA).await;
        let page = german.get("/admin/audit").await;
        page.says("Zerrissen").says(&format!("Zeile {} an Stelle", row.id)).lacks("was changed");
    }
}

on_each_database! {
    async fn one_verification_runs_at_a_time_and_one_that_died_is_told(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        housekeeping::seal_audit(&bridge.context).await.unwrap();
        let now = bridge.clock.now().as_micros();
        let dead = format!(
            "INSERT INTO chain_verifications (id, actor, began_at, seen_at, expected, position, link, waiting) \
             VALUES ('x', 'service', {now}, {now}, 4000, 1000, '', 0)"
        );
        assert_eq!(bridge.database.tamper(&dead), 1);
        let page = ada.get("/admin/audit").await;
        page.says("Verifying: 1000 of 4000 events").lacks("Verify the chain now");
        let origin = bridge.origin();
        let again = audit::begin_verification(&bridge.context, &origin).await.unwrap();
        assert_eq!(again, audit::Started::Already);
        bridge.clock.advance(Duration::from_secs(61));
        let page = ada.get("/admin/audit").await;
        page.says("A verification did not come to its end").says("Verify the chain now");
        assert_eq!(audit::begin_verification(&bridge.context, &origin).await.unwrap(), audit::Started::Now);
        assert_eq!(verified(&bridge).await.problem, None);
    }
}

on_each_database! {
    async fn the_audit_is_for_administrators_and_its_forms_for_our_own_pages(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        bridge.add_person(ANN).await;
        let mut ann = bridge.signed_in(ANN).await;
        let page = ada.get("/admin/audit").await;
        for path in ["/admin/audit", "/admin/audit/1", "/admin/audit?kind=sign-in"] {
            ann.get(path).await.is(403).says("This page is for administrators.");
            let mut stranger = bridge.browser();
            let asked = stranger.get(path).await;
            asked.is(403).form("password");
            let back = stranger.sign_in(&asked, ADA, crate::support::PASSWORD).await;
            assert_eq!(back.is(303).location().as_deref(), Some(path));
        }
        for action in ["/admin/audit/export", "/admin/audit/verify"] {
            let form = page.form_to(action).set("format", "csv");
            ann.submit(&page, form.clone()).await.is(403);
            let fields: Vec<(&str, &str)> = form.fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
            ada.post(action, &fields, &[("sec-fetch-site", "cross-site")]).await.is(403);
            ada.post(action, &[("format", "csv")], &[("sec-fetch-site", "same-origin")]).await.is(403);
        }
        ada.get("/admin/audit/export").await.is(405);
        assert_eq!(bridge.count_audit("audit-exported").await + bridge.count_audit("audit-verified").await, 0);
    }
}
