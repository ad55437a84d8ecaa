//! Decides from the time alone whether tokens, registrations and role credentials are valid, and what to do next.

use crate::{LoginEntry, Registration, RoleEntry, Token};
use daypass_sso_types::Credentials;
use std::time::{Duration, SystemTime};

/// A token with less remaining time than this is refreshed, although it is still valid: 15 minutes.
pub const TOKEN_REFRESH_WINDOW: Duration = Duration::from_secs(15 * 60);
/// A registration with less remaining time than this is not used for a new sign-in: 15 minutes.
pub const REGISTRATION_MIN_REMAINING: Duration = Duration::from_secs(15 * 60);
/// Role credentials with less remaining time than this are fetched again: 15 minutes.
pub const ROLE_MIN_REMAINING: Duration = Duration::from_secs(15 * 60);

/// Keys of a console sign-in with less remaining time than this are refreshed, although they are still valid: 5 minutes,
/// as in every AWS SDK but Go's. They live for 15.
pub const LOGIN_REFRESH_WINDOW: Duration = Duration::from_secs(5 * 60);

/// The freshness of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the three ranges of one number")]
pub enum Freshness {
    /// The token is valid for [`TOKEN_REFRESH_WINDOW`] or longer.
    Fresh,
    /// The token is valid for less than [`TOKEN_REFRESH_WINDOW`].
    RefreshSoon,
    /// The token has expired.
    Expired,
}

/// What a caller does with a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "every combination of freshness and renewability")]
pub enum TokenAction {
    /// Use the token, without a call to AWS.
    Use,
    /// Refresh the token; if the refresh fails for any reason, use it.
    RefreshOrUse,
    /// Refresh the token, which has expired; if the refresh fails, sign in.
    Refresh,
    /// Sign in: the token has expired and cannot be refreshed.
    SignIn,
}

impl Token {
    /// Returns the time until the token expires; zero once it has expired.
    pub fn remaining(&self, now: SystemTime) -> Duration {
        remaining(self.expires_at, now)
    }

    /// Whether the token has not expired.
    pub fn is_valid(&self, now: SystemTime) -> bool {
        self.freshness(now) != Freshness::Expired
    }

    /// Returns the freshness of the token.
    pub fn freshness(&self, now: SystemTime) -> Freshness {
        match self.remaining(now) {
            remaining if remaining >= TOKEN_REFRESH_WINDOW => Freshness::Fresh,
            Duration::ZERO => Freshness::Expired,
            _ => Freshness::RefreshSoon,
        }
    }

    /// Whether a refresh may succeed: the token has a refresh token, and a client whose registration has not expired.
    /// A registration without a readable expiry counts, because the server knows when it ends.
    pub fn is_renewable(&self, now: SystemTime) -> bool {
        let client = self.client.as_ref();
        let is_plain = self.refresh_token.is_some()
            && client.is_some_and(|client| client.expires_at.is_none_or(|end| end > now));
        is_plain || self.sealed.as_ref().is_some_and(|sealed| sealed.is_renewable(now))
    }

    /// Returns what the caller does with the token.
    pub fn action(&self, now: SystemTime) -> TokenAction {
        match (self.freshness(now), self.is_renewable(now)) {
            (Freshness::Fresh, _) | (Freshness::RefreshSoon, false) => TokenAction::Use,
            (Freshness::RefreshSoon, true) => TokenAction::RefreshOrUse,
            (Freshness::Expired, true) => TokenAction::Refresh,
            (Freshness::Expired, false) => TokenAction::SignIn,
        }
    }
}

impl Registration {
    /// Whether a new sign-in may use the registration: it has [`REGISTRATION_MIN_REMAINING`] or more left.
    pub fn is_reusable(&self, now: SystemTime) -> bool {
        remaining(self.expires_at, now) >= REGISTRATION_MIN_REMAINING
    }
}

impl LoginEntry {
    /// Whether the keys have not expired.
    pub fn is_valid(&self, now: SystemTime) -> bool {
        self.remaining(now) > Duration::ZERO
    }

    /// Whether a refresh may succeed: the entry has a refresh token, the client that it was issued to, and the key that
    /// it is bound to.
    pub fn is_renewable(&self) -> bool {
        self.refresh_token.is_some() && self.client_id.is_some() && self.dpop_key.is_some()
    }

    /// Returns what the caller does with the keys. Keys that cannot be refreshed are used to their end.
    pub fn action(&self, now: SystemTime) -> TokenAction {
        match (self.remaining(now), self.is_renewable()) {
            (remaining, _) if remaining >= LOGIN_REFRESH_WINDOW => TokenAction::Use,
            (Duration::ZERO, true) => TokenAction::Refresh,
            (Duration::ZERO, false) => TokenAction::SignIn,
            (_, true) => TokenAction::RefreshOrUse,
            (_, false) => TokenAction::Use,
        }
    }

    fn remaining(&self, now: SystemTime) -> Duration {
        self.credentials.expires_at.map_or(Duration::ZERO, |end| remaining(end, now))
    }
}

impl RoleEntry {
    /// Whether the credentials have not expired; `false` for credentials without an expiry.
    pub fn is_valid(&self, now: SystemTime) -> bool {
        self.credentials.expires_at.is_some_and(|end| remaining(end, now) > Duration::ZERO)
    }

    /// Whether the cache may hand out the credentials; see [`is_reusable`].
    pub fn is_reusable(&self, now: SystemTime) -> bool {
        is_reusable(&self.credentials, now)
    }
}

/// Whether role credentials have [`ROLE_MIN_REMAINING`] or more left; `false` for credentials without an expiry.
pub fn is_reusable(credentials: &Credentials, now: SystemTime) -> bool {
    credentials.expires_at.is_some_and(|end| remaining(end, now) >= ROLE_MIN_REMAINING)
}

/// Returns the time from `now` to `end`; zero if `end` has passed.
pub(crate) fn remaining(end: SystemTime, now: SystemTime) -> Duration {
    end.duration_since(now).unwrap_or(Duration::ZERO)
}
