//! Invitations: one link, one password, one person; whoever comes later, or too late, learns nothing.

use std::time::Duration;

use bridgewarden::domain::user::UserStatus;
use bridgewarden::flow::invitations::{self, Invited};
use bridgewarden::flow::users::{
    self, Besides, NewUser, PasswordChoice, UserChange, UserOutcome, WayIn, WayInMade,
};
use bridgewarden::flow::{housekeeping, session};
use futures_util::future::join_all;

use crate::on_each_database;
use crate::support::{Bridge, Browser, PASSWORD, Page};

pub const ANN: &str = "ann.lee@example.com";
pub const BO: &str = "bo.kumar@example.com";
const NEW: &str = "four unrelated words";
const HOUR: Duration = Duration::from_secs(3600);

/// Somebody new, invited.
pub async fn add_invited(bridge: &Bridge, email: &str) -> Invited {
    let new = NewUser {
        email: email.parse().unwrap(),
        first_name: "Ann".into(),
        last_name: "Lee".into(),
        external_id: None,
        locale: None,
        groups: [].into(),
        is_administrator: false,
    };
    let way_in = WayIn::Invitation;
    match users::add_with(&bridge.context, new, Besides::default(), way_in, &bridge.origin()).await.unwrap() {
        UserOutcome::Done(WayInMade::Invitation(invited)) => invited,
        other => panic!("{other:?}"),
    }
}

/// Another invitation for somebody who is there.
async fn invite(bridge: &Bridge, email: &str) -> Invited {
    match invitations::invite(&bridge.context, &email.parse().unwrap(), &bridge.origin()).await.unwrap() {
        UserOutcome::Done(invited) => invited,
        other => panic!("{other:?}"),
    }
}

fn path(invited: &Invited) -> String {
    format!("/invitation/{}", invited.token.expose())
}

async fn answer(browser: &mut Browser, page: &Page, password: &str) -> Page {
    let form = page.form("new_password").set("new_password", password).set("repeat_password", password);
    browser.submit(page, form).await
}

/// What the page of a link that does not work is, the reference aside.
async fn unusable(bridge: &Bridge, path: &str) -> String {
    let page = bridge.browser().get(path).await;
    page.is_our_no(404, path);
    page.says("This invitation does not work.");
    let (_, reference) = page.body.split_once("class=\"facts reference\"").unwrap();
    let reference = reference.split("<code>").nth(1).unwrap().split('<').next().unwrap();
    assert!(reference.len() > 20, "{reference:?} is no reference");
    page.body.replace(reference, "")
}

on_each_database! {
    async fn a_person_who_is_invited_chooses_a_password_and_is_signed_in(bridge: Bridge) {
        let invited = add_invited(&bridge, ANN).await;
        let mut browser = bridge.browser();
        let sign_in = browser.get("/sign-in").await;
        browser.sign_in(&sign_in, ANN, PASSWORD).await.is(403);

        let page = browser.get(&path(&invited)).await;
        page.is(200).says("Choose your password").says("Ann Lee").says(ANN);
        assert_eq!(page.header("cache-control"), Some("no-store"));
        assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
        let answered = answer(&mut browser, &page, NEW).await;
        answered.is(303);
        assert_eq!(answered.location().as_deref(), Some("/"));
        browser.follow(answered).await.is(200).says("Your services");
        bridge.forget_guesses().await;
        let mut elsewhere = bridge.browser();
        let sign_in = elsewhere.get("/sign-in").await;
        elsewhere.sign_in(&sign_in, ANN, NEW).await.is(303);

        let rows = bridge.audit_of("invitation-accepted").await;
        assert_eq!(rows[0].actor, format!("person:{}", rows[0].user_id.as_deref().unwrap()));
        assert_eq!(bridge.audit_of("invitation-made").await[0].actor, "command-line:test");
    }
}

