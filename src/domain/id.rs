//! Identifiers. Each kind of thing has its own type, so that a user's id cannot be handed where a
//! session's is wanted. They are UUIDs of version 7: unique without asking a database, and in order of time.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The text is not an identifier of this kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not an identifier")]
pub struct NotAnId;

macro_rules! typed_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Uuid);

        impl $name {
            /// An identifier that nothing else has.
            pub fn unique() -> Self {
                Self(Uuid::now_v7())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Uuid::try_parse(text).map(Self).map_err(|_| NotAnId)
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnId;
            fn try_from(text: String) -> Result<Self, NotAnId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0.hyphenated().encode_lower(&mut Uuid::encode_buffer()).to_owned()
            }
        }
    };
}

typed_id!(
    /// Names one person in the user table, for ever, whatever their e-mail address becomes.
    UserId
);
typed_id!(
    /// Names one configured service provider.
    ProviderId
);
typed_id!(
    /// Names a session in lists and records. It is not the cookie's value and opens nothing.
    SessionId
);
typed_id!(
    /// Names something that was done to many people at once.
    BulkId
);
typed_id!(
    /// Names one import of people, in the audit and while it waits to be carried out.
    ImportId
);
typed_id!(
    /// Names a pending sign-in, so that it can be consumed once.
    PendingId
);
