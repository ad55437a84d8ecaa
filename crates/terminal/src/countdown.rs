//! Shows the time left while a future runs.

use crate::{Terminal, Text, raw_mode::discard_typed};
use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
    time::Duration,
};

/// Runs a future and shows `what` with the time left, redrawn each second on a terminal.
///
/// The caller has the clock: `left` returns the time left, `second` completes after about a second. Dropping the
/// returned future drops `future` and leaves the line on the screen; [`Terminal::end_progress`] clears it.
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
                // Keys typed during the wait must not answer the next question.
                discard_typed();
            }
            return value;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TerminalOptions;
    use std::{cell::Cell, future::ready, task::Context};

    #[test]
    fn the_countdown_ends_with_its_future() {
        let (terminal, polls) = (Terminal::new(TerminalOptions::default()), Cell::new(0));
        let slow = poll_fn(|_| {
            polls.set(polls.get() + 1);
            if polls.get() < 5 { Poll::Pending } else { Poll::Ready("done") }
        });
        let waiting = with_countdown(&terminal, "Waiting", || Duration::from_secs(61), || ready(()), slow);
        let ended = pin!(waiting).poll(&mut Context::from_waker(std::task::Waker::noop()));
        assert_eq!((ended, polls.get()), (Poll::Ready("done"), 5));
    }
}
