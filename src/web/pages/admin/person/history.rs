//! A person's history, page by page.

use askama::Template;
use i18n_embed_fl::fl;

use crate::domain::clock::Timestamp;
use crate::web::frame::Frame;
use crate::web::moment::Moment;
use crate::web::pages::LONG_JAPANESE;
use crate::web::pages::admin::{Section, Shell};

/// One thing that happened.
#[derive(Clone, Debug)]
pub struct HistoryRow {
    /// When.
    pub at: Moment,
    /// What, in words.
    pub what: String,
    /// The refusal's code; empty when it was none.
    pub refusal: String,
    /// At which provider; empty when at none.
    pub provider: String,
    /// Whence.
    pub from: String,
}

impl HistoryRow {
    /// Rows to look at pages with.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<Self> {
        let now = Timestamp::from_micros(1_795_000_000_000_000);
        let row = |what: &str, refusal: &str, provider: &str| Self {
            at: Moment::of(&frame.words, now, now.minus(std::time::Duration::from_secs(7200))),
            what: what.to_owned(),
            refusal: refusal.to_owned(),
            provider: provider.to_owned(),
            from: "2001:db8:85a3:8d3:1319:8a2e:370:7348".to_owned(),
        };
        vec![row("Signed in", "", ""), row("Refused", "wrong-credentials", LONG_JAPANESE)]
    }
}

/// What happened to a person.
#[derive(Clone, Debug, Template)]
#[template(path = "admin/person_history.html")]
pub struct PersonHistoryPage {
    /// What stands around it.
    pub frame: Frame,
    /// The administration around it.
    pub shell: Shell,
    /// Where the person's page is.
    pub person_path: String,
    /// Their name.
    pub name: String,
    /// Tokens, and not sign-ins.
    pub is_tokens: bool,
    /// Providers to choose one from: id, name, chosen.
    pub providers: Vec<(String, String, bool)>,
    /// What happened, newest first.
    pub rows: Vec<HistoryRow>,
    /// Where the newest ones are, when they are not here.
    pub newest: Option<String>,
    /// Where older ones are.
    pub older: Option<String>,
    /// Where the audit is, of this person.
    pub audit_path: String,
}

impl PersonHistoryPage {
    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let full = Self {
            frame: frame.clone(),
            shell: Shell::sample(Section::People),
            person_path: "/admin/users/1".to_owned(),
            name: "Ada Lindqvist".to_owned(),
            is_tokens: false,
            providers: vec![("1".to_owned(), "Helpdesk".to_owned(), true)],
            rows: HistoryRow::samples(frame),
            newest: Some("?kind=tokens".to_owned()),
            older: Some("?kind=tokens&before=7".to_owned()),
            audit_path: "/admin/audit?person=1".to_owned(),
        };
        let empty = Self { rows: Vec::new(), newest: None, older: None, ..full.clone() };
        vec![
            ("tokens", Self { is_tokens: true, ..full.clone() }),
            ("no tokens", Self { is_tokens: true, providers: Vec::new(), ..empty.clone() }),
            ("empty", empty),
            ("full", full),
        ]
    }
}
