//! Templates of profile names, such as `{account|lower}.{role|trim:AWS}`, whose results every SDK reads.

mod parse;
mod part;

use crate::{Error, error::DEFAULT_TEMPLATE, labels::AccountLabels, transliterate};
use parse::{field, until};
pub use part::ProfileFields;
pub(crate) use part::{Field, Part};
use part::{filtered, trimmed};
use std::str::FromStr;

/// A template of profile names, such as `{account|lower}.{role|trim:AWS}`.
///
/// Fields are `account` (the id if the account has no name), `alias` (the account if it has none), `tag:NAME`, `id`, `email`,
/// `role`, `region`, `session`; filters after
/// `|` are `lower`, `upper`, `trim`, `trim:TEXT` (removes TEXT from both ends), `replace:FROM:TO` and `short`
/// (`eu-west-1` becomes `euw1`). A backslash escapes the next character.
///
/// ```
/// use daypass_populate::{ProfileFields, Template};
///
/// let template: Template = "{account|lower}.{role|trim:AWS|trim:Access}.{region|short}".parse()?;
/// let name = template.name(&ProfileFields {
///     account: Some("Équipe Données"),
///     id: "111122223333",
///     email: None,
///     role: "AWSReadOnlyAccess",
///     region: Some("ap-southeast-2"),
///     session: "corp",
/// });
/// assert_eq!(name, "equipe-donnees.ReadOnly.apse2");
/// assert!("{acount}".parse::<Template>().is_err());
/// # Ok::<(), daypass_populate::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template(Vec<Part>);

impl Template {
    /// The default template, for profiles without a region or with one region.
    pub const DEFAULT: &'static str = DEFAULT_TEMPLATE;

    /// Parses a template.
    ///
    /// # Errors
    /// Fails if the syntax, a field or a filter is unknown, or if the template has no field.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let mut parts = Vec::new();
        let mut chars = text.chars().peekable();
        while chars.peek().is_some() {
            let (plain, end) = until(&mut chars, &['{', '}'])?;
            if !plain.is_empty() {
                parts.push(Part::Text(plain));
            }
            match end {
                Some('{') => parts.push(field(&mut chars)?),
                Some(_) => {
                    return Err(Error::template("a '}' has no '{' before it; write \\} for the character"));
                }
                None => {}
            }
        }
        if parts.iter().any(|part| matches!(part, Part::Field(..))) {
            Ok(Self(parts))
        } else {
            Err(Error::template("it names no field, so all profiles would have one name"))
        }
    }

    /// Says whether the template has this field.
    pub(crate) fn has(&self, wanted: Field) -> bool {
        self.0.iter().any(|part| matches!(part, Part::Field(field, _) if *field == wanted))
    }

    /// Appends `.{region}` unless the template has the region.
    #[must_use]
    pub fn with_region(mut self) -> Self {
        if !self.has(Field::Region) {
            self.0.extend([Part::Text(".".to_owned()), Part::Field(Field::Region, Vec::new())]);
        }
        self
    }

    /// Fills in what a listing does not have: the account's alias, and of its tags those that are `NAME=VALUE`.
    #[must_use]
    pub fn labelled(&self, labels: &AccountLabels) -> Self {
        let part = |part: &Part| match (part, &labels.alias) {
            (Part::Field(Field::Alias, filters), Some(alias)) => {
                Part::Text(trimmed(&filtered(filters, alias)))
            }
            (Part::Tag(name, filters), _) => {
                let value = labels.tags.iter().find_map(|tag| tag.strip_prefix(name)?.strip_prefix('='));
                Part::Text(trimmed(&filtered(filters, value.unwrap_or_default())))
            }
            _ => part.clone(),
        };
        Self(self.0.iter().map(part).collect())
    }

    /// Renders a profile's name in characters that every SDK reads.
    ///
    /// Filters run first. Then Latin letters lose their accents, every other run of characters outside
    /// `A-Za-z0-9_.+@%:/-` becomes one `-`, and `-` and `.` are removed from the ends. An account whose name has no
    /// such character gets its id.
    pub fn name(&self, fields: &ProfileFields<'_>) -> String {
        let text = self.0.iter().map(|part| match part {
            Part::Text(text) => transliterate::plain(text),
            Part::Field(field, filters) => trimmed(&field.of(fields, filters)),
            Part::Tag(..) => String::new(),
        });
        let name = trimmed(&text.collect::<String>());
        if name.is_empty() { format!("{}.{}", fields.id, trimmed(fields.role)) } else { name }
    }
}

impl Default for Template {
    fn default() -> Self {
        Self::parse(Self::DEFAULT).expect("the default template is valid")
    }
}

impl FromStr for Template {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::parse(text)
    }
}