on_each_database! {
    async fn the_link_is_nowhere_but_in_the_hand_of_the_administrator(bridge: Bridge) {
        let invited = add_invited(&bridge, ANN).await;
        let shown = format!("{invited:?}");
        assert!(!shown.contains(invited.token.expose()), "{shown}");
        bridge.browser().get(&path(&invited)).await.is(200);
        assert!(!bridge.database.dump().contains(invited.token.expose()));
        assert!(!bridge.metrics().await.contains(invited.token.expose()));
    }
}

on_each_database! {
    async fn used_expired_ended_and_invented_links_are_all_the_same(bridge: Bridge) {
        let used = add_invited(&bridge, ANN).await;
        let mut browser = bridge.browser();
        let page = browser.get(&path(&used)).await;
        answer(&mut browser, &page, NEW).await.is(303);
        answer(&mut browser, &page, "another four words").await.is(404);
        let ended = add_invited(&bridge, BO).await;
        let newer = invite(&bridge, BO).await;
        let expected = unusable(&bridge, "/invitation/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").await;
        for other in [path(&used), path(&ended), "/invitation/x".into(), "/invitation/%3Cb%3E".into()] {
            assert_eq!(unusable(&bridge, &other).await, expected, "{other}");
        }
        bridge.browser().get(&path(&newer)).await.is(200);
        bridge.clock.advance(72 * HOUR);
        assert_eq!(unusable(&bridge, &path(&newer)).await, expected, "expired");
        assert_eq!(bridge.sessions_of(BO).await.len(), 0);
    }
}

on_each_database! {
    async fn eight_who_open_one_invitation_at_once_are_one(bridge: Bridge) {
        let invited = add_invited(&bridge, ANN).await;
        let page = bridge.browser().get(&path(&invited)).await;
        let answers = join_all((0..8).map(|number| {
            let (mut browser, page) = (bridge.browser(), page.clone());
            async move { answer(&mut browser, &page, &format!("the choice of rival {number}")).await.status.as_u16() }
        }))
        .await;
        assert_eq!(answers.iter().filter(|status| **status == 303).count(), 1, "{answers:?}");
        assert_eq!(answers.iter().filter(|status| **status == 404).count(), 7, "{answers:?}");
        assert_eq!(bridge.sessions_of(ANN).await.len(), 1);
        assert_eq!(bridge.count_audit("invitation-accepted").await, 1);
    }
}

on_each_database! {
    async fn an_invitation_ends_with_what_it_was_made_for(bridge: Bridge) {
        let (context, origin) = (&bridge.context, bridge.origin());
        let status = async |status| {
            users::set_status(&bridge.context, &ANN.parse().unwrap(), status, &bridge.origin()).await.unwrap();
        };
        add_invited(&bridge, ANN).await;

        let link = path(&invite(&bridge, ANN).await);
        status(UserStatus::Disabled).await;
        unusable(&bridge, &link).await;
        let refused = invitations::invite(context, &ANN.parse().unwrap(), &origin).await.unwrap();
        assert_eq!(refused, UserOutcome::IsDisabled);
        status(UserStatus::Active).await;
        unusable(&bridge, &link).await;

        let link = path(&invite(&bridge, ANN).await);
        let other = "ann.jones@example.com";
        bridge.change_person(ANN, UserChange { email: Some(other.parse().unwrap()), ..UserChange::default() }).await;
        unusable(&bridge, &link).await;
        bridge.change_person(other, UserChange { email: Some(ANN.parse().unwrap()), ..UserChange::default() }).await;
        unusable(&bridge, &link).await;

        let link = path(&invite(&bridge, ANN).await);
        users::set_password(context, &ANN.parse().unwrap(), PasswordChoice::OneTime, &origin).await.unwrap();
        unusable(&bridge, &link).await;

        let link = path(&invite(&bridge, ANN).await);
        let withdrawn = invitations::withdraw(context, &ANN.parse().unwrap(), &origin).await.unwrap();
        assert_eq!(withdrawn, UserOutcome::Done(true));
        unusable(&bridge, &link).await;
        let withdrawn = invitations::withdraw(context, &ANN.parse().unwrap(), &origin).await.unwrap();
        assert_eq!(withdrawn, UserOutcome::Done(false));

        let link = path(&invite(&bridge, ANN).await);
        users::delete(context, &ANN.parse().unwrap(), &origin).await.unwrap();
        unusable(&bridge, &link).await;
        let why: Vec<String> =
            bridge.audit_of("invitation-withdrawn").await.into_iter().map(|row| row.details).collect();
        for reason in ["newer", "disabled", "address", "reset", "taken back", "deleted"] {
            assert!(why.iter().any(|details| details.contains(reason)), "{reason}: {why:?}");
        }
    }
}

