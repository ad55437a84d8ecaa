//! The one error of this crate: why nobody is signed in, and what would fix it.

use daypass_credentials::Session;
use daypass_oidc_device as oidc;
use daypass_sso_types::{Remedy, SignInTarget};
use daypass_transport::Service;
use std::{error, fmt};

/// The option of the command line that asks for the other flow.
pub(crate) const DEVICE: &str = "--use-device-code";

/// What the caller does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The person, or the portal for them, said no.
    Denied,
    /// The person was asked, and did not approve in time.
    TimedOut,
    /// Another process's sign-in to the session did not end in time.
    AnotherSignIn,
    /// A sign-in under way was to be joined, and there is none.
    NobodySignsIn,
    /// A person has to approve, and nobody is there.
    NobodyToAsk,
    /// The service or the start URL does not fit the configuration.
    Configuration,
    /// AWS did not answer, was overloaded, or something else answered.
    Network,
    /// A cache file could not be read or written.
    Cache,
    /// No port of this machine could be opened.
    Port,
    /// Anything else that AWS said.
    Service,
}

/// Why nobody is signed in.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    message: String,
    facts: Vec<(&'static str, String)>,
    remedy: Option<Remedy>,
    source: Option<Box<dyn error::Error + Send + Sync>>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        let message = message.into();
        Self(Box::new(Inner { kind, message, facts: Vec::new(), remedy: None, source: None }))
    }

    /// A call of the sign-in service that failed.
    pub(crate) fn of_service(error: oidc::Error, session: &Session) -> Self {
        let label = session.label();
        let (kind, message) = match error.kind() {
            oidc::ErrorKind::AccessDenied => {
                (ErrorKind::Denied, format!("the sign-in to {label} was denied"))
            }
            oidc::ErrorKind::ExpiredToken => {
                (ErrorKind::TimedOut, format!("the sign-in to {label} was not approved in time"))
            }
            oidc::ErrorKind::Network
            | oidc::ErrorKind::Unavailable
            | oidc::ErrorKind::SlowDown
            | oidc::ErrorKind::Malformed => {
                (ErrorKind::Network, error.failure().of(&format!("the sign-in service of {label}")))
            }
            oidc::ErrorKind::InvalidGrant | oidc::ErrorKind::UnauthorizedClient => (
                ErrorKind::Configuration,
                format!("the sign-in service does not accept this sign-in to {label}"),
            ),
            oidc::ErrorKind::InvalidRequest | oidc::ErrorKind::InvalidScope => (
                ErrorKind::Configuration,
                format!("the sign-in service does not accept the settings of {label}"),
            ),
            _ => (ErrorKind::Service, format!("the sign-in to {label} failed")),
        };
        let mut failure = Self::new(kind, message)
            .with_fact("portal", session.start_url.as_str())
            .with_fact("region", session.region.as_str());
        if let Ok(endpoint) = session.endpoints.endpoint(Service::Oidc, &session.region) {
            let origin = endpoint.origin();
            let place = origin.split_once("://").map_or(origin.as_str(), |(_, place)| place);
            failure = failure.with_fact("host", place);
        }
        // A service that does not know this grant, or the code that the portal gave: nearly always that of another
        // region.
        let is_elsewhere =
            matches!(error.kind(), oidc::ErrorKind::InvalidGrant | oidc::ErrorKind::UnauthorizedClient);
        let failure = failure.with_source(error).with_usual_remedy(session);
        if is_elsewhere {
            let look = "sso_region: is it the region of this portal?";
            return failure
                .with_fact("look at", look)
                .with_remedy(Remedy::Option { name: DEVICE, value: None });
        }
        failure
    }

    /// What fixes this kind of failure for the session, where a command does.
    pub(crate) fn with_usual_remedy(mut self, session: &Session) -> Self {
        let name = session.name.as_ref();
        self.0.remedy = match self.kind() {
            ErrorKind::Denied
            | ErrorKind::TimedOut
            | ErrorKind::AnotherSignIn
            | ErrorKind::NobodySignsIn
            | ErrorKind::NobodyToAsk => name.map(|name| Remedy::SignIn(SignInTarget::Session(name.clone()))),
            ErrorKind::Configuration => name.map(|name| Remedy::ConfigureSession(name.clone())),
            _ => None,
        };
        self
    }

    /// A person would have to approve now.
    pub(crate) fn nobody_to_ask(session: &Session) -> Self {
        let message =
            format!("the sign-in to {} needs a person's approval, and nobody is here", session.label());
        Self::new(ErrorKind::NobodyToAsk, message).with_usual_remedy(session)
    }

    pub(crate) fn with_fact(mut self, label: &'static str, text: impl Into<String>) -> Self {
        self.0.facts.push((label, text.into()));
        self
    }

    pub(crate) fn with_remedy(mut self, remedy: Remedy) -> Self {
        self.0.remedy = Some(remedy);
        self
    }

    pub(crate) fn with_source(mut self, source: impl Into<Box<dyn error::Error + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// What the caller does next.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// What it is about, label and text, in the order to show them: `portal`, `region`, `host` …
    pub fn facts(&self) -> &[(&'static str, String)] {
        &self.0.facts
    }

    /// What would fix it; `None` where nothing does. A session without a name has no remedy by name.
    pub fn remedy(&self) -> Option<&Remedy> {
        self.0.remedy.as_ref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl error::Error for Error {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

/// The caches, or the endpoints of the session.
impl From<daypass_credentials::Error> for Error {
    fn from(error: daypass_credentials::Error) -> Self {
        let kind = match error.kind() {
            daypass_credentials::ErrorKind::Configuration => ErrorKind::Configuration,
            _ => ErrorKind::Cache,
        };
        let message = match kind {
            ErrorKind::Configuration => "the sign-in service's address is not known",
            _ => "the stored sign-in cannot be read",
        };
        Self::new(kind, message).with_source(error)
    }
}
