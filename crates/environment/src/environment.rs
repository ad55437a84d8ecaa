//! The environment as a value: the variables of this process, or given pairs.

use crate::{Error, Variable};
use std::{collections::BTreeMap, ffi::OsString, fmt, path::PathBuf};

/// The environment variables of this process, or of given pairs, and the home directory.
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
    /// The variables of the process when they were read.
    Snapshot(BTreeMap<OsString, OsString>),
    /// The process, read at each call.
    Process,
    /// Given variables.
    Pairs(BTreeMap<OsString, OsString>),
}

impl fmt::Debug for Environment {
    /// Shows no variables, because values may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Environment")
    }
}

impl Environment {
    /// Reads the environment of this process once; later changes of it are not seen.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
    pub fn process() -> Self {
        Self(Source::Snapshot(std::env::vars_os().collect()))
    }

    /// Looks up each variable in this process when it is asked for: for a program that may end after three of them.
    pub fn lazily() -> Self {
        Self(Source::Process)
    }

    /// Creates an environment of these variables only. Its home directory is that of `HOME` (`USERPROFILE` on Windows).
    pub fn of<N: Into<OsString>, V: Into<OsString>>(variables: impl IntoIterator<Item = (N, V)>) -> Self {
        let variables = variables.into_iter().map(|(name, value)| (name.into(), value.into()));
        Self(Source::Pairs(variables.collect()))
    }

    /// Returns the value unchanged, even if it is empty.
    pub fn raw(&self, variable: Variable) -> Option<OsString> {
        self.named(variable.name())
    }

    /// Returns those of these variables that are set, also to an empty text: variables of other tools, which daypass does
    /// not obey. A value that is not UTF-8 counts as not set.
    ///
    /// ```
    /// use daypass_environment::Environment;
    /// let environment = Environment::of([("AWS_VAULT", "dev"), ("HOME", "/home/me")]);
    /// assert_eq!(environment.of_other_tools(&["AWS_VAULT", "AWSUME_PROFILE"]).len(), 1);
    /// ```
    pub fn of_other_tools(&self, names: &[&str]) -> BTreeMap<String, String> {
        let set =
            names.iter().filter_map(|name| Some(((*name).to_owned(), self.named(name)?.into_string().ok()?)));
        set.collect()
    }

    /// Returns the value of any variable, for `$NAME` inside AWS_CONFIG_FILE.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
    pub(crate) fn named(&self, name: &str) -> Option<OsString> {
        match &self.0 {
            Source::Snapshot(variables) | Source::Pairs(variables) => {
                variables.get(std::ffi::OsStr::new(name)).cloned()
            }
            Source::Process => std::env::var_os(name),
        }
    }

    /// Whether the variable is set and not empty.
    pub fn is_set(&self, variable: Variable) -> bool {
        self.raw(variable).is_some_and(|value| !value.is_empty())
    }

    /// Returns the value as text; an empty value counts as not set.
    ///
    /// # Errors
    /// [`Undecodable`](crate::ErrorKind::Undecodable) if the value is not UTF-8.
    pub fn text(&self, variable: Variable) -> Result<Option<String>, Error> {
        let text = self.raw(variable).map(OsString::into_string).transpose();
        Ok(text.map_err(|_| Error::undecodable(variable))?.filter(|text| !text.is_empty()))
    }

    /// Returns the value as text, for a variable that does not decide which credentials or files are used: a value that
    /// is not UTF-8 counts as not set.
    pub fn hint(&self, variable: Variable) -> Option<String> {
        self.text(variable).ok().flatten()
    }

    /// Reads a boolean as the SDKs do: `true` and `false` in any letter case; any other value counts as not set.
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

    /// Returns the profile that AWS_PROFILE or AWS_DEFAULT_PROFILE names, in this order, as the AWS CLI does.
    ///
    /// # Errors
    /// As [`Environment::text`]: a name that is not UTF-8 must not lead to the profile `default`.
    pub fn profile(&self) -> Result<Option<String>, Error> {
        match self.text(Variable::Profile)? {
            Some(name) => Ok(Some(name)),
            None => self.text(Variable::DefaultProfile),
        }
    }

    /// Returns the home directory as the AWS CLI finds it: HOME (USERPROFILE on Windows), else, for this process, that
    /// of the user database.
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

    /// Returns whether the environment asks for colour (NO_COLOR, CLICOLOR, CLICOLOR_FORCE, TERM); `None` if it does
    /// not say.
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

    /// Whether TERM is `dumb`: the terminal can only print text.
    pub fn is_dumb_terminal(&self) -> bool {
        self.hint(Variable::Term).is_some_and(|term| term == "dumb")
    }
}
