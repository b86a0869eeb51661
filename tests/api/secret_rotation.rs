//! A shared secret is changed in steps, and at each step the provider's own verification says which one signs.

use bridgewarden::domain::provider::Slug;
use bridgewarden::domain::shared_secrets::{SecretSlot, SecretsBeside};
use bridgewarden::flow::providers::{self, ProviderOutcome, SecretChoice, SecretReport};
use bridgewarden::simulator::verify::{VerifyError, verify_hs256};

use crate::on_each_database;
use crate::support::{Bridge, Browser, Delivery};

const ANN: &str = "ann.lee@example.com";
const OLD: &str = "the old secret of the desk, longer than 32 bytes";
const NEW: &str = "the new secret of the desk, longer than 32 bytes";
const THIRD: &str = "the third secret of the desk, more than 32 bytes";

fn slug() -> Slug {
    "desk".parse().unwrap()
}

fn given(secret: &str) -> SecretChoice {
    SecretChoice::Given(secret.as_bytes().to_vec())
}

async fn prepare(bridge: &Bridge) -> Browser {
    bridge.add_person(ANN).await;
    bridge.add_provider("desk", "it-glue", &[("subdomain", "acme")], OLD).await;
    bridge.signed_in(ANN).await
}

/// The token of a silent sign-in is signed with that secret and with none of the others.
async fn signs(browser: &mut Browser, secret: &str) {
    let delivery = Delivery::in_page(&browser.get("/sso/desk/login").await);
    for known in [OLD, NEW, THIRD] {
        let verified = verify_hs256(delivery.token("jwt"), known.as_bytes());
        if known == secret {
            assert!(verified.is_ok(), "{known:?} did not sign: {verified:?}");
        } else {
            assert_eq!(verified, Err(VerifyError::Signature), "{known:?} signed too");
        }
    }
}

async fn stage(bridge: &Bridge, secret: &str) -> SecretReport {
    match providers::stage(&bridge.context, &slug(), given(secret), &bridge.origin()).await.unwrap() {
        ProviderOutcome::Done(report) => report,
        other => panic!("nothing was staged: {other:?}"),
    }
}

async fn switch(bridge: &Bridge) {
    let outcome = providers::switch(&bridge.context, &slug(), None, &bridge.origin()).await.unwrap();
    assert!(matches!(outcome, ProviderOutcome::Done(_)), "{outcome:?}");
}

async fn take_back(bridge: &Bridge) {
    let outcome = providers::take_back(&bridge.context, &slug(), None, &bridge.origin()).await.unwrap();
    assert!(matches!(outcome, ProviderOutcome::Done(_)), "{outcome:?}");
}

async fn beside(bridge: &Bridge) -> SecretsBeside {
    let desk = providers::find(&bridge.context, &slug()).await.unwrap().unwrap();
    providers::beside(&bridge.context, desk.id).await.unwrap()
}

on_each_database! {
    async fn a_staged_secret_signs_only_when_it_is_switched_to_and_the_former_can_be_taken_back(bridge: Bridge) {
        let mut browser = prepare(&bridge).await;
        signs(&mut browser, OLD).await;
        let staged = stage(&bridge, NEW).await;
        assert_eq!((staged.facts.bytes, staged.generated), (48, None));
        signs(&mut browser, OLD).await;
        assert_eq!(beside(&bridge).await.staged.unwrap().facts, staged.facts);
        switch(&bridge).await;
        signs(&mut browser, NEW).await;
        let after = beside(&bridge).await;
        assert!(after.staged.is_none() && after.former.is_some(), "{after:?}");
        take_back(&bridge).await;
        signs(&mut browser, OLD).await;
        let after = beside(&bridge).await;
        assert_eq!(after.staged.unwrap().facts, staged.facts, "the new one waits again");
        assert!(after.former.is_none());
        switch(&bridge).await;
        signs(&mut browser, NEW).await;
    }
}

on_each_database! {
    async fn nothing_is_lost_when_a_third_secret_is_staged_before_the_former_is_taken_back(bridge: Bridge) {
        let mut browser = prepare(&bridge).await;
        stage(&bridge, NEW).await;
        switch(&bridge).await;
        let third = stage(&bridge, THIRD).await;
        take_back(&bridge).await;
        signs(&mut browser, OLD).await;
        assert_eq!(beside(&bridge).await.staged.unwrap().facts, third.facts);
        take_back(&bridge).await;
        signs(&mut browser, NEW).await;
        switch(&bridge).await;
        signs(&mut browser, THIRD).await;
    }
}

on_each_database! {
    async fn a_secret_that_is_replaced_at_once_can_be_taken_back_too(bridge: Bridge) {
        let mut browser = prepare(&bridge).await;
        providers::set_secret(&bridge.context, &slug(), given(NEW), &bridge.origin()).await.unwrap();
        signs(&mut browser, NEW).await;
        providers::set_secret(&bridge.context, &slug(), given(NEW), &bridge.origin()).await.unwrap();
        take_back(&bridge).await;
        signs(&mut browser, OLD).await;
    }
}

