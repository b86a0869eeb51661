//! Sessions in which a service was used, as an administrator finds and ends them in the browser.

use bridgewarden::domain::id::ProviderId;
use bridgewarden::simulator::Kind;
use bridgewarden::store::sessions;

use crate::admin_sessions::{ADA, ANN, BO, administrator, rows};
use crate::on_each_database;
use crate::support::{Bridge, Browser};

/// Ann uses IT Glue in one of her two sessions, Bo in his one; Ada signs in and looks.
async fn used_by_ann_and_bo(bridge: &Bridge) -> Browser {
    for email in [ANN, BO] {
        bridge.add_person(email).await;
    }
    let glue = bridge.add_simulator(Kind::ItGlue, &[ANN, BO]).await;
    for email in [ANN, BO] {
        bridge.browser().arrives(&glue.protected_page(), email).await.is(200);
    }
    bridge.signed_in(ANN).await;
    administrator(bridge).await
}

/// The slug of the one provider there is, and its id.
async fn provider(bridge: &Bridge) -> (String, ProviderId) {
    let all = bridgewarden::flow::providers::list(&bridge.context).await.unwrap();
    (all[0].slug.to_string(), all[0].id)
}

on_each_database! {
    async fn sessions_in_which_a_service_was_used_are_found_alone_and_with_a_person(bridge: Bridge) {
        let mut ada = used_by_ann_and_bo(&bridge).await;
        let (slug, _) = provider(&bridge).await;
        let page = ada.get("/admin/sessions").await;
        page.is(200).says("Provider used");
        assert_eq!((rows(&page, ANN), rows(&page, BO), rows(&page, ADA)), (2, 1, 1));
        let page = ada.get(&format!("/admin/sessions?provider={slug}")).await;
        page.is(200).says(&format!("<option value=\"{slug}\" selected>IT Glue</option>"));
        assert_eq!((rows(&page, ANN), rows(&page, BO), rows(&page, ADA)), (1, 1, 0));
        let page = ada.get(&format!("/admin/sessions?provider={slug}&person={ANN}")).await;
        assert_eq!((rows(&page, ANN), rows(&page, BO)), (1, 0));
        let page = ada.get(&format!("/admin/sessions?provider={slug}&search=kumar")).await;
        assert_eq!((rows(&page, ANN), rows(&page, BO)), (0, 1));
    }
}

on_each_database! {
    async fn whoever_ends_one_of_them_still_looks_at_the_others(bridge: Bridge) {
        let mut ada = used_by_ann_and_bo(&bridge).await;
        let (slug, _) = provider(&bridge).await;
        let address = format!("/admin/sessions?provider={slug}");
        let page = ada.get(&address).await;
        let form = page.form_to("/end");
        let done = ada.submit(&page, form).await;
        assert!(done.is(303).location().unwrap().ends_with(&address));
        let page = ada.follow(done).await;
        assert_eq!((rows(&page, ANN) + rows(&page, BO), rows(&page, ADA)), (1, 0));
    }
}

on_each_database! {
    async fn they_end_together_and_others_go_on(bridge: Bridge) {
        let mut ada = used_by_ann_and_bo(&bridge).await;
        let (slug, id) = provider(&bridge).await;
        let page = ada.get(&format!("/admin/sessions?provider={slug}")).await;
        page.says("End sessions with this provider");
        let asked = ada.get(&page.link(&format!("/admin/sessions/end?provider={slug}"))).await;
        asked.is(200).says("End all 2 sessions of everybody else in which IT Glue was used?").lacks("my own session");
        let form = asked.form_to("/admin/sessions/end");
        let told = ada.submit(&asked, form.clone().set("typed", "4")).await;
        told.is(422).says("Type the number 2, or cancel.").says("IT Glue");
        let done = ada.submit(&told, told.form_to("/admin/sessions/end").set("typed", "2")).await;
        let page = ada.follow(done).await;
        page.is(200).says("2 sessions have ended.").says("No session like this is alive.");
        assert_eq!((bridge.sessions_of(ANN).await.len(), bridge.sessions_of(BO).await.len()), (1, 0));
        assert!(ada.is_signed_in().await);
        let recorded = bridge.audit_of("session-revoked").await;
        assert_eq!(recorded.len(), 2);
        assert!(recorded.iter().all(|row| row.provider_id == Some(id.to_string())), "{recorded:?}");
    }
}

