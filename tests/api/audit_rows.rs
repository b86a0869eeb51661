//! Whatever changes leaves its row: every kind of event has a story here that makes it happen and reads it back,
//! by whom, about whom and at which provider.

use std::collections::BTreeSet;

use bridgewarden::domain::audit::EventKind;
use bridgewarden::domain::audit_chain::AuditRow;
use bridgewarden::domain::shared_secrets::SecretSlot;
use bridgewarden::domain::user::UserStatus;
use bridgewarden::flow::providers::{self, ProviderChange, SecretChoice};
use bridgewarden::flow::users::{self, PasswordChoice, UserChange};
use bridgewarden::flow::{housekeeping, session};
use bridgewarden::simulator::Kind;

use crate::on_each_database;
use crate::support::{Bridge, PASSWORD};

const ANN: &str = "ann.lee@example.com";
const BO: &str = "bo.kumar@example.com";
const NEW: &str = "four unrelated words";

/// Rows that came since the last look.
struct Reader {
    read: usize,
    kinds: BTreeSet<String>,
}

impl Reader {
    /// The rows since the last look are of these kinds, in this order.
    async fn finds(&mut self, bridge: &Bridge, kinds: &[EventKind]) -> Vec<AuditRow> {
        let rows = bridge.audit().await.split_off(self.read);
        let found: Vec<&str> = rows.iter().map(|row| row.kind.as_str()).collect();
        let expected: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
        assert_eq!(found, expected);
        self.read += rows.len();
        self.kinds.extend(rows.iter().map(|row| row.kind.clone()));
        rows
    }
}

/// Kinds that other files tell the story of, because they need another beginning.
const ELSEWHERE: [EventKind; 17] = [
    // admin_import.rs: people who come from a file, and go into one.
    EventKind::PeopleImported,
    EventKind::PeopleExported,
    // admin_gate.rs: an administrator whose sign-in is older than ten minutes.
    EventKind::SessionConfirmed,
    // first_administrator.rs: a bridge without any.
    EventKind::FirstAdministratorOffered,
    // admin_audit.rs: pages.
    EventKind::AuditExported,
    EventKind::AuditVerified,
    // full_queue.rs: a bridge with stronger hashing.
    EventKind::PasswordRehashed,
    // provider_errors.rs: a provider whose clock is wrong.
    EventKind::ProviderReportedError,
    // guessing.rs: many wrong passwords, and an administrator who lets people go on.
    EventKind::GuessingThrottled,
    EventKind::ThrottlingCleared,
    // invitations.rs: links by which people choose a password.
    EventKind::InvitationMade,
    EventKind::InvitationWithdrawn,
    EventKind::InvitationAccepted,
    // held_addresses.rs: addresses that were another's.
    EventKind::AddressReleased,
    // tests/cli/backup.rs: a command, on SQLite only.
    EventKind::BackupMade,
    // tests/cli/rotation.rs: commands that change the key file.
    EventKind::SealingKeyRotated,
    EventKind::SealingKeyDropped,
];

