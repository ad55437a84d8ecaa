//! Finds out what the server allows, and hands the secrets over.

use crate::{
    error::{Error, Why},
    host::RemoteHost,
    script::{self, FIND, Found, RUN, SOCKET, is_plain},
};
use std::{ffi::OsString, io, path::PathBuf};

/// How many ports are tried before the server is taken to refuse all.
const PORTS: usize = 3;

/// Runs `ssh` with these words and this standard input, its messages and questions on the person's terminal.
pub type AskSsh<'a> = dyn FnMut(&[OsString], &str) -> io::Result<SshAnswer> + 'a;

/// What ssh answered.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a record of inputs")]
pub struct SshAnswer {
    /// Whether its exit code is 0.
    pub is_success: bool,
    /// Its standard output.
    pub stdout: String,
}

/// The endpoint on this machine.
#[derive(Clone)]
#[expect(clippy::exhaustive_structs, reason = "a record of inputs")]
pub struct Local {
    /// The port of the endpoint on 127.0.0.1.
    pub port: u16,
    /// The unix socket of the endpoint.
    pub socket: PathBuf,
    /// A path for the socket of ssh's shared connection, in a folder of the person's alone.
    pub control: PathBuf,
    /// The path of the endpoint's address, a secret.
    pub path: String,
    /// Other variables for the command: the token, the region.
    pub variables: Vec<(String, String)>,
}

/// Hides the secrets.
impl std::fmt::Debug for Local {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Local").field("port", &self.port).finish_non_exhaustive()
    }
}

/// An endpoint, a host and a command there.
#[derive(Debug, Clone)]
pub struct Lending {
    host: RemoteHost,
    local: Local,
    command: Vec<String>,
    options: Vec<OsString>,
    port: Option<u16>,
    has_terminal: bool,
}

/// What the server allows.
enum Way {
    Port(u16),
    Socket(String),
}

impl Lending {
    /// Creates a lending; an empty command is a login shell.
    pub fn new(host: RemoteHost, local: Local, command: Vec<String>) -> Self {
        Self { host, local, command, options: Vec::new(), port: None, has_terminal: false }
    }

    /// Adds words for ssh, such as `-p 2222`.
    #[must_use]
    pub fn with_options(self, options: Vec<OsString>) -> Self {
        Self { options, ..self }
    }

    /// Takes this port of the host, and no other.
    #[must_use]
    pub fn at_port(self, port: Option<u16>) -> Self {
        Self { port, ..self }
    }

    /// Asks for a terminal on the host.
    #[must_use]
    pub fn with_terminal(self, has_terminal: bool) -> Self {
        Self { has_terminal, ..self }
    }

    /// Hands the variables over and returns the words of the `ssh` that runs the command. `ports` draws ports of the host, from
    /// 1024 up. The shared connection is closed again.
    ///
    /// # Errors
    /// There is no connection, the server allows no forward, or the host has no place for the variables; then nothing stays there.
    pub fn prepare(
        &self,
        ssh: &mut AskSsh<'_>,
        ports: &mut dyn FnMut() -> u16,
    ) -> Result<Vec<OsString>, Error> {
        let values = self.local.variables.iter().flat_map(|(name, value)| [name, value]);
        if !values.chain([&self.local.path]).all(|text| is_plain(text)) {
            return Err(Why::NotPlain("a variable").into());
        }
        let master = ["-M", "-o", "ControlPersist=20"].map(OsString::from);
        let found = ssh(&self.shared(&master, Some("sh -s")), FIND).map_err(Why::Ssh)?;
        let prepared = match Found::read(&found.stdout) {
            _ if !found.is_success && found.stdout.is_empty() => {
                Err(Why::NoConnection(self.host.to_string()).into())
            }
            None => Err(Why::NoFolder(self.host.to_string()).into()),
            Some(found) => self.prepare_in(&found, ssh, ports).inspect_err(|_| {
                // It is private and empty.
                drop(ssh(&self.shared(&[], Some("sh -s")), &script::removed(&found.folder)));
            }),
        };
        drop(ssh(&self.shared(&["-O".into(), "exit".into()], None), ""));
        prepared
    }

