//! What would fix a failure, as a value that every crate's errors give.

use std::path::PathBuf;

/// What a person would sign in to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the AWS configuration names a session in these two ways")]
pub enum SignInTarget {
    /// The sso-session of this name.
    Session(String),
    /// The session of this profile; the session of a legacy profile has no name of its own.
    Profile(String),
}

/// What would fix a failure. A library attaches it to an error; a program turns it into a command line, a button or a
/// sentence.
///
/// Following a remedy improves the state. An error that nothing improves has no remedy.
///
/// ```
/// use daypass_sso_types::{Remedy, SignInTarget};
///
/// fn words(remedy: &Remedy) -> Option<String> {
///     match remedy {
///         Remedy::SignIn(SignInTarget::Session(name)) => Some(format!("sign in to {name}")),
///         _ => None,
///     }
/// }
/// assert_eq!(words(&Remedy::SignIn(SignInTarget::Session("corp".into()))).as_deref(), Some("sign in to corp"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Remedy {
    /// Sign in: nobody is signed in, or the session has ended.
    SignIn(SignInTarget),
    /// Sign in although a stored token has not expired: the service refused it.
    SignInAgain(SignInTarget),
    /// Set up this profile for IAM Identity Center. Not given for a profile that has another source of credentials.
    ConfigureProfile(String),
    /// Set up the sso-session of this name.
    ConfigureSession(String),
    /// Set up the sso-session of this name with another value of one key, because the service refuses the configured
    /// value, which a set-up without questions would keep.
    ConfigureSessionKey {
        /// The name of the sso-session.
        session: String,
        /// The key of the config file, for example `sso_start_url`.
        key: &'static str,
        /// The right value, for example `sso:account:access`; `None` if only a person knows it.
        value: Option<String>,
    },
    /// Repeat the command with `meant` in place of `wrong`, a name that does not exist.
    Meant {
        /// The name that was given.
        wrong: String,
        /// The existing name that is most like it.
        meant: String,
    },
    /// Repeat the command with this option.
    Option {
        /// The option with its dashes, for example `--sso-region`.
        name: &'static str,
        /// Its value, for example `eu-west-1`; `None` for an option without one.
        value: Option<String>,
    },
    /// Examine the configuration with `doctor`: a finding says what is wrong.
    Examine,
    /// Apply the fix of the finding with this code, for example `P517`.
    Fix(&'static str),
    /// Remove this variable from the environment.
    UnsetVariable(String),
    /// Remove these files or folders, whose contents nobody needs.
    RemoveFiles(Vec<PathBuf>),
    /// Allow tokens to go to this host (`host` or `host:port`), if the person knows it.
    AllowEndpoint(String),
    /// Something that a person can do and no command does, as a whole sentence.
    Advice(String),
}

impl Remedy {
    /// Adds another remedy, where one command does both: files are removed at once. Else this one comes first, and the
    /// other when it is asked for again.
    ///
    /// ```
    /// use daypass_sso_types::Remedy;
    ///
    /// let remove = |names: &[&str]| Remedy::RemoveFiles(names.iter().map(Into::into).collect());
    /// assert_eq!(remove(&["a"]).with(remove(&["b"])).with(remove(&["a"])), remove(&["a", "b"]));
    /// assert_eq!(Remedy::Examine.with(remove(&["a"])), Remedy::Examine);
    /// ```
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        match (self, other) {
            (Self::RemoveFiles(mut files), Self::RemoveFiles(more)) => {
                let new: Vec<_> = more.into_iter().filter(|path| !files.contains(path)).collect();
                files.extend(new);
                Self::RemoveFiles(files)
            }
            (first, _) => first,
        }
    }
}
