//! Names that AWS gives to regions, accounts and roles, checked when they are made.

use std::{fmt, str::FromStr};

/// The OAuth scope for listing accounts and roles and for their credentials: what a session without
/// `sso_registration_scopes` is registered with.
pub const DEFAULT_SCOPE: &str = "sso:account:access";

/// The error for a text that is not a valid region, account id or role name. `Display` quotes the text and says the
/// rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidName {
    what: &'static str,
    text: String,
    rule: &'static str,
}

impl fmt::Display for InvalidName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not {}: {}", self.text, self.what, self.rule)
    }
}

impl std::error::Error for InvalidName {}

macro_rules! name {
    ($($(#[$doc:meta])* $name:ident: $what:literal, $rule:literal, $check:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Checks the text and wraps it unchanged.
            pub fn new(text: impl Into<String>) -> Result<Self, InvalidName> {
                let text = text.into();
                let valid: fn(&str) -> bool = $check;
                if valid(&text) { Ok(Self(text)) } else { Err(InvalidName { what: $what, text, rule: $rule }) }
            }

            /// Returns the name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = InvalidName;
            fn from_str(text: &str) -> Result<Self, InvalidName> {
                Self::new(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
    )*};
}

name! {
    /// An AWS region, checked as the SDKs check it before they build a host name: a single host label. Whether AWS has
    /// such a region is not checked; new ones appear every year.
    Region: "a region", "letters, digits and inner hyphens, at most 63, such as eu-west-1", is_host_label;
    /// An AWS account id: text, as in the AWS CLI, so that leading zeros survive; twelve digits in practice.
    AccountId: "an account id", "letters and digits only, such as 111122223333", is_account_id;
    /// The name of a role as the access portal shows it: the name of its permission set.
    RoleName: "a role name", "it must not be empty or hold control characters", is_role_name;
}

/// Whether the text is a host label (RFC 1123) that is not all digits, so that no region can name another host or an IP
/// address.
fn is_host_label(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.bytes().all(|b| b.is_ascii_digit())
}

fn is_account_id(text: &str) -> bool {
    !text.is_empty() && text.len() <= 64 && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

fn is_role_name(text: &str) -> bool {
    !text.trim().is_empty() && !text.chars().any(char::is_control)
}
