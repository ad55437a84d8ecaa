//! Decides whether tokens may be sent to a configured endpoint: a config file of another user must not choose it.

use crate::{Error, Fault};
use daypass_config_parse::FileKind;
use daypass_transport::Endpoint;
use std::path::{Path, PathBuf};

/// Which config files are not the person's own, and which hosts the person has allowed. By default every file is the
/// person's own, and plain http is allowed to loopback only.
///
/// Endpoints of the environment and of the person's own files are used. An endpoint of another file is used only if its
/// host is allowed: otherwise a checked-out repository could choose where tokens are sent. Plain http beyond loopback
/// needs an allowed host in any case, because everybody on the network path could read the tokens.
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
    /// Returns an error if the endpoint may not be called; `file` is the file that names it, `None` the environment.
    pub(crate) fn check(&self, endpoint: &Endpoint, file: Option<FileKind>) -> Result<(), Error> {
        let is_plain = endpoint.to_string().starts_with("http:");
        if let Some(place) = self.no_overrides.as_ref().or(self.no_plain_http.as_ref().filter(|_| is_plain)) {
            return Err(Error::configuration(format!("{endpoint} may not be called: {place} forbids it")));
        }
        if self.allows(endpoint) {
            return Ok(());
        }
        let host = endpoint.authority();
        if let Some(path) = file.and_then(|file| self.foreign(file)) {
            let message = format!("no token goes to {endpoint}: the file that names it is not your own");
            let fault = Fault::ForeignEndpoint { host: host.to_owned() };
            return Err(Error::configuration(message)
                .with_fault(fault)
                .with_fact("file", path.display().to_string()));
        }
        if endpoint.is_exposed() {
            let message =
                format!("no token goes to {endpoint}: without TLS everybody on the way could read it");
            return Err(
                Error::configuration(message).with_fault(Fault::ForeignEndpoint { host: host.to_owned() })
            );
        }
        Ok(())
    }

    fn allows(&self, endpoint: &Endpoint) -> bool {
        self.allowed.iter().any(|host| {
            host.eq_ignore_ascii_case(endpoint.authority()) || host.eq_ignore_ascii_case(endpoint.host())
        })
    }

    fn foreign(&self, file: FileKind) -> Option<&Path> {
        match file {
            FileKind::Credentials => self.foreign_credentials.as_deref(),
            _ => self.foreign_config.as_deref(),
        }
    }
}
