//! The plug is pulled in the middle of a stream of sign-ins and of an administrator's commands. What was answered
//! is there afterwards, and nothing is half there.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use super::shared::{Notebook, PASSWORD, keep_signing_in, nothing_is_lost, started};
use crate::serving::Serving;
use crate::support::Installation;

const ROUNDS: usize = 8;
const BROWSERS: usize = 6;
const NEW_PASSWORD: &str = "another horse battery staple";

/// What is done to each new person, in this order. The administrator hears of each step before the next is begun.
const STEPS: [&str; 4] = ["added", "renamed", "given a new password", "disabled"];

/// An administrator who adds people, changes them, and renames the provider each time.
#[derive(Default)]
struct Administrator {
    /// How many steps of each person were acknowledged.
    people: Mutex<Vec<usize>>,
    /// How often the provider was renamed, as far as that was acknowledged.
    names: AtomicUsize,
    acknowledged: AtomicUsize,
    /// The plug is pulled for commands, too.
    is_cut: AtomicBool,
}

impl Administrator {
    fn work(&self, installation: &Installation) {
        loop {
            let number = {
                let mut people = self.people.lock().unwrap();
                people.push(0);
                people.len() - 1
            };
            let email = format!("new{number}@example.com");
            for step in 0..STEPS.len() {
                let (command, input) = match step {
                    0 => (vec!["user", "add", &email, "--password-stdin"], PASSWORD),
                    1 => (vec!["user", "set", &email, "--first-name", "Renamed"], ""),
                    2 => (vec!["user", "password", &email, "--password-stdin"], NEW_PASSWORD),
                    _ => (vec!["user", "disable", &email], ""),
                };
                if !self.runs(installation, &command, input) {
                    return;
                }
                self.people.lock().unwrap()[number] = step + 1;
            }
            let name = format!("Name {}", self.names.load(Ordering::SeqCst) + 1);
            if !self.runs(installation, &["provider", "set", "helpdesk", "--name", &name], "") {
                return;
            }
            self.names.fetch_add(1, Ordering::SeqCst);
        }
    }

    /// Whether a command was acknowledged. It is killed when the plug is pulled.
    fn runs(&self, installation: &Installation, command: &[&str], input: &str) -> bool {
        let mut child = installation.begin(command, input);
        loop {
            if let Some(ended) = child.try_wait().unwrap() {
                let is_done = ended.success();
                self.acknowledged.fetch_add(usize::from(is_done), Ordering::SeqCst);
                assert!(is_done || self.is_cut.load(Ordering::SeqCst), "{command:?} ended with {ended}");
                return is_done;
            }
            if self.is_cut.load(Ordering::SeqCst) {
                child.kill().unwrap();
                return child.wait().unwrap().success();
            }
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// Everything that was acknowledged is there; of what was cut, all or nothing.
    async fn finds_everything(&self, installation: &Installation, serving: &Serving) {
        let people = installation.json(&["user", "list", "--json"]);
        let mut tried = 0;
        let new_people = self.people.lock().unwrap().clone();
        for (number, acknowledged) in new_people.into_iter().enumerate() {
            let email = format!("new{number}@example.com");
            let found = people.as_array().unwrap().iter().find(|person| person["email"] == email.as_str());
            let Some(person) = found else {
                assert_eq!(acknowledged, 0, "{email} was added and is not there");
                continue;
            };
            assert!(acknowledged < 2 || person["first_name"] == "Renamed", "{person}");
            assert!(acknowledged < 4 || person["status"] == "disabled", "{person}");
            let is_active = person["status"] == "active";
            if acknowledged >= 3 && tried < 12 {
                tried += 1;
                let mut browser = serving.browser();
                let page = browser.get("/sign-in").await;
                let answer = browser.sign_in(&page, &email, NEW_PASSWORD).await;
                // What the administrator gave leads to the page on which the person chooses their own.
                answer.is(if is_active { 200 } else { 403 });
                assert_eq!(answer.body.contains("Choose a new password"), is_active);
                let mut browser = serving.browser();
                browser.sign_in(&page, &email, PASSWORD).await;
                assert!(!browser.get("/").await.body.contains("Your services"), "the old password is good");
            }
        }
        let name = &installation.json(&["provider", "list", "--json"])[0]["name"];
        let number: usize = name.as_str().unwrap().trim_start_matches("Name ").parse().unwrap_or(0);
        let acknowledged = self.names.load(Ordering::SeqCst);
        assert!((acknowledged..=acknowledged + 1).contains(&number), "{name}, of {acknowledged}");
    }
}

on_each_database! {
    async fn nothing_acknowledged_is_lost_when_the_plug_is_pulled(installation) {
        for number in 0..BROWSERS {
            installation.add_person(&format!("person{number}@example.com"), &[]);
        }
        installation.add_provider("helpdesk");
        let (installation, notebook) = (Arc::new(installation), Notebook::default());
        let administrator = Arc::new(Administrator::default());
        for round in 0..ROUNDS {
            let serving = started(&installation).await;
            let sign_ins = notebook.lock().unwrap().sessions.len() + 5 + 3 * round;
            let commands = administrator.acknowledged.load(Ordering::SeqCst) + 2 + round % 4;
            let mut people = JoinSet::new();
            for number in 0..BROWSERS {
                let email = format!("person{number}@example.com");
                people.spawn(keep_signing_in(serving.address.clone(), email, notebook.clone()));
            }
            administrator.is_cut.store(false, Ordering::SeqCst);
            let (busy, where_) = (administrator.clone(), installation.clone());
            let work = thread::spawn(move || busy.work(&where_));
            let began = Instant::now();
            while notebook.lock().unwrap().sessions.len() < sign_ins
                || administrator.acknowledged.load(Ordering::SeqCst) < commands
            {
                assert!(people.try_join_next().is_none(), "a browser stopped before the kill: {}", serving.log());
                assert!(!work.is_finished(), "the administrator stopped before the kill");
                assert!(began.elapsed() < Duration::from_secs(60), "nothing happens: {}", serving.log());
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            administrator.is_cut.store(true, Ordering::SeqCst);
            serving.kill();
            work.join().unwrap();
            // Requests that were under way now fail; they were not acknowledged.
            people.shutdown().await;
        }
        let serving = started(&installation).await;
        administrator.finds_everything(&installation, &serving).await;
        assert!(notebook.lock().unwrap().sessions.len() >= ROUNDS * 5);
        nothing_is_lost(&installation, &serving, &notebook).await;
    }
}
