//! Silent sign-ins to a handler that only signs and redirects.

use std::time::Duration;

use crate::apparatus::bare::Bare;
use crate::apparatus::bridge::Bridge;
use crate::apparatus::installation::Installation;
use crate::apparatus::load;
use crate::apparatus::silent::People;
use crate::apparatus::statistics::median;
use crate::plan::Plan;
use crate::report::{Finding, Reach, rounded};

const PEOPLE: usize = 1000;
const PROVIDERS: usize = 10;
const AT_ONCE: usize = 64;

/// Silent sign-ins with durable audit a second of the program's processor time, to the bare handler's answers.
pub fn measure(plan: &Plan) -> Vec<Finding> {
    let installation = Installation::on_sqlite(PEOPLE, PROVIDERS);
    let people = People::of(&installation, PROVIDERS, plan.is_quick);
    let bridge = Bridge::start(&installation, &[]);
    let bare = Bare::start();
    let warm_up = || {
        load::run(people.keep_signing_in(bridge.address, AT_ONCE, plan.round / 4)).expect_good("warming up");
    };
    warm_up();
    installation.wait_for_the_background();
    let measure = || {
        per_second(&people, bridge.address, plan.round, || {
            installation.wait_for_the_background();
            bridge.processor_time()
        })
    };
    let first = measure();
    installation.use_every_provider();
    warm_up();
    let (mut silent, mut plain) = (Vec::new(), Vec::new());
    for _ in 0..plan.rounds {
        plain.push(per_second(&people, bare.address, plan.round, || bare.processor_time()));
        silent.push(measure());
    }
    let (silent, plain) = (median(&silent), median(&plain));
    vec![Finding {
        what: "silent sign-ins with durable audit (SQLite) per CPU second, to a handler that only signs"
            .into(),
        value: Some(silent / plain),
        unit: "",
        reach: Reach::AtLeast(0.3),
        detail: format!(
            "{} to {} a CPU second, chaining and filing the audit included; {} where each is its session's first at \
             its provider, which adds a second row",
            rounded(silent),
            rounded(plain),
            rounded(first)
        ),
    }]
}

fn per_second(
    people: &People,
    address: std::net::SocketAddr,
    round: Duration,
    processor_time: impl Fn() -> Duration,
) -> f64 {
    let before = processor_time();
    let load = load::run(people.keep_signing_in(address, AT_ONCE, round)).expect_good("silent sign-ins");
    load.good.len() as f64 / (processor_time() - before).as_secs_f64()
}
