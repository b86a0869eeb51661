//! Providers: none yet, the walk by which one is added, the page of one, a secret that changes, the end.

use crate::support::{Bridge, Person};

const SECRET: &str = "a secret of Zendesk, 23 b";

pub async fn tour(bridge: &Bridge, ada: &Person, stop: &impl AsyncFn(&str)) {
    ada.opens("/admin/providers").await;
    ada.sees("No providers yet").await;
    stop("no providers").await;
    ada.presses("Add the first provider").await;
    ada.sees("Which kind of provider is it?").await;
    stop("kinds of providers").await;
    ada.opens("/admin/providers/new?q=nothing").await;
    ada.sees("No kind of that name").await;
    stop("no kind found").await;

    ada.opens("/admin/providers/new/zendesk").await;
    ada.fills_in("Name in addresses", "Not a name").await;
    ada.presses("Go on to the secret").await;
    ada.sees("Write 1 to 40 lower-case letters").await;
    stop("settings with mistakes").await;
    ada.fills_in("Name in addresses", "desk").await;
    ada.fills_in("Subdomain", "acme").await;
    ada.presses("Go on to the secret").await;
    ada.sees("Zendesk shows a shared secret of its own").await;
    stop("the secret").await;
    ada.presses("Go on to the addresses").await;
    ada.sees("Paste the provider’s secret, or").await;
    stop("no secret").await;
    ada.fills_in("The provider’s secret", SECRET).await;
    ada.presses("Go on to the addresses").await;
    ada.sees("What to paste at the provider").await;
    stop("what to paste").await;
    ada.presses("Go on to the preview").await;
    ada.sees("Nothing was signed").await;
    stop("the preview").await;
    ada.fills_in("Email address of a person", "nobody@example.com").await;
    ada.presses("Show the claims").await;
    ada.sees("Nobody has this address").await;
    stop("a preview of nobody").await;
    ada.presses("Save Zendesk, switched off").await;
    ada.sees("is saved and switched off").await;
    stop("a saved provider").await;

    ada.presses("Stage a new secret").await;
    let made = ada.named("input[type=radio]", "Make a secret here").await;
    ada.session.click(&made).await.unwrap();
    ada.presses("Stage this secret").await;
    ada.sees("The secret is shown only now.").await;
    stop("a staged secret").await;
    ada.presses("Go on to Zendesk").await;
    ada.presses("Switch to this secret").await;
    ada.sees("from now on. The secret before it is kept.").await;
    ada.presses("Switch Zendesk on").await;
    ada.sees("is switched on").await;
    stop("a provider with two secrets").await;
    ada.presses("Forget the former secret").await;
    ada.sees("Type ").await;
    stop("forget a secret").await;

    ada.opens("/admin/providers/desk").await;
    ada.fills_in("Name", "Kundendienstauftragsbearbeitungsverwaltungssystem Süd-Hamburg").await;
    ada.fills_in("At most this many minutes", "60").await;
    ada.presses("Review the changes").await;
    ada.sees("Is this what you mean?").await;
    stop("changes of a provider").await;
    ada.presses("Save the changes").await;
    ada.sees("They hold from the next sign-in on.").await;
    ada.presses("Show the claims").await;
    ada.sees("Nothing was signed").await;
    stop("claims of a provider").await;
    bridge
        .add_provider(
            "wiki",
            "it-glue",
            &[("subdomain", "acme")],
            "another secret of 32 bytes and more, of the wiki",
        )
        .await;
    ada.opens("/admin/providers").await;
    ada.sees("Last token").await;
    stop("providers").await;
    ada.opens("/admin/providers/desk/delete").await;
    ada.fills_in("Type desk to go on", "something else").await;
    ada.named("button.danger", "Delete Kundendienstauftragsbearbeitungsverwaltungssystem Süd-Hamburg").await;
    stop("the end of a provider").await;
}
