//! What must hold for every input that anybody could send. The property tests beside this file and the fuzz targets
//! in `fuzz/` feed the same functions; each fails by a panic.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::sync::LazyLock;

use bridgewarden::crypto::seal::{SealingKey, SealingKeys};
use bridgewarden::domain::clock::Timestamp;
use bridgewarden::domain::id::UserId;
use bridgewarden::domain::known_browser::KnownBrowser;
use bridgewarden::domain::return_to::{AllowedOrigin, AllowedOrigins, ReturnTo};
use bridgewarden::domain::sign_in::PendingSignIn;
use bridgewarden::profile::catalogue;
use bridgewarden::web::cookies::BrowserId;
use bridgewarden::web::{client_address, decode, seal};
use ipnet::IpNet;
use url::Url;

static ALLOWED: LazyLock<AllowedOrigins> = LazyLock::new(|| {
    let hosts = ["provider.example", "ideas.provider.example:8443"];
    AllowedOrigins::new(hosts.map(|host| AllowedOrigin::parse(host).unwrap()))
});

/// A `return_to` that is accepted leads nowhere but to the provider, however it is read, and is what came in.
pub fn return_to(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(accepted) = ReturnTo::parse(text, &ALLOWED) else { return };
    assert_eq!(accepted.as_str(), text, "not a byte is changed");
    assert!(!text.bytes().any(|byte| byte < 0x20 || byte == 0x7f || byte == b'\\'), "{text:?}");
    let site = Url::parse("https://provider.example/deep/er").unwrap();
    let resolved = site.join(text).unwrap();
    assert_eq!(resolved.scheme(), "https", "{text:?}");
    let authority = (resolved.host_str().unwrap(), resolved.port());
    let expected = [("provider.example", None), ("ideas.provider.example", Some(8443))];
    assert!(expected.contains(&authority), "{text:?} leads to {authority:?}");
    assert_eq!((resolved.username(), resolved.password()), ("", None), "{text:?}");
    if accepted.is_relative() {
        assert!(text.starts_with('/') && !text.starts_with("//"), "{text:?}");
        // Read once more, as a careless provider would: dots removed, then resolved again. An absolute address may
        // have two slashes behind its host: it names the host itself.
        let again = site.join(resolved.path()).unwrap();
        assert_eq!(again.host_str(), Some("provider.example"), "{text:?}");
    }
}

/// The judged address is the peer's or one that stands in the header, and the peer's unless it is a proxy of ours.
pub fn forwarded_addresses(bytes: &[u8]) {
    let trusted: [IpNet; 2] = ["10.0.0.0/8".parse().unwrap(), "2001:db8:1::/48".parse().unwrap()];
    let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    let stranger: IpAddr = "192.0.2.1".parse().unwrap();
    assert_eq!(client_address::judge(stranger, lines.iter().copied(), &trusted), stranger);
    assert_eq!(client_address::judge(stranger, lines.iter().copied(), &[]), stranger);

    let proxy: IpAddr = "10.0.0.1".parse().unwrap();
    let judged = client_address::judge(proxy, lines.iter().copied(), &trusted);
    if judged != proxy {
        let named = lines.iter().flat_map(|line| line.split(|byte| *byte == b',')).any(|entry| {
            let text = String::from_utf8_lossy(entry);
            let text = text.trim();
            let bare = text.trim_start_matches('[').split(']').next().unwrap_or_default();
            let without_port = text.rsplit_once(':').map_or(text, |(host, _)| host);
            [text, bare, without_port]
                .iter()
                .any(|text| text.parse::<IpAddr>().is_ok_and(|named| named.to_canonical() == judged))
        });
        assert!(named, "{judged} is not in {:?}", String::from_utf8_lossy(bytes));
    }
}

/// What is decoded has one meaning: another decoder reads the same, and nothing stands there twice.
pub fn form(bytes: &[u8]) {
    let Ok(found) = decode::parameters(bytes) else { return };
    assert!(found.len() <= 64);
    let names: BTreeMap<&str, &str> =
        found.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(names.len(), found.len(), "a name stands there twice");
    for (name, value) in &found {
        assert!(!name.chars().any(char::is_control) && !value.contains('\0'));
    }
    let other: Vec<(String, String)> = url::form_urlencoded::parse(bytes).into_owned().collect();
    assert_eq!(found, other, "{:?}", String::from_utf8_lossy(bytes));
}

