//! The first page of the administration: what needs somebody, and how much was done.

use askama::Template;
use i18n_embed_fl::fl;

use super::{Section, Shell};
use crate::domain::clock::Timestamp;
use crate::web::chart::{Chart, Mark, Size, Step};
use crate::web::frame::Frame;
use crate::web::moment::Moment;

/// Something that somebody should see to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The class that gives it its colour.
    pub tone: &'static str,
    /// How bad it is, in a word.
    pub word: String,
    /// What is the matter.
    pub sentence: String,
    /// What to do.
    pub remedy: String,
    /// Where it is done, if that is a page of ours: its address and its name.
    pub link: Option<(String, String)>,
    /// The section of `docs/troubleshooting.md`.
    pub about: &'static str,
}

/// A range of time that can be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RangeLink {
    /// Its name.
    pub name: String,
    /// Its address.
    pub href: String,
    /// Whether it is the one that is shown.
    pub is_current: bool,
}

/// A number with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// What is counted.
    pub name: String,
    /// How many.
    pub value: String,
}

/// The numbers behind a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// What the table is about.
    pub caption: String,
    /// The headings after the first one.
    pub headings: Vec<String>,
    /// When a step began, exactly and in words, and its numbers.
    pub rows: Vec<(String, String, Vec<String>)>,
}

/// A provider's part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderPart {
    /// Its name.
    pub name: String,
    /// Its page, unless it was removed.
    pub href: Option<String>,
    /// Tokens, refusals and errors.
    pub figures: Vec<String>,
    /// Its chart with the numbers behind it, if it is one of the busiest.
    pub chart: Option<(Chart, Numbers)>,
}

/// How things are.
#[derive(Clone, Debug, Template)]
#[template(path = "admin/overview.html")]
pub struct OverviewPage {
    /// What stands around it.
    pub frame: Frame,
    /// The administration around it.
    pub shell: Shell,
    /// What needs somebody, the worst first.
    pub warnings: Vec<Warning>,
    /// Which ranges there are.
    pub ranges: Vec<RangeLink>,
    /// The sums.
    pub sums: Vec<Figure>,
    /// The same chart for desks and for phones; none when nothing happened.
    pub charts: Vec<Chart>,
    /// The numbers behind it.
    pub numbers: Numbers,
    /// Rows of the audit that must be added up first.
    pub missing: Option<String>,
    /// Each provider, the busiest first.
    pub providers: Vec<ProviderPart>,
    /// Why sign-ins were refused: what it is, its code, and how often.
    pub refusals: Vec<(String, String, String)>,
    /// The hashing threads.
    pub pool: Vec<Figure>,
    /// People in the table, active ones, administrators.
    pub people: Vec<Figure>,
    /// When whoever looks proved who they are.
    pub confirmed: Moment,
}

impl OverviewPage {
    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let now = Timestamp::from_micros(1_795_000_000_000_000);
        let figure = |name: &str| Figure { name: name.into(), value: "1 204".into() };
        let steps: Vec<Step> = (0..24)
            .map(|hour| Step {
                label: format!("{hour:02}:00"),
                title: "06:00".into(),
                good: hour,
                bad: hour / 5,
            })
            .collect();
        let chart =
            |id: &str, size| Chart::of_bars(id.into(), "Sign-ins".into(), "24 hours".into(), size, &steps);
        let numbers = Numbers {
            caption: "Sign-ins".into(),
            headings: vec!["Sign-ins".into(), "Refused".into()],
            rows: vec![("2026-11-22T06:00:00Z".into(), "06:00".into(), vec!["12".into(), "3".into()])],
        };
        let plain = Self {
            frame: frame.clone(),
            shell: Shell::sample(Section::Overview),
            warnings: vec![],
            ranges: vec![RangeLink {
                name: "24 h".into(),
                href: "/admin?range=day".into(),
                is_current: true,
            }],
            sums: vec![figure("Sign-ins")],
            charts: vec![],
            numbers: Numbers { rows: vec![], ..numbers.clone() },
            missing: None,
            providers: vec![],
            refusals: vec![],
            pool: vec![figure("Threads")],
            people: vec![figure("Active")],
            confirmed: Moment::of(&frame.words, now, now),
        };
        let warning = Warning {
            tone: "danger",
            word: "Fault".into(),
            sentence: super::super::LONG_GERMAN.into(),
            remedy: super::super::LONG_JAPANESE.into(),
            link: Some(("/admin/providers".into(), "Providers".into())),
            about: "provider",
        };
        let part = ProviderPart {
            name: super::super::LONG_GERMAN.into(),
            href: Some("/admin/providers/desk".into()),
            figures: vec!["12".into(), "3".into(), "0".into()],
            chart: Some((chart("provider-1", Size::SMALL), numbers.clone())),
        };
        let removed = ProviderPart { href: None, chart: None, ..part.clone() };
        let busy = Self {
            warnings: vec![warning.clone(), Warning { tone: "info", link: None, ..warning }],
            charts: vec![chart("all-wide", Size::WIDE), chart("all-narrow", Size::NARROW)],
            numbers,
            missing: Some("1 000 000".into()),
            providers: vec![part, removed],
            refusals: vec![("Wrong password".into(), "wrong-credentials".into(), "12".into())],
            ..plain.clone()
        };
        vec![("empty", plain), ("busy", busy)]
    }
}
