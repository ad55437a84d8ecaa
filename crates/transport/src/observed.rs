//! A transport that reports each call to an observer, for logs.

use crate::{BoxFuture, Error, Request, Response, Transport, clock_skew};
use daypass_sso_types::Clock;
use std::{fmt, sync::Arc, time::Duration};

/// A call that has ended. `Display` is a line for a log, without headers, queries and bodies, which may hold secrets.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct FinishedCall {
    /// Method, host and path.
    pub request: String,
    /// The time from sending to the end of the reply.
    pub duration: Duration,
    /// The HTTP status, or why no reply came.
    pub outcome: Result<u16, Error>,
    /// How many seconds the server's clock is ahead of the local clock, if the reply has a `Date`; see [`clock_skew`].
    pub clock_skew: Option<i64>,
}

impl fmt::Display for FinishedCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (request, duration) = (&self.request, self.duration.as_millis());
        match &self.outcome {
            Ok(status) => write!(f, "{request} → {status} in {duration} ms"),
            Err(error) => write!(f, "{request} → {error} in {duration} ms"),
        }
    }
}

/// Sends requests through another transport, and reports each call when it ends. A call whose future is dropped is not
/// reported.
///
/// ```
/// use daypass_transport::{Observed, Request, Response, Transport};
/// use std::{sync::{Arc, Mutex}, time::SystemTime};
///
/// let lines = Arc::new(Mutex::new(Vec::new()));
/// let log = Arc::clone(&lines);
/// let inner = |_: Request| async { Ok(Response::new(Vec::new())) };
/// let transport = Observed::new(Arc::new(inner), Arc::new(|| SystemTime::UNIX_EPOCH), move |call| {
///     log.lock().expect("not poisoned").push(call.to_string());
/// });
/// let request = http::Request::builder().uri("https://example.com/token?secret=1").body(Vec::new())?;
/// # futures_lite(transport.send(request));
/// # fn futures_lite<T>(future: impl Future<Output = T>) {
/// #     let mut future = std::pin::pin!(future);
/// #     let mut context = std::task::Context::from_waker(std::task::Waker::noop());
/// #     assert!(future.as_mut().poll(&mut context).is_ready());
/// # }
/// // ... and when it has been awaited:
/// assert_eq!(*lines.lock().expect("not poisoned"), ["GET example.com/token → 200 in 0 ms"]);
/// # Ok::<(), http::Error>(())
/// ```
pub struct Observed<F> {
    inner: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    observer: F,
}

impl<F> fmt::Debug for Observed<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Observed")
    }
}

impl<F: Fn(&FinishedCall) + Send + Sync> Observed<F> {
    /// Reports the calls of `inner` to `observer`, with durations by `clock`.
    pub fn new(inner: Arc<dyn Transport>, clock: Arc<dyn Clock>, observer: F) -> Self {
        Self { inner, clock, observer }
    }
}

impl<F: Fn(&FinishedCall) + Send + Sync> Transport for Observed<F> {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        Box::pin(async move {
            let uri = request.uri();
            let label = format!("{} {}{}", request.method(), uri.host().unwrap_or_default(), uri.path());
            let start = self.clock.now();
            let result = self.inner.send(request).await;
            let now = self.clock.now();
            (self.observer)(&FinishedCall {
                request: label,
                duration: now.duration_since(start).unwrap_or_default(),
                outcome: result.as_ref().map(|response| response.status().as_u16()).map_err(Error::clone),
                clock_skew: result.as_ref().ok().and_then(|response| clock_skew(response, now)),
            });
            result
        })
    }
}
