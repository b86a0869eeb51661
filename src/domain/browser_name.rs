//! A browser in words, by what it says of itself. Browsers say much that is not so, for the sake of old pages; this
//! names what people would call them, and nothing where it is not sure.

/// What is known of a browser.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BrowserName {
    /// Its name, for example `Firefox`.
    pub browser: Option<&'static str>,
    /// The system on which it runs, for example `Windows`.
    pub system: Option<&'static str>,
}

/// The first word that a browser's text has names it: each one also claims to be those further down.
const BROWSERS: [(&str, &str); 19] = [
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("Edg/", "Edge"),
    ("Edge/", "Edge"),
    ("OPR/", "Opera"),
    ("OPX/", "Opera"),
    ("Vivaldi/", "Vivaldi"),
    ("YaBrowser/", "Yandex Browser"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("DuckDuckGo/", "DuckDuckGo"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Trident/", "Internet Explorer"),
    ("Version/", "Safari"),
    ("curl/", "curl"),
    ("Wget/", "Wget"),
];

const SYSTEMS: [(&str, &str); 9] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("FreeBSD", "FreeBSD"),
    ("OpenBSD", "OpenBSD"),
    ("Linux", "Linux"),
];

impl BrowserName {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self { browser: None, system: None };

    /// Names the browser that sent this `User-Agent`.
    pub fn of(user_agent: &str) -> Self {
        let named = |names: &[(&str, &'static str)]| {
            names.iter().find(|(word, _)| user_agent.contains(word)).map(|(_, name)| *name)
        };
        // Others claim a version too; only with this word is it Safari.
        let browser = named(&BROWSERS).filter(|name| *name != "Safari" || user_agent.contains("Safari/"));
        Self { browser, system: named(&SYSTEMS) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_named_as_people_name_them() {
        let cases = [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0",
                "Firefox",
                "Windows",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0",
                "Edge",
                "Windows",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
                "Chrome",
                "Linux",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
                "Safari",
                "macOS",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1",
                "Chrome",
                "iPhone",
            ),
            (
                "Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36",
                "Samsung Internet",
                "Android",
            ),
            (
                "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36",
                "Chrome",
                "ChromeOS",
            ),
        ];
        for (text, browser, system) in cases {
            let name = BrowserName::of(text);
            assert_eq!((name.browser, name.system), (Some(browser), Some(system)), "{text}");
        }
    }

    #[test]
    fn what_is_not_known_is_not_guessed() {
        for text in ["", "Mozilla/5.0", "Outlook-iOS/2.0", "something Version/4.0", "<script>"] {
            assert_eq!(BrowserName::of(text), BrowserName::default(), "{text}");
        }
        assert_eq!(BrowserName::of("a robot on Linux"), BrowserName { browser: None, system: Some("Linux") });
    }
}
