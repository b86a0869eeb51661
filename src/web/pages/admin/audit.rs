//! What happened, and everything about one event.

use askama::Template;
use i18n_embed_fl::fl;

use super::{Section, Shell};
use crate::domain::audit_chain::{AuditRow, FIRST_LINK};
use crate::domain::clock::Timestamp;
use crate::web::frame::Frame;
use crate::web::moment::Moment;

/// An event in the list.
#[derive(Clone, Debug)]
pub struct AuditLine {
    /// Its own page.
    pub href: String,
    /// When it happened.
    pub moment: Moment,
    /// What happened.
    pub sentence: String,
    /// What is most worth knowing besides.
    pub why: String,
    /// It was a no.
    pub is_refusal: bool,
    /// Whence.
    pub address: String,
}

/// Something that can be chosen in a field.
#[derive(Clone, Debug)]
pub struct AuditChoice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// Whether it is chosen.
    pub is_chosen: bool,
}

impl AuditChoice {
    /// A choice beside what was chosen.
    pub fn of(value: &str, label: &str, chosen: &str) -> Self {
        Self { value: value.to_owned(), label: label.to_owned(), is_chosen: value == chosen }
    }
}

/// The fields by which events are looked for.
#[derive(Clone, Debug, Default)]
pub struct AuditFields {
    /// A person's address or id.
    pub person: String,
    /// Providers.
    pub providers: Vec<AuditChoice>,
    /// Kinds, in groups with names.
    pub kinds: Vec<(String, Vec<AuditChoice>)>,
    /// Refusals.
    pub refusals: Vec<AuditChoice>,
    /// Spans of time.
    pub spans: Vec<AuditChoice>,
    /// The first instant.
    pub from: String,
    /// The last one.
    pub to: String,
}

/// What the last verification found.
#[derive(Clone, Debug)]
pub struct ChainResult {
    /// When it was.
    pub moment: Moment,
    /// How far the chain was good.
    pub position: i64,
    /// The head to be noted down; empty when it is not known.
    pub head: String,
    /// What is broken.
    pub problem: Option<String>,
    /// Whether nothing is.
    pub is_whole: bool,
}

/// How the chain stands.
#[derive(Clone, Debug)]
pub struct Chain {
    /// Events in it.
    pub length: i64,
    /// Events that wait to be chained.
    pub waiting: i64,
    /// How far a verification is that is under way, and how far it must go.
    pub running: Option<(i64, i64)>,
    /// One did not come to its end.
    pub was_interrupted: bool,
    /// What the last one found.
    pub result: Option<ChainResult>,
}

/// What happened.
#[derive(Clone, Debug, Template)]
#[template(path = "admin/audit.html")]
pub struct AuditPage {
    /// What stands around it.
    pub frame: Frame,
    /// The administration around it.
    pub shell: Shell,
    /// The events.
    pub lines: Vec<AuditLine>,
    /// How far back was looked, when that is not the end.
    pub searched_to: Option<Moment>,
    /// The first page.
    pub newest: Option<String>,
    /// The page behind this one.
    pub further: Option<String>,
    /// Whether something is looked for.
    pub is_filtered: bool,
    /// The fields as they are filled in.
    pub fields: AuditFields,
    /// The same, for the form of the export.
    pub sought: Vec<(String, String)>,
    /// What is wrong with the person.
    pub person_problem: String,
    /// What is wrong with the first instant.
    pub from_problem: String,
    /// What is wrong with the last one.
    pub to_problem: String,
    /// How the chain stands.
    pub chain: Chain,
}

