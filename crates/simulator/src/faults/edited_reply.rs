//! The parts of a request that a fault reads, and the parts of a reply that it changes.

use crate::{delivery::Delivery, operation::Service};
use daypass_transport::Response;
use std::time::Duration;

/// The parts of a request that a fault reads.
pub(crate) struct FaultyRequest<'a> {
    pub(crate) service: Service,
    pub(crate) request_id: &'a str,
}

/// A reply that faults can change before it is sent.
pub(crate) struct EditedReply {
    pub(crate) response: Response,
    pub(crate) delivery: Delivery,
    /// The time of the `Date` header, since 1970.
    pub(crate) date: Duration,
    /// Whether the reply is held until its release.
    pub(crate) is_held: bool,
}
