//! Profiles of the AWS CLI in their older form, and the tools that copy their keys into the credentials file.

use super::conversion::{LEGACY_KEYS, becomes, each};
use crate::draft::{Decision, Draft};
use daypass_config_parse::Section;
use daypass_other_tools::Tool;

pub(super) fn read(draft: &mut Draft<'_>) {
    each(draft, convert);
    match draft.tool {
        Tool::Yawsso => {
            if let Some(path) = draft.around.variable("AWS_SSO_CACHE_PATH").map(str::to_owned) {
                draft.left(format!("AWS_SSO_CACHE_PATH {path}"), "only yawsso reads it; no SDK looks there");
            }
        }
        Tool::AwsCliLegacy => cli(draft),
        _ => {}
    }
}

/// Converts a profile that has its start URL itself.
pub(super) fn convert<'a>(draft: &mut Draft<'a>, profile: &Section<'a>) -> Decision {
    let identity = draft.identity(profile, "");
    let found = draft.role(profile.name(), &identity);
    if found.is_ok() && profile.keys().into_iter().any(|key| key == "services" || profile.is_nested(key)) {
        draft.warn("comments, and blocks such as s3 and services, stay byte for byte");
    }
    becomes(found, Vec::new(), &LEGACY_KEYS)
}

/// What only a person can decide in a file of the AWS CLI.
fn cli(draft: &mut Draft<'_>) {
    let config = draft.config;
    for name in draft.repeated {
        draft.warnings.push(format!(
            "[profile {name}] or a key of it stands twice: the AWS CLI and boto3 refuse the whole file"
        ));
    }
    let of_template = config.profiles().filter(|profile| {
        let get = |key| profile.get(key).unwrap_or_default();
        profile.name() == format!("{}-{}", get("sso_role_name"), get("sso_account_id"))
    });
    if of_template.count() > 0 {
        draft.left(
            "names ROLE-ACCOUNT",
            "a template `{role}-{id}` would make such names; not set without being asked",
        );
    }
    for session in config.sso_sessions().filter(|session| session.get("sso_registration_scopes").is_none()) {
        draft.left(
            format!("scopes of {}", session.name()),
            "the session has none, so the AWS CLI gets no refresh token; \
             set sso_registration_scopes = sso:account:access",
        );
    }
}
