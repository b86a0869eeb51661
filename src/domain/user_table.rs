//! The table of people: whom it shows, in which order, and where a page of it begins.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use super::group::GroupName;
use super::id::UserId;
use super::user::UserStatus;
use super::user_search::Search;

/// No position is written with more characters.
const LONGEST_POSITION: usize = 600;

/// Which people are meant; whatever is asked for must hold of each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserFilter {
    /// What was typed to find them.
    pub search: Option<Search>,
    /// Members of this group only.
    pub group: Option<GroupName>,
    /// Only active or only disabled ones.
    pub status: Option<UserStatus>,
    /// Only administrators, or only others.
    pub is_administrator: Option<bool>,
    /// Only people who never signed in.
    pub never_signed_in: bool,
    /// Only people who must choose a new password.
    pub must_change: bool,
    /// Only people for whose account somebody must wait just now.
    pub is_throttled: bool,
}

impl UserFilter {
    /// Whether it lets everybody through.
    pub fn is_everybody(&self) -> bool {
        *self == Self::default()
    }
}

/// By what people are sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SortKey {
    /// Their address, ASCII case aside.
    #[default]
    Email,
    /// Last name, then first name.
    Name,
    /// Their last sign-in; whoever never signed in before everybody else.
    LastSignIn,
    /// When they were added.
    Created,
    /// Their id: an order that no change of a person disturbs. Not offered to anybody.
    Id,
}

impl SortKey {
    /// Those that somebody can choose.
    pub const OFFERED: [Self; 4] = [Self::Email, Self::Name, Self::LastSignIn, Self::Created];

    /// The word for it in addresses and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Name => "name",
            Self::LastSignIn => "last-sign-in",
            Self::Created => "created",
            Self::Id => "id",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::OFFERED.into_iter().find(|key| key.as_str() == word)
    }
}

/// By what people are sorted, and in which direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sort {
    /// By what.
    pub key: SortKey,
    /// The greatest first.
    pub is_descending: bool,
}

/// The order in which a page stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// As it was asked for.
    Sorted(Sort),
    /// By the piece of name or address that was found: too many were found to sort them.
    Found,
}

/// A value that people are sorted by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SortValue {
    /// A text.
    Text(String),
    /// An instant.
    Number(i64),
}

/// Where a person stands in an order. Written it goes along in addresses: whoever reads one judges it strictly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// The order's key; `None` is [`Order::Found`].
    pub key: Option<SortKey>,
    /// The person's value in it.
    pub value: SortValue,
    /// The person.
    pub id: UserId,
}

/// The text is not a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a place in the table; begin at its first page")]
pub struct NotAPosition;

impl Position {
    /// Whether it belongs to that order.
    pub fn is_of(&self, order: Order) -> bool {
        match order {
            Order::Sorted(sort) => self.key == Some(sort.key),
            Order::Found => self.key.is_none(),
        }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = self.key.map_or("found", SortKey::as_str);
        let value = match &self.value {
            SortValue::Text(text) => text.clone(),
            SortValue::Number(number) => number.to_string(),
        };
        f.write_str(&URL_SAFE_NO_PAD.encode(format!("{key} {} {value}", self.id)))
    }
}

impl FromStr for Position {
    type Err = NotAPosition;

    fn from_str(text: &str) -> Result<Self, NotAPosition> {
        if text.len() > LONGEST_POSITION {
            return Err(NotAPosition);
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| NotAPosition)?;
        let text = String::from_utf8(bytes).map_err(|_| NotAPosition)?;
        let (key, rest) = text.split_once(' ').ok_or(NotAPosition)?;
        let (id, value) = rest.split_once(' ').ok_or(NotAPosition)?;
        let key = match key {
            "found" => None,
            word => Some(SortKey::from_word(word).ok_or(NotAPosition)?),
        };
        let value = match key {
            Some(SortKey::LastSignIn | SortKey::Created) => {
                SortValue::Number(value.parse().map_err(|_| NotAPosition)?)
            }
            // PostgreSQL takes no NUL.
            _ if value.contains('\0') => return Err(NotAPosition),
            _ => SortValue::Text(value.to_owned()),
        };
        Ok(Self { key, value, id: id.parse().map_err(|_| NotAPosition)? })
    }
}

/// Where a page begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Begin {
    /// At the first person.
    #[default]
    Start,
    /// After that position.
    After(Position),
    /// It ends before that position.
    Before(Position),
}

/// How many people there are, counted as far as it costs little.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// Just so many.
    Exactly(usize),
    /// More than so many.
    MoreThan(usize),
    /// Nobody counted.
    Uncounted,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(key: Option<SortKey>, value: SortValue) -> Position {
        Position { key, value, id: UserId::unique() }
    }

    #[test]
    fn a_position_is_read_as_it_was_written() {
        let text = |text: &str| SortValue::Text(text.to_owned());
        for position in [
            position(Some(SortKey::Email), text("ann@example.com")),
            position(Some(SortKey::Name), text("van der müller  anna")),
            position(Some(SortKey::Name), text("")),
            position(Some(SortKey::Created), SortValue::Number(-7)),
            position(None, text("山田")),
        ] {
            assert_eq!(position.to_string().parse(), Ok(position));
        }
    }

    #[test]
    fn what_is_no_position_is_refused() {
        let id = UserId::unique();
        let written = |text: String| URL_SAFE_NO_PAD.encode(text);
        for text in [
            String::new(),
            "%".into(),
            "a".repeat(LONGEST_POSITION + 1),
            written("email".into()),
            written("email x y".into()),
            written(format!("id {id} {id}")),
            written(format!("created {id} soon")),
            written(format!("created {id} 99999999999999999999")),
            written(format!("email {id} a\0b")),
            URL_SAFE_NO_PAD.encode([255, 254]),
        ] {
            assert_eq!(text.parse::<Position>(), Err(NotAPosition), "{text}");
        }
    }
}
