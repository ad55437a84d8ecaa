//! The one error of this crate: what failed, on what, and of which kind the remedy is.

use crate::{Fault, Section};
use daypass_sso_types::{Remedy, SignInTarget};
use daypass_transport::{CallError, CallErrorKind};
use std::{error, fmt, sync::Arc, time::Duration};

/// What the caller can do about an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Nobody is signed in, or the session is over and cannot be renewed: sign in, then ask again.
    LoginRequired,
    /// The portal refused a token that looked good: sign in anew, a look at the clock is not enough.
    TokenRefused,
    /// The config files lack something or contradict themselves.
    Configuration,
    /// AWS refused access to the account or role.
    Refused,
    /// AWS could not be reached, was overloaded, or something else answered.
    Network,
    /// A cache file or folder could not be used.
    Cache,
    /// Anything else AWS said.
    Service,
}

/// Why there are no credentials. Cheap to clone: all who waited for one renewal get the same.
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

    /// A call of AWS that failed as the cause.
    pub(crate) fn with_call<K: CallErrorKind>(mut self, error: CallError<K>) -> Self {
        Arc::make_mut(&mut self.0).retry_after = error.retry_after();
        self.with_source(error)
    }

    /// When to ask again at the earliest, where AWS said so (`Retry-After`).
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// What the caller can do about it.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// What it is about, label and text, in the order to show them: `account`, `role`, `file` …
    pub fn facts(&self) -> &[(&'static str, String)] {
        &self.0.facts
    }

    /// The session to sign in to: its name, or the start URL of a profile without one.
    pub fn session(&self) -> Option<&str> {
        self.0.session.as_deref()
    }

    /// The profile that was asked for.
    pub fn profile(&self) -> Option<&str> {
        self.0.profile.as_deref()
    }

    /// The name that was probably meant, where the profile or session of [`Error::fault`] does not exist.
    pub fn meant(&self) -> Option<&str> {
        self.0.meant.as_deref()
    }

    /// What is wrong with the configuration, for an error of kind [`ErrorKind::Configuration`].
    pub fn fault(&self) -> Option<&Fault> {
        self.0.fault.as_ref()
    }

    /// What would fix it, where something does.
    pub fn remedy(&self) -> Option<Remedy> {
        let target = || match (self.profile(), self.session()) {
            (Some(profile), _) => Some(SignInTarget::Profile(profile.to_owned())),
            (None, Some(session)) => Some(SignInTarget::Session(session.to_owned())),
            (None, None) => None,
        };
        match self.kind() {
            ErrorKind::LoginRequired => target().map(Remedy::SignIn),
            ErrorKind::TokenRefused => target().map(Remedy::SignInAgain),
            ErrorKind::Configuration => self.fault().and_then(|fault| self.fix_of(fault)),
            // Another account or role of the session may be the person's; a chained role is set up elsewhere.
            ErrorKind::Refused => {
                self.session().and(self.profile()).map(|profile| Remedy::ConfigureProfile(profile.to_owned()))
            }
            ErrorKind::Cache => {
                let cause = self.0.source.as_ref()?.downcast_ref::<daypass_token_cache::Error>()?;
                cause.remedy()
            }
            ErrorKind::Network | ErrorKind::Service => None,
        }
    }

    /// What is broken within a profile that has another source is never fixed by setting up SSO there.
    fn fix_of(&self, fault: &Fault) -> Option<Remedy> {
        let asked = |name: &str| self.profile() == Some(name);
        Some(match fault {
            // Where a file names it, no other word of the command line would help.
            Fault::NoProfile { name, named_by: None } | Fault::NoSession { name, named_by: None }
                if self.meant().is_some() =>
            {
                Remedy::Meant { wrong: name.clone(), meant: self.meant()?.to_owned() }
            }
            Fault::NoProfile { name, named_by: None } => Remedy::ConfigureProfile(name.clone()),
            Fault::NoSource(name) if asked(name) => Remedy::ConfigureProfile(name.clone()),
            Fault::Contradiction { profile, .. } => Remedy::ConfigureProfile(profile.clone()),
            Fault::NoSession { name, .. } => Remedy::ConfigureSession(name.clone()),
            Fault::Missing { section, .. } | Fault::Value { section, .. } => match section {
                Section::SsoSession(name) => Remedy::ConfigureSession(name.clone()),
                Section::Profile(name) if fault.is_of_sso() => Remedy::ConfigureProfile(name.clone()),
                Section::Profile(_) => Remedy::Examine,
            },
            Fault::NotServed { profile, key: "login_session" } => Remedy::Advice(format!(
                "`aws configure export-credentials --profile {profile}` gives its keys."
            )),
            Fault::NotServed { .. } => return None,
            Fault::ForeignEndpoint { host } => Remedy::AllowEndpoint(host.clone()),
            _ => Remedy::Examine,
        })
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
