//! The delivery of replies that are late, broken or missing; the adapters carry it out.

use std::time::Duration;

/// How to deliver a reply that is not sent at once and whole.
///
/// It is in the extensions of a [`Response`](daypass_transport::Response), so the world needs no socket and no timer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Delivery {
    /// The number of a reply that is held until [`World::release`](crate::World::release).
    pub held: Option<u64>,
    /// The time to wait before the first byte.
    pub delay: Duration,
    /// Where the reply ends.
    pub ending: Ending,
}

/// Where a reply ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Ending {
    /// After the whole reply.
    #[default]
    Whole,
    /// Before its first byte: the connection is closed.
    NoReply,
    /// After this many bytes of a body whose headers promise its full length: the connection is closed.
    After(usize),
    /// Never: after this many bytes of the body nothing more is sent, and the connection stays open.
    Never(usize),
}
