//! What happens in a sign-in: what a person has to do, and the steps on the way.

use crate::Flow;
use daypass_token_cache::LockHolder;
use std::{fmt, time::SystemTime};

/// What a person has to do. `Display` says it in a few plain lines.
///
/// The texts of the device flow are the service's: strip control characters where a terminal shows them.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Invitation<'a> {
    /// Sign in with a browser that comes back to a port of this machine.
    #[non_exhaustive]
    Browser {
        /// The whole address, for a browser elsewhere. It holds the sign-in's state: keep it out of logs.
        url: &'a str,
        /// A short address on loopback that leads there.
        short: &'a str,
        /// The port that the browser comes back to.
        port: u16,
        /// Whether the address has been opened.
        is_opened: bool,
    },
    /// Type a code, on any device.
    #[non_exhaustive]
    Code {
        /// What is typed.
        user_code: &'a str,
        /// Where.
        verification_uri: &'a str,
        /// The address with the code in it, where the service gave one.
        complete_uri: Option<&'a str>,
        /// Until when.
        expires_at: SystemTime,
        /// Whether the address has been opened.
        is_opened: bool,
    },
}

impl Invitation<'_> {
    /// The lines in which `aws sso login --no-browser` of the AWS CLI v2 says it on standard output, for scripts that look
    /// for them.
    ///
    /// ```
    /// use daypass_sign_in::Invitation;
    ///
    /// fn print(invitation: &Invitation<'_>) {
    ///     for line in invitation.aws_cli_lines() {
    ///         println!("{line}"); // Browser will not be automatically opened. ...
    ///     }
    /// }
    /// ```
    pub fn aws_cli_lines(&self) -> Vec<&str> {
        let mut lines =
            vec!["Browser will not be automatically opened.", "Please visit the following URL:", ""];
        match self {
            Self::Browser { url, .. } => lines.push(url),
            Self::Code { verification_uri, user_code, complete_uri, .. } => {
                lines.extend([*verification_uri, "", "Then enter the code:", "", *user_code]);
                if let Some(complete) = complete_uri {
                    let lead = "Alternatively, you may visit the following URL which will autofill the code upon loading:";
                    lines.extend(["", lead, *complete]);
                }
            }
        }
        lines
    }
}

impl fmt::Display for Invitation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Browser { short, is_opened: true, .. } => {
                write!(f, "Sign in in your browser. If it did not open: {short}")
            }
            Self::Browser { url, .. } => write!(f, "Sign in at this address: {url}"),
            Self::Code { user_code, verification_uri, .. } => {
                write!(f, "Sign in at {verification_uri} with the code {user_code}")
            }
        }
    }
}

/// It may hold the state of the sign-in.
impl fmt::Debug for Invitation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Browser { port, is_opened, .. } => f
                .debug_struct("Browser")
                .field("port", port)
                .field("is_opened", is_opened)
                .finish_non_exhaustive(),
            Self::Code { user_code, verification_uri, is_opened, .. } => f
                .debug_struct("Code")
                .field("user_code", user_code)
                .field("verification_uri", verification_uri)
                .field("is_opened", is_opened)
                .finish_non_exhaustive(),
        }
    }
}

/// A step of a sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event<'a> {
    /// Another process signs in to the session; its result is waited for.
    #[non_exhaustive]
    AnotherSignIn {
        /// Which process, where that is known.
        holder: Option<&'a LockHolder>,
    },
    /// No browser can be opened here, so that the device flow was chosen.
    NoBrowser,
    /// The service no longer knows the registered client; a new one is registered.
    RegisteringAnew,
    /// An address that a browser has to open. In the browser flow it holds the sign-in's state.
    #[non_exhaustive]
    Address {
        /// Which flow.
        flow: Flow,
        /// The address.
        url: &'a str,
    },
    /// The code of the device flow, and where it is typed. The person may have approved already.
    #[non_exhaustive]
    Code {
        /// What is typed.
        user_code: &'a str,
        /// Where.
        verification_uri: &'a str,
        /// Until when.
        expires_at: SystemTime,
    },
    /// The wait for the person begins.
    #[non_exhaustive]
    Waiting {
        /// When it ends at the latest.
        until: SystemTime,
    },
    /// What the person brought is not the redirect of this sign-in.
    NotTheRedirect,
    /// The person has approved.
    Approved,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text of `awscli/customizations/sso/utils.py`.
    #[test]
    fn t23_08_the_lines_are_those_of_the_aws_cli() {
        let code = Invitation::Code {
            user_code: "ABCD-EFGH",
            verification_uri: "https://device",
            complete_uri: Some("https://device/?user_code=ABCD-EFGH"),
            expires_at: SystemTime::UNIX_EPOCH,
            is_opened: false,
        };
        let expected = "Browser will not be automatically opened.\nPlease visit the following URL:\n\nhttps://device\n\n\
            Then enter the code:\n\nABCD-EFGH\n\nAlternatively, you may visit the following URL which will autofill the \
            code upon loading:\nhttps://device/?user_code=ABCD-EFGH";
        assert_eq!(code.aws_cli_lines().join("\n"), expected);
        let browser = Invitation::Browser { url: "https://oidc", short: "", port: 1, is_opened: false };
        assert_eq!(browser.aws_cli_lines().last(), Some(&"https://oidc"));
    }
}
