use bridgewarden::simulator::Kind;
use crate::support::{ANN, Bridge, database::Database, Person};
use std::time::Duration;

async fn tell(ann: &Person, what: &str, provider: &bridgewarden::simulator::Simulator) {
    tokio::time::sleep(Duration::from_millis(1500)).await;
    println!("{what}: {:?} {:?} receipts {} history {} :: {:?}", ann.session.address().await, ann.session.title().await, provider.receipts().len(), ann.asks("return history.length").await, ann.screen().await.map(|s| s.chars().take(300).collect::<String>()));
}

async fn go(kind: Kind, scripts: bool) {
    println!("=== {kind} scripts {scripts}");
    let t = std::time::Instant::now();
    let bridge = Bridge::start(Database::sqlite()).await;
    bridge.add_person(ANN).await;
    let provider = bridge.add_simulator(kind, &[ANN]).await;
    println!("bridge {:?}", t.elapsed());
    let browser = bridge.browser();
    let ann = if scripts { browser } else { browser.without_scripts() }.open().await;
    println!("open {:?}", t.elapsed());
    ann.opens(&provider.protected_page()).await;
    ann.signs_in(ANN).await;
    println!("signed {:?}", t.elapsed());
    if kind == Kind::Zendesk && !scripts { ann.presses("Continue to Zendesk").await; }
    ann.sees("Signed in as").await;
    println!("arrived {:?}", t.elapsed());
    println!("console {:?}", ann.session.console().await);
    tell(&ann, "arrived", &provider).await;
    ann.goes_back().await;
    tell(&ann, "back", &provider).await;
    println!("console {:?}", ann.session.console().await);
    ann.reloads().await;
    tell(&ann, "reload", &provider).await;
    ann.goes_back().await;
    tell(&ann, "back 2", &provider).await;
    ann.session.press("forward").await.unwrap();
    tell(&ann, "forward", &provider).await;
    let t = std::time::Instant::now();
    drop(ann);
    println!("closed {:?}", t.elapsed());
}

#[tokio::test]
async fn probe() {
    for kind in [Kind::Zendesk, Kind::ItGlue] {
        for scripts in [true, false] {
            go(kind, scripts).await;
        }
    }
}
