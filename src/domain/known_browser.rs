//! Browsers in which a person signed in before. Such a browser is counted by itself, so that its person gets in
//! while somebody else guesses. It opens nothing: the password is still asked for.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::id::UserId;

/// How long a browser is known after the last sign-in: a year, leap day included.
pub const KNOWN_FOR: Duration = Duration::from_secs(366 * 24 * 3600);
/// One browser is known to so many people; the one who signed in longest ago is forgotten first.
const MOST_PEOPLE: usize = 8;

/// Who signed in in one browser, the latest last. It travels sealed in a cookie.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownBrowser(Vec<Known>);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    user_id: UserId,
    /// Random, and another one for each person: by it this browser's failures are counted.
    name: String,
    signed_in_at: Timestamp,
}

impl KnownBrowser {
    /// By what this browser's failures at that person's account are counted, if the person signed in here.
    pub fn name_for(&self, user: UserId, now: Timestamp) -> Option<&str> {
        let known = self.0.iter().find(|known| known.user_id == user)?;
        (now.since(known.signed_in_at) < KNOWN_FOR).then_some(known.name.as_str())
    }

    /// The same browser after that person signed in here. `fresh` is used as its name when they never did.
    pub fn after_sign_in(&self, user: UserId, now: Timestamp, fresh: String) -> Self {
        let name = self.name_for(user, now).map_or(fresh, str::to_owned);
        let others = self.0.iter().filter(|known| known.user_id != user);
        let mut people: Vec<Known> = others.cloned().collect();
        people.push(Known { user_id: user, name, signed_in_at: now });
        Self(people.split_off(people.len().saturating_sub(MOST_PEOPLE)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_micros(1_800_000_000_000_000);

    #[test]
    fn a_browser_is_known_to_whoever_signed_in_there_and_to_nobody_else() {
        let (ann, bob) = (UserId::unique(), UserId::unique());
        let browser = KnownBrowser::default().after_sign_in(ann, NOW, "one".into());
        assert_eq!(browser.name_for(ann, NOW), Some("one"));
        assert_eq!(browser.name_for(bob, NOW), None);
        assert_eq!(browser.name_for(ann, NOW.plus(KNOWN_FOR)), None, "after a year it is a stranger again");
    }

    #[test]
    fn signing_in_again_keeps_the_name_and_so_the_count() {
        let ann = UserId::unique();
        let browser = KnownBrowser::default().after_sign_in(ann, NOW, "one".into());
        let later = NOW.plus(Duration::from_secs(3600));
        assert_eq!(browser.after_sign_in(ann, later, "two".into()).name_for(ann, later), Some("one"));
    }

    #[test]
    fn a_shared_browser_forgets_who_was_there_longest_ago() {
        let people: Vec<UserId> = (0..9).map(|_| UserId::unique()).collect();
        let browser = people.iter().fold(KnownBrowser::default(), |browser, person| {
            browser.after_sign_in(*person, NOW, person.to_string())
        });
        let known: Vec<bool> = people.iter().map(|person| browser.name_for(*person, NOW).is_some()).collect();
        assert_eq!(known, [false, true, true, true, true, true, true, true, true]);
    }
}
