//! An administrator and one person: adding, changing, letting in, shutting out, and what is seen of them.

use std::time::Duration;

use bridgewarden::domain::audit_chain::AuditRow;
use bridgewarden::domain::id::UserId;
use bridgewarden::domain::user::User;
use bridgewarden::flow::users::{self, UserChange};
use bridgewarden::simulator::Kind;

use crate::on_each_database;
use crate::support::{Bridge, Browser, PASSWORD, Page, html};

const ADA: &str = "ada.admin@example.com";
const ANN: &str = "ann.lee@example.com";
const BO: &str = "bo.kumar@example.com";
const NEW: &str = "four unrelated words";
const DAY: Duration = Duration::from_secs(24 * 3600);

async fn administrator(bridge: &Bridge) -> Browser {
    bridge.add_administrator(ADA).await;
    bridge.signed_in(ADA).await
}

async fn user(bridge: &Bridge, email: &str) -> User {
    users::find(&bridge.context, &email.parse().unwrap()).await.unwrap().unwrap()
}

async fn path_of(bridge: &Bridge, email: &str) -> String {
    format!("/admin/users/{}", user(bridge, email).await.id)
}

/// The form with the details, which stands first on the page.
fn details(page: &Page) -> html::HtmlForm {
    page.form("first_name")
}

/// What was shown once.
fn shown_once(page: &Page) -> String {
    let (_, rest) = page.body.split_once("id=\"secret\" value=\"").expect("nothing is shown once");
    html::unescape(rest.split('"').next().unwrap())
}

async fn last_of(bridge: &Bridge, kind: &str) -> AuditRow {
    bridge.audit_of(kind).await.pop().unwrap()
}

on_each_database! {
    async fn a_person_is_added_with_an_invitation_and_lands_signed_in(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        let page = ada.get("/admin/users/new").await;
        page.is(200).says("Add a person");
        let form = details(&page)
            .set("email", "Ann.Lee@example.com").set("first_name", "Ann").set("last_name", "Lee")
            .set("locale", "de").set("join-1", "staff").set("join-2", "sales")
            .set("new-name-1", "department").set("new-value-1", "Vertrieb").set("way_in", "invitation");
        let made = ada.submit(&page, form).await;
        made.is(200).says("Ann Lee was added").says("shown only now").says("in 3 days");
        let link = shown_once(&made);
        let ann = user(&bridge, ANN).await;
        assert_eq!(ann.email.as_str(), "Ann.Lee@example.com", "letter by letter");
        assert_eq!((ann.locale.as_deref(), ann.groups.len()), (Some("de"), 2));
        assert!(last_of(&bridge, "user-added").await.details.contains("department=Vertrieb"));
        assert_eq!(last_of(&bridge, "invitation-made").await.actor, format!("person:{}", user(&bridge, ADA).await.id));

        let mut guest = bridge.browser();
        let path = format!("/invitation/{}", link.rsplit('/').next().unwrap());
        let page = guest.get(&path).await;
        page.is(200).says("Wählen Sie Ihr Passwort");
        let form = page.form("new_password").set("new_password", NEW).set("repeat_password", NEW);
        let answer = guest.submit(&page, form).await;
        guest.follow(answer).await.is(200);
        assert!(guest.is_signed_in().await);
    }
}

on_each_database! {
    async fn a_one_time_password_is_shown_once_and_ends_sessions(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        bridge.add_person(ANN).await;
        let mut ann = bridge.signed_in(ANN).await;
        let path = path_of(&bridge, ANN).await;
        let page = ada.get(&path).await;
        let made = ada.submit(&page, page.form_to("/password")).await;
        made.is(200).says("Ann Lee has a one-time password");
        let password = shown_once(&made);
        ada.get(&path).await.is(200).lacks(&password).says("A one-time password can be used until");
        assert!(!ann.is_signed_in().await);
        let asked = ann.get("/sign-in").await;
        ann.sign_in(&asked, ANN, &password).await.is(200).says("Choose a new password");

        let page = ada.get(&path).await;
        let invited = ada.submit(&page, page.form_to("/invitation")).await;
        invited.is(200).says("Ann Lee is invited");
        let page = ada.get(&path).await;
        page.says("An invitation is open");
        let answer = ada.submit(&page, page.form_to("/invitation/withdraw")).await;
        ada.follow(answer).await.says("The invitation was taken back.").lacks("An invitation is open");
        let link = shown_once(&invited);
        bridge.browser().get(&format!("/invitation/{}", link.rsplit('/').next().unwrap())).await.is(404);
    }
}

