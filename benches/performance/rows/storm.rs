//! Silent sign-ins while many people type passwords, right ones and wrong ones.

use std::rc::Rc;
use std::time::{Duration, Instant};

use tokio::sync::Barrier;

use crate::apparatus::bridge::Bridge;
use crate::apparatus::client::Connection;
use crate::apparatus::installation::Installation;
use crate::apparatus::load;
use crate::apparatus::process;
use crate::apparatus::silent::People;
use crate::apparatus::statistics::{median, quantile};
use crate::apparatus::typed::Typists;
use crate::plan::Plan;
use crate::report::{Finding, Reach, rounded};

const PEOPLE: usize = 1000;
const PROVIDERS: usize = 4;
const STORM: usize = 64;
const FLOOD: usize = 200;
/// Between two silent sign-ins that are timed.
const PAUSE: Duration = Duration::from_millis(5);

/// The storm first, then the flood, each in a process that has seen nothing else.
pub fn measure(plan: &Plan) -> Vec<Finding> {
    let installation = Installation::on_sqlite(PEOPLE, PROVIDERS);
    let length = plan.round * 2;
    let people = People::of(&installation, PROVIDERS, true);

    let bridge = Bridge::start(&installation, &[]);
    let typists = Typists::new(PEOPLE);
    let (load, times) = load::run(async {
        let storm = typists.keep_signing_in(bridge.address, STORM, length);
        tokio::join!(storm, timed(&people, &bridge, length))
    });
    let load = load.expect_good("the storm");
    let storm = Finding {
        what: format!("silent sign-in, p99, during a storm of {STORM} password sign-ins"),
        value: Some(quantile(&times, 0.99)),
        unit: " ms",
        reach: Reach::AtMost(10.0),
        detail: format!(
            "median {} ms of {}; {} password sign-ins a second meanwhile",
            rounded(median(&times)),
            times.len(),
            rounded(load.rate())
        ),
    };
    drop(bridge);

    let bridge = Bridge::start(&installation, &[]);
    let (answered, times) =
        load::run(async { tokio::join!(flood(&bridge, length), timed(&people, &bridge, length)) });
    let peak = process::memory(bridge.pid(), "VmHWM");
    let flood = Finding {
        what: format!("silent sign-in, median, during a flood of {FLOOD} simultaneous wrong passwords"),
        value: Some(median(&times)),
        unit: " ms",
        reach: Reach::AtMost(10.0),
        detail: format!(
            "p99 {} ms of {}; {answered} wrong passwords answered",
            rounded(quantile(&times, 0.99)),
            times.len()
        ),
    };
    let memory = Finding {
        what: format!("peak memory during that flood of {FLOOD}"),
        value: Some(peak),
        unit: " MB",
        reach: Reach::AtMost(120.0),
        detail: "VmHWM of the process".into(),
    };
    vec![storm, flood, memory]
}

/// Times single silent sign-ins for so long.
async fn timed(people: &People, bridge: &Bridge, length: Duration) -> Vec<f64> {
    let began = Instant::now();
    people.timed(bridge.address, PAUSE, || began.elapsed() < length).await
}

/// Waves of sign-ins with wrong passwords, all forms of a wave sent at the same moment. Each wave comes from networks
/// and for accounts of its own. Returns how many were answered at all: with "wrong" or with "try again in a moment".
async fn flood(bridge: &Bridge, length: Duration) -> usize {
    let (began, address) = (Instant::now(), bridge.address);
    let typists = Typists::new(PEOPLE);
    let mut answered = 0;
    while began.elapsed() < length {
        let barrier = Rc::new(Barrier::new(FLOOD));
        let wave: Vec<_> = (0..FLOOD)
            .map(|_| {
                let (typists, barrier) = (typists.clone(), barrier.clone());
                tokio::task::spawn_local(async move {
                    let mut connection = Connection::to(address);
                    let page = typists.open(&mut connection, address).await;
                    barrier.wait().await;
                    let page = page.expect("the sign-in page did not come");
                    typists.send(&mut connection, address, &page, "a guess that is wrong").await
                })
            })
            .collect();
        for one in wave {
            let answer = one.await.unwrap().expect("a wrong password got no answer");
            assert!(matches!(answer.status, 403 | 429 | 503), "{}", answer.head);
            answered += 1;
        }
    }
    answered
}
