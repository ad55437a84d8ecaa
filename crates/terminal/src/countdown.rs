//! A wait that shows that it is one: the time left, redrawn each second where there is a terminal.

use crate::{Terminal, Text, raw_mode::forget_typed};
use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
    time::Duration,
};

/// Runs a future, and shows `what` with the time that is left while it runs.
///
/// The caller has the clock: `left` says what is left now, `second` ends after about a second. Dropping the returned
/// future drops the one that runs and leaves the line on the screen; [`Terminal::end_progress`] takes it away.
pub async fn with_countdown<T, S: Future<Output = ()>>(
    terminal: &Terminal,
    what: impl Into<Text>,
    left: impl Fn() -> Duration,
    second: impl Fn() -> S,
    future: impl Future<Output = T>,
) -> T {
    let (what, mut future) = (what.into(), pin!(future));
    loop {
        let left = left().as_secs();
        terminal.progress(what.clone() + format!(" · {}:{:02} left", left / 60, left % 60));
        let mut second = pin!(second());
        let ended = poll_fn(|context| match future.as_mut().poll(context) {
            Poll::Ready(value) => Poll::Ready(Some(value)),
            Poll::Pending => second.as_mut().poll(context).map(|()| None),
        });
        if let Some(value) = ended.await {
            terminal.end_progress();
            if terminal.prompts() {
                // Keys struck while nothing was asked answer nothing.
                forget_typed();
            }
            return value;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Options;
    use std::{cell::Cell, future::ready, task::Context};

    #[test]
    fn it_ends_with_the_future_however_many_seconds_that_takes() {
        let (terminal, polls) = (Terminal::new(Options::default()), Cell::new(0));
        let slow = poll_fn(|_| {
            polls.set(polls.get() + 1);
            if polls.get() < 5 { Poll::Pending } else { Poll::Ready("done") }
        });
        let waiting = with_countdown(&terminal, "Waiting", || Duration::from_secs(61), || ready(()), slow);
        let ended = pin!(waiting).poll(&mut Context::from_waker(std::task::Waker::noop()));
        assert_eq!((ended, polls.get()), (Poll::Ready("done"), 5));
    }
}
