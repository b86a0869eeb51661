//! Strict decoding of queries and forms (`application/x-www-form-urlencoded`).
//!
//! The framework's own extractors decode lossily: `%FF` becomes U+FFFD, so that different invalid passwords
//! become equal and a `return_to` comes out changed. Here what is not UTF-8 is refused.

/// The bytes are not a clean list of parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// A `%` without two hexadecimal digits, or bytes that are not UTF-8.
    #[error("broken encoding")]
    Encoding,
    /// A NUL, or a control character in a name.
    #[error("a control character")]
    Control,
    /// One name twice: two readers of the request might each believe another one.
    #[error("a parameter stands there twice")]
    Doubled,
    /// More parameters than any form or provider of ours has.
    #[error("too many parameters")]
    TooMany,
}

/// More stand in no query, nor in a form that a stranger can send.
pub const MAX_PARAMETERS: usize = 64;

/// Decodes once. Names and values are UTF-8 without NUL; no name stands there twice.
pub fn parameters(bytes: &[u8]) -> Result<Vec<(String, String)>, Malformed> {
    at_most(MAX_PARAMETERS, bytes)
}

/// The same for another number of parameters.
pub fn at_most(most: usize, bytes: &[u8]) -> Result<Vec<(String, String)>, Malformed> {
    let mut found: Vec<(String, String)> = Vec::new();
    for part in bytes.split(|byte| *byte == b'&').filter(|part| !part.is_empty()) {
        let mut halves = part.splitn(2, |byte| *byte == b'=');
        let name = decode(halves.next().unwrap_or_default())?;
        let value = decode(halves.next().unwrap_or_default())?;
        if name.chars().any(char::is_control) || value.contains('\0') {
            return Err(Malformed::Control);
        }
        if found.iter().any(|(known, _)| *known == name) {
            return Err(Malformed::Doubled);
        }
        if found.len() == most {
            return Err(Malformed::TooMany);
        }
        found.push((name, value));
    }
    Ok(found)
}

fn decode(bytes: &[u8]) -> Result<String, Malformed> {
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter();
    while let Some(byte) = rest.next() {
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => {
                let (Some(high), Some(low)) = (rest.next().and_then(hex), rest.next().and_then(hex)) else {
                    return Err(Malformed::Encoding);
                };
                high << 4 | low
            }
            other => *other,
        });
    }
    String::from_utf8(decoded).map_err(|_| Malformed::Encoding)
}

fn hex(digit: &u8) -> Option<u8> {
    char::from(*digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_decoded_exactly_once() {
        let found = parameters(b"a=%252F+%2B&b=&c&d=x=y&%C3%BC=%E6%97%A5").unwrap();
        let pairs: Vec<(&str, &str)> =
            found.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(pairs, [("a", "%2F +"), ("b", ""), ("c", ""), ("d", "x=y"), ("ü", "日")]);
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_refused() {
        for (text, problem) in [
            (&b"a=%FF"[..], Malformed::Encoding),
            (b"a=%C0%AF", Malformed::Encoding),
            (b"a=%4", Malformed::Encoding),
            (b"a=%zz", Malformed::Encoding),
            (b"a=\xff", Malformed::Encoding),
            (b"a=x%00y", Malformed::Control),
            (b"a%0Ab=1", Malformed::Control),
            (b"a=1&b=2&%61=3", Malformed::Doubled),
        ] {
            assert_eq!(parameters(text), Err(problem), "{text:?}");
        }
        let many = (0..65).map(|n| format!("p{n}=1")).collect::<Vec<_>>().join("&");
        assert_eq!(parameters(many.as_bytes()), Err(Malformed::TooMany));
    }
}
