//! The calls in flight and a stopwatch, both without a runtime.

use daypass_sso_types::Clock;
use daypass_transport::BoxFuture;
use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
    time::{Duration, SystemTime},
};

/// Concurrent futures, a few dozen at most: when one wakes, all are polled.
pub(super) struct InFlight<'a, T>(Vec<BoxFuture<'a, T>>);

impl<'a, T> InFlight<'a, T> {
    pub(super) fn new() -> Self {
        Self(Vec::new())
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn start(&mut self, future: impl Future<Output = T> + Send + 'a) {
        self.0.push(Box::pin(future));
    }

    /// Waits for the next future to complete; `None` if `wait` completes first.
    pub(super) async fn next(&mut self, wait: impl Future<Output = ()>) -> Option<T> {
        let mut wait = pin!(wait);
        poll_fn(|context| {
            for at in 0..self.0.len() {
                let Some(future) = self.0.get_mut(at) else { break };
                if let Poll::Ready(output) = future.as_mut().poll(context) {
                    // `remove` keeps the order of start: the pace is measured between one refusal and the next.
                    drop(self.0.remove(at));
                    return Poll::Ready(Some(output));
                }
            }
            wait.as_mut().poll(context).map(|()| None)
        })
        .await
    }
}

/// Measures time by a clock that may be set: a jump back counts as no time, a jump forward counts once.
pub(super) struct Stopwatch<'a> {
    clock: &'a dyn Clock,
    last: SystemTime,
    elapsed: Duration,
}

impl<'a> Stopwatch<'a> {
    pub(super) fn new(clock: &'a dyn Clock) -> Self {
        Self { clock, last: clock.now(), elapsed: Duration::ZERO }
    }

    pub(super) fn read(&mut self) -> Duration {
        let now = self.clock.now();
        self.elapsed += now.duration_since(self.last).unwrap_or_default();
        self.last = now;
        self.elapsed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{sync::Mutex, time::UNIX_EPOCH};

    #[test]
    fn a_clock_that_is_set_back_counts_no_time() {
        let time = Mutex::new(1000);
        let clock = || UNIX_EPOCH + Duration::from_secs(*time.lock().expect("one thread"));
        let mut watch = Stopwatch::new(&clock);
        for (at, expected) in [(1001, 1), (1, 1), (2, 2), (4, 4)] {
            *time.lock().expect("one thread") = at;
            assert_eq!(watch.read(), Duration::from_secs(expected), "{at}");
        }
    }
}
