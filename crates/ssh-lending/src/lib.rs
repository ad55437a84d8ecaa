//! Lends a credentials endpoint of this machine to a host that OpenSSH reaches.
//!
//! 1. [`Lending::prepare`] opens one shared connection, has a private folder made on the host, and tries what the server allows:
//!    a port of the host's 127.0.0.1, and where that is refused a unix socket, behind which a relay on the host listens.
//! 2. The variables go to the host by standard input, into a file of mode 0600 in that folder. No secret is in an argument,
//!    here or there.
//! 3. It returns the words of the `ssh` that runs the command. That connection has the forward; where somebody has
//!    taken the port in between, ssh ends before the command begins and the file is removed unread.
//!
//! The address is always the literal `127.0.0.1`: sshd binds `localhost` to `::1` alone where another user holds the port, and
//! an SDK would then ask that user. The command's script removes the folder, and so does the host by itself after a minute.
//!
//! The crate starts no process: ssh is asked through a function ([`AskSsh`]). Everything fails with an [`Error`], a sentence
//! for each refusal. Nothing is async.
//!
//! Sources: ssh(1), sshd_config(5) of OpenSSH 9.2, and what its server did (docs/ssh.md).

mod error;
mod host;
mod lending;
mod script;
mod sockets;

pub use error::Error;
pub use host::RemoteHost;
pub use lending::{AskSsh, Lending, Local, SshAnswer};
pub use sockets::folder_of_sockets;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
