//! tokio as the timer of pauses (feature `tokio`).

use crate::{BoxFuture, Sleep};
use std::time::Duration;

/// Sleeps on the timer of the tokio runtime that polls the future.
///
/// ```
/// use daypass_transport::{Sleep, TokioTimer};
/// use std::time::Duration;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// TokioTimer.sleep(Duration::ZERO).await;
/// # }
/// ```
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::exhaustive_structs, reason = "it has no state")]
pub struct TokioTimer;

impl Sleep for TokioTimer {
    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(time))
    }
}
