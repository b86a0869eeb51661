//! One file a kind of provider; each holds one `static RULES`.

pub(super) mod aha_ideas;
pub(super) mod it_glue;
pub(super) mod mojo_helpdesk;
pub(super) mod zendesk;
