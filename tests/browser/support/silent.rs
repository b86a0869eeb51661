//! A provider that takes whatever it is sent and shows nothing: 204, and the browser stays on the page it came from.
//! So pages that move on by themselves can be looked at.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, TcpListener};

use actix_web::{App, HttpResponse, HttpServer, web};
use bridgewarden::domain::group::GroupName;
use bridgewarden::flow::providers::{self, NewProvider, ProviderOutcome, SecretChoice};

use super::api::Bridge;
use super::api::bridge::SECRET;

/// How a provider is brought its tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    Redirect,
    FormPost,
}

/// Starts one and adds it. It offers a sign-out, from which nobody comes back.
pub async fn add_silent_provider(bridge: &Bridge, slug: &str, name: &str, delivery: Delivery) {
    add_for(bridge, slug, name, delivery, None).await;
}

/// The same for the people of one group only.
pub async fn add_silent_provider_for(bridge: &Bridge, group: &str, slug: &str, name: &str) {
    add_for(bridge, slug, name, Delivery::Redirect, Some(group)).await;
}

async fn add_for(bridge: &Bridge, slug: &str, name: &str, delivery: Delivery, group: Option<&str>) {
    let address = start();
    let settings = [
        ("jwt_endpoint", format!("{address}/access/jwt")),
        ("sign_out_url", format!("{address}/access/logout")),
        ("sign_out_comes_back", "yes".to_owned()),
    ];
    let new = NewProvider {
        slug: slug.parse().unwrap(),
        name: Some(name.to_owned()),
        profile: match delivery {
            Delivery::Redirect => "generic-redirect".into(),
            Delivery::FormPost => "generic-form-post".into(),
        },
        settings: settings.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<BTreeMap<_, _>>(),
        groups: group.into_iter().map(|group| group.parse::<GroupName>().unwrap()).collect(),
        is_enabled: true,
    };
    let choice = SecretChoice::Given(SECRET.as_bytes().to_vec());
    match providers::add(&bridge.context, new, choice, &bridge.origin()).await.unwrap() {
        ProviderOutcome::Done(_) => {}
        other => panic!("{slug} was not added: {other:?}"),
    }
}

/// Serves until the story ends.
fn start() -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let app = || App::new().default_service(web::to(async || HttpResponse::NoContent().finish()));
    let server = HttpServer::new(app).workers(1).disable_signals().shutdown_timeout(0).listen(listener).unwrap();
    drop(tokio::spawn(server.run()));
    address
}
