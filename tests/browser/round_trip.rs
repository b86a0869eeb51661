//! The main job in a real browser, for each way of delivery, with and without scripts, and with providers that
//! redirect onward to another host name: Chromium checks `form-action` on every hop after a form, and a sign-in
//! that breaks that rule stops without a word.

use bridgewarden::simulator::Kind;

use crate::on_each_database;
use crate::support::{ANN, Bridge, Chromium};

/// The other name of this machine.
const ELSEWHERE: &str = "localhost";

async fn a_person_lands_where_they_wanted(
    bridge: &Bridge,
    chromium: Chromium,
    kind: Kind,
    onward: Option<&str>,
) {
    bridge.add_person(ANN).await;
    let provider = bridge.add_simulator_with(kind, &[ANN], onward).await;
    let wanted = provider.protected_page();
    let runs_scripts = chromium.runs_scripts;

    let ann = chromium.open().await;
    ann.opens(&wanted).await;
    ann.sees(&format!("Sign in to continue to {}", kind.title())).await;
    ann.signs_in(ANN).await;
    if kind == Kind::Zendesk && !runs_scripts {
        ann.sees("Your browser runs no scripts, so please use the button.").await;
        ann.presses("Continue to Zendesk").await;
    }

    ann.arrives_at(&wanted.replace("127.0.0.1", onward.unwrap_or("127.0.0.1"))).await;
    ann.sees("Signed in as").await;
    ann.sees(ANN).await;
    let receipts = provider.receipts();
    assert_eq!(receipts.len(), 1, "one token was minted: {receipts:?}");
    assert!(receipts[0].accepted, "{:?}", receipts[0].checks);
}

macro_rules! round_trips {
    ($($name:ident: $kind:ident, $onward:expr, $browser:ident;)*) => {$(
        on_each_database! {
            async fn $name(bridge: Bridge) {
                a_person_lands_where_they_wanted(&bridge, $browser(&bridge), Kind::$kind, $onward).await;
            }
        }
    )*};
}

fn scripts(bridge: &Bridge) -> Chromium {
    Chromium::at(bridge)
}

fn no_scripts(bridge: &Bridge) -> Chromium {
    Chromium::at(bridge).without_scripts()
}

round_trips! {
    by_redirect: ItGlue, None, scripts;
    by_redirect_to_a_provider_that_redirects_onward: ItGlue, Some(ELSEWHERE), scripts;
    by_redirect_without_scripts: ItGlue, None, no_scripts;
    by_redirect_without_scripts_to_a_provider_that_redirects_onward: ItGlue, Some(ELSEWHERE), no_scripts;
    by_form_post: Zendesk, None, scripts;
    by_form_post_to_a_provider_that_redirects_onward: Zendesk, Some(ELSEWHERE), scripts;
    by_form_post_without_scripts: Zendesk, None, no_scripts;
    by_form_post_without_scripts_to_a_provider_that_redirects_onward: Zendesk, Some(ELSEWHERE), no_scripts;
}
