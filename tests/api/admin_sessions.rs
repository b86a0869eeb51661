//! Who is signed in, as an administrator sees it in the browser, and taking that away.

use bridgewarden::flow::session;
use bridgewarden::simulator::Kind;
use bridgewarden::store::signed_in::SessionFilter;

use crate::on_each_database;
use crate::support::{Bridge, Browser, Page};

pub(crate) const ADA: &str = "ada.admin@example.com";
pub(crate) const ANN: &str = "ann.lee@example.com";
pub(crate) const BO: &str = "bo.kumar@example.com";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0";

pub(crate) async fn administrator(bridge: &Bridge) -> Browser {
    bridge.add_administrator(ADA).await;
    bridge.signed_in(ADA).await
}

/// The rows of the table that say this.
pub(crate) fn rows(page: &Page, text: &str) -> usize {
    page.body.split("<tr>").skip(2).filter(|row| row.contains(text)).count()
}

async fn ends(browser: &mut Browser, page: &Page, id: &str) -> Page {
    browser.submit(page, page.form_to(&format!("/admin/sessions/{id}/end"))).await
}

async fn living(bridge: &Bridge) -> i64 {
    session::count(&bridge.context, &SessionFilter::default()).await.unwrap()
}

on_each_database! {
    async fn a_session_is_shown_with_person_browser_address_and_services_and_is_ended(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        bridge.add_person(ANN).await;
        let glue = bridge.add_simulator(Kind::ItGlue, &[ANN]).await;
        let mut ann = bridge.browser();
        ann.headers.insert("user-agent", FIREFOX.parse().unwrap());
        ann.arrives(&glue.protected_page(), ANN).await.is(200);
        let page = ada.get("/admin/sessions").await;
        page.is(200).says("Firefox on Linux").says("127.0.0.1").says(ANN).says("IT Glue").says(FIREFOX);
        assert_eq!((rows(&page, "This browser"), rows(&page, "Firefox on Linux")), (1, 1));
        assert_eq!(rows(&page, "just now"), 2);

        let id = bridge.sessions_of(ANN).await[0].session.id.to_string();
        let done = ends(&mut ada, &page, &id).await;
        done.is(303);
        let page = ada.follow(done).await;
        page.is(200).says("The session of Ann Lee has ended.").lacks("Firefox on Linux");
        assert!(!ann.is_signed_in().await);
        assert!(ada.is_signed_in().await);
        let row = bridge.audit_of("session-revoked").await.pop().unwrap();
        assert!(row.actor.starts_with("person:") && row.session_id == Some(id), "{row:?}");
    }
}

on_each_database! {
    async fn a_session_that_ended_meanwhile_is_told_and_nothing_is_recorded(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        bridge.add_person(ANN).await;
        bridge.signed_in(ANN).await;
        let page = ada.get("/admin/sessions").await;
        let id = bridge.sessions_of(ANN).await[0].session.id.to_string();
        ends(&mut ada, &page, &id).await.is(303);
        let again = ends(&mut ada, &page, &id).await;
        ada.follow(again).await.is(200).says("That session had ended already.");
        assert_eq!(bridge.count_audit("session-revoked").await, 1);
    }
}

on_each_database! {
    async fn whoever_ends_their_own_session_is_asked_to_sign_in(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        let page = ada.get("/admin/sessions").await;
        let id = bridge.sessions_of(ADA).await[0].session.id.to_string();
        let done = ends(&mut ada, &page, &id).await;
        done.is(303);
        assert!(done.location().unwrap().ends_with("/sign-in"));
        assert!(!ada.is_signed_in().await);
        assert_eq!(living(&bridge).await, 0);
    }
}

on_each_database! {
    async fn a_persons_sessions_are_found_by_their_address_and_end_together(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        for email in [ANN, BO] {
            bridge.add_person(email).await;
        }
        bridge.signed_in(ANN).await;
        bridge.signed_in(ANN).await;
        let mut bo = bridge.signed_in(BO).await;
        let page = ada.get("/admin/sessions?person=ANN.lee@example.com").await;
        page.is(200).lacks(BO);
        assert_eq!(rows(&page, ANN), 2);
        let asked = ada.get(&page.link("/admin/sessions/end?person=")).await;
        asked.is(200).says("End all 2 sessions of Ann Lee?").lacks("my own session").lacks("to confirm");
        let done = ada.submit(&asked, asked.form_to("/admin/sessions/end")).await;
        ada.follow(done).await.is(200).says("2 sessions of Ann Lee have ended.");
        assert_eq!(bridge.sessions_of(ANN).await.len(), 0);
        assert!(bo.is_signed_in().await);
        ada.get("/admin/sessions?person=nobody@example.com").await.is(422).says("Nobody has this email address.");
    }
}

on_each_database! {
    async fn everybodys_sessions_end_once_their_number_is_typed_and_ones_own_by_choice(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        bridge.add_person(ANN).await;
        for _ in 0..3 {
            bridge.signed_in(ANN).await;
        }
        let mut elsewhere = bridge.signed_in(ADA).await;
        let asked = ada.get("/admin/sessions/end").await;
        asked.is(200).says("End all 4 sessions of everybody else?");
        let form = asked.form_to("/admin/sessions/end");
        assert!(asked.body.contains("name=\"own\""), "the box is there");
        assert_eq!(form.field("own"), None, "and not ticked by itself");
        for wrong in ["", "3", "all", "4 4"] {
            let told = ada.submit(&asked, form.clone().set("typed", wrong)).await;
            told.is(422).says("Type the number 4, or cancel.");
        }
        assert_eq!(living(&bridge).await, 5);
        let done = ada.submit(&asked, form.clone().set("typed", " 4 ")).await;
        ada.follow(done).await.is(200).says("4 sessions have ended.");
        assert!(!elsewhere.is_signed_in().await);
        assert_eq!(living(&bridge).await, 1);

        let alone = ada.get("/admin/sessions/end").await;
        alone.is(200).says("There is no session to end but your own").says("sign out");
        assert!(!alone.body.contains("name=\"typed\""), "nothing is asked when there is nothing to do");
        bridge.signed_in(ANN).await;
        let asked = ada.get("/admin/sessions/end").await;
        let form = asked.form_to("/admin/sessions/end").set("typed", "1").set("own", "yes");
        let done = ada.submit(&asked, form).await;
        assert!(done.is(303).location().unwrap().ends_with("/sign-in"));
        assert_eq!(living(&bridge).await, 0);
    }
}

