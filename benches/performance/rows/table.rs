//! The table of people: its first page, a search and a page deep inside, with a million people to a hundred, as an
//! administrator's browser gets them.

use std::time::Instant;

use bridgewarden::domain::clock::{Clock, SystemClock};
use bridgewarden::domain::user_table::{Begin, Sort, SortKey, UserFilter};
use bridgewarden::store::user_table::{Wanted, positions};
use bridgewarden::store::{DatabaseUrl, Store};

use crate::apparatus::bridge::Bridge;
use crate::apparatus::client::Connection;
use crate::apparatus::crowd;
use crate::apparatus::installation::Installation;
use crate::apparatus::statistics::median;
use crate::plan::Plan;
use crate::report::{Finding, Reach, rounded};

const FEW: usize = 100;
const REACH: Reach = Reach::AtMost(1.5);
/// People walked past at once on the way to a page deep inside.
const STRIDE: usize = 10_000;

/// One store with its program, and an administrator's browser.
struct Side {
    bridge: Bridge,
    cookie: String,
    /// The place in the middle of the table, by last sign-in: many have the same.
    middle: String,
    _installation: Installation,
}

impl Side {
    fn of(installation: Installation, people: usize) -> Self {
        crowd::add(installation.url(), people);
        installation.promote_everybody_who_can_sign_in();
        let middle = middle(installation.url(), people);
        let cookie = installation.begin_sessions(1).remove(0);
        let bridge = Bridge::start(&installation, &[]);
        Self { bridge, cookie, middle, _installation: installation }
    }

    /// The path and query of a page.
    fn address(&self, what: &What) -> String {
        match what {
            What::FirstPage => "/admin/users".to_owned(),
            What::Needle => "/admin/users?q=needle".to_owned(),
            What::CommonWord => "/admin/users?q=example".to_owned(),
            What::Deep => format!("/admin/users?sort=last-sign-in&after={}", self.middle),
        }
    }

    /// Milliseconds until such a page has come.
    async fn get(&self, connection: &mut Connection, what: &What) -> f64 {
        let request = format!(
            "GET {} HTTP/1.1\r\nHost: {}\r\nAccept: text/html\r\nX-Forwarded-For: 203.0.113.7\r\n\
             Cookie: __Host-bridgewarden={}\r\n\r\n",
            self.address(what),
            self.bridge.address,
            self.cookie
        );
        let began = Instant::now();
        let answer = connection.send(request.as_bytes()).await.unwrap();
        let took = began.elapsed().as_secs_f64() * 1e3;
        let rows = answer.text().matches("class=\"email\"").count();
        assert_eq!((answer.status, rows), (200, what.rows()), "{}", answer.text());
        took
    }
}

/// What is looked at.
enum What {
    FirstPage,
    Needle,
    CommonWord,
    Deep,
}

impl What {
    const ALL: [(&'static str, Self); 4] = [
        ("first page", Self::FirstPage),
        ("search for one person", Self::Needle),
        ("search that everybody matches", Self::CommonWord),
        ("page in the middle, by last sign-in", Self::Deep),
    ];

    /// People on the page, whatever there are in all.
    fn rows(&self) -> usize {
        match self {
            Self::Needle => 1,
            _ => 50,
        }
    }
}

/// The place of the person in the middle.
fn middle(url: &str, people: usize) -> String {
    let store = Store::open(&DatabaseUrl::parse(url).unwrap(), 1).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let now = SystemClock.now();
    let (mut begin, mut left) = (Begin::Start, (people / 2).saturating_sub(1));
    while left > 0 {
        let wanted = Wanted {
            filter: UserFilter::default(),
            sort: Sort { key: SortKey::LastSignIn, is_descending: false },
            begin,
            limit: left.min(STRIDE),
            keeps_order: true,
        };
        left -= wanted.limit;
        let next =
            runtime.block_on(store.read(move |connection| positions(connection, &wanted, now))).unwrap().next;
        begin = Begin::After(next.unwrap());
    }
    let Begin::After(position) = begin else { panic!("nobody is in the middle") };
    position.to_string()
}

/// The time of a page in the large table to that in the small one, on each database.
pub fn measure(plan: &Plan) -> Vec<Finding> {
    let many = if plan.is_quick { 10_000 } else { 1_000_000 };
    let (turns, rounds) = if plan.is_quick { (3, 1) } else { (200, plan.rounds) };
    let mut findings = on("SQLite", [FEW, many].map(|_| Installation::on_sqlite(1, 0)), many, turns, rounds);
    if let Ok(server) = std::env::var("BRIDGEWARDEN_TEST_POSTGRES_URL") {
        let installations = [FEW, many].map(|_| Installation::on_postgres(&server, 1, 0));
        findings.extend(on("PostgreSQL", installations, many, turns, rounds));
    } else {
        let why = "BRIDGEWARDEN_TEST_POSTGRES_URL names no server";
        let missing =
            |(name, _): &(&str, What)| Finding::not_measured(&row(name, "PostgreSQL", many), "", REACH, why);
        findings.extend(What::ALL.iter().map(missing));
    }
    findings
}

fn row(name: &str, database: &str, many: usize) -> String {
    format!("user table, {name}: at {many} people to {FEW}, {database}")
}

fn on(
    database: &str,
    installations: [Installation; 2],
    many: usize,
    turns: usize,
    rounds: usize,
) -> Vec<Finding> {
    let [small, large] = installations;
    let (small, large) = (Side::of(small, FEW), Side::of(large, many));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut findings = Vec::new();
    for (name, what) in &What::ALL {
        let mut times = [Vec::new(), Vec::new()];
        runtime.block_on(async {
            let mut connections = [&small, &large].map(|side| Connection::to(side.bridge.address));
            // In turns, so that whatever else the machine does meets both alike.
            for turn in 0..turns * rounds {
                for (at, side) in [&small, &large].into_iter().enumerate() {
                    let took = side.get(&mut connections[at], what).await;
                    // The first answers warm up.
                    if turn > 0 {
                        times[at].push(took);
                    }
                }
            }
        });
        let [few, crowd] = times.map(|times| median(&times));
        findings.push(Finding {
            what: row(name, database, many),
            value: Some(crowd / few),
            unit: "",
            reach: REACH,
            detail: format!(
                "median of {} pages: {} to {} ms",
                turns * rounds - 1,
                rounded(crowd),
                rounded(few)
            ),
        });
    }
    findings
}
