//! Freshness: decisions about times, from `now` alone.

use crate::{Registration, RoleEntry, Token};
use daypass_sso_types::Credentials;
use std::time::{Duration, SystemTime};

/// A token with less than this left is refreshed, though still good.
pub const TOKEN_WINDOW: Duration = Duration::from_secs(15 * 60);
/// A registration with less than this left is not used for a new sign-in.
pub const REGISTRATION_WINDOW: Duration = Duration::from_secs(15 * 60);
/// Role credentials with less than this left are fetched anew.
pub const ROLE_WINDOW: Duration = Duration::from_secs(15 * 60);

/// The state of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the three ranges of one number")]
pub enum Freshness {
    /// At least [`TOKEN_WINDOW`] left.
    Fresh,
    /// Good, and worth refreshing.
    RefreshSoon,
    /// Ended.
    Expired,
}

/// What to do with a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "every combination of freshness and renewability")]
pub enum Step {
    /// Use it; no call.
    Use,
    /// Refresh it; if that fails, for whatever reason, use it.
    RefreshOrUse,
    /// Refresh it; if that fails, sign in.
    Refresh,
    /// Sign in.
    SignIn,
}

impl Token {
    /// How long it is good yet; zero once it has ended.
    pub fn left(&self, now: SystemTime) -> Duration {
        left(self.expires_at, now)
    }

    /// Whether it is good now.
    pub fn is_good(&self, now: SystemTime) -> bool {
        self.freshness(now) != Freshness::Expired
    }

    /// How fresh it is.
    pub fn freshness(&self, now: SystemTime) -> Freshness {
        match self.left(now) {
            left if left >= TOKEN_WINDOW => Freshness::Fresh,
            Duration::ZERO => Freshness::Expired,
            _ => Freshness::RefreshSoon,
        }
    }

    /// Whether a refresh may work: there is a refresh token, and a client whose registration has not ended.
    /// An unknown end of the registration is no obstacle; the server knows it.
    pub fn is_renewable(&self, now: SystemTime) -> bool {
        let client = self.client.as_ref();
        self.refresh_token.is_some()
            && client.is_some_and(|client| client.expires_at.is_none_or(|end| end > now))
    }

    /// What to do with it.
    pub fn step(&self, now: SystemTime) -> Step {
        match (self.freshness(now), self.is_renewable(now)) {
            (Freshness::Fresh, _) | (Freshness::RefreshSoon, false) => Step::Use,
            (Freshness::RefreshSoon, true) => Step::RefreshOrUse,
            (Freshness::Expired, true) => Step::Refresh,
            (Freshness::Expired, false) => Step::SignIn,
        }
    }
}

impl Registration {
    /// Whether a new sign-in may use it.
    pub fn is_reusable(&self, now: SystemTime) -> bool {
        left(self.expires_at, now) >= REGISTRATION_WINDOW
    }
}

impl RoleEntry {
    /// Whether the credentials are good now; without an end they are not.
    pub fn is_good(&self, now: SystemTime) -> bool {
        self.credentials.expires_at.is_some_and(|end| left(end, now) > Duration::ZERO)
    }

    /// Whether the credentials are handed out from the cache.
    pub fn is_reusable(&self, now: SystemTime) -> bool {
        is_reusable(&self.credentials, now)
    }
}

/// Whether role credentials have at least [`ROLE_WINDOW`] left. Without an end they have not.
pub fn is_reusable(credentials: &Credentials, now: SystemTime) -> bool {
    credentials.expires_at.is_some_and(|end| left(end, now) >= ROLE_WINDOW)
}

pub(crate) fn left(end: SystemTime, now: SystemTime) -> Duration {
    end.duration_since(now).unwrap_or(Duration::ZERO)
}
