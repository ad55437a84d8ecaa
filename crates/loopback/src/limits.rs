//! How much a server takes from whoever connects.

use std::time::Duration;

/// The bounds of a [`Server`](crate::Server). The defaults suit a handful of programs on one machine.
///
/// ```
/// let mut limits = daypass_loopback::Limits::default();
/// limits.connections = 8;
/// limits.head_time = std::time::Duration::from_secs(2);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The longest request line and headers together, in bytes; hyper takes no less than 8 KiB.
    pub head_bytes: usize,
    /// How long a connection may take to say what it wants, and stay idle between two requests.
    pub head_time: Duration,
    /// How long a connection may last in all.
    pub connection_time: Duration,
    /// How many connections there are at once; at least one.
    pub connections: usize,
    /// How long those under way may take to finish when the server stops.
    pub farewell: Duration,
    /// Whether a connection may carry more than one request.
    pub keep_alive: bool,
    /// Whose programs may connect.
    pub peers: Peers,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head_bytes: 8 * 1024,
            head_time: Duration::from_secs(5),
            connection_time: Duration::from_secs(120),
            connections: 128,
            farewell: Duration::from_secs(3),
            keep_alive: true,
            peers: Peers::AllUsers,
        }
    }
}

/// Whose programs may connect. The loopback interface is shared by all users of a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Peers {
    /// Every program on this machine.
    AllUsers,
    /// Programs of the user of this process, and of root; all, where this process is root's. A connection of another
    /// user is closed unheard where the system tells whose it is (Linux, by `/proc/net/tcp`), and served where it does
    /// not.
    SameUser,
}
