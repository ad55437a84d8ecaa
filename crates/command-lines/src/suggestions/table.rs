//! The table of words that other tools have and daypass does not.

/// The table; its comments say its form.
const TABLE: &str = include_str!("table.txt");

/// The suggestion of a row.
#[derive(Clone, Copy)]
pub(super) enum Row {
    /// The word is a service of the AWS CLI: run `aws` by `exec`.
    Service,
    /// The first of these command lines that daypass accepts with the rest of the words.
    Lines(&'static str),
    /// This command line, whatever else was typed.
    Exactly(&'static str),
    /// The typed command line with these options in place of the word, and of its value if `value_too`.
    InPlace { option: &'static str, value_too: bool },
    /// A sentence.
    Sentence(&'static str),
}

/// The row of these words.
pub(super) fn row(words: &str) -> Option<Row> {
    rows().find(|(foreign, _)| foreign.trim_end_matches(" _") == words).map(|(_, row)| row)
}

/// The rows: the words of another tool, and the suggestion.
fn rows() -> impl Iterator<Item = (&'static str, Row)> {
    let lines = TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.filter_map(parts).flat_map(|(all, arrow, meant)| {
        all.split(", ").map(move |words| {
            let row = match arrow {
                " -> " if meant == "aws" => Row::Service,
                " -> " => Row::Lines(meant),
                " => " => Row::Exactly(meant),
                " ~> " => Row::InPlace { option: meant, value_too: words.ends_with(" _") },
                _ => Row::Sentence(meant),
            };
            (words, row)
        })
    })
}

/// The words of a line, its arrow, and what is meant.
fn parts(line: &'static str) -> Option<(&'static str, &'static str, &'static str)> {
    // A sentence may hold an arrow, so the colon of its row counts first.
    let places = [" -> ", " => ", " ~> ", " : "].into_iter();
    let places = places.filter_map(|arrow| line.find(arrow).map(|place| (place, arrow)));
    let (place, arrow) = places.min()?;
    let (words, rest) = line.split_at(place);
    Some((words, arrow, rest.get(arrow.len()..)?.trim_end_matches("(nothing)")))
}

/// Lists every line that has a suggestion, without the program: for a test that reads them all, or for documentation.
///
/// A value is `x`; an option of any command stands behind `whoami`.
pub fn foreign_lines() -> Vec<String> {
    let typed = |(words, _): (&str, Row)| {
        let words = words.replace('_', "x");
        if words.starts_with('-') { format!("whoami {words}") } else { words }
    };
    rows().map(typed).collect()
}
