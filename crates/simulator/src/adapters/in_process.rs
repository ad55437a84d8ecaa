//! The adapter without sockets: a transport that passes requests to a world.

use super::shared::SharedWorld;
use crate::delivery::{Delivery, Ending};
use daypass_transport::{BoxFuture, Error, ErrorKind, Request, Response, Sleep, Transport};
use std::{
    fmt,
    future::poll_fn,
    sync::Arc,
    task::Poll,
    time::{Duration, SystemTime},
};

type Now = dyn Fn() -> SystemTime + Send + Sync;

/// A [`Transport`] over a world in the same process.
#[derive(Clone)]
pub struct InProcess {
    world: SharedWorld,
    now: Arc<Now>,
    sleep: Option<Arc<dyn Sleep>>,
}

impl InProcess {
    /// Passes requests to this world at the time that the closure returns.
    pub fn new(world: impl Into<SharedWorld>, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self { world: world.into(), now: Arc::new(now), sleep: None }
    }

    /// Sets the timer for latencies, which take no time without one.
    #[must_use]
    pub fn with_sleep(mut self, sleep: Arc<dyn Sleep>) -> Self {
        self.sleep = Some(sleep);
        self
    }

    /// Waits until a held reply is released; other tasks run meanwhile.
    async fn released(&self, number: u64) {
        poll_fn(|context| {
            if self.world.lock().is_held(number) {
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            Poll::Ready(())
        })
        .await;
    }

    /// Returns the world.
    pub fn world(&self) -> SharedWorld {
        self.world.clone()
    }
}

impl Transport for InProcess {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        Box::pin(async move {
            let host = request.uri().host().unwrap_or_default().to_owned();
            let response = self.world.lock().handle(&request, (self.now)());
            let Delivery { held, delay, ending } = response.extensions().get().copied().unwrap_or_default();
            if let Some(number) = held {
                self.released(number).await;
            }
            if let (Some(sleep), true) = (&self.sleep, delay > Duration::ZERO) {
                sleep.sleep(delay).await;
            }
            match ending {
                Ending::Whole => Ok(response),
                Ending::Never(_) => std::future::pending().await,
                Ending::NoReply | Ending::After(_) => Err(Error::new(ErrorKind::Interrupted, host)),
            }
        })
    }
}

impl fmt::Debug for InProcess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InProcess").field("world", &self.world).finish_non_exhaustive()
    }
}
