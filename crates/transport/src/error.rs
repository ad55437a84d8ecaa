//! Why no reply came: one kind per remedy, always with the host.

use std::{fmt, sync::Arc};

/// What went wrong on the way, grouped by what a person does about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The host name could not be resolved.
    Dns,
    /// No connection: refused, unreachable, reset while connecting.
    Connect,
    /// The TLS handshake failed, or the trusted roots could not be loaded.
    Tls,
    /// The proxy refused or could not be reached.
    Proxy,
    /// A time limit ran out.
    Timeout,
    /// The connection ended before the reply was whole.
    Interrupted,
    /// The reply was longer than the transport takes.
    TooLarge,
    /// The request could not be sent at all: a fault of the caller.
    InvalidRequest,
    /// Anything else.
    Other,
}

/// A request that got no (whole) reply.
///
/// Cheap to clone. Its text names the host, never the path, the query or any header: those may hold secrets.
#[derive(Debug, Clone)]
pub struct Error {
    kind: ErrorKind,
    host: String,
    detail: Option<String>,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// An error of this kind for this host.
    pub fn new(kind: ErrorKind, host: impl Into<String>) -> Self {
        Self { kind, host: host.into(), detail: None, source: None }
    }

    /// Adds what is known in words; shown after a colon. It must hold no secret.
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

    /// What went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What to look at first, in words for a person; `None` where nothing of the usual is to blame.
    pub fn look_at(&self) -> Option<&'static str> {
        Some(match self.kind {
            ErrorKind::Dns => "is the network up, is the region right?",
            ErrorKind::Connect | ErrorKind::Timeout => "is the network up, is a proxy needed?",
            ErrorKind::Proxy => "HTTPS_PROXY, HTTP_PROXY and NO_PROXY",
            _ => return None,
        })
    }

    /// The host that the request was for, with its port where the address names one.
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
