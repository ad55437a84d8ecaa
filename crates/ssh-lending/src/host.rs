//! The host, as it is named to ssh.

use crate::error::{Error, Why};
use std::fmt;

/// A host as it is named to ssh: a name, an address, `user@host`, or a name of the person's `ssh_config`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteHost(String);

impl RemoteHost {
    /// Checks a host.
    ///
    /// # Errors
    /// An empty text, one that ssh would take for an option, and one with blanks or control characters.
    pub fn new(text: impl Into<String>) -> Result<Self, Error> {
        let text = text.into();
        let is_word = !text.chars().any(|c| c.is_whitespace() || c.is_control());
        if text.is_empty() || text.starts_with('-') || !is_word {
            return Err(Why::NotAHost(text).into());
        }
        Ok(Self(text))
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RemoteHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_is_no_host() {
        for (text, expected) in [
            ("build1", true),
            ("me@build1", true),
            ("2001:db8::1", true),
            ("ssh://me@build1:2222", true),
            ("", false),
            ("-oProxyCommand=evil", false),
            ("a b", false),
            ("a\nb", false),
            ("a\u{1b}b", false),
        ] {
            assert_eq!(RemoteHost::new(text).is_ok(), expected, "{text:?}");
        }
    }
}
