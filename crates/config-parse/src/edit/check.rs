//! Checks that names, keys and values read back as they are written, in the AWS CLI or in every tool.

use super::{
    EditError, EditErrorKind,
    audience::Audience,
    patch::{Change, Patch},
};
use crate::{SectionKind, SectionName, dialect::python, document::FileKind, plain};

/// Refuses a patch whose names, keys or values would not be read back.
pub(super) fn patch(patch: &Patch, file: FileKind, audience: Audience) -> Result<(), EditError> {
    if patch.changes.is_empty() && !patch.is_written() {
        return Ok(());
    }
    section(&patch.name, file, audience)?;
    for (key, change) in &patch.changes {
        let refuse = |(kind, reason): (EditErrorKind, &'static str)| {
            EditError::new(kind, &patch.name, Some(key), reason)
        };
        match change {
            Change::Unset | Change::CommentOut => {}
            Change::Set(value) => {
                check_key(key, audience).map_err(refuse)?;
                check_value(value, audience).map_err(refuse)?;
            }
            Change::Nested(pairs) => {
                for (sub_key, value) in pairs.iter().filter_map(|(k, v)| Some((k, v.as_ref()?))) {
                    check_key(key, audience).map_err(refuse)?;
                    check_key(sub_key, audience).map_err(refuse)?;
                    check_value(value, audience).map_err(refuse)?;
                }
            }
        }
    }
    Ok(())
}

fn section(section: &SectionName, file: FileKind, audience: Audience) -> Result<(), EditError> {
    let refuse = |reason| Err(EditError::new(EditErrorKind::Name, section, None, reason));
    let name = section.name();
    if file == FileKind::Credentials && section.kind() != SectionKind::Profile {
        return refuse("a credentials file holds profiles only");
    }
    if name.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
        return refuse("a name has no control characters");
    }
    if name.is_empty() {
        return refuse("a name is not empty");
    }
    if file == FileKind::Credentials && (name == "DEFAULT" || python::strip(name) != name) {
        return refuse("no spelling of this name is read back");
    }
    if !section.is_plain() && audience == Audience::AllTools {
        return refuse(
            "no spelling of this name is read by every tool: use only A-Z a-z 0-9 _ . + @ % : / -",
        );
    }
    Ok(())
}

fn check_key(key: &str, audience: Audience) -> Result<(), (EditErrorKind, &'static str)> {
    let refuse = |reason| Err((EditErrorKind::Key, reason));
    if key.is_empty() || key.contains(['=', ':']) || key.starts_with(['[', '#', ';']) {
        return refuse("a key is not empty, holds no '=' or ':' and does not begin with '[', '#' or ';'");
    }
    if key.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'))
        || python::strip(key) != key
    {
        return refuse("a key has no control characters and no white space round it");
    }
    if audience == Audience::AllTools && !plain::is_identifier(key) {
        return refuse("the SDKs ignore such a key: use only A-Z a-z 0-9 _ . + @ % / -");
    }
    Ok(())
}

fn check_value(value: &str, audience: Audience) -> Result<(), (EditErrorKind, &'static str)> {
    let refuse = |reason| Err((EditErrorKind::Value, reason));
    let breaks = |c: char| (c.is_control() && c != '\t') || matches!(c, '\u{2028}' | '\u{2029}');
    if value.chars().any(breaks) {
        return refuse("a value has no line breaks or control characters");
    }
    if python::strip(value) != value {
        return refuse("white space at the ends of a value is not read back");
    }
    if audience == Audience::AwsCli {
        return Ok(());
    }
    if value.is_empty() {
        return refuse("the JavaScript SDK does not see a key without a value");
    }
    let mut before = ' ';
    for c in value.chars() {
        if matches!(c, '#' | ';') && before.is_whitespace() {
            return refuse("the SDKs take '#' or ';' after white space for a comment");
        }
        before = c;
    }
    let ends = (value.chars().next(), value.chars().next_back());
    if value.len() > 1 && matches!(ends, (Some('"'), Some('"')) | (Some('\''), Some('\''))) {
        return refuse("the Go SDK strips quotation marks round a value");
    }
    Ok(())
}
