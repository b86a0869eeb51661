//! Importing people: sending a file, looking at what would happen, and how far it is.

use askama::Template;
use i18n_embed_fl::fl;

use super::{Section, Shell};
use crate::domain::clock::Timestamp;
use crate::store::imports::ImportState;
use crate::web::frame::Frame;
use crate::web::language::Language;
use crate::web::moment::Moment;

const NOW: Timestamp = Timestamp::from_micros(1_795_000_000_000_000);
const ID: &str = "019353f2-7c1e-7b9a-8d55-3f0f6c2a91e4";

/// A file that was sent before.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Where it is looked at.
    pub href: String,
    /// Its name.
    pub name: String,
    /// When it came.
    pub received: Moment,
    /// How far it is, in words.
    pub state: String,
}

/// Asks for a file.
#[derive(Clone, Debug, Template)]
#[template(path = "admin/import.html")]
pub struct ImportPage {
    /// What stands around it.
    pub frame: Frame,
    /// The administration around it.
    pub shell: Shell,
    /// Columns that a file may have.
    pub columns: Vec<String>,
    /// What was pasted.
    pub pasted: String,
    /// People are found by their external id.
    pub by_external_id: bool,
    /// Passwords that people have are replaced.
    pub replaces_passwords: bool,
    /// What was wrong with the last file.
    pub problem: Option<String>,
    /// Files that were sent before.
    pub waiting: Vec<Waiting>,
}

impl ImportPage {
    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone(),
            shell: Shell::sample(Section::People),
            columns: ["email", "first_name", "password_hash"].map(str::to_owned).into(),
            pasted: String::new(),
            by_external_id: false,
            replaces_passwords: false,
            problem: None,
            waiting: Vec::new(),
        };
        let wrong = Self {
            pasted: "email,firstname\nann@example.com,Ann".to_owned(),
            by_external_id: true,
            replaces_passwords: true,
            problem: Some(super::super::LONG_GERMAN.to_owned()),
            waiting: vec![Waiting {
                href: format!("/admin/users/import/{ID}"),
                name: "people.csv".to_owned(),
                received: Moment::of(&frame.words, NOW, NOW),
                state: fl!(frame.words, "admin-import-state-examined"),
            }],
            ..plain.clone()
        };
        vec![("plain", plain), ("wrong", wrong)]
    }
}

/// A line, with what was found about it.
#[derive(Clone, Debug)]
pub struct LineShown {
    /// Its number in the file.
    pub number: u64,
    /// The address, as it stands there.
    pub email: String,
    /// `created`, `changed`, `unchanged` or `refused`.
    pub outcome: String,
    /// Sentences about it.
    pub told: Vec<String>,
}

/// What would become of each line, or what has become of it.
#[derive(Clone, Debug, Template)]
#[template(path = "admin/import-look.html")]
pub struct ImportLookPage {
    /// What stands around it.
    pub frame: Frame,
    /// The administration around it.
    pub shell: Shell,
    /// The import's id.
    pub id: String,
    /// The file's name.
    pub name: String,
    /// When it is thrown away.
    pub expires: Moment,
    /// The good lines are imported already.
    pub is_done: bool,
    /// Nobody can sign in for some seconds while it is written in one go.
    pub keeps_others_waiting: bool,
    /// New people; people who change; people who do not; bad lines.
    pub counts: [i64; 4],
    /// New people without a password; people who keep theirs.
    pub passwords: [i64; 2],
    /// Only lines with this outcome; empty for all.
    pub show: &'static str,
    /// Lines.
    pub lines: Vec<LineShown>,
    /// The next page begins after that line.
    pub next: Option<u64>,
    /// This is the first page.
    pub is_first: bool,
}

impl ImportLookPage {
    /// Lines that would be written.
    fn to_write(&self) -> i64 {
        let [created, changed, ..] = self.counts;
        created + changed
    }

    fn created(&self) -> i64 {
        self.counts[0]
    }

    fn changed(&self) -> i64 {
        self.counts[1]
    }

    fn without_password(&self) -> i64 {
        self.passwords[0]
    }

    fn keeping_password(&self) -> i64 {
        self.passwords[1]
    }

    fn refused(&self) -> i64 {
        let [.., refused] = self.counts;
        refused
    }

