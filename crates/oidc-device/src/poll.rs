//! The polling of the device grant (RFC 8628, section 3.5) as a state machine without a clock.

use crate::{DeviceAuthorization, Error, ErrorKind, Grant};
use daypass_sso_types::DeviceCode;
use std::time::{Duration, SystemTime};

/// The longest pause between polls after failures.
const MAX_BACKOFF: Duration = Duration::from_secs(60);

/// What the caller of [`Poll::step`] does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PollStep {
    /// Wait this long, then call [`Poll::step`] again.
    Wait(Duration),
    /// Send one token request and pass its outcome to [`Poll::receive`].
    Send,
    /// The device code has expired; [`Poll::expired`] is the error.
    Expired,
}

/// Decides when to poll and when to stop.
///
/// The first poll is due at once, because the sign-in may be approved already. `slow_down` adds 5 s to the interval for
/// good. A failure of the network or of the service, or the answer of a captive portal, doubles the pause, up to a
/// minute, until a reply of the service comes; it does not end the polling. The polling ends at `expiresIn`, by the
/// local clock; the AWS CLI has no deadline and polls until the service refuses.
///
/// ```
/// use daypass_oidc_device::{DeviceAuthorization, Poll, PollStep};
/// use std::time::{Duration, SystemTime};
///
/// let now = SystemTime::UNIX_EPOCH;
/// let reply = br#"{"deviceCode":"d","userCode":"ABCD-EFGH","verificationUri":"https://x",
///     "verificationUriComplete":"https://x?c","expiresIn":600,"interval":0}"#;
/// let grant = DeviceAuthorization::read(&http::Response::new(reply.to_vec()), now)?;
/// let mut poll = Poll::new(grant, now);
/// assert_eq!(poll.step(now), PollStep::Send);
/// let pending = http::Response::builder().status(400).body(br#"{"error":"authorization_pending"}"#.to_vec())?;
/// assert!(poll.receive(daypass_oidc_device::Grant::read(&pending, now), now).is_none());
/// assert_eq!(poll.step(now), PollStep::Wait(Duration::from_secs(1)));
/// assert_eq!(poll.step(now + Duration::from_secs(600)), PollStep::Expired);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Poll {
    authorization: DeviceAuthorization,
    interval: Duration,
    failures: u32,
    /// The last failure, if no reply of the service has come since.
    last_failure: Option<Error>,
    next: SystemTime,
}

impl Poll {
    /// Begins to poll at `now`. An interval of less than one second becomes one second.
    pub fn new(authorization: DeviceAuthorization, now: SystemTime) -> Self {
        let interval = authorization.interval.max(Duration::from_secs(1));
        Self { authorization, interval, failures: 0, last_failure: None, next: now }
    }

    /// Returns what to do at `now`.
    pub fn step(&self, now: SystemTime) -> PollStep {
        let deadline = self.authorization.expires_at;
        if now >= deadline {
            return PollStep::Expired;
        }
        match self.next.min(deadline).duration_since(now) {
            // A wait longer than the pause means that the clock was set back.
            Ok(wait) if wait > Duration::ZERO => PollStep::Wait(wait.min(self.pause())),
            _ => PollStep::Send,
        }
    }

    /// Takes the outcome of a token request at `now`; `None` if the polling goes on, else its end.
    pub fn receive(
        &mut self,
        outcome: Result<Grant, Error>,
        now: SystemTime,
    ) -> Option<Result<Grant, Error>> {
        let error = match outcome {
            Ok(grant) => return Some(Ok(grant)),
            Err(error) => error,
        };
        match error.kind() {
            ErrorKind::AuthorizationPending => self.answered(),
            ErrorKind::SlowDown => {
                self.answered();
                self.interval = self.interval.saturating_add(Duration::from_secs(5));
            }
            ErrorKind::Network | ErrorKind::Unavailable => self.failed(error),
            // The service has started this grant, so that the captive portal or proxy may go away again.
            ErrorKind::Malformed if error.is_foreign() => self.failed(error),
            ErrorKind::AccessDenied
            | ErrorKind::ExpiredToken
            | ErrorKind::InvalidClient
            | ErrorKind::InvalidGrant
            | ErrorKind::InvalidRequest
            | ErrorKind::InvalidScope
            | ErrorKind::UnauthorizedClient
            | ErrorKind::Malformed
            | ErrorKind::Unexpected => return Some(Err(error)),
        }
        self.next = now.checked_add(self.pause()).unwrap_or(self.authorization.expires_at);
        None
    }

    /// Returns the device code for token requests.
    pub fn device_code(&self) -> &DeviceCode {
        &self.authorization.device_code
    }

    /// Returns the error for [`PollStep::Expired`]: the last failure, if no reply has come since, else
    /// [`ErrorKind::ExpiredToken`].
    pub fn expired(&self) -> Error {
        let expired = || Error::local(ErrorKind::ExpiredToken, "the sign-in was not confirmed in time");
        self.last_failure.clone().unwrap_or_else(expired)
    }

    fn answered(&mut self) {
        self.failures = 0;
        self.last_failure = None;
    }

    fn failed(&mut self, error: Error) {
        self.failures = self.failures.saturating_add(1);
        self.last_failure = Some(error);
    }

    fn pause(&self) -> Duration {
        let backed_off = self.interval.saturating_mul(1 << self.failures.min(6));
        backed_off.min(MAX_BACKOFF.max(self.interval))
    }
}
