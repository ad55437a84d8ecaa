//! Turns a line into a token. No other file uses nom, and nom's errors do not leave this one.
//!
//! ```text
//! AWS CLI (on the line without the white space round it)     SDKs (on the line without its comment)
//!   header   = "[" 1*any "]" any     ; up to the last "]"      header   = "[" *any "]"
//!   property = *any ("=" / ":") any  ; the first of either     property = 1*any "=" any  ; the first "="
//! ```

use crate::search;
use nom::{
    IResult, Parser as _,
    branch::alt,
    bytes::complete::tag,
    character::complete::char,
    combinator::{all_consuming, map, rest, verify},
    error::{Error, ErrorKind},
    sequence::{delimited, preceded, terminated},
};

/// The token of a line by itself; whether the line continues the one before is decided elsewhere.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Token<'a> {
    /// The text in the brackets.
    Header(&'a str),
    /// The untrimmed key and value.
    Property(&'a str, &'a str),
    /// A header without a closing bracket: the text after the opening bracket.
    Unclosed(&'a str),
    /// A line that is neither a header nor a property.
    Stray,
}

/// Reads a stripped line that continues no other, as Python's `RawConfigParser` does.
pub(crate) fn aws_cli(stripped: &str) -> Token<'_> {
    let token = match stripped.starts_with('[') {
        true => {
            alt((map(terminated(greedy_header, rest), Token::Header), map(either_property, pair), leftover))
                .parse_complete(stripped)
        }
        false => map(either_property, pair).parse_complete(stripped),
    };
    token.map_or(Token::Stray, |(_, token)| token)
}

/// Reads a line that starts with `[`, without its comment and trimmed, as the SDKs do: it must end with `]`.
pub(crate) fn sdk_header(line: &str) -> Token<'_> {
    alt((map(all_consuming(exact_header), Token::Header), leftover))
        .parse_complete(line)
        .map_or(Token::Stray, |(_, token)| token)
}

/// Reads a line that starts with neither white space nor `[`, or a nested line, without its comment.
pub(crate) fn sdk_property(line: &str) -> Token<'_> {
    map(equals_property, pair).parse_complete(line).map_or(Token::Stray, |(_, token)| token)
}

/// Reads a nested line, `sub-key = value`, in both dialects.
pub(crate) fn nested(line: &str) -> Option<(&str, &str)> {
    match sdk_property(line) {
        Token::Property(key, value) => Some((key, value)),
        Token::Header(_) | Token::Unclosed(_) | Token::Stray => None,
    }
}

fn pair<'a>((key, value): (&'a str, &'a str)) -> Token<'a> {
    Token::Property(key, value)
}

fn greedy_header(line: &str) -> IResult<&str, &str> {
    delimited(char('['), verify(greedy_name, |name: &str| !name.is_empty()), char(']')).parse_complete(line)
}

fn exact_header(line: &str) -> IResult<&str, &str> {
    delimited(char('['), greedy_name, char(']')).parse_complete(line)
}

fn either_property(line: &str) -> IResult<&str, (&str, &str)> {
    split_where(line, |line| search::find([b'=', b':'], line))
}

fn equals_property(line: &str) -> IResult<&str, (&str, &str)> {
    split_where(line, |line| search::find([b'='], line))
}

fn leftover(line: &str) -> IResult<&str, Token<'_>> {
    map(preceded(tag("["), rest), Token::Unclosed).parse_complete(line)
}

fn greedy_name(line: &str) -> IResult<&str, &str> {
    up_to(line, |line| search::rfind([b']'], line))
}

/// Splits a line at the delimiter of one byte that `find` finds.
fn split_where(line: &str, find: impl Fn(&[u8]) -> Option<usize>) -> IResult<&str, (&str, &str)> {
    let (rest, before) = up_to(line, find)?;
    let after = rest.get(1..).unwrap_or_default();
    Ok(("", (before, after)))
}

/// Returns the text before the offset that `find` finds.
fn up_to(line: &str, find: impl Fn(&[u8]) -> Option<usize>) -> IResult<&str, &str> {
    let parts = find(line.as_bytes()).and_then(|at| line.split_at_checked(at));
    let (before, after) = parts.ok_or(nom::Err::Error(Error { input: line, code: ErrorKind::TakeUntil }))?;
    Ok((after, before))
}
