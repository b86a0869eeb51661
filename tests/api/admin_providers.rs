//! The administrator's pages of providers, step by step, by forms as they stand on the pages.

use bridgewarden::flow::providers::ProviderChange;
use bridgewarden::flow::users::UserChange;
use bridgewarden::simulator::verify::verify_hs256;

use crate::on_each_database;
use crate::support::html::{HtmlForm, unescape};
use crate::support::{Bridge, Browser, Delivery, PASSWORD, Page};

const ADA: &str = "ada.admin@example.com";
const ANN: &str = "ann.lee@example.com";
const SECRET: &str = "a secret that Zendesk shows, 32 bytes and more";
const OTHER: &str = "another secret of the desk, 32 bytes and more";

async fn administrator(bridge: &Bridge) -> Browser {
    bridge.add_administrator(ADA).await;
    bridge.add_person(ANN).await;
    bridge.signed_in(ADA).await
}

/// The form of a page that goes there, as if its button that says `go` were pressed.
fn press(page: &Page, end: &str, go: &str) -> HtmlForm {
    page.form_to(end).set("go", go)
}

/// The settings of a help desk, filled in.
fn filled(page: &Page, slug: &str) -> HtmlForm {
    press(page, "/new/zendesk", "secret")
        .set("slug", slug)
        .set("name", "Helpdesk")
        .set("set.subdomain", "acme")
}

/// Walks to the addresses with a pasted secret.
async fn walk_to_addresses(ada: &mut Browser, slug: &str, secret: &str) -> Page {
    let settings = ada.get("/admin/providers/new/zendesk").await;
    let asked = ada.submit(&settings, filled(&settings, slug)).await;
    asked.is(200).says("Zendesk shows a shared secret of its own");
    let given = press(&asked, "/new/zendesk", "paste").set("whence", "given").set("secret", secret);
    ada.submit(&asked, given).await
}

/// Walks the whole way; the provider is saved, switched off.
async fn add_desk(ada: &mut Browser, slug: &str, secret: &str) -> Page {
    let addresses = walk_to_addresses(ada, slug, secret).await;
    addresses.is(200).says("What to paste at the provider");
    let preview = ada.submit(&addresses, press(&addresses, "/new/zendesk", "preview")).await;
    preview.is(200);
    let saved = ada.submit(&preview, press(&preview, "/new/zendesk", "save")).await;
    assert_eq!(saved.location().as_deref(), Some(format!("/admin/providers/{slug}").as_str()));
    ada.follow(saved).await
}

async fn switch_on(ada: &mut Browser, page: &Page, slug: &str) -> Page {
    let switched = ada.submit(page, page.form_to(&format!("/{slug}/switch")).set("to", "on")).await;
    ada.follow(switched).await
}

/// Who signs a token for Ann.
async fn signs(bridge: &Bridge, slug: &str, secret: &str) -> bool {
    let delivery = Delivery::in_page(&bridge.signed_in(ANN).await.get(&format!("/sso/{slug}/login")).await);
    verify_hs256(delivery.token("jwt"), secret.as_bytes()).is_ok()
}

/// No page of the section and nothing that is stored has the secret.
async fn is_nowhere(bridge: &Bridge, ada: &mut Browser, slug: &str, secret: &str) {
    for end in ["", &format!("/{slug}"), &format!("/{slug}/delete"), &format!("/{slug}/preview?person={ANN}")]
    {
        let page = ada.get(&format!("/admin/providers{end}")).await;
        page.is(200);
        assert!(!unescape(&page.body).contains(secret), "the secret is on {}", page.url);
    }
    let dump = bridge.database.dump();
    assert!(dump.contains("provider-added") && !dump.contains(secret), "the secret is stored");
}

