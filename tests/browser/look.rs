//! Every kind of page at every width and in both themes: it fits, it can be read and pressed, and the browser has
//! nothing to complain about. `support/inspect.js` says what that means.

use std::cell::RefCell;
use std::path::PathBuf;

use bridgewarden::simulator::Kind;
use serde_json::json;

use crate::admin_tour::admin_tour;
use crate::support::{ANN, Bridge, Chromium, Database, Person, Theme};
use crate::tour::{LONG, Names, SHORT, tour};

const INSPECT: &str = include_str!("support/inspect.js");
/// A telephone, a tablet, a desk. The first is for fingers.
const WIDTHS: [u32; 3] = [380, 800, 1400];

/// Keeps a picture for whoever wants to look themselves: `BRIDGEWARDEN_TEST_LOOK=FOLDER ./scripts/test browser -- look`.
async fn keep(person: &Person, page: &str, theme: Theme, width: u32) {
    let Some(folder) = std::env::var_os("BRIDGEWARDEN_TEST_LOOK").map(PathBuf::from) else { return };
    let name: String = page.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    std::fs::create_dir_all(&folder).unwrap();
    let picture = person.session.picture().await.unwrap();
    std::fs::write(folder.join(format!("{name}-{width}-{theme:?}.png").to_lowercase()), picture).unwrap();
}

/// What is wrong with a page, each with where it was seen.
async fn looks_at(person: &Person, page: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    for theme in [Theme::Light, Theme::Dark] {
        person.prefers_stillness(theme).await;
        for width in WIDTHS {
            person.has_a_screen(width, 800, 1.0).await;
            keep(person, page, theme, width).await;
            let found = person.session.run(INSPECT, json!([width, width == WIDTHS[0]])).await.unwrap();
            let found =
                found.as_array().unwrap().iter().map(|what| format!("{page}, {theme:?}, {width} px: {what}"));
            complaints.extend(found);
        }
    }
    let console = person.session.console().await.unwrap();
    // A refused form is an error for Chromium's log; for the person it is a page.
    let is_ours =
        |line: &&String| !line.contains("Failed to load resource: the server responded with a status of 4");
    complaints.extend(console.iter().filter(is_ours).map(|line| format!("{page}: {line}")));
    complaints
}

/// Stops at every page and tells everything that is wrong at the end.
struct Inspection<'a> {
    person: &'a Person,
    complaints: RefCell<Vec<String>>,
}

impl<'a> Inspection<'a> {
    fn by(person: &'a Person) -> Self {
        Self { person, complaints: RefCell::default() }
    }

    async fn stop(&self, page: &str) {
        let found = looks_at(self.person, page).await;
        self.complaints.borrow_mut().extend(found);
    }

    fn end(self) {
        let complaints = self.complaints.into_inner();
        assert!(complaints.is_empty(), "{} complaints:\n{}", complaints.len(), complaints.join("\n"));
    }
}

async fn everything_is_well(names: &Names, options: &[&str]) {
    let bridge = Bridge::start_with(Database::sqlite(), options).await;
    let ann = Chromium::at(&bridge).open().await;
    let inspection = Inspection::by(&ann);
    tour(&bridge, names, &ann, async |page| inspection.stop(page).await).await;
    inspection.end();
}

#[tokio::test]
async fn every_page_fits_and_can_be_read_and_pressed() {
    everything_is_well(&SHORT, &[]).await;
}

/// Names of sixty characters, and a yellow on which white cannot be read, nor itself on white.
#[tokio::test]
async fn long_names_and_an_unlucky_accent_change_nothing() {
    let name = format!("brand.name={}", LONG.archive);
    everything_is_well(&LONG, &[&name, "brand.accent=#ffd400"]).await;
}

#[tokio::test]
async fn every_page_of_administrators_fits_and_can_be_read_and_pressed() {
    let bridge = Bridge::start(Database::sqlite()).await;
    let ada = Chromium::at(&bridge).open().await;
    let inspection = Inspection::by(&ada);
    admin_tour(&bridge, &ada, async |page| inspection.stop(page).await).await;
    inspection.end();
}

#[tokio::test]
async fn the_pages_of_the_pretended_providers_fit_and_can_be_read_and_pressed() {
    let bridge = Bridge::start(Database::sqlite()).await;
    bridge.add_person(ANN).await;
    let ann = Chromium::at(&bridge).open().await;
    let inspection = Inspection::by(&ann);
    for kind in Kind::ALL {
        let provider = bridge.add_simulator(kind, &[ANN]).await;
        ann.opens(&provider.base_url()).await;
        inspection.stop(&format!("home of {kind}")).await;
        ann.opens(&provider.protected_page()).await;
        if kind == Kind::ALL[0] {
            ann.signs_in(ANN).await;
        }
        ann.sees("Signed in as").await;
        inspection.stop(&format!("page of {kind}")).await;
        ann.presses("Sign in with it again").await;
        ann.sees(if kind == Kind::MojoHelpdesk { "Signed in as" } else { "Rule not kept" }).await;
        inspection.stop(&format!("refusal of {kind}")).await;
    }
    inspection.end();
}
