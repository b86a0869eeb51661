//! The WebDriver protocol as far as the stories need it, with Chromium's two additions: its log and its DevTools.
//! Everything answers with a `Result`, since a page may go away under a question; `Person` knows when to ask again.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use serde_json::{Value, json};

/// The key under which an element's reference stands.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// What chromedriver said instead of an answer.
pub type Answer<T> = Result<T, String>;

/// One browser.
pub struct Session {
    http: reqwest::Client,
    base: String,
}

/// Something on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element(String);

impl Element {
    /// As an argument of a script.
    pub fn to_argument(&self) -> Value {
        json!({ELEMENT: self.0})
    }

    fn of(value: &Value) -> Answer<Self> {
        value[ELEMENT].as_str().map(|id| Self(id.to_owned())).ok_or_else(|| format!("no element: {value}"))
    }
}

impl Session {
    /// Starts a browser.
    pub async fn start(driver: &str, capabilities: Value) -> Answer<Self> {
        let http = reqwest::Client::new();
        let mut session = Self { http, base: driver.to_owned() };
        let started =
            session.post("/session", json!({"capabilities": {"alwaysMatch": capabilities}})).await?;
        let id = started["sessionId"].as_str().ok_or_else(|| format!("no session: {started}"))?;
        session.base = format!("{driver}/session/{id}");
        Ok(session)
    }

    /// Opens an address and waits until the page is there.
    pub async fn open(&self, address: &str) -> Answer<()> {
        self.post("/url", json!({"url": address})).await.map(drop)
    }

    /// The address of the page.
    pub async fn address(&self) -> Answer<String> {
        Ok(text(&self.get("/url").await?))
    }

    /// The title of the page.
    pub async fn title(&self) -> Answer<String> {
        Ok(text(&self.get("/title").await?))
    }

    /// The browser's own Back button; `forward` and `refresh` are the others.
    pub async fn press(&self, button: &str) -> Answer<()> {
        self.post(&format!("/{button}"), json!({})).await.map(drop)
    }

    /// Elements by CSS selector, in the order of the page.
    pub async fn find_all(&self, css: &str) -> Answer<Vec<Element>> {
        let found = self.post("/elements", json!({"using": "css selector", "value": css})).await?;
        found.as_array().into_iter().flatten().map(Element::of).collect()
    }

    /// What has the focus.
    pub async fn active(&self) -> Answer<Element> {
        Element::of(&self.get("/element/active").await?)
    }

    /// The name by which a screen reader calls an element.
    pub async fn name(&self, element: &Element) -> Answer<String> {
        self.get(&format!("/element/{}/computedlabel", element.0)).await.map(|name| text(&name))
    }

    /// Whether an element can be seen.
    pub async fn is_displayed(&self, element: &Element) -> Answer<bool> {
        Ok(self.get(&format!("/element/{}/displayed", element.0)).await? == json!(true))
    }

    /// The text of an element as it is shown.
    pub async fn text(&self, element: &Element) -> Answer<String> {
        self.get(&format!("/element/{}/text", element.0)).await.map(|shown| text(&shown))
    }

    /// What stands in a field.
    pub async fn value(&self, element: &Element) -> Answer<String> {
        self.get(&format!("/element/{}/property/value", element.0)).await.map(|value| text(&value))
    }

    /// Clicks an element, as far as a person could.
    pub async fn click(&self, element: &Element) -> Answer<()> {
        self.post(&format!("/element/{}/click", element.0), json!({})).await.map(drop)
    }

    /// Empties a field and types into it.
    pub async fn fill_in(&self, element: &Element, value: &str) -> Answer<()> {
        self.post(&format!("/element/{}/clear", element.0), json!({})).await?;
        self.post(&format!("/element/{}/value", element.0), json!({"text": value})).await.map(drop)
    }

    /// Presses and releases keys one after another, wherever the focus is; `held` is down meanwhile.
    pub async fn type_keys(&self, held: Option<char>, keys: &str) -> Answer<()> {
        let down = |key: char| json!({"type": "keyDown", "value": key});
        let up = |key: char| json!({"type": "keyUp", "value": key});
        let strokes = keys.chars().flat_map(|key| [down(key), up(key)]);
        let actions: Vec<Value> = held.map(down).into_iter().chain(strokes).chain(held.map(up)).collect();
        let keyboard = json!({"type": "key", "id": "keyboard", "actions": actions});
        self.post("/actions", json!({"actions": [keyboard]})).await.map(drop)
    }

    /// Runs a script of ours in the page; it also runs where the page's own scripts do not.
    pub async fn run(&self, script: &str, arguments: Value) -> Answer<Value> {
        self.post("/execute/sync", json!({"script": script, "args": arguments})).await
    }

    /// What the console says since it was last asked.
    pub async fn console(&self) -> Answer<Vec<String>> {
        let entries = self.post("/se/log", json!({"type": "browser"})).await?;
        Ok(entries.as_array().into_iter().flatten().map(|entry| text(&entry["message"])).collect())
    }

    /// A command of the DevTools protocol.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Answer<Value> {
        self.post("/goog/cdp/execute", json!({"cmd": command, "params": parameters})).await
    }

    /// What can be seen, as PNG.
    pub async fn picture(&self) -> Answer<Vec<u8>> {
        STANDARD.decode(text(&self.get("/screenshot").await?)).map_err(|problem| problem.to_string())
    }

    async fn get(&self, path: &str) -> Answer<Value> {
        self.send(Method::GET, path, String::new()).await
    }

    async fn post(&self, path: &str, body: Value) -> Answer<Value> {
        self.send(Method::POST, path, body.to_string()).await
    }

    async fn send(&self, method: Method, path: &str, body: String) -> Answer<Value> {
        let request = self.http.request(method, format!("{}{path}", self.base)).body(body);
        let response = request.send().await.map_err(|problem| format!("chromedriver: {problem}"))?;
        let is_good = response.status().is_success();
        let body = response.text().await.map_err(|problem| problem.to_string())?;
        let mut answer: Value =
            serde_json::from_str(&body).map_err(|problem| format!("{problem}: {body}"))?;
        if is_good {
            Ok(answer["value"].take())
        } else {
            Err(format!("{path}: {}", text(&answer["value"]["message"])))
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
