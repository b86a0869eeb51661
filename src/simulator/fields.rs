//! Reading and writing `name=value&…`, with code of our own: what the bridge wrote is read by somebody else.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but RFC 3986 "unreserved".
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The fields of a query or of a form body, decoded, in order, repetitions kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `application/x-www-form-urlencoded` text (WHATWG URL, section 5.1).
    pub fn parse(text: &str) -> Self {
        let pairs = text.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        });
        Fields(pairs.collect())
    }

    /// Every value of a name.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(field, _)| field == name).map(|(_, value)| value.as_str()).collect()
    }

    /// The first value of a name.
    pub fn first(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// The names that occur.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    pub fn into_pairs(self) -> Vec<(String, String)> {
        self.0
    }
}

/// Decodes `+` and `%XX`. A percent sign without two hexadecimal digits stays; bytes that are not UTF-8 become U+FFFD.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        match (first, after) {
            (b'+', _) => bytes.push(b' '),
            (b'%', [high, low, beyond @ ..]) => match (hex_digit(*high), hex_digit(*low)) {
                (Some(high), Some(low)) => {
                    bytes.push(high << 4 | low);
                    rest = beyond;
                }
                _ => bytes.push(b'%'),
            },
            _ => bytes.push(first),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex_digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

/// An address with parameters added to its query; names and values come out with every reserved character escaped.
pub(super) fn with_parameters(address: &str, parameters: &[(&str, &str)]) -> String {
    let (address, fragment) = match address.split_once('#') {
        Some((address, fragment)) => (address, Some(fragment)),
        None => (address, None),
    };
    let mut written = address.to_owned();
    for (name, value) in parameters {
        let separator = match written.find('?') {
            None => "?",
            Some(_) if written.ends_with(['?', '&']) => "",
            Some(_) => "&",
        };
        written.push_str(separator);
        written.extend(utf8_percent_encode(name, RESERVED));
        written.push('=');
        written.extend(utf8_percent_encode(value, RESERVED));
    }
    if let Some(fragment) = fragment {
        written.push('#');
        written.push_str(fragment);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_decoded_once() {
        let fields =
            Fields::parse("return_to=http%3A%2F%2Fx%2F%3Fflash%3Da%252Fb%26x%3D1&name=Ada+Lovelace&n=%C3%BC");
        assert_eq!(fields.first("return_to"), Some("http://x/?flash=a%2Fb&x=1"));
        assert_eq!(fields.first("name"), Some("Ada Lovelace"));
        assert_eq!(fields.first("n"), Some("ü"));
    }

    #[test]
    fn repetitions_and_order_are_kept() {
        let fields = Fields::parse("a=1&b&a=2&&=x");
        assert_eq!(fields.all("a"), ["1", "2"]);
        assert_eq!(fields.first("b"), Some(""));
        assert_eq!(fields.names().collect::<Vec<_>>(), ["a", "b", "a", ""]);
    }

    #[test]
    fn broken_escapes_stay_as_they_are() {
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%zz%4"), "%zz%4");
        assert_eq!(decode("%ff"), "\u{fffd}");
        assert_eq!(decode("%2541"), "%41");
    }

    #[test]
    fn parameters_are_escaped_completely() {
        assert_eq!(
            with_parameters("https://b/login", &[("return_to", "http://x/a?b=c&d=e#f g"), ("ü", "+")]),
            "https://b/login?return_to=http%3A%2F%2Fx%2Fa%3Fb%3Dc%26d%3De%23f%20g&%C3%BC=%2B"
        );
    }

    #[test]
    fn an_address_keeps_its_own_query_and_fragment() {
        assert_eq!(with_parameters("/a?b=c#d", &[("e", "f")]), "/a?b=c&e=f#d");
        assert_eq!(with_parameters("/a?", &[("e", "f")]), "/a?e=f");
        assert_eq!(with_parameters("/a", &[]), "/a");
    }

    #[test]
    fn what_is_written_is_read_back() {
        let value = "https://ä.example/?q=a%2Fb&c=d e+f#g\u{1F600}";
        let written = with_parameters("", &[("v", value)]);
        assert_eq!(Fields::parse(written.trim_start_matches('?')).first("v"), Some(value));
    }
}
