//! The demo: a bridge and four pretended providers on loopback, with a throw-away store. Everything
//! on the way is the real thing; only the providers are pretended, and they check what real ones document.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use actix_web::rt::System;

use super::{Running, Signals, StartFault, context as open_context, serve};
use crate::config::{Config, Layers};
use crate::crypto::random;
use crate::domain::audit::{Actor, Origin};
use crate::domain::clock::SystemClock;
use crate::domain::password::Password;
use crate::flow::providers::{NewProvider, ProviderOutcome, SecretChoice};
use crate::flow::users::{NewUser, PasswordChoice, UserOutcome};
use crate::flow::{Context, providers, users};
use crate::simulator::{self, Kind, Options, Simulator};

/// How the demo is started.
#[derive(Clone, Copy, Debug)]
pub struct DemoOptions {
    /// The bridge's port on loopback; the providers take the four after it. 0 takes any free ones.
    pub port: u16,
}

/// A person of the demo.
struct Person {
    email: &'static str,
    first_name: &'static str,
    last_name: &'static str,
    group: Option<&'static str>,
    is_administrator: bool,
    must_change: bool,
    what: &'static str,
}

const PEOPLE: [Person; 3] = [
    Person {
        email: "Ann.Lee@example.com",
        first_name: "Ann",
        last_name: "Lee",
        group: Some("support"),
        is_administrator: true,
        must_change: false,
        what: "may open everything, the administration too",
    },
    Person {
        email: "bo.kumar@example.com",
        first_name: "Bo",
        last_name: "Kumar",
        group: None,
        is_administrator: false,
        must_change: false,
        what: "is not in the group that may open Zendesk",
    },
    Person {
        email: "carla.weiss@example.com",
        first_name: "Carla",
        last_name: "Weiß",
        group: Some("support"),
        is_administrator: false,
        must_change: true,
        what: "must choose a new password first",
    },
];

/// Runs the demo until the process is told to stop.
pub fn run(options: DemoOptions) -> Result<(), StartFault> {
    let folder = ThrowAway::make()?;
    System::new().block_on(async {
        let signals = Signals::hear()?;
        let demo = Demo::start(options, folder.path()).await?;
        demo.announce();
        let Demo { bridge, simulators, .. } = demo;
        bridge.until_signalled(signals).await;
        for simulator in simulators {
            simulator.stop().await;
        }
        println!("Stopped. The demo's store is gone.");
        Ok(())
    })
}

struct Demo {
    bridge: Running,
    address: String,
    simulators: Vec<Simulator>,
    passwords: Vec<String>,
}

impl Demo {
    async fn start(options: DemoOptions, folder: &Path) -> Result<Self, StartFault> {
        let port = if options.port == 0 { free_port()? } else { options.port };
        let address = format!("http://127.0.0.1:{port}");
        let config = config(folder, port, &address)?;
        let context = Arc::new(open_context(&config, Arc::new(SystemClock))?);
        let passwords = add_people(&context).await?;
        let mut simulators = Vec::new();
        for (offset, kind) in (1..).zip(Kind::ALL) {
            let simulator_port = if options.port == 0 { 0 } else { port.saturating_add(offset) };
            simulators.push(add_provider(&context, kind, simulator_port, &address).await?);
        }
        let bridge = serve(&config, context)?;
        Ok(Self { bridge, address, simulators, passwords })
    }

    fn announce(&self) {
        println!("\nBridgewarden is running at {} with four pretended service providers.\n", self.address);
        println!("Begin at a page of one of them; you are sent to sign in, and land on that very page:\n");
        for simulator in &self.simulators {
            let kind = simulator.kind();
            println!("  {:<15} {}", kind.title(), simulator.protected_page());
            if !kind.says_where_to() {
                println!("  {:<15} (on its home page: it never says where one was going)", "");
            }
        }
        println!("\nThe bridge's own pages:\n");
        println!("  {:<15} {}/", "Services", self.address);
        println!("  {:<15} {}/admin", "Administration", self.address);
        println!("\nThe people of this demo, and their passwords:\n");
        for (person, password) in PEOPLE.iter().zip(&self.passwords) {
            println!("  {:<24} {password}   {} {}", person.email, person.first_name, person.what);
        }
        println!("\nThe store is a throw-away one. Press Ctrl+C to stop.");
    }
}

