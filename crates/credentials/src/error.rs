//! The one error of this crate: what failed, on what, and of which kind the remedy is.

use daypass_transport::CallFailure;
use std::{error, fmt, sync::Arc};

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

    pub(crate) fn with_source(mut self, source: impl error::Error + Send + Sync + 'static) -> Self {
        Arc::make_mut(&mut self.0).source = Some(Arc::new(source));
        self
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

    /// The name that was probably meant, where [`Error::session`], or else [`Error::profile`], does not exist.
    pub fn meant(&self) -> Option<&str> {
        self.0.meant.as_deref()
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

/// What a service did that did not give its answer.
pub(crate) fn called_in_vain(service: &str, failure: CallFailure) -> String {
    match failure {
        CallFailure::NotReached => format!("{service} cannot be reached"),
        CallFailure::Busy => format!("{service} does not serve this request now"),
        _ => format!("what answers for {service} cannot be used"),
    }
}
