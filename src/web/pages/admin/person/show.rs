//! One person's page.

use std::time::Duration;

use askama::Template;
use i18n_embed_fl::fl;

use super::{HistoryRow, PersonFields};
use crate::domain::clock::Timestamp;
use crate::web::frame::Frame;
use crate::web::moment::Moment;
use crate::web::pages::admin::{Section, Shell};
use crate::web::pages::{LONG_GERMAN, LONG_JAPANESE};

/// How an account stands, in one word.
#[derive(Clone, Debug)]
pub struct Badge {
    /// Its colour.
    pub tone: &'static str,
    /// Its icon.
    pub icon: &'static str,
    /// The word.
    pub word: String,
}

/// A session.
#[derive(Clone, Debug)]
pub struct SessionRow {
    /// Its name in addresses.
    pub id: String,
    /// It is the one in which this page is looked at.
    pub is_this: bool,
    /// Since when.
    pub since: Moment,
    /// When it was used last.
    pub seen: Moment,
    /// Whence.
    pub from: String,
    /// In which browser.
    pub browser: String,
    /// Where it led.
    pub providers: String,
}

/// Wrong passwords that were counted.
#[derive(Clone, Debug)]
pub struct ThrottleRow {
    /// What is counted together.
    pub what: String,
    /// Whence; empty when from anywhere.
    pub from: String,
    /// How many.
    pub failures: u32,
    /// Until when one must wait.
    pub until: Option<Moment>,
}

/// Everything about one person.
#[derive(Clone, Debug, Template)]
#[template(path = "admin/person.html")]
pub struct PersonPage {
    /// What stands around it.
    pub frame: Frame,
    /// The administration around it.
    pub shell: Shell,
    /// The person's name, or their address.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Where this page is, below the public URL's path.
    pub path: String,
    /// How the account stands.
    pub badges: Vec<Badge>,
    /// What can be filled in.
    pub fields: PersonFields,
    /// When what is shown was last changed.
    pub seen: String,
    /// Why nothing was changed, where no field is to blame.
    pub refusal: Option<String>,
    /// The account is disabled.
    pub is_disabled: bool,
    /// Instants worth knowing, each with its name.
    pub moments: Vec<(String, Option<Moment>)>,
    /// The id of the account.
    pub id: String,
    /// Names of the providers open to them.
    pub open_to: String,
    /// Names of the providers whose tokens carry the address.
    pub known_at: String,
    /// How they get in.
    pub password: String,
    /// There is a password that need not be changed already.
    pub can_require_change: bool,
    /// Until when an invitation can be used.
    pub invited_until: Option<Moment>,
    /// Where they are signed in.
    pub sessions: Vec<SessionRow>,
    /// What happened lately.
    pub sign_ins: Vec<HistoryRow>,
    /// Tokens minted lately.
    pub tokens: Vec<HistoryRow>,
    /// Wrong passwords counted lately.
    pub throttles: Vec<ThrottleRow>,
    /// Where the audit is, of this person.
    pub audit_path: String,
}

impl PersonPage {
    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let now = Timestamp::from_micros(1_795_000_000_000_000);
        let moment = |seconds| Moment::of(&frame.words, now, now.minus(Duration::from_secs(seconds)));
        let badge = |tone, icon, word: &str| Badge { tone, icon, word: word.to_owned() };
        let full = Self {
            frame: frame.clone(),
            shell: Shell::sample(Section::People),
            name: "Ada Lindqvist".to_owned(),
            email: "ada.lindqvist@northwind.example".to_owned(),
            path: "/admin/users/1".to_owned(),
            badges: vec![badge("danger", "ban", "Disabled"), badge("info", "shield", "Administrator")],
            fields: PersonFields::sample(),
            seen: "1795000000000000".to_owned(),
            refusal: None,
            is_disabled: true,
            moments: vec![("Added".to_owned(), Some(moment(864_000))), ("Last sign-in".to_owned(), None)],
            id: "01951d4c-0000-7000-8000-000000000000".to_owned(),
            open_to: "Helpdesk, Wiki".to_owned(),
            known_at: "Helpdesk".to_owned(),
            password: "Chosen 10 days ago".to_owned(),
            can_require_change: true,
            invited_until: Some(Moment::of(&frame.words, now, now.plus(Duration::from_secs(90_000)))),
            sessions: vec![SessionRow {
                id: "1".to_owned(),
                is_this: true,
                since: moment(7_200),
                seen: moment(60),
                from: "2001:db8:85a3:8d3:1319:8a2e:370:7348".to_owned(),
                browser: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)".to_owned(),
                providers: "Helpdesk".to_owned(),
            }],
            sign_ins: HistoryRow::samples(frame),
            tokens: HistoryRow::samples(frame),
            throttles: vec![ThrottleRow {
                what: "From anywhere".to_owned(),
                from: "203.0.113.7".to_owned(),
                failures: 12,
                until: Some(moment(0)),
            }],
            audit_path: "/admin/audit?person=1".to_owned(),
        };
        let long = Self {
            name: LONG_GERMAN.to_owned(),
            fields: PersonFields::long_sample(LONG_JAPANESE),
            open_to: LONG_JAPANESE.to_owned(),
            refusal: Some(LONG_GERMAN.to_owned()),
            ..full.clone()
        };
        let empty = Self {
            badges: Vec::new(),
            fields: PersonFields::default(),
            is_disabled: false,
            moments: Vec::new(),
            open_to: String::new(),
            known_at: String::new(),
            can_require_change: false,
            invited_until: None,
            sessions: Vec::new(),
            sign_ins: Vec::new(),
            tokens: Vec::new(),
            throttles: Vec::new(),
            ..full.clone()
        };
        let japanese = Self { name: LONG_JAPANESE.to_owned(), ..long.clone() };
        vec![("long", long), ("japanese", japanese), ("empty", empty), ("full", full)]
    }
}
