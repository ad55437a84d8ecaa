//! The first of several futures, on any executor.

use futures_util::future::{Either, select};
use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
};

/// The result of whichever ends first; the other is dropped. The first is asked first.
pub(crate) async fn first_of<A, B>(a: impl Future<Output = A>, b: impl Future<Output = B>) -> Either<A, B> {
    match select(pin!(a), pin!(b)).await {
        Either::Left((a, _)) => Either::Left(a),
        Either::Right((b, _)) => Either::Right(b),
    }
}

/// Lets the others have a turn.
pub(crate) async fn breathe() {
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
