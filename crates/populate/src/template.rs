//! Templates of profile names: `{account|lower}.{role|trim:AWS}`, rendered so that every SDK reads the result.

use super::latin;
use std::{fmt, iter::Peekable, str::Chars};

/// What stands where no template is given; with several regions [`Template::with_region`].
pub(crate) const DEFAULT: &str = "{account}.{role}";

/// A parsed template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Template(Vec<Part>);

/// What a name is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Subject<'a> {
    /// The account's name, where it has one.
    pub(crate) account: Option<&'a str>,
    /// The account's id.
    pub(crate) id: &'a str,
    /// The account's e-mail address.
    pub(crate) email: Option<&'a str>,
    /// The role.
    pub(crate) role: &'a str,
    /// The profile's region.
    pub(crate) region: Option<&'a str>,
    /// The session's name.
    pub(crate) session: &'a str,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Field(Field, Vec<Filter>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Account,
    Id,
    Email,
    Role,
    Region,
    Session,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Filter {
    Lower,
    Upper,
    Trim(String),
    Replace(String, String),
    Short,
}

impl Template {
    /// Reads a template. A backslash takes the next character as it is.
    pub(crate) fn parse(text: &str) -> Result<Self, Invalid> {
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
                    return Err(Invalid("a '}' has no '{' before it; \\} stands for itself".to_owned()));
                }
                None => {}
            }
        }
        if parts.iter().any(|part| matches!(part, Part::Field(..))) {
            Ok(Self(parts))
        } else {
            Err(Invalid("it names no field, so that all profiles would have one name".to_owned()))
        }
    }

    /// The same with `.{region}` at its end, unless the region is in it.
    #[must_use]
    pub(crate) fn with_region(mut self) -> Self {
        if !self.0.iter().any(|part| matches!(part, Part::Field(Field::Region, _))) {
            self.0.extend([Part::Text(".".to_owned()), Part::Field(Field::Region, Vec::new())]);
        }
        self
    }

    /// A name that every SDK reads.
    ///
    /// Fields are filtered, then made plain: Latin letters lose their accents, every other run of characters
    /// outside `A-Za-z0-9_.+@%:/-` becomes one `-`, and `-` or `.` at the ends goes. An account without a name
    /// that can be written has its id.
    pub(crate) fn name(&self, subject: &Subject<'_>) -> String {
        let text = self.0.iter().map(|part| match part {
            Part::Text(text) => latin::plain(text),
            Part::Field(field, filters) => trimmed(&field.of(subject, filters)),
        });
        let name = trimmed(&text.collect::<String>());
        if name.is_empty() { format!("{}.{}", subject.id, trimmed(subject.role)) } else { name }
    }
}

impl Field {
    const ALL: [(&'static str, Self); 6] = [
        ("account", Self::Account),
        ("id", Self::Id),
        ("email", Self::Email),
        ("role", Self::Role),
        ("region", Self::Region),
        ("session", Self::Session),
    ];

    fn of(self, subject: &Subject<'_>, filters: &[Filter]) -> String {
        let filtered = |text: &str| filters.iter().fold(text.to_owned(), |text, filter| filter.apply(&text));
        let text = match self {
            Self::Account => subject.account,
            Self::Id => Some(subject.id),
            Self::Email => subject.email,
            Self::Role => Some(subject.role),
            Self::Region => subject.region,
            Self::Session => Some(subject.session),
        };
        let text = filtered(text.unwrap_or_default());
        match self {
            Self::Account if trimmed(&text).is_empty() => filtered(subject.id),
            _ => text,
        }
    }
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

/// `eu-west-1` is `euw1`, `ap-southeast-2` is `apse2`, `us-gov-west-1` is `usgovw1`.
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

fn trimmed(text: &str) -> String {
    latin::plain(text).trim_matches(['-', '.']).to_owned()
}

fn field(chars: &mut Peekable<Chars<'_>>) -> Result<Part, Invalid> {
    let open = || Invalid("a '{' is not closed".to_owned());
    let (name, mut end) = until(chars, &['|', '}'])?;
    let known = Field::ALL.iter().find(|(known, _)| *known == name.trim());
    let Some((_, field)) = known else {
        let all = Field::ALL.map(|(name, _)| name).join(", ");
        return Err(Invalid(format!("there is no field {:?}; there are {all}", name.trim())));
    };
    let mut filters = Vec::new();
    while end.ok_or_else(open)? == '|' {
        let mut words = Vec::new();
        loop {
            let (word, stop) = until(chars, &[':', '|', '}'])?;
            words.push(word);
            if stop != Some(':') {
                end = stop;
                break;
            }
        }
        filters.push(filter(&words)?);
    }
    Ok(Part::Field(*field, filters))
}

fn filter(words: &[String]) -> Result<Filter, Invalid> {
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["lower"] => Ok(Filter::Lower),
        ["upper"] => Ok(Filter::Upper),
        ["trim"] => Ok(Filter::Trim(String::new())),
        ["trim", ends] => Ok(Filter::Trim((*ends).to_owned())),
        ["replace", from, to] if !from.is_empty() => {
            Ok(Filter::Replace((*from).to_owned(), (*to).to_owned()))
        }
        ["short"] => Ok(Filter::Short),
        other => Err(Invalid(format!(
            "there is no filter {:?}; there are lower, upper, trim, trim:TEXT, replace:FROM:TO, short",
            other.join(":")
        ))),
    }
}

/// The text up to one of these characters, and which one it was.
fn until(chars: &mut Peekable<Chars<'_>>, ends: &[char]) -> Result<(String, Option<char>), Invalid> {
    let mut text = String::new();
    while let Some(c) = chars.next() {
        if ends.contains(&c) {
            return Ok((text, Some(c)));
        }
        match c {
            '\\' => text.push(chars.next().ok_or_else(|| Invalid("it ends in a backslash".to_owned()))?),
            c => text.push(c),
        }
    }
    Ok((text, None))
}

/// Why a text is no template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Invalid(String);

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests;
