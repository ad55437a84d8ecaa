//! The error of a request without a reply, with its host, grouped by what a person does about it.

use std::{fmt, sync::Arc};

/// Why no reply came, grouped by what a person does about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The host name could not be resolved.
    Dns,
    /// The connection could not be made: refused, unreachable, or reset.
    Connect,
    /// The TLS handshake failed, or the trusted roots could not be loaded.
    Tls,
    /// The proxy refused or could not be reached.
    Proxy,
    /// A time limit passed.
    Timeout,
    /// The connection ended before the reply was complete.
    Interrupted,
    /// The reply exceeded the transport's limit.
    TooLarge,
    /// The request is not valid: a fault of the calling code.
    InvalidRequest,
    /// Any other error.
    Other,
}

/// The error of a request that got no complete reply. Cheap to clone.
///
/// `Display` names the host, never the path, the query or a header, which may hold secrets.
#[derive(Debug, Clone)]
pub struct Error {
    kind: ErrorKind,
    host: String,
    detail: Option<String>,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// Creates an error of this kind for this host.
    pub fn new(kind: ErrorKind, host: impl Into<String>) -> Self {
        Self { kind, host: host.into(), detail: None, source: None }
    }

    /// Adds a detail, which `Display` shows after a colon. It must not hold a secret.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Adds the cause.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(Arc::from(source.into()));
        self
    }

    /// Returns the kind.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns what a person should check first, in words; `None` if there is no usual cause.
    pub fn hint(&self) -> Option<&'static str> {
        Some(match self.kind {
            ErrorKind::Dns => "is the network up, is the region right?",
            ErrorKind::Connect | ErrorKind::Timeout => "is the network up, is a proxy needed?",
            ErrorKind::Proxy => "HTTPS_PROXY, HTTP_PROXY and NO_PROXY",
            _ => return None,
        })
    }

    /// Returns the host of the request, with its port if the address names one.
    pub fn host(&self) -> &str {
        &self.host
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = &self.host;
        match self.kind {
            ErrorKind::Dns => write!(f, "the host name {host} could not be resolved")?,
            ErrorKind::Connect => write!(f, "no connection to {host}")?,
            ErrorKind::Tls => write!(f, "no secure connection to {host}")?,
            ErrorKind::Proxy => write!(f, "the proxy on the way to {host} failed")?,
            ErrorKind::Timeout => write!(f, "no answer from {host} in time")?,
            ErrorKind::Interrupted => {
                write!(f, "the connection to {host} ended before the answer was complete")?;
            }
            ErrorKind::TooLarge => write!(f, "the answer of {host} is too large")?,
            ErrorKind::InvalidRequest => write!(f, "the request to {host} could not be built")?,
            ErrorKind::Other => write!(f, "the request to {host} failed")?,
        }
        match &self.detail {
            Some(detail) => write!(f, ": {detail}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
