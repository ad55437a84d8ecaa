//! A small HTTP/1.1 server on the loopback interface of this machine, for programs that wait there for a browser
//! (RFC 8252, section 7.3) or answer the other programs of this machine.
//!
//! Everything is bounded by [`Limits`]: the size of a request's head, the time it may take, the time a connection
//! lasts, how many there are. A connection that says nothing never keeps out one that speaks: when the places are
//! full, the oldest connection without a complete head is closed. Bodies of requests are not read.
//!
//! Times are [`std::time::Duration`]s, sizes bytes. [`Listener::bind`] gives the [`std::io::Error`] of the system; nothing
//! else fails. Needs a tokio runtime with its network and timer on; a single-threaded one will do, as long as it is
//! driven. Dropping a [`Server`] closes its port and its connections at once; [`Server::stop`] lets those under way
//! finish.
//!
//! hyper reads and writes the HTTP; no type of hyper is in this API.

mod connections;
mod hand_over;
mod limits;
mod link;
mod listener;
mod peer_user;
mod server;

pub use hand_over::{Handover, hand_over};
pub use limits::{Limits, Peers};
pub use link::Link;
pub use listener::Listener;
pub use server::Server;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
