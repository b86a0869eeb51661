//! The page that takes a person to a service.

use std::fmt;

use askama::Template;
use i18n_embed_fl::fl;

use crate::web::frame::Frame;

/// How the browser is sent on.
#[derive(Clone)]
pub enum DeliveryForm {
    /// By an address that carries everything.
    Redirect {
        /// The address.
        href: String,
    },
    /// By a form that posts itself.
    FormPost {
        /// Where the form goes.
        action: String,
        /// What it carries.
        fields: Vec<(String, String)>,
    },
}

/// A delivery carries a token, so what is printed shows only its kind.
impl fmt::Debug for DeliveryForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Redirect { .. } => "Redirect { .. }",
            Self::FormPost { .. } => "FormPost { .. }",
        })
    }
}

/// Takes the person to a service by itself, with a link or a button for when that fails.
#[derive(Clone, Debug, Template)]
#[template(path = "deliver.html")]
pub struct DeliverPage {
    /// What stands around it.
    pub frame: Frame,
    /// The name of the service.
    pub provider: String,
    /// How the browser is sent on.
    pub delivery: DeliveryForm,
}

impl DeliverPage {
    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let redirect = Self {
            frame: frame.clone(),
            provider: "Helpdesk".to_owned(),
            delivery: DeliveryForm::Redirect {
                href: "https://acme.example/access/jwt?jwt=a.b.c&return_to=%2Ftickets;1".to_owned(),
            },
        };
        let post = Self {
            delivery: DeliveryForm::FormPost {
                action: "https://acme.example/access/jwt".to_owned(),
                fields: vec![
                    ("jwt".to_owned(), "a.b.c".to_owned()),
                    ("return_to".to_owned(), "/tickets/1".to_owned()),
                ],
            },
            ..redirect.clone()
        };
        vec![
            ("long", Self { provider: super::LONG_GERMAN.to_owned(), ..post.clone() }),
            ("japanese", Self { provider: super::LONG_JAPANESE.to_owned(), ..redirect.clone() }),
            (
                "empty",
                Self {
                    delivery: DeliveryForm::FormPost {
                        action: "https://acme.example/access/jwt".to_owned(),
                        fields: Vec::new(),
                    },
                    ..post.clone()
                },
            ),
            ("redirect", redirect),
            ("post", post),
        ]
    }
}

#[cfg(test)]
mod tests {
    use crate::web::language::Languages;
    use crate::web::pages::refresh;

    use super::*;

    fn rendered(delivery: DeliveryForm) -> String {
        let languages = Languages::load().expect("the embedded languages load");
        let page = DeliverPage {
            frame: Frame::sample(languages.choose(None, None)),
            provider: "Helpdesk".to_owned(),
            delivery,
        };
        page.render().expect("the page renders")
    }

    #[test]
    fn an_address_of_any_shape_stays_within_the_refresh() {
        assert_eq!(refresh(0, "https://a.example/?x=1;y='2'"), "0;url=https://a.example/?x=1;y='2'");
        assert_eq!(refresh(1, "'https://a.example/ b\"\n"), "1;url=%27https://a.example/%20b%22%0A");
        let html = rendered(DeliveryForm::Redirect {
            href: "https://a.example/?a=1&b=\"><script>alert(1)</script>;'".to_owned(),
        });
        assert!(html.contains("content=\"0;url=https://a.example/?a=1&#38;b=%22&#62;&#60;script"), "{html}");
        assert!(!html.contains("<script>"), "{html}");
        assert!(html.contains("rel=\"noreferrer\""), "{html}");
    }

    #[test]
    fn a_form_carries_every_field_and_has_a_button() {
        let html = rendered(DeliveryForm::FormPost {
            action: "https://a.example/jwt?x=1&y=2".to_owned(),
            fields: vec![("jwt".to_owned(), "a.b.c".to_owned()), ("submit".to_owned(), "\"'<".to_owned())],
        });
        assert!(html.contains("action=\"https://a.example/jwt?x=1&#38;y=2\""), "{html}");
        assert!(html.contains("name=\"jwt\" value=\"a.b.c\""), "{html}");
        assert!(html.contains("name=\"submit\" value=\"&#34;&#39;&#60;\""), "{html}");
        assert!(html.contains("<button"), "{html}");
        assert!(!html.contains("http-equiv"), "{html}");
    }

    #[test]
    fn a_token_is_not_printed() {
        let form = DeliveryForm::Redirect { href: "https://a.example/?jwt=secret".to_owned() };
        assert!(!format!("{form:?}").contains("secret"));
    }
}
