//! The hot path: answers before clap, a runtime, an HTTP client or the whole config model exist. The crate
//! `daypass-quick-answers` has the answers; every other command line falls through.

use crate::{complete, exit::Exit, folder_pin, guarding, machine};
use daypass_at_terminal::prompt_text;
use daypass_config_parse::SectionKind;
use daypass_environment::{Environment, Paths};
use daypass_quick_answers::{
    PromptSegment, completion_names, credential_process, credentials_profile, process_profile, prompt_segment,
};
use daypass_settings_files::SettingsFiles;
use daypass_shell_integration::{Shell, script};
use daypass_terminal::{Terminal, TerminalOptions, Text, is_clean, time};
use std::ffi::OsString;

/// Answers the command line if its answer is on disk: `credential-process --profile X`, completion, `init`,
/// `prompt`.
pub(crate) fn answer(words: &[OsString], env: &Environment) -> Option<Exit> {
    if let Some(profile) = process_profile(words) {
        return cached(profile, env);
    }
    if let Some(profile) = credentials_profile(words) {
        // A guard asks before credentials are printed.
        let is_free = !SettingsFiles::of(env, &Paths::of(env).ok()?).mentions_guards();
        return if is_free { cached(profile, env) } else { None };
    }
    let word = |at: usize| words.get(at).map(|word| word.to_str());
    match (word(1)??, words.len()) {
        ("complete-names", 3) => Some(names(word(2)??, "", env)),
        ("complete-names", 4) => Some(names(word(2)??, word(3)??, env)),
        ("complete-line", 5..) if word(3)? == Some("--") => {
            let rest: Option<Vec<_>> = words.iter().skip(4).map(|word| word.to_str()).collect();
            Some(complete::line(word(2)??, &rest?, env))
        }
        ("init", 3) => init(word(2)??),
        ("prompt", 2) => Some(prompt(env, false)),
        ("prompt", 3) if word(2)? == Some("zsh") => Some(prompt(env, true)),
        _ => None,
    }
}

/// Prints the cached credentials of a profile.
fn cached(profile: &str, env: &Environment) -> Option<Exit> {
    let text = credential_process(profile, env, machine::now())?;
    daypass_terminal::write_ascii_json(&text).ok()?;
    Some(Exit::Done)
}

/// Prints the integration of a shell that a start file names; what cannot be written is reported by the command.
fn init(shell: &str) -> Option<Exit> {
    let is_small = |shell: &&Shell| **shell != Shell::PowerShell;
    let shell = Shell::ALL.iter().filter(is_small).find(|known| known.name() == shell)?;
    let text = Text::block(&script(*shell, ""));
    Terminal::new(TerminalOptions::default()).print(&text).ok().map(|()| Exit::Done)
}

/// Prints the names of profiles or sessions with this prefix, a line each.
pub(crate) fn names(kind: &str, prefix: &str, env: &Environment) -> Exit {
    let family = match kind {
        "profile" => SectionKind::Profile,
        "session" => SectionKind::SsoSession,
        _ => return Exit::Usage,
    };
    daypass_terminal::print_plain(&Text::block(&completion_names(family, prefix, env, is_clean)));
    Exit::Done
}

/// Prints `dev 41 m`, `dev` without cached credentials, nothing without a profile. zsh expands `%` in the output of a
/// command in its prompt, so `%` is doubled.
pub(crate) fn prompt(env: &Environment, zsh: bool) -> Exit {
    let pinned = || Some(PromptSegment::of_profile(folder_pin::followed(env)?.profile()?, env));
    let Some(segment) = prompt_segment(env).or_else(pinned) else { return Exit::Done };
    let guard = Paths::of(env).ok().and_then(|paths| guarding::of_profile(env, &paths, &segment.name));
    let left = segment.valid_until.map(|until| time::left(until, machine::now()));
    let text = prompt_text(&segment.name, left, guard.as_ref(), zsh);
    daypass_terminal::print_plain(&Text::lines([text]));
    Exit::Done
}
