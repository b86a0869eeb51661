//! `/admin/users`: the page of the table.

use bridgewarden::flow::users::UserChange;

use crate::on_each_database;
use crate::support::{Bridge, Browser, PASSWORD, Page};

const ADA: &str = "ada.admin@example.com";

async fn administrator(bridge: &Bridge) -> Browser {
    bridge.add_administrator(ADA).await;
    bridge.signed_in(ADA).await
}

/// Adds `person00@example.com` and so on.
async fn people(bridge: &Bridge, count: usize) {
    for number in 0..count {
        bridge.add_person(&format!("person{number:02}@example.com")).await;
    }
}

/// Addresses in the table, in their order.
fn listed(page: &Page) -> Vec<String> {
    let cells = page.body.split("<td class=\"email\">").skip(1);
    let cells = cells.map(|rest| rest.split("</td>").next().unwrap());
    cells
        .map(|cell| cell.split('>').next_back().unwrap().to_owned())
        .map(|text| text.replace("</a", ""))
        .collect()
}

on_each_database! {
    async fn the_table_is_for_administrators_and_whoever_signs_in_first_comes_back_to_it(bridge: Bridge) {
        bridge.add_administrator(ADA).await;
        bridge.add_person("ann@example.com").await;
        let mut browser = bridge.browser();
        let asked = browser.get("/admin/users?q=ann@&sort=name").await;
        asked.is(403).lacks("ann@example.com");
        let answer = browser.sign_in(&asked, ADA, PASSWORD).await;
        assert_eq!(answer.is(303).location().as_deref(), Some("/admin/users?q=ann@&sort=name"));
        let table = browser.follow(answer).await;
        assert_eq!(listed(table.is(200)), ["ann@example.com"]);
        let mut ann = bridge.signed_in("ann@example.com").await;
        ann.get("/admin/users").await.is(403).says("This page is for administrators.").lacks(ADA);
        ann.submit(&table, table.form_to("/admin/users/bulk")).await.is(403);
        bridge.browser().submit(&table, table.form_to("/admin/users/bulk")).await.is(403);
    }
}

on_each_database! {
    async fn people_are_listed_with_how_they_stand_and_a_way_to_their_page(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        people(&bridge, 2).await;
        bridge.disable("person00@example.com").await;
        let change = UserChange {
            join: ["staff".parse().unwrap(), "sales".parse().unwrap()].into(),
            require_password_change: true,
            ..UserChange::default()
        };
        bridge.change_person("person01@example.com", change).await;
        let page = ada.get("/admin/users").await;
        assert_eq!(listed(&page), [ADA, "person00@example.com", "person01@example.com"]);
        page.says("3 people").says("Disabled").says("Administrator").says("Must change password");
        page.says("sales, staff").says("just now").says("never").says(" UTC\"").says("Lee, Ann");
        page.link("/admin/users/new");
        page.link("/admin/users/import");
        let id = bridge.sessions_of(ADA).await[0].user.id;
        page.link(&format!("/admin/users/{id}"));
        let mut german = bridge.signed_in(ADA).await.speaking("de");
        german.get("/admin/users").await.says("3 Personen").says("Gesperrt").says("Noch nie angemeldet");
    }
}

on_each_database! {
    async fn filters_and_sorts_stand_in_the_address_and_stay_when_pages_are_turned(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        people(&bridge, 60).await;
        bridge.disable("person07@example.com").await;
        let page = ada.get("/admin/users?q=&status=active&group=&administrator=no&sort=email&down=1").await;
        page.is(200).says("59 people").says("aria-sort=\"descending\"");
        let first = listed(&page);
        assert_eq!((first.len(), first[0].as_str()), (50, "person59@example.com"));
        let next = ada.get(&page.link("after=")).await;
        let rest = listed(&next);
        assert_eq!((rest.len(), rest[8].as_str()), (9, "person00@example.com"));
        assert!(!rest.contains(&"person07@example.com".to_owned()));
        let back = ada.get(&next.link("before=")).await;
        assert_eq!(listed(&back), first);
        let form = next.form_to("/admin/users");
        assert_eq!(form.method, "get");
        assert_eq!(form.field("down"), Some("1"), "a new search keeps the order");
        assert_eq!(form.field("after"), None, "and begins at the first page");
        ada.get("/admin/users?status=disabled").await.says("1 person").says("person07@example.com");
    }
}

