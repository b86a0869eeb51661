//! `bridgewarden user invite`: a link by which a person chooses their password.

use clap::Args;

use super::outcome;
use crate::cli::configuration::Console;
use crate::cli::exit::Stop;
use crate::cli::output::{instant, print};
use crate::config::PublicUrl;
use crate::domain::email::EmailAddress;
use crate::flow::invitations::{self, Invited};

/// A person to be invited.
#[derive(Debug, Args)]
pub struct Invite {
    /// The person's e-mail address
    email: EmailAddress,
    /// Take the invitation back instead of making one
    #[arg(long)]
    withdraw: bool,
}

/// Invites the person, or takes their invitation back.
pub(super) fn run(console: &Console, given: &Invite) -> Result<(), Stop> {
    let email = &given.email;
    if given.withdraw {
        let withdrawn = console.run(invitations::withdraw(&console.context, email, &console.origin))?;
        return print(&if outcome::done(console, withdrawn, email, email)? {
            format!("The invitation of {email} was taken back. Its link does not work any more.")
        } else {
            format!("{email} has no invitation that could be used.")
        });
    }
    let url = public_url(console)?.clone();
    let invited = console.run(invitations::invite(&console.context, email, &console.origin))?;
    let invited = outcome::done(console, invited, email, email)?;
    print(&format!("{email} is invited.\n\n{}", told(&url, &invited)))
}

/// The address that the link begins with. Asked for before anything is changed.
pub(super) fn public_url(console: &Console) -> Result<&PublicUrl, Stop> {
    console.config.server.public_url.as_ref().ok_or_else(|| {
        Stop::refused(
            "server.public_url is not configured, and the link begins with it. Nothing was changed."
                .to_owned(),
        )
    })
}

/// The link, said once.
pub(super) fn told(url: &PublicUrl, invited: &Invited) -> String {
    format!(
        "Invitation: {}\n\n\
         It is shown only now. Send it to the person by a way that you trust: whoever opens it first chooses the \
         password. It works once, until {}.",
        url.address(&format!("/invitation/{}", invited.token.expose())),
        instant(invited.until)
    )
}