on_each_database! {
    async fn many_sessions_are_turned_over_page_by_page_and_none_is_left_out(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        bridge.add_person(ANN).await;
        for number in 0..120 {
            insert(&bridge, ANN, &format!("Robot {number}")).await;
        }
        let (mut seen, mut pages) = (std::collections::BTreeSet::new(), 0);
        let mut next = Some("/admin/sessions?search=robot".to_owned());
        while let Some(address) = next {
            let page = ada.get(&address).await;
            page.is(200);
            pages += 1;
            let ids = page.body.split("/admin/sessions/").filter_map(|rest| rest.split_once("/end\"")).map(|(id, _)| id.to_owned());
            for id in ids {
                assert!(seen.insert(id.clone()), "{id} stands on two pages");
            }
            next = crate::support::html::links(&page.body).into_iter().find(|link| link.contains("after="));
        }
        assert_eq!((seen.len(), pages), (120, 3));
        let page = ada.get("/admin/sessions?search=robot%20119").await;
        assert_eq!(rows(&page, "Robot 119"), 1);
        assert_eq!(rows(&page, "Robot 1\""), 0);
    }
}

async fn insert(bridge: &Bridge, email: &str, user_agent: &str) {
    use bridgewarden::domain::clock::Clock;
    let user =
        bridgewarden::flow::users::find(&bridge.context, &email.parse().unwrap()).await.unwrap().unwrap();
    let now = bridge.clock.now();
    let session = bridgewarden::domain::session::Session {
        id: bridgewarden::domain::id::SessionId::unique(),
        user_id: user.id,
        authenticated_at: now,
        last_seen_at: now,
        expires_at: now.plus(bridge.context.rules.lifetimes.absolute),
        revoked_at: None,
        client_address: "192.0.2.9".into(),
        user_agent: user_agent.into(),
    };
    let work = move |connection: &mut bridgewarden::store::DbConnection| {
        bridgewarden::store::sessions::insert(connection, &session, &session.id.to_string())
    };
    bridge.context.store.write(work).await.unwrap();
}

on_each_database! {
    async fn sessions_that_are_over_are_not_shown(bridge: Bridge) {
        bridge.add_person(ANN).await;
        bridge.signed_in(ANN).await;
        bridge.clock.advance(bridge.context.rules.lifetimes.idle);
        let mut ada = administrator(&bridge).await;
        let page = ada.get("/admin/sessions").await;
        assert_eq!((rows(&page, ANN), rows(&page, ADA)), (0, 1));
        assert_eq!(living(&bridge).await, 1);
    }
}

on_each_database! {
    async fn hostile_filters_are_text_or_refused(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        for (query, status) in [
            ("search=%25", 200),
            ("search=_", 200),
            ("search=%5C", 200),
            ("search=%27%3B+DROP+TABLE+users", 200),
            ("search=%3Cscript%3E", 200),
            ("person=%3Cscript%3E", 422),
            ("after=x", 400),
            ("after=1.x", 400),
            ("after=-1.019353f2-7c1e-7b9a-8d55-3f0f6c2a91e4", 200),
            ("after=99999999999999999999.019353f2-7c1e-7b9a-8d55-3f0f6c2a91e4", 400),
            ("search=a&search=b", 400),
            ("search=%FF", 400),
            ("search=%00", 400),
        ] {
            let page = ada.get(&format!("/admin/sessions?{query}")).await;
            page.is(status);
            assert!(!page.body.contains("<script>"), "{query}");
        }
        let page = ada.get("/admin/sessions?search=%25").await;
        page.says("No session like this is alive.");
        let long = "x".repeat(255);
        ada.get(&format!("/admin/sessions?search={long}")).await.is(413);
        for path in ["/admin/sessions/end?person=x", "/admin/sessions/end?person=019353f2-7c1e-7b9a-8d55-3f0f6c2a91e4"] {
            ada.get(path).await.is(404);
        }
    }
}

on_each_database! {
    async fn sessions_are_for_administrators_and_forms_for_our_own_pages(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        bridge.add_person(ANN).await;
        let mut ann = bridge.signed_in(ANN).await;
        let page = ada.get("/admin/sessions").await;
        let form = page.form_to("/end");
        for path in ["/admin/sessions", "/admin/sessions/end"] {
            ann.get(path).await.is(403).says("This page is for administrators.");
            let asked = bridge.browser().get(path).await;
            asked.is(403).says("This page is for people who are signed in.").form("password");
        }
        ann.submit(&page, form.clone()).await.is(403);
        let fields: Vec<(&str, &str)> = form.fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        ada.post(&form.action, &fields, &[("sec-fetch-site", "cross-site")]).await.is(403);
        ada.post(&form.action, &[], &[("sec-fetch-site", "same-origin")]).await.is(403);
        assert_eq!(bridge.count_audit("session-revoked").await, 0);
    }
}
