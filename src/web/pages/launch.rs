//! The list of services that a signed-in person can open.

use askama::Template;
use i18n_embed_fl::fl;

use crate::web::brand;
use crate::web::frame::Frame;

/// How many colours the letters of services have.
const HUES: u32 = 8;

/// One service.
#[derive(Clone, Debug)]
pub struct Tile {
    /// Its name in this company.
    pub name: String,
    /// What kind of service it is: the name of its profile.
    pub kind: String,
    /// Where its form goes.
    pub action: String,
    /// Names this very tile, so that sending it again opens nothing.
    pub once: String,
}

impl Tile {
    fn letter(&self) -> String {
        brand::letter(&self.name)
    }

    /// One of the colours; the same name always has the same one.
    fn hue(&self) -> u32 {
        let mix = |sum: u32, byte| (sum ^ u32::from(byte)).wrapping_mul(16_777_619);
        let sum = self.name.bytes().fold(2_166_136_261, mix);
        // The low digits alone would give many short names the same colour.
        (sum.wrapping_mul(0x85eb_ca6b) >> 16) % HUES
    }
}

/// Offers the person's services, and the few things that they can do with their account.
#[derive(Clone, Debug, Template)]
#[template(path = "launch.html")]
pub struct LaunchPage {
    /// What stands around it.
    pub frame: Frame,
    /// The services, in the order in which they are shown.
    pub tiles: Vec<Tile>,
    /// What travels in each form unseen.
    pub hidden: Vec<(String, String)>,
    /// Where the form for signing out goes.
    pub sign_out_action: String,
    /// Where the password is changed.
    pub change_password_url: String,
    /// What has just happened, in one sentence.
    pub notice: Option<String>,
}

impl LaunchPage {
    fn initial(&self) -> String {
        brand::letter(self.frame.person.as_deref().unwrap_or_default())
    }

    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let tile = |name: &str, kind: &str| Tile {
            name: name.to_owned(),
            kind: kind.to_owned(),
            once: String::new(),
            action: "/launch/1".to_owned(),
        };
        let tiles = vec![
            tile("Helpdesk", "Zendesk"),
            tile("IT Glue", "IT Glue"),
            tile("Roadmap", "Aha!"),
            tile("Metabase", "Metabase"),
            tile("Facilities", "Mojo Helpdesk"),
            tile("Ideas", "Canny"),
            tile("Customer care", "Kayako"),
        ];
        let plain = Self {
            frame: frame.clone(),
            tiles,
            hidden: vec![("form".to_owned(), "v1.c2VhbGVk".to_owned())],
            sign_out_action: "/sign-out".to_owned(),
            change_password_url: "/account/password".to_owned(),
            notice: None,
        };
        let mut long = plain.clone();
        long.frame.person = Some(super::LONG_GERMAN.to_owned());
        long.tiles.insert(0, tile(super::LONG_GERMAN, "Kayako Classic On-Premises"));
        long.tiles.insert(1, tile(super::LONG_JAPANESE, "Zendesk"));
        let mut empty = plain.clone();
        empty.tiles.clear();
        empty.hidden.clear();
        let mut many = plain.clone();
        many.tiles = (1..=60).map(|number| tile(&format!("Service {number}"), "Zendesk")).collect();
        vec![
            ("notice", Self { notice: Some(fl!(frame.words, "notice-password-changed")), ..plain.clone() }),
            ("plain", plain),
            ("long", long),
            ("empty", empty),
            ("many", many),
        ]
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_spread_over_all_hues() {
        let hues: BTreeSet<u32> = (0..200)
            .map(|number| Tile {
                name: format!("Service {number}"),
                kind: String::new(),
                action: String::new(),
                once: String::new(),
            })
            .map(|tile| tile.hue())
            .collect();
        assert_eq!(hues, (0..HUES).collect());
    }
}
