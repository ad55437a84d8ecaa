//! Whether to try again, and when: the "standard" retry mode of the AWS SDKs as a pure function.

use crate::{Error, ErrorKind, Response, ServiceError, date};
use std::time::Duration;

/// When a call is repeated.
///
/// Repeated are status 500, 502, 503, 504 and 429, the AWS error codes that mean throttling or a transient
/// fault, and failures of the connection. The polls of the device grant go out by [`crate::Caller::send_once`].
/// The wait before attempt *n* + 1 is a random part of 2^(*n* − 1) seconds, at most 20; where the reply has
/// `Retry-After` (RFC 9110, section 10.2.3) or `x-amz-retry-after` it is at least that.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// Attempts in all, the first included. 1 never repeats.
    pub max_attempts: u32,
    /// The longest wait that the policy chooses by itself.
    pub max_backoff: Duration,
    /// The longest wait a server may ask for. One that asks for more gets no second attempt.
    pub max_retry_after: Duration,
}

impl Default for RetryPolicy {
    /// Three attempts, as the AWS SDKs make.
    fn default() -> Self {
        Self {
            max_attempts: 3,
            max_backoff: Duration::from_secs(20),
            max_retry_after: Duration::from_secs(60),
        }
    }
}

impl RetryPolicy {
    /// Never repeats.
    pub fn never() -> Self {
        Self { max_attempts: 1, ..Self::default() }
    }

    /// The same with this many attempts in all.
    #[must_use]
    pub fn with_max_attempts(self, max_attempts: u32) -> Self {
        Self { max_attempts, ..self }
    }

    /// How long to wait before the next attempt, or `None` if there is to be none.
    ///
    /// `attempt` is the one just made, counted from 1; `random` is in 0..1 and spreads callers apart.
    ///
    /// ```
    /// use daypass_transport::RetryPolicy;
    /// use std::time::Duration;
    ///
    /// let busy = http::Response::builder().status(503).body(Vec::new())?;
    /// assert_eq!(RetryPolicy::default().next(2, &Ok(busy.clone()), 0.5), Some(Duration::from_secs(1)));
    /// assert_eq!(RetryPolicy::default().next(3, &Ok(busy), 0.5), None);
    /// # Ok::<(), http::Error>(())
    /// ```
    pub fn next(&self, attempt: u32, outcome: &Result<Response, Error>, random: f64) -> Option<Duration> {
        if attempt >= self.max_attempts || !is_transient(outcome) {
            return None;
        }
        let asked = outcome.as_ref().ok().and_then(after).unwrap_or_default();
        if asked > self.max_retry_after {
            return None;
        }
        let doubled = Duration::from_secs(1 << attempt.saturating_sub(1).min(16));
        Some(doubled.min(self.max_backoff).mul_f64(random.clamp(0.0, 1.0)).max(asked))
    }
}

fn is_transient(outcome: &Result<Response, Error>) -> bool {
    match outcome {
        Ok(response) if response.status().is_success() => false,
        Ok(response) => {
            matches!(response.status().as_u16(), 429 | 500 | 502 | 503 | 504)
                || ServiceError::read(response).code.is_some_and(|code| is_transient_code(&code))
        }
        Err(error) => matches!(
            error.kind(),
            ErrorKind::Dns
                | ErrorKind::Connect
                | ErrorKind::Proxy
                | ErrorKind::Timeout
                | ErrorKind::Interrupted
        ),
    }
}

fn is_transient_code(code: &str) -> bool {
    matches!(
        code,
        "RequestTimeout"
            | "RequestTimeoutException"
            | "PriorRequestNotComplete"
            | "Throttling"
            | "ThrottlingException"
            | "ThrottledException"
            | "RequestThrottled"
            | "RequestThrottledException"
            | "TooManyRequestsException"
            | "RequestLimitExceeded"
            | "BandwidthLimitExceeded"
            | "LimitExceededException"
            | "ProvisionedThroughputExceededException"
            | "TransactionInProgressException"
            | "EC2ThrottledException"
            | "SlowDown"
            // Of the device grant, too, whose polls are not repeated by a policy.
            | "SlowDownException"
    )
}

/// `x-amz-retry-after` is in milliseconds; `Retry-After` in seconds, or a date, which is read against the
/// reply's own `Date` so that a wrong clock here does not matter.
pub(crate) fn after(response: &Response) -> Option<Duration> {
    let header = |name: &str| response.headers().get(name)?.to_str().ok().map(str::trim);
    if let Some(milliseconds) = header("x-amz-retry-after").and_then(|text| text.parse().ok()) {
        return Some(Duration::from_millis(milliseconds));
    }
    let text = header("retry-after")?;
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let (until, from) = (date::parse(text)?, date::parse(header("date")?)?);
    Some(Duration::from_secs(u64::try_from(until.saturating_sub(from)).unwrap_or(0)))
}