on_each_database! {
    async fn whoever_finds_nobody_is_told_how_to_see_everybody_again(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        let alone = ada.get("/admin/users").await;
        alone.says("You are the only one here.").lacks("Change several people");
        let nobody = ada.get("/admin/users?q=zz%25").await;
        nobody.is(200).says("Nobody is like that.").says("Show everybody").says("value=\"zz%\"");
        assert!(nobody.body.contains("href=\"/admin/users\""));
    }
}

on_each_database! {
    async fn what_a_hostile_address_says_is_refused_or_passed_over_and_never_breaks_anything(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        people(&bridge, 1).await;
        let position = |text: &str| {
            use base64::Engine;
            base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text)
        };
        let id = bridgewarden::domain::id::UserId::unique();
        for query in [
            "status=gone".to_owned(),
            "sort=password_hash".to_owned(),
            "sort=id".to_owned(),
            "down=yes".to_owned(),
            "administrator=maybe".to_owned(),
            "after=x".to_owned(),
            "after=%00".to_owned(),
            "before=%FF".to_owned(),
            format!("after={}", position(&format!("created {id} soon"))),
            format!("after={}", position(&format!("id {id} "))),
            format!("after={}", position("email ' OR 1=1 --")),
            format!("after={}", "A".repeat(4000)),
            "column.password=1".to_owned(),
            "q=a&q=b".to_owned(),
            "group=%0A".to_owned(),
        ] {
            ada.get(&format!("/admin/users?{query}")).await.is_our_no(400, &query);
        }
        for query in [
            format!("q={}", "%25_%27%22%3C".repeat(200)),
            format!("q={}", "a+".repeat(1000)),
            format!("q={}", "%F0%9F%98%80"),
            "q=%EF%BF%BD&unknown=1".to_owned(),
            format!("after={}", position(&format!("created {id} {}", i64::MAX))),
            format!("before={}", position(&format!("last-sign-in {id} {}", i64::MIN))),
            format!("sort=name&after={}", position(&format!("name {id} \u{10FFFF}"))),
            format!("sort=created&before={}", position(&format!("created {id} {}", i64::MIN))),
            format!("q=a&after={}", position(&format!("found {id} a"))),
        ] {
            ada.get(&format!("/admin/users?{query}")).await.is(200).lacks("<'");
        }
    }
}

on_each_database! {
    async fn chosen_columns_are_remembered_by_the_browser(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        people(&bridge, 1).await;
        let page = ada.get("/admin/users?q=person").await;
        page.says("Last sign-in</a>").lacks("Added</a>");
        let chosen = ada.get("/admin/users?q=person&columns=1&column.created=1&column.external-id=1").await;
        chosen.says("Added</a>").lacks("Last sign-in</a>");
        assert_eq!(listed(&chosen), ["person00@example.com"]);
        ada.get("/admin/users").await.says("Added</a>").lacks("Last sign-in</a>");
        ada.get("/admin/users?columns=1").await.lacks("Added</a>").lacks("Last sign-in</a>");
        ada.set_cookie("__Host-bridgewarden-columns", "groups.password");
        ada.get("/admin/users").await.is(200).says("Last sign-in</a>");
    }
}

on_each_database! {
    async fn a_name_is_text_in_the_table(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        bridge.add_person("ann@example.com").await;
        let evil = UserChange {
            first_name: Some("<img src=x>".into()),
            join: ["\"><script>".parse().unwrap()].into(),
            ..UserChange::default()
        };
        bridge.change_person("ann@example.com", evil).await;
        let page = ada.get("/admin/users?q=%3Cimg").await;
        page.is(200).says("<img src=x>");
        assert!(!page.body.contains("<img") && !page.body.contains("\"><script>"), "{}", page.body);
    }
}
