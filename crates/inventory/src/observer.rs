//! Who is told while a listing is read.

use daypass_sso_types::{AccountId, RoleName};
use std::{fmt, time::Duration};

/// Is told while a listing is read. Each method does nothing unless it is written; `()` is an observer, too.
pub trait Observer: Send {
    /// What an interrupted listing had read of so many accounts is taken up.
    fn resumes(&mut self, accounts: usize) {
        let _ = accounts;
    }

    /// The roles of an account have been read, in the service's order.
    fn read(&mut self, account: &AccountId, roles: &[RoleName]) {
        let _ = (account, roles);
    }

    /// How far it is: about ten times a second, and at the end.
    fn progress(&mut self, progress: &Progress) {
        let _ = progress;
    }

    /// The listing waits for the service. Told with every wait, so once for each call that was refused.
    fn waits(&mut self, wait: &Wait) {
        let _ = wait;
    }

    /// The whole listing could not be kept.
    fn not_kept(&mut self, error: &daypass_files::Error) {
        let _ = error;
    }
}

impl Observer for () {}

/// How far a listing is. `Display` is a line for a person: `Reading roles  12/40 accounts · 9/s · about 3 s left`.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Progress {
    /// Accounts whose roles are known.
    pub done: usize,
    /// Accounts found so far.
    pub accounts: usize,
    /// Whether more accounts may be found.
    pub is_growing: bool,
    /// Accounts a second.
    pub per_second: f64,
    /// Whether that is the service's limit.
    pub is_limited: bool,
    /// Whether the roles of the accounts are read, too.
    pub with_roles: bool,
}

impl Progress {
    /// About how long it takes yet, by the accounts that are known; none while more may be found, or nothing was read.
    pub fn left(&self) -> Option<Duration> {
        #[expect(clippy::cast_precision_loss, reason = "to be shown in whole seconds")]
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

/// What a listing waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Wait {
    /// The service answered that calls come too fast. It goes on at the pace the service allows, and is given up when
    /// nothing else was answered for so long.
    Throttled {
        /// How long that may last.
        at_most: Duration,
    },
    /// A call failed otherwise, and is made again.
    Again {
        /// What failed.
        message: String,
        /// Attempts so far.
        attempts: u32,
        /// Attempts at most.
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
