//! Which characters reach a terminal as they are, and what stands in place of the others.

use std::borrow::Cow;

/// Stands where a character was that would not show what it is.
const MARK: char = '\u{FFFD}';

/// Characters beside the control characters (C0, DEL, C1) that change how the text around them is shown, or that
/// nobody sees: Unicode 17, `Bidi_Control`, `Default_Ignorable_Code_Point`, the separators Zl and Zp, and the
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
    // Nobody sees those either: the blanks of scripts that a terminal shows as nothing at all.
    ('\u{600}', '\u{605}'),
    ('\u{6DD}', '\u{6DD}'),
    ('\u{70F}', '\u{70F}'),
    ('\u{890}', '\u{891}'),
    ('\u{8E2}', '\u{8E2}'),
    ('\u{110BD}', '\u{110BD}'),
    ('\u{110CD}', '\u{110CD}'),
];

/// Whether a terminal shows this character as what it is.
pub(crate) fn is_shown(c: char) -> bool {
    // The first line is what nearly all text is made of.
    matches!(c, ' '..='~')
        || !(c.is_control() || HIDDEN.iter().any(|(first, last)| (*first..=*last).contains(&c)))
}

/// Whether a terminal shows all of a text as what it is, on one line.
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

/// A text from anywhere, on one line and safe to show: white space that moves the cursor is a blank, and what is not
/// shown as what it is (an escape, a direction mark, a character without width) is U+FFFD, so that its place is seen.
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

/// The same; with `layout` newlines and tabs stay, for what the program itself has laid out.
pub(crate) fn replaced(text: &str, layout: bool) -> Cow<'_, str> {
    let stays = |c: char| is_shown(c) || (layout && matches!(c, '\n' | '\t'));
    if text.chars().all(stays) {
        return Cow::Borrowed(text);
    }
    let replace = |c: char| match c {
        c if stays(c) => c,
        '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        _ => MARK,
    };
    Cow::Owned(text.chars().map(replace).collect())
}

/// JSON in which every character that a terminal would not show as what it is stands as `\uXXXX`: the same value to
/// whoever parses it. Newlines stay, which valid JSON has only between its members.
pub(crate) fn json(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| is_shown(c) || c == '\n') {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_is_marked_and_what_is_seen_stays() {
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
    fn the_table_is_what_it_says() {
        assert!(HIDDEN.iter().all(|(first, last)| first <= last));
        // Letters, marks, signs and blanks of scripts in use are not in it.
        for shown in
            ['é', 'ß', '\u{301}', '\u{a0}', 'א', 'ع', 'ก', 'ি', '한', '部', '€', '🙂', '█', '\u{fffd}']
        {
            assert!(is_shown(shown), "{shown:?}");
        }
    }

    #[test]
    fn json_stays_the_same_value() {
        assert_eq!(
            json("{\"a\":\"\u{9b}\u{202e}\u{e0041}é\"}\n"),
            "{\"a\":\"\\u009b\\u202e\\udb40\\udc41é\"}\n"
        );
    }
}