on_each_database! {
    async fn a_persons_sessions_with_a_service_end_and_their_others_go_on(bridge: Bridge) {
        let mut ada = used_by_ann_and_bo(&bridge).await;
        let (slug, _) = provider(&bridge).await;
        let page = ada.get(&format!("/admin/sessions?provider={slug}&person={ANN}")).await;
        let asked = ada.get(&page.link("/admin/sessions/end?person=")).await;
        asked.is(200).says("End the one session of Ann Lee?").says("Only sessions in which IT Glue was used.");
        let done = ada.submit(&asked, asked.form_to("/admin/sessions/end")).await;
        ada.follow(done).await.is(200).says("1 session of Ann Lee has ended.").says(BO);
        assert_eq!((bridge.sessions_of(ANN).await.len(), bridge.sessions_of(BO).await.len()), (1, 1));
    }
}

on_each_database! {
    async fn ones_own_session_with_a_service_is_ones_own_to_choose(bridge: Bridge) {
        bridge.add_administrator(ADA).await;
        bridge.add_person(ANN).await;
        let glue = bridge.add_simulator(Kind::ItGlue, &[ADA, ANN]).await;
        let mut ada = bridge.browser();
        ada.arrives(&glue.protected_page(), ADA).await.is(200);
        let (slug, _) = provider(&bridge).await;
        let alone = ada.get(&format!("/admin/sessions/end?provider={slug}")).await;
        alone.is(200).says("There is no session to end but your own");
        bridge.browser().arrives(&glue.protected_page(), ANN).await.is(200);
        let asked = ada.get(&format!("/admin/sessions/end?provider={slug}")).await;
        asked.is(200).says("my own session");
        let form = asked.form_to("/admin/sessions/end").set("typed", "1");
        let done = ada.submit(&asked, form.clone()).await;
        ada.follow(done).await.is(200);
        assert!(ada.is_signed_in().await, "their own stays");
        let done = ada.submit(&asked, form.clone()).await;
        ada.follow(done).await.is(200).says("There was no session to end.");
        let done = ada.submit(&asked, form.set("own", "yes")).await;
        assert!(done.is(303).location().unwrap().ends_with("/sign-in"));
        assert!(!ada.is_signed_in().await);
    }
}

on_each_database! {
    async fn many_sessions_with_a_service_are_turned_over_page_by_page(bridge: Bridge) {
        let mut ada = used_by_ann_and_bo(&bridge).await;
        let (slug, id) = provider(&bridge).await;
        for number in 0..120_u32 {
            insert(&bridge, ANN, id, number.is_multiple_of(2)).await;
        }
        let (mut seen, mut pages) = (std::collections::BTreeSet::new(), 0);
        let mut next = Some(format!("/admin/sessions?provider={slug}"));
        while let Some(address) = next {
            let page = ada.get(&address).await;
            page.is(200);
            pages += 1;
            let parts = page.body.split("/admin/sessions/").filter_map(|rest| rest.split_once("/end\""));
            for (id, _) in parts {
                assert!(seen.insert(id.to_owned()), "{id} stands on two pages");
            }
            next = crate::support::html::links(&page.body).into_iter().find(|link| link.contains("after="));
        }
        assert_eq!((seen.len(), pages), (62, 2));
    }
}

/// A session of that person, in which the provider was used or not.
async fn insert(bridge: &Bridge, email: &str, provider: ProviderId, is_used: bool) {
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
        user_agent: String::new(),
    };
    let work = move |connection: &mut bridgewarden::store::DbConnection| {
        sessions::insert(connection, &session, &session.id.to_string())?;
        if is_used { sessions::note_provider(connection, session.id, provider, now) } else { Ok(()) }
    };
    bridge.context.store.write(work).await.unwrap();
}

on_each_database! {
    async fn a_service_that_is_unknown_is_told_beside_its_field_and_ends_nothing(bridge: Bridge) {
        let mut ada = used_by_ann_and_bo(&bridge).await;
        for (slug, kept) in [("gone", "gone"), ("%3Cscript%3E", "<script>"), ("a%27%20OR%201=1", "a' OR 1=1")] {
            let page = ada.get(&format!("/admin/sessions?provider={slug}")).await;
            page.is(422).says("There is no such provider any more.").says(kept).lacks(ANN);
            assert!(!page.body.contains("<script>"), "{slug}");
            assert!(page.body.contains("aria-describedby=\"provider-problem\""));
            ada.get(&format!("/admin/sessions/end?provider={slug}")).await.is(404);
        }
        let asked = ada.get("/admin/sessions/end").await;
        let form = asked.form_to("/admin/sessions/end").set("provider", "gone").set("typed", "3");
        ada.submit(&asked, form).await.is(404);
        ada.get(&format!("/admin/sessions?provider={}", "x".repeat(255))).await.is(413);
        assert_eq!(bridge.count_audit("session-revoked").await, 0);
    }
}
