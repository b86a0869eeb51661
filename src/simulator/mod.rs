//! Pretended service providers on loopback: what the demo shows and what the tests trust.
//!
//! A simulator is an **independent witness**. It imports nothing from the rest of the crate, reads queries with its own
//! code and verifies signatures with its own HMAC, so a mistake shared by the part that mints and the part that checks
//! cannot hide. Every token that arrives leaves a [`Receipt`] that lists each check made and what was compared.
//!
//! The rules of a kind are data: one file in `kinds/`. To add a kind, write that file (one `static RULES: Rules`), add a
//! variant to [`Kind`] and its line to [`Kind::ALL`] and `Kind::rules`, and give it an accent in `static/simulator.css`.
//! If its provider does something that `rules::Rules` cannot say, add an enum variant there and the check in `examine`.
//!
//! What these pretended providers are not: they have no passwords, keep everything in memory, speak plain HTTP and listen
//! on 127.0.0.1 only. Where a provider publishes no number, the rule file says that the number is ours.

mod arrival;
mod bounded;
mod echo;
mod examine;
mod fields;
mod kinds;
mod page;
mod receipt;
mod return_to;
mod rules;
mod server;
mod session;
mod state;
#[cfg(test)]
mod tests;
mod token_checks;
pub mod verify;
mod visit;

use std::fmt;

pub use receipt::{Check, Receipt};
pub use server::{Simulator, start};

use rules::{ReturnTo, Rules};

/// A kind of service provider that can be pretended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// GET redirect, closed claim list, people must exist already.
    ItGlue,
    /// GET redirect, relative `return_to`, creates people, sign-out comes back to the bridge.
    AhaIdeas,
    /// GET redirect with `token`, no `jti`, no `return_to`.
    MojoHelpdesk,
    /// Form POST, echoed parameters, errors go to the remote logout URL.
    Zendesk,
}

impl Kind {
    /// Every kind, in the order in which a demo lists them.
    pub const ALL: [Kind; 4] = [Kind::ItGlue, Kind::AhaIdeas, Kind::MojoHelpdesk, Kind::Zendesk];

    /// The short name, equal to the name of the provider profile: `it-glue`.
    pub fn slug(self) -> &'static str {
        self.rules().slug
    }

    /// The provider's name as people write it: `IT Glue`. Pages always put "Simulated" before it.
    pub fn title(self) -> &'static str {
        self.rules().title
    }

    /// Whether it tells the bridge which page a person was going to. After signing in to one that does not, everybody
    /// stands on its home page.
    pub fn says_where_to(self) -> bool {
        self.rules().return_to != ReturnTo::NotUsed
    }

    /// The kind with this slug, if there is one.
    pub fn from_slug(slug: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.slug() == slug)
    }

    fn rules(self) -> &'static Rules {
        match self {
            Kind::ItGlue => &kinds::it_glue::RULES,
            Kind::AhaIdeas => &kinds::aha_ideas::RULES,
            Kind::MojoHelpdesk => &kinds::mojo_helpdesk::RULES,
            Kind::Zendesk => &kinds::zendesk::RULES,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

/// What one simulator is started with; the three things agreed with the bridge can change later ([`Simulator::configure`]).
#[derive(Clone)]
pub struct Options {
    /// Which provider to pretend.
    pub kind: Kind,
    /// The port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// The shared secret, its bytes used as they are. Empty means "not agreed yet": every token is refused.
    pub secret: Vec<u8>,
    /// Where an unknown browser is sent. Empty means "not agreed yet": a page says so.
    pub remote_login_url: String,
    /// Where a browser is sent after signing out, and for some kinds with an error.
    pub remote_logout_url: String,
    /// E-mail addresses of the people who exist here; only kinds that create nobody (IT Glue) look at it.
    pub known_people: Vec<String>,
    /// Another host name of this machine, such as `localhost`. When set, an accepted token leads over this host before it
    /// reaches its page, as providers do that keep sessions on another domain. Chromium checks a form's `form-action` on
    /// each of those hops.
    pub onward_host: Option<String>,
}

impl fmt::Debug for Options {
    /// Leaves the secret out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("kind", &self.kind)
            .field("port", &self.port)
            .field("remote_login_url", &self.remote_login_url)
            .field("remote_logout_url", &self.remote_logout_url)
            .field("known_people", &self.known_people)
            .field("onward_host", &self.onward_host)
            .finish_non_exhaustive()
    }
}
