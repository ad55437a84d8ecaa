//! The environment as a value: what is set in this process, or exactly what a test says.

use crate::{Error, Variable};
use std::{collections::BTreeMap, ffi::OsString, fmt, path::PathBuf};

/// What is set.
///
/// ```
/// use daypass_environment::{Environment, Variable};
///
/// let environment = Environment::of([("AWS_PROFILE", "dev"), ("HOME", "/home/me")]);
/// assert_eq!(environment.profile()?.as_deref(), Some("dev"));
/// assert_eq!(environment.text(Variable::Region)?, None);
/// # Ok::<(), daypass_environment::Error>(())
/// ```
#[derive(Clone)]
pub struct Environment(Source);

#[derive(Clone)]
enum Source {
    /// The process as it was.
    Snapshot(BTreeMap<OsString, OsString>),
    Process,
    Pairs(BTreeMap<OsString, OsString>),
}

impl fmt::Debug for Environment {
    /// Values may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Environment")
    }
}

impl Environment {
    /// The environment of this process, read once: a later change of it changes nothing here.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
    pub fn process() -> Self {
        Self(Source::Snapshot(std::env::vars_os().collect()))
    }

    /// The environment of this process, looked up variable by variable: for the first microseconds of a program that
    /// may be done after three of them.
    pub fn lazily() -> Self {
        Self(Source::Process)
    }

    /// Exactly these variables, and no home directory but what they say.
    pub fn of<N: Into<OsString>, V: Into<OsString>>(variables: impl IntoIterator<Item = (N, V)>) -> Self {
        let variables = variables.into_iter().map(|(name, value)| (name.into(), value.into()));
        Self(Source::Pairs(variables.collect()))
    }

    /// The value as it is, even when empty.
    pub fn raw(&self, variable: Variable) -> Option<OsString> {
        self.named(variable.name())
    }

    /// Any variable, for `$NAME` inside AWS_CONFIG_FILE.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
    pub(crate) fn named(&self, name: &str) -> Option<OsString> {
        match &self.0 {
            Source::Snapshot(variables) | Source::Pairs(variables) => {
                variables.get(std::ffi::OsStr::new(name)).cloned()
            }
            Source::Process => std::env::var_os(name),
        }
    }

    /// Whether it is set and not empty.
    pub fn is_set(&self, variable: Variable) -> bool {
        self.raw(variable).is_some_and(|value| !value.is_empty())
    }

    /// The value as text; an empty one counts as not set.
    ///
    /// # Errors
    /// Of kind [`Undecodable`](crate::ErrorKind::Undecodable), with the variable.
    pub fn text(&self, variable: Variable) -> Result<Option<String>, Error> {
        let text = self.raw(variable).map(OsString::into_string).transpose();
        Ok(text.map_err(|_| Error::undecodable(variable))?.filter(|text| !text.is_empty()))
    }

    /// The value as text of what decides nothing about who or where one is: undecodable counts as not set.
    pub fn hint(&self, variable: Variable) -> Option<String> {
        self.text(variable).ok().flatten()
    }

    /// `true` in any case is true, `false` is false, anything else is not set, as the SDKs read booleans.
    ///
    /// # Errors
    /// As [`Environment::text`].
    pub fn boolean(&self, variable: Variable) -> Result<Option<bool>, Error> {
        Ok(match self.text(variable)?.map(|text| text.to_ascii_lowercase()).as_deref() {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => None,
        })
    }

    /// The profile that AWS_PROFILE or AWS_DEFAULT_PROFILE names, in this order, as the AWS CLI reads them.
    ///
    /// # Errors
    /// As [`Environment::text`]: a name that cannot be decoded is not the profile `default`.
    pub fn profile(&self) -> Result<Option<String>, Error> {
        match self.text(Variable::Profile)? {
            Some(name) => Ok(Some(name)),
            None => self.text(Variable::DefaultProfile),
        }
    }

    /// The home directory as the AWS CLI finds it: HOME (USERPROFILE on Windows), else, in this process, the user
    /// database.
    pub fn home(&self) -> Option<PathBuf> {
        let variable = if cfg!(windows) { Variable::UserProfile } else { Variable::Home };
        let said = self.raw(variable).filter(|home| !home.is_empty()).map(PathBuf::from);
        if matches!(self.0, Source::Pairs(_)) {
            return said;
        }
        said.or_else(|| {
            #[expect(clippy::disallowed_methods, reason = "the one place that finds the home directory")]
            std::env::home_dir().filter(|home| !home.as_os_str().is_empty())
        })
    }

    /// What the environment says about colour, if it says anything (NO_COLOR, CLICOLOR, CLICOLOR_FORCE, TERM).
    pub fn color(&self) -> Option<bool> {
        if self.is_set(Variable::NoColor) {
            return Some(false);
        }
        if self.hint(Variable::CliColorForce).is_some_and(|value| value != "0") {
            return Some(true);
        }
        if self.is_dumb_terminal() {
            return Some(false);
        }
        self.hint(Variable::CliColor).filter(|value| value == "0").map(|_| false)
    }

    /// Whether the terminal says that it can only print text.
    pub fn is_dumb_terminal(&self) -> bool {
        self.hint(Variable::Term).is_some_and(|term| term == "dumb")
    }
}
