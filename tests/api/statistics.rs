//! What is counted is what happened: at once, over the borders of hours and days, after a restart, and once only
//! however many instances count.

use std::sync::Arc;
use std::time::Duration;

use bridgewarden::domain::clock::Clock;
use bridgewarden::domain::statistics::{HOUR, Range, Statistics, Tally, beginning_of};
use bridgewarden::flow::{housekeeping, providers, statistics};
use bridgewarden::startup;

use crate::on_each_database;
use crate::sessions::{ANN, prepare};
use crate::support::bridge::config;
use crate::support::{Bridge, Browser, PASSWORD};

const DAY: Duration = Duration::from_secs(24 * 3600);

/// Ann signs in with one mistake, and gets so many tokens.
async fn a_visit(bridge: &Bridge, tokens: usize) -> Browser {
    let mut browser = bridge.browser();
    let page = browser.get("/sign-in").await;
    let again = browser.sign_in(&page, ANN, "not the password").await;
    browser.sign_in(&again, ANN, PASSWORD).await.is(303);
    for _ in 0..tokens {
        browser.get("/sso/it-glue/login").await.is(303);
    }
    browser
}

async fn look(bridge: &Bridge, range: Range) -> Statistics {
    statistics::look(&bridge.context, range).await.unwrap()
}

fn tally(sign_ins: u64, refusals: u64, tokens: u64) -> Tally {
    Tally { sign_ins, refusals, tokens, errors: 0 }
}

/// Moves the clock to just after the next border.
fn to_the_next(bridge: &Bridge, step: Duration) {
    let now = bridge.clock.now();
    let border = beginning_of(now, step).plus(step);
    bridge.clock.advance(border.since(now));
}

/// What happened in the last steps, the last one first.
fn latest(found: &Statistics, steps: usize) -> Vec<Tally> {
    found.all.steps.iter().rev().take(steps).map(|(_, tally)| *tally).collect()
}

on_each_database! {
    async fn counts_are_right_at_once_and_stay_right_when_the_audit_was_added_up(bridge: Bridge) {
        prepare(&bridge).await;
        a_visit(&bridge, 2).await;
        for round in 0..3 {
            let found = look(&bridge, Range::Day).await;
            assert_eq!(found.all.sum, tally(1, 1, 2), "round {round}");
            assert_eq!(found.by_provider.len(), 1);
            assert_eq!(found.by_provider.values().next().unwrap().sum, tally(0, 0, 2));
            assert_eq!(found.refusals.clone().into_iter().collect::<Vec<_>>(), [("wrong-credentials".to_owned(), 1)]);
            // On PostgreSQL rows are chained a moment later, and what is chained is what is added up.
            housekeeping::seal_audit(&bridge.context).await.unwrap();
            statistics::add_up(&bridge.context).await.unwrap();
        }
        assert_eq!(statistics::add_up(&bridge.context).await.unwrap(), 0, "everything was added up");
        let mut browser = a_visit(&bridge, 1).await;
        browser.get("/sso/it-glue/login").await.is(303);
        assert_eq!(look(&bridge, Range::Day).await.all.sum, tally(2, 2, 4), "sums and what came after them");
    }
}

on_each_database! {
    async fn an_hour_and_a_day_end_where_they_end_in_utc(bridge: Bridge) {
        prepare(&bridge).await;
        to_the_next(&bridge, DAY);
        a_visit(&bridge, 1).await;
        bridge.clock.advance(HOUR - Duration::from_micros(1));
        a_visit(&bridge, 2).await;
        statistics::add_up(&bridge.context).await.unwrap();
        bridge.clock.advance(Duration::from_micros(1));
        a_visit(&bridge, 3).await;
        let found = look(&bridge, Range::Day).await;
        assert_eq!(latest(&found, 3), [tally(1, 1, 3), tally(2, 2, 3), tally(0, 0, 0)]);
        assert!(found.all.steps.last().unwrap().0.to_string().ends_with("T01:00:00Z"));

        to_the_next(&bridge, DAY);
        a_visit(&bridge, 1).await;
        for range in [Range::Week, Range::Month] {
            let found = look(&bridge, range).await;
            assert_eq!(latest(&found, 3), [tally(1, 1, 1), tally(3, 3, 6), tally(0, 0, 0)]);
        }
        assert_eq!(look(&bridge, Range::Day).await.all.sum, tally(2, 2, 4), "23 hours back and no more");
        bridge.clock.advance(DAY * 6);
        assert_eq!(look(&bridge, Range::Week).await.all.sum, tally(1, 1, 1));
        bridge.clock.advance(DAY * 23);
        assert_eq!(look(&bridge, Range::Month).await.all.sum, tally(1, 1, 1));
        bridge.clock.advance(DAY);
        assert!(look(&bridge, Range::Month).await.all.sum.is_empty());
    }
}

