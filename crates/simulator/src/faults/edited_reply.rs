//! What a fault sees of a request, and what it can change in a reply.

use crate::{delivery::Delivery, operation::Service};
use daypass_transport::Response;
use std::time::Duration;

/// Who was asked.
pub(crate) struct Asked<'a> {
    pub(crate) service: Service,
    pub(crate) request_id: &'a str,
}

/// A reply before it goes out.
pub(crate) struct Spoiled {
    pub(crate) response: Response,
    pub(crate) delivery: Delivery,
    /// For the `Date` header, since 1970.
    pub(crate) date: Duration,
    /// Whether it waits for its release.
    pub(crate) is_held: bool,
}
