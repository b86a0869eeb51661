//! Files that other systems really exported: see `tests/corpus/exported`.

use std::sync::Arc;

use bridgewarden::domain::import::ImportFile;
use bridgewarden::flow::import::{self, Carried, Choice, Counts, Mode};

use crate::on_each_database;
use crate::support::Bridge;

const DJANGO: &str = include_str!("../corpus/exported/django.csv");
const OPENLDAP: &str = include_str!("../corpus/exported/openldap.csv");
const THEIR_PASSWORD: &str = "correct horse battery staple";

async fn imported(bridge: &Bridge, text: &str) -> Counts {
    let (choice, context) = (Choice::default(), &bridge.context);
    let file = ImportFile::read(text.as_bytes()).unwrap_or_else(|refused| panic!("{refused}"));
    let lines = Arc::new(import::lines_of(&file, choice));
    let silent: import::Listener = Arc::new(|_| {});
    let examined = import::examine(context, lines.clone(), choice, &silent).await.unwrap();
    let (mode, origin) = (Mode::SkipBadLines, bridge.origin());
    match import::carry_out(context, lines, examined, mode, &origin, &silent).await.unwrap() {
        Carried::Done(examined) => examined.counts(),
        Carried::Nothing(examined) => panic!("{:#?}", examined.lines),
    }
}

async fn sign_in(bridge: &Bridge, email: &str) -> u16 {
    let mut browser = bridge.browser();
    let page = browser.get("/sign-in").await;
    browser.sign_in(&page, email, THEIR_PASSWORD).await.status.as_u16()
}

on_each_database! {
    async fn people_from_django_and_openldap_sign_in_with_the_passwords_that_they_had(bridge: Bridge) {
        let counts = imported(&bridge, DJANGO).await;
        assert_eq!((counts.created, counts.refused, counts.without_password), (8, 0, 2));
        for name in ["ann", "bo", "cy", "di", "ed"] {
            assert_eq!(sign_in(&bridge, &format!("{name}@northwind.example")).await, 303, "{name}");
        }
        // One is disabled, one has a password that nobody can have, one none at all.
        for name in ["fy", "gi", "ha"] {
            assert_eq!(sign_in(&bridge, &format!("{name}@northwind.example")).await, 403, "{name}");
        }
        bridge.forget_guesses().await;
        let counts = imported(&bridge, OPENLDAP).await;
        assert_eq!((counts.created, counts.refused, counts.without_password), (12, 1, 1));
        let names = [
            "ssha", "argon2", "crypt5", "crypt6", "ssha512", "cryptbcrypt", "pbkdf2-sha1", "pbkdf2-sha256",
            "pbkdf2-sha512", "cryptyescrypt", "twopasswords",
        ];
        for name in names {
            assert_eq!(sign_in(&bridge, &format!("{name}@acme.example")).await, 303, "{name}");
        }
        for name in ["clear", "nopassword"] {
            assert_eq!(sign_in(&bridge, &format!("{name}@acme.example")).await, 403, "{name}");
        }
        // Django's Argon2 is ours already, and dearer than it is here; all others have a new hash.
        assert_eq!(bridge.count_audit("password-rehashed").await, 4 + names.len());
        let people = imported(&bridge, OPENLDAP).await;
        assert_eq!((people.unchanged, people.keeping_password), (12, 11));
    }
}
