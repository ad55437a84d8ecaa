//! Names for completion, between two key strokes: the headers of the config files and nothing else. No clap, no
//! runtime, no model; a header that only some tool reads may be offered or missing.

use crate::exit::Exit;
use daypass_environment::{Environment, Paths};
use daypass_terminal::{Text, is_clean};
use std::{
    collections::HashSet,
    ffi::OsString,
    io::{BufRead, BufReader},
    path::PathBuf,
};

/// Answers `complete-names KIND [PREFIX]` if the command line is that.
pub(crate) fn answer(words: &[OsString], env: &Environment) -> Option<Exit> {
    let words: Vec<&str> = words.iter().skip(1).map(|word| word.to_str()).collect::<Option<_>>()?;
    match words.as_slice() {
        ["complete-names", kind] => Some(print(kind, "", env)),
        ["complete-names", kind, prefix] => Some(print(kind, prefix, env)),
        _ => None,
    }
}

/// Prints the names of profiles or sessions that begin so, a line each, in file order.
pub(crate) fn print(kind: &str, prefix: &str, env: &Environment) -> Exit {
    let Ok(paths) = Paths::of(env) else { return Exit::Done };
    let open =
        |path: Option<PathBuf>| path.and_then(|path| daypass_files::open(&path).ok()).map(BufReader::new);
    let mut names = Names { prefix, seen: HashSet::new(), text: String::new() };
    match kind {
        "profile" => {
            names.of_profiles(open(paths.config));
            names.of_keys(open(paths.credentials));
        }
        "session" => names.of_sessions(open(paths.config)),
        _ => return Exit::Usage,
    }
    daypass_terminal::print_plain(&Text::block(&names.text));
    Exit::Done
}

/// The names found so far.
struct Names<'p> {
    prefix: &'p str,
    seen: HashSet<String>,
    text: String,
}

impl Names<'_> {
    /// Profiles of a config file.
    fn of_profiles(&mut self, file: Option<impl BufRead>) {
        headers(file, |header| match header {
            "default" => self.add(header),
            _ => self.add(named(header, "profile").unwrap_or_default()),
        });
    }

    /// Profiles of a credentials file.
    fn of_keys(&mut self, file: Option<impl BufRead>) {
        headers(file, |header| self.add(header));
    }

    fn of_sessions(&mut self, file: Option<impl BufRead>) {
        headers(file, |header| self.add(named(header, "sso-session").unwrap_or_default()));
    }

    /// A shell reads lines, and a terminal shows them: a name that would be shown as another is not offered.
    fn add(&mut self, name: &str) {
        let fits = !name.is_empty() && name.starts_with(self.prefix) && is_clean(name);
        if fits && self.seen.insert(name.to_owned()) {
            self.text.push_str(name);
            self.text.push('\n');
        }
    }
}

/// The text between the brackets of lines that begin with one. In pieces: a file of thousands of profiles in memory
/// would cost more page faults than all the rest.
fn headers(file: Option<impl BufRead>, mut each: impl FnMut(&str)) {
    let Some(mut file) = file else { return };
    let mut line = Vec::with_capacity(256);
    while file.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
        if line.first() == Some(&b'[') {
            let line = std::str::from_utf8(&line).unwrap_or_default();
            if let Some((header, _)) = line.strip_prefix('[').and_then(|line| line.split_once(']')) {
                each(header.trim());
            }
        }
        line.clear();
    }
}

/// The name behind a prefix, without quotation marks.
fn named<'t>(header: &'t str, prefix: &str) -> Option<&'t str> {
    let name = header.strip_prefix(prefix)?.strip_prefix([' ', '\t'])?.trim();
    let quoted = ['"', '\''].into_iter().find_map(|quote| name.strip_prefix(quote)?.strip_suffix(quote));
    Some(quoted.unwrap_or(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_headers() {
        let config = "# [profile no]\n[default]\nx = [profile no]\n[profile a]\n [profile no]\n[profile \"b c\"] # x\r\n\
            [profile a]\n[sso-session s]\n[profile]\n[other]\n[profile a\u{1b}]\n[profile a\u{202e}]\n[profile a\u{200b}]\n";
        let check = |config: &str, credentials: &str, prefix, expected: &str| {
            let mut names = Names { prefix, seen: HashSet::new(), text: String::new() };
            names.of_profiles(Some(config.as_bytes()));
            names.of_keys(Some(credentials.as_bytes()));
            assert_eq!(names.text, expected);
        };
        check(config, "[a]\n[old]\n", "", "default\na\nb c\nold\n");
        check(config, "[a]\n[old]", "o", "old\n");
        check("", "", "", "");
    }
}
