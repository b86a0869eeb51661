//! The user table: full, searched, empty; what is done to many, before and after.

use bridgewarden::flow::users::UserChange;

use crate::support::{Bridge, Person};

const LONG: &str = "Kundendienstauftragsbearbeitungsverwaltungssystemleiterin";

pub async fn tour(bridge: &Bridge, ada: &Person, stop: &impl AsyncFn(&str)) {
    ada.opens("/admin/users").await;
    ada.sees("You are the only one here.").await;
    stop("people, the first").await;

    for number in 0..52 {
        bridge.add_person(&format!("person{number:02}@northwind.example")).await;
    }
    let names = |first: &str, last: &str| UserChange {
        first_name: Some(first.into()),
        last_name: Some(last.into()),
        join: ["staff".parse().unwrap(), "second-level-support".parse().unwrap()].into(),
        ..UserChange::default()
    };
    bridge.change_person("person00@northwind.example", names("Anna-Katharina", LONG)).await;
    bridge.change_person("person01@northwind.example", names("太郎", "山田")).await;
    bridge.change_person("person02@northwind.example", names("", "")).await;
    bridge.disable("person01@northwind.example").await;
    let require = UserChange { require_password_change: true, ..UserChange::default() };
    bridge.change_person("person03@northwind.example", require).await;
    ada.opens("/admin/users?sort=name&columns=1&column.groups=1&column.last-sign-in=1&column.created=1")
        .await;
    ada.sees("53 people").await;
    stop("people").await;
    ada.opens("/admin/users?q=nobody+like+this").await;
    ada.sees("Nobody is like that.").await;
    stop("people, nobody").await;
    ada.opens("/admin/users").await;
    ada.presses("See what happens").await;
    ada.sees("Nobody is chosen.").await;
    stop("people, nobody chosen, refused").await;
    ada.opens("/admin/users").await;
    ada.presses_box("Choose 太郎 山田").await;
    ada.presses_box("Choose Anna-Katharina Kundendienstauftragsbearbeitungsverwaltungssystemleiterin").await;
    ada.presses("See what happens").await;
    ada.sees("Disable 1 person?").await;
    stop("people, disable").await;
    ada.presses("Disable 1 person").await;
    ada.sees("1 person is disabled.").await;
    stop("people, disabled").await;
    ada.presses("Undo").await;
    ada.sees("1 person is again as before.").await;
}
