//! The error of this crate: what failed, on which profile or session, and what would fix it.

use crate::{Fault, SourceError, SourceErrorKind};
use daypass_config_parse::SectionKind;
use daypass_sso_types::{Remedy, SignInTarget};
use daypass_transport::{CallError, CallErrorKind};
use std::{error, fmt, sync::Arc, time::Duration};

/// What the caller can do about an [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Nobody is signed in, or the session has ended and cannot be renewed: sign in, then try again.
    LoginRequired,
    /// The portal refused a token that has not expired: sign in again.
    TokenRefused,
    /// The config files lack a key or contradict each other; [`Error::fault`] says where.
    Configuration,
    /// AWS denied access to the account or role.
    Refused,
    /// AWS could not be reached or was overloaded, or another server answered.
    Network,
    /// A cache file or folder could not be used.
    Cache,
    /// What renews the session is sealed, and its key is not at hand; the error's source says why.
    Locked,
    /// Any other error of AWS.
    Service,
}

/// Why there are no credentials. Cheap to clone, because every caller that waited for one renewal gets its error.
#[derive(Debug, Clone)]
pub struct Error(Arc<Inner>);

#[derive(Debug, Clone)]
struct Inner {
    kind: ErrorKind,
    message: String,
    facts: Vec<(&'static str, String)>,
    session: Option<String>,
    profile: Option<String>,
    meant: Option<String>,
    fault: Option<Fault>,
    retry_after: Option<Duration>,
    source: Option<Arc<dyn error::Error + Send + Sync>>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Arc::new(Inner {
            kind,
            message: message.into(),
            facts: Vec::new(),
            session: None,
            profile: None,
            meant: None,
            fault: None,
            retry_after: None,
            source: None,
        }))
    }

    /// Creates the error that another crate tells.
    pub(crate) fn told(kind: ErrorKind, error: &dyn fmt::Display, facts: &[(&'static str, String)]) -> Self {
        let new = Self::new(kind, error.to_string());
        facts.iter().fold(new, |own, (label, text)| own.with_fact(label, text))
    }

    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Configuration, message)
    }

    pub(crate) fn with_fact(mut self, label: &'static str, text: impl Into<String>) -> Self {
        Arc::make_mut(&mut self.0).facts.push((label, text.into()));
        self
    }

    pub(crate) fn with_session(mut self, label: &str) -> Self {
        Arc::make_mut(&mut self.0).session = Some(label.to_owned());
        self
    }

    pub(crate) fn with_profile(mut self, name: &str) -> Self {
        Arc::make_mut(&mut self.0).profile.get_or_insert_with(|| name.to_owned());
        self
    }

    pub(crate) fn with_meant(mut self, name: &str) -> Self {
        Arc::make_mut(&mut self.0).meant = Some(name.to_owned());
        self
    }

    pub(crate) fn with_fault(mut self, fault: Fault) -> Self {
        Arc::make_mut(&mut self.0).fault = Some(fault);
        self
    }

    pub(crate) fn with_source(mut self, source: impl error::Error + Send + Sync + 'static) -> Self {
        Arc::make_mut(&mut self.0).source = Some(Arc::new(source));
        self
    }

    /// Adds a failed call of AWS as the cause, with its `Retry-After`.
    pub(crate) fn with_call<K: CallErrorKind>(mut self, error: CallError<K>) -> Self {
        Arc::make_mut(&mut self.0).retry_after = error.retry_after();
        self.with_source(error)
    }

    /// Returns how long to wait before the next attempt, if AWS said so (`Retry-After`).
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Returns the kind, which says what the caller can do.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns what the error is about, as pairs of label and text in the order to show them, such as
    /// `("file", "/home/me/.aws/config")`.
    pub fn facts(&self) -> &[(&'static str, String)] {
        &self.0.facts
    }

    /// Returns the session to sign in to: its name, or the start URL of a legacy profile.
    pub fn session(&self) -> Option<&str> {
        self.0.session.as_deref()
    }

    /// Returns the profile that was asked for.
    pub fn profile(&self) -> Option<&str> {
        self.0.profile.as_deref()
    }

    /// Returns the name that was probably meant, if the profile or session of [`Error::fault`] does not exist.
    pub fn meant(&self) -> Option<&str> {
        self.0.meant.as_deref()
    }

    /// Returns what is wrong with the configuration, for an error of kind [`ErrorKind::Configuration`].
    pub fn fault(&self) -> Option<&Fault> {
        self.0.fault.as_ref()
    }

    /// Returns what would fix the error; `None` if nothing does.
    pub fn remedy(&self) -> Option<Remedy> {
        let target = || match (self.profile(), self.session()) {
            (Some(profile), _) => Some(SignInTarget::Profile(profile.to_owned())),
            (None, Some(session)) => Some(SignInTarget::Session(session.to_owned())),
            (None, None) => None,
        };
        let source = self.0.source.as_deref();
        let of_login =
            source.and_then(|source| source.downcast_ref::<daypass_login_session::Error>()?.remedy());
        match self.kind() {
            _ if of_login.is_some() => of_login.cloned(),
            ErrorKind::LoginRequired => target().map(Remedy::SignIn),
            ErrorKind::TokenRefused => target().map(Remedy::SignInAgain),
            ErrorKind::Configuration => self.fault().and_then(|fault| self.fix_of(fault)),
            // The person may have another account or role in the session; for a chained role there is no such choice.
            ErrorKind::Refused => {
                self.session().and(self.profile()).map(|profile| Remedy::ConfigureProfile(profile.to_owned()))
            }
            ErrorKind::Cache => {
                let cause = self.0.source.as_ref()?.downcast_ref::<daypass_token_cache::Error>()?;
                cause.remedy()
            }
            ErrorKind::Network | ErrorKind::Service | ErrorKind::Locked => None,
        }
    }

    /// Returns the remedy of a fault. A profile that has another source of credentials is never set up for SSO.
    fn fix_of(&self, fault: &Fault) -> Option<Remedy> {
        let asked = |name: &str| self.profile() == Some(name);
        Some(match fault {
            // If a file names the profile, another name on the command line would not help.
            Fault::NoProfile { name, named_by: None } | Fault::NoSession { name, named_by: None }
                if self.meant().is_some() =>
            {
                Remedy::Meant { wrong: name.clone(), meant: self.meant()?.to_owned() }
            }
            Fault::NoProfile { name, named_by: None } => Remedy::ConfigureProfile(name.clone()),
            Fault::NoSource(name) if asked(name) => Remedy::ConfigureProfile(name.clone()),
            Fault::Contradiction { profile, .. } => Remedy::ConfigureProfile(profile.clone()),
            Fault::NoSession { name, .. } => Remedy::ConfigureSession(name.clone()),
            Fault::Missing { section, .. } | Fault::Value { section, .. } => match section.kind() {
                SectionKind::SsoSession => Remedy::ConfigureSession(section.name().to_owned()),
                _ if fault.is_of_sso() => Remedy::ConfigureProfile(section.name().to_owned()),
                _ => Remedy::Examine,
            },
            Fault::ForeignSource { .. } | Fault::Process(_) => return None,
            Fault::InstanceNotAsked(_) => Remedy::UnsetVariable("AWS_EC2_METADATA_DISABLED".to_owned()),
            Fault::ForeignEndpoint { host } => Remedy::AllowEndpoint(host.clone()),
            _ => Remedy::Examine,
        })
    }
}

