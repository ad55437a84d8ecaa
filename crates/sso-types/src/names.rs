//! Names that AWS gives: checked once, at the edge, so that nothing behind has to ask again.

use std::{fmt, str::FromStr};

/// A text that is not the name it was given for.
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
            /// Checks the text and takes it over.
            pub fn new(text: impl Into<String>) -> Result<Self, InvalidName> {
                let text = text.into();
                let valid: fn(&str) -> bool = $check;
                if valid(&text) { Ok(Self(text)) } else { Err(InvalidName { what: $what, text, rule: $rule }) }
            }

            /// The name as text.
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
    /// An AWS region, in the sense every SDK enforces before it builds a host name from one: a single host
    /// label. Whether AWS has such a region is not checked; new ones appear every year.
    Region: "a region", "letters, digits and inner hyphens, at most 63, such as eu-west-1", is_host_label;
    /// An AWS account id. Opaque, as in the AWS CLI, so that leading zeros survive; twelve digits in practice.
    AccountId: "an account id", "letters and digits only, such as 111122223333", is_account_id;
    /// The name of a role (permission set) as the access portal shows it.
    RoleName: "a role name", "it must not be empty or hold control characters", is_role_name;
}

/// RFC 1123 label, and not all digits, so that no region can name another host or an address.
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
