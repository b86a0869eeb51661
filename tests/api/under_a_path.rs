//! A bridge that shares its host with others lives under a path, and never leaves it.

use std::net::TcpListener;

use crate::on_each_database;
use crate::support::bridge::SECRET;
use crate::support::{Bridge, Database, Delivery, PASSWORD, Page};

const ANN: &str = "ann.lee@example.com";

async fn prepare(bridge: &Bridge) {
    bridge.add_person(ANN).await;
    bridge.add_provider("it-glue", "it-glue", &[("subdomain", "acme")], SECRET).await;
}

/// A bridge under a path of its host.
async fn under_a_path(database: Database) -> Bridge {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let options = [
        format!("server.listen=127.0.0.1:{port}"),
        format!("server.public_url=http://127.0.0.1:{port}/bridge"),
    ];
    Bridge::start_with(database, &options.each_ref().map(String::as_str)).await
}

/// Fails when a page leads out of the path.
fn stays_under_the_path(page: &Page) {
    let mut led = 0;
    for attribute in ["href=\"", "action=\"", "src=\"", "url="] {
        for address in page.body.split(attribute).skip(1).map(|rest| rest.split('"').next().unwrap()) {
            let is_ours = address.starts_with("/bridge/");
            assert!(
                is_ours || address.starts_with("mailto:") || address.starts_with("https://acme.itglue.com/"),
                "{}: {address}",
                page.url
            );
            led += usize::from(is_ours);
        }
    }
    assert!(led >= 3, "{}: only {led} addresses of ours in {}", page.url, page.body);
    for cookie in page.headers.get_all("set-cookie") {
        assert!(
            cookie.to_str().unwrap().contains("Path=/;") || cookie.to_str().unwrap().ends_with("Path=/"),
            "{cookie:?}"
        );
    }
}

on_each_database! {
    async fn a_bridge_under_a_path_stays_under_it(database: Database) {
        let bridge = under_a_path(database).await;
        prepare(&bridge).await;
        let mut browser = bridge.browser();
        assert_eq!(browser.get("/bridge/").await.location().as_deref(), Some("/bridge/sign-in"));
        let page = browser.get("/bridge/sso/it-glue/login?return_to=/x").await;
        stays_under_the_path(&page);
        let again = browser.sign_in(&page, ANN, "battery staple horse").await;
        stays_under_the_path(&again);
        let delivery = browser.sign_in(&again, ANN, PASSWORD).await;
        stays_under_the_path(&delivery);
        assert_eq!(Delivery::in_page(&delivery).values("return_to"), ["/x"]);
        for path in ["/bridge/", "/bridge/account/password", "/bridge/nowhere", "/bridge/sso/nobody/login"] {
            stays_under_the_path(&browser.get(path).await);
        }
        let home = browser.get("/bridge/").await;
        home.is(200);
        let style = page
            .body
            .split("href=\"")
            .find(|rest| rest.starts_with("/bridge/static/bridgewarden.css"))
            .unwrap();
        browser.get(style.split('"').next().unwrap()).await.is(200);
        let launch = home
            .forms()
            .into_iter()
            .find(|form| form.action.starts_with("/bridge/sso/it-glue/launch"))
            .unwrap();
        Delivery::in_page(&browser.submit(&home, launch).await);
        let sign_out = home.forms().into_iter().find(|form| form.action == "/bridge/sign-out").unwrap();
        let signed_out = browser.submit(&home, sign_out).await;
        signed_out.is(200);
        stays_under_the_path(&signed_out);
        for path in [
            "/",
            "/sign-in",
            "/sso/it-glue/login",
            "/static/bridgewarden.css",
            "/bridge/bridge/sign-in",
            "/bridgesign-in",
        ] {
            browser.get(path).await.is(404);
        }
    }
}

on_each_database! {
    async fn a_bridge_under_a_path_is_found_without_the_last_slash_and_by_load_balancers(database: Database) {
        let bridge = under_a_path(database).await;
        let mut browser = bridge.browser();
        browser.open("/bridge").await.is(200).says("Sign in");
        for path in ["/healthz", "/readyz", "/bridge/healthz", "/bridge/readyz"] {
            browser.get(path).await.is(200);
        }
    }
}