on_each_database! {
    async fn a_provider_is_added_by_a_walk_saved_switched_off_and_then_switched_on(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        let empty = ada.get("/admin/providers").await;
        empty.is(200).says("No providers yet").says("Add the first provider");
        let kinds = ada.get("/admin/providers/new").await;
        kinds.is(200).says("Zendesk").says("IT Glue").says("Help desks");
        let found = ada.get("/admin/providers/new?q=zen&category=help-desk").await;
        found.is(200).says("Zendesk").lacks("IT Glue").lacks("Mojo");
        ada.get("/admin/providers/new?q=kayak").await.says("No kind of that name");
        ada.get("/admin/providers/new/no-such-kind").await.is(404);

        let addresses = walk_to_addresses(&mut ada, "desk", SECRET).await;
        let url = |end: &str| format!("{}/sso/desk/{end}", bridge.address);
        addresses.is(200).says(&url("login")).says(&url("logout")).says("https://acme.zendesk.com/access/jwt").lacks(SECRET);
        let preview = ada.submit(&addresses, press(&addresses, "/new/zendesk", "preview")).await;
        preview.is(200).says(ADA).says("jti");
        let asked = press(&preview, "/new/zendesk", "preview").set("from", "preview").set("person", ANN);
        let preview = ada.submit(&preview, asked).await;
        preview.is(200).says("Ann Lee").says(ANN).says("Nothing was signed");
        assert_eq!(bridge.audit_of("provider-added").await.len(), 0, "nothing is stored before it is saved");
        let form = preview.forms().pop().unwrap().set("go", "save");
        let saved = ada.submit(&preview, form).await;
        let page = ada.follow(saved).await;
        page.is(200).says("Helpdesk is saved and switched off").says("Switch Helpdesk on");

        let refused = bridge.signed_in(ANN).await.get("/sso/desk/login").await;
        assert!(Delivery::of(&refused).is_none());
        let page = switch_on(&mut ada, &page, "desk").await;
        page.is(200).says("Helpdesk is switched on. Open to: Everyone.").says("Undo");
        assert!(signs(&bridge, "desk", SECRET).await);
        ada.get("/admin/providers").await.is(200).says("Helpdesk").says("just now");
        ada.get("/admin/providers/desk").await.says(&format!("A token for {ANN}"));
        is_nowhere(&bridge, &mut ada, "desk", SECRET).await;
        let added = bridge.audit_of("provider-added").await;
        assert!(added[0].actor.starts_with("person:"), "{:?}", added[0]);
    }
}

on_each_database! {
    async fn a_secret_that_is_made_here_is_shown_on_the_way_and_never_again(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        let settings = ada.get("/admin/providers/new/generic-redirect").await;
        let form = press(&settings, "/new/generic-redirect", "secret").set("slug", "wiki").set("set.jwt_endpoint", "https://wiki.example.com/jwt");
        let asked = ada.submit(&settings, form).await;
        asked.is(200).says("Make a secret here and paste it at the provider");
        let addresses = ada.submit(&asked, press(&asked, "/new/generic-redirect", "paste").set("whence", "made")).await;
        let made = crate::support::html::value_of(&addresses.body, "secret");
        assert_eq!(made.len(), 43, "{made}");
        // Back and forth keeps it.
        let back = ada.submit(&addresses, press(&addresses, "/new/generic-redirect", "secret")).await;
        back.is(200).says("The secret that was made before is kept.");
        let again = ada.submit(&back, press(&back, "/new/generic-redirect", "paste").set("whence", "made")).await;
        assert_eq!(crate::support::html::value_of(&again.body, "secret"), made);
        let preview = ada.submit(&again, press(&again, "/new/generic-redirect", "preview")).await;
        preview.lacks(&made);
        let saved = ada.submit(&preview, press(&preview, "/new/generic-redirect", "save")).await;
        let page = ada.follow(saved).await;
        switch_on(&mut ada, &page, "wiki").await;
        assert!(signs(&bridge, "wiki", &made).await);
        is_nowhere(&bridge, &mut ada, "wiki", &made).await;
    }
}

