//! granted: profiles with `granted_sso_…` keys, with a mark of its generator, or with its credential process.

use super::{
    conversion::{LEGACY_KEYS, becomes, each},
    granted_settings,
};
use crate::draft::{Decision, Draft};
use daypass_config_parse::Section;
use daypass_other_tools::{Error, Identity, Owner, Process, lines::Marks, owner};

/// The keys of granted that go; colours, icons and descriptions stay, since they say what only granted shows.
const KEYS: [&str; 8] = [
    "granted_sso_start_url",
    "granted_sso_region",
    "granted_sso_account_id",
    "granted_sso_role_name",
    "granted_sso_registration_scopes",
    "granted_skip_credential_process_validation",
    "common_fate_generated_from",
    "credential_process",
];

pub(super) fn read(draft: &mut Draft<'_>) -> Result<(), Error> {
    each(draft, convert);
    for key in ["granted_color", "granted_icon"] {
        if draft.config.profiles().any(|profile| profile.get(key).is_some()) {
            draft.left(key, "stays as it is; no tool but granted reads it, and daypass has no colours yet");
        }
    }
    registries(draft);
    granted_settings::read(draft)
}

fn convert<'a>(draft: &mut Draft<'a>, profile: &Section<'a>) -> Decision {
    let name = profile.name();
    let identity = identity(profile);
    let named = match draft.process(profile) {
        Some(Process::Granted(named)) => named,
        _ => None,
    };
    let found = match named.filter(|named| named != name) {
        Some(named) if identity.is_nobody() => {
            let config = draft.config;
            let other = config.profile(&named).map(|other| self::identity(&other)).unwrap_or_default();
            match other.is_complete() {
                true => draft.role(name, &other),
                false => Err(format!("its process names {named}, of which no role is known")),
            }
        }
        Some(named) => {
            draft.warn(format!(
                "{name}: its credential_process names another profile, {named}; the granted_sso keys of the section decide"
            ));
            draft.role(name, &identity)
        }
        None if identity == Identity::default() => {
            draft.left(
                name,
                "keys of an IAM user lie in granted's keyring; `granted credentials export-plaintext` prints them",
            );
            Err("an IAM user in granted's keyring: no SSO keys".to_owned())
        }
        None => draft.role(name, &identity),
    };
    let unset: Vec<_> = KEYS.into_iter().chain(LEGACY_KEYS).collect();
    becomes(found, Vec::new(), &unset)
}

/// The keys of granted, else those of the older form.
fn identity(profile: &Section<'_>) -> Identity {
    Identity::of(profile, "granted_").or(Identity::of(profile, ""))
}

/// Names the registries, and what of a team's file stays.
fn registries(draft: &mut Draft<'_>) {
    let (config, lines) = (draft.config, draft.lines);
    if lines.registries.is_empty() {
        return;
    }
    draft.warn(
        "`assume` syncs a registry again by itself, once a day, and would write its section anew: `granted registry \
         remove` first",
    );
    draft.warn("the sections granted_registry_start and granted_registry_end are no profiles");
    let inside = lines.marks.iter().flat_map(|Marks { inside, .. }| lines.profiles_in(inside));
    for name in inside {
        let Some(profile) = config.profile(name) else { continue };
        if matches!(owner(&profile, draft.around), Owner::Shell | Owner::Program(_)) {
            draft.warn(format!(
                "[profile {name}] came with a registry and starts a program of its own: look at its credential_process"
            ));
        }
    }
}
