//! Who is signed in, and what is asked before many sessions end.

use askama::Template;
use i18n_embed_fl::fl;

use super::{AuditChoice, Section, Shell};
use crate::domain::clock::Timestamp;
use crate::web::frame::Frame;
use crate::web::moment::Moment;

/// A session in the table.
#[derive(Clone, Debug)]
pub struct SessionLine {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their page.
    pub person_href: String,
    /// Whence it began.
    pub address: String,
    /// The browser in words.
    pub browser: String,
    /// The browser in its own.
    pub user_agent: String,
    /// When the person proved who they are.
    pub signed_in: Moment,
    /// When it was last used.
    pub last_seen: Moment,
    /// Names of the services used in it.
    pub providers: String,
    /// It is that of whoever looks.
    pub is_own: bool,
}

/// Who is signed in.
#[derive(Clone, Debug, Template)]
#[template(path = "admin/sessions.html")]
pub struct SessionsPage {
    /// What stands around it.
    pub frame: Frame,
    /// The administration around it.
    pub shell: Shell,
    /// The sessions.
    pub lines: Vec<SessionLine>,
    /// The person's address that was typed.
    pub person: String,
    /// What else was typed.
    pub search: String,
    /// What is wrong with the person's address.
    pub problem: String,
    /// Providers to choose from.
    pub providers: Vec<AuditChoice>,
    /// The slug of the one that was chosen.
    pub provider: String,
    /// What is wrong with it.
    pub provider_problem: String,
    /// Whether something was looked for.
    pub is_filtered: bool,
    /// Where all of these are ended.
    pub end_all: String,
    /// Whether that is about one person.
    pub is_of_person: bool,
    /// Whether it is about one service.
    pub is_of_provider: bool,
    /// The first page.
    pub newest: Option<String>,
    /// The page behind this one.
    pub further: Option<String>,
}

impl SessionsPage {
    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let now = Timestamp::from_micros(1_795_000_000_000_000);
        let line = SessionLine {
            id: "019353f2-7c1e-7b9a-8d55-3f0f6c2a91e4".to_owned(),
            name: "Ada Lindqvist".to_owned(),
            email: "ada.lindqvist@northwind.example".to_owned(),
            person_href: "/admin/users/1".to_owned(),
            address: "192.0.2.7".to_owned(),
            browser: fl!(frame.words, "admin-sessions-browser-on", browser = "Firefox", system = "Windows"),
            user_agent: "Mozilla/5.0".to_owned(),
            signed_in: Moment::of(&frame.words, now, now),
            last_seen: Moment::of(&frame.words, now, now),
            providers: "Helpdesk, Product ideas".to_owned(),
            is_own: true,
        };
        let other = SessionLine {
            name: super::super::LONG_GERMAN.to_owned(),
            email: format!("{}@northwind.example", "maximilian".repeat(4)),
            address: "2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff".to_owned(),
            browser: fl!(frame.words, "admin-sessions-unknown"),
            providers: String::new(),
            is_own: false,
            ..line.clone()
        };
        let plain = Self {
            frame: frame.clone(),
            shell: Shell::sample(Section::Sessions),
            lines: vec![line, other],
            person: String::new(),
            search: String::new(),
            problem: String::new(),
            providers: vec![AuditChoice::of("helpdesk", super::super::LONG_JAPANESE, "")],
            provider: String::new(),
            provider_problem: String::new(),
            is_filtered: false,
            end_all: "/admin/sessions/end".to_owned(),
            is_of_person: false,
            is_of_provider: false,
            newest: Some("/admin/sessions".to_owned()),
            further: Some("/admin/sessions?after=1".to_owned()),
        };
        let none = Self {
            lines: Vec::new(),
            person: "nobody".to_owned(),
            is_filtered: true,
            newest: None,
            further: None,
            ..plain.clone()
        };
        let problem = fl!(frame.words, "admin-sessions-nobody");
        let provider_problem = fl!(frame.words, "admin-sessions-no-such-service");
        let gone = Self {
            providers: vec![AuditChoice::of("gone", "gone", "gone")],
            provider: "gone".to_owned(),
            provider_problem,
            ..none.clone()
        };
        let of_provider = Self {
            provider: "helpdesk".to_owned(),
            is_filtered: true,
            is_of_provider: true,
            ..plain.clone()
        };
        vec![
            ("nobody", Self { problem, ..none.clone() }),
            ("gone", gone),
            ("none", none),
            ("provider", of_provider),
            ("plain", plain),
        ]
    }
}

/// Asks before many sessions end.
#[derive(Clone, Debug, Template)]
#[template(path = "admin/end_sessions.html")]
pub struct EndSessionsPage {
    /// What stands around it.
    pub frame: Frame,
    /// The administration around it.
    pub shell: Shell,
    /// Whose sessions: id, name and address; everybody's if it is nobody.
    pub person: Option<(String, String, String)>,
    /// Whether that is whoever asks.
    pub is_of_asker: bool,
    /// The service that must have been used in them: slug and name; any if it is none.
    pub provider: Option<(String, String)>,
    /// Where whoever leaves them alone goes.
    pub back: String,
    /// How many there are.
    pub count: i64,
    /// Whether the session of whoever asks is among them.
    pub is_own_among: bool,
    /// Whether that one is to end, too.
    pub is_own_too: bool,
    /// What was typed to confirm it.
    pub typed: String,
    /// What was wrong with that.
    pub problem: String,
}

impl EndSessionsPage {
    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let all = Self {
            frame: frame.clone(),
            shell: Shell::sample(Section::Sessions),
            person: None,
            is_of_asker: false,
            provider: None,
            back: "/admin/sessions".to_owned(),
            count: 1_204,
            is_own_among: true,
            is_own_too: false,
            typed: String::new(),
            problem: String::new(),
        };
        let person = ("1".to_owned(), "Ada Lindqvist".to_owned(), "ada@northwind.example".to_owned());
        let problem = fl!(frame.words, "admin-sessions-typed-wrong", count = 1_204);
        let provider = Some(("helpdesk".to_owned(), super::super::LONG_JAPANESE.to_owned()));
        vec![
            ("provider", Self { provider: provider.clone(), ..all.clone() }),
            ("person-provider", Self { provider, person: Some(person.clone()), ..all.clone() }),
            ("wrong", Self { typed: "all".to_owned(), problem, ..all.clone() }),
            ("nothing", Self { count: 0, is_own_among: false, ..all.clone() }),
            ("own", Self { count: 0, ..all.clone() }),
            ("person", Self { person: Some(person), count: 1, is_own_among: false, ..all.clone() }),
            ("all", all),
        ]
    }
}
