//! A provider that takes whatever it is sent and shows nothing: 204, and the browser stays on the page it came from.
//! So pages that move on by themselves can be looked at.

use std::net::{Ipv4Addr, TcpListener};

use actix_web::{App, HttpResponse, HttpServer, web};
use bridgewarden::flow::providers::{self, NewProvider, ProviderOutcome, SecretChoice};

use super::api::Bridge;

/// How a provider is brought its tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    Redirect,
    FormPost,
}

/// Starts one and adds it. Nobody comes back from its sign-out.
pub async fn add_silent_provider(bridge: &Bridge, slug: &str, name: &str, delivery: Delivery) {
    let host = start_silent_host();
    let (endpoint, sign_out) = (format!("http://{host}/access/jwt"), format!("http://{host}/access/logout"));
    let profile = match delivery {
        Delivery::Redirect => "generic-redirect",
        Delivery::FormPost => "generic-form-post",
    };
    let settings =
        [("jwt_endpoint", &*endpoint), ("sign_out_url", &sign_out), ("sign_out_comes_back", "yes")];
    add_named_provider(bridge, slug, name, profile, &settings).await;
}

/// Adds a provider with a name of its own.
pub async fn add_named_provider(
    bridge: &Bridge,
    slug: &str,
    name: &str,
    profile: &str,
    settings: &[(&str, &str)],
) {
    let new = NewProvider {
        slug: slug.parse().unwrap(),
        name: Some(name.to_owned()),
        profile: profile.to_owned(),
        settings: settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect(),
        groups: [].into(),
        max_sign_in_age: None,
        is_enabled: true,
    };
    let choice = SecretChoice::Given(format!("the secret of {slug}: 0123456789abcdef").into_bytes());
    match providers::add(&bridge.context, new, choice, &bridge.origin()).await.unwrap() {
        ProviderOutcome::Done(_) => {}
        other => panic!("{slug} was not added: {other:?}"),
    }
}

/// Starts a host that answers everything with nothing, until the story ends.
pub fn start_silent_host() -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let host = listener.local_addr().unwrap().to_string();
    let app = || App::new().default_service(web::to(async || HttpResponse::NoContent().finish()));
    let server =
        HttpServer::new(app).workers(1).disable_signals().shutdown_timeout(0).listen(listener).unwrap();
    drop(tokio::spawn(server.run()));
    host
}
