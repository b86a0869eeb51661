//! Fifty browsers of one person, and two hundred people, at the same moment: everybody gets in as themselves.

use futures_util::future::join_all;

use super::shared::{LOGIN, Notebook, PASSWORD, SESSION, claims, note, token_address};
use crate::serving::Serving;
use crate::support::Installation;

const PEOPLE: usize = 200;
const BROWSERS: usize = 50;

/// Many people with one password, made by the database from one whom the program made.
fn hire(installation: &Installation) {
    installation.add_person("person0@example.com", &[]);
    installation.add_provider("helpdesk");
    for number in 1..PEOPLE {
        let id = format!("{number:08x}-0000-7000-8000-000000000000");
        installation.behind_its_back(&format!(
            "INSERT INTO users (id, email, email_folded, first_name, last_name, status, is_administrator, created_at, updated_at)
             SELECT '{id}', 'person{number}@example.com', 'person{number}@example.com', '', '', status, is_administrator, created_at, updated_at
             FROM users WHERE email = 'person0@example.com';
             INSERT INTO credentials (user_id, password_hash, must_change, set_at)
             SELECT '{id}', password_hash, must_change, set_at FROM credentials
             WHERE user_id = (SELECT id FROM users WHERE email = 'person0@example.com');"
        ));
    }
}

/// What the service says about what it refused.
fn answer_log(serving: &Serving) -> String {
    let log = serving.log();
    let lines: Vec<&str> = log.lines().filter(|line| !line.contains("\"INFO\"")).collect();
    lines.join("\n")
}

on_each_database! {
    async fn fifty_browsers_and_two_hundred_people_at_once_are_not_mixed_up(installation) {
        hire(&installation);
        let mut serving =
            Serving::start(&installation, &["passwords.queue=256", "server.trusted_proxies=127.0.0.1"]).await;
        let notebook = Notebook::default();
        let one = (0..BROWSERS).map(|_| 0);
        let (mut waves, many) = (vec![one.collect::<Vec<_>>()], (0..PEOPLE).collect::<Vec<_>>());
        waves.push(many);
        for wave in waves {
            let asked = join_all(wave.into_iter().map(async |number| {
                let mut browser = serving.browser();
                // Everybody at home, each with an address of their own.
                let address = format!("203.0.113.{number}").parse().unwrap();
                browser.headers.insert("x-forwarded-for", address);
                let page = browser.get(LOGIN).await;
                (browser, page, format!("person{number}@example.com"))
            }));
            let sent = asked.await.into_iter().map(async |(mut browser, page, email)| {
                let answer = browser.sign_in(&page, &email, PASSWORD).await;
                (browser, answer, email)
            });
            let mut sessions = Vec::new();
            for (browser, answer, email) in join_all(sent).await {
                assert_eq!(answer.status, 200, "{}", answer_log(&serving));
                let address = token_address(&answer).unwrap();
                assert_eq!(claims(&address)["email"], *email, "somebody else's token");
                note(&notebook, &browser, &answer);
                sessions.push((browser, email));
            }
            let silent = sessions.into_iter().map(async |(mut browser, email)| (browser.get(LOGIN).await, email));
            for (answer, email) in join_all(silent).await {
                assert_eq!(claims(&token_address(&answer).unwrap())["email"], *email, "somebody else's session");
            }
        }
        let mut sessions = notebook.lock().unwrap().sessions.clone();
        assert_eq!(sessions.len(), BROWSERS + PEOPLE);
        sessions.sort();
        sessions.dedup();
        assert_eq!(sessions.len(), BROWSERS + PEOPLE, "two browsers share a session");
        assert!(sessions.iter().all(|session| session.len() > SESSION.len()));
        serving.is_alive();
        assert!(!installation.is_sqlite() || !serving.log().contains("locked"));
    }
}
