//! The parts of a template: fields, filters, and what they make of a profile's values.

use crate::transliterate;

/// The values of a template's fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a new field should make callers that build this decide its value"
)]
pub struct ProfileFields<'a> {
    /// The account's name, if it has one.
    pub account: Option<&'a str>,
    /// The account's id.
    pub id: &'a str,
    /// The account's e-mail address.
    pub email: Option<&'a str>,
    /// The role's name.
    pub role: &'a str,
    /// The profile's region.
    pub region: Option<&'a str>,
    /// The session's name.
    pub session: &'a str,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    Text(String),
    Field(Field, Vec<Filter>),
    /// The value of an account's tag.
    Tag(String, Vec<Filter>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Account,
    Alias,
    Id,
    Email,
    Role,
    Region,
    Session,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Filter {
    Lower,
    Upper,
    Trim(String),
    Replace(String, String),
    Short,
}

impl Field {
    pub(super) const ALL: [(&'static str, Self); 7] = [
        ("account", Self::Account),
        ("alias", Self::Alias),
        ("id", Self::Id),
        ("email", Self::Email),
        ("role", Self::Role),
        ("region", Self::Region),
        ("session", Self::Session),
    ];

    pub(super) fn of(self, fields: &ProfileFields<'_>, filters: &[Filter]) -> String {
        let text = match self {
            Self::Account | Self::Alias => fields.account,
            Self::Id => Some(fields.id),
            Self::Email => fields.email,
            Self::Role => Some(fields.role),
            Self::Region => fields.region,
            Self::Session => Some(fields.session),
        };
        let text = filtered(filters, text.unwrap_or_default());
        match self {
            Self::Account | Self::Alias if trimmed(&text).is_empty() => filtered(filters, fields.id),
            _ => text,
        }
    }
}

/// Applies filters one after another.
pub(super) fn filtered(filters: &[Filter], text: &str) -> String {
    filters.iter().fold(text.to_owned(), |text, filter| filter.apply(&text))
}

impl Filter {
    fn apply(&self, text: &str) -> String {
        match self {
            Self::Lower => text.to_lowercase(),
            Self::Upper => text.to_uppercase(),
            Self::Trim(ends) if ends.is_empty() => text.trim().to_owned(),
            Self::Trim(ends) => {
                let text = text.strip_prefix(ends.as_str()).unwrap_or(text);
                text.strip_suffix(ends.as_str()).unwrap_or(text).to_owned()
            }
            Self::Replace(from, to) => text.replace(from.as_str(), to),
            Self::Short => short_region(text),
        }
    }
}

/// Shortens a region: `eu-west-1` to `euw1`, `ap-southeast-2` to `apse2`, `us-gov-west-1` to `usgovw1`.
fn short_region(region: &str) -> String {
    let word = |word: &str| match word {
        "north" | "south" | "east" | "west" | "central" => word.chars().take(1).collect(),
        "northeast" => "ne".to_owned(),
        "northwest" => "nw".to_owned(),
        "southeast" => "se".to_owned(),
        "southwest" => "sw".to_owned(),
        other => other.to_owned(),
    };
    region.split('-').map(word).collect()
}

/// In characters that every SDK reads, without `-` and `.` at the ends.
pub(super) fn trimmed(text: &str) -> String {
    transliterate::plain(text).trim_matches(['-', '.']).to_owned()
}
