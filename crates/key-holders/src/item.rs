//! The name under which a holder keeps the keys of one vault.

use std::{fmt, str::FromStr};

/// The name under which a holder keeps the keys of one vault: lower-case letters, digits and hyphens, 1 to 64 of them, so that
/// it is an account of a keyring, a part of a file name and a word of a command line as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item(String);

/// The text is not the name of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidItem(());

impl Item {
    /// Returns the name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Item {
    type Err = InvalidItem;

    fn from_str(text: &str) -> Result<Self, InvalidItem> {
        if is_name(text, 64) { Ok(Self(text.to_owned())) } else { Err(InvalidItem(())) }
    }
}

/// Whether the text is lower-case letters, digits and hyphens, at most `longest`, and begins with no hyphen.
pub(crate) fn is_name(text: &str, longest: usize) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=longest).contains(&text.len()) && !text.starts_with('-') && text.bytes().all(is_letter)
}

impl fmt::Display for InvalidItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of an item has 1 to 64 lower-case letters, digits and hyphens")
    }
}

impl std::error::Error for InvalidItem {}
