//! Whom and what an event concerns: it is found under both at once, and stays found when it is filed.

use std::time::Duration;

use bridgewarden::domain::audit::{AuditEvent, EventKind};
use bridgewarden::domain::audit_chain::AuditRow;
use bridgewarden::domain::clock::{Clock, Timestamp};
use bridgewarden::domain::id::{ProviderId, UserId};
use bridgewarden::flow::{audit as looking, housekeeping};
use bridgewarden::store::audit::{self, AuditFilter, AuditPlace, Direction, Span};
use bridgewarden::store::history::{self, Asked};
use bridgewarden::store::{DbConnection, StoreResult};

use crate::on_each_database;
use crate::support::Bridge;

/// Two people and two providers that are in nothing else.
struct Cast {
    people: [UserId; 2],
    providers: [ProviderId; 2],
}

impl Cast {
    fn new() -> Self {
        Self {
            people: [UserId::unique(), UserId::unique()],
            providers: [ProviderId::unique(), ProviderId::unique()],
        }
    }

    /// Every way to ask for them, with and without something to choose among what is found.
    fn filters(&self) -> Vec<AuditFilter> {
        let [ann, bob] = self.people.map(Some);
        let [glue, desk] = self.providers.map(Some);
        let whom = [(ann, None), (bob, None), (None, glue), (None, desk), (ann, glue), (bob, desk)];
        let plain = whom.map(|(user, provider)| AuditFilter { user, provider, ..AuditFilter::default() });
        let kinds = vec![EventKind::SignInRefused.as_str()];
        let narrowed = plain.clone().map(|filter| AuditFilter { kinds: kinds.clone(), ..filter });
        let refused = plain.clone().map(|filter| AuditFilter { refusal: Some("loop".into()), ..filter });
        plain.into_iter().chain(narrowed).chain(refused).collect()
    }

    /// Events that concern them in every combination. The clock goes back every now and then, and some are of one instant.
    async fn live(&self, bridge: &Bridge, first: u64, count: u64) {
        let (people, providers) = (self.people, self.providers);
        let (origin, began) = (bridge.origin(), bridge.clock.now());
        let work = move |connection: &mut DbConnection| -> StoreResult<()> {
            for number in first..first + count {
                let second = if number % 7 == 0 { number / 2 } else { number / 3 };
                let at = began.plus(Duration::from_secs(second));
                let kind = if number % 3 == 0 { EventKind::SignInRefused } else { EventKind::TokenMinted };
                let mut event = AuditEvent::new(at, kind, &origin);
                if number % 5 != 0 {
                    event = event.about(people[number as usize % 2]);
                }
                if number % 4 != 0 {
                    event = event.at_provider(providers[number as usize / 3 % 2]);
                }
                if number % 3 == 0 && number % 9 != 0 {
                    event = event.refused("loop");
                }
                audit::append(connection, &event)?;
            }
            Ok(())
        };
        bridge.context.store.write(work).await.unwrap();
    }
}

/// What a filter asks for, looked for among all rows: the slow way that is surely right.
fn sought(all: &[AuditRow], filter: &AuditFilter) -> Vec<i64> {
    let is = |asked: Option<String>, found: &Option<String>| asked.is_none() || asked == *found;
    let mut rows: Vec<&AuditRow> = all
        .iter()
        .filter(|row| is(filter.user.map(|id| id.to_string()), &row.user_id))
        .filter(|row| is(filter.provider.map(|id| id.to_string()), &row.provider_id))
        .filter(|row| filter.kinds.is_empty() || filter.kinds.contains(&row.kind.as_str()))
        .filter(|row| is(filter.refusal.clone(), &row.refusal))
        .collect();
    rows.sort_by_key(|row| (row.at, row.id));
    rows.into_iter().map(|row| row.id).collect()
}

