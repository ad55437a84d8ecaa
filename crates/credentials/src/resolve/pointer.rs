//! A `credential_process` that is this program again: what it points at is another profile, and nothing is run.

use super::reader::text;
use daypass_config_parse::{Profile, command_words};

/// The profile that `daypass credential-process --profile P` names.
pub(super) fn target(profile: &Profile<'_>) -> Option<String> {
    let words = command_words(text(profile, "credential_process")?)?;
    let (program, arguments) = words.split_first()?;
    let file = program.rsplit(if cfg!(windows) { &['/', '\\'][..] } else { &['/'][..] }).next()?;
    if !matches!(file, "daypass" | "daypass.exe") {
        return None;
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let named = match arguments.as_slice() {
        ["credential-process" | "credentials", "--profile" | "-p", name]
        | ["--profile" | "-p", name, "credential-process" | "credentials"] => name,
        ["credential-process" | "credentials", word] | [word, "credential-process" | "credentials"] => {
            word.strip_prefix("--profile=")?
        }
        _ => return None,
    };
    Some(named.to_owned()).filter(|name| !name.is_empty())
}
