//! The settings of a world, which scenario files and the control interface set.

use serde::{Deserialize, Serialize};

/// Whether sign-ins are decided without a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum AutoApprove {
    /// A person or a program presses Allow or Deny.
    #[default]
    Off,
    /// Every sign-in is allowed at once.
    Allow,
    /// Every sign-in is denied at once.
    Deny,
}

/// Whether refresh tokens are issued, and how often each can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum RefreshTokens {
    /// Each refresh issues a new refresh token, and the old one stays valid.
    #[default]
    Reusable,
    /// Each refresh issues a new refresh token, and the old one is refused.
    SingleUse,
    /// A refresh issues no refresh token, and the old one stays valid (RFC 6749, section 6).
    Omitted,
    /// No refresh token is issued.
    None,
}

/// How often a refresh token of a console sign-in can be used. AWS issues a new one at each refresh; what it does with a
/// reused one is not known (docs/evidence/console-login.md#refresh).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ConsoleRefresh {
    /// Any number of times.
    #[default]
    Reusable,
    /// Once, and again for [`Settings::console_grace_seconds`] after that. Later it is refused.
    SingleUse,
    /// As [`SingleUse`](Self::SingleUse); later use ends the whole session.
    ReuseEndsSession,
}

/// A rate limit for calls to OIDC and the portal: a token bucket.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RateLimit {
    /// Calls per second.
    pub per_second: f64,
    /// The burst: how many calls may come at once.
    #[serde(default = "one")]
    pub burst: f64,
    /// Whether refusals have `Retry-After`, in whole seconds.
    #[serde(default)]
    pub retry_after: bool,
}

impl RateLimit {
    /// Creates a limit of calls per second and a burst, without `Retry-After`.
    pub fn new(per_second: f64, burst: f64) -> Self {
        Self { per_second, burst, retry_after: false }
    }

    /// Adds `Retry-After` to refusals.
    #[must_use]
    pub fn with_retry_after(self) -> Self {
        Self { retry_after: true, ..self }
    }
}

fn one() -> f64 {
    1.0
}

/// The settings of a world. By default every sign-in waits for a person and nothing fails.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Settings {
    /// Whether sign-ins are decided without a person.
    pub auto_approve: AutoApprove,
    /// The lifetime of an access token of a client that may refresh, in seconds.
    pub access_token_seconds: u64,
    /// The lifetime of a session in seconds, which no refresh exceeds; also that of an access token of a client that
    /// may not refresh.
    pub session_seconds: u64,
    /// The lifetime of a client registration, in seconds. AWS: 90 days.
    pub registration_seconds: u64,
    /// Life of a device code, in seconds. AWS: 600.
    pub device_code_seconds: u64,
    /// Life of an authorization code, in seconds.
    pub code_seconds: u64,
    /// Seconds between polls that the device reply asks for. AWS: 1.
    pub interval: u64,
    /// How many polls may come at once before they count as too fast. The AWS CLI v2 sends two back to back
    /// (docs/evidence/oidc.md#polling), so 2.
    pub polling_burst: u32,
    /// Life of role credentials, in seconds, where the role does not say.
    pub role_seconds: u64,
    /// Items on a page where the request does not say.
    pub page_size: usize,
    /// Whether refresh tokens are issued, and how often each can be used.
    pub refresh_tokens: RefreshTokens,
    /// Life of the keys of a console sign-in, in seconds. AWS: up to 900.
    pub console_key_seconds: u64,
    /// Life of a console sign-in, in seconds. AWS: up to 12 hours.
    pub console_session_seconds: u64,
    /// How often a refresh token of a console sign-in can be used.
    pub console_refresh: ConsoleRefresh,
    /// For how long after its first use a refresh token of a console sign-in can be used again, in seconds.
    pub console_grace_seconds: u64,
    /// By how many seconds the time of a DPoP proof may differ from the world's clock.
    pub proof_tolerance_seconds: u64,
    /// Whether a start URL that is not this world's is refused.
    pub check_start_url: bool,
    /// Time before each reply of the AWS services, in milliseconds.
    pub latency_ms: u64,
    /// The limit on calls to OIDC and the portal.
    pub rate_limit: Option<RateLimit>,
    /// By how many seconds the world's clock is ahead (or behind, negative): the `Date` header, the times in
    /// replies and the check of signatures.
    pub skew_seconds: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            auto_approve: AutoApprove::Off,
            access_token_seconds: 3600,
            session_seconds: 8 * 3600,
            registration_seconds: 90 * 86_400,
            device_code_seconds: 600,
            code_seconds: 600,
            interval: 1,
            polling_burst: 2,
            role_seconds: 3600,
            page_size: 20,
            refresh_tokens: RefreshTokens::Reusable,
            console_key_seconds: 900,
            console_session_seconds: 12 * 3600,
            console_refresh: ConsoleRefresh::Reusable,
            console_grace_seconds: 0,
            proof_tolerance_seconds: 300,
            check_start_url: false,
            latency_ms: 0,
            rate_limit: None,
            skew_seconds: 0,
        }
    }
}
