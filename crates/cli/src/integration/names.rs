//! Names for completion, between two key strokes: the headers of the config files and nothing else. No clap, no
//! runtime, no model; a header that only some tool reads may be offered or missing.

use crate::{env::Env, exit::Exit, paths::Paths};
use std::{borrow::Cow, collections::HashSet, ffi::OsString, fmt::Write as _, fs, io::Write as _};

/// Answers `complete-names KIND [PREFIX]` if the command line is that.
pub(crate) fn answer(words: &[OsString], env: &Env) -> Option<Exit> {
    let words: Vec<&str> = words.iter().skip(1).map(|word| word.to_str()).collect::<Option<_>>()?;
    match words.as_slice() {
        ["complete-names", kind] => Some(print(kind, "", env)),
        ["complete-names", kind, prefix] => Some(print(kind, prefix, env)),
        _ => None,
    }
}

/// Prints the names of profiles or sessions that begin so, a line each, in file order.
pub(crate) fn print(kind: &str, prefix: &str, env: &Env) -> Exit {
    let paths = Paths::of(env);
    let read =
        |path: Option<std::path::PathBuf>| path.and_then(|path| fs::read(path).ok()).unwrap_or_default();
    let config = read(paths.config);
    let names = match kind {
        "profile" => profiles(
            &String::from_utf8_lossy(&config),
            &String::from_utf8_lossy(&read(paths.credentials)),
            prefix,
        ),
        "session" => {
            let config = String::from_utf8_lossy(&config);
            let sessions = headers(&config).filter_map(|header| named(header, "sso-session"));
            lines(sessions, prefix)
        }
        _ => return Exit::Usage,
    };
    let _closed = std::io::stdout().lock().write_all(names.as_bytes());
    Exit::Done
}

fn profiles(config: &str, credentials: &str, prefix: &str) -> String {
    let of_config = headers(config).filter_map(|header| match header {
        "default" => Some(Cow::Borrowed(header)),
        _ => named(header, "profile"),
    });
    lines(of_config.chain(headers(credentials).map(Cow::Borrowed)), prefix)
}

/// The text between the brackets of lines that begin with one.
fn headers(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').filter_map(|line| Some(line.strip_prefix('[')?.split_once(']')?.0.trim()))
}

/// The name behind a prefix, without quotation marks.
fn named<'t>(header: &'t str, prefix: &str) -> Option<Cow<'t, str>> {
    let name = header.strip_prefix(prefix)?;
    let name = name.strip_prefix([' ', '\t'])?.trim();
    let quoted = ['"', '\''].into_iter().find_map(|quote| name.strip_prefix(quote)?.strip_suffix(quote));
    Some(Cow::Borrowed(quoted.unwrap_or(name)))
}

fn lines<'t>(names: impl Iterator<Item = Cow<'t, str>>, prefix: &str) -> String {
    let mut seen = HashSet::new();
    let mut text = String::new();
    for name in names.filter(|name| name.starts_with(prefix) && !name.is_empty()) {
        // A shell reads lines, and a terminal shows them.
        if !name.contains(char::is_control) && seen.insert(name.clone()) {
            let _written = writeln!(text, "{name}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_headers() {
        let config = "# [profile no]\n[default]\nx = [profile no]\n[profile a]\n [profile no]\n[profile \"b c\"] # x\r\n\
            [profile a]\n[sso-session s]\n[profile]\n[other]\n[profile a\u{1b}]\n";
        assert_eq!(profiles(config, "[a]\n[old]\n", ""), "default\na\nb c\nold\n");
        assert_eq!(profiles(config, "[a]\n[old]\n", "o"), "old\n");
        assert_eq!(profiles("", "", ""), "");
    }
}
