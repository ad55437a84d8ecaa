//! aws-sso-util: everything is in the config file; a default portal may be in the environment.

use super::{
    conversion::{becomes, each},
    legacy,
};
use crate::draft::{Decision, Draft};
use daypass_config_parse::Section;
use daypass_other_tools::{DefaultPortal, Identity, Owner, Process, Tool, owner};
use daypass_settings::SettingValue;
use daypass_sso_types::Region;

/// The keys of aws-sso-util, those of the older form among them.
const KEYS: [&str; 7] = [
    "sso_start_url",
    "sso_region",
    "sso_registration_scopes",
    "sso_account_name",
    "sso_auto_populated",
    "sso_interactive_auth",
    "credential_process",
];

pub(super) fn read(draft: &mut Draft<'_>) {
    each(draft, convert);
    default_portal(draft);
    regions(draft);
    if draft.config.profiles().any(|profile| profile.get("sso_auto_populated").is_some()) {
        draft.warn("sso_auto_populated and sso_account_name are marks of aws-sso-util and go");
    }
}

/// Converts a profile; awsume reads it too.
pub(super) fn convert<'a>(draft: &mut Draft<'a>, profile: &Section<'a>) -> Decision {
    if owner(profile, draft.around) == Owner::Of(Tool::AwsCliLegacy) {
        return legacy::convert(draft, profile);
    }
    if profile.get("sso_interactive_auth").is_some() {
        draft.left("sso_interactive_auth", "removed from aws-sso-util long ago");
    }
    let identity = identity(draft, profile);
    let found = draft.role(profile.name(), &identity);
    becomes(found, Vec::new(), &KEYS)
}

/// The keys of the section decide, then the arguments of the process, then what the named profile says, then the
/// environment.
fn identity(draft: &mut Draft<'_>, profile: &Section<'_>) -> Identity {
    let mut identity = draft.identity(profile, "");
    let Some(Process::AwsSsoUtil(options)) = draft.process(profile) else { return identity };
    identity = identity.or(Identity::from(|key| {
        let option = match key {
            "sso_start_url" => "--sso-start-url",
            "sso_region" => "--sso-region",
            "sso_account_id" => "--account-id",
            "sso_role_name" => "--role-name",
            _ => return None,
        };
        options.get(option).cloned()
    }));
    if let Some(named) = options.get("--profile").filter(|named| *named != profile.name())
        && identity.is_nobody()
        && let Some(named) = draft.config.profile(named)
    {
        identity = identity.or(Identity::of(&named, ""));
    }
    if identity.is_complete() {
        return identity;
    }
    let around = draft.around;
    identity
        .or(Identity::from(|key| around.variable(&format!("AWS_{}", key.to_uppercase())).map(str::to_owned)))
}

/// The portal that the environment names is the default, if a profile has it.
fn default_portal(draft: &mut Draft<'_>) {
    if let Some(default) = DefaultPortal::of(draft.around) {
        let mut entries = draft.portals.iter();
        draft.default = entries.position(|entry| default.is(&entry.start_url, &entry.region));
    }
}

/// The regions of the profiles that were populated, the default first.
fn regions(draft: &mut Draft<'_>) {
    let populated = draft.config.profiles().filter(|profile| profile.get("sso_auto_populated").is_some());
    let first = draft.around.variable("AWS_CONFIGURE_DEFAULT_REGION");
    let met: Vec<_> = populated.filter_map(|profile| profile.get("region")).collect();
    let mut regions: Vec<String> = Vec::new();
    for region in first.into_iter().filter(|region| met.contains(region)).chain(met.iter().copied()) {
        if Region::new(region).is_ok() && !regions.iter().any(|known| known == region) {
            regions.push(region.to_owned());
        }
    }
    let portals = draft.portals.len();
    if regions.len() > 1 {
        draft.left(
            "the way regions are shortened",
            "aws-sso-util writes euwe1, daypass euw1: names that populate makes later would differ; these stay",
        );
        draft.left("the first region left out of names", "a template has no such rule");
    }
    if !regions.is_empty() && (portals == 1 || draft.default.is_some()) {
        draft.set(None, "regions", SettingValue::List(regions));
    }
}