/// A profile file that is refused says why; one that is accepted, and filled in with its own examples, sends tokens to
/// secure addresses only, by parameters that have names, and they say something about the person.
pub fn profile(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let profile = match catalogue::parse("fuzzed.toml", text) {
        Ok(profile) => profile,
        Err(faults) => {
            assert!(!faults.is_empty() && faults.iter().all(|fault| !fault.problem.is_empty()));
            return;
        }
    };
    assert_eq!(profile.name, "fuzzed");
    let filled = match profile.fill(&profile.example_settings()) {
        Ok(filled) => filled,
        Err(faults) => return assert!(faults.iter().all(|fault| !fault.problem.is_empty())),
    };
    for address in std::iter::once(&filled.endpoint).chain(filled.sign_out.iter().map(|(address, _)| address))
    {
        let host = address.host_str().unwrap();
        let is_here = host == "localhost" || host == "[::1]" || host.starts_with("127.");
        assert!(address.scheme() == "https" || (address.scheme() == "http" && is_here), "{address}");
        assert_eq!(
            (address.username(), address.password(), address.fragment()),
            ("", None, None),
            "{address}"
        );
    }
    let own = filled.endpoint.query_pairs().map(|(name, _)| name.into_owned());
    let returns = filled.return_to.iter().map(|spec| spec.outgoing.clone());
    let sent: Vec<String> =
        own.chain([filled.token_parameter.clone()]).chain(returns).chain(filled.echo.clone()).collect();
    let names: BTreeSet<&String> = sent.iter().collect();
    assert_eq!(names.len(), sent.len(), "two parameters of one delivery have the same name: {sent:?}");
    let incoming = filled.return_to.iter().map(|spec| &spec.incoming);
    for name in [&filled.token_parameter].into_iter().chain(&filled.echo).chain(incoming) {
        assert!(!name.trim().is_empty() && !name.chars().any(char::is_control), "{name:?}");
    }
    assert!(!filled.claims.is_empty() && filled.expires_after != Some(0));
    for claim in &filled.claims {
        assert!(
            !["iat", "jti", "exp", "aud", "role", "admin", ""].contains(&claim.name.as_str()),
            "{claim:?}"
        );
    }
}

static KEYS: LazyLock<SealingKeys> =
    LazyLock::new(|| SealingKeys::new(SealingKey::random().unwrap(), Vec::new()));

/// What was not sealed here does not open, whatever it looks like; what was sealed but is nonsense inside is refused
/// calmly, and what was sealed for one purpose does not open for another.
pub fn sealed(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    assert!(seal::open_pending(&KEYS, &text, None).is_none());
    assert!(seal::open_known(&KEYS, &text).is_none());
    assert!(seal::open_walk(&KEYS, &text).is_none());

    let nonsense = KEYS.seal(&["web", "pending sign-in"], bytes).unwrap();
    let _calmly_refused = seal::open_pending(&KEYS, &nonsense, None).is_none();
    assert!(seal::open_walk(&KEYS, &nonsense).is_none(), "made for another purpose");

    // A good one, spoilt at one place.
    let now = Timestamp::from_micros(1_800_000_000_000_000);
    let browser = BrowserId::random().unwrap();
    let good = seal::pending(&KEYS, &PendingSignIn::without_provider(now), &browser).unwrap();
    assert!(seal::open_pending(&KEYS, &good, Some(&browser)).is_some());
    spoil(&good, bytes, |spoilt| assert!(seal::open_pending(&KEYS, spoilt, Some(&browser)).is_none()));
    let known = KnownBrowser::default().after_sign_in(UserId::unique(), now, "name".into());
    let good = seal::known(&KEYS, &known).unwrap();
    assert_eq!(seal::open_known(&KEYS, &good), Some(known));
    spoil(&good, bytes, |spoilt| assert!(seal::open_known(&KEYS, spoilt).is_none()));
}

/// Puts another letter at the place that the input names.
fn spoil(good: &str, bytes: &[u8], check: impl Fn(&str)) {
    let [place, letter, ..] = bytes else { return };
    let place = usize::from(*place) * good.len() / 256;
    let letter = char::from(letter % 64 + b'0');
    let mut spoilt: Vec<char> = good.chars().collect();
    if spoilt[place] != letter {
        spoilt[place] = letter;
        check(&spoilt.into_iter().collect::<String>());
    }
}
