//! Decides which configured endpoints may be called: a config file of another user must not choose where tokens go.

use crate::Endpoint;
use std::{
    fmt,
    path::{Path, PathBuf},
};

/// Which config files are not the person's own, and which hosts the person has allowed. By default every file is the
/// person's own, and plain http is allowed to loopback only.
///
/// Endpoints of the environment and of the person's own files are used. An endpoint of another file is used only if its
/// host is allowed: otherwise a checked-out repository could choose where tokens are sent. Plain http beyond loopback
/// needs an allowed host in any case, because everybody on the network path could read the tokens.
///
/// ```
/// use daypass_transport::{Endpoint, Trust};
/// use std::path::Path;
///
/// let trust = Trust { allowed: vec!["sso.internal".to_owned()], ..Trust::default() };
/// let foreign = Some(Path::new("/src/app/config"));
/// let is_called = |url: &str, file| Endpoint::custom(url).map(|endpoint| trust.check(&endpoint, file).is_ok());
/// assert_eq!(is_called("https://evil.example", None), Ok(true));
/// assert_eq!(is_called("https://evil.example", foreign), Ok(false));
/// assert_eq!(is_called("https://sso.internal", foreign), Ok(true));
/// assert_eq!(is_called("http://10.0.0.1:4566", None), Ok(false));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a record of inputs, built with `..Default::default()`")]
pub struct Trust {
    /// The path of the config file, if it is not the person's own.
    pub foreign_config: Option<PathBuf>,
    /// The path of the credentials file, if it is not the person's own.
    pub foreign_credentials: Option<PathBuf>,
    /// The allowed hosts, each as `host` or `host:port`.
    pub allowed: Vec<String>,
    /// The place that forbids endpoints other than AWS's own, as messages name it; `None` if they are allowed.
    pub no_overrides: Option<String>,
    /// The place that forbids plain http, as messages name it; `None` if it is allowed.
    pub no_plain_http: Option<String>,
}

impl Trust {
    /// Checks that a configured endpoint may be called; `foreign` is the file that names it, if that is not the person's
    /// own.
    ///
    /// # Errors
    /// Why no token may go there.
    pub fn check(&self, endpoint: &Endpoint, foreign: Option<&Path>) -> Result<(), Distrust> {
        let is_plain = endpoint.to_string().starts_with("http:");
        let refused = |why| Err(Distrust { endpoint: endpoint.clone(), why });
        match (self.no_overrides.as_ref().or(self.no_plain_http.as_ref().filter(|_| is_plain)), foreign) {
            (Some(place), _) => refused(Why::Forbidden(place.clone())),
            _ if self.allows(endpoint) => Ok(()),
            (None, Some(file)) => refused(Why::Foreign(file.to_owned())),
            (None, None) if endpoint.is_exposed() => refused(Why::Exposed),
            (None, None) => Ok(()),
        }
    }

    /// Whether the person has allowed the host of an endpoint.
    pub fn allows(&self, endpoint: &Endpoint) -> bool {
        self.allowed.iter().any(|host| {
            host.eq_ignore_ascii_case(endpoint.authority()) || host.eq_ignore_ascii_case(endpoint.host())
        })
    }
}

/// Why no token may go to a configured endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Distrust {
    endpoint: Endpoint,
    why: Why,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Why {
    Forbidden(String),
    Foreign(PathBuf),
    Exposed,
}

impl Distrust {
    /// Returns the file that names the endpoint, if it is not the person's own.
    pub fn file(&self) -> Option<&Path> {
        match &self.why {
            Why::Foreign(file) => Some(file),
            _ => None,
        }
    }

    /// Returns the host that the person can allow, with its port if one is given; `None` if that is forbidden.
    pub fn host(&self) -> Option<&str> {
        (!matches!(self.why, Why::Forbidden(_))).then_some(self.endpoint.authority())
    }
}

impl fmt::Display for Distrust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let endpoint = &self.endpoint;
        match &self.why {
            Why::Forbidden(place) => write!(f, "{endpoint} may not be called: {place} forbids it"),
            Why::Foreign(_) => {
                write!(f, "no token goes to {endpoint}: the file that names it is not your own")
            }
            Why::Exposed => {
                write!(f, "no token goes to {endpoint}: without TLS everybody on the way could read it")
            }
        }
    }
}

impl std::error::Error for Distrust {}