on_each_database! {
    async fn what_is_typed_wrong_is_told_at_its_field_and_nothing_is_lost(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        bridge.add_person(BO).await;
        let page = ada.get("/admin/users/new").await;
        let form = details(&page)
            .set("email", "not an address").set("first_name", &"x".repeat(101)).set("last_name", "Zoë <b>")
            .set("join-1", &"g".repeat(101)).set("new-name-1", "Not A Name").set("new-value-1", "kept value");
        let again = ada.submit(&page, form).await;
        again.is(422).says("Write an address such as name@example.com.").says("Use at most 100 characters.")
            .says("Begin the name with a letter").says("kept value").says("Zoë <b>");
        assert!(!again.body.contains("<b>"), "{}", again.body);
        let taken = ada.submit(&again, details(&page).set("email", "BO.kumar@example.com")).await;
        taken.is(422).says("Ann Lee (bo.kumar@example.com) has this address.");
        assert_eq!(bridge.audit_of("user-added").await.len(), 2, "nobody was added");
        for (path, status) in [
            (format!("/admin/users/{}", UserId::unique()), 404),
            ("/admin/users/new/x".to_owned(), 404),
            (format!("{}/history?before=x", path_of(&bridge, BO).await), 400),
            (format!("{}/history?provider=x", path_of(&bridge, BO).await), 400),
        ] {
            ada.get(&path).await.is_our_no(status, &path);
        }
    }
}

on_each_database! {
    async fn what_is_known_of_a_person_is_changed(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        bridge.add_person(ANN).await;
        let join = ["staff".parse().unwrap(), "sales".parse().unwrap()].into();
        let attributes = [("department".parse().unwrap(), Some("Sales".to_owned()))].into();
        bridge.change_person(ANN, UserChange { join, attributes, ..UserChange::default() }).await;
        let path = path_of(&bridge, ANN).await;
        let page = ada.get(&path).await;
        page.is(200).says("Ann Lee").says("staff").says("department");
        let mut form = details(&page)
            .set("last_name", "Lee-Jones").set("external_id", "4711").set("locale", "ja").set("join-1", "support")
            .set("attribute.department", "").set("new-name-2", "site").set("new-value-2", "Süd");
        form.fields.retain(|(name, _)| name != "group.sales");
        bridge.clock.advance(Duration::from_secs(1));
        let answer = ada.submit(&page, form).await;
        answer.is(303);
        ada.follow(answer).await.says("Ann Lee-Jones was changed.");
        let ann = user(&bridge, ANN).await;
        let groups: Vec<&str> = ann.groups.iter().map(|group| group.as_str()).collect();
        assert_eq!((ann.last_name.as_str(), groups), ("Lee-Jones", vec!["staff", "support"]));
        assert_eq!((ann.external_id.as_deref(), ann.locale.as_deref()), (Some("4711"), Some("ja")));
        let row = last_of(&bridge, "user-changed").await;
        assert!(row.details.contains("department: Sales → , site:  → Süd"), "{}", row.details);

        // Somebody else was quicker: what the page was made of is not so any more.
        let late = ada.submit(&page, details(&page).set("last_name", "Lee-Smith")).await;
        late.is(422).says("Somebody else changed this person meanwhile.").says("Lee-Smith");
        assert_eq!(user(&bridge, ANN).await.last_name, "Lee-Jones");
    }
}

on_each_database! {
    async fn whoever_can_change_an_attribute_reads_where_it_gives_rights(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        let path = path_of(&bridge, ADA).await;
        let endpoint = ("jwt_endpoint", "https://desk.example.com/jwt");
        let told = "desk_role gives rights: Other provider (redirect) gets it as the claim “isAdmin”.";
        let plain = [endpoint, ("claims", "email,team=attribute.department?")];
        bridge.add_provider("desk", "generic-redirect", &plain, "desk: 0123456789abcdef0123456789").await;
        for page in [&*path, "/admin/users/new"] {
            ada.get(page).await.is(200).lacks("gives rights");
        }
        let claims = ("claims", "email,isAdmin=attribute.desk_role?");
        let settings = [endpoint, claims, ("privileged_claims", "isAdmin")];
        let secret = "other-desk: 0123456789abcdef0123456789";
        bridge.add_provider("other-desk", "generic-redirect", &settings, secret).await;
        for page in [&*path, "/admin/users/new"] {
            ada.get(page).await.is(200).says(told).lacks("department gives rights");
        }
    }
}

