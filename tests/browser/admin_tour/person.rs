//! The pages about one person: adding, the page with everything, what is asked once more, what is shown once.

use super::ADA;
use crate::support::{ANN, Bridge, Person};

pub async fn tour(bridge: &Bridge, ada: &Person, stop: &impl AsyncFn(&str)) {
    ada.opens("/admin/users/new").await;
    ada.sees("Add a person").await;
    stop("add a person").await;
    ada.fills_in("Email address", "not an address").await;
    ada.fills_in("First name", "Maximiliane-Alexandra Kundendienstauftragsbearbeitung").await;
    ada.presses("Add the person").await;
    ada.sees("Write an address such as name@example.com.").await;
    stop("add a person, refused").await;
    ada.fills_in("Email address", "maximiliane@example.com").await;
    ada.fills_in("Last name", "von der Verwaltungssystemhauptstelle").await;
    ada.fills_in("Add to a group", "staff").await;
    ada.fills_in("New attribute", "department").await;
    ada.fills_in("Its value", "日本国際物流総合情報管理").await;
    ada.presses("Add the person").await;
    ada.sees("was added").await;
    stop("an invitation, shown once").await;
    ada.presses("I have passed it on").await;
    ada.sees("An invitation is open").await;
    stop("a person who is invited").await;

    bridge.add_person(ANN).await;
    let ann = bridge.signed_in(ANN).await;
    let user =
        bridgewarden::flow::users::find(&bridge.context, &ANN.parse().unwrap()).await.unwrap().unwrap();
    let path = format!("/admin/users/{}", user.id);
    ada.opens(&path).await;
    ada.sees("Ann Lee").await;
    stop("a person who is signed in").await;
    ada.fills_in("Email address", "ann.jones@example.com").await;
    ada.presses("Save changes").await;
    ada.sees("Change the address of Ann Lee").await;
    stop("another address").await;
    ada.presses("Cancel").await;
    ada.sees("Getting in").await;
    ada.presses("Disable Ann Lee").await;
    ada.sees("Ann Lee is disabled.").await;
    stop("a person who is disabled").await;
    ada.opens(&format!("{path}/history")).await;
    ada.sees("What Ann Lee did").await;
    stop("a person's history").await;
    ada.opens(&format!("{path}/delete")).await;
    ada.sees("Delete Ann Lee").await;
    stop("deleting").await;
    drop(ann);
    let me = bridgewarden::flow::users::find(&bridge.context, &ADA.parse().unwrap()).await.unwrap().unwrap();
    ada.opens(&format!("/admin/users/{}", me.id)).await;
    ada.presses(&format!("Disable {}", me.display_name())).await;
    ada.sees("Disable yourself").await;
    stop("disabling oneself").await;
}