on_each_database! {
    async fn what_is_wrong_stands_by_its_field_and_nothing_typed_is_lost(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        add_desk(&mut ada, "desk", SECRET).await;
        let page = ada.get("/admin/providers/new/zendesk").await;
        let wrong = filled(&page, "No Slug")
            .set("name", "<b>Desk</b> & co")
            .set("set.subdomain", "acme.evil.example/")
            .set("set.allowed_hosts", "https://x.example/")
            .set("audience", "groups")
            .set("session_age", "soon");
        let told = ada.submit(&page, wrong).await;
        told.is(422)
            .says("Write 1 to 40 lower-case letters")
            .says("Write letters, digits and hyphens only")
            .says("Write host names with commas between them")
            .says("Choose at least one group, or open it to everyone.")
            .says("Write whole minutes from 1 to 43200");
        for typed in ["No Slug", "<b>Desk</b> & co", "acme.evil.example/", "https://x.example/", "soon"] {
            assert!(told.form_to("/new/zendesk").fields.iter().any(|(_, value)| value == typed), "{typed} was lost");
        }
        assert!(!told.body.contains("<b>Desk"));
        let taken = ada.submit(&told, filled(&told, "desk").set("set.allowed_hosts", "").set("audience", "everyone").set("session_age", "")).await;
        taken.is(422).says("Another provider has this name in addresses");
        let asked = ada.submit(&taken, filled(&taken, "desk-2")).await;
        let nothing = ada.submit(&asked, press(&asked, "/new/zendesk", "paste").set("whence", "given")).await;
        nothing.is(422).says("Paste the provider’s secret");
        let given = |page: &Page, secret: &str| press(page, "/new/zendesk", "paste").set("whence", "given").set("secret", secret);
        let same = ada.submit(&nothing, given(&nothing, SECRET)).await;
        same.is(422).says("desk has the same shared secret").lacks(SECRET);
        ada.submit(&same, given(&same, &"x".repeat(4097))).await.is(422).says("longer than 4096 bytes");
        let short = ada.submit(&same, given(&same, "tiny")).await;
        short.is(200).says("Its shared secret has 4 bytes");
        // Whoever leaves out the steps between is sent to the first that is not in order.
        let fresh = ada.get("/admin/providers/new/it-glue").await;
        ada.submit(&fresh, press(&fresh, "/new/it-glue", "save")).await.is(422).says("This is needed. Please fill it in.");
        let leap = press(&fresh, "/new/it-glue", "save").set("set.subdomain", "acme");
        ada.submit(&fresh, leap).await.is(422).says("Paste the provider’s secret");
        assert_eq!(bridge.audit_of("provider-added").await.len(), 1);
    }
}

on_each_database! {
    async fn hostile_settings_are_refused_and_stored_nowhere(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        let page = ada.get("/admin/providers/new/generic-form-post").await;
        for (name, value, status) in [
            ("set.jwt_endpoint", "javascript:alert(1)", 422),
            ("set.jwt_endpoint", "http://wiki.example.com/jwt", 422),
            ("set.jwt_endpoint", "https://user:pass@wiki.example.com/", 422),
            ("set.token_parameter", "jwt&x=y", 422),
            ("set.claims", "role=email", 422),
            ("set.claims", "exp=email", 422),
            ("set.expires_after", "-1", 422),
            ("set.sign_out_url", "data:text/html,x", 422),
            ("set.token_id", "maybe", 422),
            ("set.no_such_setting", "x", 422),
            ("set.allowed_hosts", "*.example.com", 422),
            ("set.return_parameter", "jwt", 422),
            ("more_groups", &"g".repeat(101), 422),
            ("name", "", 422),
            ("slug", "../../admin", 422),
            ("set.jwt_endpoint", "https://wiki.example.com/\r\nSet-Cookie: a=b", 400),
            ("set.jwt_endpoint", &format!("https://wiki.example.com/{}", "a".repeat(1024)), 413),
        ] {
            let mut form = press(&page, "/new/generic-form-post", "secret").set("set.jwt_endpoint", "https://wiki.example.com/jwt");
            if name == "more_groups" {
                form = form.set("audience", "groups");
            }
            ada.submit(&page, form.set(name, value)).await.is(status);
        }
        // A draft is good for its profile and its session, and cannot be made up.
        let addresses = walk_to_addresses(&mut ada, "desk", SECRET).await;
        let draft = addresses.form_to("/new/zendesk").field("draft").unwrap().to_owned();
        let foreign = press(&page, "/new/generic-form-post", "save").set("draft", &draft);
        ada.submit(&page, foreign).await.is(403).says("This page was open for too long");
        let forged = press(&page, "/new/generic-form-post", "save").set("draft", "v1.aaaaaaaa.bbbb");
        ada.submit(&page, forged).await.is(403);
        bridge.add_administrator("eve@example.com").await;
        let mut eve = bridge.signed_in("eve@example.com").await;
        let hers = eve.get("/admin/providers/new/zendesk").await;
        eve.submit(&hers, press(&hers, "/new/zendesk", "paste").set("from", "").set("draft", &draft)).await.is(403);
        assert_eq!(bridge.audit_of("provider-added").await.len(), 0);
    }
}

