//! The company's own look: name, logo, support address, and one accent colour.

use super::accent::Accent;

/// How a company appears on its pages.
#[derive(Clone, Debug)]
pub struct Brand {
    /// The company's name.
    pub name: String,
    /// The address of its logo; without one its name is shown beside a letter.
    pub logo_url: Option<String>,
    /// Whom people turn to.
    pub support: Option<Support>,
    /// The colour of buttons and links.
    pub accent: Accent,
}

impl Brand {
    /// The letter that stands for the company when it has no logo.
    #[must_use]
    pub fn letter(&self) -> String {
        letter(&self.name)
    }

    /// The colours that come from the configuration, as a style sheet of their own.
    #[must_use]
    pub fn style_sheet(&self) -> String {
        self.accent.style_sheet()
    }
}

/// The first letter or digit of a name, as a capital.
pub(crate) fn letter(name: &str) -> String {
    name.chars().find(|c| c.is_alphanumeric()).map_or_else(|| "·".to_owned(), |c| c.to_uppercase().collect())
}

/// Whom people turn to: an e-mail address, a web page, a telephone number, or plain words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Support {
    /// What is shown.
    pub text: String,
    /// Where it leads, when it can be followed.
    pub href: Option<String>,
}

impl Support {
    /// Reads what the operator wrote; nothing when it is blank.
    #[must_use]
    pub fn parse(written: &str) -> Option<Self> {
        let text = written.trim();
        if text.is_empty() {
            return None;
        }
        let one_word = !text.contains(char::is_whitespace);
        let page = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        if let (true, Some(page)) = (one_word, page) {
            return Some(Self { text: page.trim_end_matches('/').to_owned(), href: Some(text.to_owned()) });
        }
        let address = text.strip_prefix("mailto:").unwrap_or(text);
        let digits: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        let href = if one_word && is_address(address) {
            Some(format!("mailto:{address}"))
        } else if digits.len() >= 5 && !text.contains(char::is_alphabetic) {
            Some(format!("tel:{digits}"))
        } else {
            None
        };
        Some(Self { text: address.to_owned(), href })
    }

    /// Where it leads when the message is about one reference number: a mail gets it as its subject.
    #[must_use]
    pub fn href_about(&self, reference: &str) -> Option<String> {
        let href = self.href.as_ref()?;
        let plain = reference.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if href.starts_with("mailto:") && plain && !reference.is_empty() {
            return Some(format!("{href}?subject={reference}"));
        }
        Some(href.clone())
    }
}

/// Whether this can stand in a `mailto:` address as it is.
fn is_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && domain.contains('.')
            && text.chars().all(|c| c.is_alphanumeric() || ".@-_+".contains(c))
            && !domain.contains('@')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_sheet_has_both_schemes() {
        let brand =
            Brand { name: "Acme".to_owned(), logo_url: None, support: None, accent: Accent::default() };
        let css = brand.style_sheet();
        assert!(css.starts_with(":root{--hue:25"), "{css}");
        assert!(css.contains("--accent:#0b6bcb;"), "{css}");
        assert!(css.contains("@media (prefers-color-scheme:dark){:root{--accent:#"), "{css}");
        assert_eq!(css.matches('{').count(), css.matches('}').count());
    }

    #[test]
    fn support_is_linked_by_what_it_is() {
        let read = |written: &str| Support::parse(written).expect("not blank");
        let href = |written: &str| read(written).href;
        assert_eq!(href("it@acme.example").as_deref(), Some("mailto:it@acme.example"));
        assert_eq!(read("mailto:it@acme.example").text, "it@acme.example");
        assert_eq!(href("https://help.acme.example/").as_deref(), Some("https://help.acme.example/"));
        assert_eq!(read("https://help.acme.example/").text, "help.acme.example");
        assert_eq!(href("+49 30 123 45-67").as_deref(), Some("tel:+49301234567"));
        assert_eq!(href("the desk on floor 3"), None);
        assert_eq!(href("javascript:alert(1)"), None);
        assert_eq!(href("a@b.c?cc=x@y.z"), None);
        assert_eq!(Support::parse("  "), None);
    }

    #[test]
    fn a_mail_to_support_carries_the_reference() {
        let about = |written: &str, reference: &str| {
            Support::parse(written).and_then(|support| support.href_about(reference))
        };
        assert_eq!(
            about("it@acme.example", "0193-ab").as_deref(),
            Some("mailto:it@acme.example?subject=0193-ab")
        );
        assert_eq!(about("it@acme.example", "a&body=b").as_deref(), Some("mailto:it@acme.example"));
        assert_eq!(about("https://help.example", "0193").as_deref(), Some("https://help.example"));
    }

    #[test]
    fn a_letter_stands_for_every_name() {
        assert_eq!(letter("northwind"), "N");
        assert_eq!(letter("  (été)"), "É");
        assert_eq!(letter("日本物流"), "日");
        assert_eq!(letter("—"), "·");
    }
}
