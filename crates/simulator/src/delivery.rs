//! Replies that come late, broken or not at all: said in the reply, done by the faces.

use crate::faults::Effect;
use daypass_transport::Response;
use std::time::Duration;

/// How a reply is to be handed over, if not at once and whole. It rides in the extensions of a
/// [`Response`](daypass_transport::Response), so that the world itself needs neither sockets nor sleep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Delivery {
    /// Wait so long before the first byte.
    pub delay: Duration,
    /// Where the connection ends.
    pub ending: Ending,
}

/// Where the connection ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Ending {
    /// After the whole reply.
    #[default]
    Whole,
    /// Before the first byte of it.
    NoReply,
    /// After so many bytes of the body, whose length the headers give in full.
    After(usize),
}

/// What a fault does to a reply that is otherwise there.
pub(crate) fn spoil(effect: Effect, response: &mut Response, delivery: &mut Delivery, date: &mut Duration) {
    match effect {
        Effect::Drop | Effect::LoseReply => delivery.ending = Ending::NoReply,
        Effect::Truncate(bytes) => {
            let length = response.body().len();
            delivery.ending = Ending::After(bytes.unwrap_or(length / 2).min(length.saturating_sub(1)));
        }
        Effect::NoErrorType => {
            response.headers_mut().remove("x-amzn-errortype");
        }
        Effect::DateSkew(seconds) => {
            let skew = Duration::from_secs(seconds.unsigned_abs());
            *date = if seconds < 0 { date.saturating_sub(skew) } else { date.saturating_add(skew) };
        }
        Effect::Latency(milliseconds) => delivery.delay += Duration::from_millis(milliseconds),
        Effect::Named(_)
        | Effect::Throttle(_)
        | Effect::Status(_)
        | Effect::Html
        | Effect::Redirect
        | Effect::Malformed
        | Effect::Empty => {}
    }
}