on_each_database! {
    async fn what_is_not_there_and_what_is_no_change_is_said(bridge: Bridge) {
        prepare(&bridge).await;
        bridge.add_provider("other", "zendesk", &[("subdomain", "acme")], THIRD).await;
        let (context, origin, desk) = (&bridge.context, bridge.origin(), slug());
        let nothing = |slot| ProviderOutcome::NoSecretThere(slot);
        assert_eq!(providers::switch(context, &desk, None, &origin).await.unwrap(), nothing(SecretSlot::Staged));
        assert_eq!(providers::take_back(context, &desk, None, &origin).await.unwrap(), nothing(SecretSlot::Former));
        for slot in SecretSlot::ALL {
            assert_eq!(providers::forget(context, &desk, slot, None, &origin).await.unwrap(), nothing(slot));
        }
        let staged = providers::stage(context, &desk, given(OLD), &origin).await.unwrap();
        assert_eq!(staged, ProviderOutcome::SecretUnchanged);
        let staged = providers::stage(context, &desk, given(THIRD), &origin).await.unwrap();
        assert_eq!(staged, ProviderOutcome::SecretShared(vec!["other".into()]));
        let staged = providers::stage(context, &desk, given("\n"), &origin).await.unwrap();
        assert!(matches!(staged, ProviderOutcome::SecretUnfit(_)), "{staged:?}");
        let unknown = providers::stage(context, &"no-desk".parse().unwrap(), given(NEW), &origin).await.unwrap();
        assert_eq!(unknown, ProviderOutcome::Unknown);
        // Nor does another provider get what is staged or kept here.
        stage(&bridge, NEW).await;
        let other = "other".parse().unwrap();
        let shared = ProviderOutcome::SecretShared(vec!["desk".into()]);
        assert_eq!(providers::set_secret(context, &other, given(NEW), &origin).await.unwrap(), shared);
        switch(&bridge).await;
        assert_eq!(providers::stage(context, &other, given(OLD), &origin).await.unwrap(), shared);
        let forgotten = providers::forget(context, &desk, SecretSlot::Former, None, &origin).await.unwrap();
        assert!(matches!(forgotten, ProviderOutcome::Done(_)));
        assert!(matches!(providers::stage(context, &other, given(OLD), &origin).await.unwrap(), ProviderOutcome::Done(_)));
    }
}

on_each_database! {
    async fn of_two_administrators_at_once_one_is_told_that_it_is_different_now(bridge: Bridge) {
        let mut browser = prepare(&bridge).await;
        let (context, origin, desk) = (&bridge.context, bridge.origin(), slug());
        let seen = stage(&bridge, NEW).await.facts.fingerprint;
        stage(&bridge, THIRD).await;
        let outcome = providers::switch(context, &desk, Some(&seen), &origin).await.unwrap();
        assert_eq!(outcome, ProviderOutcome::ChangedMeanwhile);
        let outcome = providers::forget(context, &desk, SecretSlot::Staged, Some(&seen), &origin).await.unwrap();
        assert_eq!(outcome, ProviderOutcome::ChangedMeanwhile);
        signs(&mut browser, OLD).await;
        // Eight switch at the same moment: one does, and nobody is told that it did who did not.
        let acts = (0..8).map(|_| providers::switch(context, &desk, None, &origin));
        let outcomes = futures_util::future::join_all(acts).await;
        let done = outcomes.iter().filter(|outcome| matches!(outcome, Ok(ProviderOutcome::Done(_)))).count();
        assert_eq!(done, 1, "{outcomes:?}");
        assert_eq!(bridge.count_audit("provider-secret-switched").await, 1);
        signs(&mut browser, THIRD).await;
        take_back(&bridge).await;
        signs(&mut browser, OLD).await;
    }
}

on_each_database! {
    async fn no_step_leaves_a_secret_behind_in_the_database_or_in_the_audit(bridge: Bridge) {
        let mut browser = prepare(&bridge).await;
        let (context, origin, desk) = (&bridge.context, bridge.origin(), slug());
        let made = providers::stage(context, &desk, SecretChoice::Generate, &origin).await.unwrap();
        assert!(!format!("{made:?}").contains("ShownOnce(\""), "{made:?}");
        let ProviderOutcome::Done(report) = made else { panic!("no secret was made") };
        let generated = report.generated.unwrap();
        switch(&bridge).await;
        stage(&bridge, NEW).await;
        take_back(&bridge).await;
        signs(&mut browser, OLD).await;
        let dump = bridge.database.dump();
        assert!(dump.contains("provider-secret-taken-back"), "the dump is not whole");
        for secret in [OLD, NEW, generated.expose()] {
            assert!(!dump.contains(secret), "a secret is in the database");
        }
        assert!(dump.contains(&report.facts.fingerprint), "the audit names secrets by their fingerprints");
    }
}

on_each_database! {
    async fn a_sealed_secret_opens_in_its_own_place_only(bridge: Bridge) {
        prepare(&bridge).await;
        stage(&bridge, NEW).await;
        // Whoever can write into the database must not be able to switch by hand.
        assert_eq!(bridge.database.tamper("UPDATE providers SET secret_sealed = staged_secret_sealed"), 1);
        bridge.signed_in(ANN).await.get("/sso/desk/login").await.is(500);
    }
}
