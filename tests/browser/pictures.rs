//! The pictures of the README, taken from the running program.
//!
//! `BRIDGEWARDEN_WRITE_PICTURES=1 cargo test --test browser pictures` writes them to `docs/images`; otherwise they are
//! taken all the same, and only measured. They look best where the font Inter is installed (Debian: `fonts-inter`).

use std::path::PathBuf;

use bridgewarden::flow::users::PasswordChoice;
use bridgewarden::simulator::Kind;

use crate::support::silent::{add_named_provider, start_silent_host};
use crate::support::{Bridge, Chromium, Database, PASSWORD, Person, Theme};

const ADA: &str = "ada.lindqvist@northwind.example";
/// What a README can carry.
const LARGEST: usize = 150 * 1024;

/// Width, height, and dots to a pixel.
type Screen = (u32, u32, f64);
const DESK: Screen = (1000, 700, 1.5);
const WIDE: Screen = (1200, 560, 1.5);
const TALL: Screen = (1000, 800, 1.5);
const LIST: Screen = (1000, 850, 1.0);
const PHONE: Screen = (380, 760, 2.0);

async fn takes(person: &Person, name: &str, theme: Theme, (width, height, dots): Screen) {
    person.prefers(theme).await;
    person.has_a_screen(width, height, dots).await;
    let picture = person.session.picture().await.unwrap();
    assert_eq!(picture[..8], *b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(picture[at..at + 4].try_into().unwrap());
    let expected = [width, height].map(|pixels| (f64::from(pixels) * dots).round());
    assert_eq!([number(16), number(20)].map(f64::from), expected, "{name}");
    assert!(picture.len() < LARGEST, "{name} has {} bytes", picture.len());
    if std::env::var_os("BRIDGEWARDEN_WRITE_PICTURES").is_some() {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/images");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("{name}.png")), picture).unwrap();
    }
}

/// What a company has: services by the names its people know them by, one of them for a few only.
async fn furnish(bridge: &Bridge) {
    let host = start_silent_host();
    for (slug, name, profile, setting) in [
        ("helpdesk", "Helpdesk", "zendesk", "host"),
        ("ideas", "Product ideas", "aha-ideas", "portal_host"),
        ("facilities", "Facilities", "mojo-helpdesk", "helpdesk_host"),
        ("partners", "Partner portal", "zendesk", "host"),
        ("suggestions", "Staff suggestions", "aha-ideas", "portal_host"),
        ("archive", "Contract archive", "zendesk", "host"),
    ] {
        add_named_provider(bridge, slug, name, profile, &[(setting, &host)]).await;
    }
    bridge.open_only_to("archive", "legal").await;
}

#[tokio::test]
async fn pictures_of_every_page_can_be_taken() {
    let brand = ["brand.name=Northwind Logistics", "brand.support=it@northwind.example"];
    let bridge = Bridge::start_with(Database::sqlite(), &brand).await;
    let name = |new: &mut bridgewarden::flow::users::NewUser| {
        (new.first_name, new.last_name) = ("Ada".into(), "Lindqvist".into());
    };
    let one_time = bridge.add(ADA, name, PasswordChoice::OneTime).await.unwrap();
    furnish(&bridge).await;
    let glue = bridge.add_simulator(Kind::ItGlue, &[ADA]).await;
    let ada = Chromium::at(&bridge).with_font("Inter").open().await;

    ada.opens("/sso/helpdesk/login?return_to=%2Ftickets").await;
    ada.fills_in("Email address", ADA).await;
    ada.has_focus_on("Email address").await;
    takes(&ada, "sign-in-light", Theme::Light, DESK).await;
    takes(&ada, "sign-in-dark", Theme::Dark, DESK).await;
    takes(&ada, "sign-in-phone", Theme::Light, PHONE).await;

    ada.signs_in_with(ADA, &one_time).await;
    ada.sees("Choose a new password").await;
    takes(&ada, "change-password", Theme::Light, DESK).await;
    ada.fills_in("New password", PASSWORD).await;
    ada.fills_in("New password again", PASSWORD).await;
    ada.presses("Save new password").await;
    ada.sees("Taking you to").await;
    takes(&ada, "delivery", Theme::Light, DESK).await;

    ada.opens(&glue.protected_page()).await;
    ada.sees("Signed in as").await;
    takes(&ada, "simulator", Theme::Light, LIST).await;
    ada.opens("/sso/archive/login").await;
    ada.sees("You do not have access to Contract archive").await;
    takes(&ada, "error", Theme::Light, DESK).await;

    ada.opens("/").await;
    ada.sees("Choose where you want to go.").await;
    takes(&ada, "launch", Theme::Light, WIDE).await;
    ada.presses_tile("Product ideas").await;
    ada.sees("Taking you to").await;
    ada.opens("/").await;
    ada.opens_menu().await;
    ada.presses("Sign out").await;
    ada.sees("Signing you out").await;
    ada.opens("/sso/helpdesk/logout").await;
    ada.sees("Continue to Product ideas").await;
    ada.presses("Skip this service").await;
    ada.sees("You are signed out").await;
    takes(&ada, "signed-out", Theme::Light, TALL).await;
}
