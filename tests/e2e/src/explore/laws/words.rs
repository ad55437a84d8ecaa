//! What a command line and its outcome are about, without the names of one home.

use crate::explore::{commands, running::Seen, spec::Spec};

/// A command line without names and values, as in `credentials --profile --format`.
pub(super) fn shape(words: &[String]) -> String {
    let at = words.iter().position(|word| word == "--").unwrap_or(words.len());
    let mut shape: Vec<String> = Vec::new();
    for (number, word) in words.iter().take(at).enumerate() {
        let is_verb = number < 2 && word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        let after_option = number > 0 && words.get(number - 1).is_some_and(|word| word.starts_with("--"));
        if word.starts_with("--") {
            shape.push(word.split('=').next().unwrap_or_default().to_owned());
        } else if is_verb && !after_option {
            shape.push(word.clone());
        }
    }
    shape.join(" ")
}

/// The first line that says what failed, with everything that a home may name cut out.
pub(super) fn headline(spec: &Spec, seen: &Seen) -> String {
    let text = if seen.stderr.is_empty() { &seen.stdout } else { &seen.stderr };
    let line = text.lines().map(plain_text).find(|line| line.starts_with("error: "));
    let names = spec.sessions.iter().map(|session| session.name.as_str());
    let names = names.chain(spec.profiles.iter().map(|profile| profile.name.as_str()));
    let names: Vec<&str> = names.chain(["nobody", "nowhere", "ghost", "circle", "new"]).collect();
    let line = line.unwrap_or_default().replace(['(', ')', ',', ';', ':'], "");
    let line = line.split(' ').filter(|word| !names.contains(word)).collect::<Vec<_>>().join(" ");
    let words =
        line.split(' ').filter(|word| word.chars().all(|c| c.is_ascii_lowercase() || "-:_,'".contains(c)));
    words.take(9).collect::<Vec<_>>().join(" ")
}

/// A line without the escapes that colour it.
pub(super) fn plain_text(line: &str) -> String {
    let mut text = String::new();
    let mut parts = line.split("\u{1b}[");
    text.push_str(parts.next().unwrap_or_default());
    for part in parts {
        text.push_str(part.split_once(|c: char| c.is_ascii_alphabetic()).map_or("", |(_, rest)| rest));
    }
    text.trim_end_matches('\r').to_owned()
}

/// The profile and the session that a command line names.
pub(super) fn named(words: &[String]) -> (Option<&str>, Option<&str>) {
    (commands::option(words, "--profile"), commands::option(words, "--sso-session"))
}