/// Everything that a filter finds, a few rows at a time, in windows of a few rows.
async fn found(bridge: &Bridge, filter: &AuditFilter, direction: Direction) -> Vec<i64> {
    let (mut ids, mut span) = (Vec::new(), Span::default());
    loop {
        let (sought, within) = (filter.clone(), span);
        let read = move |connection: &mut DbConnection| {
            let end = audit::end_of_window(connection, &sought, within, direction, 11)?;
            let within = Span { up_to: end, ..within };
            Ok((audit::list(connection, &sought, within, direction, 7)?, end))
        };
        let (rows, end) = bridge.context.store.read(read).await.unwrap();
        ids.extend(rows.iter().map(|row| row.id));
        span.behind = match (rows.last(), end) {
            (Some(last), _) if rows.len() == 7 => Some(AuditPlace::of(last)),
            (_, Some(end)) => Some(end),
            _ => return ids,
        };
    }
}

async fn everything(bridge: &Bridge) -> Vec<AuditRow> {
    let read = |connection: &mut DbConnection| {
        let mut all = audit::chained_after(connection, 0, i64::MAX)?;
        all.extend(audit::unchained(connection, i64::MAX)?);
        Ok(all)
    };
    bridge.context.store.read(read).await.unwrap()
}

async fn finds_the_same(bridge: &Bridge, cast: &Cast, when: &str) {
    let all = everything(bridge).await;
    for filter in cast.filters() {
        let forth = sought(&all, &filter);
        assert!(!forth.is_empty(), "{when}: {filter:?} would show nothing");
        let back: Vec<i64> = forth.iter().rev().copied().collect();
        assert_eq!(found(bridge, &filter, Direction::Forth).await, forth, "{when}: {filter:?}");
        assert_eq!(found(bridge, &filter, Direction::Back).await, back, "{when}: {filter:?}");
    }
}

/// A person's history, a few rows a page, and the same of one provider.
async fn tells_the_same(bridge: &Bridge, cast: &Cast, when: &str) {
    const KINDS: &[EventKind] = &[EventKind::TokenMinted];
    let all = everything(bridge).await;
    for provider in [None, Some(cast.providers[1])] {
        let user = cast.people[1];
        let filter = AuditFilter {
            user: Some(user),
            provider,
            kinds: vec![KINDS[0].as_str()],
            ..AuditFilter::default()
        };
        let mut expected = sought(&all, &filter);
        expected.sort_by_key(|id| std::cmp::Reverse(*id));
        let (mut told, mut before) = (Vec::new(), None);
        loop {
            let asked = Asked { user, kinds: KINDS, provider, before, limit: 4 };
            let read = move |connection: &mut DbConnection| history::of(connection, &asked);
            let page = bridge.context.store.read(read).await.unwrap();
            told.extend(page.iter().map(|happening| happening.number));
            let Some(last) = page.last() else { break };
            before = Some(last.number);
        }
        assert!(!expected.is_empty(), "{when}: nothing to tell");
        assert_eq!(told, expected, "{when}: {provider:?}");
    }
}

async fn unfiled(bridge: &Bridge) -> i64 {
    bridge.context.store.read(audit::unfiled).await.unwrap()
}

on_each_database! {
    async fn an_event_is_found_under_whom_it_concerns_before_and_after_it_is_filed(bridge: Bridge) {
        let cast = Cast::new();
        cast.live(&bridge, 0, 90).await;
        finds_the_same(&bridge, &cast, "nothing is chained or filed").await;

        housekeeping::seal_audit(&bridge.context).await.unwrap();
        finds_the_same(&bridge, &cast, "nothing is filed").await;
        looking::file(&bridge.context).await.unwrap();
        assert_eq!(unfiled(&bridge).await, 0);
        finds_the_same(&bridge, &cast, "everything is filed").await;

        cast.live(&bridge, 90, 60).await;
        finds_the_same(&bridge, &cast, "the newest are not filed").await;
        housekeeping::seal_audit(&bridge.context).await.unwrap();
        looking::file(&bridge.context).await.unwrap();
        assert_eq!(looking::file(&bridge.context).await.unwrap(), 0, "nothing is filed twice");
        finds_the_same(&bridge, &cast, "everything is filed again").await;
    }
}

