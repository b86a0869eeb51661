//! Token ids: `iat`, a slash, and 192 random bits from the operating system, URL-safe.
//!
//! The shape is that of IT Glue's and Zendesk's own samples. The random part alone makes it unique, so neither
//! a restart nor a cloned machine can repeat one; a UUID of version 4 would have only 122 random bits.

use crate::crypto::random::{self, NoRandomness};

/// A new token id for a token issued at that second.
pub fn random(issued_at: i64) -> Result<String, NoRandomness> {
    random::token::<24>().map(|random| [&issued_at.to_string(), "/", &random].concat())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn ten_thousand_ids_of_one_second_are_distinct_and_share_no_beginning() {
        let ids: Vec<String> = (0..10_000).map(|_| random(1_700_000_000).unwrap()).collect();
        let distinct: HashSet<&String> = ids.iter().collect();
        assert_eq!(distinct.len(), ids.len());
        for pair in ids.windows(2) {
            let random = |id: &str| id.split_once('/').unwrap().1.to_owned();
            let (one, other) = (random(&pair[0]), random(&pair[1]));
            assert_eq!(one.len(), 32, "24 bytes in base64");
            let shared = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
            assert!(shared < 8, "{one} {other}");
        }
    }
}
