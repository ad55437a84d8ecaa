//! The adapter for wiremock: one mock for all requests, which a world answers.

use super::shared::SharedWorld;
use crate::delivery::{Delivery, Ending};
use daypass_transport::Request;
use std::{fmt, sync::Arc, time::SystemTime};
use wiremock::{Respond, ResponseTemplate};

/// A wiremock [`Respond`] over a world, for tests that also use wiremock's expectations.
///
/// Latencies are waited for. Wiremock cannot cut connections: such a reply is an empty `502`, and a body that breaks
/// off or stalls is sent short and complete. The fault `hold` has no effect. Use a [`Server`](crate::Server) for these.
#[derive(Clone)]
pub struct Responder {
    world: SharedWorld,
    now: Arc<dyn Fn() -> SystemTime + Send + Sync>,
}

impl Responder {
    /// Answers from this world at the time that the closure returns.
    pub fn new(world: impl Into<SharedWorld>, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self { world: world.into(), now: Arc::new(now) }
    }
}

impl Respond for Responder {
    fn respond(&self, request: &wiremock::Request) -> ResponseTemplate {
        let mut asked = Request::new(request.body.clone());
        *asked.method_mut() = request.method.clone();
        *asked.headers_mut() = request.headers.clone();
        if let Ok(uri) = request.url.as_str().parse() {
            *asked.uri_mut() = uri;
        }
        let mut response = self.world.lock().handle(&asked, (self.now)());
        let Delivery { held: _, delay, ending } = response.extensions().get().copied().unwrap_or_default();
        match ending {
            Ending::Whole => {}
            Ending::NoReply => return ResponseTemplate::new(502).set_delay(delay),
            Ending::After(bytes) | Ending::Never(bytes) => response.body_mut().truncate(bytes),
        }
        let (head, body) = response.into_parts();
        let template = ResponseTemplate::new(head.status.as_u16()).set_delay(delay).set_body_bytes(body);
        let headers = head.headers.iter().filter(|(name, _)| *name != http::header::CONTENT_LENGTH);
        headers.fold(template, |template, (name, value)| template.insert_header(name, value))
    }
}

impl fmt::Debug for Responder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Responder").field("world", &self.world).finish_non_exhaustive()
    }
}