    /// The tabs: outcome, its name with the number, and whether it is looked at.
    fn tabs(&self, words: &Language) -> Vec<(String, String, bool)> {
        let [created, changed, unchanged, refused] = self.counts;
        let all = created + changed + unchanged + refused;
        let link = |show: &str| self.shell.path(&format!("/admin/users/import/{}?show={show}", self.id));
        let mut tabs = vec![
            (link(""), fl!(words, "admin-import-tab-all", n = all), ""),
            (link("created"), fl!(words, "admin-import-tab-created", n = created), "created"),
            (link("changed"), fl!(words, "admin-import-tab-changed", n = changed), "changed"),
            (link("unchanged"), fl!(words, "admin-import-tab-unchanged", n = unchanged), "unchanged"),
            (link("refused"), fl!(words, "admin-import-tab-refused", n = refused), "refused"),
        ];
        if self.is_done {
            // Of what was imported nothing is kept.
            tabs.retain(|(_, _, show)| *show == "refused");
        }
        tabs.into_iter().map(|(href, name, show)| (href, name, show == self.show || self.is_done)).collect()
    }

    fn after(&self, next: &u64) -> String {
        let (id, show) = (&self.id, self.show);
        self.shell.path(&format!("/admin/users/import/{id}?show={show}&after={next}"))
    }

    fn below(&self, name: &str) -> String {
        self.shell.path(&format!("/admin/users/import/{}{name}", self.id))
    }

    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let line = |number, outcome: &str, told: &[&str]| LineShown {
            number,
            email: format!("person.number.{number}.with.a.long.address@northwind.example"),
            outcome: outcome.to_owned(),
            told: told.iter().map(ToString::to_string).collect(),
        };
        let mixed = Self {
            frame: frame.clone(),
            shell: Shell::sample(Section::People),
            id: ID.to_owned(),
            name: "people.csv".to_owned(),
            expires: Moment::of(&frame.words, NOW, NOW),
            is_done: false,
            keeps_others_waiting: true,
            counts: [9_000, 5, 195, 34],
            passwords: [12, 3],
            show: "",
            lines: vec![
                line(2, "created", &[]),
                line(3, "changed", &["last_name: Lee → Lee-Jones", "groups: staff → sales, staff"]),
                line(4, "unchanged", &[]),
                line(5, "refused", &[super::super::LONG_GERMAN]),
            ],
            next: Some(5),
            is_first: true,
        };
        let good =
            Self { counts: [1, 0, 0, 0], passwords: [0, 0], lines: vec![], next: None, ..mixed.clone() };
        let nothing = Self { counts: [0, 0, 7, 0], ..good.clone() };
        let done = Self { is_done: true, show: "refused", is_first: false, ..mixed.clone() };
        vec![("mixed", mixed), ("good", good), ("nothing", nothing), ("done", done)]
    }
}

/// How far an import is.
#[derive(Clone, Debug, Template)]
#[template(path = "admin/import-work.html")]
pub struct ImportWorkPage {
    /// What stands around it.
    pub frame: Frame,
    /// The administration around it.
    pub shell: Shell,
    /// The import's id.
    pub id: String,
    /// The file's name.
    pub name: String,
    /// How far it is.
    pub state: ImportState,
    /// It was being written, and not only looked at.
    pub was_writing: bool,
    /// Everything is written at once.
    pub is_all_or_nothing: bool,
    /// Lines done.
    pub reached: i64,
    /// All lines.
    pub lines: i64,
    /// New people.
    pub created: i64,
    /// People who changed.
    pub changed: i64,
    /// People who did not.
    pub unchanged: i64,
    /// New people without a password.
    pub without_password: i64,
}

impl ImportWorkPage {
    fn is_working(&self) -> bool {
        matches!(self.state, ImportState::Examining | ImportState::Writing)
    }

    fn is_writing(&self) -> bool {
        self.state == ImportState::Writing
    }

    fn is_done(&self) -> bool {
        self.state == ImportState::Done
    }

    fn below(&self, name: &str) -> String {
        self.shell.path(&format!("/admin/users/import/{}{name}", self.id))
    }

    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone(),
            shell: Shell::sample(Section::People),
            id: ID.to_owned(),
            name: "people.csv".to_owned(),
            state: ImportState::Examining,
            was_writing: false,
            is_all_or_nothing: false,
            reached: 30_000,
            lines: 100_000,
            created: 1_200,
            changed: 34,
            unchanged: 0,
            without_password: 12,
        };
        let of =
            |state, is_all_or_nothing| Self { state, was_writing: true, is_all_or_nothing, ..plain.clone() };
        vec![
            ("examining", plain.clone()),
            ("writing", of(ImportState::Writing, false)),
            ("writing everything", of(ImportState::Writing, true)),
            ("done", of(ImportState::Done, false)),
            ("failed", of(ImportState::Failed, true)),
            ("not examined", Self { state: ImportState::Failed, ..plain }),
        ]
    }
}
