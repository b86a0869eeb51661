//! Parameters that travel to the bridge and have to come back: what was sent with whom, and whether it returned.

use super::bounded::Bounded;
use super::fields::Fields;
use super::receipt::Check;
use super::rules::Rules;

/// The parameters of one redirect to the remote login URL.
pub(super) type Sent = Vec<(&'static str, String)>;

/// Sign-ins that were sent to the bridge, by browser. They are not used up by coming back: the token id stops replays,
/// and Back or reload bring them once more.
pub(super) struct SentSignIns(Bounded<Vec<Sent>>);

impl SentSignIns {
    const BROWSERS: usize = 500;
    const EACH: usize = 20;

    pub fn new() -> Self {
        SentSignIns(Bounded::new(Self::BROWSERS))
    }

    /// Remembers what was sent with this browser.
    pub fn remember(&mut self, browser: &str, sent: Sent) {
        self.0.insert_new(browser, Vec::new());
        if let Some(sign_ins) = self.0.get_mut(browser) {
            sign_ins.push(sent);
            if sign_ins.len() > Self::EACH {
                sign_ins.remove(0);
            }
        }
    }

    /// Compares what came back with what was sent; `None` when this kind sends nothing to be echoed.
    ///
    /// A `SameSite=Lax` cookie stays behind when another site posts a form, so a browser that cannot be told is
    /// compared with all of them. A token that brings nothing at all, not even `return_to`, began at the bridge.
    pub fn check(&self, rules: &Rules, browser: Option<&str>, query: &Fields) -> Option<Check> {
        let names: Vec<&str> = rules.echoed.iter().map(|echoed| echoed.name).collect();
        if names.is_empty() {
            return None;
        }
        let rule = format!("{} came back as they were sent", names.join(", "));
        let mine = browser.and_then(|browser| self.0.get(browser)).filter(|sign_ins| !sign_ins.is_empty());
        let matching = match mine {
            Some(sign_ins) => sign_ins.iter().find(|sent| came_back(sent, query)),
            None => self.0.values().flatten().find(|sent| came_back(sent, query)),
        };
        if let Some(sent) = matching {
            return Some(Check::new(rule, true, in_words(sent)));
        }
        let received: Vec<(&str, &str)> = names
            .iter()
            .flat_map(|name| query.all(name).into_iter().map(move |value| (*name, value)))
            .collect();
        if received.is_empty() && (mine.is_none() || query.first("return_to").is_none()) {
            return Some(Check::new(rule, true, "nothing came along: a sign-in that began at the bridge"));
        }
        let sent = match mine.and_then(|sign_ins| sign_ins.last()) {
            Some(sent) => in_words(sent),
            None => "nothing like it".to_owned(),
        };
        Some(Check::new(rule, false, format!("sent {sent}; received {}", in_words(&received))))
    }
}

fn came_back(sent: &Sent, query: &Fields) -> bool {
    sent.iter().all(|(name, value)| query.all(name) == [value])
}

fn in_words<V: AsRef<str>>(parameters: &[(&str, V)]) -> String {
    let written: Vec<_> =
        parameters.iter().map(|(name, value)| [name, "=", value.as_ref()].concat()).collect();
    if written.is_empty() { "nothing".to_owned() } else { written.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::Kind;

    fn sent(timestamp: &str) -> Sent {
        vec![("brand_id", "7".to_owned()), ("locale_id", "1".to_owned()), ("timestamp", timestamp.to_owned())]
    }

    fn passes(sign_ins: &SentSignIns, browser: Option<&str>, query: &str) -> bool {
        sign_ins
            .check(Kind::Zendesk.rules(), browser, &Fields::parse(query))
            .is_some_and(|check| check.passed)
    }

    #[test]
    fn each_value_must_come_back_once_and_unchanged() {
        let mut sign_ins = SentSignIns::new();
        sign_ins.remember("a", sent("100"));
        assert!(passes(&sign_ins, Some("a"), "timestamp=100&locale_id=1&brand_id=7&return_to=%2F"));
        for query in [
            "brand_id=7&locale_id=1&timestamp=101",
            "brand_id=7&locale_id=1",
            "brand_id=7&brand_id=7&locale_id=1&timestamp=100",
            "return_to=%2F",
        ] {
            assert!(!passes(&sign_ins, Some("a"), query), "{query}");
        }
    }

    #[test]
    fn a_sign_in_that_began_at_the_bridge_has_nothing_to_bring() {
        let mut sign_ins = SentSignIns::new();
        assert!(passes(&sign_ins, None, ""));
        assert!(passes(&sign_ins, None, "return_to=%2Fagent"));
        sign_ins.remember("a", sent("100"));
        assert!(passes(&sign_ins, Some("a"), ""), "even if another sign-in was left half done");
    }

    #[test]
    fn what_came_back_once_may_come_back_again_as_back_and_reload_do() {
        let mut sign_ins = SentSignIns::new();
        sign_ins.remember("a", sent("100"));
        for _ in 0..2 {
            assert!(passes(&sign_ins, Some("a"), "brand_id=7&locale_id=1&timestamp=100"));
        }
    }

    #[test]
    fn a_browser_whose_cookie_stayed_behind_is_compared_with_all() {
        let mut sign_ins = SentSignIns::new();
        sign_ins.remember("a", sent("100"));
        sign_ins.remember("b", sent("200"));
        assert!(passes(&sign_ins, None, "brand_id=7&locale_id=1&timestamp=200"));
        assert!(!passes(&sign_ins, Some("a"), "brand_id=7&locale_id=1&timestamp=200"));
        assert!(!passes(&sign_ins, None, "brand_id=7&locale_id=1&timestamp=300"));
    }

    #[test]
    fn kinds_that_send_nothing_have_no_such_check() {
        let query = Fields::parse("timestamp=1");
        assert!(SentSignIns::new().check(Kind::ItGlue.rules(), None, &query).is_none());
    }
}