on_each_database! {
    async fn a_persons_history_is_told_before_and_after_it_is_filed(bridge: Bridge) {
        let cast = Cast::new();
        cast.live(&bridge, 0, 90).await;
        tells_the_same(&bridge, &cast, "nothing is filed").await;
        housekeeping::seal_audit(&bridge.context).await.unwrap();
        bridge.context.store.write(|connection| audit::file(connection, 30)).await.unwrap();
        tells_the_same(&bridge, &cast, "some are filed").await;
        looking::file(&bridge.context).await.unwrap();
        tells_the_same(&bridge, &cast, "everything is filed").await;
    }
}

on_each_database! {
    async fn events_are_filed_a_few_at_a_time_and_those_between_are_found_too(bridge: Bridge) {
        let cast = Cast::new();
        cast.live(&bridge, 0, 60).await;
        housekeeping::seal_audit(&bridge.context).await.unwrap();
        while unfiled(&bridge).await > 0 {
            let filed = bridge.context.store.write(|connection| audit::file(connection, 20)).await.unwrap();
            assert!(filed <= 20, "{filed}");
            finds_the_same(&bridge, &cast, "some are filed").await;
        }
    }
}

on_each_database! {
    async fn two_who_file_at_once_leave_no_event_out_and_none_doubled(bridge: Bridge) {
        let cast = Cast::new();
        for round in 0..10 {
            cast.live(&bridge, round * 20, 20).await;
            housekeeping::seal_audit(&bridge.context).await.unwrap();
            let (one, other) = tokio::join!(looking::file(&bridge.context), looking::file(&bridge.context));
            one.unwrap();
            other.unwrap();
            assert_eq!(unfiled(&bridge).await, 0);
        }
        finds_the_same(&bridge, &cast, "two have filed").await;
    }
}

on_each_database! {
    async fn the_last_token_of_a_provider_is_known_before_and_after_it_is_filed(bridge: Bridge) {
        let cast = Cast::new();
        let last = |provider| {
            let store = bridge.context.store.clone();
            async move {
                let read = move |connection: &mut DbConnection| audit::last_token_at(connection, provider);
                store.read(read).await.unwrap().map(|row| Timestamp::from_micros(row.at))
            }
        };
        assert_eq!(last(cast.providers[0]).await, None);
        cast.live(&bridge, 0, 40).await;
        let before = last(cast.providers[0]).await;
        assert!(before.is_some());
        housekeeping::seal_audit(&bridge.context).await.unwrap();
        looking::file(&bridge.context).await.unwrap();
        assert_eq!(last(cast.providers[0]).await, before);
    }
}

on_each_database! {
    async fn what_is_filed_can_be_thrown_away_and_is_filed_anew(bridge: Bridge) {
        let cast = Cast::new();
        cast.live(&bridge, 0, 60).await;
        housekeeping::seal_audit(&bridge.context).await.unwrap();
        looking::file(&bridge.context).await.unwrap();
        // As docs/operations.md has it; and as it ends on PostgreSQL for whoever deletes first, while the service files.
        let all_and_some = ["DELETE FROM audit_subjects", "DELETE FROM audit_subjects WHERE event_id % 3 = 0"];
        for thrown_away in all_and_some {
            bridge.database.tamper("UPDATE audit_filing SET filed_to = 0");
            bridge.database.tamper(thrown_away);
            finds_the_same(&bridge, &cast, thrown_away).await;
            looking::file(&bridge.context).await.unwrap();
            assert_eq!(unfiled(&bridge).await, 0);
            finds_the_same(&bridge, &cast, &format!("filed anew after {thrown_away}")).await;
        }
    }
}
