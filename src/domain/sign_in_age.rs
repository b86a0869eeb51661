//! How old a sign-in may be that a provider takes. Sessions last for hours; a provider with much to lose may ask that
//! the password was typed lately.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// Whole minutes, at least one and at most [`MAX_MINUTES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SignInAge(u32);

/// 30 days: no session lasts longer.
pub const MAX_MINUTES: u32 = 30 * 24 * 60;

/// The text or number is no such age.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("write whole minutes from 1 to {MAX_MINUTES}, for example 60")]
pub struct NotASignInAge;

impl SignInAge {
    /// That many minutes.
    pub fn of_minutes(minutes: u32) -> Result<Self, NotASignInAge> {
        if (1..=MAX_MINUTES).contains(&minutes) { Ok(Self(minutes)) } else { Err(NotASignInAge) }
    }

    /// In minutes.
    pub const fn minutes(self) -> u32 {
        self.0
    }

    /// As a duration.
    pub fn duration(self) -> Duration {
        Duration::from_secs(u64::from(self.0) * 60)
    }
}

impl FromStr for SignInAge {
    type Err = NotASignInAge;
    fn from_str(text: &str) -> Result<Self, NotASignInAge> {
        let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_plain {
            return Err(NotASignInAge);
        }
        text.parse().map_err(|_| NotASignInAge).and_then(Self::of_minutes)
    }
}

impl fmt::Display for SignInAge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} min", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_is_whole_minutes_within_reason() {
        assert_eq!("60".parse::<SignInAge>().map(SignInAge::duration), Ok(Duration::from_secs(3600)));
        for text in ["", "0", "-1", "+5", "1.5", "60m", " 60", "43201", "99999999999"] {
            assert_eq!(text.parse::<SignInAge>(), Err(NotASignInAge), "{text:?}");
        }
    }
}
