//! Whose word about endpoints counts: an endpoint gets tokens, so a file of somebody else's may not choose it.

use crate::{Error, Fault};
use daypass_config_parse::FileKind;
use daypass_transport::Endpoint;
use std::path::{Path, PathBuf};

/// Which config files are not the person's own, and which hosts the person has allowed. Empty by default: every file is
/// the person's own, and plain http goes to loopback alone.
///
/// What the environment or the person's own files say of endpoints is obeyed. What another file says is not, until
/// its host is allowed: a checkout that somebody stands in would choose where the person's tokens go. The same goes for
/// plain http beyond loopback, whoever says it, for there everybody on the way reads the tokens.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a record of inputs, built with `..Default::default()`")]
pub struct Trust {
    /// The config file, where it is not the person's own.
    pub foreign_config: Option<PathBuf>,
    /// The credentials file, where it is not the person's own.
    pub foreign_credentials: Option<PathBuf>,
    /// Hosts that are allowed, each as `host` or `host:port`.
    pub allowed: Vec<String>,
    /// Who forbids endpoints other than AWS's own, if somebody does: a place as a message names it.
    pub no_overrides: Option<String>,
    /// Who forbids plain http, if somebody does.
    pub no_plain_http: Option<String>,
}

impl Trust {
    /// Whether an endpoint may be called that stands in this file; `None` for one of the environment.
    pub(crate) fn judge(&self, endpoint: &Endpoint, file: Option<FileKind>) -> Result<(), Error> {
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
