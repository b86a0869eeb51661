//! What silent sign-ins are compared with: an actix handler that signs the same token and redirects, and does nothing
//! else. No session, no store, no audit, no headers, no log.

use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command, ExitCode, Stdio};

use actix_web::http::header;
use actix_web::{App, HttpResponse, HttpServer, web};
use bridgewarden::domain::clock::{Clock, SystemClock};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde::Serialize;

use super::installation::SECRET;
use super::{machine, process};

/// The word that makes this program the bare handler.
pub const MODE: &str = "bare-handler";

#[derive(Serialize)]
struct Claims {
    iat: i64,
    jti: String,
    email: &'static str,
}

async fn sign_and_redirect() -> HttpResponse {
    let iat = SystemClock.now().as_seconds();
    let jti = format!("{iat}/{}", bridgewarden::crypto::random::token::<24>().unwrap());
    let claims = Claims { iat, jti, email: "person17@example.com" };
    let key = EncodingKey::from_secret(SECRET);
    let token = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &key).unwrap();
    let address = format!("https://acme.itglue.com/access/jwt?jwt={token}&return_to=%2Fdocs%2F17");
    HttpResponse::SeeOther().insert_header((header::LOCATION, address)).finish()
}

/// Runs the handler until it is killed.
pub fn run() -> ExitCode {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    println!("{}", listener.local_addr().unwrap());
    let app = || App::new().route("/sso/{provider}/login", web::get().to(sign_and_redirect));
    let server =
        async { HttpServer::new(app).workers(machine::cores()).listen(listener).unwrap().run().await };
    actix_web::rt::System::new().block_on(server).unwrap();
    ExitCode::SUCCESS
}

/// The handler as a process of its own; it is killed with this value.
pub struct Bare {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Bare {
    /// Starts it.
    pub fn start() -> Self {
        let program = std::env::current_exe().unwrap();
        let mut child = Command::new(program).arg(MODE).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { child, address: line.trim().parse().unwrap() }
    }

    /// Processor time so far.
    pub fn processor_time(&self) -> std::time::Duration {
        process::processor_time(self.child.id())
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        let _ended_meanwhile = self.child.kill().is_err();
        let _reaped_meanwhile = self.child.wait().is_err();
    }
}
