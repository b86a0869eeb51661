//! The table of people: its first page, a search and a page deep inside, with a million people to a hundred.

use std::time::Instant;

use bridgewarden::domain::clock::{Clock, SystemClock};
use bridgewarden::domain::user_search::Search;
use bridgewarden::domain::user_table::{Begin, Position, Sort, SortKey, UserFilter};
use bridgewarden::store::user_table::{Wanted, listed, positions};
use bridgewarden::store::{DatabaseUrl, Store};

use crate::apparatus::crowd;
use crate::apparatus::installation::Installation;
use crate::apparatus::statistics::median;
use crate::plan::Plan;
use crate::report::{Finding, Reach};

fn wanted(search: Option<&str>, key: SortKey, begin: Begin) -> Wanted {
    let filter = UserFilter { search: search.and_then(Search::parse), ..UserFilter::default() };
    Wanted { filter, sort: Sort { key, is_descending: false }, begin, limit: 50, keeps_order: false }
}

pub fn measure(plan: &Plan) -> Vec<Finding> {
    let many = if plan.is_quick { 10_000 } else { 1_000_000 };
    let server = std::env::var("BRIDGEWARDEN_TEST_POSTGRES_URL").unwrap();
    for on in ["sqlite", "postgres"] {
        let make = |people| {
            let i = if on == "sqlite" {
                Installation::on_sqlite(1, 0)
            } else {
                Installation::on_postgres(&server, 1, 0)
            };
            let began = Instant::now();
            crowd::add(i.url(), people);
            eprintln!("{on}: {people} filled in {:?}", began.elapsed());
            let store = Store::open(&DatabaseUrl::parse(i.url()).unwrap(), 2).unwrap();
            (i, store)
        };
        let sides = [make(100), make(many)];
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let fetch = |store: &Store, wanted: Wanted| -> (f64, Option<Position>, usize) {
            let now = SystemClock.now();
            let began = Instant::now();
            let (next, number) = runtime
                .block_on(store.read(move |c| {
                    let p = positions(c, &wanted, now)?;
                    let l = listed(c, &p.found, now)?;
                    Ok((p.next, l.len()))
                }))
                .unwrap();
            (began.elapsed().as_secs_f64() * 1e6, next, number)
        };
        let deep = |store: &Store, key, far: usize| {
            let mut begin = Begin::Start;
            for _ in 0..far {
                let mut w = wanted(None, key, begin);
                w.limit = 500;
                begin = Begin::After(fetch(store, w).1.unwrap());
            }
            begin
        };
        for (what, search, key, is_deep) in [
            ("first page", None, SortKey::Email, false),
            ("deep by email", None, SortKey::Email, true),
            ("first by last sign-in", None, SortKey::LastSignIn, false),
            ("deep by last sign-in", None, SortKey::LastSignIn, true),
            ("deep by name", None, SortKey::Name, true),
            ("deep by created", None, SortKey::Created, true),
            ("needle", Some("needle"), SortKey::Email, false),
            ("needle, two words", Some("needle example"), SortKey::Email, false),
            ("all match", Some("example"), SortKey::Email, false),
        ] {
            let mut numbers = Vec::new();
            let begins: Vec<Begin> = sides
                .iter()
                .enumerate()
                .map(|(at, (_, store))| {
                    if is_deep {
                        if at == 0 {
                            let mut w = wanted(None, key, Begin::Start);
                            w.limit = 50;
                            Begin::After(fetch(store, w).1.unwrap())
                        } else {
                            deep(store, key, if plan.is_quick { 10 } else { 1000 })
                        }
                    } else {
                        Begin::Start
                    }
                })
                .collect();
            let mut times = [Vec::new(), Vec::new()];
            for _ in 0..300 {
                for (at, (_, store)) in sides.iter().enumerate() {
                    let (time, _, n) = fetch(store, wanted(search, key, begins[at].clone()));
                    numbers.push(n);
                    times[at].push(time);
                }
            }
            let result = times.map(|times| median(&times));
            eprintln!(
                "{on} {what}: {:.0} to {:.0} µs = {:.2} ({} {} people)",
                result[1],
                result[0],
                result[1] / result[0],
                numbers[0],
                numbers.last().unwrap()
            );
        }
    }
    let _ = Reach::AtMost(1.5);
    Vec::new()
}
