//! Every form and every field of it: what no keyboard types is refused before anything happens, what is no form
//! is not read, and nothing is done by reading a page.

use bridgewarden::flow::users::PasswordChoice;

use crate::invitations::add_invited;
use crate::on_each_database;
use crate::support::bridge::SECRET;
use crate::support::html::HtmlForm;
use crate::support::raw::talk;
use crate::support::{Bridge, Browser, Delivery, PASSWORD, Page};

const ANN: &str = "ann.lee@example.com";
const BO: &str = "bo.kumar@example.com";
const NEW: &str = "four unrelated words";

/// What no keyboard types into a field: controls of both sets, and bytes that are no UTF-8.
const UNTYPED: [&str; 14] = [
    "%00",
    "x%00y",
    "%01",
    "%09",
    "%0a",
    "x%0d%0aSet-Cookie:a=b",
    "%1b[2J",
    "%7f",
    "%c2%85",
    "%ff",
    "%fe%ff",
    "%c0%af",
    "%ed%a0%80",
    "%f5%80%80%80",
];

/// A form filled in rightly, its path, and the browser that holds it.
struct Filled {
    path: String,
    cookie: String,
    fields: Vec<(String, String)>,
}

impl Filled {
    fn of(browser: &Browser, form: HtmlForm, typed: &[(&str, &str)]) -> Self {
        let form = typed.iter().fold(form, |form, (name, value)| form.set(name, value));
        let path = form.action.split('?').next().unwrap().to_owned();
        Self { path, cookie: browser.cookie_header(), fields: form.fields }
    }

    /// The form as it is sent, with one field's value replaced by bytes that are encoded already.
    fn body(&self, replaced: Option<(&str, &str)>) -> String {
        let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let pair = |(name, value): &(String, String)| match replaced {
            Some((field, bytes)) if field == name => format!("{name}={bytes}"),
            _ => format!("{name}={}", encoded(value)),
        };
        self.fields.iter().map(pair).collect::<Vec<_>>().join("&")
    }
}

/// One of each form that the bridge has. Sending one does not spoil another, but the sign-out comes last.
async fn every_form(bridge: &Bridge) -> Vec<Filled> {
    bridge.add_person(ANN).await;
    let one_time = bridge.add(BO, |_| {}, PasswordChoice::OneTime).await.unwrap();
    bridge.add_provider("it-glue", "it-glue", &[("subdomain", "acme")], SECRET).await;
    let new = [("new_password", NEW), ("repeat_password", NEW)];

    let mut asked = bridge.browser();
    let page = asked.get("/sign-in").await;
    let sign_in = Filled::of(&asked, page.form("password"), &[("email", ANN), ("password", PASSWORD)]);

    let mut due = bridge.browser();
    let page = due.get("/sign-in").await;
    let page = due.sign_in(&page, BO, &one_time).await;
    let required = Filled::of(&due, page.form("new_password"), &new);

    let link = format!("/invitation/{}", add_invited(bridge, "eve@example.com").await.token.expose());
    let mut eve = bridge.browser();
    let page = eve.get(&link).await;
    let invitation = Filled::of(&eve, page.form("new_password"), &new);

    let mut ann = bridge.signed_in(ANN).await;
    let tiles = ann.get("/").await;
    let launch = Filled::of(&ann, tiles.form_to("/sso/it-glue/launch"), &[]);
    let page = ann.get("/account/password").await;
    let typed = [&[("current_password", PASSWORD)][..], &new].concat();
    let change = Filled::of(&ann, page.form("current_password"), &typed);
    let sign_out = Filled::of(&ann, tiles.form_to("/sign-out"), &[]);
    vec![sign_in, required, invitation, launch, change, sign_out]
}

fn is_refused(page: &Page, what: &str) {
    assert!(page.status.is_client_error(), "{what}: {} {}", page.status, page.body);
    assert_eq!((page.location(), page.header("set-cookie")), (None, None), "{what}");
}

fn worked(page: &Page) -> bool {
    matches!(page.status.as_u16(), 200 | 303)
}

on_each_database! {
    async fn what_no_keyboard_types_is_refused_in_every_field_of_every_form(bridge: Bridge) {
        let forms = every_form(&bridge).await;
        let before = bridge.database.rows();
        let forms = talk(&bridge.address, move |raw| {
            for form in &forms {
                for (field, _) in &form.fields {
                    for bytes in UNTYPED {
                        let body = form.body(Some((field, bytes)));
                        let page = raw.post(&form.path, &[("Cookie", &form.cookie)], &body);
                        is_refused(&page, &format!("{} with {field}={bytes}", form.path));
                    }
                }
            }
            forms
        })
        .await;
        assert_eq!(bridge.database.rows(), before, "something was stored");
        // The forms were good in themselves.
        talk(&bridge.address, move |raw| {
            for form in &forms {
                let page = raw.post(&form.path, &[("Cookie", &form.cookie)], &form.body(None));
                assert!(worked(&page), "{}: {} {}", form.path, page.status, page.body);
            }
        })
        .await;
    }
}

on_each_database! {
    async fn no_form_is_taken_that_says_it_is_something_else(bridge: Bridge) {
        let forms = every_form(&bridge).await;
        let before = bridge.database.rows();
        talk(&bridge.address, move |raw| {
            for form in &forms {
                let json = serde_json::to_string(&form.fields.iter().cloned().collect::<std::collections::BTreeMap<_, _>>());
                let (body, json) = (form.body(None), json.unwrap());
                for (kind, body) in [
                    ("application/json", &json),
                    ("application/json", &body),
                    ("text/plain", &body),
                    ("multipart/form-data; boundary=x", &body),
                    ("application/xml", &body),
                ] {
                    let headers =
                        [("Cookie", form.cookie.as_str()), ("Sec-Fetch-Site", "same-origin"), ("Content-Type", kind)];
                    raw.send("POST", &form.path, &headers, body).is_our_no(415, &format!("{} as {kind}", form.path));
                }
            }
        })
        .await;
        assert_eq!(bridge.database.rows(), before);
    }
}

on_each_database! {
    async fn reading_a_page_changes_nothing_whatever_its_query_says(bridge: Bridge) {
        let forms = every_form(&bridge).await;
        let mut ann = bridge.signed_in(ANN).await;
        let cookie = ann.cookie_header();
        let before = bridge.database.rows();
        talk(&bridge.address, move |raw| {
            let pages = ["/", "/sign-in", "/account/password", "/sign-out/continue", "/healthz", "/readyz", "/nowhere"];
            for form in &forms {
                for path in pages.into_iter().chain([form.path.as_str()]) {
                    let page = raw.get(&format!("{path}?{}", form.body(None)), &[("Cookie", &cookie)]);
                    assert!(page.status.as_u16() < 500, "{path}: {}", page.status);
                    assert!(Delivery::of(&page).is_none(), "{path}");
                }
            }
        })
        .await;
        assert_eq!(bridge.database.rows(), before, "a GET changed something");
        assert!(ann.is_signed_in().await);
    }
}
