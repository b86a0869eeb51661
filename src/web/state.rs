//! What every request shares.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ipnet::IpNet;

use super::brand::Brand;
use super::language::Languages;
use crate::config::{PublicUrl, Setting};
use crate::flow::Context;

/// What every request shares.
pub struct AppState {
    /// What the flows work with.
    pub context: Arc<Context>,
    /// The one address from which all others derive.
    pub public_url: PublicUrl,
    /// Networks whose forwarded headers are believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Send Strict-Transport-Security.
    pub hsts: bool,
    /// The company's looks.
    pub brand: Arc<Brand>,
    /// The company's logo, with its content type.
    pub logo: Option<(Vec<u8>, &'static str)>,
    /// The effective configuration, without secrets.
    pub settings: Arc<[Setting]>,
    /// Every language.
    pub languages: Languages,
    /// How long a form's body may take.
    pub body_timeout: Duration,
    /// How long a file may take that an administrator sends.
    pub upload_timeout: Duration,
    /// The service is stopping: it finishes what it began and is not ready for more.
    pub is_stopping: AtomicBool,
}

impl AppState {
    /// The path of one of our addresses, as it stands in links and forms.
    pub fn path(&self, path: &str) -> String {
        format!("{}{path}", self.public_url.prefix())
    }

    /// Tells the load balancer to send nobody any more.
    pub fn begin_stopping(&self) {
        self.is_stopping.store(true, Ordering::Relaxed);
    }
}
