//! Whose request this is, by address. Forwarded headers are believed only from the configured networks, and
//! nobody's by default; a header that does not read means the direct peer, never "unknown" (authentik
//! CVE-2024-47070: an unreadable header skipped a policy).

use std::net::{IpAddr, SocketAddr};

use ipnet::IpNet;

/// The client's address: walks `X-Forwarded-For` from the right, past trusted proxies, to the first address
/// that is not one of them. Several header lines are one list.
pub fn judge<'a>(
    peer: IpAddr,
    forwarded_for: impl DoubleEndedIterator<Item = &'a [u8]>,
    trusted: &[IpNet],
) -> IpAddr {
    let peer = peer.to_canonical();
    let is_trusted = |address: &IpAddr| trusted.iter().any(|network| network.contains(address));
    if !is_trusted(&peer) {
        return peer;
    }
    let mut judged = peer;
    for line in forwarded_for.rev() {
        for entry in line.rsplit(|byte| *byte == b',') {
            let Some(address) = parse(entry) else { return peer };
            judged = address;
            if !is_trusted(&address) {
                return address;
            }
        }
    }
    judged
}

/// An address, with a port where proxies add one.
fn parse(entry: &[u8]) -> Option<IpAddr> {
    let text = std::str::from_utf8(entry).ok()?.trim();
    // A zone names a network card of the machine that wrote it. Beside a port it would be dropped in silence.
    if text.contains('%') {
        return None;
    }
    let plain = text.parse::<IpAddr>().ok();
    let with_port = || text.parse::<SocketAddr>().map(|address| address.ip()).ok();
    let in_brackets = || text.strip_prefix('[')?.strip_suffix(']')?.parse::<IpAddr>().ok();
    plain.or_else(with_port).or_else(in_brackets).map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(peer: &str, lines: &[&str], trusted: &[&str]) -> String {
        let trusted: Vec<IpNet> = trusted.iter().map(|network| network.parse().unwrap()).collect();
        judge(peer.parse().unwrap(), lines.iter().map(|line| line.as_bytes()), &trusted).to_string()
    }

    #[test]
    fn by_default_nobodys_header_is_believed() {
        assert_eq!(judged("192.0.2.1", &["203.0.113.9"], &[]), "192.0.2.1");
        assert_eq!(judged("192.0.2.1", &["203.0.113.9"], &["10.0.0.0/8"]), "192.0.2.1");
    }

    #[test]
    fn the_rightmost_address_that_is_no_proxy_is_the_client() {
        let trusted = ["10.0.0.0/8"];
        assert_eq!(judged("10.0.0.1", &["6.6.6.6, 203.0.113.9, 10.0.0.2"], &trusted), "203.0.113.9");
        assert_eq!(judged("10.0.0.1", &["6.6.6.6", "203.0.113.9"], &trusted), "203.0.113.9");
        assert_eq!(judged("::ffff:10.0.0.1", &["[2001:db8::1]:443"], &trusted), "2001:db8::1");
        assert_eq!(judged("10.0.0.1", &["10.0.0.3"], &trusted), "10.0.0.3");
        assert_eq!(judged("10.0.0.1", &[], &trusted), "10.0.0.1");
    }

    #[test]
    fn a_header_that_does_not_read_means_the_direct_peer() {
        let zones = ["fe80::1%eth0", "[fe80::1%3]", "[2001:db8::1%25]:443"];
        for line in
            ["a", "", "unknown", "203.0.113.9, _hidden", "203.0.113.9,,", "\u{fffd}"].into_iter().chain(zones)
        {
            assert_eq!(judged("10.0.0.1", &[line], &["10.0.0.0/8"]), "10.0.0.1", "{line:?}");
        }
    }
}
