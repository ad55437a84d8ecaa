//! Wraps text between words.

use daypass_terminal::Text;

/// Wraps a text between words into lines of at most `width` characters.
///
/// All lines but the first start with `indent` spaces, which do not count. A longer word gets a line of its own.
pub(crate) fn fold(text: &str, width: usize, indent: usize) -> Text {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_between_words() {
        for (text, width, indent, expected) in [
            ("", 10, 2, "\n"),
            ("one", 3, 2, "one\n"),
            ("one two", 7, 2, "one two\n"),
            ("one two", 6, 2, "one\n  two\n"),
            ("a b c d e f", 3, 1, "a b\n c d\n e f\n"),
            ("averylongword b", 4, 0, "averylongword\nb\n"),
            ("é à ç", 3, 0, "é à\nç\n"),
        ] {
            assert_eq!(fold(text, width, indent).plain(), expected, "{text:?} {width}");
        }
    }
}
