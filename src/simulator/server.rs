//! Starting and stopping, and the route table.

use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;

use actix_web::dev::{Server, ServerHandle};
use actix_web::middleware::DefaultHeaders;
use actix_web::{App, HttpServer, web};
use tokio::sync::oneshot;

use super::rules::Rules;
use super::state::{Agreement, State};
use super::{Kind, Options, Receipt, arrival, page, visit};

/// The largest form body that is read.
const BODY_LIMIT: usize = 64 * 1024;

/// Binds 127.0.0.1 and serves until the handle is dropped or [`Simulator::stop`] is awaited.
///
/// It serves from threads of its own, so it may be started inside any runtime and may outlive it.
pub async fn start(options: Options) -> io::Result<Simulator> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port))?;
    let port = listener.local_addr()?.port();
    let agreement = Agreement {
        secret: options.secret,
        remote_login_url: options.remote_login_url,
        remote_logout_url: options.remote_logout_url,
    };
    let rules = options.kind.rules();
    let state = Arc::new(State::new(rules, port, options.known_people, options.onward_host, agreement));
    let (report, reported) = oneshot::channel();
    let (stopped, when_stopped) = oneshot::channel();
    let served = web::Data::from(Arc::clone(&state));
    std::thread::Builder::new().name(format!("simulator-{}", rules.slug)).spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            match serve(listener, rules, served) {
                Ok(server) => {
                    // Nobody listens any more when the caller gave up waiting: then do not serve at all.
                    if report.send(Ok(server.handle())).is_ok()
                        && let Err(error) = server.await
                    {
                        tracing::warn!(kind = rules.slug, %error, "simulator ended with an error");
                    }
                }
                Err(error) => drop(report.send(Err(error))),
            }
        });
        drop(stopped);
    })?;
    let handle =
        reported.await.map_err(|_| io::Error::other("the simulator's thread ended before it served"))??;
    Ok(Simulator { state, handle, when_stopped })
}

fn serve(listener: TcpListener, rules: &'static Rules, state: web::Data<State>) -> io::Result<Server> {
    let app = move || {
        App::new()
            .app_data(state.clone())
            .app_data(web::PayloadConfig::new(BODY_LIMIT))
            .wrap(DefaultHeaders::new().add(("X-Content-Type-Options", "nosniff")))
            .route("/", web::get().to(visit::home))
            .route("/static/simulator.css", web::get().to(page::style_sheet))
            .route("/favicon.ico", web::get().to(page::no_icon))
            .route("/.well-known/{name:.*}", web::route().to(page::no_icon))
            .route("/session/handoff", web::get().to(visit::handoff))
            .route(rules.sign_out.path, web::get().to(visit::sign_out))
            .route(rules.endpoint, web::route().to(arrival::receive))
            .default_service(web::route().to(visit::protected_page))
    };
    Ok(HttpServer::new(app).workers(1).disable_signals().shutdown_timeout(1).listen(listener)?.run())
}

/// A running simulator. Dropping it stops it.
pub struct Simulator {
    state: Arc<State>,
    handle: ServerHandle,
    when_stopped: oneshot::Receiver<()>,
}

impl Simulator {
    /// Which provider this pretends to be.
    pub fn kind(&self) -> Kind {
        self.state.rules.kind
    }

    /// The port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.state.port
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end.
    pub fn base_url(&self) -> String {
        self.state.origin("127.0.0.1")
    }

    /// The address that takes tokens.
    pub fn jwt_endpoint(&self) -> String {
        self.base_url() + self.state.rules.endpoint
    }

    /// The address that ends this provider's session.
    pub fn sign_out_url(&self) -> String {
        self.base_url() + self.state.rules.sign_out.path
    }

    /// The whole address of the sample protected page. IT Glue's has a fragment, which only a browser keeps.
    pub fn protected_page(&self) -> String {
        self.base_url() + self.state.rules.sample_page()
    }

    /// Every request to the JWT endpoint, newest last; the newest thousand.
    pub fn receipts(&self) -> Vec<Receipt> {
        self.state.memory().receipts.iter().cloned().collect()
    }

    /// How many browsers are signed in here.
    pub fn open_sessions(&self) -> usize {
        self.state.memory().sessions.len()
    }

    /// Sets this provider's clock wrong by so many seconds; negative is behind.
    pub fn set_clock_offset(&self, seconds: i64) {
        self.state.set_clock_offset(seconds);
    }

    /// Agrees anew with a bridge, which may only be known after the start. Sessions and receipts stay.
    pub fn configure(&self, secret: Vec<u8>, remote_login_url: String, remote_logout_url: String) {
        self.state.agree(Agreement { secret, remote_login_url, remote_logout_url });
    }

    /// Stops serving, open connections included, and returns when the port is free again.
    pub async fn stop(mut self) {
        self.handle.stop(false).await;
        // The sender is dropped, never used: an error is the answer.
        let _ = (&mut self.when_stopped).await;
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        // The order to stop is sent by the call itself; waiting for it is optional.
        drop(self.handle.stop(false));
    }
}
