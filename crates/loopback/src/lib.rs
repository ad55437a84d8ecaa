//! A small HTTP/1.1 server on the loopback interface, for programs that wait for a browser's redirect (RFC 8252,
//! section 7.3) or serve other programs of the machine; there, [`SocketListener`] also serves a unix socket of the user's.
//!
//! [`Limits`] bounds the size and the time of a request head, the lifetime of a connection and the number of
//! connections. Silent connections do not block others: at the limit, the oldest connection without a complete head is
//! closed. Request bodies are not read.
//!
//! Times are [`std::time::Duration`]s, sizes are in bytes. [`Listener::bind`] fails with the system's
//! [`std::io::Error`]; nothing else fails. The crate needs a tokio runtime with network and timer enabled; a
//! single-threaded one is enough while it is driven. Dropping a [`Server`] closes its port and its connections;
//! [`Server::stop`] waits for responses in progress.
//!
//! hyper reads and writes HTTP; no type of hyper is part of this API.

mod connections;
mod hand_over;
mod limits;
mod link;
mod listener;
#[cfg(not(unix))]
mod no_socket;
#[cfg(unix)]
mod own_socket;
mod peer_user;
mod server;
#[cfg(target_os = "linux")]
mod socket_owner;

pub use hand_over::{Handover, hand_over};
pub use limits::{Limits, Peers};
pub use link::Link;
pub use listener::Listener;
#[cfg(not(unix))]
pub use no_socket::SocketListener;
#[cfg(unix)]
pub use own_socket::SocketListener;
pub use server::Server;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
