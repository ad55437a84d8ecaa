//! Decides whether and when to repeat a call: the "standard" retry mode of the AWS SDKs as a pure function.

use crate::{Error, ErrorKind, Response, ServiceError, date};
use std::time::Duration;

/// The rules for repeating a call.
///
/// A call is repeated after status 500, 502, 503, 504 and 429, after an AWS error code that means throttling or a
/// transient fault, and after a failure of the connection. Polls of the device grant are not
/// ([`crate::Caller::send_once`]). The wait before attempt *n* + 1 is a random part of 2^(*n* − 1) seconds, at most 20
/// s; it is at least the reply's `Retry-After` (RFC 9110, section 10.2.3) or `x-amz-retry-after`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// The number of attempts, including the first; 1 for no repetition.
    pub max_attempts: u32,
    /// The longest wait, if the server asks for none.
    pub max_backoff: Duration,
    /// The longest wait that a server may ask for. If it asks for more, the call is not repeated.
    pub max_retry_after: Duration,
}

impl Default for RetryPolicy {
    /// Returns the SDKs' standard: three attempts, waits up to 20 s, or up to 60 s if the server asks for it.
    fn default() -> Self {
        Self {
            max_attempts: 3,
            max_backoff: Duration::from_secs(20),
            max_retry_after: Duration::from_secs(60),
        }
    }
}

impl RetryPolicy {
    /// Creates a policy that never repeats a call.
    pub fn never() -> Self {
        Self { max_attempts: 1, ..Self::default() }
    }

    /// Sets the number of attempts, including the first.
    #[must_use]
    pub fn with_max_attempts(self, max_attempts: u32) -> Self {
        Self { max_attempts, ..self }
    }

    /// Returns how long to wait before the next attempt; `None` for no further attempt.
    ///
    /// `attempt` counts the attempts made, from 1; `random`, from 0 to 1, makes callers wait differently long.
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
        let asked = outcome.as_ref().ok().and_then(requested_wait).unwrap_or_default();
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
            // The device grant has this code too; its polls have no retry policy.
            | "SlowDownException"
    )
}

/// Reads how long the server asks to wait: `x-amz-retry-after` in milliseconds, or `Retry-After` in seconds or as a
/// date. A date is compared with the reply's own `Date`, so that a wrong local clock does not matter.
pub(crate) fn requested_wait(response: &Response) -> Option<Duration> {
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
