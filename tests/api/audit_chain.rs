//! The audit cannot be rewritten in silence: one row edited, deleted or moved is found, and named.

use std::sync::Arc;

use bridgewarden::domain::audit_chain::{AuditRow, ChainBroken};
use bridgewarden::flow::{Context, audit, housekeeping};
use bridgewarden::simulator::Kind;
use bridgewarden::startup;
use futures_util::future::join_all;

use crate::on_each_database;
use crate::support::{Bridge, bridge};

const ANN: &str = "Ann.Lee@example.com";

/// Some history: a person, a provider, refusals, tokens; then everything is chained.
async fn with_history(bridge: &Bridge) -> Vec<AuditRow> {
    bridge.add_person(ANN).await;
    let aha = bridge.add_simulator(Kind::AhaIdeas, &[]).await;
    let mut browser = bridge.browser();
    let asked = browser.open(&aha.protected_page()).await;
    for guess in ["one", "two", "three"] {
        browser.sign_in(&asked, ANN, guess).await.is(403);
    }
    browser.arrives(&aha.protected_page(), ANN).await.is(200);
    housekeeping::seal_audit(&bridge.context).await.unwrap();
    let rows = bridge.audit().await;
    assert!(rows.len() >= 7 && rows.iter().all(|row| row.position.is_some()), "{rows:?}");
    rows
}

async fn broken(bridge: &Bridge) -> Option<ChainBroken> {
    audit::verify(&bridge.context, None).await.unwrap().broken
}

on_each_database! {
    async fn an_untouched_chain_verifies_and_tells_its_end(bridge: Bridge) {
        let rows = with_history(&bridge).await;
        let verified = audit::verify(&bridge.context, None).await.unwrap();
        assert_eq!((verified.broken, verified.waiting), (None, 0));
        let last = rows.iter().max_by_key(|row| row.position).unwrap();
        assert_eq!(verified.head.position, i64::try_from(rows.len()).unwrap());
        assert_eq!(Some(&verified.head.link), last.link.as_ref());
        assert_eq!(verified.head.link.len(), 64);
    }
}

on_each_database! {
    async fn one_changed_word_is_found(bridge: Bridge) {
        let rows = with_history(&bridge).await;
        let row = &rows[3];
        let changes = ["client_address = '192.0.2.66'", "refusal = NULL", "at = at + 1", "user_id = 'x'"];
        for change in changes.into_iter().chain(["details = '{\"a\":\"b\"}'"]) {
            let kept = format!(
                "UPDATE audit_events SET client_address = '{}', refusal = '{}', at = {}, details = '{}', \
                 user_id = '{}' WHERE id = {}",
                row.client_address, row.refusal.as_deref().unwrap(), row.at, row.details,
                row.user_id.as_deref().unwrap(), row.id,
            );
            assert_eq!(bridge.database.tamper(&format!("UPDATE audit_events SET {change} WHERE id = {}", row.id)), 1);
            let named = ChainBroken::Changed { row: row.id, position: row.position.unwrap() };
            assert_eq!(broken(&bridge).await, Some(named), "{change}");
            bridge.database.tamper(&kept);
            assert_eq!(broken(&bridge).await, None, "{change}");
        }
    }
}

on_each_database! {
    async fn a_row_rewritten_with_a_fitting_digest_is_found(bridge: Bridge) {
        let rows = with_history(&bridge).await;
        let mut forged = rows[2].clone();
        forged.client_address = "192.0.2.66".into();
        let digest = forged.digest_of_content();
        bridge.database.tamper(&format!(
            "UPDATE audit_events SET client_address = '192.0.2.66', digest = '{digest}' WHERE id = {}", forged.id
        ));
        let position = forged.position.unwrap();
        assert_eq!(broken(&bridge).await, Some(ChainBroken::Reordered { row: forged.id, position }));
    }
}

on_each_database! {
    async fn a_deleted_row_is_missed(bridge: Bridge) {
        let rows = with_history(&bridge).await;
        let position = rows[2].position.unwrap();
        assert_eq!(bridge.database.tamper(&format!("DELETE FROM audit_events WHERE id = {}", rows[2].id)), 1);
        assert_eq!(broken(&bridge).await, Some(ChainBroken::Missing { position }));
    }
}

on_each_database! {
    async fn two_rows_that_changed_places_are_found(bridge: Bridge) {
        let rows = with_history(&bridge).await;
        let (one, other) = (&rows[2], &rows[3]);
        let (at, then) = (one.position.unwrap(), other.position.unwrap());
        for (id, position) in [(one.id, -1), (other.id, at), (one.id, then)] {
            bridge.database.tamper(&format!("UPDATE audit_events SET position = {position} WHERE id = {id}"));
        }
        assert_eq!(broken(&bridge).await, Some(ChainBroken::Reordered { row: other.id, position: at }));
    }
}

