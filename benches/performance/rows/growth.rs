//! Growth: a store with a million people and ten million rows of audit, to one with a hundred people and none.

use std::time::Duration;

use crate::apparatus::bridge::Bridge;
use crate::apparatus::installation::Installation;
use crate::apparatus::load;
use crate::apparatus::raw;
use crate::apparatus::silent::People;
use crate::apparatus::statistics::median;
use crate::apparatus::typed::Typists;
use crate::plan::Plan;
use crate::report::{Finding, Reach, rounded};

const FEW: usize = 100;
const PROVIDERS: usize = 10;
const AT_ONCE: usize = 64;
const TYPING: usize = 16;
const REACH: Reach = Reach::AtMost(1.2);

/// One store with its program, and who comes to it.
struct Side {
    bridge: Bridge,
    people: People,
    installation: Installation,
}

impl Side {
    fn of(installation: Installation, plan: &Plan) -> Self {
        let people = People::of(&installation, PROVIDERS, plan.is_quick);
        let bridge = Bridge::start(&installation, &[]);
        load::run(people.keep_signing_in(bridge.address, AT_ONCE, plan.round / 4)).expect_good("warming up");
        installation.wait_for_the_background();
        Self { bridge, people, installation }
    }

    /// Microseconds of processor time for one silent sign-in.
    fn silent(&self, length: Duration) -> f64 {
        let before = self.bridge.processor_time();
        let load = load::run(self.people.keep_signing_in(self.bridge.address, AT_ONCE, length));
        let done = load.expect_good("silent sign-ins").good.len() as f64;
        self.installation.wait_for_the_background();
        (self.bridge.processor_time() - before).as_secs_f64() * 1e6 / done
    }

    /// Milliseconds of processor time for one password sign-in.
    fn typed(&self, length: Duration) -> f64 {
        let typists = Typists::new(self.installation.people());
        let before = self.bridge.processor_time();
        let load = load::run(typists.keep_signing_in(self.bridge.address, TYPING, length));
        let done = load.expect_good("password sign-ins").good.len() as f64;
        self.installation.wait_for_the_background();
        (self.bridge.processor_time() - before).as_secs_f64() * 1e3 / done
    }
}

/// Processor time in the large store to that in the small one.
pub fn measure(plan: &Plan) -> Vec<Finding> {
    let (many, rows) = if plan.is_quick { (10_000, 100_000) } else { (1_000_000, 10_000_000) };
    let small = Side::of(Installation::on_sqlite(FEW, PROVIDERS), plan);
    let large = Installation::on_sqlite(FEW, PROVIDERS);
    large.grow(many, rows);
    let large = Side::of(large, plan);
    let (mut silent, mut typed) = ([Vec::new(), Vec::new()], [Vec::new(), Vec::new()]);
    let mut raws = Vec::new();
    for _ in 0..plan.rounds {
        raws.push(1e3 / raw::verifications_per_second(plan.round));
        for (at, side) in [&small, &large].into_iter().enumerate() {
            silent[at].push(side.silent(plan.round));
            typed[at].push(side.typed(plan.round));
        }
    }
    let [silent_small, silent_large] = silent.map(|times| median(&times));
    let [typed_small, typed_large] = typed.map(|times| median(&times));
    let size = format!("at {many} people and {rows} audit rows, to {FEW} people");
    vec![
        Finding {
            what: format!("growth of a silent sign-in {size}"),
            value: Some(silent_large / silent_small),
            unit: "",
            reach: REACH,
            detail: format!("{} to {} µs of processor time", rounded(silent_large), rounded(silent_small)),
        },
        Finding {
            what: format!("growth of a password sign-in {size}"),
            value: Some(typed_large / typed_small),
            unit: "",
            reach: REACH,
            detail: format!(
                "{} to {} ms of processor time, hashing included (a raw verification: {} ms)",
                rounded(typed_large),
                rounded(typed_small),
                rounded(median(&raws))
            ),
        },
    ]
}
