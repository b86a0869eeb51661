//! The warnings of the administrator's first page that need some making: each appears in its words, with the way to where
//! it is mended, and is gone when that was done.

use std::fs;
use std::time::Duration;

use bridgewarden::crypto::ring::Ring;
use bridgewarden::crypto::seal::SealingKey;
use bridgewarden::domain::clock::Timestamp;
use bridgewarden::domain::password::Password;
use bridgewarden::domain::provider::SecretFacts;
use bridgewarden::domain::shared_secrets::SecretSlot;
use bridgewarden::flow::providers::{self, SecretChoice};
use bridgewarden::flow::sealing::{self, Rotated};
use bridgewarden::flow::users::{PasswordChoice, UserChange};
use bridgewarden::flow::{audit, housekeeping};
use bridgewarden::store::provider_secrets::{SealedSecrets, find, put, secret_place};
use bridgewarden::store::providers::SealedSecret;
use bridgewarden::store::sealing::drop_key;
use diesel::connection::SimpleConnection;

use crate::on_each_database;
use crate::support::bridge::SECRET;
use crate::support::{Bridge, Browser, Database, PASSWORD};

const ADA: &str = "ada.admin@example.com";
const BO: &str = "bo.kumar@example.com";
const DAY: Duration = Duration::from_secs(24 * 3600);

/// What the overview shows of one warning.
struct Warning {
    text: String,
    link: String,
}