on_each_database! {
    async fn changes_are_shown_before_they_are_saved_and_two_administrators_do_not_overwrite_each_other(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        bridge.change_person(ANN, UserChange { join: ["staff".parse().unwrap()].into(), ..UserChange::default() }).await;
        let page = add_desk(&mut ada, "desk", SECRET).await;
        let wish = |page: &Page| {
            press(page, "/desk/settings", "review").set("name", "Support").set("set.host", "help.acme.example")
                .set("audience", "groups").set("group.staff", "on").set("session_age", "30")
        };
        let review = ada.submit(&page, wish(&page)).await;
        review.is(200).says("Is this what you mean?").says("help.acme.example").says("staff").says("30 minutes");
        assert_eq!(bridge.audit_of("provider-changed").await.len(), 0);
        let edit = ada.submit(&review, press(&review, "/desk/settings", "edit")).await;
        assert_eq!(edit.form_to("/desk/settings").field("name"), Some("Support"));
        // Somebody else is quicker.
        bridge.change_provider("desk", ProviderChange { name: Some("Desk".into()), ..ProviderChange::default() }).await;
        let late = ada.submit(&review, press(&review, "/desk/settings", "save")).await;
        late.is(422).says("Somebody else changed this provider in the meantime");
        assert_eq!(late.form_to("/desk/settings").field("name"), Some("Support"), "what was typed is kept");
        let review = ada.submit(&late, press(&late, "/desk/settings", "review")).await;
        let saved = ada.submit(&review, press(&review, "/desk/settings", "save")).await;
        ada.follow(saved).await.is(200).says("The changes to Support are saved");
        let changed = bridge.audit_of("provider-changed").await.pop().unwrap();
        for part in ["Desk → Support", "everyone → staff", "none → 30 min"] {
            assert!(changed.details.contains(part), "{part}: {}", changed.details);
        }
        let page = ada.get("/admin/providers/desk").await;
        let same = ada.submit(&page, press(&page, "/desk/settings", "review")).await;
        ada.follow(same).await.says("Nothing is different");
        // Opening it to everybody is said before it is done.
        let open = ada.submit(&page, press(&page, "/desk/settings", "review").set("audience", "everyone")).await;
        open.is(200).says("From then on everyone can use it.");
        let wrong = ada.submit(&page, press(&page, "/desk/settings", "review").set("set.host", "a/b")).await;
        wrong.is(422).says("Write a host name such as");
    }
}

on_each_database! {
    async fn a_secret_is_staged_switched_to_and_taken_back_on_the_page(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        let page = add_desk(&mut ada, "desk", SECRET).await;
        let page = switch_on(&mut ada, &page, "desk").await;
        let given = page.form_to("/secret/stage").set("whence", "given");
        ada.submit(&page, given.clone().set("secret", SECRET)).await.is(422).says("This is the secret that signs already.");
        let staged = ada.submit(&page, given.set("secret", OTHER)).await;
        let page = ada.follow(staged).await;
        page.is(200).says("A new secret for Helpdesk is staged").says("Switch to this secret");
        assert!(signs(&bridge, "desk", SECRET).await, "a staged secret does not sign");
        let switched = ada.submit(&page, page.form_to("/secret/switch")).await;
        let switched = ada.follow(switched).await;
        switched.is(200).says("from now on. The secret before it is kept.").says("Take this secret back");
        assert!(signs(&bridge, "desk", OTHER).await);
        // What the notice offers takes it back at once.
        let undone = ada.submit(&switched, switched.form_to("/secret/take-back")).await;
        let undone = ada.follow(undone).await;
        undone.is(200).says("are signed with").says("again. The secret that signed until now is kept.");
        assert!(signs(&bridge, "desk", SECRET).await);
        // The page that was open before knows another secret.
        let late = ada.submit(&switched, switched.form_to("/secret/take-back")).await;
        ada.follow(late).await.says("That secret is not there any more.");
        let page = ada.get("/admin/providers/desk").await;
        let again = ada.submit(&page, page.form_to("/secret/switch")).await;
        ada.follow(again).await.is(200);
        assert!(signs(&bridge, "desk", OTHER).await);

        let asked = ada.get("/admin/providers/desk/forget/former").await;
        asked.is(200).says("Forget the former secret?");
        let wrong = ada.submit(&asked, asked.form_to("/forget/former").set("word", "desk")).await;
        wrong.is(422).says("That is something else.");
        let fingerprint = bridge.audit_of("provider-secret-staged").await[0].details.clone();
        let former = bridge.audit_of("provider-added").await[0].details.clone();
        assert_ne!(fingerprint, former);
        let former = serde_json::from_str::<serde_json::Value>(&former).unwrap()["secret_fingerprint"].as_str().unwrap().to_owned();
        let done = ada.submit(&wrong, wrong.form_to("/forget/former").set("word", &former)).await;
        ada.follow(done).await.is(200).says(&format!("The secret {former} is forgotten."));
        ada.get("/admin/providers/desk/forget/former").await.is(404);
        ada.get("/admin/providers/desk/forget/current").await.is(404);
        for secret in [SECRET, OTHER] {
            is_nowhere(&bridge, &mut ada, "desk", secret).await;
        }
    }
}

