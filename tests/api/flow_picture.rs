//! The picture of the flow in the README is drawn from a sign-in that really happens. When the way of a sign-in
//! changes, this fails; `BRIDGEWARDEN_WRITE_PICTURES=1` draws it anew.

use std::fmt::Write as _;

use bridgewarden::simulator::Kind;

use crate::support::database::Database;
use crate::support::{Bridge, PASSWORD, Page};

const ANN: &str = "ann.lee@example.com";
const FILE: &str = "docs/images/flow.svg";

/// One arrow: between whom, and what is said.
struct Hop {
    to: Side,
    asks: String,
    answers: String,
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Provider,
    Bridge,
}

/// What of an address is worth showing: long values become an ellipsis.
fn shown(page: &Page) -> String {
    let pairs: Vec<String> = page.url.query_pairs().map(|(name, _)| format!("{name}=…")).collect();
    let query = if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) };
    format!("{}{query}", page.url.path())
}

#[tokio::test]
async fn the_picture_of_the_flow_is_what_happens() {
    let bridge = Bridge::start(Database::sqlite()).await;
    bridge.add_person(ANN).await;
    let provider = bridge.add_simulator(Kind::ItGlue, &[ANN]).await;
    let mut browser = bridge.browser();
    let mut hops = Vec::new();
    let mut hop = |to, method: &str, page: &Page, answers: &str| {
        let status = page.status.as_u16();
        hops.push(Hop {
            to,
            asks: format!("{method} {}", shown(page)),
            answers: format!("{status} {answers}"),
        });
    };

    let wanted = format!("{}/acme/docs/1142", provider.base_url());
    let asked = browser.get(&wanted).await;
    hop(Side::Provider, "GET", &asked, "to the remote login URL");
    let sign_in = browser.get(&asked.location().unwrap()).await;
    sign_in.says("Sign in to continue to");
    hop(Side::Bridge, "GET", &sign_in, "sign-in page, return_to sealed in it");
    let delivery = browser.sign_in(&sign_in, ANN, PASSWORD).await;
    delivery.says("Taking you to");
    hop(Side::Bridge, "POST", &delivery, "token minted; the page moves on by itself");
    let address = crate::support::html::refresh(&delivery.body).unwrap();
    let accepted = browser.get(&address).await;
    hop(Side::Provider, "GET", &accepted, "signature, iat and jti checked");
    let landed = browser.get(accepted.url.join(&accepted.location().unwrap()).unwrap().as_str()).await;
    assert_eq!(landed.url.as_str(), wanted);
    hop(Side::Provider, "GET", &landed, "the very page the person asked for");

    let picture = draw(&hops);
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    if std::env::var_os("BRIDGEWARDEN_WRITE_PICTURES").is_some() {
        std::fs::write(&path, &picture).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == picture,
        "{FILE} does not show what happens; run this test with BRIDGEWARDEN_WRITE_PICTURES=1"
    );
}

fn draw(hops: &[Hop]) -> String {
    const BROWSER: i32 = 120;
    const OTHERS: [(Side, i32, &str); 2] =
        [(Side::Provider, 430, "Service provider"), (Side::Bridge, 740, "Bridgewarden")];
    let height = 110 + 74 * i32::try_from(hops.len()).unwrap();
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 860 {height}\" role=\"img\" aria-label=\"The way of a sign-in\">\n\
         <style>text{{font:14px system-ui,sans-serif;fill:#24292f}}.who{{font-weight:600;text-anchor:middle}}\
         .code{{font:12.5px ui-monospace,monospace}}.quiet{{fill:#57606a;font-size:13px}}\
         line,path{{stroke:#57606a;stroke-width:1.5;fill:none}}.life{{stroke:#d0d7de}}.box{{fill:#f6f8fa;stroke:#d0d7de}}\
         .head{{fill:#57606a;stroke:none}}@media(prefers-color-scheme:dark){{text{{fill:#e6edf3}}.quiet{{fill:#9198a1}}\
         line,path{{stroke:#9198a1}}.life{{stroke:#3d444d}}.box{{fill:#151b23;stroke:#3d444d}}.head{{fill:#9198a1}}}}</style>\n\
         <defs><marker id=\"a\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" \
         orient=\"auto-start-reverse\"><path class=\"head\" d=\"M0 0 8 4 0 8Z\"/></marker></defs>\n"
    );
    let columns = [("Browser", BROWSER)].into_iter().chain(OTHERS.map(|(_, x, name)| (name, x)));
    for (name, x) in columns {
        writeln!(
            svg,
            "<rect class=\"box\" x=\"{}\" y=\"16\" width=\"160\" height=\"36\" rx=\"8\"/><text class=\"who\" x=\"{x}\" \
             y=\"39\">{name}</text><line class=\"life\" x1=\"{x}\" y1=\"52\" x2=\"{x}\" y2=\"{}\"/>",
            x - 80,
            height - 16
        )
        .unwrap();
    }
    for (number, hop) in (0..).zip(hops) {
        let (y, to) = (92 + 74 * number, OTHERS.iter().find(|(side, ..)| *side == hop.to).unwrap().1);
        writeln!(
            svg,
            "<text class=\"code\" x=\"{0}\" y=\"{1}\">{asks}</text>\
             <line x1=\"{BROWSER}\" y1=\"{y}\" x2=\"{to}\" y2=\"{y}\" marker-end=\"url(#a)\"/>\
             <text class=\"quiet\" x=\"{0}\" y=\"{2}\">{answers}</text>\
             <line x1=\"{to}\" y1=\"{3}\" x2=\"{BROWSER}\" y2=\"{3}\" stroke-dasharray=\"4 4\" marker-end=\"url(#a)\"/>",
            BROWSER + 12,
            y - 6,
            y + 22,
            y + 28,
            asks = escaped(&hop.asks),
            answers = escaped(&hop.answers),
        )
        .unwrap();
    }
    svg.push_str("</svg>\n");
    svg
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
