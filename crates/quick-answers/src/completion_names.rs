//! Prints names for completion, between two key strokes: without clap, a runtime or the config model.

use crate::exit::Exit;
use daypass_config_parse::{FileKind, SectionKind, section_names};
use daypass_environment::{Environment, Paths};
use daypass_files::Edit;
use daypass_terminal::{Text, is_clean};
use std::{
    collections::HashSet,
    ffi::OsString,
    io::{BufReader, Read as _},
};

/// How much is read at once: with more, page faults cost more than the calls.
const READ_BYTES: usize = 16 * 1024;

/// Answers the command line if it is `complete-names KIND [PREFIX]`.
pub(crate) fn answer(words: &[OsString], env: &Environment) -> Option<Exit> {
    let words: Vec<&str> = words.iter().skip(1).map(|word| word.to_str()).collect::<Option<_>>()?;
    match words.as_slice() {
        ["complete-names", kind] => Some(print(kind, "", env)),
        ["complete-names", kind, prefix] => Some(print(kind, prefix, env)),
        _ => None,
    }
}

/// Prints the names of profiles or sessions with this prefix, a line each, in file order.
pub(crate) fn print(kind: &str, prefix: &str, env: &Environment) -> Exit {
    let family = match kind {
        "profile" => SectionKind::Profile,
        "session" => SectionKind::SsoSession,
        _ => return Exit::Usage,
    };
    let Ok(paths) = Paths::of(env) else { return Exit::Done };
    let (mut seen, mut text) = (HashSet::new(), String::new());
    for (path, kind) in [(paths.config, FileKind::Config), (paths.credentials, FileKind::Credentials)] {
        // A longer file, such as a device, may have no end.
        let Some(file) = path.and_then(|path| daypass_files::open(&path).ok()) else { continue };
        let file = BufReader::with_capacity(READ_BYTES, file.take(Edit::MAX_BYTES));
        let read = section_names(file, kind, family, |name| {
            // A shell reads lines and a terminal shows them, so a name that cannot be printed as it is is left out.
            if name.starts_with(prefix) && is_clean(name) && seen.insert(name.to_owned()) {
                text.push_str(name);
                text.push('\n');
            }
        });
        // After a read error, the names before it are printed.
        drop(read);
    }
    daypass_terminal::print_plain(&Text::block(&text));
    Exit::Done
}