/// The warning with that sentence, if Ada sees one.
async fn warning(ada: &mut Browser, sentence: &str) -> Option<Warning> {
    let page = ada.get("/admin").await;
    page.is(200);
    let list = page.body.split("<ul class=\"warnings\">").nth(1).unwrap_or_default();
    let list = list.split("</ul>").next().unwrap();
    let item = list.split("<li>").find(|item| item.contains(sentence))?;
    let link = item.split("href=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    Some(Warning { text: item.to_owned(), link: link.replace("&#38;", "&") })
}

/// Ada reads the warning, with all of these words, and follows its link.
async fn is_told(ada: &mut Browser, sentence: &str, words: &[&str], link: &str) {
    let Some(found) = warning(ada, sentence).await else { panic!("nobody is told: {sentence}") };
    for word in words {
        assert!(found.text.contains(word), "no {word} in {}", found.text);
    }
    assert_eq!(found.link, link);
    let (address, part) = link.split_once('#').unwrap_or((link, ""));
    let page = ada.get(address).await;
    page.is(200);
    assert!(part.is_empty() || page.body.contains(&format!("id=\"{part}\"")), "{address} has no {part}");
}

async fn is_not_told(ada: &mut Browser, sentence: &str) {
    assert!(warning(ada, sentence).await.is_none(), "{sentence} is still told");
}

/// An administrator at work, and a provider.
async fn ada_at_work(bridge: &Bridge) -> Browser {
    bridge.add_administrator(ADA).await;
    bridge.add_administrator("other.admin@example.com").await;
    bridge.add_provider("it-glue", "it-glue", &[("subdomain", "acme")], SECRET).await;
    bridge.signed_in(ADA).await
}

/// Puts a secret into a place of a provider as nobody could who asks the bridge.
async fn put_secret(bridge: &Bridge, slug: &str, secret: &str) {
    let provider = providers::find(&bridge.context, &slug.parse().unwrap()).await.unwrap().unwrap();
    let place = secret_place(provider.id, SecretSlot::Current);
    let ring = bridge.context.keys.ring();
    let sealed = ring.seal(&place.each_ref().map(String::as_str), secret.as_bytes()).unwrap();
    let facts = SecretFacts { fingerprint: "made up".into(), bytes: 32 };
    let write = bridge.context.store.write(move |connection| {
        let before = find(connection, provider.id)?.unwrap();
        let current = SealedSecret { sealed: sealed.clone(), facts: facts.clone() };
        put(connection, provider.id, &SealedSecrets { current, ..before }, Timestamp::from_micros(0))
    });
    assert!(write.await.unwrap());
}

/// The file of the sealing keys as somebody else left it; the running bridge takes it up.
fn keep(bridge: &Bridge, ring: &Ring) {
    let file = bridge.database.folder.path().join("test.key");
    fs::write(file, ring.to_text().as_bytes()).unwrap();
    bridge.context.keys.look_again();
    assert!(bridge.context.keys.ring().is_like(ring));
}

on_each_database! {
    async fn two_providers_with_one_secret_are_told_until_one_has_its_own(bridge: Bridge) {
        let mut ada = ada_at_work(&bridge).await;
        bridge.add_provider("desk", "it-glue", &[("subdomain", "desk")], "another secret: 0123456789abcdef").await;
        let told = "These providers have the same shared secret: desk, it-glue.";
        is_not_told(&mut ada, "the same shared secret").await;
        put_secret(&bridge, "desk", SECRET).await;
        is_told(&mut ada, told, &["Warning", "Give each its own."], "/admin/providers").await;
        let desk = "desk".parse().unwrap();
        providers::set_secret(&bridge.context, &desk, SecretChoice::Generate, &bridge.origin()).await.unwrap();
        // The former one is still the other's.
        is_told(&mut ada, told, &[], "/admin/providers").await;
        providers::forget(&bridge.context, &desk, SecretSlot::Former, None, &bridge.origin()).await.unwrap();
        is_not_told(&mut ada, "the same shared secret").await;
    }
}

on_each_database! {
    async fn a_rotation_of_the_sealing_keys_is_told_at_each_step_until_it_is_over(bridge: Bridge) {
        let mut ada = ada_at_work(&bridge).await;
        let settings = "/admin/settings#security";
        let (before, next) = (bridge.context.keys.ring(), SealingKey::random().unwrap());
        let old = before.current().id().to_owned();
        let new = next.id().to_owned();
        is_not_told(&mut ada, "rotation").await;

        keep(&bridge, &before.preparing(next.clone()));
        let prepared = format!("A rotation was begun: the sealing key {new} is prepared");
        is_told(&mut ada, &prepared, &["Hint", "bridgewarden secret rotate-key"], settings).await;

        keep(&bridge, &before.rotated_to(next));
        let leftover = format!("Rows that are sealed under the key {old}, which is not the current one: 1.");
        is_told(&mut ada, &leftover, &["Warning", "bridgewarden secret rotate-key"], settings).await;
        is_not_told(&mut ada, &prepared).await;

        let done = sealing::rotate(&bridge.context, Err("the story keeps it".into()), true, &bridge.origin()).await;
        assert!(matches!(done.unwrap(), Rotated::Done { rows: 1, .. }));
        let unused = format!("A rotation was left unfinished: the earlier sealing key {old} seals nothing any more.");
        is_told(&mut ada, &unused, &["Hint", &format!("bridgewarden secret drop-key {old}")], settings).await;
        is_not_told(&mut ada, &leftover).await;

        keep(&bridge, &bridge.context.keys.ring().without(&old));
        is_not_told(&mut ada, "rotation").await;
        is_not_told(&mut ada, &old).await;
    }
}

on_each_database! {
    async fn a_staged_and_a_former_secret_that_do_not_open_are_told_until_they_are_forgotten(bridge: Bridge) {
        let mut ada = ada_at_work(&bridge).await;
        let (glue, origin) = ("it-glue".parse().unwrap(), bridge.origin());
        let generated = || SecretChoice::Generate;
        providers::set_secret(&bridge.context, &glue, generated(), &origin).await.unwrap();
        providers::stage(&bridge.context, &glue, generated(), &origin).await.unwrap();
        let (staged, former) = ("The staged shared secret of it-glue", "The former shared secret of it-glue");
        is_not_told(&mut ada, "does not open").await;

        // The keys are others, and only the secret that signs was set again.
        let before = bridge.context.keys.ring();
        keep(&bridge, &Ring::new(SealingKey::random().unwrap(), Vec::new()));
        let secrets = "/admin/providers/it-glue#secrets";
        is_told(&mut ada, "The shared secret of it-glue does not open", &["Fault"], secrets).await;
        providers::set_secret(&bridge.context, &glue, generated(), &origin).await.unwrap();
        is_not_told(&mut ada, "The shared secret of it-glue").await;
        let why = "it was sealed with a key that this installation does not have";
        is_told(&mut ada, staged, &["Warning", why, "cannot be switched to", "stage it again"], secrets).await;
        is_told(&mut ada, former, &["Warning", why, "cannot be taken back", "forget it"], secrets).await;

        let now = bridge.context.keys.ring();
        keep(&bridge, &Ring::new(now.current().clone(), vec![before.current().clone()]));
        is_not_told(&mut ada, "does not open").await;
        keep(&bridge, &now);
        // Not even when their key was dropped, as a database may say that was put together from two copies, does one of
        // them keep the other from being forgotten.
        let (dropped, at) = (before.current().id().to_owned(), bridge.context.now());
        let drop = bridge.context.store.write(move |connection| drop_key(connection, &dropped, at));
        assert!(drop.await.unwrap());
        for (slot, sentence) in [(SecretSlot::Staged, staged), (SecretSlot::Former, former)] {
            is_told(&mut ada, sentence, &[], secrets).await;
            let page = ada.get(&format!("/admin/providers/it-glue/forget/{}", slot.as_str())).await;
            let form = page.form_to(&format!("/forget/{}", slot.as_str()));
            let label = page.body.split("for=\"word\">Type ").nth(1).unwrap();
            let fingerprint = label.split(' ').next().unwrap().to_owned();
            ada.submit(&page, form.set("word", &fingerprint)).await.is(303);
            is_not_told(&mut ada, sentence).await;
        }
    }
}

on_each_database! {
    async fn a_claim_that_somebody_lacks_is_told_for_a_day_with_the_way_to_whose_it_is(bridge: Bridge) {
        ada_at_work(&bridge).await;
        let choice = PasswordChoice::Given { password: Password::parse(PASSWORD).unwrap(), must_change: false };
        bridge.add(BO, |bo| bo.last_name.clear(), choice).await;
        bridge.add_provider("ideas", "aha-ideas", &[("portal_host", "ideas.example.com")], "ideas: 0123456789abcdef01234567").await;
        let mut bo = bridge.signed_in(BO).await;
        let mut ada = bridge.signed_in(ADA).await;
        let told = "Sign-ins to ideas that were refused within a day, because a claim that it requires was empty:";
        is_not_told(&mut ada, told).await;
        bo.get("/sso/ideas/login").await.is(403);
        let audit = "/admin/audit?provider=ideas&kind=sign-in-refused";
        is_told(&mut ada, &format!("{told} 1."), &["Warning", "Fill the claim in for them"], audit).await;
        ada.get(audit).await.says(BO);
        bridge.change_person(BO, UserChange { last_name: Some("Kumar".into()), ..UserChange::default() }).await;
        bo.get("/sso/ideas/login").await.is(303);
        is_told(&mut ada, &format!("{told} 1."), &[], audit).await;
        bridge.clock.advance(DAY + Duration::from_secs(3600));
        is_not_told(&mut bridge.signed_in(ADA).await, told).await;
    }
}

/// On SQLite every row is chained in the write that makes it, and none can wait.
#[tokio::test]
async fn rows_that_wait_to_be_chained_are_told_until_they_are() {
    let bridge = Bridge::start(Database::postgres()).await;
    ada_at_work(&bridge).await;
    housekeeping::seal_audit(&bridge.context).await.unwrap();
    bridge.database.tamper(
        "CREATE FUNCTION keep_waiting() RETURNS trigger LANGUAGE plpgsql AS \
         $$ BEGIN RAISE EXCEPTION 'not now'; END $$",
    );
    bridge.database.tamper(
        "CREATE TRIGGER keep_waiting BEFORE UPDATE OF position ON audit_events \
         FOR EACH ROW EXECUTE FUNCTION keep_waiting()",
    );
    let mut ada = bridge.signed_in(ADA).await;
    is_not_told(&mut ada, "to be chained").await;
    bridge.clock.advance(Duration::from_secs(61));
    let words = ["Warning", "Rows of the audit wait since", "The log of the service tells the cause."];
    is_told(&mut ada, "to be chained", &words, "/admin/audit").await;
    bridge.database.tamper("DROP TRIGGER keep_waiting ON audit_events");
    housekeeping::seal_audit(&bridge.context).await.unwrap();
    is_not_told(&mut ada, "to be chained").await;
    assert_eq!(audit::verify(&bridge.context, None).await.unwrap().broken, None);
}

const NO_WRITES: &str = "The database takes no writes. Every sign-in is refused.";

/// What Ada sees, who is signed in, while nothing can be written and afterwards.
async fn writes_are_refused(bridge: &Bridge, refuse: impl FnOnce(), mend: impl FnOnce()) {
    let mut ada = ada_at_work(bridge).await;
    is_not_told(&mut ada, NO_WRITES).await;
    refuse();
    let mut stranger = bridge.browser();
    let asked = stranger.get("/sign-in").await;
    stranger.sign_in(&asked, ADA, PASSWORD).await.is(503);
    is_told(&mut ada, NO_WRITES, &["Fault", "Nothing needs to be restarted."], "/admin/settings#database")
        .await;
    mend();
    bridge.signed_in(ADA).await;
    is_not_told(&mut ada, NO_WRITES).await;
}

#[tokio::test]
async fn a_sqlite_file_that_takes_no_writes_is_told_to_whoever_is_signed_in() {
    let bridge = Bridge::start(Database::sqlite()).await;
    let somebody_else = std::cell::RefCell::new(bridge.database.connect());
    let runs = |sql: &str| somebody_else.borrow_mut().batch_execute(sql).unwrap();
    writes_are_refused(&bridge, || runs("BEGIN IMMEDIATE"), || runs("ROLLBACK")).await;
}

#[tokio::test]
async fn a_postgresql_without_room_on_its_disk_is_told_to_whoever_is_signed_in() {
    let bridge = Bridge::start(Database::postgres()).await;
    let refuse = || {
        bridge.database.tamper(
            "CREATE FUNCTION is_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION \
             'could not extend file \"base/1/2\": No space left on device' USING ERRCODE = 'disk_full'; END $$",
        );
        for table in ["audit_events", "throttles", "sessions"] {
            bridge.database.tamper(&format!(
                "CREATE TRIGGER is_full BEFORE INSERT OR UPDATE ON {table} \
                 FOR EACH ROW EXECUTE FUNCTION is_full()"
            ));
        }
    };
    let mend = || {
        bridge.database.tamper("DROP FUNCTION is_full() CASCADE");
    };
    writes_are_refused(&bridge, refuse, mend).await;
}
