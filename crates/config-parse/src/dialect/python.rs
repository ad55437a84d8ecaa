//! The text functions of Python that botocore uses to read config files.

use crate::plain;

/// Whether Python's `str.isspace` is true: Unicode white space, and the four information separators.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// Strips white space as Python's `str.strip` does.
pub(crate) fn strip(text: &str) -> &str {
    if plain::is_tight(text) {
        return text;
    }
    let trimmed = plain::trim_blank(text);
    if plain::is_tight(trimmed) { trimmed } else { text.trim_matches(is_space) }
}

/// Splits lines as Python's `str.splitlines` does, without the endings; not only line feeds end a line.
pub(crate) fn split_lines(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c| {
        matches!(
            c,
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}'
        )
    })
}

/// Returns the second of exactly two words, split as `shlex.split` does; `None` for any other number of words, and for
/// an unfinished quotation or escape.
pub(crate) fn second_of_two_words(text: &str) -> Option<String> {
    let mut words = shlex(text)?;
    match words.len() {
        2 => words.pop(),
        _ => None,
    }
}

/// Splits words as Python's `shlex.split` does; `None` for an unfinished quotation or escape.
pub(crate) fn shlex(text: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            ' ' | '\t' | '\r' | '\n' => words.extend(word.take()),
            '\'' => {
                let word = word.get_or_insert_default();
                loop {
                    match chars.next()? {
                        '\'' => break,
                        c => word.push(c),
                    }
                }
            }
            '"' => {
                let word = word.get_or_insert_default();
                loop {
                    match chars.next()? {
                        '"' => break,
                        '\\' => {
                            let escaped = chars.next()?;
                            if escaped != '\\' && escaped != '"' {
                                word.push('\\');
                            }
                            word.push(escaped);
                        }
                        c => word.push(c),
                    }
                }
            }
            '\\' => word.get_or_insert_default().push(chars.next()?),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    Some(words)
}
