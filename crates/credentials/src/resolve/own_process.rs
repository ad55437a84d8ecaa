//! A `credential_process` that is this program again: what it points at is another profile, and nothing is run.

use super::reader::text;
use daypass_config_parse::{Profile, command_words};

/// Options that change nothing of which credentials are given.
const SILENT: [&str; 3] = ["--quiet", "-q", "--no-input"];

/// The profile that the `credential_process` of a profile names, where that is
/// `daypass credential-process --profile P`.
///
/// ```
/// use daypass_config_parse::{Config, Dialect, Document};
/// use daypass_credentials::pointer_target;
///
/// let file = Document::parse("[profile p]\ncredential_process = /usr/bin/daypass credential-process -p dev\n");
/// let config = Config::new(&file, None, Dialect::AwsCli);
/// assert_eq!(config.profile("p").and_then(|profile| pointer_target(&profile)).as_deref(), Some("dev"));
/// ```
pub fn pointer_target(profile: &Profile<'_>) -> Option<String> {
    let words = command_words(text(profile, "credential_process")?)?;
    let (program, arguments) = words.split_first()?;
    let file = program.rsplit(if cfg!(windows) { &['/', '\\'][..] } else { &['/'][..] }).next()?;
    if !matches!(file, "daypass" | "daypass.exe") {
        return None;
    }
    let arguments = arguments.iter().map(String::as_str).filter(|word| !SILENT.contains(word));
    let named = match arguments.collect::<Vec<_>>().as_slice() {
        ["credential-process" | "credentials", "--profile" | "-p", name]
        | ["--profile" | "-p", name, "credential-process" | "credentials"] => *name,
        ["credential-process" | "credentials", word] | [word, "credential-process" | "credentials"] => {
            word.strip_prefix("--profile=")?
        }
        _ => return None,
    };
    Some(named.to_owned()).filter(|name| !name.is_empty())
}
