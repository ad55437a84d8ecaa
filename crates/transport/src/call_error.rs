//! How a call of an AWS service failed: one frame for every protocol, and one rule for what counts as AWS's verdict.
//!
//! A refusal is what AWS itself says, by an error code of its own. Whatever else comes in its place (a redirect, a web
//! page, a proxy's 403, a status without an AWS body) is no verdict: the answer is *foreign*, and nothing follows from
//! it for a session, an account or a role.

use crate::{Error, Malformed, Response, ServiceError, clock_skew, retry};
use std::{
    fmt,
    time::{Duration, SystemTime},
};

/// What a protocol adds to the frame: its kinds, and which codes mean them.
pub trait CallErrorKind: Copy + Eq + fmt::Debug + Send + Sync + 'static {
    /// The service as a sentence names it: `the access portal`.
    const SERVICE: &'static str;
    /// No reply came.
    const NETWORK: Self;
    /// A reply came that is not the service's, or lacks what it must have.
    const MALFORMED: Self;
    /// The service is overloaded.
    const THROTTLED: Self;
    /// The service is broken.
    const UNAVAILABLE: Self;
    /// A refusal by a code that the protocol does not know.
    const UNEXPECTED: Self;

    /// The kind of this AWS error by its code, or by RFC 6749's `error`; `None` for one that is not known.
    fn of(error: &ServiceError) -> Option<Self>;

    /// Whether it says no more than: not now.
    fn is_busy(self) -> bool {
        self == Self::THROTTLED || self == Self::UNAVAILABLE
    }
}

/// How far a call came that gave nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CallFailure {
    /// Nothing was sent, because of the arguments.
    NotSent,
    /// No reply came.
    NotReached,
    /// Something answered that is not the service, or not as the service must.
    Unusable,
    /// The service answered that it cannot now: overloaded or broken.
    Busy,
    /// The service refused.
    Refused,
}

impl CallFailure {
    /// What became of a call of this service (`the portal`), without the cause.
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

/// A call that failed.
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
    /// The reading of a reply whose status is not 2xx.
    pub fn refused(response: &Response) -> Self {
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
        Self(Box::new(Inner { kind, cause, retry_after: retry::after(response), clock_skew: None }))
    }

    /// The same with what the reply, read at `now`, tells of the local clock.
    #[must_use]
    pub fn with_clock(mut self, response: &Response, now: SystemTime) -> Self {
        self.0.clock_skew = clock_skew(response, now);
        self
    }

    /// Nothing was sent, or no answer was waited for; why, in words.
    pub fn local(kind: K, why: &'static str) -> Self {
        Self::new(kind, Cause::Local(why))
    }

    fn new(kind: K, cause: Cause) -> Self {
        Self(Box::new(Inner { kind, cause, retry_after: None, clock_skew: None }))
    }

    /// What to do next.
    pub fn kind(&self) -> K {
        self.0.kind
    }

    /// How far the call came.
    pub fn failure(&self) -> CallFailure {
        match &self.0.cause {
            Cause::Local(_) => CallFailure::NotSent,
            Cause::Transport(_) => CallFailure::NotReached,
            Cause::Foreign(_) | Cause::Malformed(_) => CallFailure::Unusable,
            Cause::Service(_) if self.0.kind.is_busy() => CallFailure::Busy,
            Cause::Service(_) => CallFailure::Refused,
        }
    }

    /// What to tell of a service, by the name that it has for the reader, which gave no answer to go by; `None` where it
    /// refused, or nothing was sent.
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
        Some(match self.failure() {
            CallFailure::NotReached => format!("{service} cannot be reached"),
            CallFailure::Unusable => format!("what answers for {service} cannot be used"),
            CallFailure::Busy if self.kind() == K::THROTTLED => format!("{service} asks to slow down"),
            CallFailure::Busy => format!("{service} does not serve this request now"),
            CallFailure::NotSent | CallFailure::Refused => return None,
        })
    }

    /// Whether something else than the service answered: a captive portal, a proxy, a wrong address.
    pub fn is_foreign(&self) -> bool {
        match &self.0.cause {
            Cause::Foreign(_) => true,
            Cause::Malformed(what) => what.is_web_page(),
            Cause::Service(_) | Cause::Transport(_) | Cause::Local(_) => false,
        }
    }

    /// What the reply said, where one came that is not a success.
    pub fn service_error(&self) -> Option<&ServiceError> {
        match &self.0.cause {
            Cause::Service(error) | Cause::Foreign(error) => Some(error),
            Cause::Transport(_) | Cause::Malformed(_) | Cause::Local(_) => None,
        }
    }

    /// The failure of the connection, where no reply came.
    pub fn transport_error(&self) -> Option<&Error> {
        match &self.0.cause {
            Cause::Transport(error) => Some(error),
            Cause::Service(_) | Cause::Foreign(_) | Cause::Malformed(_) | Cause::Local(_) => None,
        }
    }

    /// When to come again at the earliest, where the reply said (`Retry-After`, `x-amz-retry-after`).
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// How many seconds the service's clock is ahead of ours (negative: behind), where it refused and said.
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
