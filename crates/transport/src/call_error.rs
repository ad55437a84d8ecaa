//! The error of a call of an AWS service, for every protocol, with one rule for what counts as an answer of AWS.
//!
//! AWS refuses with an error code of its own. Any other answer (a redirect, a web page, a proxy's 403, a status without
//! an AWS error code) is *foreign*: it says nothing about a session, an account or a role.

use crate::{Error, Malformed, Response, ServiceError, clock_skew, retry};
use std::{
    fmt,
    time::{Duration, SystemTime},
};

/// The error kinds of a protocol, and the AWS error codes that mean them.
pub trait CallErrorKind: Copy + Eq + fmt::Debug + Send + Sync + 'static {
    /// The service's name in messages, such as `the access portal`.
    const SERVICE: &'static str;
    /// The kind for a call without a reply.
    const NETWORK: Self;
    /// The kind for a reply that is not the service's, or lacks a required member.
    const MALFORMED: Self;
    /// The kind for an overloaded service.
    const THROTTLED: Self;
    /// The kind for a service that fails (status 5xx).
    const UNAVAILABLE: Self;
    /// The kind for a refusal with an unknown code.
    const UNEXPECTED: Self;

    /// Returns the kind of an AWS error by its code, or by RFC 6749's `error`; `None` for an unknown one.
    fn of(error: &ServiceError) -> Option<Self>;

    /// Whether the service is overloaded or failing, so that the call may succeed later.
    fn is_busy(self) -> bool {
        self == Self::THROTTLED || self == Self::UNAVAILABLE
    }
}

/// How far a failed call came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CallFailure {
    /// The request was not sent, because of its arguments.
    NotSent,
    /// No reply came.
    NotReached,
    /// The reply is not the service's, or lacks a required member.
    Unusable,
    /// The service is overloaded or failing.
    Busy,
    /// The service refused the request.
    Refused,
}

impl CallFailure {
    /// Describes the failure of a call of this service (such as `the portal`), without its cause.
    ///
    /// ```
    /// use daypass_transport::CallFailure;
    /// assert_eq!(CallFailure::NotReached.of("the portal"), "the portal cannot be reached");
    /// ```
    pub fn of(self, service: &str) -> String {
        match self {
            Self::NotSent => format!("{service} was not asked"),
            Self::NotReached => format!("{service} cannot be reached"),
            Self::Unusable => format!("what answers for {service} cannot be used"),
            Self::Busy => format!("{service} does not serve this request now"),
            Self::Refused => format!("{service} refuses this request"),
        }
    }
}

/// The error of a call of an AWS service, with the kinds `K` of its protocol.
#[derive(Debug, Clone)]
pub struct CallError<K>(Box<Inner<K>>);

#[derive(Debug, Clone)]
struct Inner<K> {
    kind: K,
    cause: Cause,
    retry_after: Option<Duration>,
    clock_skew: Option<i64>,
}

#[derive(Debug, Clone)]
enum Cause {
    Service(Box<ServiceError>),
    Foreign(Box<ServiceError>),
    Transport(Error),
    Malformed(Malformed),
    Local(&'static str),
}

impl<K: CallErrorKind> CallError<K> {
    /// Reads the error from a reply whose status is not 2xx.
    pub fn from_response(response: &Response) -> Self {
        let error = Box::new(ServiceError::read(response));
        let by_status = match error.status {
            429 => Some(K::THROTTLED),
            500.. => Some(K::UNAVAILABLE),
            _ => None,
        };
        let (kind, cause) = if error.is_from_aws() {
            (K::of(&error).or(by_status).unwrap_or(K::UNEXPECTED), Cause::Service(error))
        } else if let Some(kind) = by_status {
            (kind, Cause::Service(error))
        } else {
            (K::MALFORMED, Cause::Foreign(error))
        };
        Self(Box::new(Inner { kind, cause, retry_after: retry::requested_wait(response), clock_skew: None }))
    }

    /// Adds the skew of the local clock, from the `Date` of the reply and the local time `now`.
    #[must_use]
    pub fn with_clock(mut self, response: &Response, now: SystemTime) -> Self {
        self.0.clock_skew = clock_skew(response, now);
        self
    }

    /// Replaces the kind, for a caller that knows more than the reply says: what an earlier attempt met.
    #[must_use]
    pub fn with_kind(mut self, kind: K) -> Self {
        self.0.kind = kind;
        self
    }

    /// Creates an error for a request that was not sent; `why` is its message.
    pub fn local(kind: K, why: &'static str) -> Self {
        Self::new(kind, Cause::Local(why))
    }

    fn new(kind: K, cause: Cause) -> Self {
        Self(Box::new(Inner { kind, cause, retry_after: None, clock_skew: None }))
    }

    /// Returns the kind, which says what the caller does next.
    pub fn kind(&self) -> K {
        self.0.kind
    }

