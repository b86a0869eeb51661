//! Clients that are slow on purpose: each holds a connection for a while, none for ever, and nobody else notices.

use std::fs;
use std::net::SocketAddr;
use std::process::Command;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use super::{House, PUBLIC_HOST};

/// What each kind promises is 10 seconds for a first head, 15 for a body and for doing nothing, and 25 from an answer
/// to the end of the next head, looked at every 5. The rest is room for a slow machine.
const FIRST_HEAD: Duration = Duration::from_secs(20);
const BODY: Duration = Duration::from_secs(25);
const IDLE: Duration = Duration::from_secs(25);
const NEXT_HEAD: Duration = Duration::from_secs(40);
/// When everything must have ended.
const ALL: Duration = Duration::from_secs(45);
/// Within this everybody else is answered. It takes milliseconds, on a machine that does nothing else.
const ANSWERED: Duration = Duration::from_secs(5);

/// Connects, says the beginning, and then a piece every second; returns how long the connection was kept.
async fn dribble(address: SocketAddr, beginning: String, piece: &'static str) -> Duration {
    let began = Instant::now();
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(beginning.as_bytes()).await.unwrap();
    let mut answers = [0; 4096];
    while began.elapsed() < ALL {
        match timeout(Duration::from_secs(1), stream.read(&mut answers)).await {
            Ok(Ok(0) | Err(_)) => break,
            Ok(Ok(_)) => {}
            Err(_) => {
                if stream.write_all(piece.as_bytes()).await.is_err() {
                    break;
                }
            }
        }
    }
    began.elapsed()
}

fn many(
    count: usize,
    address: SocketAddr,
    beginning: &str,
    piece: &'static str,
) -> Vec<JoinHandle<Duration>> {
    (0..count).map(|_| tokio::spawn(dribble(address, beginning.to_owned(), piece))).collect()
}

/// Asks for more than fits anywhere, and reads 64 bytes a second of it.
async fn read_slowly(address: SocketAddr) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let mut stream = socket.connect(address).await.unwrap();
    let request = format!("GET /static/bridgewarden.css HTTP/1.1\r\nHost: {PUBLIC_HOST}\r\n\r\n");
    stream.write_all(request.repeat(1000).as_bytes()).await.unwrap();
    let mut piece = [0; 64];
    while stream.read(&mut piece).await.is_ok_and(|count| count > 0) {
        sleep(Duration::from_secs(1)).await;
    }
}

/// The sockets that a process holds.
fn sockets_of(pid: u32) -> usize {
    let files = fs::read_dir(format!("/proc/{pid}/fd")).unwrap().filter_map(Result::ok);
    files.filter_map(|file| fs::read_link(file.path()).ok()).filter(|to| to.starts_with("socket:")).count()
}

async fn all_end_within(limit: Duration, what: &str, connections: Vec<JoinHandle<Duration>>) {
    for connection in connections {
        let kept = connection.await.unwrap();
        assert!(kept <= limit, "{what}: a connection was kept for {kept:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_clients_lose_their_connections_and_nobody_waits_for_them() {
    let house = House::open().await;
    let address: SocketAddr = house.serving.address.trim_start_matches("http://").parse().unwrap();
    let host = format!("Host: {PUBLIC_HOST}\r\n");
    let whole = format!("GET /healthz HTTP/1.1\r\n{host}\r\n");
    let form = format!(
        "POST /sign-in HTTP/1.1\r\n{host}Content-Type: application/x-www-form-urlencoded\r\n\
         Sec-Fetch-Site: same-origin\r\nContent-Length: 9999\r\n\r\n"
    );
    let at_rest = sockets_of(house.serving.pid());
    let began = Instant::now();
    let readers: Vec<_> = (0..50).map(|_| tokio::spawn(read_slowly(address))).collect();
    let kinds = [
        ("heads", FIRST_HEAD, many(180, address, "GET /sign-in HTTP/1.1\r\n", "X-A: b\r\n")),
        ("nothing at all", FIRST_HEAD, many(20, address, "", "")),
        ("bodies", BODY, many(180, address, &form, "a")),
        ("bodies of a second request", BODY, many(20, address, &format!("{whole}{form}"), "a")),
        ("idle connections", IDLE, many(200, address, &whole, "")),
        (
            "second heads",
            NEXT_HEAD,
            many(80, address, &format!("{whole}GET /sign-in HTTP/1.1\r\n"), "X-A: b\r\n"),
        ),
        ("empty lines", NEXT_HEAD, many(20, address, &whole, "\r\n")),
    ];
    let others = tokio::spawn(everybody_else(house.serving.address.clone()));
    for (what, limit, connections) in kinds {
        all_end_within(limit, what, connections).await;
    }
    let answered = others.await.unwrap();
    assert!(answered >= 20, "only {answered} others asked");
    // Whoever does not read does not see the end either; the bridge's own sockets tell.
    while sockets_of(house.serving.pid()) > at_rest {
        assert!(began.elapsed() < ALL, "answers that nobody reads hold their connections");
        sleep(Duration::from_millis(200)).await;
    }
    readers.into_iter().for_each(|reader| reader.abort());
    house.is_unharmed();
}

/// So many connections that hold nothing back, unless the kernel here lets fewer wait.
fn a_crowd() -> usize {
    let most = fs::read_to_string("/proc/sys/net/core/somaxconn").unwrap();
    most.trim().parse::<usize>().unwrap().min(600)
}

/// Once 20 of 750 connections were kept waiting for half a minute before they were even connections: more had come than
/// the kernel let wait.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_comes_while_the_bridge_is_held_up_is_met_all_the_same() {
    let house = House::open().await;
    let address: SocketAddr = house.serving.address.trim_start_matches("http://").parse().unwrap();
    let signal = |name: &str| {
        let sent = Command::new("kill").args([name, &house.serving.pid().to_string()]).status().unwrap();
        assert!(sent.success(), "{name}");
    };
    signal("-STOP");
    let mut crowd = Vec::new();
    for number in 0..a_crowd() {
        let connecting = timeout(ANSWERED, TcpStream::connect(address)).await;
        crowd.push(connecting.unwrap_or_else(|_| panic!("only {number} may wait")).unwrap());
    }
    signal("-CONT");
    for mut stream in crowd {
        let request = format!("GET /healthz HTTP/1.1\r\nHost: {PUBLIC_HOST}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        timeout(ALL, stream.read_to_string(&mut answer)).await.unwrap().unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
    house.is_unharmed();
}

/// Somebody asks for a page now and then while the others are slow; returns how often.
async fn everybody_else(bridge: String) -> usize {
    let began = Instant::now();
    let mut answered = 0;
    while began.elapsed() < Duration::from_secs(20) {
        let client = reqwest::Client::builder().timeout(ANSWERED).build().unwrap();
        let page = client.get(format!("{bridge}/sign-in")).header("host", PUBLIC_HOST).send().await;
        assert_eq!(page.unwrap().status(), 200, "after {:?}", began.elapsed());
        answered += 1;
        sleep(Duration::from_millis(250)).await;
    }
    answered
}
