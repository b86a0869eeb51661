//! The first page with charts, and the settings. `admin_overview.rs` looks at them with nothing and with much to show.

use crate::support::{Bridge, Person};

pub async fn tour(bridge: &Bridge, ada: &Person, stop: &impl AsyncFn(&str)) {
    bridge.add_provider("overview-desk", "it-glue", &[("subdomain", "acme")], "0123456789abcdef").await;
    for range in ["day", "month"] {
        ada.opens(&format!("/admin?range={range}")).await;
        ada.sees("The shared secret of overview-desk has 16 bytes").await;
        stop(&format!("overview of a {range}")).await;
    }
    ada.presses("Show the numbers").await;
    ada.sees("From (UTC)").await;
    stop("overview with the numbers").await;
    ada.opens("/admin/settings").await;
    ada.sees("A session ends when nothing was done for this long").await;
    stop("settings").await;
    ada.opens("/admin/settings?search=nothing-is-called-so").await;
    ada.sees("No option fits.").await;
    stop("settings, none found").await;
}
