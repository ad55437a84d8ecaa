//! `credential_process` lines: the profile that one asks this program for.

use daypass_config_parse::{Profile, command_words};

/// Options that do not change which credentials are given.
const IGNORED_OPTIONS: [&str; 3] = ["--quiet", "-q", "--no-input"];

/// Returns P, if the `credential_process` of the profile is `daypass credential-process --profile P`.
///
/// ```
/// use daypass_config_parse::{Config, Dialect, Document};
/// use daypass_credential_sources::own_process_profile;
///
/// let file = Document::parse("[profile p]\ncredential_process = /usr/bin/daypass credential-process -p dev\n");
/// let config = Config::new(&file, None, Dialect::AwsCli);
/// assert_eq!(config.profile("p").and_then(|profile| own_process_profile(&profile)).as_deref(), Some("dev"));
/// ```
pub fn own_process_profile(profile: &Profile<'_>) -> Option<String> {
    let words = command_words(profile.text("credential_process")?)?;
    let (program, arguments) = words.split_first()?;
    let file = program.rsplit(if cfg!(windows) { &['/', '\\'][..] } else { &['/'][..] }).next()?;
    if !matches!(file, "daypass" | "daypass.exe") {
        return None;
    }
    let arguments = arguments.iter().map(String::as_str).filter(|word| !IGNORED_OPTIONS.contains(word));
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