on_each_database! {
    async fn another_address_is_said_before_and_after(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        bridge.add_person(ANN).await;
        bridge.add_person(BO).await;
        let _glue = bridge.add_simulator(Kind::ItGlue, &[ANN]).await;
        let path = path_of(&bridge, ANN).await;
        let page = ada.get(&path).await;
        page.says("IT Glue");
        let wish = details(&page).set("email", "ann.jones@example.com").set("last_name", "Jones");
        let asked = ada.submit(&page, wish).await;
        asked.is(200).says("Change the address of Ann Lee").says("ann.lee@example.com").says("IT Glue")
            .says("For 90 days nobody else can have the old address.");
        assert_eq!(user(&bridge, ANN).await.last_name, "Lee", "nothing has happened yet");
        let answer = ada.submit(&asked, asked.form("agreed_email")).await;
        answer.is(303);
        ada.follow(answer).await.says("Ann Jones was changed.");

        // What was agreed to is this address and no other.
        let page = ada.get(&path).await;
        let asked = ada.submit(&page, details(&page).set("email", "x@example.com")).await;
        ada.submit(&asked, asked.form("agreed_email").set("email", "y@example.com")).await.is(200).says("y@example.com");

        let bo = ada.get(&path_of(&bridge, BO).await).await;
        let held = ada.submit(&bo, details(&bo).set("email", ANN)).await;
        held.is(422).says("this was the address of ann.jones@example.com").says("Release ann.lee@example.com early");
        ada.submit(&held, details(&held)).await.is(422);
        let asked = ada.submit(&held, details(&held).set("release_address", "on")).await;
        asked.is(200).says("Change the address of Ann Lee");
        ada.submit(&asked, asked.form("agreed_email")).await.is(303);
        assert_eq!(user(&bridge, ANN).await.id, user_id(&bo));
        assert_eq!(last_of(&bridge, "address-released").await.actor, format!("person:{}", user(&bridge, ADA).await.id));
    }
}

fn user_id(page: &Page) -> UserId {
    page.url.path().rsplit('/').next().unwrap().parse().unwrap()
}

on_each_database! {
    async fn an_address_that_is_held_is_told_where_a_person_is_added(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        bridge.add_person(ANN).await;
        users::delete(&bridge.context, &ANN.parse().unwrap(), &bridge.origin()).await.unwrap();
        let page = ada.get("/admin/users/new").await;
        let form = details(&page).set("email", ANN).set("way_in", "password");
        let held = ada.submit(&page, form.clone()).await;
        held.is(422).says("this was the address of an account that is deleted");
        bridge.clock.advance(Duration::from_secs(300));
        let made = ada.submit(&held, form.set("release_address", "on")).await;
        made.is(200).says("was added");
        assert_eq!(bridge.count_audit("address-released").await, 1);
    }
}

on_each_database! {
    async fn whoever_is_disabled_is_out_at_the_next_request_everywhere(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        bridge.add_person(ANN).await;
        let glue = bridge.add_simulator(Kind::ItGlue, &[ANN]).await;
        let mut ann = bridge.signed_in(ANN).await;
        let second = crate::two_instances::Second::beside(&bridge);
        let there = second.seen_by(&ann);
        assert!(crate::sessions::is_signed_in(&there).await);
        let tokens = bridge.tokens().await;
        let path = path_of(&bridge, ANN).await;
        let page = ada.get(&path).await;
        let answer = ada.submit(&page, page.form_to("/status")).await;
        ada.follow(answer).await.says("Ann Lee is disabled. Their sessions have ended.").says("Enable Ann Lee");
        assert!(!ann.is_signed_in().await);
        assert!(!crate::sessions::is_signed_in(&there).await, "at the second instance too");
        ann.open(&glue.protected_page()).await.says("Sign in to continue to");
        assert_eq!(bridge.tokens().await, tokens, "nothing was minted");
        let page = ada.get(&path).await;
        let answer = ada.submit(&page, page.form_to("/status")).await;
        ada.follow(answer).await.says("Ann Lee is enabled and can sign in.");
        bridge.signed_in(ANN).await;
        second.stop().await;
    }
}