on_each_database! {
    async fn of_two_administrators_who_switch_one_is_told_what_the_other_did(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        bridge.add_administrator("eve@example.com").await;
        let mut eve = bridge.signed_in("eve@example.com").await;
        let page = add_desk(&mut ada, "desk", SECRET).await;
        let made = ada.submit(&page, page.form_to("/secret/stage").set("whence", "made")).await;
        let secret = crate::support::html::value_of(&made.body, "secret");
        made.is(200).says("The secret is shown only now.");
        let (hers, his) = (ada.get("/admin/providers/desk").await, eve.get("/admin/providers/desk").await);
        // Eve stages another one; Ada, who has not seen it, must not switch to it.
        let staged = eve.submit(&his, his.form_to("/secret/stage").set("whence", "given").set("secret", OTHER)).await;
        eve.follow(staged).await.says("is staged");
        let late = ada.submit(&hers, hers.form_to("/secret/switch")).await;
        ada.follow(late).await.says("Somebody else changed this provider in the meantime");
        switch_on(&mut ada, &page, "desk").await;
        assert!(signs(&bridge, "desk", SECRET).await);
        is_nowhere(&bridge, &mut ada, "desk", &secret).await;
    }
}

on_each_database! {
    async fn what_the_preview_shows_is_what_is_minted(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        let page = add_desk(&mut ada, "desk", SECRET).await;
        let shown = ada.get(&format!("/admin/providers/desk/preview?person={ANN}")).await;
        shown.is(200).says("The provider is switched off.");
        switch_on(&mut ada, &page, "desk").await;
        let shown = ada.get(&format!("/admin/providers/desk/preview?person={ANN}")).await;
        shown.lacks("The provider is switched off.");
        let minted = Delivery::in_page(&bridge.signed_in(ANN).await.get("/sso/desk/login").await).claims("jwt", SECRET);
        for (name, value) in minted.as_object().unwrap() {
            shown.says(name);
            if name != "jti" {
                shown.says(value.as_str().map_or_else(|| value.to_string(), str::to_owned).as_str());
            }
        }
        ada.get("/admin/providers/desk/preview?person=nobody@example.com").await.is(422).says("Nobody has this address");
        let empty = UserChange { first_name: Some(String::new()), last_name: Some(String::new()), ..UserChange::default() };
        bridge.change_person(ANN, empty).await;
        bridge.add_provider("ideas", "aha-ideas", &[("portal_host", "acme.ideas.aha.io")], OTHER).await;
        let wanting = ada.get(&format!("/admin/providers/ideas/preview?person={ANN}")).await;
        wanting.is(200).says("No token can be made").says("first_name").says("last_name");
    }
}

