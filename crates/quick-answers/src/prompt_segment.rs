//! The profile of a shell, and until when its credentials are valid: for the shell prompt.

use crate::{cached_role::cached, login_keys::login_keys_until};
use daypass_environment::{Environment, Paths, Variable};
use daypass_token_cache::{CachedRole, time::parse};
use std::{path::Path, time::SystemTime};

/// What a shell prompt shows of AWS.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PromptSegment {
    /// The name of the profile; `keys` for keys in the environment that no profile gave.
    pub name: String,
    /// The end of the keys in the environment, of the profile's cached credentials, or of the keys of its console sign-in; `None`
    /// if it is not known.
    pub valid_until: Option<SystemTime>,
}

/// Returns what a shell with this environment uses; `None` without a profile and keys.
pub fn prompt_segment(env: &Environment) -> Option<PromptSegment> {
    let keys = env.hint(Variable::AccessKeyId).is_some();
    let named = [Variable::Profile, Variable::DefaultProfile, Variable::Exec]
        .into_iter()
        .find_map(|var| env.hint(var));
    let valid_until = if keys {
        // Keys in the environment win over a profile: inside `exec`, and where they were exported.
        env.hint(Variable::CredentialExpiration).and_then(|text| parse(&text))
    } else {
        named.as_deref().and_then(|profile| cached_until(profile, env))
    };
    let name = match (keys, env.hint(Variable::Exec), named) {
        (true, Some(outer), _) => outer,
        (true, None, _) => "keys".to_owned(),
        (false, _, named) => named?,
    };
    Some(PromptSegment { name, valid_until })
}

impl PromptSegment {
    /// Returns the segment of a profile that something else than a variable names, such as the pin of a folder.
    pub fn of_profile(profile: &str, env: &Environment) -> Self {
        Self { name: profile.to_owned(), valid_until: cached_until(profile, env) }
    }
}

/// Returns the end of a profile's cached credentials, or of the keys of its console sign-in.
fn cached_until(profile: &str, env: &Environment) -> Option<SystemTime> {
    let cached = cached(profile, &Paths::of(env).ok()?, whole);
    let until = cached.and_then(|(bytes, _)| CachedRole::parse(&bytes).map(|entry| entry.expires_at));
    until.or_else(|| login_keys_until(profile, env))
}

fn whole(path: &Path, most: u64) -> Option<Vec<u8>> {
    daypass_files::read(path, most).ok().flatten()
}
