//! Parses the text of a header into the name of a section.

use std::{fmt, str::FromStr};

use crate::{SectionKind, SectionName, dialect::aws_cli};

/// The error for a text that is not the header of a profile, an sso-session or a services block.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct NotASection;

impl fmt::Display for NotASection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "not the name of a section: write default, profile NAME, sso-session NAME or services NAME",
        )
    }
}

impl std::error::Error for NotASection {}

/// Parses the text of a header, with or without its brackets, as the AWS CLI reads it in a config file: the inverse of
/// `Display`.
///
/// ```
/// use daypass_config_parse::SectionName;
///
/// assert_eq!("profile dev".parse(), Ok(SectionName::profile("dev")));
/// assert_eq!("[sso-session \"my corp\"]".parse(), Ok(SectionName::sso_session("my corp")));
/// assert_eq!("default".parse(), Ok(SectionName::default_profile()));
/// assert!("dev".parse::<SectionName>().is_err());
/// ```
impl FromStr for SectionName {
    type Err = NotASection;

    fn from_str(text: &str) -> Result<Self, NotASection> {
        let header = text.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).unwrap_or(text);
        let word = header.split([' ', '\t']).next().unwrap_or_default();
        let prefixes = [SectionKind::Profile, SectionKind::SsoSession, SectionKind::Services];
        // Only the AWS CLI reads `[profilefoo bar]` as the profile bar.
        let is_exact = header == "default" || prefixes.into_iter().any(|kind| kind.prefix() == word);
        let (kind, name) = is_exact.then(|| aws_cli::classify(header)).flatten().ok_or(NotASection)?;
        Ok(Self::new(kind, name))
    }
}
