//! A person at a browser: what they do, and what they see.
//!
//! They wait as people do: each verification gives the page some time, and fails by telling what is there instead.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::api::PASSWORD;
use super::driver::Driver;
use super::webdriver::{Answer, Element, Session};

/// How long a page may take before a story fails.
const PATIENCE: Duration = Duration::from_secs(15);
const GLANCE: Duration = Duration::from_millis(20);

/// Everything that can be pressed.
const CONTROLS: &str = "button, a, summary";
const FIELDS: &str = "input:not([type=hidden])";

/// A key.
#[derive(Clone, Copy, Debug)]
pub enum Key {
    Tab,
    /// Tab with Shift held down.
    BackTab,
    Enter,
    Space,
    Escape,
}

/// A person at a browser.
pub struct Person {
    pub session: Session,
    bridge: String,
    /// Ends the browser; dropped last.
    _driver: Driver,
}

/// What they do.
impl Person {
    pub(super) fn new(session: Session, driver: Driver, bridge: String) -> Self {
        Self { session, bridge, _driver: driver }
    }

    /// Opens an address; a path is one of the bridge.
    pub async fn opens(&self, address: &str) {
        let whole =
            if address.starts_with('/') { format!("{}{address}", self.bridge) } else { address.to_owned() };
        self.session.open(&whole).await.unwrap();
    }

    /// Presses Back.
    pub async fn goes_back(&self) {
        self.session.press("back").await.unwrap();
    }

    /// Presses Reload; a form that led here is sent again.
    pub async fn reloads(&self) {
        self.session.press("refresh").await.unwrap();
    }

    /// Fills a field in, by its label.
    pub async fn fills_in(&self, label: &str, value: &str) {
        let field = self.named(FIELDS, label).await;
        self.session.fill_in(&field, value).await.unwrap();
    }

    /// Presses a button or follows a link, by its name.
    pub async fn presses(&self, name: &str) {
        let control = self.named(CONTROLS, name).await;
        self.session
            .click(&control)
            .await
            .unwrap_or_else(|problem| panic!("{name:?} cannot be pressed: {problem}"));
    }

    /// Ticks a box, or takes its tick away, by its name; whoever cannot see the name sees the box all the same.
    pub async fn presses_box(&self, name: &str) {
        let tick = self.named("input[type=checkbox]", name).await;
        self.session
            .click(&tick)
            .await
            .unwrap_or_else(|problem| panic!("{name:?} cannot be ticked: {problem}"));
    }

    /// Types on the keyboard, wherever the focus is.
    pub async fn types(&self, text: &str) {
        self.session.type_keys(None, text).await.unwrap();
    }

    /// Presses one key.
    pub async fn presses_key(&self, key: Key) {
        let (held, key) = match key {
            Key::Tab => (None, "\u{e004}"),
            Key::BackTab => (Some('\u{e008}'), "\u{e004}"),
            Key::Enter => (None, "\u{e007}"),
            Key::Space => (None, " "),
            Key::Escape => (None, "\u{e00c}"),
        };
        self.session.type_keys(held, key).await.unwrap();
    }

    /// Opens one of the services in the list, by its name.
    pub async fn presses_tile(&self, service: &str) {
        let is_it = async || {
            for tile in self.session.find_all(".tile").await.ok()? {
                let name = self.session.name(&tile).await.ok()?;
                if name.strip_prefix(service).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')) {
                    return Some(tile);
                }
            }
            None
        };
        let tile = self.until(&format!("there is a tile for {service:?}"), is_it).await;
        self.session.click(&tile).await.unwrap();
    }

    /// Opens the menu at the person's name.
    pub async fn opens_menu(&self) {
        let menu = self.session.find_all("summary").await.unwrap();
        self.session.click(&menu[0]).await.unwrap();
        self.sees("Change password").await;
    }

    /// Signs in with the password of the stories.
    pub async fn signs_in(&self, email: &str) {
        self.signs_in_with(email, PASSWORD).await;
    }

    /// Signs in with another password.
    pub async fn signs_in_with(&self, email: &str, password: &str) {
        self.fills_in("Email address", email).await;
        self.fills_in("Password", password).await;
        self.presses("Sign in").await;
    }
}

/// What they see.
impl Person {
    /// Waits until a text can be seen.
    pub async fn sees(&self, text: &str) {
        self.until(&format!("{text:?} is seen"), async || {
            self.screen().await.ok()?.contains(text).then_some(())
        })
        .await;
    }

    /// Fails when a text can be seen now.
    pub async fn does_not_see(&self, text: &str) {
        let screen = self.screen().await.unwrap();
        assert!(!screen.contains(text), "{text:?} is seen: {screen}");
    }

    /// Waits until the address bar shows this.
    pub async fn arrives_at(&self, address: &str) {
        let is_there = async || (self.session.address().await.ok()? == address).then_some(());
        self.until(&format!("the address is {address}"), is_there).await;
    }

    /// Waits until the focus is on what has this name.
    pub async fn has_focus_on(&self, name: &str) {
        let is_there = async || (self.focus().await.ok()? == name).then_some(());
        self.until(&format!("the focus is on {name:?}"), is_there).await;
    }

    /// What stands in a field, by its label.
    pub async fn reads(&self, label: &str) -> String {
        let field = self.named(FIELDS, label).await;
        self.session.value(&field).await.unwrap()
    }

    /// Where a link leads, by its name.
    pub async fn link(&self, name: &str) -> String {
        let link = self.named("a", name).await;
        self.session
            .run("return arguments[0].href", json!([link.to_argument()]))
            .await
            .unwrap()
            .as_str()
            .unwrap()
            .into()
    }

    /// The name of what has the focus.
    pub async fn focus(&self) -> Answer<String> {
        self.session.name(&self.session.active().await?).await
    }

    /// Everything that can be read on the page, in one line.
    pub async fn screen(&self) -> Answer<String> {
        let body = self.session.find_all("body").await?;
        let body = body.first().ok_or("there is no page")?;
        let text = self.session.text(body).await?;
        Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// Asks the page something.
    pub async fn asks(&self, script: &str) -> Value {
        self.session.run(script, json!([])).await.unwrap()
    }

    /// Waits until what can be seen has an element of this name.
    pub async fn named(&self, css: &str, name: &str) -> Element {
        self.until(&format!("there is {name:?}"), async || self.look_for(css, name).await.ok()?).await
    }

    async fn look_for(&self, css: &str, name: &str) -> Answer<Option<Element>> {
        for element in self.session.find_all(css).await? {
            if self.session.name(&element).await? == name && self.session.is_displayed(&element).await? {
                return Ok(Some(element));
            }
        }
        Ok(None)
    }

    /// Asks until there is an answer.
    pub async fn until<T>(&self, what: &str, ask: impl AsyncFn() -> Option<T>) -> T {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(answer) = ask().await {
                return answer;
            }
            if Instant::now() >= end {
                panic!("waited in vain until {what}. {}", self.situation().await);
            }
            tokio::time::sleep(GLANCE).await;
        }
    }

    async fn situation(&self) -> String {
        let address = self.session.address().await;
        let (title, screen) = (self.session.title().await, self.screen().await);
        let (focus, console) = (self.focus().await, self.session.console().await);
        format!("At {address:?} {title:?}, focus on {focus:?}, console {console:?}, one reads: {screen:?}")
    }
}
