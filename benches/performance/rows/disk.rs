//! Group commit on a slow disk. The program runs under `strace`, which holds every fsync back by two milliseconds: the
//! real program, its real store, and a disk of known slowness. One connection makes one commit each; many share them.

use std::process::Command;
use std::time::Duration;

use crate::apparatus::bridge::Bridge;
use crate::apparatus::installation::Installation;
use crate::apparatus::load;
use crate::apparatus::silent::People;
use crate::apparatus::statistics::median;
use crate::plan::Plan;
use crate::report::{Finding, Reach, rounded};

const WHAT: &str = "group commit to one commit each, on a disk with 2 ms an fsync, 64 connections";
const REACH: Reach = Reach::AtLeast(20.0);
const PEOPLE: usize = 1000;
const PROVIDERS: usize = 4;
const AT_ONCE: usize = 64;

/// As the program's parent would do; `-D` keeps the program itself our child.
const SLOW_DISK: [&str; 10] = [
    "strace",
    "-D",
    "-f",
    "--seccomp-bpf",
    "-qq",
    "-o",
    "/dev/null",
    "-e",
    "trace=fsync,fdatasync",
    "--inject=fsync,fdatasync:delay_exit=2000",
];

/// Silent sign-ins a second on the wall: many connections to one.
pub fn measure(plan: &Plan) -> Vec<Finding> {
    let tried = Command::new(SLOW_DISK[0]).args(&SLOW_DISK[1..]).arg("true").output();
    if !tried.is_ok_and(|output| output.status.success()) {
        let why = "it takes the Debian package `strace` and leave to trace one's own processes";
        return vec![Finding::not_measured(WHAT, "", REACH, why)];
    }
    let installation = Installation::on_sqlite(PEOPLE, PROVIDERS);
    let people = People::of(&installation, PROVIDERS, plan.is_quick);
    let bridge = Bridge::start_under(&SLOW_DISK, &installation, &[]);
    let rate = |connections: usize, length: Duration| {
        load::run(people.keep_signing_in(bridge.address, connections, length))
            .expect_good("on a slow disk")
            .rate()
    };
    rate(AT_ONCE, plan.round / 4);
    let (mut each, mut group) = (Vec::new(), Vec::new());
    for _ in 0..plan.rounds {
        each.push(rate(1, plan.round));
        group.push(rate(AT_ONCE, plan.round));
    }
    let (each, group) = (median(&each), median(&group));
    vec![Finding {
        what: WHAT.into(),
        value: Some(group / each),
        unit: "",
        reach: REACH,
        detail: format!(
            "{} to {} silent sign-ins a second; `strace` holds every fsync back by 2 ms",
            rounded(group),
            rounded(each)
        ),
    }]
}