    /// Returns how far the call came.
    pub fn failure(&self) -> CallFailure {
        match &self.0.cause {
            Cause::Local(_) => CallFailure::NotSent,
            Cause::Transport(_) => CallFailure::NotReached,
            Cause::Foreign(_) | Cause::Malformed(_) => CallFailure::Unusable,
            Cause::Service(_) if self.0.kind.is_busy() => CallFailure::Busy,
            Cause::Service(_) => CallFailure::Refused,
        }
    }

    /// Describes why the service gave no usable answer; `service` is its name in the message. `None` if the service
    /// refused or nothing was sent.
    ///
    /// ```
    /// # use daypass_transport::{CallError, CallErrorKind, Error, ErrorKind, ServiceError};
    /// # #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    /// # enum Kind { Network, Malformed, Throttled, Unavailable, Unexpected }
    /// # impl CallErrorKind for Kind {
    /// #     const SERVICE: &'static str = "the vault";
    /// #     const NETWORK: Self = Self::Network;
    /// #     const MALFORMED: Self = Self::Malformed;
    /// #     const THROTTLED: Self = Self::Throttled;
    /// #     const UNAVAILABLE: Self = Self::Unavailable;
    /// #     const UNEXPECTED: Self = Self::Unexpected;
    /// #     fn of(_: &ServiceError) -> Option<Self> { None }
    /// # }
    /// let error = CallError::<Kind>::from(Error::new(ErrorKind::Dns, "vault.example"));
    /// assert_eq!(error.no_answer("the vault of corp").as_deref(), Some("the vault of corp cannot be reached"));
    /// ```
    pub fn no_answer(&self, service: &str) -> Option<String> {
        match self.failure() {
            CallFailure::NotSent | CallFailure::Refused => None,
            CallFailure::Busy if self.kind() == K::THROTTLED => Some(format!("{service} asks to slow down")),
            failure => Some(failure.of(service)),
        }
    }

    /// Whether another server answered: a captive portal, a proxy, or a wrong address.
    pub fn is_foreign(&self) -> bool {
        match &self.0.cause {
            Cause::Foreign(_) => true,
            Cause::Malformed(what) => what.is_web_page(),
            Cause::Service(_) | Cause::Transport(_) | Cause::Local(_) => false,
        }
    }

    /// Returns the error reply, if one came.
    pub fn service_error(&self) -> Option<&ServiceError> {
        match &self.0.cause {
            Cause::Service(error) | Cause::Foreign(error) => Some(error),
            Cause::Transport(_) | Cause::Malformed(_) | Cause::Local(_) => None,
        }
    }

    /// Returns the error of the connection, if no reply came.
    pub fn transport_error(&self) -> Option<&Error> {
        match &self.0.cause {
            Cause::Transport(error) => Some(error),
            Cause::Service(_) | Cause::Foreign(_) | Cause::Malformed(_) | Cause::Local(_) => None,
        }
    }

    /// Returns how long to wait before the next attempt, if the reply said so (`Retry-After`, `x-amz-retry-after`).
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Returns how many seconds the service's clock is ahead of the local clock (negative: behind), if the call was
    /// refused, the reply has a `Date`, and the protocol asked for it.
    pub fn clock_skew(&self) -> Option<i64> {
        self.0.clock_skew
    }
}

impl<K: CallErrorKind> From<Error> for CallError<K> {
    fn from(error: Error) -> Self {
        Self::new(K::NETWORK, Cause::Transport(error))
    }
}

impl<K: CallErrorKind> From<Malformed> for CallError<K> {
    fn from(what: Malformed) -> Self {
        Self::new(K::MALFORMED, Cause::Malformed(what))
    }
}

impl<K: CallErrorKind> fmt::Display for CallError<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let service = K::SERVICE;
        match &self.0.cause {
            Cause::Service(error) if self.0.kind.is_busy() => write!(f, "{service} is busy: {error}"),
            Cause::Service(error) => write!(f, "{service} refused: {error}"),
            Cause::Foreign(error) if error.is_html() => {
                write!(f, "{service} did not answer: {error}; is there a captive portal or a proxy?")
            }
            Cause::Foreign(error) if error.status < 400 => {
                let status = error.status;
                write!(
                    f,
                    "{service} did not answer: a redirect (HTTP {status}); is there a captive portal or a proxy?"
                )
            }
            Cause::Foreign(error) => {
                let status = error.status;
                write!(
                    f,
                    "{service} did not answer: HTTP {status} without an AWS error; is there a proxy, or is the \
                     address wrong?"
                )
            }
            Cause::Transport(_) => write!(f, "{service} could not be reached"),
            Cause::Malformed(what) => write!(f, "{service}'s reply is not usable: {what}"),
            Cause::Local(why) => f.write_str(why),
        }
    }
}

impl<K: CallErrorKind> std::error::Error for CallError<K> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.transport_error().map(|error| error as _)
    }
}
