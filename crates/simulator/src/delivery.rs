//! Replies that come late, broken or not at all: said in the reply, done by the faces.

use std::time::Duration;

/// How a reply is to be handed over, if not at once and whole. It rides in the extensions of a
/// [`Response`](daypass_transport::Response), so that the world itself needs neither sockets nor sleep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Delivery {
    /// The number of a reply that waits until it is released, see [`World::release`](crate::World::release).
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
    /// After so many bytes of the body, whose length the headers give in full: the connection is closed.
    After(usize),
    /// Nowhere: after so many bytes of the body nothing more comes, and the connection stays open.
    Never(usize),
}
