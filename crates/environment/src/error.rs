//! The error of this crate: the variable that cannot be used, and why.

use crate::Variable;
use daypass_sso_types::Remedy;
use std::fmt;

/// The error for a variable whose value cannot be used, or for a missing home directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    variable: Option<Variable>,
    reason: String,
}

/// What is wrong with a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The value is not UTF-8.
    Undecodable,
    /// The value is not a valid time, region or address.
    Invalid,
    /// The keys have expired, by AWS_CREDENTIAL_EXPIRATION.
    Expired,
    /// There is no home directory: neither HOME (USERPROFILE on Windows) nor an entry in the user database.
    NoHome,
}

impl Error {
    pub(crate) fn undecodable(variable: Variable) -> Self {
        Self {
            kind: ErrorKind::Undecodable,
            variable: Some(variable),
            reason: "is not valid UTF-8".to_owned(),
        }
    }

    pub(crate) fn invalid(variable: Variable, reason: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Invalid, variable: Some(variable), reason: reason.into() }
    }

    pub(crate) fn expired() -> Self {
        let reason = "says that the keys in the environment have expired".to_owned();
        Self { kind: ErrorKind::Expired, variable: Some(Variable::CredentialExpiration), reason }
    }

    pub(crate) fn no_home() -> Self {
        let reason = "no home directory is known".to_owned();
        Self { kind: ErrorKind::NoHome, variable: None, reason }
    }

    /// Returns what is wrong.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns the variable; `None` if there is no home directory.
    pub fn variable(&self) -> Option<Variable> {
        self.variable
    }

    /// Returns what would fix the error.
    pub fn remedy(&self) -> Option<Remedy> {
        match (self.kind, self.variable) {
            (ErrorKind::NoHome, _) => {
                let home = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
                Some(Remedy::Advice(format!("Set {home} to your home directory.")))
            }
            (ErrorKind::Expired, _) => Some(Remedy::Advice(
                "Leave the shell that these keys were set in, or remove AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, \
                 AWS_SESSION_TOKEN and AWS_CREDENTIAL_EXPIRATION from the environment."
                    .to_owned(),
            )),
            (_, Some(variable)) => Some(Remedy::UnsetVariable(variable.name().to_owned())),
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.variable {
            Some(variable) => write!(f, "{} {}", variable.name(), self.reason),
            None => f.write_str(&self.reason),
        }
    }
}

impl std::error::Error for Error {}
