//! What every kind does, and the life of a simulator.

use std::net::TcpStream;

use super::browser::*;
use crate::simulator::{Kind, start};

#[test]
fn the_four_kinds_are_told_apart_by_their_slugs() {
    let slugs = Kind::ALL.map(Kind::slug);
    assert_eq!(slugs, ["it-glue", "aha-ideas", "mojo-helpdesk", "zendesk"]);
    for kind in Kind::ALL {
        assert_eq!((Kind::from_slug(kind.slug()), kind.rules().kind), (Some(kind), kind));
    }
    assert_eq!(Kind::from_slug("desk"), None);
}

#[tokio::test]
async fn the_home_page_is_public_and_clearly_a_simulation() {
    for kind in Kind::ALL {
        let provider = running(kind).await;
        let home = Browser::new().get(&provider.base_url()).await;
        assert_eq!(home.status, 200);
        assert!(home.body.contains(&format!("Simulated {}", kind.title())), "{}", home.body);
        assert!(home.body.contains(&provider.jwt_endpoint()) && home.body.contains(LOGIN));
        assert!(!home.body.contains("<script") && !home.body.contains("type=\"password\""));
        let policy = home.headers.get("content-security-policy").unwrap().to_str().unwrap();
        assert!(policy.contains("default-src 'none'") && policy.contains("form-action *"));
        let style = Browser::new().get(&format!("{}/static/simulator.css", provider.base_url())).await;
        assert!(
            style.status == 200 && style.body.contains(&format!(".kind-{}", kind.slug())),
            "an accent for {kind}"
        );
    }
}

#[tokio::test]
async fn an_onward_host_opens_the_session_under_another_name() {
    for kind in Kind::ALL {
        let mut options = options(kind);
        options.onward_host = Some("localhost".to_owned());
        let provider = start(options).await.unwrap();
        let mut browser = Browser::new();
        let token = if kind == Kind::ItGlue { token_for_now() } else { token_for_now().named() }.sign(SECRET);
        let rules = kind.rules();
        let arrived = match kind {
            Kind::Zendesk => browser.post(&provider.jwt_endpoint(), &format!("jwt={token}")).await,
            _ => browser.get(&format!("{}?{}={token}", provider.jwt_endpoint(), rules.token_parameter)).await,
        };
        let code_at = format!("http://localhost:{}/session/handoff?code=", provider.port());
        assert!(arrived.location.as_deref().unwrap().starts_with(&code_at), "{:?}", arrived.location);
        assert!(arrived.headers.get("set-cookie").is_none(), "no session on the host that took the token");
        assert_eq!(provider.open_sessions(), 0);

        let handed_over = browser.follow(&arrived).await;
        assert_eq!(handed_over.location, Some(format!("http://localhost:{}/", provider.port())));
        let cookie = handed_over.headers.get("set-cookie").unwrap().to_str().unwrap();
        let name = format!("sim_{}_{}=", kind.slug(), provider.port());
        assert!(
            cookie.starts_with(&name) && cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
            "{cookie}"
        );
        assert!(!cookie.contains("Domain"), "host only: {cookie}");
        let landed = browser.follow(&handed_over).await;
        assert!(landed.body.contains("ada@example.com"), "{}", landed.body);
        assert_eq!(browser.follow(&arrived).await.status, 403, "a code is good once");
    }
}

#[tokio::test]
async fn a_handoff_is_good_at_its_own_host_only() {
    let mut options = options(Kind::MojoHelpdesk);
    options.onward_host = Some("localhost".to_owned());
    let mojo = start(options).await.unwrap();
    let mut browser = Browser::new();
    let token = token_for_now().sign(SECRET);
    let arrived = browser.get(&format!("{}?token={token}", mojo.jwt_endpoint())).await;
    let elsewhere = arrived.location.unwrap().replace("localhost", "127.0.0.1");
    assert_eq!(browser.get(&elsewhere).await.status, 403);
    assert_eq!(mojo.open_sessions(), 0);
}

