//! What would fix a failure, as a value: the one vocabulary in which every crate says it.

use std::path::PathBuf;

/// What a sign-in is for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the AWS configuration knows these two names for a session")]
pub enum SignInTarget {
    /// The sso-session of this name.
    Session(String),
    /// The session that this profile uses; for a legacy profile the only name its session has.
    Profile(String),
}

/// What would fix a failure. A library says it with the error; a program turns it into a command line, a button or a
/// sentence.
///
/// A remedy changes the state for the better when it is followed. Where nothing does, an error has no remedy.
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
    /// Sign in: nobody is, or the session is over.
    SignIn(SignInTarget),
    /// Sign in although a token is stored that looks good: the service refused it.
    SignInAgain(SignInTarget),
    /// Set up this profile for IAM Identity Center. Never said of a profile that has another source of credentials.
    ConfigureProfile(String),
    /// Set up the sso-session of this name.
    ConfigureSession(String),
    /// Set up the sso-session of this name with another value of one key: the service refuses the value that it has, and
    /// a set-up without a person to ask keeps that value.
    ConfigureSessionKey {
        /// The sso-session.
        session: String,
        /// The key of the config file, for example `sso_start_url`.
        key: &'static str,
        /// The right value, for example `sso:account:access`; `None` if only a person knows it.
        value: Option<String>,
    },
    /// Ask again with `meant` in place of `wrong`: a name that does not exist, and the one that is most like it.
    Meant {
        /// What was asked for.
        wrong: String,
        /// What exists.
        meant: String,
    },
    /// Ask again with this option of the command line, spelled with its dashes, and its value where it takes one.
    Option {
        /// For example `--sso-region`.
        name: &'static str,
        /// For example `eu-west-1`.
        value: Option<String>,
    },
    /// Examine the configuration: it has a finding that says what is wrong.
    Examine,
    /// Apply the fix of the finding with this code, for example `P517`.
    Fix(&'static str),
    /// Remove this variable from the environment.
    UnsetVariable(String),
    /// Remove this file or folder; its contents are of no use to anybody.
    RemoveFile(PathBuf),
    /// Allow tokens to go to this host (`host` or `host:port`), if the person knows it.
    AllowEndpoint(String),
    /// What a person can do that no command does, as a whole sentence.
    Advice(String),
}
