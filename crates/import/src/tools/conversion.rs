//! What the readers of all tools share: which profiles are converted, why the others stay, and the keys that must go.

use crate::draft::{Decision, Draft, Source};
use daypass_config_parse::Section;
use daypass_other_tools::{Owner, Tool, owner};

/// Decides each profile of the config file: those that bear a mark of the tool by `convert`; the others stay.
pub(super) fn each<'a>(
    draft: &mut Draft<'a>,
    mut convert: impl FnMut(&mut Draft<'a>, &Section<'a>) -> Decision,
) {
    let config = draft.config;
    for profile in config.profiles() {
        let decision = match owner(&profile, draft.around) {
            Owner::Of(owner) if draft.tool.takes(owner) => convert(draft, &profile),
            other => Decision::Keep(kept(draft, &profile, &other)),
        };
        draft.decide(profile.name(), decision);
    }
}

/// Says why a profile that is not of the tool stays as it is.
pub(super) fn kept(draft: &mut Draft<'_>, profile: &Section<'_>, owner: &Owner) -> String {
    let (name, config, tool) = (profile.name(), draft.config, draft.tool);
    match owner {
        Owner::Of(Tool::AwsCliLegacy) => {
            format!(
                "not of {tool}: a profile of the AWS CLI in its older form (daypass import aws-cli-legacy)"
            )
        }
        Owner::Of(owner) => format!("not of {tool}: a profile of {owner} (daypass import {owner})"),
        Owner::Native => {
            let identity = draft.identity(profile, "");
            let session = identity.session.clone().unwrap_or_default();
            if config.sso_session(&session).is_none() {
                draft.warn(format!("[sso-session {session}] is missing: its start URL cannot be known"));
                return format!("its session {session} does not exist");
            }
            match identity.missing().as_slice() {
                [] => "already native".to_owned(),
                missing => format!("it has a session and no {}", missing.join(" and no ")),
            }
        }
        Owner::Chain(source) if config.profile(source).is_none() && !in_credentials(draft, source) => {
            format!("a role on top of {source}, which does not exist")
        }
        Owner::Chain(source) => format!("a role on top of {source}: it works as it is"),
        Owner::Shell => {
            draft.left(name, "a shell line: what it does is not for daypass to guess");
            "a shell line: what it does is not for daypass to guess".to_owned()
        }
        Owner::Program(program) => {
            let why = format!("its credential_process starts {program}, from which nothing can be imported");
            draft.left(name, why.clone());
            why
        }
        _ => format!("not of {tool}"),
    }
}

fn in_credentials(draft: &Draft<'_>, name: &str) -> bool {
    draft.credentials.is_some_and(|config| config.profile(name).is_some())
}

/// The decision for a profile whose role was looked for.
pub(super) fn becomes(found: Result<Source, String>, set: Vec<(String, String)>, unset: &[&str]) -> Decision {
    match found {
        Ok(source) => {
            Decision::Become { source, set, unset: unset.iter().map(|&key| key.to_owned()).collect() }
        }
        Err(why) => Decision::Keep(why),
    }
}

/// Keys of the older form, which must go when a profile names a session: the AWS CLI refuses a profile whose values
/// differ from its session's.
pub(super) const LEGACY_KEYS: [&str; 3] = ["sso_start_url", "sso_region", "sso_registration_scopes"];
