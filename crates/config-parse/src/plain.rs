//! Quick tests on ASCII text, which is most of every file.

const NAME: u8 = 1;
const FOLDS: u8 = 2;
const KEY: u8 = 4;

const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < classes.len() {
        #[expect(
            clippy::indexing_slicing,
            clippy::cast_possible_truncation,
            reason = "a constant, in bounds"
        )]
        {
            let b = byte as u8;
            let name = b.is_ascii_alphanumeric()
                || matches!(b, b'_' | b'-' | b'/' | b'.' | b'%' | b'@' | b':' | b'+');
            let folds = b.is_ascii_uppercase() || !b.is_ascii();
            let key = name && !b.is_ascii_uppercase() && b != b':';
            classes[byte] = (name as u8) * NAME + (folds as u8) * FOLDS + (key as u8) * KEY;
        }
        byte += 1;
    }
    classes
};

fn class(byte: u8) -> u8 {
    CLASSES.get(usize::from(byte)).copied().unwrap_or(0)
}

/// Whether a name or key has only characters of the SDKs' grammar. An empty text passes, as it does there.
pub(crate) fn is_identifier(text: &str) -> bool {
    survey(text).0
}

/// Whether lower-casing may change the text.
pub(crate) fn folds(text: &str) -> bool {
    survey(text).1
}

/// Returns [`is_identifier`] and [`folds`] in one pass.
pub(crate) fn survey(text: &str) -> (bool, bool) {
    let (all, any) = text.bytes().fold((NAME, 0), |(all, any), byte| {
        let class = class(byte);
        (all & class, any | class)
    });
    (all & NAME != 0, any & FOLDS != 0)
}

/// Splits a line of the usual form, which both dialects read alike if no comment follows: a key in lower case without
/// an indent, an equals sign, and a value without white space at its ends.
pub(crate) fn usual_property(line: &str) -> Option<(&str, &str)> {
    let end = line.bytes().position(|byte| class(byte) & KEY == 0)?;
    let (key, rest) = line.split_at_checked(end)?;
    let value = match rest.strip_prefix(" = ") {
        Some(value) if is_tight(value) => value,
        _ => trim_blank(rest).strip_prefix('=').map(trim_blank)?,
    };
    (end > 0 && (value.is_empty() || is_tight(value))).then_some((key, value))
}

/// Trims spaces and tabs at both ends.
pub(crate) fn trim_blank(text: &str) -> &str {
    let mut bytes = text.as_bytes();
    while let [b' ' | b'\t', rest @ ..] = bytes {
        bytes = rest;
    }
    let start = text.len() - bytes.len();
    while let [rest @ .., b' ' | b'\t'] = bytes {
        bytes = rest;
    }
    text.get(start..start + bytes.len()).unwrap_or_default()
}

/// Whether the text starts and ends with visible ASCII, so that no tool trims it.
pub(crate) fn is_tight(text: &str) -> bool {
    let visible = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    visible(text.as_bytes().first()) && visible(text.as_bytes().last())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_usual_form_is_split_at_once() {
        for (line, expected) in [
            ("a = b", Some(("a", "b"))),
            ("sso_start_url = https://x/start#", Some(("sso_start_url", "https://x/start#"))),
            ("a/b-c.d%e@f+9 = =b c=", Some(("a/b-c.d%e@f+9", "=b c="))),
            ("a=b", Some(("a", "b"))),
            ("a\t =  b\t", Some(("a", "b"))),
            ("a =", Some(("a", ""))),
            ("a = x", Some(("a", "x"))),
            // The rest is for the whole parser: it folds case, and knows other separators and spaces.
            ("A = b", None),
            ("aB = b", None),
            ("a:b = c", None),
            (":=b", None),
            (": = b", None),
            ("= b", None),
            (" a = b", None),
            ("a b = c", None),
            ("a", None),
            ("", None),
            ("é = b", None),
            ("a = é", None),
            ("a = b\u{a0}", None),
            ("[a]", None),
        ] {
            assert_eq!(usual_property(line), expected, "{line:?}");
        }
    }

    #[test]
    fn names_and_case() {
        for (text, is_name, has_case) in [
            ("", true, false),
            ("a_b-c/d.e%f@g:h+0", true, false),
            ("aB", true, true),
            ("a b", false, false),
            ("é", false, true),
            ("a=", false, false),
        ] {
            assert_eq!((is_identifier(text), folds(text)), (is_name, has_case), "{text}");
        }
        for (text, tight) in
            [("a", true), ("a b", true), ("", false), (" a", false), ("a ", false), ("aé", false)]
        {
            assert_eq!(is_tight(text), tight, "{text:?}");
        }
    }
}
