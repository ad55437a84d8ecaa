//! The value of `login_session`: the ARN of a console identity.

use daypass_sso_types::AccountId;
use std::{fmt, str::FromStr};

/// The ARN of a console identity, which a profile has as `login_session` and after which the cache file is named: a
/// root user, an IAM user, an assumed role or a federated user. White space around it does not count; the rest is kept
/// as it is, since the name of the file depends on every byte.
///
/// ```
/// use daypass_console_login::LoginSession;
/// let session: LoginSession = "arn:aws:iam::005000000022:root".parse()?;
/// assert_eq!(session.account_id().as_ref().map(AsRef::as_ref), Some("005000000022"));
/// assert_eq!(session.to_string(), "arn:aws:iam::005000000022:root");
/// assert!("corp".parse::<LoginSession>().is_err());
/// # Ok::<(), daypass_console_login::InvalidLoginSession>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LoginSession(String);

impl LoginSession {
    /// Checks that the text is an ARN that names an account, and wraps it without the white space around it.
    pub fn new(text: &str) -> Result<Self, InvalidLoginSession> {
        let text = text.trim();
        let is_one_line = text.bytes().all(|byte| byte >= b' ' && byte != 0x7f);
        match text.splitn(6, ':').collect::<Vec<_>>().as_slice() {
            ["arn", partition, _, _, account, resource]
                if is_one_line
                    && !partition.is_empty()
                    && AccountId::new(*account).is_ok()
                    && !resource.is_empty() =>
            {
                Ok(Self(text.to_owned()))
            }
            _ => Err(InvalidLoginSession(text.to_owned())),
        }
    }

    /// Returns the ARN.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the account of the identity, with its leading zeros. The service does not say it: it is in the ARN alone.
    pub fn account_id(&self) -> Option<AccountId> {
        AccountId::new(self.0.split(':').nth(4)?).ok()
    }
}

impl FromStr for LoginSession {
    type Err = InvalidLoginSession;
    fn from_str(text: &str) -> Result<Self, InvalidLoginSession> {
        Self::new(text)
    }
}

impl fmt::Display for LoginSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl AsRef<str> for LoginSession {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// The error for a text that is not the ARN of a console identity. `Display` quotes the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidLoginSession(String);

impl fmt::Display for InvalidLoginSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = &self.0;
        write!(f, "{text:?} is not the ARN of a console identity, such as arn:aws:iam::111122223333:user/ada")
    }
}

impl std::error::Error for InvalidLoginSession {}
