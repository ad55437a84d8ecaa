//! Faults by name: one line says which operation goes wrong, how, and how often.

use crate::{
    failure::{BY_NAME, Failure, Kind},
    operation::{Operation, Service},
    page, reply,
    services::refusal::{refusal, throttled},
};
use daypass_transport::Response;
use std::{fmt, str::FromStr};

/// Something that goes wrong, for one operation or all, a number of times.
///
/// Written as a line: `OPERATION FAULT[=VALUE] [xN | always]`, once where the number is left out. `*` stands for
/// every operation of the AWS services (pages and the control interface stay whole).
///
/// | fault | the caller gets |
/// |---|---|
/// | `slow_down`, `authorization_pending`, `expired_token`, `access_denied`, `invalid_client`, `invalid_grant`, `invalid_request`, `invalid_scope`, `invalid_redirect_uri`, `unauthorized_client`, `unsupported_grant_type`, `unauthorized`, `forbidden`, `not_found`, `server_error` | the AWS error of that name |
/// | `throttle`, `throttle=SECONDS` | the service's throttling error (429 where it has one), without or with `Retry-After` |
/// | `status=NUMBER` | that status, with an error body |
/// | `drop` | the connection closed, nothing done |
/// | `lose_reply` | the connection closed after the work was done |
/// | `truncate`, `truncate=BYTES` | a body that ends too early (half, or after so many bytes) |
/// | `html` | `200` and a captive portal's page |
/// | `redirect` | `302` to a captive portal |
/// | `malformed` | `200` and broken JSON |
/// | `empty` | `200` and nothing |
/// | `no_errortype` | the usual reply, without the `x-amzn-errortype` header |
/// | `date_skew=SECONDS` | the usual reply, its `Date` that far off (negative: behind) |
/// | `latency=MILLISECONDS` | the usual reply, later |
///
/// ```
/// use daypass_simulator::Fault;
///
/// let fault: Fault = "CreateToken slow_down x3".parse()?;
/// assert_eq!(fault.to_string(), "CreateToken slow_down x3");
/// assert!("CreateToken sloow_down".parse::<Fault>().is_err());
/// # Ok::<(), daypass_simulator::InvalidFault>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    operation: Option<Operation>,
    effect: Effect,
    remaining: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    Named(&'static str),
    Throttle(Option<u32>),
    Status(u16),
    Drop,
    LoseReply,
    Truncate(Option<usize>),
    Html,
    Redirect,
    Malformed,
    Empty,
    NoErrorType,
    DateSkew(i64),
    Latency(u64),
}

/// A line that says no fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidFault(String);

impl fmt::Display for InvalidFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a fault: {}; it is written OPERATION FAULT[=VALUE] [xN | always]", self.0)
    }
}

impl std::error::Error for InvalidFault {}

impl Effect {
    /// Whether the reply is made up instead of worked out.
    fn preempts(self) -> bool {
        match self {
            Self::Named(_)
            | Self::Throttle(_)
            | Self::Status(_)
            | Self::Drop
            | Self::Html
            | Self::Redirect
            | Self::Malformed
            | Self::Empty => true,
            Self::LoseReply
            | Self::Truncate(_)
            | Self::NoErrorType
            | Self::DateSkew(_)
            | Self::Latency(_) => false,
        }
    }

    /// The made-up reply; nothing where the real one is wanted.
    pub(crate) fn instead(self, service: Service, request_id: &str) -> Option<Response> {
        let named = |kind: Kind| refusal(service, &kind.because("injected fault"), request_id);
        Some(match self {
            Self::Named(name) => named(BY_NAME.iter().find(|(known, _)| *known == name)?.1),
            Self::Throttle(after) => throttled(service, after, request_id),
            Self::Status(status) => {
                let failure = Failure::new("InternalServerException", status, "injected fault");
                refusal(service, &failure, request_id)
            }
            Self::Html => page::message(200, "Guest Wi-Fi", "Accept the terms of this network to go on."),
            Self::Redirect => reply::redirect("http://captive.portal.invalid/welcome"),
            Self::Malformed => {
                let mut broken = reply::json(200, &serde_json::json!({}));
                *broken.body_mut() = b"{\"accessToken\": ".to_vec();
                broken
            }
            Self::Empty | Self::Drop => reply::empty(200),
            Self::LoseReply
            | Self::Truncate(_)
            | Self::NoErrorType
            | Self::DateSkew(_)
            | Self::Latency(_) => {
                return None;
            }
        })
    }
}

