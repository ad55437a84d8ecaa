//! A relay for container credentials: it listens on 127.0.0.1 inside a container, a sandbox or a network namespace, and
//! hands requests to an endpoint outside, such as `daypass serve`.
//!
//! No AWS SDK speaks to a unix socket, and over plain http all of them accept 127.0.0.1 alone. So something has to listen
//! there, and this is as little of it as can be: the standard library and nothing else, a thread for each client.
//!
//! [`Options`] say where the endpoint is: at a mounted unix socket, at a forwarded port, or at the other end of standard input
//! and output, where a second relay answers; and for whom the relay listens: for all programs at a port, or for one command,
//! which it becomes. [`Options::start`] does it.
//!
//! - A head has at most 8 KiB and 5 s, an answer 64 KiB and 10 s; 128 clients at once, of which the oldest without a whole
//!   head makes room. A connection carries one request.
//! - What an SDK does not send is refused: methods but GET, foreign names in Host, headers of browsers and proxies, bodies,
//!   requests behind a request.
//! - The relay ends half a second after the process that it serves, also where that one is killed.
//! - It logs nothing. Paths and tokens are in no type that can be printed.
//!
//! Times are [`std::time::Duration`]s. Everything fails with an [`Error`] in a sentence. The functions block; nothing is
//! async, so nothing can be cancelled.
//!
//! Sources: "Container credential provider" in the AWS SDKs and Tools Reference Guide; RFC 9112.

#[cfg(unix)]
mod address_file;
mod answer;
mod clients;
#[cfg(unix)]
mod command;
mod error;
mod frames;
mod listen;
mod options;
mod own_process;
mod reply;
mod request;
mod start;
#[cfg(unix)]
mod trusted_socket;
mod upstream;

pub use error::Error;

pub use options::Options;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