on_each_database! {
    async fn every_kind_of_change_leaves_its_row(bridge: Bridge) {
        use EventKind as K;
        let (context, origin) = (&bridge.context, bridge.origin());
        let (ann, slug) = (ANN.parse().unwrap(), "it-glue".parse().unwrap());
        let mut audit = Reader { read: 0, kinds: BTreeSet::new() };

        bridge.add_person(ANN).await;
        let rows = audit.finds(&bridge, &[K::UserAdded]).await;
        assert_eq!(rows[0].actor, "command-line:test");
        let ann_id = rows[0].user_id.clone().unwrap();
        let glue = bridge.add_simulator(Kind::ItGlue, &[ANN]).await;
        let rows = audit.finds(&bridge, &[K::ProviderAdded]).await;
        assert!(rows[0].provider_id.is_some(), "{rows:?}");

        let mut browser = bridge.browser();
        let asked = browser.open("/sso/it-glue/login?return_to=//evil.example/").await;
        let asked = browser.sign_in(&asked, ANN, "not the password").await;
        let rows = audit.finds(&bridge, &[K::SignInRefused]).await;
        assert_eq!((rows[0].refusal.as_deref(), rows[0].actor.as_str()), (Some("wrong-credentials"), "stranger"));
        browser.sign_in(&asked, ANN, PASSWORD).await.is(200);
        let rows = audit.finds(&bridge, &[K::SignedIn, K::ReturnToDropped, K::TokenMinted]).await;
        for row in &rows {
            assert_eq!(row.actor, format!("person:{ann_id}"));
            assert_eq!((row.user_id.as_deref(), row.client_address.as_str()), (Some(ann_id.as_str()), "127.0.0.1"));
            assert!(!row.request_id.is_empty(), "{row:?}");
        }
        assert!(rows[2].provider_id.is_some() && rows[2].details.contains("jti"), "{:?}", rows[2]);

        let page = browser.open("/account/password").await;
        let form = page.form("current_password").set("current_password", PASSWORD).set("new_password", NEW);
        browser.submit(&page, form.set("repeat_password", NEW)).await.is(303);
        audit.finds(&bridge, &[K::PasswordChanged]).await;
        let tiles = browser.get("/").await;
        browser.submit(&tiles, tiles.form_to("/sign-out")).await.is(200);
        audit.finds(&bridge, &[K::SignedOut]).await;

        let one_time = users::set_password(context, &ann, PasswordChoice::OneTime, &origin).await.unwrap();
        audit.finds(&bridge, &[K::PasswordReset]).await;
        let users::UserOutcome::Done(Some(one_time)) = one_time else { panic!("no password was made") };
        let asked = browser.get("/sign-in").await;
        browser.sign_in(&asked, ANN, one_time.expose()).await.is(200);
        audit.finds(&bridge, &[K::PasswordVerified]).await;

        let choice = PasswordChoice::Given {
            password: bridgewarden::domain::password::Password::parse(PASSWORD).unwrap(),
            must_change: false,
        };
        users::set_password(context, &ann, choice, &origin).await.unwrap();
        audit.finds(&bridge, &[K::PasswordReset]).await;
        bridge.signed_in(ANN).await;
        audit.finds(&bridge, &[K::SignedIn]).await;
        let listed = session::list(context, None, 10).await.unwrap();
        session::revoke(context, listed[0].session.id, &origin).await.unwrap();
        audit.finds(&bridge, &[K::SessionRevoked]).await;

        let administrator = UserChange { is_administrator: Some(true), ..UserChange::default() };
        bridge.change_person(ANN, administrator).await;
        let rows = audit.finds(&bridge, &[K::UserChanged]).await;
        assert!(rows[0].details.contains("administrator"), "who became an administrator is told: {:?}", rows[0]);
        let join = ["staff".parse().unwrap()].into();
        bridge.change_person(ANN, UserChange { join, ..UserChange::default() }).await;
        audit.finds(&bridge, &[K::UserChanged]).await;
        bridge.add_person(BO).await;
        bridge.disable(BO).await;
        users::set_status(context, &BO.parse().unwrap(), UserStatus::Active, &origin).await.unwrap();
        users::delete(context, &BO.parse().unwrap(), &origin).await.unwrap();
        audit.finds(&bridge, &[K::UserAdded, K::UserDisabled, K::UserEnabled, K::UserDeleted]).await;

        bridge.change_provider("it-glue", ProviderChange { name: Some("Docs".into()), ..ProviderChange::default() }).await;
        bridge.switch("it-glue", false).await;
        bridge.switch("it-glue", true).await;
        providers::set_secret(context, &slug, SecretChoice::Generate, &origin).await.unwrap();
        providers::stage(context, &slug, SecretChoice::Generate, &origin).await.unwrap();
        providers::switch(context, &slug, None, &origin).await.unwrap();
        providers::take_back(context, &slug, None, &origin).await.unwrap();
        providers::forget(context, &slug, SecretSlot::Staged, None, &origin).await.unwrap();
        providers::remove(context, &slug, &origin).await.unwrap();
        let rows = audit.finds(&bridge, &[
            K::ProviderChanged, K::ProviderDisabled, K::ProviderEnabled, K::ProviderSecretChanged,
            K::ProviderSecretStaged, K::ProviderSecretSwitched, K::ProviderSecretTakenBack, K::ProviderSecretForgotten,
            K::ProviderRemoved,
        ]).await;
        for row in &rows[3..8] {
            assert!(row.details.contains("secret_fingerprint"), "{row:?}");
        }
        drop(glue);

        let untold: Vec<&str> =
            K::ALL.iter().filter(|kind| !ELSEWHERE.contains(kind)).map(|kind| kind.as_str())
                .filter(|kind| !audit.kinds.contains(*kind)).collect();
        assert!(untold.is_empty(), "no story makes these happen: {untold:?}");
        housekeeping::seal_audit(context).await.unwrap();
        let verified = bridgewarden::flow::audit::verify(context, None).await.unwrap();
        assert_eq!((verified.broken, verified.waiting), (None, 0));
    }
}

on_each_database! {
    async fn what_changes_nothing_leaves_no_row(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let (context, origin) = (&bridge.context, bridge.origin());
        let before = bridge.audit().await.len();
        let stranger = "nobody@example.com".parse().unwrap();
        users::delete(context, &stranger, &origin).await.unwrap();
        users::set_status(context, &stranger, UserStatus::Disabled, &origin).await.unwrap();
        providers::remove(context, &"nothing".parse().unwrap(), &origin).await.unwrap();
        assert_eq!(bridge.audit().await.len(), before);
    }
}
