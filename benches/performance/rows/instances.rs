//! Two instances on one PostgreSQL to one. Each instance gets half of the machine's processors for hashing, as two
//! machines of half the size would have, and hashes are so dear that hashing is the limit, and not the store, the load
//! generator or whatever else shares this machine with them.

use bridgewarden::crypto::hasher::HashCost;

use crate::apparatus::bridge::Bridge;
use crate::apparatus::installation::Installation;
use crate::apparatus::load::{self, Load};
use crate::apparatus::machine;
use crate::apparatus::raw;
use crate::apparatus::statistics::median;
use crate::apparatus::typed::Typists;
use crate::plan::Plan;
use crate::report::{Finding, Reach, rounded};

const WHAT: &str = "two instances on one PostgreSQL to one, password sign-ins";
const REACH: Reach = Reach::AtLeast(1.8);
const PEOPLE: usize = 1000;
const AT_ONCE: usize = 16;
/// Ten times the default's.
const PASSES: u32 = 20;
/// Names a server on which a schema may be made; `scripts/bench` starts one.
const SERVER: &str = "BRIDGEWARDEN_TEST_POSTGRES_URL";

/// Password sign-ins a second on the wall.
pub fn measure(plan: &Plan) -> Vec<Finding> {
    let Ok(server) = std::env::var(SERVER) else {
        return vec![Finding::not_measured(WHAT, "", REACH, "there is no PostgreSQL here")];
    };
    if machine::cores() < 2 {
        return vec![Finding::not_measured(WHAT, "", REACH, "two instances need two cores")];
    }
    let installation = Installation::on_postgres(&server, PEOPLE, 1);
    installation.hash_at(HashCost { passes: PASSES, ..HashCost::default() });
    let workers = format!("passwords.workers={}", machine::cores() / 2);
    let passes = format!("passwords.passes={PASSES}");
    let start = || Bridge::start(&installation, &[&workers, &passes, "server.workers=1"]);
    let (one, other) = (start(), start());
    let typists = Typists::new(PEOPLE);
    let (mut alone, mut together, mut machines_own) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..plan.rounds {
        machines_own.push(raw::scaling(plan.round));
        let load = load::run(typists.keep_signing_in(one.address, AT_ONCE, plan.round));
        alone.push(load.expect_good("one instance").rate());
        let (first, second) = load::run(async {
            tokio::join!(
                typists.keep_signing_in(one.address, AT_ONCE, plan.round),
                typists.keep_signing_in(other.address, AT_ONCE, plan.round)
            )
        });
        let both = [first, second].map(|load| load.expect_good("two instances"));
        together.push(both.iter().map(Load::rate).sum());
    }
    let (alone, together) = (median(&alone), median(&together));
    vec![Finding {
        what: WHAT.into(),
        value: Some(together / alone),
        unit: "",
        reach: REACH,
        detail: format!(
            "{} to {} sign-ins a second, hashed with {PASSES} passes so that hashing is the limit; each instance hashes on \
             {} of {} cores, which they share with PostgreSQL and the load generator. Raw `argon2` alone: {} times as \
             much on all cores as on half of them",
            rounded(together),
            rounded(alone),
            machine::cores() / 2,
            machine::cores(),
            rounded(median(&machines_own))
        ),
    }]
}
