//! Why an endpoint cannot be lent, a sentence for each.

use std::{error, fmt, io};

/// Why an endpoint cannot be lent to a host.
#[derive(Debug)]
pub struct Error(Why);

#[derive(Debug)]
pub(crate) enum Why {
    NotAHost(String),
    NotPlain(&'static str),
    NoConnection(String),
    NoFolder(String),
    PortTaken(String, u16),
    NoForward(String),
    NoRelay(String),
    NotWritten(String),
    Ssh(io::Error),
}

impl From<Why> for Error {
    fn from(why: Why) -> Self {
        Self(why)
    }
}

impl Error {
    /// Says whether the command line is wrong.
    pub fn is_usage(&self) -> bool {
        matches!(self.0, Why::NotAHost(_))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Why::NotAHost(text) => write!(f, "{text:?} is no host for ssh"),
            Why::NotPlain(what) => write!(f, "{what} has a character that a shell could interpret"),
            Why::NoConnection(host) => write!(f, "ssh does not get to {host}"),
            Why::NoFolder(host) => write!(f, "{host} has no place for a private folder (mktemp -d)"),
            Why::PortTaken(host, port) => write!(
                f,
                "127.0.0.1:{port} on {host} cannot be had: another program there has it, or PermitListen of its sshd_config lacks it"
            ),
            Why::NoForward(host) => write!(
                f,
                "the server of {host} forwards neither a port nor a socket: AllowTcpForwarding, AllowStreamLocalForwarding or \
                 DisableForwarding of its sshd_config is in the way"
            ),
            Why::NoRelay(host) => write!(
                f,
                "the server of {host} forwards no port (AllowTcpForwarding or PermitListen of its sshd_config), and its socket needs \
                 daypass-relay there"
            ),
            Why::NotWritten(host) => write!(f, "the variables cannot be written on {host}"),
            Why::Ssh(_) => f.write_str("ssh cannot be started"),
        }
    }
}

impl error::Error for Error {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        if let Why::Ssh(error) = &self.0 { Some(error) } else { None }
    }
}
