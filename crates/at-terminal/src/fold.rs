//! Wraps text between words.

use crate::Text;

/// Wraps a text between words into lines of at most `width` characters.
///
/// All lines but the first start with `indent` spaces, which do not count. A longer word gets a line of its own.
///
/// ```
/// use daypass_terminal::fold;
///
/// assert_eq!(fold("what is wrong, and for whom", 18, 4).plain(), "what is wrong, and\n    for whom\n");
/// ```
pub fn fold(text: &str, width: usize, indent: usize) -> Text {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    let indented = lines.iter().enumerate().map(|(at, line)| match at {
        0 => line.clone(),
        _ => format!("{:indent$}{line}", ""),
    });
    Text::lines(indented)
}
