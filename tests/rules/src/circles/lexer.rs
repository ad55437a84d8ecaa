//! Rust as words and signs: without comments, literals, lifetimes, and what is compiled for tests alone.

/// A word or a sign. `::` is one sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Word(String),
    Sign(char),
    /// `::`
    Path,
}

impl Token {
    pub(super) fn is_word(&self, word: &str) -> bool {
        matches!(self, Self::Word(found) if found == word)
    }

    pub(super) fn word(&self) -> Option<&str> {
        match self {
            Self::Word(word) => Some(word),
            Self::Sign(_) | Self::Path => None,
        }
    }
}

/// The tokens of a file that are not for tests.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    without_tests(&all(text))
}

fn all(text: &str) -> Vec<Token> {
    let (mut rest, mut tokens) = (text, Vec::new());
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => block_comment(rest),
            '"' => 1 + string(rest.get(1..).unwrap_or_default()),
            '\'' => quote(rest),
            'r' | 'b' | 'c' if literal(rest).is_some() => literal(rest).unwrap_or(1),
            ':' if rest.starts_with("::") => {
                tokens.push(Token::Path);
                2
            }
            c if c.is_alphanumeric() || c == '_' => {
                let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                tokens.push(Token::Word(rest.get(..end).unwrap_or_default().to_owned()));
                end
            }
            c if c.is_whitespace() => c.len_utf8(),
            c => {
                tokens.push(Token::Sign(c));
                c.len_utf8()
            }
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    tokens
}

/// The length of a comment that may hold others.
fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0_u32, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth = depth.saturating_sub(1);
            at += 2;
            if depth == 0 {
                break;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    at
}

/// The length of what follows an opening quotation mark, the closing one included.
fn string(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of a character literal, or of the mark of a lifetime.
fn quote(text: &str) -> usize {
    let mut chars = text.char_indices().skip(1);
    let (Some((_, first)), second) = (chars.next(), chars.next()) else { return 1 };
    if first == '\\' {
        let escaped = text.get(3..).unwrap_or_default();
        return 3 + escaped.find('\'').map_or(0, |end| end + 1);
    }
    match second {
        Some((at, '\'')) => at + 1,
        // A lifetime: its name must not become a word.
        _ => text
            .char_indices()
            .skip(1)
            .find(|(_, c)| !c.is_alphanumeric() && *c != '_')
            .map_or(text.len(), |(at, _)| at),
    }
}

/// The length of a literal with a prefix: `r"…"`, `br#"…"#`, `b"…"`, `c"…"`, `b'…'`; also of the `r#` before a name.
fn literal(text: &str) -> Option<usize> {
    let prefix = text.find(|c: char| !"brc".contains(c)).filter(|length| *length <= 2)?;
    let (head, rest) = text.split_at_checked(prefix)?;
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    let body = rest.get(hashes..)?;
    if head.contains('r') && body.starts_with('"') {
        let close = format!("\"{}", "#".repeat(hashes));
        let end = body.get(1..)?.find(&close)?;
        return Some(prefix + hashes + 1 + end + close.len());
    }
    match (hashes, body.chars().next()) {
        (0, Some('"')) => Some(prefix + 1 + string(body.get(1..)?)),
        (0, Some('\'')) if head == "b" => Some(prefix + quote(body)),
        (1, Some(c)) if head == "r" && (c.is_alphabetic() || c == '_') => Some(2),
        _ => None,
    }
}

/// Leaves out each item behind `#[cfg(test)]` or `#[cfg(all(test, …))]`.
fn without_tests(tokens: &[Token]) -> Vec<Token> {
    let (mut kept, mut rest) = (Vec::new(), tokens);
    while let Some((first, tail)) = rest.split_first() {
        if is_test_attribute(rest) {
            rest = after_item(rest);
        } else {
            kept.push(first.clone());
            rest = tail;
        }
    }
    kept
}

fn is_test_attribute(tokens: &[Token]) -> bool {
    let words: Vec<_> = tokens.iter().take(7).filter_map(Token::word).collect();
    let is_attribute = matches!(tokens, [Token::Sign('#'), Token::Sign('['), ..]);
    is_attribute && matches!(words.as_slice(), ["cfg", "test", ..] | ["cfg", "all", "test", ..])
}

/// What follows the attributes and the item that the tokens begin with.
fn after_item(tokens: &[Token]) -> &[Token] {
    let mut depth = 0_i32;
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Sign('{' | '[' | '(') => depth += 1,
            Token::Sign(']' | ')') => depth -= 1,
            Token::Sign('}') => {
                depth -= 1;
                if depth == 0 {
                    return tokens.get(at + 1..).unwrap_or_default();
                }
            }
            Token::Sign(';') if depth == 0 => return tokens.get(at + 1..).unwrap_or_default(),
            Token::Sign(_) | Token::Word(_) | Token::Path => {}
        }
    }
    &[]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_code_is_left() {
        let text = r##"
            // use crate::a;
            /* use /* crate::b */ ; */
            fn f<'a>(x: &'a str, c: char) { g("crate::c\"", '"', '\'', b'x', r#"crate::d" "#, br"e"); }
            #[cfg(test)] use crate::h;
            #[cfg(test)] #[expect(x)] mod tests { use crate::i; fn t() {} }
            use crate::r#type;
        "##;
        let words: Vec<_> = tokens(text).iter().filter_map(|token| token.word().map(str::to_owned)).collect();
        assert_eq!(words, ["fn", "f", "x", "str", "c", "char", "g", "use", "crate", "type"]);
    }
}
