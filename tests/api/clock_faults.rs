//! A clock that is plainly wrong: the bridge does not start with it, because every token would be refused.

use std::sync::Arc;

use bridgewarden::domain::clock::{Clock, SystemClock, TestClock, Timestamp};
use bridgewarden::startup;

use crate::on_each_database;
use crate::support::bridge::config;

/// An instant of that year, or a few hours beside it.
fn in_the_year(year: i64) -> Timestamp {
    Timestamp::from_micros((year - 1970) * 31_556_952 * 1_000_000)
}

on_each_database! {
    async fn a_bridge_does_not_start_in_a_year_before_it_was_made(database: Database) {
        let config = config(&database, &[]);
        for year in [1970, 1999, 2020, 2026] {
            let clock = TestClock::at(in_the_year(year));
            let fault = startup::context(&config, Arc::new(clock)).err().unwrap_or_else(|| panic!("it started in {year}"));
            let told = fault.to_string();
            assert!(told.contains("the clock says") && told.contains("set the clock"), "{told}");
        }
        let clock = TestClock::at(SystemClock.now());
        assert!(startup::context(&config, Arc::new(clock)).is_ok(), "today is a good day");
    }
}