on_each_database! {
    async fn cards_say_what_went_wrong_and_what_to_look_at(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        bridge.add_provider("desk", "zendesk", &[("subdomain", "acme")], "tiny").await;
        let closed = ProviderChange { open_to: ["staff".parse().unwrap()].into(), ..ProviderChange::default() };
        bridge.change_provider("desk", closed).await;
        bridge.signed_in(ANN).await.get("/sso/desk/login").await.is(403);
        let list = ada.get("/admin/providers").await;
        list.says(&format!("{ANN} is in none of its groups.")).says("Since the last error nobody was carried there.");
        list.says("Its shared secret has 4 bytes").says("staff");
        ada.get("/admin/providers/desk").await.says(&format!("{ANN} is in none of its groups."));
        let mut german = bridge.signed_in(ADA).await.speaking("de");
        german.get("/admin/providers").await.is(200).says("Letzter Fehler").says("in keiner der Gruppen");
        german.get("/admin/providers/desk").await.is(200).says("Gemeinsames Geheimnis");
    }
}

on_each_database! {
    async fn a_provider_is_deleted_when_its_name_is_typed(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        add_desk(&mut ada, "desk", SECRET).await;
        let asked = ada.get("/admin/providers/desk/delete").await;
        asked.is(200).says("Delete Helpdesk?").says("cannot be brought back");
        let wrong = ada.submit(&asked, asked.form_to("/desk/delete").set("word", "Helpdesk")).await;
        wrong.is(422).says("Type desk to go on");
        let gone = ada.submit(&wrong, wrong.form_to("/desk/delete").set("word", "desk")).await;
        ada.follow(gone).await.is(200).says("Helpdesk is deleted.").says("No providers yet");
        ada.get("/admin/providers/desk").await.is(404);
    }
}

on_each_database! {
    async fn nobody_else_comes_in_and_no_other_site_sends_the_forms(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        let page = add_desk(&mut ada, "desk", SECRET).await;
        let mut ann = bridge.signed_in(ANN).await;
        let pages = ["", "/new", "/new/zendesk", "/desk", "/desk/preview", "/desk/delete", "/desk/forget/former"];
        for end in pages {
            ann.get(&format!("/admin/providers{end}")).await.is(403).says("This page is for administrators.");
            bridge.browser().get(&format!("/admin/providers{end}")).await.is(403).lacks("desk.com");
        }
        let proof = page.form_to("/desk/switch").field("proof").unwrap().to_owned();
        let forms = ["/new/zendesk", "/desk/settings", "/desk/switch", "/desk/delete", "/desk/secret/stage",
            "/desk/secret/switch", "/desk/secret/take-back", "/desk/forget/former"];
        let before = bridge.database.rows();
        for end in forms {
            let address = format!("/admin/providers{end}");
            let fields = [("proof", proof.as_str()), ("go", "save"), ("to", "on"), ("word", "desk"), ("whence", "made")];
            let own = [("sec-fetch-site", "same-origin")];
            ann.post(&address, &fields, &own).await.is(403);
            ada.post(&address, &fields, &[("sec-fetch-site", "cross-site")]).await.is(403).says("another website");
            ada.post(&address, &fields[1..], &own).await.is(403).says("This page was open for too long");
            ada.get(&format!("{address}?to=on")).await;
        }
        let unchanged = |rows: Vec<(String, i64)>| rows.into_iter().filter(|(table, _)| !table.starts_with("session") && !table.contains("throttle")).collect::<Vec<_>>();
        assert_eq!(unchanged(bridge.database.rows()), unchanged(before));
    }
}

on_each_database! {
    async fn the_walk_goes_on_after_the_password_was_asked_for_again(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        let settings = ada.get("/admin/providers/new/zendesk").await;
        let asked = ada.submit(&settings, filled(&settings, "desk")).await;
        bridge.clock.advance(std::time::Duration::from_secs(11 * 60));
        let given = press(&asked, "/new/zendesk", "paste").set("whence", "given").set("secret", SECRET);
        let confirm = ada.submit(&asked, given).await;
        confirm.is(403).says("Is it you?").lacks(SECRET);
        let addresses = ada.submit(&confirm, confirm.form("confirm_password").set("confirm_password", PASSWORD)).await;
        addresses.is(200).says("What to paste at the provider").lacks(SECRET);
        let saved = ada.submit(&addresses, press(&addresses, "/new/zendesk", "save")).await;
        let page = ada.follow(saved).await;
        page.is(200).says("Helpdesk is saved and switched off");
        switch_on(&mut ada, &page, "desk").await;
        assert!(signs(&bridge, "desk", SECRET).await);
    }
}
