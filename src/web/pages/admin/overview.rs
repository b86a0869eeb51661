//! The first page of the administration.

use askama::Template;
use i18n_embed_fl::fl;

use super::{Section, Shell};
use crate::domain::clock::Timestamp;
use crate::web::frame::Frame;
use crate::web::moment::Moment;

/// How things are.
#[derive(Clone, Debug, Template)]
#[template(path = "admin/overview.html")]
pub struct OverviewPage {
    /// What stands around it.
    pub frame: Frame,
    /// The administration around it.
    pub shell: Shell,
    /// People in the table.
    pub people: i64,
    /// Of these active.
    pub active: i64,
    /// Of these administrators.
    pub administrators: i64,
    /// When whoever looks proved who they are.
    pub confirmed: Moment,
}

impl OverviewPage {
    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let now = Timestamp::from_micros(1_795_000_000_000_000);
        let plain = Self {
            frame: frame.clone(),
            shell: Shell::sample(Section::Overview),
            people: 1_204,
            active: 1_187,
            administrators: 3,
            confirmed: Moment::of(&frame.words, now, now),
        };
        vec![("plain", plain)]
    }
}
