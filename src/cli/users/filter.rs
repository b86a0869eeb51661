//! Whom a command about several people means.

use clap::{Args, ValueEnum};

use super::change::YesNo;
use crate::domain::group::GroupName;
use crate::domain::user::UserStatus;
use crate::domain::user_search::Search;
use crate::domain::user_table::{SortKey, UserFilter};

/// Which people are meant; whatever is asked for must hold of each.
#[derive(Clone, Debug, Args)]
pub struct PeopleFilter {
    /// Only members of this group
    #[arg(long, value_name = "GROUP")]
    group: Option<GroupName>,
    /// Only active or only disabled people
    #[arg(long)]
    status: Option<Status>,
    /// Only people with these words at the beginning of a name, of a part of their address, or of their external id
    #[arg(long, value_name = "WORDS")]
    search: Option<String>,
    /// Only administrators, or only others
    #[arg(long, value_name = "YES|NO")]
    admin: Option<YesNo>,
    /// Only people who never signed in
    #[arg(long)]
    never_signed_in: bool,
    /// Only people who must choose a new password at their next sign-in
    #[arg(long)]
    must_change_password: bool,
    /// Only people at whose account somebody must wait just now, after many wrong passwords
    #[arg(long)]
    throttled: bool,
}

impl PeopleFilter {
    /// As the table knows it.
    pub(super) fn to_filter(&self) -> UserFilter {
        UserFilter {
            search: self.search.as_deref().and_then(Search::parse),
            group: self.group.clone(),
            status: self.status.map(UserStatus::from),
            is_administrator: self.admin.map(|answer| answer == YesNo::Yes),
            never_signed_in: self.never_signed_in,
            must_change: self.must_change_password,
            is_throttled: self.throttled,
        }
    }
}

/// A status, as it is written on the command line.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Status {
    /// May sign in.
    #[value(help = None)]
    Active,
    /// May not.
    #[value(help = None)]
    Disabled,
}

impl From<Status> for UserStatus {
    fn from(status: Status) -> Self {
        match status {
            Status::Active => Self::Active,
            Status::Disabled => Self::Disabled,
        }
    }
}

/// By what people are sorted, as it is written on the command line.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum SortBy {
    /// The address.
    #[default]
    #[value(help = None)]
    Email,
    /// Last name, then first name.
    #[value(help = None)]
    Name,
    /// The last sign-in; whoever never signed in comes first.
    #[value(help = None)]
    LastSignIn,
    /// When they were added.
    #[value(help = None)]
    Created,
}

impl From<SortBy> for SortKey {
    fn from(sort: SortBy) -> Self {
        match sort {
            SortBy::Email => Self::Email,
            SortBy::Name => Self::Name,
            SortBy::LastSignIn => Self::LastSignIn,
            SortBy::Created => Self::Created,
        }
    }
}