on_each_database! {
    async fn an_end_that_was_noted_shows_that_the_newest_rows_were_cut_off(bridge: Bridge) {
        let rows = with_history(&bridge).await;
        let noted = audit::verify(&bridge.context, None).await.unwrap().head;
        let last = rows.iter().max_by_key(|row| row.position).unwrap();
        bridge.database.tamper(&format!("DELETE FROM audit_events WHERE id = {}", last.id));
        assert_eq!(broken(&bridge).await, None, "the chain alone cannot know how long it was");
        let found = audit::verify(&bridge.context, Some(&noted)).await.unwrap().broken;
        let (end, noted) = (noted.position - 1, noted.position);
        assert_eq!(found, Some(ChainBroken::CutOff { end, noted }));
    }
}

on_each_database! {
    async fn an_end_that_was_noted_shows_that_the_whole_chain_was_made_anew(bridge: Bridge) {
        let rows = with_history(&bridge).await;
        let noted = audit::verify(&bridge.context, None).await.unwrap().head;
        let mut forged = rows[2].clone();
        forged.client_address = "192.0.2.66".into();
        let digest = forged.digest_of_content();
        bridge.database.tamper(&format!(
            "UPDATE audit_events SET client_address = '192.0.2.66', digest = '{digest}' WHERE id = {}", forged.id
        ));
        bridge.database.tamper("UPDATE audit_events SET position = NULL, link = NULL");
        housekeeping::seal_audit(&bridge.context).await.unwrap();
        assert_eq!(broken(&bridge).await, None, "a whole chain, and a false one");
        let position = noted.position;
        let found = audit::verify(&bridge.context, Some(&noted)).await.unwrap().broken;
        assert_eq!(found, Some(ChainBroken::Rewritten { position }));
    }
}

/// Another instance on the same database.
fn another_instance(bridge: &Bridge) -> Arc<Context> {
    let config = bridge::config(&bridge.database, &[]);
    Arc::new(startup::context(&config, Arc::new(bridge.clock.clone())).unwrap())
}

on_each_database! {
    async fn sealers_of_two_instances_and_writers_between_them_leave_one_whole_chain(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let second = another_instance(&bridge);
        let asked = bridge.browser().open("/sign-in").await;
        let refused = (0..60).map(|number| {
            let (mut browser, asked) = (bridge.browser(), asked.clone());
            async move { browser.sign_in(&asked, ANN, &format!("guess {number}")).await.is(403).status.as_u16() }
        });
        let sealers = (0..12).map(|number| {
            let context = if number % 2 == 0 { bridge.context.clone() } else { second.clone() };
            async move { housekeeping::seal_audit(&context).await }
        });
        let (answers, sealed) = tokio::join!(join_all(refused), join_all(sealers));
        assert_eq!(answers.len(), 60);
        for outcome in sealed {
            outcome.unwrap();
        }
        housekeeping::seal_audit(&bridge.context).await.unwrap();
        let verified = audit::verify(&bridge.context, None).await.unwrap();
        assert_eq!((verified.broken, verified.waiting), (None, 0));
        let rows = bridge.audit().await;
        assert_eq!(verified.head.position, i64::try_from(rows.len()).unwrap(), "no row was left out");
    }
}

on_each_database! {
    async fn a_changed_row_is_found_also_at_the_moment_in_which_it_is_chained(bridge: Bridge) {
        let waiting = "INSERT INTO audit_events (at, kind, actor, client_address, request_id, details, digest) \
                       VALUES (1, 'sign-in', 'stranger', '', '', '{}', 'not the digest of this row')";
        for round in 0..30 {
            bridge.database.tamper("DELETE FROM audit_events");
            assert_eq!(bridge.database.tamper(waiting), 1);
            let (verified, sealed) =
                tokio::join!(audit::verify(&bridge.context, None), housekeeping::seal_audit(&bridge.context));
            sealed.unwrap();
            let found = verified.unwrap().broken;
            let is_found = matches!(found, Some(ChainBroken::Changed { .. } | ChainBroken::ChangedWaiting { .. }));
            assert!(is_found, "round {round}: {found:?}");
        }
    }
}

on_each_database! {
    async fn the_audit_names_each_token_by_the_digest_of_its_id(bridge: Bridge) {
        use sha2::{Digest, Sha256};
        bridge.add_person(ANN).await;
        let aha = bridge.add_simulator(Kind::AhaIdeas, &[]).await;
        let mut browser = bridge.browser();
        browser.arrives(&aha.protected_page(), ANN).await.is(200);
        browser.open("/sso/aha-ideas/login").await.is(200);
        let (receipts, rows) = (aha.receipts(), bridge.audit_of("token-minted").await);
        assert_eq!((receipts.len(), rows.len()), (2, 2));
        for (receipt, row) in receipts.iter().zip(&rows) {
            let id = receipt.claims.as_ref().unwrap()["jti"].as_str().unwrap();
            let digest: String = Sha256::digest(id.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
            assert!(row.details.contains(&digest), "{digest} is not in {}", row.details);
            assert!(!row.details.contains(id), "the id itself must not be kept");
        }
    }
}
