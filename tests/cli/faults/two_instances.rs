//! Two instances on one PostgreSQL: started at the same moment on an empty database, and then as one service.

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use url::Url;

use super::shared::{
    LOGIN, Notebook, OFFICE, PASSWORD, SESSION, heals, nothing_is_half_there, sign_in, token_address,
};
use crate::browser::{Browser, Page};
use crate::serving::Serving;
use crate::support::{Installation, server};

const ANN: &str = "ann.lee@example.com";
const STARTS: usize = 10;

/// A database of its own, as nobody has ever used it.
struct Empty {
    name: String,
    url: String,
}

impl Empty {
    fn new(number: usize) -> Self {
        let name = format!("empty_{}_{number}", std::process::id());
        PgConnection::establish(&server())
            .unwrap()
            .batch_execute(&format!("CREATE DATABASE {name}"))
            .unwrap();
        let mut url = Url::parse(&server()).unwrap();
        url.set_path(&name);
        Self { name, url: url.into() }
    }
}

impl Drop for Empty {
    fn drop(&mut self) {
        if let Ok(mut connection) = PgConnection::establish(&server()) {
            let _left_behind =
                connection.batch_execute(&format!("DROP DATABASE {} WITH (FORCE)", self.name)).is_err();
        }
    }
}

/// Both at once; both must be ready.
async fn both(installation: &Installation) -> (Serving, Serving) {
    let mut one = Serving::begin(installation, &[OFFICE], &[]);
    let mut other = Serving::begin(installation, &[OFFICE], &[]);
    tokio::join!(one.wait_until_ready(), other.wait_until_ready());
    (one, other)
}

#[tokio::test]
async fn started_at_the_same_moment_on_an_empty_database_both_are_ready() {
    for number in 0..STARTS {
        let empty = Empty::new(number);
        let installation = Installation::on(&empty.url);
        let (one, other) = both(&installation).await;
        let versions = installation.texts("SELECT version AS text FROM __diesel_schema_migrations");
        let mut distinct = versions.clone();
        distinct.sort();
        distinct.dedup();
        assert!(!versions.is_empty() && versions.len() == distinct.len(), "{versions:?}");
        let tables = "SELECT table_schema || '.' || table_name AS text FROM information_schema.tables \
                      WHERE table_name = 'users'";
        assert_eq!(installation.texts(tables), ["public.users"]);
        for serving in [&one, &other] {
            assert!(!serving.log().contains("ERROR"), "{}", serving.log());
        }
        if number == 0 {
            installation.add_person(ANN, &[]);
            installation.add_provider("helpdesk");
            heals(&one, ANN, &Notebook::default()).await;
            heals(&other, ANN, &Notebook::default()).await;
            nothing_is_half_there(&installation);
        }
    }
}

/// The same person at another instance, as behind a load balancer.
async fn silently_at(serving: &Serving, session: &str) -> Page {
    let mut browser = serving.browser();
    browser.set_cookie(SESSION, session);
    browser.get(LOGIN).await
}

async fn signs_in_at(serving: &Serving) -> (Browser, String) {
    let mut browser = serving.browser();
    let page = browser.get(LOGIN).await;
    browser.sign_in(&page, ANN, PASSWORD).await.is(200);
    let session = browser.cookie(SESSION).unwrap().to_owned();
    (browser, session)
}

/// Signed in here is signed in there, and over here is over there, at the very next request.
#[tokio::test]
async fn what_happens_at_one_is_true_at_the_other_from_the_next_request() {
    let installation = Installation::on_postgres();
    installation.add_person(ANN, &[]);
    installation.add_provider("helpdesk");
    let (one, other) = both(&installation).await;

    let refused = async |session: &str, how: &str| {
        for serving in [&other, &one] {
            let page = silently_at(serving, session).await;
            assert_eq!(token_address(&page), None, "{how}");
            page.is(200).form("password");
        }
    };
    let (mut browser, session) = signs_in_at(&one).await;
    assert!(token_address(&silently_at(&other, &session).await).is_some(), "signed in here, not there");
    let tiles = browser.get("/").await;
    let sign_out = tiles.forms().into_iter().find(|form| form.action.ends_with("/sign-out")).unwrap();
    browser.submit(&tiles, sign_out).await;
    refused(&session, "signed out").await;

    let (_, session) = signs_in_at(&other).await;
    assert!(token_address(&silently_at(&one, &session).await).is_some());
    let listed = installation.json(&["session", "list", "--json"]);
    installation.must(&["session", "revoke", listed[0]["id"].as_str().unwrap()]);
    refused(&session, "taken away").await;

    let (_, session) = signs_in_at(&one).await;
    installation.must(&["user", "disable", ANN]);
    refused(&session, "disabled").await;
    installation.must(&["user", "enable", ANN]);
    refused(&session, "disabled, and enabled again").await;

    // A page that was opened at one is sent to the other; and it is spent at both.
    let mut browser = one.browser();
    let mut page = browser.get(LOGIN).await;
    browser.sign_in(&page, ANN, PASSWORD).await.is(200);
    page.url.set_port(Some(other.port())).unwrap();
    browser.sign_in(&page, ANN, PASSWORD).await.is(409);
    sign_in(&other.address, ANN, &Notebook::default()).await.unwrap();
}