on_each_database! {
    async fn the_last_administrator_stays_and_oneself_is_asked_once_more(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        let path = path_of(&bridge, ADA).await;
        let page = ada.get(&path).await;
        let demoted = |page: &Page| {
            let mut form = details(page);
            form.fields.retain(|(name, _)| name != "is_administrator");
            form
        };
        let asked = ada.submit(&page, demoted(&page)).await;
        asked.is(200).says("Give up your own rights");
        let refused = ada.submit(&asked, asked.form("agreed_self")).await;
        refused.is(422).says("This is the last administrator");
        let asked = ada.submit(&page, page.form_to("/status")).await;
        asked.is(200).says("You are signed out at once");
        let answer = ada.submit(&asked, asked.form("agreed_self")).await;
        ada.follow(answer).await.is(200).says("This is the last administrator");
        let asked = ada.get(&format!("{path}/delete")).await;
        asked.is(200).says("This cannot be undone.").says("This is your own account.");
        let answer = ada.submit(&asked, asked.form("typed").set("typed", ADA)).await;
        ada.follow(answer).await.says("This is the last administrator");

        bridge.add_administrator("other@example.com").await;
        let page = ada.get(&path).await;
        let asked = ada.submit(&page, demoted(&page)).await;
        let answer = ada.submit(&asked, asked.form("agreed_self")).await;
        answer.is(303);
        ada.follow(answer).await.is(200).lacks("Administration");
        ada.get("/admin").await.is(403);
    }
}

on_each_database! {
    async fn nobody_is_deleted_without_the_address_typed(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        bridge.add_person(ANN).await;
        let path = path_of(&bridge, ANN).await;
        let page = ada.get(&path).await;
        let asked = ada.get(&page.link("/delete")).await;
        asked.says("For 90 days nobody else can have the address.");
        for typed in ["", "ann", BO] {
            let again = ada.submit(&asked, asked.form("typed").set("typed", typed)).await;
            again.is(422).says("This is not ann.lee@example.com.");
        }
        let answer = ada.submit(&asked, asked.form("typed").set("typed", " Ann.Lee@example.com ")).await;
        assert_eq!(answer.location().as_deref(), Some("/admin/users"));
        ada.follow(answer).await.says("Ann Lee was deleted.");
        ada.get(&path).await.is(404);
        assert_eq!(last_of(&bridge, "user-deleted").await.actor, format!("person:{}", user(&bridge, ADA).await.id));
    }
}

on_each_database! {
    async fn sessions_end_one_by_one_or_all_and_only_their_own(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        bridge.add_person(ANN).await;
        bridge.add_person(BO).await;
        let (mut one, mut two) = (bridge.signed_in(ANN).await, bridge.signed_in(ANN).await);
        let mut bo = bridge.signed_in(BO).await;
        let path = path_of(&bridge, ANN).await;
        let of_bo = bridge.sessions_of(BO).await[0].session.id;
        let page = ada.get(&path).await;
        let mut form = page.form_to("/sessions");
        form.action = format!("{path}/sessions/{of_bo}");
        let answer = ada.submit(&page, form).await;
        ada.follow(answer).await.says("That session had ended already.");
        assert!(bo.is_signed_in().await, "an address of Ann's ends nothing of Bo's");

        let own = bridge.sessions_of(ANN).await[0].session.id;
        let answer = ada.submit(&page, page.form_to(&own.to_string())).await;
        ada.follow(answer).await.says("The session has ended.");
        assert_eq!([one.is_signed_in().await, two.is_signed_in().await].iter().filter(|is| **is).count(), 1);
        let answer = ada.submit(&page, page.form_to("/sessions")).await;
        ada.follow(answer).await.says("One session of Ann Lee has ended.").says("Not signed in anywhere.");
        assert!(!one.is_signed_in().await && !two.is_signed_in().await);
    }
}

