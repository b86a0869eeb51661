//! An import of many people by the command line while the bridge runs, and what silent sign-ins notice of it.

use std::cell::Cell;
use std::fmt::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::apparatus::bridge::Bridge;
use crate::apparatus::installation::Installation;
use crate::apparatus::load;
use crate::apparatus::silent::People;
use crate::apparatus::statistics::{median, quantile};
use crate::plan::Plan;
use crate::report::{Finding, Reach, rounded};

const PEOPLE: usize = 1000;
const PROVIDERS: usize = 4;
/// Between two silent sign-ins that are timed.
const PAUSE: Duration = Duration::from_millis(5);
const LONGEST: Reach = Reach::AtMost(60.0);
/// How long a silent sign-in may wait for the database before it is told to come again.
const PATIENCE: Reach = Reach::AtMost(6.0);

/// The import of a file, all or nothing, on each database.
pub fn measure(plan: &Plan) -> Vec<Finding> {
    let lines = if plan.is_quick { 1_000 } else { 100_000 };
    let mut findings = on("SQLite", &Installation::on_sqlite(PEOPLE, PROVIDERS), lines);
    if let Ok(server) = std::env::var("BRIDGEWARDEN_TEST_POSTGRES_URL") {
        findings.extend(on("PostgreSQL", &Installation::on_postgres(&server, PEOPLE, PROVIDERS), lines));
    } else {
        let why = "BRIDGEWARDEN_TEST_POSTGRES_URL names no server";
        let [took, waited] = rows("PostgreSQL", lines);
        findings.push(Finding::not_measured(&took, " s", LONGEST, why));
        findings.push(Finding::not_measured(&waited, " s", PATIENCE, why));
    }
    findings
}

fn rows(database: &str, lines: usize) -> [String; 2] {
    [
        format!("import of {lines} people with their bcrypt hashes, all or nothing, {database}"),
        format!("the longest that a silent sign-in took during that import, {database}"),
    ]
}

fn on(database: &str, installation: &Installation, lines: usize) -> Vec<Finding> {
    let file = installation.path("people.csv");
    std::fs::write(&file, people(lines)).unwrap();
    let cookies = People::of(installation, PROVIDERS, true);
    let bridge = Bridge::start(installation, &[]);
    let mut import = Command::new(env!("CARGO_BIN_EXE_bridgewarden"));
    import
        .arg("--config")
        .arg(installation.path("bridgewarden.toml"))
        .args(["user", "import"])
        .arg(&file)
        .env_clear()
        .stdin(Stdio::null());
    let runs = Cell::new(true);
    let (took, times) = load::run(async {
        tokio::join!(
            async {
                let began = Instant::now();
                let output = tokio::task::spawn_blocking(move || import.output()).await.unwrap().unwrap();
                runs.set(false);
                assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
                began.elapsed()
            },
            cookies.timed(bridge.address, PAUSE, || runs.get())
        )
    });
    let [import, wait] = rows(database, lines);
    let longest = quantile(&times, 1.0);
    vec![
        Finding {
            what: import,
            value: Some(took.as_secs_f64()),
            unit: " s",
            reach: LONGEST,
            detail: "by the command line, while the bridge runs".into(),
        },
        Finding {
            what: wait,
            value: Some(longest / 1e3),
            unit: " s",
            reach: PATIENCE,
            detail: format!(
                "of {} silent sign-ins, one after the other; median {} ms, p99 {} ms",
                times.len(),
                rounded(median(&times)),
                rounded(quantile(&times, 0.99))
            ),
        },
    ]
}

/// A file with every column in it.
fn people(lines: usize) -> String {
    let mut csv = "email,first_name,last_name,external_id,locale,groups,administrator,status,password_hash\n"
        .to_owned();
    for number in 0..lines {
        writeln!(
            csv,
            "colleague{number}@example.com,First {},Last {},E{number},de,staff|team-{},no,active,\
             $2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
            number % 977,
            number % 7919,
            number % 40
        )
        .unwrap();
    }
    csv
}