fn config(folder: &Path, port: u16, address: &str) -> Result<Config, StartFault> {
    let options = [
        format!("server.listen=127.0.0.1:{port}"),
        format!("server.public_url={address}"),
        "server.metrics_listen=".to_owned(),
        "server.workers=2".to_owned(),
        format!("database.url=sqlite:{}", folder.join("demo.db").display()),
        "brand.name=Example Company".to_owned(),
        "brand.support=it@example.com".to_owned(),
    ];
    // Neither a file nor the environment: the demo is the same everywhere.
    Config::of_layers(Layers::of_options(&options)).map_err(StartFault::Config)
}

fn origin() -> Origin {
    Origin { actor: Actor::CommandLine("demo".into()), client_address: "".into(), request_id: "".into() }
}

fn trouble(what: &str, why: &impl std::fmt::Debug) -> StartFault {
    StartFault::System(format!("the demo cannot {what}: {why:?}"))
}

async fn add_people(context: &Context) -> Result<Vec<String>, StartFault> {
    let mut passwords = Vec::new();
    for person in &PEOPLE {
        let text = random::one_time_password().map_err(|why| trouble("make a password", &why))?;
        let password = Password::parse(&text).map_err(|why| trouble("make a password", &why))?;
        let new = NewUser {
            email: person.email.parse().map_err(|why| trouble("add a person", &why))?,
            first_name: person.first_name.into(),
            last_name: person.last_name.into(),
            external_id: None,
            locale: None,
            groups: person.group.into_iter().filter_map(|group| group.parse().ok()).collect(),
            is_administrator: person.is_administrator,
        };
        let choice = PasswordChoice::Given { password, must_change: person.must_change };
        match users::add(context, new, choice, &origin()).await {
            Ok(UserOutcome::Done(_)) => passwords.push(text),
            other => return Err(trouble("add a person", &other)),
        }
    }
    Ok(passwords)
}

async fn add_provider(
    context: &Context,
    kind: Kind,
    port: u16,
    bridge: &str,
) -> Result<Simulator, StartFault> {
    let options = Options {
        kind,
        port,
        secret: Vec::new(),
        remote_login_url: format!("{bridge}/sso/{}/login", kind.slug()),
        remote_logout_url: format!("{bridge}/sso/{}/logout", kind.slug()),
        known_people: PEOPLE.iter().map(|person| person.email.to_owned()).collect(),
        onward_host: None,
    };
    let (login, logout) = (options.remote_login_url.clone(), options.remote_logout_url.clone());
    let simulator = simulator::start(options)
        .await
        .map_err(|cause| StartFault::Listen { address: format!("127.0.0.1:{port}"), cause })?;
    let host_setting = match kind {
        Kind::ItGlue | Kind::Zendesk => "host",
        Kind::AhaIdeas => "portal_host",
        Kind::MojoHelpdesk => "helpdesk_host",
    };
    let groups = if kind == Kind::Zendesk { "support".parse().into_iter().collect() } else { [].into() };
    let new = NewProvider {
        slug: kind.slug().parse().map_err(|why| trouble("add a provider", &why))?,
        name: Some(kind.title().to_owned()),
        profile: kind.slug().to_owned(),
        settings: BTreeMap::from([(host_setting.to_owned(), format!("127.0.0.1:{}", simulator.port()))]),
        groups,
        max_sign_in_age: None,
        is_enabled: true,
    };
    match providers::add(context, new, SecretChoice::Generate, &origin()).await {
        Ok(ProviderOutcome::Done(report)) => {
            let secret = report.generated.map(|made| made.expose().as_bytes().to_vec()).unwrap_or_default();
            simulator.configure(secret, login, logout);
            Ok(simulator)
        }
        other => Err(trouble("add a provider", &other)),
    }
}

fn free_port() -> Result<u16, StartFault> {
    let listener = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    listener.map(|address| address.port()).map_err(|why| trouble("find a free port", &why))
}

/// A private folder that goes with the demo.
struct ThrowAway(PathBuf);

impl ThrowAway {
    fn make() -> Result<Self, StartFault> {
        use std::os::unix::fs::DirBuilderExt;
        let name = random::token::<9>().map_err(|why| trouble("name its folder", &why))?;
        let path = std::env::temp_dir().join(format!("bridgewarden-demo-{name}"));
        std::fs::DirBuilder::new()
            .mode(0o700)
            .create(&path)
            .map_err(|why| trouble("make its folder", &why))?;
        Ok(Self(path))
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for ThrowAway {
    fn drop(&mut self) {
        if let Err(problem) = std::fs::remove_dir_all(&self.0) {
            eprintln!("{} could not be removed: {problem}", self.0.display());
        }
    }
}
