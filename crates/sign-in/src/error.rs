//! The error of this crate: why a sign-in failed, and the remedy.

use daypass_credentials::Session;
use daypass_oidc_device as oidc;
use daypass_sso_types::{Remedy, SignInTarget};
use daypass_transport::Service;
use std::{error, fmt};

/// The command-line option that chooses the device flow.
pub(crate) const DEVICE: &str = "--use-device-code";

/// Why a sign-in failed, grouped by what the caller does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The person or the portal denied the sign-in.
    Denied,
    /// The person did not approve in time.
    TimedOut,
    /// Another process's sign-in to the session did not end in time.
    AnotherSignIn,
    /// [`SignIn::join`](crate::SignIn::join) found no sign-in in progress.
    NoSignInInProgress,
    /// A person has to approve, and [`Person::is_there`](crate::Person::is_there) is false.
    NotInteractive,
    /// The sign-in service or the start URL does not accept what is configured.
    Configuration,
    /// AWS did not answer, was overloaded, or something other than AWS answered.
    Network,
    /// A cache file could not be read or written.
    Cache,
    /// The callback port could not be opened.
    Port,
    /// Any other refusal of AWS.
    Service,
}

/// The error of a sign-in: a kind, facts to show, and a remedy.
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

    /// Describes a failed call of the sign-in service (SSO OIDC) for a session.
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
        // A service that does not know the grant type or the code is nearly always that of another region.
        let is_elsewhere =
            matches!(error.kind(), oidc::ErrorKind::InvalidGrant | oidc::ErrorKind::UnauthorizedClient);
        let is_scope = error.kind() == oidc::ErrorKind::InvalidScope;
        let mut failure = failure.with_source(error).with_usual_remedy(session);
        if is_scope {
            failure.0.remedy = default_scope_remedy(session);
        }
        if is_elsewhere {
            let look = "sso_region: is it the region of this portal?";
            return failure
                .with_fact("look at", look)
                .with_remedy(Remedy::Option { name: DEVICE, value: None });
        }
        failure
    }

    /// Sets the command that fixes this kind of failure for the session; none if no command does.
    pub(crate) fn with_usual_remedy(mut self, session: &Session) -> Self {
        let name = session.name.as_ref();
        self.0.remedy = match self.kind() {
            ErrorKind::Denied
            | ErrorKind::TimedOut
            | ErrorKind::AnotherSignIn
            | ErrorKind::NoSignInInProgress
            | ErrorKind::NotInteractive => {
                name.map(|name| Remedy::SignIn(SignInTarget::Session(name.clone())))
            }
            ErrorKind::Configuration => configure(session, "sso_start_url", None),
            _ => None,
        };
        self
    }

    /// Describes a sign-in that needs a person to approve it, without one to ask.
    pub(crate) fn not_interactive(session: &Session) -> Self {
        let message =
            format!("the sign-in to {} needs a person to approve it, and none can be asked", session.label());
        Self::new(ErrorKind::NotInteractive, message).with_usual_remedy(session)
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

    /// Returns the kind, which says what the caller does next.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns facts to show, in order, each a label and a text: `portal`, `region`, `host` …
    pub fn facts(&self) -> &[(&'static str, String)] {
        &self.0.facts
    }

    /// Returns what would fix the failure; `None` if no command does, as for most failures of an unnamed session.
    pub fn remedy(&self) -> Option<&Remedy> {
        self.0.remedy.as_ref()
    }
}

/// Suggests the default scope in place of the refused scopes; `None` if the default was refused.
fn default_scope_remedy(session: &Session) -> Option<Remedy> {
    let is_refused = session.scopes.as_deref().is_some_and(|scopes| *scopes == [oidc::DEFAULT_SCOPE]);
    configure(session, "sso_registration_scopes", Some(oidc::DEFAULT_SCOPE)).filter(|_| !is_refused)
}

/// Suggests another value of one key for a session that has a name; without a value a person has to know it.
fn configure(session: &Session, key: &'static str, value: Option<&str>) -> Option<Remedy> {
    let (session, value) = (session.name.clone()?, value.map(str::to_owned));
    Some(Remedy::ConfigureSessionKey { session, key, value })
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

/// Wraps a failure of the token cache or of the session's endpoints.
impl From<daypass_credentials::Error> for Error {
    fn from(error: daypass_credentials::Error) -> Self {
        let kind = match error.kind() {
            daypass_credentials::ErrorKind::Configuration => ErrorKind::Configuration,
            _ => ErrorKind::Cache,
        };
        let message = match kind {
            ErrorKind::Configuration => "the sign-in service has no known endpoint",
            _ => "the stored sign-in cannot be read",
        };
        Self::new(kind, message).with_source(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use daypass_credentials::Endpoints;
    use daypass_sso_types::{Region, StartUrl};
    use std::error::Error as _;

    fn session(name: Option<&str>) -> Session {
        let url = StartUrl::new("https://d-1234567890.awsapps.com/start").expect("a start URL");
        let region = Region::new("eu-west-1").expect("a region");
        Session::new(name.map(str::to_owned), url, region, Endpoints::default())
    }

    #[test]
    fn service_errors_are_grouped_by_what_to_do_next() {
        use oidc::ErrorKind as Said;
        let sign_in = || Some(Remedy::SignIn(SignInTarget::Session("corp".to_owned())));
        let corp = session(Some("corp"));
        let start_url = || configure(&corp, "sso_start_url", None);
        let scopes = || configure(&corp, "sso_registration_scopes", Some("sso:account:access"));
        let by_device = || Some(Remedy::Option { name: DEVICE, value: None });
        for (said, kind, words, remedy) in [
            (Said::AccessDenied, ErrorKind::Denied, "was denied", sign_in()),
            (Said::ExpiredToken, ErrorKind::TimedOut, "was not approved in time", sign_in()),
            // `transport` says how far a call came; these were never sent.
            (Said::Network, ErrorKind::Network, "was not asked", None),
            (Said::Unavailable, ErrorKind::Network, "was not asked", None),
            (Said::SlowDown, ErrorKind::Network, "was not asked", None),
            (Said::Malformed, ErrorKind::Network, "was not asked", None),
            (Said::InvalidGrant, ErrorKind::Configuration, "does not accept this sign-in", by_device()),
            (Said::UnauthorizedClient, ErrorKind::Configuration, "does not accept this sign-in", by_device()),
            (Said::InvalidRequest, ErrorKind::Configuration, "does not accept the settings", start_url()),
            (Said::InvalidScope, ErrorKind::Configuration, "does not accept the settings", scopes()),
            (Said::InvalidClient, ErrorKind::Service, "failed", None),
            (Said::Unexpected, ErrorKind::Service, "failed", None),
        ] {
            let error = Error::of_service(oidc::Error::local(said, "why"), &corp);
            assert_eq!((error.kind(), error.remedy()), (kind, remedy.as_ref()), "{said:?}");
            assert!(error.to_string().contains(words) && error.to_string().contains("corp"), "{error}");
            assert_eq!(error.source().map(ToString::to_string).as_deref(), Some("why"));
            let facts: Vec<_> = error.facts().iter().map(|(label, _)| *label).collect();
            assert!(facts.starts_with(&["portal", "region", "host"]), "{facts:?}");
            assert_eq!(facts.contains(&"look at"), remedy == by_device(), "{said:?}");
        }
    }

    #[test]
    fn an_error_without_an_answer_says_how_far_the_call_came() {
        let status = |status: u16| {
            let mut response = daypass_transport::Response::new(Vec::new());
            *response.status_mut() = status.try_into().expect("a status");
            oidc::Error::from_response(&response)
        };
        let unreached = daypass_transport::Error::new(daypass_transport::ErrorKind::Dns, "x");
        for (failed, words) in [
            (oidc::Error::from(unreached), "cannot be reached"),
            (status(503), "does not serve this request now"),
            (status(429), "does not serve this request now"),
            (status(302), "cannot be used"),
            (daypass_transport::Malformed::new("empty").into(), "cannot be used"),
        ] {
            let error = Error::of_service(failed, &session(Some("corp")));
            assert_eq!((error.kind(), error.remedy()), (ErrorKind::Network, None), "{error}");
            assert!(error.to_string().contains(words) && error.to_string().contains("corp"), "{error}");
        }
    }

    #[test]
    fn the_remedy_for_refused_scopes_is_the_default_scope() {
        let remedy = |name, scopes: Option<&[&str]>| {
            let scopes = scopes.map(|scopes| scopes.iter().map(|&scope| scope.to_owned()).collect());
            let refused = oidc::Error::local(oidc::ErrorKind::InvalidScope, "why");
            Error::of_service(refused, &session(name).with_scopes(scopes)).remedy().cloned()
        };
        let usual = ["sso:account:access"];
        let named = configure(&session(Some("corp")), "sso_registration_scopes", Some(usual[0]));
        for scopes in [None, Some(&[][..]), Some(&["eu-west1"]), Some(&[usual[0], "nonsense"])] {
            assert_eq!(remedy(Some("corp"), scopes).as_ref(), named.as_ref(), "{scopes:?}");
        }
        assert_eq!(remedy(Some("corp"), Some(&usual)), None);
        assert_eq!(remedy(None, Some(&["eu-west1"])), None);
    }

    #[test]
    fn an_unnamed_session_has_no_remedy_by_name() {
        for kind in [ErrorKind::Denied, ErrorKind::AnotherSignIn, ErrorKind::Configuration, ErrorKind::Port] {
            assert!(Error::new(kind, "x").with_usual_remedy(&session(None)).remedy().is_none());
        }
        let remedy = |kind| Error::new(kind, "x").with_usual_remedy(&session(Some("corp"))).remedy().cloned();
        let sign_in = [ErrorKind::Denied, ErrorKind::TimedOut, ErrorKind::AnotherSignIn];
        let sign_in = sign_in.into_iter().chain([ErrorKind::NoSignInInProgress, ErrorKind::NotInteractive]);
        for kind in sign_in.chain([ErrorKind::Configuration]) {
            assert!(remedy(kind).is_some(), "{kind:?}");
        }
        for kind in [ErrorKind::Network, ErrorKind::Cache, ErrorKind::Service] {
            assert_eq!(remedy(kind), None, "{kind:?}");
        }
    }
}