    fn prepare_in(
        &self,
        found: &Found,
        ssh: &mut AskSsh<'_>,
        ports: &mut dyn FnMut() -> u16,
    ) -> Result<Vec<OsString>, Error> {
        let way = self.way(found, ssh, ports)?;
        let mut variables = self.local.variables.clone();
        let (text, forward) = match &way {
            Way::Port(port) => {
                let uri = format!("http://127.0.0.1:{port}{}", self.local.path);
                variables.push(("AWS_CONTAINER_CREDENTIALS_FULL_URI".to_owned(), uri));
                (script::behind_port(&found.folder, &variables, &self.command), self.of_port(*port))
            }
            Way::Socket(relay) => {
                // The relay has a path of its own, and the socket wants no token.
                variables.retain(|(name, _)| !name.contains("TOKEN"));
                let text = script::behind_socket(&found.folder, relay, &variables, &self.command);
                (text, self.of_socket(&found.folder, SOCKET))
            }
        };
        let written = ssh(&self.shared(&[], Some("sh -s")), &text).map_err(Why::Ssh)?;
        if !written.is_success {
            return Err(Why::NotWritten(self.host.to_string()).into());
        }
        let mut words = self.options.clone();
        let own = ["ControlMaster=no", "ControlPath=none", "ExitOnForwardFailure=yes"];
        words.extend(own.iter().flat_map(|option| ["-o".into(), option.into()]));
        words.extend(["-R".into(), forward]);
        words.extend(self.has_terminal.then(|| "-t".into()));
        words.extend([self.host.as_str().into(), format!("sh '{}/{RUN}'", found.folder).into()]);
        Ok(words)
    }

    /// Tries a port, and then a socket, on the shared connection; what is tried is cancelled again.
    fn way(&self, found: &Found, ssh: &mut AskSsh<'_>, ports: &mut dyn FnMut() -> u16) -> Result<Way, Error> {
        let mut is_allowed = |forward: OsString| -> Result<bool, Error> {
            let mut words = |verb: &str| {
                let words = ["-O".into(), verb.into(), "-R".into(), forward.clone()];
                ssh(&self.shared(&words, None), "").map_err(Why::Ssh)
            };
            let is_allowed = words("forward")?.is_success;
            if is_allowed {
                words("cancel")?;
            }
            Ok(is_allowed)
        };
        let tried: Vec<_> = match self.port {
            Some(port) => vec![port],
            None => (0..PORTS).map(|_| ports()).collect(),
        };
        for port in tried {
            if is_allowed(self.of_port(port))? {
                return Ok(Way::Port(port));
            }
        }
        let host = self.host.to_string();
        if let Some(port) = self.port {
            return Err(Why::PortTaken(host, port).into());
        }
        match (is_allowed(self.of_socket(&found.folder, "probe.sock"))?, &found.relay) {
            (true, Some(relay)) => Ok(Way::Socket(relay.clone())),
            (true, None) => Err(Why::NoRelay(host).into()),
            (false, _) => Err(Why::NoForward(host).into()),
        }
    }

    fn of_port(&self, port: u16) -> OsString {
        format!("127.0.0.1:{port}:127.0.0.1:{}", self.local.port).into()
    }

    fn of_socket(&self, folder: &str, name: &str) -> OsString {
        let mut forward = OsString::from(format!("{folder}/{name}:"));
        forward.push(&self.local.socket);
        forward
    }

    /// Words for the shared connection.
    fn shared(&self, more: &[OsString], command: Option<&str>) -> Vec<OsString> {
        let mut words = self.options.clone();
        words.extend(["-S".into(), self.local.control.clone().into_os_string()]);
        words.extend(more.iter().cloned());
        words.push(self.host.as_str().into());
        words.extend(command.map(Into::into));
        words
    }
}

#[cfg(test)]
mod tests;
