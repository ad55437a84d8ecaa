//! Ends lines between words.

use super::Text;
use crate::clean::columns;

impl Text {
    /// Ends lines between words where they are wider than a terminal of this width. A command line stays whole, so that it
    /// can be copied: what follows `try:` or `usage:`, and what two blanks set apart from a label at the margin. So does JSON.
    pub(crate) fn broken(mut self, width: usize) -> Self {
        let mut places = Vec::new();
        let mut start = 0;
        for line in self.text.split_inclusive('\n') {
            places.extend(breaks(line, width).into_iter().map(|place| start + place));
            start += line.len();
        }
        for place in places {
            self.text.replace_range(place..=place, "\n");
        }
        self
    }
}

/// The blanks of a line that become its breaks.
fn breaks(line: &str, width: usize) -> Vec<usize> {
    if columns(line) <= width || ["try: ", "usage: ", "{"].iter().any(|label| line.starts_with(label)) {
        return Vec::new();
    }
    let text = line.len() - line.trim_start().len();
    let whole = if text == 0 { line.find("  ") } else { None }.unwrap_or(line.len());
    let (mut breaks, mut from, mut last) = (Vec::new(), 0, None);
    let ends = line.match_indices(' ').map(|(at, _)| at).chain([line.len()]);
    for at in ends.filter(|at| *at > text) {
        if let (Some(blank), true) = (last, columns(line.get(from..at).unwrap_or_default()) > width) {
            breaks.push(blank);
            from = blank + 1;
        }
        let is_blank = |at: usize| line.as_bytes().get(at) == Some(&b' ');
        last = (at < whole && !is_blank(at - 1) && !is_blank(at + 1)).then_some(at);
    }
    breaks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strong;

    #[test]
    fn lines_end_between_words_and_commands_stay_whole() {
        for (text, broken) in [
            ("one two three", "one two\nthree"),
            ("averylongword is it", "averylongword\nis it"),
            ("begin with:  daypass configure sso", "begin\nwith:  daypass configure sso"),
            (r#"{"error":"not now"}"#, r#"{"error":"not now"}"#),
            ("try: daypass login corp", "try: daypass login corp"),
            ("  label  some more words", "  label  some\nmore\nwords"),
        ] {
            assert_eq!(Text::from(text).broken(9).plain(), broken, "{text}");
        }
        let styled = ("one " + strong("two three") + " four").broken(8);
        assert_eq!(styled.render(true), "one \u{1b}[1mtwo\nthree\u{1b}[0m\nfour");
    }
}
