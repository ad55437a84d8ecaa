//! Waits for the first of two futures, on any executor.

#[cfg(feature = "browser")]
use daypass_sso_types::Clock;
#[cfg(feature = "browser")]
use daypass_transport::Caller;
use futures_util::future::{Either, select};
#[cfg(feature = "browser")]
use std::time::SystemTime;
use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
};

/// Returns the result of the future that completes first and drops the other one; polls `a` before `b`.
pub(crate) async fn first_of<A, B>(a: impl Future<Output = A>, b: impl Future<Output = B>) -> Either<A, B> {
    match select(pin!(a), pin!(b)).await {
        Either::Left((a, _)) => Either::Left(a),
        Either::Right((b, _)) => Either::Right(b),
    }
}

/// Returns `Pending` once, so that the executor can poll other futures.
pub(crate) async fn yield_once() {
    let mut is_due = false;
    poll_fn(|context| {
        if std::mem::replace(&mut is_due, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// Sleeps until this time by the clock.
#[cfg(feature = "browser")]
pub(crate) async fn until(caller: &Caller, clock: &dyn Clock, deadline: SystemTime) {
    while let Ok(left) = deadline.duration_since(clock.now())
        && !left.is_zero()
    {
        caller.sleep(left).await;
    }
}
