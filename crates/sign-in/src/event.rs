//! Invitations (what a person has to do) and events (the steps of a sign-in).

use crate::Flow;
use daypass_token_cache::LockHolder;
use std::{fmt, time::SystemTime};

/// Says what a person has to do to sign in; `Display` writes it as one plain sentence.
///
/// The texts of the device flow come from the service: strip control characters before a terminal shows them.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Invitation<'a> {
    /// Open an address in a browser, which is redirected to a port of this machine.
    #[non_exhaustive]
    Browser {
        /// The authorize URL, for a browser on another machine. It holds the sign-in's `state`: keep it out of logs.
        url: &'a str,
        /// A short address on loopback that redirects to `url`.
        short: &'a str,
        /// The port of the redirect URI.
        port: u16,
        /// Whether [`Person::open`](crate::Person::open) started a browser.
        is_opened: bool,
    },
    /// Open an address in a browser anywhere, and paste the code that its last page shows.
    #[non_exhaustive]
    Elsewhere {
        /// The authorize URL. It holds the sign-in's `state`: keep it out of logs.
        url: &'a str,
    },
    /// Type a code at an address, on any device.
    #[non_exhaustive]
    Code {
        /// The code to type (`user_code` of RFC 8628).
        user_code: &'a str,
        /// The address at which the code is typed.
        verification_uri: &'a str,
        /// The address with the code in it, if the service gave one (`verification_uri_complete`).
        complete_uri: Option<&'a str>,
        /// When the code ceases to be valid.
        expires_at: SystemTime,
        /// Whether [`Person::open`](crate::Person::open) started a browser.
        is_opened: bool,
    },
}

impl Invitation<'_> {
    /// Returns the lines that `aws sso login --no-browser` of the AWS CLI v2 prints, for scripts that look for them.
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
            Self::Browser { url, .. } | Self::Elsewhere { url } => lines.push(url),
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
            Self::Elsewhere { url } => {
                write!(f, "Sign in at this address and paste the code that it shows: {url}")
            }
            Self::Code { user_code, verification_uri, .. } => {
                write!(f, "Sign in at {verification_uri} with the code {user_code}")
            }
        }
    }
}

/// Leaves out the addresses, which may hold the sign-in's `state`.
impl fmt::Debug for Invitation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Browser { port, is_opened, .. } => f
                .debug_struct("Browser")
                .field("port", port)
                .field("is_opened", is_opened)
                .finish_non_exhaustive(),
            Self::Elsewhere { .. } => f.debug_struct("Elsewhere").finish_non_exhaustive(),
            Self::Code { user_code, verification_uri, is_opened, .. } => f
                .debug_struct("Code")
                .field("user_code", user_code)
                .field("verification_uri", verification_uri)
                .field("is_opened", is_opened)
                .finish_non_exhaustive(),
        }
    }
}

/// A step of a sign-in, for logs and for programs that show progress.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event<'a> {
    /// Another process is signing in to the session; this sign-in waits for its result.
    #[non_exhaustive]
    AnotherSignIn {
        /// The process that holds the lock, if known.
        holder: Option<&'a LockHolder>,
    },
    /// No browser can be opened here; the device flow is used.
    NoBrowser,
    /// The service no longer knows the registered client; a new one is registered.
    RegisteringAnew,
    /// An address that a browser has to open. In the browser flow it holds the sign-in's `state`.
    #[non_exhaustive]
    Address {
        /// The flow of the sign-in.
        flow: Flow,
        /// The address.
        url: &'a str,
    },
    /// The code of the device flow and the address at which it is typed. The portal may have approved already.
    #[non_exhaustive]
    Code {
        /// The code to type.
        user_code: &'a str,
        /// The address at which the code is typed.
        verification_uri: &'a str,
        /// When the code ceases to be valid.
        expires_at: SystemTime,
    },
    /// The wait for the person begins.
    #[non_exhaustive]
    Waiting {
        /// When it ends at the latest.
        until: SystemTime,
    },
    /// The pasted text is not the redirect URL of this sign-in.
    NotTheRedirect,
    /// The pasted text is not the code of this sign-in.
    #[non_exhaustive]
    NotTheCode {
        /// What is wrong with it.
        why: &'a str,
    },
    /// The person or the portal has approved the sign-in.
    Approved,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Compares with the text of `awscli/customizations/sso/utils.py`.
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
