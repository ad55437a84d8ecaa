//! Which characters may come out of the program: none that a terminal obeys or that makes text read otherwise than it is.

/// C0 but newline, C1, and what makes text read otherwise than it is: bidirectional, zero-width, line separators.
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

/// The first character of a text that may not come out.
pub(crate) fn foreign(text: &str, layout: &str) -> Option<char> {
    text.chars().find(|c| is_foreign(*c, layout))
}
