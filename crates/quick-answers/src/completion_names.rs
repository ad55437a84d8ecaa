//! The names in the config files that begin with what was typed: for completion, between two key strokes.

use daypass_config_parse::{FileKind, SectionKind, section_names};
use daypass_environment::{Environment, Paths};
use daypass_files::Edit;
use std::{
    collections::HashSet,
    io::{BufReader, Read as _},
};

/// How much is read at once: with more, page faults cost more than the calls.
const READ_BYTES: usize = 16 * 1024;

/// Lists the names of the profiles or sessions with this prefix, each once and ended by a line feed, in file order.
///
/// A name that `is_shown` refuses is left out: a shell reads lines and a terminal shows them. Of a file that cannot be read to
/// its end, the names before that are listed.
pub fn completion_names(
    family: SectionKind,
    prefix: &str,
    env: &Environment,
    is_shown: impl Fn(&str) -> bool,
) -> String {
    let (mut seen, mut text) = (HashSet::new(), String::new());
    let Ok(paths) = Paths::of(env) else { return text };
    for (path, kind) in [(paths.config, FileKind::Config), (paths.credentials, FileKind::Credentials)] {
        // A longer file, such as a device, may have no end.
        let Some(file) = path.and_then(|path| daypass_files::open(&path).ok()) else { continue };
        let file = BufReader::with_capacity(READ_BYTES, file.take(Edit::MAX_BYTES));
        let read = section_names(file, kind, family, |name| {
            if name.starts_with(prefix) && is_shown(name) && seen.insert(name.to_owned()) {
                text.push_str(name);
                text.push('\n');
            }
        });
        drop(read);
    }
    text
}

/// Lists the names that an argument of a command takes, by the command's name and the argument's id, that begin with `begin`;
/// `None` where it takes no name of the config files.
///
/// ```
/// use daypass_environment::Environment;
/// use daypass_quick_answers::names_of;
///
/// let env = Environment::of([("HOME", "/nonexistent")]);
/// assert_eq!(names_of("use", "name", "", &env, |_| true), Some(Vec::new()));
/// assert_eq!(names_of("login", "region", "", &env, |_| true), None);
/// ```
pub fn names_of(
    command: &str,
    argument: &str,
    begin: &str,
    env: &Environment,
    is_shown: impl Fn(&str) -> bool,
) -> Option<Vec<String>> {
    let kinds: &[SectionKind] = match (command, argument) {
        (_, "profile" | "profiles") | ("use", "name") => &[SectionKind::Profile],
        (_, "sso_session") => &[SectionKind::SsoSession],
        ("login" | "logout", "name" | "start_url" | "target") => {
            &[SectionKind::SsoSession, SectionKind::Profile]
        }
        _ => return None,
    };
    let mut names: Vec<String> = Vec::new();
    for name in
        kinds.iter().map(|kind| completion_names(*kind, begin, env, &is_shown)).collect::<String>().lines()
    {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    Some(names)
}
