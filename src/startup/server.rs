//! The listeners: the bridge itself, and metrics on their own. Stops gracefully: not ready first, then no new
//! connections, then what was begun is finished.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use actix_web::dev::{Server, ServerHandle};
use actix_web::middleware::from_fn;
use actix_web::{App, HttpServer, web};
use futures_util::future::join_all;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::task::JoinHandle;

use super::passwords::is_cheap;
use super::{StartFault, background};
use crate::config::{BrandConfig, Config, ConfigFault, PublicUrl};
use crate::flow::Context;
use crate::web::accent::Accent;
use crate::web::brand::{Brand, Support};
use crate::web::language::Languages;
use crate::web::state::AppState;
use crate::web::{self as edge, guard};

/// A request head must arrive within this time, and an idle connection ends after it.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
const KEEP_ALIVE: Duration = Duration::from_secs(15);
const BODY_TIMEOUT: Duration = Duration::from_secs(15);
/// Connections that may wait to be accepted; the kernel's own limit (`net.core.somaxconn`) holds as well.
const BACKLOG: i32 = 4096;
/// What was begun may take this long after the stop began.
const STOP_SECONDS: u64 = 12;
const MAX_LOGO_BYTES: usize = 256 * 1024;

/// A running bridge.
pub struct Running {
    /// Where it listens; the port is the real one when 0 was configured.
    pub address: SocketAddr,
    /// Where metrics are read.
    pub metrics_address: Option<SocketAddr>,
    state: web::Data<AppState>,
    stop_notice: Duration,
    handles: Vec<ServerHandle>,
    background: Vec<JoinHandle<()>>,
    servers: Vec<JoinHandle<std::io::Result<()>>>,
}

/// SIGTERM and SIGINT, heard from now on: one that comes before anybody waits for it is not lost.
pub struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    /// Begins to hear them.
    pub fn hear() -> Result<Self, StartFault> {
        let fault = |cause: std::io::Error| StartFault::System(format!("signals cannot be heard: {cause}"));
        let terminate = signal(SignalKind::terminate()).map_err(fault)?;
        let interrupt = signal(SignalKind::interrupt()).map_err(fault)?;
        Ok(Self { terminate, interrupt })
    }
}

impl Running {
    /// Stops gracefully: says that it will, and only then listens no more.
    pub async fn stop(mut self) {
        self.state.begin_stopping();
        tokio::time::sleep(self.stop_notice).await;
        join_all(self.handles.iter().map(|handle| handle.stop(true))).await;
        self.finish().await;
    }

    /// Runs until SIGTERM or SIGINT, then stops gracefully.
    pub async fn until_signalled(self, mut signals: Signals) {
        tokio::select! {
            _ = signals.terminate.recv() => {}
            _ = signals.interrupt.recv() => {}
        }
        tracing::info!("stopping: what was begun is finished");
        self.stop().await;
    }

    async fn finish(&mut self) {
        for server in self.servers.drain(..) {
            match server.await {
                Ok(Ok(())) => {}
                Ok(Err(fault)) => tracing::error!(%fault, "a listener ended"),
                Err(fault) => tracing::error!(%fault, "a listener ended"),
            }
        }
        for task in self.background.drain(..) {
            task.abort();
        }
    }
}

/// Binds the listeners and serves. Signals are the caller's: see [`Running::until_signalled`].
pub fn serve(config: &Config, context: Arc<Context>) -> Result<Running, StartFault> {
    warn_of_cheap_hashes(config);
    let listener = bind(config.server.listen)?;
    let address = listener.local_addr().map_err(|cause| StartFault::System(cause.to_string()))?;
    let state = web::Data::new(state(config, context.clone(), address)?);
    let shared = state.clone();
    let server = HttpServer::new(move || {
        App::new().configure(edge::routes(&shared)).wrap(from_fn(guard)).app_data(shared.clone())
    })
    .on_connect(edge::watch)
    .workers(config.server.workers.get())
    .client_request_timeout(HEAD_TIMEOUT)
    .keep_alive(KEEP_ALIVE)
    .shutdown_timeout(STOP_SECONDS)
    .disable_signals();
    let server = server.listen(listener).map_err(|cause| listen_fault(address, cause))?.run();
    let mut servers = vec![server];
    let metrics_address = match config.server.metrics_listen {
        Some(listen) => {
            let (server, address) = metrics_server(listen, &context)?;
            servers.push(server);
            Some(address)
        }
        None => None,
    };
    let handles = servers.iter().map(Server::handle).collect();
    Ok(Running {
        address,
        metrics_address,
        state,
        stop_notice: config.server.stop_notice,
        handles,
        background: background::start(&context),
        servers: servers.into_iter().map(tokio::spawn).collect(),
    })
}

