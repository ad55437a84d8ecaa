//! The names and kinds of sections.

use std::fmt;

use crate::plain::is_identifier;

/// The kind of a section.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum SectionKind {
    /// `[profile NAME]` or `[default]`; in a credentials file, every section.
    Profile,
    /// `[sso-session NAME]`.
    SsoSession,
    /// `[services NAME]`.
    Services,
}

impl SectionKind {
    /// Returns the word before the name in a header.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::SsoSession => "sso-session",
            Self::Services => "services",
        }
    }

    /// Returns the key by which a profile refers to a section of this kind.
    pub fn named_by(self) -> &'static str {
        match self {
            Self::Profile => "source_profile",
            Self::SsoSession => "sso_session",
            Self::Services => "services",
        }
    }
}

/// The kind and the name of a section, independent of the spelling of its header: `[profile foo]` and
/// `[profile "foo"] # c` have one name.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct SectionName {
    kind: SectionKind,
    name: String,
}

impl SectionName {
    /// Names a profile; `default` is written without a prefix.
    pub fn profile(name: impl Into<String>) -> Self {
        Self::new(SectionKind::Profile, name)
    }

    /// Names the profile `default`.
    pub fn default_profile() -> Self {
        Self::profile("default")
    }

    /// Names an sso-session.
    pub fn sso_session(name: impl Into<String>) -> Self {
        Self::new(SectionKind::SsoSession, name)
    }

    /// Names a services block.
    pub fn services(name: impl Into<String>) -> Self {
        Self::new(SectionKind::Services, name)
    }

    /// Names a section of this kind.
    pub fn new(kind: SectionKind, name: impl Into<String>) -> Self {
        Self { kind, name: name.into() }
    }

    /// Returns the kind.
    pub fn kind(&self) -> SectionKind {
        self.kind
    }

    /// Returns the name without its prefix.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether every tool reads this name: one or more of `A-Za-z0-9_.+@%:/-`.
    pub fn is_plain(&self) -> bool {
        !self.name.is_empty() && is_identifier(&self.name)
    }
}

/// Writes the header of a config file without brackets: `default`, `profile foo`, `sso-session corp`.
impl fmt::Display for SectionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.kind == SectionKind::Profile && self.name == "default" {
            return f.write_str("default");
        }
        write!(f, "{} {}", self.kind.prefix(), quoted(&self.name))
    }
}

/// Returns the kind and the name in a header of the usual form, which both dialects read alike.
pub(crate) fn usual_name(header: &str) -> Option<(SectionKind, &str)> {
    let (kind, name) = match header.strip_prefix("profile ") {
        Some(name) => (SectionKind::Profile, name),
        None => (SectionKind::SsoSession, header.strip_prefix("sso-session ")?),
    };
    (!name.is_empty() && is_identifier(name)).then_some((kind, name))
}

/// Writes a name as one word of a header, with shell quotes if it needs them.
fn quoted(name: &str) -> std::borrow::Cow<'_, str> {
    let is_word = |c: char| !c.is_whitespace() && !"'\"\\".contains(c);
    if !name.is_empty() && name.chars().all(is_word) {
        name.into()
    } else if name.contains(['"', '\\']) && !name.contains('\'') {
        format!("'{name}'").into()
    } else {
        format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\"")).into()
    }
}
