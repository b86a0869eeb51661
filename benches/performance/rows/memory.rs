//! Memory and the start.

use std::time::Duration;

use crate::apparatus::bridge::Bridge;
use crate::apparatus::installation::Installation;
use crate::apparatus::load;
use crate::apparatus::machine;
use crate::apparatus::process::memory;
use crate::apparatus::statistics::{median, millis};
use crate::apparatus::typed::Typists;
use crate::plan::Plan;
use crate::report::{Finding, Reach, rounded};

const PEOPLE: usize = 1000;
const AT_ONCE: usize = 64;
const STARTS: usize = 9;
/// One Argon2 block at the default cost, in MB.
const BLOCK: f64 = 19_456.0 * 1024.0 / 1e6;

/// Starts on an existing store, one after the other; then memory of one that has seen nothing, and of one in a storm.
pub fn measure(plan: &Plan) -> Vec<Finding> {
    let installation = Installation::on_sqlite(PEOPLE, 1);
    let starts: Vec<f64> = (0..STARTS)
        .map(|_| millis(&Bridge::start(&installation, &["server.stop_notice_seconds=0"]).ready_after))
        .collect();
    let start = Finding {
        what: "start on an existing store, until ready".into(),
        value: Some(median(&starts)),
        unit: " ms",
        reach: Reach::AtMost(100.0),
        detail: format!("median of {STARTS}; {PEOPLE} people in the store"),
    };

    let bridge = Bridge::start(&installation, &[]);
    std::thread::sleep(Duration::from_secs(2));
    let (idle, own) = (memory(bridge.pid(), "VmRSS"), memory(bridge.pid(), "RssAnon"));
    let idle = Finding {
        what: "idle memory after the start".into(),
        value: Some(idle),
        unit: " MB",
        reach: Reach::AtMost(15.0),
        detail: format!(
            "resident; {} MB of it the process's own, the rest pages of the program file; the hash pool's blocks are reserved \
             and not touched before the first password",
            rounded(own)
        ),
    };

    let length = plan.round.max(Duration::from_secs(2));
    load::run(Typists::new(PEOPLE).keep_signing_in(bridge.address, AT_ONCE, length)).expect_good("the storm");
    let blocks = machine::cores() as f64 * BLOCK;
    let peak = Finding {
        what: format!("peak memory with {AT_ONCE} sign-ins in flight"),
        value: Some(memory(bridge.pid(), "VmHWM")),
        unit: " MB",
        reach: Reach::AtMost(30.0 + blocks),
        detail: format!(
            "VmHWM; {} MB of it the {} blocks of the hash pool",
            rounded(blocks),
            machine::cores()
        ),
    };
    vec![idle, peak, start]
}
