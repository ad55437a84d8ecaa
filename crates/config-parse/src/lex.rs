//! One line in, one token out: the only file that names nom, and its errors end here.
//!
//! ```text
//! AWS CLI (on the line without the white space round it)     SDKs (on the line without its comment)
//!   header   = "[" 1*any "]" any     ; up to the last "]"      header   = "[" *any "]"
//!   property = *any ("=" / ":") any  ; the first of either     property = 1*any "=" any  ; the first "="
//! ```

use nom::{
    IResult, Parser as _,
    branch::alt,
    bytes::complete::{tag, take_till},
    character::complete::{char, one_of},
    combinator::{all_consuming, map, rest, verify},
    error::{Error, ErrorKind},
    sequence::{delimited, preceded, separated_pair, terminated},
};

/// What a line says by itself; whether it continues the line before is not known here.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Token<'a> {
    /// The text in the brackets.
    Header(&'a str),
    /// Untrimmed key and value.
    Property(&'a str, &'a str),
    /// Starts like a header and never closes: the text after the bracket.
    Unclosed(&'a str),
    /// Neither a header nor a property.
    Stray,
}

/// A line, already stripped, as Python's `RawConfigParser` takes it when it continues nothing.
pub(crate) fn aws_cli(stripped: &str) -> Token<'_> {
    alt((map(terminated(greedy_header, rest), Token::Header), map(either_property, pair), leftover))
        .parse_complete(stripped)
        .map_or(Token::Stray, |(_, token)| token)
}

/// A line that starts with `[` as the SDKs take it: comment cut off, trimmed, and closed at its end.
pub(crate) fn sdk_header(line: &str) -> Token<'_> {
    alt((map(all_consuming(exact_header), Token::Header), leftover))
        .parse_complete(line)
        .map_or(Token::Stray, |(_, token)| token)
}

/// A line that starts with neither white space nor `[`, or a nested line, comment cut off.
pub(crate) fn sdk_property(line: &str) -> Token<'_> {
    map(separated_pair(until_equals, char('='), rest), pair)
        .parse_complete(line)
        .map_or(Token::Stray, |(_, token): (&str, _)| token)
}

/// A nested line in either dialect: `sub-key = value`.
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
    delimited(char('['), verify(up_to_last(']'), |name: &str| !name.is_empty()), char(']'))
        .parse_complete(line)
}

fn exact_header(line: &str) -> IResult<&str, &str> {
    delimited(char('['), up_to_last(']'), char(']')).parse_complete(line)
}

fn either_property(line: &str) -> IResult<&str, (&str, &str)> {
    separated_pair(take_till(|c| c == '=' || c == ':'), one_of("=:"), rest).parse_complete(line)
}

fn until_equals(line: &str) -> IResult<&str, &str> {
    take_till(|c| c == '=').parse_complete(line)
}

fn leftover(line: &str) -> IResult<&str, Token<'_>> {
    map(preceded(tag("["), rest), Token::Unclosed).parse_complete(line)
}

fn up_to_last(close: char) -> impl Fn(&str) -> IResult<&str, &str> {
    move |input| {
        let (before, after) = input
            .rfind(close)
            .and_then(|at| input.split_at_checked(at))
            .ok_or(nom::Err::Error(Error { input, code: ErrorKind::Char }))?;
        Ok((after, before))
    }
}
