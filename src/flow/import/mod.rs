//! People come in from a file: every line is judged against the people that there are, and what was judged good is
//! written, all or nothing or without the bad lines.
//!
//! A dry run is [`examine`] alone. [`carry_out`] writes what was examined. Nothing stands still in between, so each write
//! looks again at the people that it changes; when somebody else was quicker, those lines are judged anew.

mod at_work;
mod carry_out;
mod judge;
mod lines;
pub mod upload;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::crypto::foreign::{Family, ForeignRefused};
use crate::domain::attribute::Attributes;
use crate::domain::id::ImportId;
use crate::domain::import::{Matching, Wrong};
use crate::domain::user::User;
use crate::store::credentials::Credential;

pub use at_work::AtWork;
pub use carry_out::{Carried, carry_out};
pub use judge::examine;
pub use lines::{Line, lines_of};

/// What is wrong with a line.
pub type Problem = Wrong<ForeignRefused>;

/// Lines that are looked up or written at once.
const BATCH: usize = 500;

/// What happens to the good lines of a file that has bad ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Nothing, and everything in one write otherwise.
    #[default]
    AllOrNothing,
    /// They are imported, a few hundred in a write.
    SkipBadLines,
}

impl Mode {
    /// The word that stores and the audit use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AllOrNothing => "all or nothing",
            Self::SkipBadLines => "skip bad lines",
        }
    }
}

/// How a file is to be understood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// By what people are found.
    pub matching: Matching,
    /// Whether somebody who has a password gets the one of the file instead.
    pub replace_passwords: bool,
}

/// One thing about a person that would be another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The column, or `password`.
    pub field: String,
    /// As it is.
    pub before: String,
    /// As it would be.
    pub after: String,
}

/// What would become of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A new person.
    Created,
    /// A person would change.
    Changed(Vec<Difference>),
    /// The person is like that already.
    Unchanged,
    /// Nothing, for these reasons.
    Refused(Vec<Problem>),
}

impl Outcome {
    /// The word that stores and filters use.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Changed(_) => "changed",
            Self::Unchanged => "unchanged",
            Self::Refused(_) => "refused",
        }
    }
}

/// A line that was judged.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The number of the line in the file.
    pub number: u64,
    /// The address, as it stands there.
    pub email: String,
    /// What would become of it.
    pub outcome: Outcome,
    /// The file has a password for somebody who has one and keeps it.
    pub keeps_password: bool,
    /// The person will have no password.
    pub lacks_password: bool,
    plan: Option<Plan>,
}

/// What is to be written for a line.
#[derive(Clone, Debug)]
struct Plan {
    before: Option<User>,
    after: User,
    password: Option<NewPassword>,
    /// As they were and as they will be, where they differ.
    attributes: Option<(Attributes, Attributes)>,
}

impl Plan {
    /// The person gets an address that they did not have.
    fn takes_an_address(&self) -> bool {
        self.before.as_ref().is_none_or(|before| before.email.folded() != self.after.email.folded())
    }

    /// An active administrator would be none.
    fn takes_an_administrator(&self) -> bool {
        let is_one = |user: &User| user.is_administrator && user.is_active();
        self.before.as_ref().is_some_and(is_one) && !is_one(&self.after)
    }
}

/// A password that comes with a line.
#[derive(Clone, Debug)]
struct NewPassword {
    credential: Credential,
    family: Family,
    /// The hash that it replaces.
    replaces: Option<String>,
}

/// A file that was judged.
#[derive(Clone, Debug)]
pub struct Examined {
    /// By which everything that it changes is found in the audit.
    pub id: ImportId,
    /// How it was understood.
    pub choice: Choice,
    /// Every line, in its order.
    pub lines: Vec<Judged>,
}

/// How many lines of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// New people.
    pub created: usize,
    /// People who change.
    pub changed: usize,
    /// People who stay as they are.
    pub unchanged: usize,
    /// Bad lines.
    pub refused: usize,
    /// New people without a password.
    pub without_password: usize,
    /// People who keep the password that they have.
    pub keeping_password: usize,
}

impl Counts {
    /// All lines.
    pub fn all(&self) -> usize {
        self.good() + self.refused
    }

    /// Lines that are not refused.
    pub fn good(&self) -> usize {
        self.created + self.changed + self.unchanged
    }

    /// Lines that would be written.
    pub fn to_write(&self) -> usize {
        self.created + self.changed
    }
}

impl Examined {
    /// Counts the lines.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for line in &self.lines {
            match line.outcome {
                Outcome::Created => counts.created += 1,
                Outcome::Changed(_) => counts.changed += 1,
                Outcome::Unchanged => counts.unchanged += 1,
                Outcome::Refused(_) => counts.refused += 1,
            }
            counts.without_password += usize::from(line.lacks_password);
            counts.keeping_password += usize::from(line.keeps_password);
        }
        counts
    }

    /// How many passwords of each kind would come along.
    pub fn families(&self) -> BTreeMap<Family, usize> {
        let mut families = BTreeMap::new();
        let passwords = self.lines.iter().filter_map(|line| line.plan.as_ref()?.password.as_ref());
        for password in passwords {
            *families.entry(password.family).or_default() += 1;
        }
        families
    }
}

/// How far the work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// So many lines were judged.
    Judged(usize),
    /// So many lines were written; taken back, if it is all or nothing, until the very end.
    Written(usize),
}

/// Whoever wants to hear how far the work is.
pub type Listener = Arc<dyn Fn(Step) + Send + Sync>;
