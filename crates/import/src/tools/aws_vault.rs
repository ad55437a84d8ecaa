//! aws-vault: profiles with what `include_profile` and `[default]` give them, roles on top of them, and the twins whose
//! process asks aws-vault for them.

use super::conversion::{LEGACY_KEYS, becomes, each, kept};
use crate::draft::{Decision, Draft, Source};
use daypass_config_parse::Section;
use daypass_other_tools::{Identity, Owner, Process, owner, vault_keys};

/// Keys that only aws-vault reads, and those that a conversion replaces.
const KEYS: [&str; 7] = [
    "include_profile",
    "parent_profile",
    "session_tags",
    "transitive_session_tags",
    "source_identity",
    "mfa_process",
    "credential_process",
];

/// Keys of a role on top of another profile.
const CHAIN_KEYS: [&str; 4] = ["external_id", "duration_seconds", "role_session_name", "mfa_serial"];

/// The keys of a profile as aws-vault reads them, its own first.
type Merged = Vec<(String, String)>;

pub(super) fn read(draft: &mut Draft<'_>) {
    each(draft, convert);
    inherits(draft);
    if let Some(duration) = draft.around.variable("AWS_ASSUME_ROLE_TTL").map(str::to_owned) {
        draft.left(
            format!("AWS_ASSUME_ROLE_TTL {duration}"),
            "SSO roles last as long as the permission set says",
        );
    }
    warn_of_default(draft);
}

fn convert<'a>(draft: &mut Draft<'a>, profile: &Section<'a>) -> Decision {
    let name = profile.name();
    let merged = vault_keys(draft.config, name);
    let process = match draft.process(profile) {
        Some(Process::AwsVault { profile, duration }) => Some((profile, duration)),
        _ => None,
    };
    for key in ["session_tags", "transitive_session_tags", "source_identity", "mfa_process"] {
        if profile.get(key).is_some() {
            draft.left(
                format!("{key} of {name}"),
                "only aws-vault reads it; a policy may refuse AssumeRole without it",
            );
        }
    }
    if profile.get("include_profile").or(profile.get("parent_profile")).is_some() {
        draft.warn(
            "include_profile and parent_profile are read by aws-vault alone (parent_profile by 5.x and 6.x): their keys \
             are written out in each profile",
        );
    }
    if let Some((named, duration)) = &process {
        if named.as_deref() == Some(name) {
            draft.warn(format!("{name} asks itself: aws-vault 7.0 hung there"));
        }
        if let Some(duration) = duration {
            draft.left(
                format!("duration {duration} of {name}"),
                "SSO roles last as long as the permission set says",
            );
        }
    }
    if let Some(source) = chain(&merged) {
        return chained(draft, profile, source, &merged);
    }
    let identity = identity(&merged);
    let twin = process.and_then(|(named, _)| named).filter(|_| identity.is_nobody());
    if let Some(named) = twin {
        return twin_of(draft, name, &named);
    }
    let found = draft.role(name, &identity);
    becomes(found, written_out(profile, &merged), &unset())
}

/// Converts a role on top of another profile, unless it works as it is.
fn chained(draft: &mut Draft<'_>, profile: &Section<'_>, source: Source, merged: &Merged) -> Decision {
    let has_marks = KEYS.into_iter().chain(["sso_start_url"]).any(|key| profile.get(key).is_some());
    if !has_marks {
        return Decision::Keep(kept(draft, profile, &owner(profile, draft.around)));
    }
    let mut unset = unset();
    unset.extend(["sso_account_id", "sso_role_name", "sso_session"]);
    becomes(Ok(source), written_out(profile, merged), &unset)
}

/// Converts a profile whose process asks for another: one hop, and no loop.
fn twin_of(draft: &mut Draft<'_>, name: &str, named: &str) -> Decision {
    let other = vault_keys(draft.config, named);
    let identity = identity(&other);
    let found = match chain(&other) {
        Some(source) => Ok(source),
        None if identity.is_complete() => draft.role(name, &identity),
        None => {
            let why = "long-lived keys; daypass has none. It goes on with aws-vault";
            draft.left(name, why);
            if named != name {
                draft.left(named, why);
            }
            Err(format!("hands out the keys of {named}: no SSO behind it"))
        }
    };
    becomes(found, Vec::new(), &unset())
}

/// Converts profiles without a mark that get a part of their role from `[default]`.
fn inherits(draft: &mut Draft<'_>) {
    let config = draft.config;
    for profile in config.profiles().filter(|profile| profile.name() != "default") {
        let own = Identity::of(&profile, "");
        let is_partial = !own.is_complete() && !own.is_region_only();
        let has_mark = !matches!(owner(&profile, draft.around), Owner::Native | Owner::Other);
        let merged = vault_keys(config, profile.name());
        let whole = identity(&merged);
        if !is_partial || has_mark || !whole.is_complete() {
            continue;
        }
        let found = draft.role(profile.name(), &whole);
        let decision = becomes(found, written_out(&profile, &merged), &unset());
        if let Some(known) = draft.profiles.iter_mut().find(|known| known.name == profile.name()) {
            known.decision = decision;
        }
    }
}

fn unset() -> Vec<&'static str> {
    KEYS.into_iter().chain(LEGACY_KEYS).collect()
}

/// The keys that a profile gets from others and that are not of its role.
fn written_out(profile: &Section<'_>, merged: &Merged) -> Vec<(String, String)> {
    let is_of_role = |key: &str| key.starts_with("sso_") || KEYS.contains(&key) || is_of_chain(key);
    let keys = merged.iter().filter(|(key, value)| {
        profile.get(key).is_none() && !is_of_role(key) && !value.is_empty() && !value.starts_with('\n')
    });
    keys.cloned().collect()
}

fn is_of_chain(key: &str) -> bool {
    CHAIN_KEYS.contains(&key) || matches!(key, "role_arn" | "source_profile")
}

fn chain(merged: &Merged) -> Option<Source> {
    let get = |name: &str| merged.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    let more = CHAIN_KEYS.into_iter().filter_map(|key| Some((key.to_owned(), get(key)?)));
    Some(Source::Chain { role_arn: get("role_arn")?, source: get("source_profile")?, more: more.collect() })
}

fn identity(merged: &Merged) -> Identity {
    Identity::from(|name| merged.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()))
}

/// Warns that only aws-vault gives profiles the keys of `[default]`.
fn warn_of_default(draft: &mut Draft<'_>) {
    let config = draft.config;
    let Some(default) = config.profile("default") else { return };
    let has_region = default.get("region").is_some();
    let lacking = config.profiles().filter(|profile| {
        let decided = draft.profiles.iter().find(|known| known.name == profile.name());
        let is_kept = decided.is_none_or(|known| matches!(known.decision, Decision::Keep(_)));
        let is_used = matches!(owner(profile, draft.around), Owner::Native | Owner::Chain(_));
        is_kept && is_used && profile.get("region").is_none()
    });
    let lacking: Vec<_> = lacking.map(|profile| profile.name()).collect();
    let tail = match lacking.as_slice() {
        [_, ..] if has_region => format!(": without aws-vault there is no region in {}", lacking.join(", ")),
        _ => String::new(),
    };
    let keys = default.keys().join(", ");
    if config.profiles().count() > 1 && !keys.is_empty() {
        draft.warn(format!(
            "aws-vault gives every profile the keys of [default] ({keys}); the AWS CLI and daypass give only what is in \
             the profile{tail}"
        ));
    }
}