/// The faults that are still to happen.
#[derive(Debug, Clone, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.0.iter().map(ToString::to_string).collect()
    }

    /// Counts down the faults that happen to this request: at most one that preempts it, and all others.
    pub(crate) fn take(&mut self, operation: Operation) -> Vec<Effect> {
        let everywhere = !matches!(operation.service(), Service::Page | Service::Control);
        let mut taken: Vec<Effect> = Vec::new();
        for fault in &mut self.0 {
            let applies = fault.operation.map_or(everywhere, |named| named == operation);
            let second = fault.effect.preempts() && taken.iter().any(|effect| effect.preempts());
            if applies && !second {
                taken.push(fault.effect);
                fault.remaining = fault.remaining.map(|count| count.saturating_sub(1));
            }
        }
        self.0.retain(|fault| fault.remaining != Some(0));
        taken
    }
}

impl FromStr for Fault {
    type Err = InvalidFault;

    fn from_str(line: &str) -> Result<Self, InvalidFault> {
        let invalid = |what: &str| InvalidFault(format!("{line:?}, {what}"));
        let mut words = line.split_whitespace();
        let operation = match words.next() {
            Some("*") => None,
            Some(name) => Some(name.parse().map_err(|_| invalid("no such operation"))?),
            None => return Err(invalid("empty")),
        };
        let effect =
            words.next().and_then(effect).ok_or_else(|| invalid("no such fault, or a wrong value"))?;
        let remaining = match words.next() {
            None => Some(1),
            Some("always") => None,
            Some(count) => {
                let count = count.strip_prefix('x').and_then(|count| count.parse().ok());
                Some(count.filter(|count| *count > 0).ok_or_else(|| invalid("a count is xN or always"))?)
            }
        };
        match words.next() {
            None => Ok(Self { operation, effect, remaining }),
            Some(_) => Err(invalid("too many words")),
        }
    }
}

fn effect(word: &str) -> Option<Effect> {
    let (name, value) = word.split_once('=').map_or((word, None), |(name, value)| (name, Some(value)));
    Some(match (name, value) {
        ("throttle", None) => Effect::Throttle(None),
        ("throttle", Some(value)) => Effect::Throttle(Some(value.parse().ok()?)),
        ("status", Some(value)) => {
            Effect::Status(value.parse().ok().filter(|code| (200..600).contains(code))?)
        }
        ("drop", None) => Effect::Drop,
        ("lose_reply", None) => Effect::LoseReply,
        ("truncate", None) => Effect::Truncate(None),
        ("truncate", Some(value)) => Effect::Truncate(Some(value.parse().ok()?)),
        ("html", None) => Effect::Html,
        ("redirect", None) => Effect::Redirect,
        ("malformed", None) => Effect::Malformed,
        ("empty", None) => Effect::Empty,
        ("no_errortype", None) => Effect::NoErrorType,
        ("date_skew", Some(value)) => Effect::DateSkew(value.parse().ok()?),
        ("latency", Some(value)) => Effect::Latency(value.strip_suffix("ms").unwrap_or(value).parse().ok()?),
        (name, None) => Effect::Named(BY_NAME.iter().find(|(known, _)| *known == name)?.0),
        (_, Some(_)) => return None,
    })
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.operation {
            Some(operation) => write!(f, "{operation} ")?,
            None => f.write_str("* ")?,
        }
        match self.effect {
            Effect::Named(name) => f.write_str(name)?,
            Effect::Throttle(None) => f.write_str("throttle")?,
            Effect::Throttle(Some(seconds)) => write!(f, "throttle={seconds}")?,
            Effect::Status(status) => write!(f, "status={status}")?,
            Effect::Drop => f.write_str("drop")?,
            Effect::LoseReply => f.write_str("lose_reply")?,
            Effect::Truncate(None) => f.write_str("truncate")?,
            Effect::Truncate(Some(bytes)) => write!(f, "truncate={bytes}")?,
            Effect::Html => f.write_str("html")?,
            Effect::Redirect => f.write_str("redirect")?,
            Effect::Malformed => f.write_str("malformed")?,
            Effect::Empty => f.write_str("empty")?,
            Effect::NoErrorType => f.write_str("no_errortype")?,
            Effect::DateSkew(seconds) => write!(f, "date_skew={seconds}")?,
            Effect::Latency(milliseconds) => write!(f, "latency={milliseconds}")?,
        }
        match self.remaining {
            None => f.write_str(" always"),
            Some(count) => write!(f, " x{count}"),
        }
    }
}