/// The error of a console sign-in; that of its endpoint is one of this crate already.
impl From<daypass_login_session::Error> for Error {
    fn from(error: daypass_login_session::Error) -> Self {
        use daypass_login_session::ErrorKind as Kind;
        if let Some(own) = error::Error::source(&error).and_then(|source| source.downcast_ref::<Self>()) {
            return own.clone();
        }
        let kind = match error.kind() {
            Kind::SignInNeeded => ErrorKind::LoginRequired,
            Kind::NoRegion | Kind::Endpoint => ErrorKind::Configuration,
            Kind::Refused => ErrorKind::Refused,
            Kind::Network => ErrorKind::Network,
            Kind::Cache => ErrorKind::Cache,
            _ => ErrorKind::Service,
        };
        Self::told(kind, &error, error.facts()).with_source(error)
    }
}

impl From<SourceError> for Error {
    fn from(error: SourceError) -> Self {
        let kind = match error.kind() {
            SourceErrorKind::Configuration => ErrorKind::Configuration,
            SourceErrorKind::Refused => ErrorKind::Refused,
            SourceErrorKind::Network => ErrorKind::Network,
            _ => ErrorKind::Service,
        };
        let mut own = Self::told(kind, &error, error.facts());
        Arc::make_mut(&mut own.0).source = error.into_cause();
        own
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
