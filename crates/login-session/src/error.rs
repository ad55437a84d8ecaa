//! The error of a console session, by what the caller can do.

use daypass_console_login as console_login;
use daypass_sso_types::Remedy;
use std::{error, fmt, sync::Arc};

/// What the caller can do about an [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Nobody is signed in as this identity, or the session is over: sign in, then try again.
    SignInNeeded,
    /// Neither the file, the profile nor the environment says in which region the session was opened.
    NoRegion,
    /// The endpoint cannot be used; the cause is that of the function of [`LoginProfile::new`](crate::LoginProfile::new).
    Endpoint,
    /// AWS denies the identity this way of signing in.
    Refused,
    /// AWS could not be reached or was overloaded, or another server answered: try again later.
    Network,
    /// The file or its lock could not be used.
    Cache,
    /// Any other error of AWS.
    Service,
}

/// Why a console session gives no credentials. Cheap to clone, because every caller that waited for one refresh gets its
/// error.
#[derive(Debug, Clone)]
pub struct Error(Arc<Inner>);

#[derive(Debug, Clone)]
struct Inner {
    kind: ErrorKind,
    message: String,
    facts: Vec<(&'static str, String)>,
    remedy: Option<Remedy>,
    source: Option<Arc<dyn error::Error + Send + Sync>>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        let (message, facts) = (message.into(), Vec::new());
        Self(Arc::new(Inner { kind, message, facts, remedy: None, source: None }))
    }

    pub(crate) fn with_fact(mut self, label: &'static str, text: impl Into<String>) -> Self {
        Arc::make_mut(&mut self.0).facts.push((label, text.into()));
        self
    }

    pub(crate) fn with_remedy(mut self, remedy: Remedy) -> Self {
        Arc::make_mut(&mut self.0).remedy = Some(remedy);
        self
    }

    pub(crate) fn with_source(self, source: impl error::Error + Send + Sync + 'static) -> Self {
        self.with_cause(Arc::new(source))
    }

    pub(crate) fn with_cause(mut self, source: Arc<dyn error::Error + Send + Sync>) -> Self {
        Arc::make_mut(&mut self.0).source = Some(source);
        self
    }

    pub(crate) fn cache(error: daypass_token_cache::Error) -> Self {
        let remedy = error.remedy();
        let cache = Self::new(ErrorKind::Cache, "the cache of console sign-ins cannot be read");
        let cache = cache.with_source(error);
        match remedy {
            Some(remedy) => cache.with_remedy(remedy),
            None => cache,
        }
    }

    /// Returns the kind, which says what the caller can do.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns what the error is about, as pairs of label and text in the order to show them.
    pub fn facts(&self) -> &[(&'static str, String)] {
        &self.0.facts
    }

    /// Returns what would fix the error, apart from a sign-in, which [`ErrorKind::SignInNeeded`] means already.
    pub fn remedy(&self) -> Option<&Remedy> {
        self.0.remedy.as_ref()
    }

    /// Returns the failed call of the sign-in service, if one was the cause.
    pub fn call(&self) -> Option<&console_login::Error> {
        self.0.source.as_deref()?.downcast_ref()
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
