//! How to connect, as a value; an adapter over an HTTP client obeys it.

use crate::Proxies;
use std::{path::PathBuf, time::Duration};

/// How to connect.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ClientOptions {
    /// A file of PEM certificates, or a folder of such, to trust instead of the system's (`AWS_CA_BUNDLE`).
    pub ca_bundle: Option<PathBuf>,
    /// The longest time to a connection, TLS included. `None`: no limit.
    pub connect_timeout: Option<Duration>,
    /// The longest time from sending to the last byte of the reply. `None`: no limit.
    pub read_timeout: Option<Duration>,
    /// Off (`--no-verify-ssl`), any certificate is taken. For tests against a known host only.
    pub verify_tls: bool,
    /// The longest reply taken, in bytes.
    pub max_response_bytes: usize,
    /// Which addresses are called through a proxy.
    pub proxies: ProxyChoice,
}

/// Where the proxies come from.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub enum ProxyChoice {
    /// What the HTTP client finds by itself: the environment of the process and, on Windows and macOS, the system's
    /// settings.
    #[default]
    System,
    /// These and no others; empty ones for none.
    Only(Proxies),
}

impl Default for ClientOptions {
    /// System roots, 10 s to connect, 60 s for a call, 8 MiB, the proxies of the system.
    fn default() -> Self {
        Self {
            ca_bundle: None,
            connect_timeout: Some(Duration::from_secs(10)),
            read_timeout: Some(Duration::from_secs(60)),
            verify_tls: true,
            max_response_bytes: 8 << 20,
            proxies: ProxyChoice::System,
        }
    }
}

impl ClientOptions {
    /// The same trusting this file of PEM certificates alone.
    #[must_use]
    pub fn with_ca_bundle(self, path: impl Into<PathBuf>) -> Self {
        Self { ca_bundle: Some(path.into()), ..self }
    }

    /// The same with this limit on connecting.
    #[must_use]
    pub fn with_connect_timeout(self, limit: Option<Duration>) -> Self {
        Self { connect_timeout: limit, ..self }
    }

    /// The same with this limit on a call.
    #[must_use]
    pub fn with_read_timeout(self, limit: Option<Duration>) -> Self {
        Self { read_timeout: limit, ..self }
    }

    /// The same taking any certificate.
    #[must_use]
    pub fn without_tls_verification(self) -> Self {
        Self { verify_tls: false, ..self }
    }

    /// The same with this limit on the size of a reply.
    #[must_use]
    pub fn with_max_response_bytes(self, limit: usize) -> Self {
        Self { max_response_bytes: limit, ..self }
    }

    /// The same through these proxies alone.
    #[must_use]
    pub fn with_proxies(self, proxies: Proxies) -> Self {
        Self { proxies: ProxyChoice::Only(proxies), ..self }
    }

    /// The same without a proxy, whatever the system says.
    #[must_use]
    pub fn without_proxy(self) -> Self {
        self.with_proxies(Proxies::default())
    }
}
