//! The waits between attempts at what another process holds.

use std::time::Duration;

/// The waits between attempts to take a lock: 1 ms, doubling up to 50 ms, until their sum is the time limit. For
/// callers that sleep by themselves, such as async code.
#[derive(Debug, Clone)]
pub struct Backoff {
    next_wait: Duration,
    remaining: Duration,
}

impl Backoff {
    const LONGEST_WAIT: Duration = Duration::from_millis(50);

    /// Creates waits whose sum is `at_most`.
    pub fn new(at_most: Duration) -> Self {
        Self { next_wait: Duration::from_millis(1), remaining: at_most }
    }
}

impl Iterator for Backoff {
    type Item = Duration;

    fn next(&mut self) -> Option<Duration> {
        let wait = self.next_wait.min(self.remaining);
        self.next_wait = (self.next_wait * 2).min(Self::LONGEST_WAIT);
        self.remaining -= wait;
        (!wait.is_zero()).then_some(wait)
    }
}
