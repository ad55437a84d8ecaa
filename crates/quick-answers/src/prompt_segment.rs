//! `daypass prompt`: prints the profile of this shell and how long its credentials are valid, for the shell prompt: without
//! clap, a runtime or the network, and without messages.

use crate::{exit::Exit, hot, machine};
use daypass_environment::{Environment, Paths, Variable};
use daypass_terminal::{Text, time};
use daypass_token_cache::{CachedRole, time::parse};
use std::{ffi::OsString, path::Path, time::SystemTime};

/// Answers the command line if it is `prompt` or `prompt zsh`.
pub(crate) fn answer(words: &[OsString], env: &Environment) -> Option<Exit> {
    let zsh = match words.get(1..)? {
        [word] if word == "prompt" => false,
        [word, shell] if word == "prompt" && shell == "zsh" => true,
        _ => return None,
    };
    Some(print(env, zsh))
}

/// Prints `dev 41 m`, `dev` without cached credentials, nothing without a profile. zsh expands `%` in the output of a
/// command in its prompt, so `%` is doubled.
pub(crate) fn print(env: &Environment, zsh: bool) -> Exit {
    if let Some(segment) = segment(env) {
        let segment = if zsh { segment.replace('%', "%%") } else { segment };
        daypass_terminal::print_plain(&Text::lines([segment]));
    }
    Exit::Done
}

fn whole(path: &Path, most: u64) -> Option<Vec<u8>> {
    daypass_files::read(path, most).ok().flatten()
}

fn segment(env: &Environment) -> Option<String> {
    let keys = env.hint(Variable::AccessKeyId).is_some();
    let named = [Variable::Profile, Variable::DefaultProfile, Variable::Exec]
        .into_iter()
        .find_map(|var| env.hint(var));
    let until: Option<SystemTime> = if keys {
        // Keys in the environment win over a profile: inside `exec`, and where they were exported.
        env.hint(Variable::CredentialExpiration).and_then(|text| parse(&text))
    } else {
        let cached = named.as_deref().and_then(|profile| hot::cached(profile, &Paths::of(env).ok()?, whole));
        cached.and_then(|(bytes, _)| CachedRole::parse(&bytes).map(|entry| entry.expires_at))
    };
    let name = match (keys, env.hint(Variable::Exec), named) {
        (true, Some(outer), _) => outer,
        (true, None, _) => "keys".to_owned(),
        (false, _, named) => named?,
    };
    Some(match until.map(|until| time::left(until, machine::now())) {
        Some(Some(left)) => format!("{name} {}", time::span(left)),
        Some(None) => format!("{name} over"),
        None => name,
    })
}
