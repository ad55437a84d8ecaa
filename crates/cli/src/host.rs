//! This machine as the libraries want it: its clock, its entropy, its timer, its network.

use crate::format::time;
use daypass_sso_types::Clock as _;
use daypass_terminal::Terminal;
use daypass_transport::{BoxFuture, Error, Request, Response, Sleep, Transport, clock_skew};
use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, SystemTime},
};

/// The time of day.
#[expect(clippy::disallowed_methods, reason = "the one reading of the clock")]
pub(crate) fn now() -> SystemTime {
    SystemTime::now()
}

/// Waits without a runtime.
#[expect(clippy::disallowed_methods, reason = "the one place that blocks for a while")]
pub(crate) fn pause(time: Duration) {
    std::thread::sleep(time);
}

/// Random bytes from the operating system. Without them no sign-in is safe, and nothing can stand in for them.
pub(crate) fn entropy(buffer: &mut [u8]) {
    getrandom::fill(buffer).expect("the operating system gives random bytes");
}

/// The runtime's timer.
#[derive(Debug)]
pub(crate) struct Timer;

impl Sleep for Timer {
    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(time))
    }
}

/// How far AWS's clock is ahead of this machine's, in seconds, by the last answer that told.
#[derive(Debug, Default)]
pub(crate) struct Skew(AtomicI64);

impl Skew {
    /// Less is what slow answers and coarse headers make.
    const TOLERANCE: u64 = 60;

    fn learn(&self, response: &Response) {
        if let Some(seconds) = clock_skew(response, now()) {
            self.0.store(seconds, Ordering::Relaxed);
        }
    }

    /// What to say of it, where there is anything.
    pub(crate) fn words(&self) -> Option<String> {
        let skew = self.0.load(Ordering::Relaxed);
        let by = Duration::from_secs(skew.unsigned_abs());
        let side = if skew > 0 { "behind" } else { "ahead of" };
        (by.as_secs() > Self::TOLERANCE)
            .then(|| format!("this machine's clock is {} {side} AWS's; set it right first", time::span(by)))
    }
}

/// A transport that logs each call at `-vv`: method, host, path, status, time; never headers, queries or bodies.
pub(crate) struct Logged {
    inner: Arc<dyn Transport>,
    ui: Arc<Terminal>,
    skew: Arc<Skew>,
}

impl Logged {
    /// Logs what this transport does.
    pub(crate) fn new(inner: Arc<dyn Transport>, ui: Arc<Terminal>, skew: Arc<Skew>) -> Self {
        Self { inner, ui, skew }
    }
}

impl std::fmt::Debug for Logged {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Logged")
    }
}

impl Transport for Logged {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        Box::pin(async move {
            let uri = request.uri();
            let call = format!("{} {}{}", request.method(), uri.host().unwrap_or_default(), uri.path());
            let start = now.now();
            let result = self.inner.send(request).await;
            let took = now.now().duration_since(start).unwrap_or_default().as_millis();
            match &result {
                Ok(response) => {
                    self.skew.learn(response);
                    self.ui.log(2, format!("{call} → {} in {took} ms", response.status().as_u16()));
                }
                Err(error) => self.ui.log(2, format!("{call} → {error} in {took} ms")),
            }
            result
        })
    }
}
