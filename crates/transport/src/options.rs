//! The options of an HTTP client: timeouts, trusted roots, proxies.

use crate::Proxies;
use std::{path::PathBuf, time::Duration};

/// The options of an HTTP client, for the adapter that creates it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ClientOptions {
    /// A file or a folder of PEM certificates that are trusted instead of the system's (`AWS_CA_BUNDLE`).
    pub ca_bundle: Option<PathBuf>,
    /// The time limit for a connection, including TLS; `None` for no limit.
    pub connect_timeout: Option<Duration>,
    /// The time limit from sending to the last byte of the reply; `None` for no limit.
    pub read_timeout: Option<Duration>,
    /// Whether certificates are verified. `false` (`--no-verify-ssl`) is for tests against a known host only.
    pub verify_tls: bool,
    /// The longest accepted reply, in bytes.
    pub max_response_bytes: usize,
    /// The proxies.
    pub proxies: ProxyChoice,
}

/// The source of the proxies.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub enum ProxyChoice {
    /// The proxies that the HTTP client finds: in the environment of the process and, on Windows and macOS, in the
    /// settings of the system.
    #[default]
    System,
    /// These proxies only; empty proxies for none.
    Only(Proxies),
}

impl Default for ClientOptions {
    /// Returns the defaults: the system's roots, 10 s to connect, 60 s for a call, replies up to 8 MiB, the system's
    /// proxies.
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
    /// Trusts only the certificates of this PEM file or folder.
    #[must_use]
    pub fn with_ca_bundle(self, path: impl Into<PathBuf>) -> Self {
        Self { ca_bundle: Some(path.into()), ..self }
    }

    /// Sets the time limit for a connection; `None` for no limit.
    #[must_use]
    pub fn with_connect_timeout(self, limit: Option<Duration>) -> Self {
        Self { connect_timeout: limit, ..self }
    }

    /// Sets the time limit for a call; `None` for no limit.
    #[must_use]
    pub fn with_read_timeout(self, limit: Option<Duration>) -> Self {
        Self { read_timeout: limit, ..self }
    }

    /// Accepts any certificate.
    #[must_use]
    pub fn without_tls_verification(self) -> Self {
        Self { verify_tls: false, ..self }
    }

    /// Sets the longest accepted reply, in bytes.
    #[must_use]
    pub fn with_max_response_bytes(self, limit: usize) -> Self {
        Self { max_response_bytes: limit, ..self }
    }

    /// Uses these proxies only.
    #[must_use]
    pub fn with_proxies(self, proxies: Proxies) -> Self {
        Self { proxies: ProxyChoice::Only(proxies), ..self }
    }

    /// Uses no proxy, and ignores the system's settings.
    #[must_use]
    pub fn without_proxy(self) -> Self {
        self.with_proxies(Proxies::default())
    }
}
