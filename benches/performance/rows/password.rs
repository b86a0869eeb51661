//! Password sign-ins to raw verifications.

use crate::apparatus::bridge::Bridge;
use crate::apparatus::installation::Installation;
use crate::apparatus::load;
use crate::apparatus::raw;
use crate::apparatus::statistics::median;
use crate::apparatus::typed::Typists;
use crate::plan::Plan;
use crate::report::{Finding, Reach, rounded};

const PEOPLE: usize = 1000;
const AT_ONCE: usize = 16;

/// Whole sign-ins with durable audit a second of the program's processor time, to raw verifications a second of theirs.
pub fn measure(plan: &Plan) -> Vec<Finding> {
    let installation = Installation::on_sqlite(PEOPLE, 1);
    let bridge = Bridge::start(&installation, &[]);
    let typists = Typists::new(PEOPLE);
    let (mut sign_ins, mut raws) = (Vec::new(), Vec::new());
    for _ in 0..plan.rounds {
        raws.push(raw::verifications_per_second(plan.round));
        let before = bridge.processor_time();
        let load = load::run(typists.keep_signing_in(bridge.address, AT_ONCE, plan.round));
        let load = load.expect_good("password sign-ins");
        sign_ins.push(load.good.len() as f64 / (bridge.processor_time() - before).as_secs_f64());
    }
    let (sign_ins, raws) = (median(&sign_ins), median(&raws));
    vec![Finding {
        what:
            "password sign-ins per CPU second, whole path with durable audit, to raw `argon2` verifications"
                .into(),
        value: Some(sign_ins / raws),
        unit: "",
        reach: Reach::AtLeast(1.2),
        detail: format!("{} to {} a CPU second", rounded(sign_ins), rounded(raws)),
    }]
}
