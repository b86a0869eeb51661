//! What stands in the configuration about sessions holds, and what names a session cannot be guessed.

use std::collections::BTreeSet;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bridgewarden::config::{Config, Layers};
use bridgewarden::flow::session::SessionToken;

use crate::on_each_database;
use crate::sessions::{ANN, is_signed_in, prepare};
use crate::support::Bridge;

const MINUTE: Duration = Duration::from_secs(60);
const SECOND: Duration = Duration::from_secs(1);

on_each_database! {
    async fn shorter_times_of_the_configuration_hold(database: Database) {
        let bridge = Bridge::start_with(database, &["sessions.idle_minutes=5", "sessions.absolute_hours=1"]).await;
        prepare(&bridge).await;
        let idle = bridge.signed_in(ANN).await;
        bridge.clock.advance(MINUTE * 5 - SECOND);
        assert!(is_signed_in(&idle).await, "one second before the five minutes are over");
        bridge.clock.advance(MINUTE * 5);
        assert!(!is_signed_in(&idle).await, "five minutes without use");

        let busy = bridge.signed_in(ANN).await;
        for minutes in (4..60).step_by(4) {
            bridge.clock.advance(MINUTE * 4);
            assert!(is_signed_in(&busy).await, "{minutes} minutes");
        }
        bridge.clock.advance(MINUTE * 4);
        assert!(!is_signed_in(&busy).await, "an hour of use");
    }
}

#[test]
fn the_times_of_sessions_are_an_hour_and_twelve_unless_somebody_says_otherwise() {
    let read = |options: &[&str]| {
        let mut all = vec!["server.public_url=https://sso.example.com".to_owned()];
        all.extend(options.iter().map(ToString::to_string));
        Config::of_layers(Layers::of_options(&all))
    };
    let config = read(&[]).unwrap();
    assert_eq!((config.session_idle, config.session_absolute), (MINUTE * 60, MINUTE * 60 * 12));
    for endless in ["sessions.idle_minutes=0", "sessions.absolute_hours=0", "sessions.absolute_hours=100000"]
    {
        assert!(read(&[endless]).is_err(), "{endless} was taken");
    }
}

#[test]
fn ten_thousand_session_cookies_are_distinct_and_of_128_fair_bits_and_more() {
    let bytes = |_| URL_SAFE_NO_PAD.decode(SessionToken::random().unwrap().expose()).unwrap();
    let tokens: Vec<Vec<u8>> = (0..10_000).map(bytes).collect();
    assert_eq!(tokens.iter().collect::<BTreeSet<_>>().len(), tokens.len());
    let is_set = |token: &Vec<u8>, bit: usize| token[bit / 8] >> (bit % 8) & 1 == 1;
    // A fair bit strays from the middle by 350 once in some hundred thousand million tries.
    let fair = (0..tokens[0].len() * 8).filter(|bit| {
        let set = tokens.iter().filter(|token| is_set(token, *bit)).count();
        set.abs_diff(5_000) < 350
    });
    assert_eq!(fair.count(), 256);
}