#[tokio::test]
async fn what_was_agreed_with_the_bridge_can_be_set_later() {
    let mut options = options(Kind::AhaIdeas);
    options.secret.clear();
    options.remote_login_url.clear();
    let aha = start(options).await.unwrap();
    let mut browser = Browser::new();
    assert_eq!(browser.get(&aha.protected_page()).await.status, 503);
    let unsigned = format!("{}?jwt={}", aha.jwt_endpoint(), token_for_now().named().sign(b""));
    let refused = browser.get(&unsigned).await;
    assert!(refused.status == 403 && refused.body.contains("no shared secret has been agreed"));

    aha.configure(SECRET.to_vec(), LOGIN.to_owned() + "?portal=1", LOGOUT.to_owned());
    let sent = browser.get(&aha.protected_page()).await;
    assert_eq!(sent.location, Some(format!("{LOGIN}?portal=1&return_to=%2Fideas%2FAPP-I-469")));
    let address = format!("{}?jwt={}", aha.jwt_endpoint(), token_for_now().named().sign(SECRET));
    assert_eq!(browser.get(&address).await.status, 302);
}

#[tokio::test]
async fn the_clock_can_be_wrong() {
    let mojo = running(Kind::MojoHelpdesk).await;
    for (offset, status) in [(-600, 403), (600, 403), (0, 302)] {
        mojo.set_clock_offset(offset);
        let address = format!("{}?token={}", mojo.jwt_endpoint(), token_for_now().sign(SECRET));
        assert_eq!(Browser::new().get(&address).await.status, status, "{offset} s");
    }
}

#[tokio::test]
async fn an_icon_is_not_a_visit() {
    let desk = running(Kind::Zendesk).await;
    for path in ["/favicon.ico", "/.well-known/change-password"] {
        assert_eq!(Browser::new().get(&(desk.base_url() + path)).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn a_foreign_host_header_does_not_reach_a_redirect() {
    let glue = running(Kind::ItGlue).await;
    let client =
        reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
    let response = client.get(glue.base_url() + "/x").header("host", "evil.example").send().await.unwrap();
    let location = response.headers().get("location").unwrap().to_str().unwrap();
    assert!(!location.contains("evil.example") && location.contains("127.0.0.1"), "{location}");
}

#[tokio::test]
async fn receipts_are_bounded() {
    let mojo = running(Kind::MojoHelpdesk).await;
    let mut browser = Browser::new();
    for number in 0..1_005 {
        browser.get(&format!("{}?n={number}", mojo.jwt_endpoint())).await;
    }
    let receipts = mojo.receipts();
    assert_eq!(receipts.len(), 1_000);
    assert_eq!(receipts.last().map(|receipt| receipt.target.as_str()), Some("/jwt/consume?n=1004"));
}

#[tokio::test]
async fn a_port_is_free_again_after_stop() {
    let first = running(Kind::ItGlue).await;
    let port = first.port();
    let refused = start(crate::simulator::Options { port, ..options(Kind::Zendesk) }).await.err().unwrap();
    assert_eq!(refused.kind(), std::io::ErrorKind::AddrInUse);
    first.stop().await;
    let second = start(crate::simulator::Options { port, ..options(Kind::Zendesk) }).await.unwrap();
    assert_eq!(second.base_url(), format!("http://127.0.0.1:{port}"));
}

#[test]
fn a_simulator_outlives_the_runtime_it_was_started_in_and_stops_when_dropped() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let provider = runtime.block_on(running(Kind::AhaIdeas));
    drop(runtime);
    let address = ("127.0.0.1", provider.port());
    assert!(TcpStream::connect(address).is_ok());
    drop(provider);
    let closed = (0..200).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(10));
        TcpStream::connect(address).is_err()
    });
    assert!(closed, "still listening");
}

#[test]
fn it_starts_inside_an_actix_system() {
    actix_web::rt::System::new().block_on(async {
        let provider = running(Kind::MojoHelpdesk).await;
        assert_eq!(Browser::new().get(&provider.base_url()).await.status, 200);
        provider.stop().await;
    });
}
