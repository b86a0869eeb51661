//! What every page has around it: language, brand, addresses of its files, and who is looking.

use std::sync::Arc;

use super::accent::Accent;
use super::brand::{Brand, Support};
use super::language::Language;

/// What a page needs besides its own content.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The language in which it speaks.
    pub words: Language,
    /// The company whose page it is.
    pub brand: Arc<Brand>,
    /// The path under which we are reached: empty, or `/auth` behind a proxy.
    pub base: String,
    /// The address of the style sheet.
    pub style_url: String,
    /// The address of the few colours that come from the configuration.
    pub brand_style_url: String,
    /// Where scripts and other files are, with the slash at its end: `/auth/static/`.
    pub script_base: String,
    /// The name of the person who is signed in.
    pub person: Option<String>,
    /// Whether that person is an administrator.
    pub is_administrator: bool,
    /// The reference that connects this page with our records.
    pub request_id: String,
}

impl Frame {
    /// The address of one of our files, for example `asset("deliver.js")`.
    #[must_use]
    pub fn asset(&self, name: &str) -> String {
        format!("{}{name}", self.script_base)
    }

    /// Where a signed-in person begins: the list of their services.
    #[must_use]
    pub fn home(&self) -> String {
        format!("{}/", self.base)
    }

    /// A frame to look at pages with, and to test them.
    #[must_use]
    pub fn sample(words: Language) -> Self {
        Self {
            words,
            brand: Arc::new(Brand {
                name: "Northwind Logistics".to_owned(),
                logo_url: None,
                support: Support::parse("it@northwind.example"),
                accent: Accent::default(),
            }),
            base: String::new(),
            style_url: "/static/bridgewarden.css".to_owned(),
            brand_style_url: "/static/brand.css".to_owned(),
            script_base: "/static/".to_owned(),
            person: Some("Ada Lindqvist".to_owned()),
            is_administrator: false,
            request_id: "019353f2-7c1e-7b9a-8d55-3f0f6c2a91e4".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::language::Languages;
    use super::*;

    #[test]
    fn addresses_stand_under_the_path_prefix() {
        let languages = Languages::load().expect("the embedded languages load");
        let mut frame = Frame::sample(languages.choose(None, None));
        assert_eq!(frame.asset("deliver.js"), "/static/deliver.js");
        assert_eq!(frame.home(), "/");
        frame.base = "/auth".to_owned();
        frame.script_base = "/auth/static/".to_owned();
        assert_eq!(frame.asset("comfort.js"), "/auth/static/comfort.js");
        assert_eq!(frame.home(), "/auth/");
    }
}
