//! A line that a failure says to try: whether it is one, and what it is about.

use super::{super::running::Seen, words::shape};

/// Words that stand for something else in a line that is no command.
const PATTERNS: &[&str] =
    &["NAME", "URL", "ID", "COMMAND", "REGION", "FILE", "PROFILE", "SESSION", "ROLE", "PORT"];

/// What is wrong with a line as it stands; `Some(None)` where it is a pattern and says so, which ends the way well.
#[expect(clippy::option_option, reason = "go on, end well, end badly")]
pub(super) fn is_wrong(line: &str, cause: &str, seen: &Seen) -> Option<Option<String>> {
    // Nobody here presses the button on the console's page, which ends the way.
    let says = |text: &String| ["for arn:aws:sts:", "by login_session"].iter().any(|it| text.contains(it));
    // A terminal has what is said on standard error among its output.
    if line.starts_with("daypass login ") && [&seen.stdout, &seen.stderr].into_iter().any(says) {
        return Some(None);
    }
    if line.lines().count() != 1 {
        return Some(Some(format!("({cause}) → {}: not one line", verbs(line))));
    }
    // Angle brackets, which a shell refuses, mark a pattern.
    if line.contains(" <") || line.contains("=<") {
        return Some(None);
    }
    let is_pattern = line.split([' ', '=']).any(|word| PATTERNS.contains(&word));
    is_pattern.then(|| Some(format!("a pattern that looks like a command: {}", verbs(line))))
}

/// The first of the commands that a list of imports names.
pub(super) fn chosen(line: &str, ran: &Seen) -> Option<String> {
    if line != "daypass import" {
        return None;
    }
    let command = |row: &str| {
        row.find("daypass import ").and_then(|at| row.get(at..).map(str::trim).map(str::to_owned))
    };
    ran.stdout.lines().find_map(command)
}

/// The words of a text, without what stands around them.
pub(super) fn words_of(text: &str) -> Vec<String> {
    let trimmed = text.split([' ', '\'', '"', '(', ')', ',', ';']);
    trimmed.map(|word| word.trim_matches([':', '.']).to_owned()).filter(|word| !word.is_empty()).collect()
}

/// A remedy without names.
pub(super) fn shape_of(line: &str) -> String {
    let words: Vec<String> = line.split(' ').skip(1).map(str::to_owned).collect();
    if line.starts_with("daypass ") {
        shape(&words)
    } else {
        line.split(' ').next().unwrap_or_default().to_owned()
    }
}

/// The words before its first option.
pub(super) fn verbs(line: &str) -> String {
    let words = line.split(' ').take_while(|word| word.starts_with(|c: char| c.is_ascii_lowercase()));
    words.take(3).collect::<Vec<_>>().join(" ")
}

pub(super) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,@%+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}
