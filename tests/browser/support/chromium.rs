//! A browser that nobody has opened yet: what it can do is decided before.

use serde_json::{Value, json};

use super::api::Bridge;
use super::driver::{Driver, program};
use super::person::Person;
use super::webdriver::Session;

/// A new Chromium with a profile of its own.
#[derive(Clone, Debug)]
pub struct Chromium {
    bridge: String,
    pub runs_scripts: bool,
    font: Option<&'static str>,
}

impl Chromium {
    /// For somebody who works with this bridge.
    pub fn at(bridge: &Bridge) -> Self {
        Self { bridge: bridge.address.clone(), runs_scripts: true, font: None }
    }

    /// Scripts are switched off in its settings.
    pub fn without_scripts(mut self) -> Self {
        self.runs_scripts = false;
        self
    }

    /// Its machine shows words in this font, if it has it.
    pub fn with_font(mut self, font: &'static str) -> Self {
        self.font = Some(font);
        self
    }

    /// Somebody sits down at it.
    pub async fn open(self) -> Person {
        let driver = Driver::start(self.font).await;
        let capabilities = self.capabilities(&driver);
        let session = Session::start(&driver.address(), capabilities).await.unwrap();
        Person::new(session, driver, self.bridge)
    }

    fn capabilities(&self, driver: &Driver) -> Value {
        let profile = driver.folder.path().join("profile");
        let flags = [
            "--headless=new".to_owned(),
            // Tests also run as root, where Chromium has no sandbox, and in containers with a small /dev/shm.
            "--no-sandbox".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-quic".to_owned(),
            // Nothing here needs the network, and nothing may wait for it.
            "--no-first-run".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--disable-sync".to_owned(),
            "--hide-scrollbars".to_owned(),
            "--lang=en".to_owned(),
            "--window-size=1024,768".to_owned(),
            format!("--user-data-dir={}", profile.display()),
        ];
        // 1 allows, 2 blocks.
        let scripts = if self.runs_scripts { 1 } else { 2 };
        json!({
            "browserName": "chrome",
            "pageLoadStrategy": "normal",
            "timeouts": {"pageLoad": 30_000, "script": 10_000},
            "goog:loggingPrefs": {"browser": "ALL"},
            "goog:chromeOptions": {
                "binary": program("BRIDGEWARDEN_TEST_CHROMIUM"),
                "args": flags,
                "prefs": {
                    "intl.accept_languages": "en",
                    "profile.managed_default_content_settings.javascript": scripts,
                    "credentials_enable_service": false,
                },
            },
        })
    }
}
