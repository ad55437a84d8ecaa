//! The limits of a server: sizes, times, number of connections, and which users may connect.

use std::time::Duration;

/// The limits of a [`Server`](crate::Server). The defaults suit a few programs on one machine.
///
/// ```
/// let mut limits = daypass_loopback::Limits::default();
/// limits.connections = 8;
/// limits.head_time = std::time::Duration::from_secs(2);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The longest request line and headers together, in bytes; hyper needs at least 8 KiB.
    pub head_bytes: usize,
    /// How long a request head may take, and how long a connection may be idle between two requests.
    pub head_time: Duration,
    /// How long a connection may last in total.
    pub connection_time: Duration,
    /// How many connections may be open; at least one.
    pub connections: usize,
    /// How long [`Server::stop`](crate::Server::stop) waits for responses in progress.
    pub stop_time: Duration,
    /// Whether a connection may carry more than one request.
    pub keep_alive: bool,
    /// Which users' programs may connect.
    pub peers: Peers,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head_bytes: 8 * 1024,
            head_time: Duration::from_secs(5),
            connection_time: Duration::from_secs(120),
            connections: 128,
            stop_time: Duration::from_secs(3),
            keep_alive: true,
            peers: Peers::AllUsers,
        }
    }
}

/// Which users' programs may connect: all users of a machine share its loopback interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Peers {
    /// Programs of every user.
    AllUsers,
    /// Programs of this process's user and of root; of every user if this process runs as root.
    ///
    /// A connection of another user is closed before its request is read, if the system tells the user (Linux, by
    /// sock_diag(7) or `/proc/net/tcp`); otherwise it is served.
    SameUser,
}
