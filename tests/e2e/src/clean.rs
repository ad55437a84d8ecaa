//! The characters that daypass may print: no control characters, and none that make text look like other text.

/// Tells whether a character may not be printed: C0 but newline, C1, bidirectional, zero-width, line separators.
/// `layout` are those that a form's own layout has, such as the tabs of `-o text`.
pub(crate) fn is_foreign(c: char, layout: &str) -> bool {
    match c {
        '\n' => false,
        c if layout.contains(c) => false,
        c if c.is_control() => true,
        '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => true,
        _ => false,
    }
}

/// Returns the first character of a text that may not be printed.
pub(crate) fn foreign(text: &str, layout: &str) -> Option<char> {
    text.chars().find(|c| is_foreign(*c, layout))
}
