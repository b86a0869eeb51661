//! Where a person lands. A `return_to` may lead to this simulator and nowhere else.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What may not stand in a `Location` header as it is.
const NOT_IN_A_HEADER: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`');

/// A place on this simulator: path, query and fragment, always beginning with a slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Landing(String);

impl Landing {
    /// The home page.
    pub fn home() -> Self {
        Landing("/".to_owned())
    }

    /// Reads a `return_to` that came back: one of our own addresses, or a path.
    ///
    /// The text after the origin is kept byte for byte, so that a test sees any change made on the way. Since the origin
    /// is put before it again in [`Landing::at`], nothing in that text can name another host.
    pub fn parse(return_to: &str, own_origins: &[String]) -> Result<Self, String> {
        if return_to.chars().any(char::is_control) {
            return Err("it holds a control character".to_owned());
        }
        let own = own_origins.iter().find_map(|origin| {
            let start = return_to.get(..origin.len())?;
            start.eq_ignore_ascii_case(origin).then(|| return_to.get(origin.len()..))?
        });
        match own {
            Some("") => Ok(Landing::home()),
            Some(rest) if rest.starts_with('/') => Ok(Landing(rest.to_owned())),
            Some(rest) if rest.starts_with(['?', '#']) => Ok(Landing(format!("/{rest}"))),
            Some(_) => Err(format!("{return_to} only looks like one of our addresses")),
            None if return_to.starts_with("//") || return_to.starts_with("/\\") => {
                Err(format!("{return_to} names another host"))
            }
            None if return_to.starts_with('/') => Ok(Landing(return_to.to_owned())),
            None => Err(format!("{return_to} is not one of our addresses ({})", own_origins.join(", "))),
        }
    }

    /// Path, query and fragment as they were asked for.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The whole address at one of our origins, fit for a `Location` header.
    pub fn at(&self, origin: &str) -> String {
        let mut address = origin.to_owned();
        address.extend(utf8_percent_encode(&self.0, NOT_IN_A_HEADER));
        address
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(return_to: &str) -> Result<String, String> {
        let own = ["http://127.0.0.1:4010".to_owned(), "http://localhost:4010".to_owned()];
        Landing::parse(return_to, &own).map(|landing| landing.at("http://localhost:4010"))
    }

    #[test]
    fn our_own_addresses_are_kept_byte_for_byte() {
        for (given, landing) in [
            ("http://127.0.0.1:4010/a?b=%2F&c=%2561#d", "/a?b=%2F&c=%2561#d"),
            ("HTTP://LOCALHOST:4010/a/../b", "/a/../b"),
            ("http://localhost:4010", "/"),
            ("http://localhost:4010?x=1", "/?x=1"),
            ("/ideas/APP-I-469", "/ideas/APP-I-469"),
            ("/é b", "/%C3%A9%20b"),
        ] {
            assert_eq!(parse(given), Ok(format!("http://localhost:4010{landing}")), "{given}");
        }
    }

    #[test]
    fn no_other_host_can_be_named() {
        for given in [
            "https://127.0.0.1:4010/",
            "http://127.0.0.1:40101/",
            "http://127.0.0.1:4010@evil.example/",
            "http://127.0.0.1:4010.evil.example/",
            "http://127.0.0.1:4010\\@evil.example/",
            "http://127.0.0.1/",
            "http://evil.example/http://127.0.0.1:4010/",
            "//evil.example/",
            "/\\evil.example/",
            "/\t/evil.example/",
            "\u{1}http://127.0.0.1:4010/",
            "/a\r\nSet-Cookie: x=y",
            "javascript:alert(1)",
            "ideas/APP-I-469",
            "",
        ] {
            assert!(parse(given).is_err(), "{given}");
        }
    }

    #[test]
    fn a_path_of_ours_with_two_slashes_stays_ours() {
        assert_eq!(
            parse("http://127.0.0.1:4010//evil.example/"),
            Ok("http://localhost:4010//evil.example/".to_owned())
        );
    }
}