on_each_database! {
    async fn a_password_of_ones_own_ends_an_invitation_and_an_invitation_ends_every_session(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let mut browser = bridge.signed_in(ANN).await;
        bridge.clock.advance(Duration::from_secs(1));
        let link = path(&invite(&bridge, ANN).await);
        bridge.clock.advance(Duration::from_secs(1));
        let page = browser.get("/account/password").await;
        let form = page.form("current_password").set("current_password", PASSWORD).set("new_password", NEW);
        browser.submit(&page, form.set("repeat_password", NEW)).await.is(303);
        unusable(&bridge, &link).await;

        let mut guest = bridge.browser();
        let page = guest.get(&path(&invite(&bridge, ANN).await)).await;
        answer(&mut guest, &page, NEW).await.is(422).says("This is the password you have now");
        answer(&mut guest, &page, "yet another four words").await.is(303);
        assert!(!browser.is_signed_in().await, "whoever knew the old password is out");
        assert!(guest.is_signed_in().await);
    }
}

on_each_database! {
    async fn what_does_not_meet_the_rules_uses_nothing_up(bridge: Bridge) {
        let invited = add_invited(&bridge, ANN).await;
        let mut browser = bridge.browser();
        let page = browser.get(&path(&invited)).await;
        for (new, repeat, told) in [
            ("short", "short", "Use at least 15 characters."),
            (NEW, "four unrelated wordz", "are not the same"),
            ("ann.lee@example.com", "ann.lee@example.com", "too easy to guess"),
        ] {
            let form = page.form("new_password").set("new_password", new).set("repeat_password", repeat);
            let again = browser.submit(&page, form).await;
            again.is(422).says(told);
            assert!(new == ANN || !again.body.contains(new), "a password is on the page: {}", again.body);
            assert_eq!(again.header("set-cookie"), None);
        }
        let form = page.form("new_password").set("new_password", NEW).set("repeat_password", NEW);
        let elsewhere = [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")];
        let fields: Vec<(&str, &str)> =
            form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        bridge.browser().post(&path(&invited), &fields, &elsewhere).await.is_our_no(403, "another site");
        answer(&mut browser, &page, NEW).await.is(303);
    }
}

on_each_database! {
    async fn whoever_was_signed_in_there_is_signed_out_and_was_told_so(bridge: Bridge) {
        bridge.add_person(BO).await;
        let mut browser = bridge.signed_in(BO).await;
        let invited = add_invited(&bridge, ANN).await;
        let page = browser.get(&path(&invited)).await;
        page.says("You are signed in as Ann Lee in this browser");
        answer(&mut browser, &page, NEW).await.is(303);
        assert_eq!(session::list(&bridge.context, None, 10).await.unwrap().len(), 1);
        assert_eq!((bridge.sessions_of(BO).await.len(), bridge.sessions_of(ANN).await.len()), (0, 1));
    }
}

on_each_database! {
    async fn what_is_over_is_swept_away(bridge: Bridge) {
        add_invited(&bridge, ANN).await;
        bridge.clock.advance(74 * HOUR);
        housekeeping::sweep(&bridge.context).await.unwrap();
        let kept = |table: &str| {
            bridge.database.rows().into_iter().find(|(name, _)| name.as_str() == table).unwrap().1
        };
        assert_eq!(kept("invitations"), 1, "for the administrator who asks what happened yesterday");
        bridge.clock.advance(8 * 24 * HOUR);
        housekeeping::sweep(&bridge.context).await.unwrap();
        assert_eq!(kept("invitations"), 0);
    }
}
