//! Decides which characters a terminal may get, and replaces the others.

use console::measure_text_width;
use std::borrow::Cow;

/// Replaces a character that a terminal would not show as it is.
const REPLACEMENT: char = '\u{FFFD}';

/// Ranges of characters that are invisible or change how text around them is shown, besides control characters.
///
/// They are Unicode 17's `Bidi_Control` and `Default_Ignorable_Code_Point`, the separators Zl and Zp, and the
/// annotation characters of Cf.
const HIDDEN: [(char, char); 26] = [
    ('\u{AD}', '\u{AD}'),
    ('\u{34F}', '\u{34F}'),
    ('\u{61C}', '\u{61C}'),
    ('\u{115F}', '\u{1160}'),
    ('\u{17B4}', '\u{17B5}'),
    ('\u{180B}', '\u{180F}'),
    ('\u{200B}', '\u{200F}'),
    ('\u{2028}', '\u{202E}'),
    ('\u{2060}', '\u{206F}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{FE00}', '\u{FE0F}'),
    ('\u{FEFF}', '\u{FEFF}'),
    ('\u{FFA0}', '\u{FFA0}'),
    ('\u{FFF0}', '\u{FFFB}'),
    ('\u{FFFE}', '\u{FFFF}'),
    ('\u{13430}', '\u{1343F}'),
    ('\u{1BCA0}', '\u{1BCA3}'),
    ('\u{1D173}', '\u{1D17A}'),
    ('\u{E0000}', '\u{E0FFF}'),
    // Characters of some scripts that terminals do not show.
    ('\u{600}', '\u{605}'),
    ('\u{6DD}', '\u{6DD}'),
    ('\u{70F}', '\u{70F}'),
    ('\u{890}', '\u{891}'),
    ('\u{8E2}', '\u{8E2}'),
    ('\u{110BD}', '\u{110BD}'),
    ('\u{110CD}', '\u{110CD}'),
];

/// Says whether a terminal shows this character as it is.
pub(crate) fn is_shown(c: char) -> bool {
    // The first test is a fast path for ASCII.
    matches!(c, ' '..='~')
        || !(c.is_control() || HIDDEN.iter().any(|(first, last)| (*first..=*last).contains(&c)))
}

/// Says whether a terminal shows every character of a text as it is, on one line.
///
/// ```
/// use daypass_terminal::is_clean;
///
/// assert!(is_clean("Équipe 部 – prod"));
/// for hidden in ["a\nb", "a\tb", "\u{1b}[2J", "\u{9b}31m", "prod\u{202e}-dev", "prod\u{200b}", "a\u{2028}b"] {
///     assert!(!is_clean(hidden));
/// }
/// ```
pub fn is_clean(text: &str) -> bool {
    text.chars().all(is_shown)
}

/// Cleans a text for display on one line.
///
/// White space that moves the cursor becomes a space. Characters that are not shown as they are (escapes, direction
/// marks, zero-width characters) become U+FFFD, so that their place is visible.
///
/// ```
/// use daypass_terminal::clean;
///
/// assert_eq!(clean("corp\u{1b}]52;c;eA==\u{7}"), "corp\u{fffd}]52;c;eA==\u{fffd}");
/// assert_eq!(clean("denied\r\ntry: rm -r x"), "denied  try: rm -r x");
/// ```
pub fn clean(text: &str) -> String {
    replaced(text, false).into_owned()
}

/// Cleans a text; with `layout`, keeps newlines and tabs, for text that the program itself laid out.
pub(crate) fn replaced(text: &str, layout: bool) -> Cow<'_, str> {
    let stays = |c: char| is_shown(c) || (layout && matches!(c, '\n' | '\t'));
    // The first is what nearly all text is made of, and many bytes are looked at at once.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) || text.chars().all(stays) {
        return Cow::Borrowed(text);
    }
    let replace = |c: char| match c {
        c if stays(c) => c,
        '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        _ => REPLACEMENT,
    };
    Cow::Owned(text.chars().map(replace).collect())
}

/// Escapes characters of JSON that a terminal would not show as they are as `\uXXXX`, which keeps its value.
///
/// Newlines are kept: valid JSON has them only between members.
pub(crate) fn json(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b'\n' | b' '..=b'~'))
        || text.chars().all(|c| is_shown(c) || c == '\n')
    {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 64);
    for c in text.chars() {
        if is_shown(c) || c == '\n' {
            escaped.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    Cow::Owned(escaped)
}

/// Returns the columns of clean characters. Printable ASCII takes one each, and needs no table of widths.
pub(crate) fn columns(text: &str) -> usize {
    let is_ascii = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if is_ascii { text.len() } else { measure_text_width(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_replaced_and_shown_ones_are_kept() {
        for (text, expected) in [
            ("prod", "prod"),
            ("Équipe 部 – 🙂 e\u{301}", "Équipe 部 – 🙂 e\u{301}"),
            ("a\tb\nc\r\u{b}\u{c}\u{85}\u{2028}\u{2029}d", "a b c      d"),
            ("\u{1b}[2J\u{7}\u{0}\u{7f}", "\u{fffd}[2J\u{fffd}\u{fffd}\u{fffd}"),
            ("c1 \u{9b}31m", "c1 \u{fffd}31m"),
            ("prod \u{202e}-dev \u{2066}x\u{2069}", "prod \u{fffd}-dev \u{fffd}x\u{fffd}"),
            (
                "a\u{200b}\u{200d}\u{2060}\u{feff}\u{ad}\u{e0041}b",
                "a\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}b",
            ),
        ] {
            assert_eq!(clean(text), expected, "{text:?}");
            assert_eq!(is_clean(text), text == expected, "{text:?}");
        }
        assert_eq!(replaced("a\n\tb\u{1b}", true), "a\n\tb\u{fffd}");
    }

    #[test]
    fn the_table_has_no_shown_character() {
        assert!(HIDDEN.iter().all(|(first, last)| first <= last));
        // Letters, combining marks, signs and spaces of scripts in use are shown.
        for shown in
            ['é', 'ß', '\u{301}', '\u{a0}', 'א', 'ع', 'ก', 'ি', '한', '部', '€', '🙂', '█', '\u{fffd}']
        {
            assert!(is_shown(shown), "{shown:?}");
        }
    }

    #[test]
    fn escaped_json_keeps_its_value() {
        assert_eq!(
            json("{\"a\":\"\u{9b}\u{202e}\u{e0041}é\"}\n"),
            "{\"a\":\"\\u009b\\u202e\\udb40\\udc41é\"}\n"
        );
    }
}