fn warn_of_cheap_hashes(config: &Config) {
    let passwords = &config.passwords;
    if is_cheap(passwords) {
        tracing::warn!(
            memory_kib = passwords.memory_kib,
            passes = passwords.passes,
            "passwords are hashed below the floor of the OWASP Password Storage sheet"
        );
    }
}

fn metrics_server(listen: SocketAddr, context: &Arc<Context>) -> Result<(Server, SocketAddr), StartFault> {
    let listener = bind(listen)?;
    let address = listener.local_addr().map_err(|cause| StartFault::System(cause.to_string()))?;
    let metrics = web::Data::from(context.metrics.clone());
    let server = HttpServer::new(move || {
        App::new().app_data(metrics.clone()).route("/metrics", web::get().to(edge::metrics))
    })
    .workers(1)
    .disable_signals()
    .listen(listener)
    .map_err(|cause| listen_fault(address, cause))?
    .run();
    Ok((server, address))
}

/// The standard library lets 128 connections wait to be accepted. When more come at once, the kernel drops the end of
/// their handshake: clients then believe in a connection of which nobody here knows.
fn bind(address: SocketAddr) -> Result<TcpListener, StartFault> {
    let listener = TcpListener::bind(address).map_err(|cause| listen_fault(address, cause))?;
    rustix::net::listen(&listener, BACKLOG).map_err(|cause| listen_fault(address, cause.into()))?;
    Ok(listener)
}

fn listen_fault(address: SocketAddr, cause: std::io::Error) -> StartFault {
    StartFault::Listen { address: address.to_string(), cause }
}

fn state(config: &Config, context: Arc<Context>, address: SocketAddr) -> Result<AppState, StartFault> {
    let fault = |option: &str, problem: String| StartFault::Config(vec![ConfigFault::new(option, problem)]);
    let public_url = match &config.server.public_url {
        Some(url) => url.clone(),
        // A port of 0 is known only now; that is for tests and the demo, on loopback.
        None if config.server.listen.port() == 0 => PublicUrl::parse(&format!("http://{address}"))
            .map_err(|problem| fault("server.public_url", problem.to_string()))?,
        None => return Err(fault("server.public_url", crate::config::NotAPublicUrl.to_string())),
    };
    let logo = config
        .brand
        .logo_file
        .as_deref()
        .map(read_logo)
        .transpose()
        .map_err(|problem| fault("brand.logo_file", problem))?;
    let brand = brand(&config.brand, &public_url, logo.as_ref().map(|(bytes, _)| bytes.as_slice()))
        .map_err(|problem| fault("brand.accent", problem))?;
    let languages = Languages::load().map_err(|problem| StartFault::System(problem.to_string()))?;
    Ok(AppState {
        settings: config.settings.clone(),
        context,
        public_url,
        trusted_proxies: config.server.trusted_proxies.clone(),
        hsts: config.server.hsts,
        brand: Arc::new(brand),
        logo,
        languages,
        body_timeout: BODY_TIMEOUT,
        upload_timeout: config.server.upload_timeout,
        is_stopping: AtomicBool::new(false),
    })
}

fn brand(config: &BrandConfig, public_url: &PublicUrl, logo: Option<&[u8]>) -> Result<Brand, String> {
    Ok(Brand {
        name: config.name.clone(),
        logo_url: logo.map(|bytes| format!("{}{}", public_url.prefix(), edge::logo_address(bytes))),
        support: config.support.as_deref().and_then(Support::parse),
        accent: Accent::parse(&config.accent).map_err(|problem| problem.to_string())?,
    })
}

fn read_logo(path: &Path) -> Result<(Vec<u8>, &'static str), String> {
    let bytes =
        std::fs::read(path).map_err(|problem| format!("{} cannot be read: {problem}", path.display()))?;
    if bytes.len() > MAX_LOGO_BYTES {
        return Err(format!("{} is larger than {MAX_LOGO_BYTES} bytes", path.display()));
    }
    let kind = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        "image/png"
    } else if String::from_utf8_lossy(&bytes).contains("<svg") {
        "image/svg+xml; charset=utf-8"
    } else {
        return Err(format!("{} is neither an SVG nor a PNG file", path.display()));
    };
    Ok((bytes, kind))
}