on_each_database! {
    async fn a_restart_neither_forgets_nor_counts_again(database: Database) {
        let bridge = Bridge::start(database).await;
        prepare(&bridge).await;
        a_visit(&bridge, 2).await;
        statistics::add_up(&bridge.context).await.unwrap();
        a_visit(&bridge, 1).await;
        let (database, clock) = bridge.stop().await;
        clock.advance(DAY);
        let bridge = Bridge::start_at(database, clock, &[]).await;
        a_visit(&bridge, 1).await;
        for _ in 0..2 {
            let found = look(&bridge, Range::Week).await;
            assert_eq!(latest(&found, 2), [tally(1, 1, 1), tally(2, 2, 3)]);
            housekeeping::seal_audit(&bridge.context).await.unwrap();
            statistics::add_up(&bridge.context).await.unwrap();
        }
    }
}

on_each_database! {
    async fn two_instances_count_once_together(bridge: Bridge) {
        prepare(&bridge).await;
        let other = startup::context(&config(&bridge.database, &[]), Arc::new(bridge.clock.clone())).unwrap();
        for _ in 0..5 {
            a_visit(&bridge, 3).await;
            bridge.forget_guesses().await;
            housekeeping::seal_audit(&other).await.unwrap();
            // Whoever comes second counts nothing, and goes on with what is left.
            let (here, there, once_more) = tokio::join!(
                statistics::add_up(&bridge.context),
                statistics::add_up(&other),
                statistics::add_up(&bridge.context)
            );
            let added = [here, there, once_more].map(Result::unwrap);
            assert!(added.iter().all(|added| *added >= 0), "{added:?}");
            bridge.clock.advance(Duration::from_secs(120));
        }
        for context in [&*bridge.context, &other] {
            let found = statistics::look(context, Range::Week).await.unwrap();
            assert_eq!(found.all.sum, tally(5, 5, 15));
        }
    }
}

on_each_database! {
    async fn a_removed_provider_and_a_clock_that_went_wrong_change_no_number(bridge: Bridge) {
        prepare(&bridge).await;
        to_the_next(&bridge, HOUR);
        a_visit(&bridge, 2).await;
        statistics::add_up(&bridge.context).await.unwrap();
        // Set back by two hours: what is recorded now belongs to the hour that the clock shows.
        bridge.clock.set_back(HOUR * 2);
        a_visit(&bridge, 1).await;
        housekeeping::seal_audit(&bridge.context).await.unwrap();
        statistics::add_up(&bridge.context).await.unwrap();
        bridge.clock.advance(HOUR * 2);
        providers::remove(&bridge.context, &"it-glue".parse().unwrap(), &bridge.origin()).await.unwrap();
        let found = look(&bridge, Range::Day).await;
        assert_eq!(latest(&found, 3), [tally(1, 1, 2), tally(0, 0, 0), tally(1, 1, 1)]);
        assert_eq!(found.by_provider.values().next().unwrap().sum, tally(0, 0, 3));
    }
}

on_each_database! {
    async fn what_is_older_than_thirteen_months_is_forgotten(bridge: Bridge) {
        prepare(&bridge).await;
        a_visit(&bridge, 1).await;
        housekeeping::seal_audit(&bridge.context).await.unwrap();
        statistics::add_up(&bridge.context).await.unwrap();
        let hours = || bridge.database.rows().into_iter().find(|(table, _)| table == "hourly_totals").unwrap().1;
        assert_eq!(hours(), 3);
        bridge.clock.advance(DAY * 390);
        housekeeping::sweep(&bridge.context).await.unwrap();
        assert_eq!(hours(), 3, "this month of last year can be looked at");
        bridge.clock.advance(DAY * 7);
        housekeeping::sweep(&bridge.context).await.unwrap();
        assert_eq!(hours(), 0);
    }
}
