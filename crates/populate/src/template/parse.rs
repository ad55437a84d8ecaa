//! Parses the fields and filters of a template.

use super::part::{Field, Filter, Part};
use crate::Error;
use std::{iter::Peekable, str::Chars};

pub(super) fn field(chars: &mut Peekable<Chars<'_>>) -> Result<Part, Error> {
    let open = || Error::template("a '{' is not closed");
    let (name, mut end) = until(chars, &['|', '}'])?;
    let tag = name.trim().strip_prefix("tag:").filter(|tag| !tag.is_empty());
    let known = Field::ALL.iter().find(|(known, _)| *known == name.trim());
    if known.is_none() && tag.is_none() {
        let all = Field::ALL.map(|(name, _)| name).join(", ") + ", tag:NAME";
        return Err(Error::template(format!("there is no field {:?}; the fields are {all}", name.trim())));
    }
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
    Ok(match (known, tag) {
        (Some((_, field)), _) => Part::Field(*field, filters),
        (None, tag) => Part::Tag(tag.unwrap_or_default().to_owned(), filters),
    })
}

fn filter(words: &[String]) -> Result<Filter, Error> {
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
        other => Err(Error::template(format!(
            "there is no filter {:?}; the filters are lower, upper, trim, trim:TEXT, replace:FROM:TO, short",
            other.join(":")
        ))),
    }
}

/// Takes the text up to one of these characters, and returns it with that character.
pub(super) fn until(chars: &mut Peekable<Chars<'_>>, ends: &[char]) -> Result<(String, Option<char>), Error> {
    let mut text = String::new();
    while let Some(c) = chars.next() {
        if ends.contains(&c) {
            return Ok((text, Some(c)));
        }
        match c {
            '\\' => text.push(chars.next().ok_or_else(|| Error::template("it ends in a backslash"))?),
            c => text.push(c),
        }
    }
    Ok((text, None))
}