impl AuditPage {
    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let now = Timestamp::from_micros(1_795_000_000_000_000);
        let moment = Moment::of(&frame.words, now, now);
        let line = AuditLine {
            href: "/admin/audit/1".to_owned(),
            moment: moment.clone(),
            sentence: super::super::LONG_GERMAN.to_owned(),
            why: "wrong-credentials".to_owned(),
            is_refusal: true,
            address: "2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff".to_owned(),
        };
        let fields = AuditFields {
            person: "ada".to_owned(),
            providers: vec![AuditChoice::of("helpdesk", super::super::LONG_JAPANESE, "helpdesk")],
            kinds: vec![("Group".to_owned(), vec![AuditChoice::of("sign-in", "Signed in", "")])],
            refusals: vec![AuditChoice::of("wrong-credentials", "wrong-credentials", "")],
            spans: vec![AuditChoice::of("hour", "In the last hour", "")],
            ..AuditFields::default()
        };
        let result = ChainResult {
            moment: moment.clone(),
            position: 4711,
            head: format!("4711:{FIRST_LINK}"),
            problem: None,
            is_whole: true,
        };
        let chain = Chain {
            length: 4711,
            waiting: 1,
            running: None,
            was_interrupted: false,
            result: Some(result.clone()),
        };
        let plain = Self {
            frame: frame.clone(),
            shell: Shell::sample(Section::Audit),
            lines: vec![line.clone(), AuditLine { is_refusal: false, why: String::new(), ..line }],
            searched_to: None,
            newest: Some("/admin/audit".to_owned()),
            further: Some("/admin/audit?after=1.1".to_owned()),
            is_filtered: false,
            fields,
            sought: vec![("person".to_owned(), "ada".to_owned())],
            person_problem: String::new(),
            from_problem: String::new(),
            to_problem: String::new(),
            chain,
        };
        let broken = ChainResult { problem: Some("row 3 was changed".to_owned()), is_whole: false, ..result };
        let wrong = Self {
            lines: Vec::new(),
            is_filtered: true,
            person_problem: fl!(frame.words, "admin-audit-nobody"),
            from_problem: fl!(frame.words, "admin-audit-time-wrong"),
            to_problem: fl!(frame.words, "admin-audit-time-backwards"),
            chain: Chain { result: Some(broken), was_interrupted: true, ..plain.chain.clone() },
            further: None,
            newest: None,
            ..plain.clone()
        };
        let searching = Self {
            lines: Vec::new(),
            searched_to: Some(moment),
            is_filtered: true,
            chain: Chain { running: Some((1000, 4711)), result: None, ..plain.chain.clone() },
            ..plain.clone()
        };
        let empty = Self { lines: Vec::new(), further: None, newest: None, ..plain.clone() };
        vec![("wrong", wrong), ("searching", searching), ("empty", empty), ("plain", plain)]
    }
}

/// Something that an event says besides.
#[derive(Clone, Debug)]
pub struct Detail {
    /// What it is about.
    pub name: String,
    /// What was before a change.
    pub before: Option<String>,
    /// What is, or is after a change.
    pub value: String,
}

/// Everything about one event.
#[derive(Clone, Debug, Template)]
#[template(path = "admin/audit_event.html")]
pub struct AuditEventPage {
    /// What stands around it.
    pub frame: Frame,
    /// The administration around it.
    pub shell: Shell,
    /// The event as it stands in the store.
    pub row: AuditRow,
    /// When it happened.
    pub moment: Moment,
    /// What happened.
    pub sentence: String,
    /// The word for its kind.
    pub kind: String,
    /// Who did it.
    pub actor: String,
    /// The refusal's code.
    pub refusal: Option<String>,
    /// Whom it is about.
    pub person: Option<String>,
    /// Their page, when they are still there.
    pub person_href: Option<String>,
    /// Everything about them.
    pub more_of_person: Option<String>,
    /// The provider it is about.
    pub provider: Option<String>,
    /// What else it says.
    pub details: Vec<Detail>,
    /// Whether it says what it said when it was written.
    pub is_intact: bool,
}

impl AuditEventPage {
    fn has_changes(&self) -> bool {
        self.details.iter().any(|detail| detail.before.is_some())
    }

    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let now = Timestamp::from_micros(1_795_000_000_000_000);
        let row = AuditRow {
            id: 4711,
            at: now.as_micros(),
            kind: "user-changed".to_owned(),
            actor: "service".to_owned(),
            refusal: None,
            user_id: None,
            provider_id: None,
            session_id: Some("019353f2-7c1e-7b9a-8d55-3f0f6c2a91e4".to_owned()),
            client_address: "192.0.2.7".to_owned(),
            request_id: "019353f2-7c1e-7b9a-8d55-3f0f6c2a91e4".to_owned(),
            details: "{}".to_owned(),
            digest: FIRST_LINK.to_owned(),
            position: Some(12),
            link: Some(FIRST_LINK.to_owned()),
        };
        let detail = |name: &str, before: Option<&str>, value: &str| Detail {
            name: name.to_owned(),
            before: before.map(str::to_owned),
            value: value.to_owned(),
        };
        let full = Self {
            frame: frame.clone(),
            shell: Shell::sample(Section::Audit),
            row: row.clone(),
            moment: Moment::of(&frame.words, now, now),
            sentence: super::super::LONG_GERMAN.to_owned(),
            kind: row.kind.clone(),
            actor: super::super::LONG_JAPANESE.to_owned(),
            refusal: Some("wrong-credentials".to_owned()),
            person: Some("Ada Lindqvist".to_owned()),
            person_href: Some("/admin/users/1".to_owned()),
            more_of_person: Some("/admin/audit?person=1".to_owned()),
            provider: Some("Helpdesk".to_owned()),
            details: vec![detail("first name", Some("Ann"), "Anna"), detail("email", None, "a@b.example")],
            is_intact: true,
        };
        let bare = Self {
            row: AuditRow { session_id: None, position: None, link: None, ..row },
            refusal: None,
            person: None,
            person_href: None,
            more_of_person: None,
            provider: None,
            details: Vec::new(),
            is_intact: false,
            ..full.clone()
        };
        vec![("full", full), ("bare", bare)]
    }
}
