//! The observer of a listing: progress, waits, resumed and uncached listings.

use daypass_sso_types::{AccountId, RoleName};
use std::{fmt, time::Duration};

/// Observes a listing. Every method does nothing by default; `()` is an observer that ignores everything.
pub trait Observer: Send {
    /// Called when the roles of this many accounts are taken from an interrupted listing.
    fn resumes(&mut self, accounts: usize) {
        let _ = accounts;
    }

    /// Called when the roles of an account have been read, in the service's order.
    fn read(&mut self, account: &AccountId, roles: &[RoleName]) {
        let _ = (account, roles);
    }

    /// Called about ten times a second and at the end.
    fn progress(&mut self, progress: &Progress) {
        let _ = progress;
    }

    /// Called for each call that has to wait: for each throttled and each repeated call.
    fn waits(&mut self, wait: &Wait) {
        let _ = wait;
    }

    /// Called when the complete listing could not be written to the cache.
    fn not_cached(&mut self, error: &daypass_files::Error) {
        let _ = error;
    }
}

impl Observer for () {}

/// The progress of a listing. `Display` writes a line for a person: `Reading roles  12/40 accounts · 9/s · about 3 s left`.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Progress {
    /// Accounts whose roles are known or cannot be listed.
    pub done: usize,
    /// Accounts found so far.
    pub accounts: usize,
    /// Whether more pages of accounts may come.
    pub is_growing: bool,
    /// Accounts read per second.
    pub per_second: f64,
    /// Whether the service's rate limit determines `per_second`.
    pub is_limited: bool,
    /// Whether the roles are read, too.
    pub with_roles: bool,
}

impl Progress {
    /// Estimates the time left; `None` while more accounts may come or none was read.
    pub fn left(&self) -> Option<Duration> {
        #[expect(clippy::cast_precision_loss, reason = "the time is shown in whole seconds")]
        let left = self.accounts.saturating_sub(self.done) as f64 / self.per_second.max(0.1);
        (self.done > 0 && !self.is_growing)
            .then(|| Duration::try_from_secs_f64(left).unwrap_or(Duration::MAX))
    }
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { done, accounts, per_second, .. } = self;
        if !self.with_roles {
            return write!(f, "Reading accounts  {accounts}");
        }
        let more = if self.is_growing { "+" } else { "" };
        let why = if self.is_limited { " (the service's limit)" } else { "" };
        write!(f, "Reading roles  {done}/{accounts}{more} accounts · {per_second:.0}/s{why}")?;
        match self.left().filter(|left| left.as_secs() >= 1) {
            Some(left) => write!(f, " · about {:.0} s left", left.as_secs_f64()),
            None => Ok(()),
        }
    }
}

/// Why a listing waits.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Wait {
    /// The service throttles calls; the listing goes on at the rate that the service allows.
    Throttled {
        /// How long throttling alone may last before the listing fails.
        at_most: Duration,
    },
    /// A call failed for a reason other than throttling and is repeated.
    Retry {
        /// The error of the call.
        message: String,
        /// Attempts so far.
        attempts: u32,
        /// The attempts after which the call is given up.
        at_most: u32,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_a_line_for_a_person() {
        let read = Progress {
            done: 12,
            accounts: 40,
            is_growing: false,
            per_second: 9.0,
            is_limited: true,
            with_roles: true,
        };
        for (progress, line) in [
            (read, "Reading roles  12/40 accounts · 9/s (the service's limit) · about 3 s left"),
            (
                Progress { is_growing: true, is_limited: false, ..read },
                "Reading roles  12/40+ accounts · 9/s",
            ),
            (Progress { with_roles: false, ..read }, "Reading accounts  40"),
        ] {
            assert_eq!(progress.to_string(), line);
        }
    }

    #[test]
    fn what_is_left_by_what_was_read() {
        for (done, accounts, is_growing, per_second, left) in [
            (50, 100, false, 10.0, Some(5)),
            (100, 100, false, 10.0, Some(0)),
            // Slower than that no listing is.
            (99, 100, false, 0.0, Some(10)),
            // More may be found, or nothing is known yet.
            (50, 100, true, 10.0, None),
            (0, 100, false, 10.0, None),
            (0, 100, true, 10.0, None),
        ] {
            let progress =
                Progress { done, accounts, is_growing, per_second, is_limited: false, with_roles: true };
            assert_eq!(progress.left(), left.map(Duration::from_secs), "{progress:?}");
        }
    }
}