on_each_database! {
    async fn what_a_person_did_is_read_page_by_page(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        bridge.add_person(ANN).await;
        bridge.add_provider("glue", "it-glue", &[("subdomain", "acme")], "one 0123456789abcdef0123456789abcdef").await;
        bridge.add_provider("desk", "zendesk", &[("subdomain", "acme")], "two 0123456789abcdef0123456789abcdef").await;
        let mut ann = bridge.signed_in(ANN).await;
        for _ in 0..51 {
            bridge.clock.advance(Duration::from_secs(20));
            ann.get("/sso/glue/login").await.is(303);
        }
        ann.get("/sso/desk/login").await.is(200);
        bridge.browser().get("/sign-in").await;
        let path = path_of(&bridge, ANN).await;
        let page = ada.get(&path).await;
        page.is(200).says("Signed in").says("Token minted").says("desk");
        let tokens = ada.get(&format!("{path}/history?kind=tokens")).await;
        let rows = |page: &Page| page.body.matches("Token minted").count();
        assert_eq!(rows(&tokens), 50);
        let older = ada.get(&format!("{path}/history{}", query(&tokens, "before="))).await;
        assert_eq!(rows(&older), 2);
        older.says("Newest").lacks(">Older<");
        let (_, id) = tokens.body.split_once("<option value=\"").unwrap();
        let ids: Vec<&str> = id.split("<option value=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        let counts: Vec<usize> = vec![
            rows(&ada.get(&format!("{path}/history?kind=tokens&provider={}", ids[0])).await),
            rows(&ada.get(&format!("{path}/history?kind=tokens&provider={}", ids[1])).await),
        ];
        assert!(counts == [1, 50] || counts == [50, 1], "{counts:?}");
        ada.get(&format!("{path}/history")).await.says("Signed in").lacks("Token minted");
        bridge.clock.advance(DAY);
    }
}

fn query(page: &Page, part: &str) -> String {
    let link = page.link(part);
    format!("?{}", link.split_once('?').unwrap().1)
}

on_each_database! {
    async fn who_must_wait_is_let_go_on(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        bridge.add_person(ANN).await;
        for _ in 0..11 {
            let mut stranger = bridge.browser();
            let asked = stranger.get("/sign-in").await;
            stranger.sign_in(&asked, ANN, "not the password").await;
        }
        let path = path_of(&bridge, ANN).await;
        let page = ada.get(&path).await;
        page.says("Wrong passwords");
        let answer = ada.submit(&page, page.form_to("/throttling")).await;
        ada.follow(answer).await.says("Wrong passwords for Ann Lee are forgotten.");
        assert_eq!(bridge.count_audit("throttling-cleared").await, 1);
    }
}

on_each_database! {
    async fn none_of_it_is_for_others(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        bridge.add_person(ANN).await;
        bridge.add_person(BO).await;
        let mut ann = bridge.signed_in(ANN).await;
        let path = path_of(&bridge, BO).await;
        let page = ada.get(&path).await;
        let before = bridge.database.rows();
        for shown in ["/admin/users/new".to_owned(), path.clone(), format!("{path}/history"), format!("{path}/delete")] {
            ann.get(&shown).await.is(403).says("This page is for administrators.");
            bridge.browser().get(&shown).await.is(403).lacks(BO);
        }
        for form in page.forms().into_iter().filter(|form| form.action.contains("/admin/")) {
            ann.submit(&page, form.clone()).await.is(403);
            let fields: Vec<(&str, &str)> =
                form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let elsewhere = [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")];
            ada.post(&form.action, &fields, &elsewhere).await.is(403);
            let unproven: Vec<(&str, &str)> =
                fields.iter().copied().filter(|(name, _)| *name != "proof").collect();
            ada.post(&form.action, &unproven, &[("sec-fetch-site", "same-origin")]).await.is(403);
        }
        assert_eq!(bridge.database.rows(), before, "nothing was done");
    }
}

on_each_database! {
    async fn after_ten_minutes_the_password_is_asked_for_and_the_person_is_added_all_the_same(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        let page = ada.get("/admin/users/new").await;
        bridge.clock.advance(Duration::from_secs(601));
        let form = details(&page).set("email", ANN).set("first_name", "Ann").set("way_in", "invitation");
        let asked = ada.submit(&page, form).await;
        asked.is(403).says("Is it you?");
        let made = ada.submit(&asked, asked.form("confirm_password").set("confirm_password", PASSWORD)).await;
        made.is(200).says("Ann was added");
        assert!(shown_once(&made).contains("/invitation/"));
    }
}
