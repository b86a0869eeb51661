//! The page for someone who comes back to a delivery that is over.

use askama::Template;
use i18n_embed_fl::fl;

use crate::web::frame::Frame;

/// Says that the delivery is over, and offers a new one.
#[derive(Clone, Debug, Template)]
#[template(path = "already_delivered.html")]
pub struct AlreadyDeliveredPage {
    /// What stands around it.
    pub frame: Frame,
    /// The name of the service.
    pub provider: String,
    /// Where the person can begin again.
    pub open_href: String,
}

impl AlreadyDeliveredPage {
    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let named = |name: &str| Self {
            frame: frame.clone(),
            provider: name.to_owned(),
            open_href: "/sso/helpdesk/login".to_owned(),
        };
        vec![
            ("plain", named("Helpdesk")),
            ("long", named(super::LONG_GERMAN)),
            ("japanese", named(super::LONG_JAPANESE)),
        ]
    }
}
