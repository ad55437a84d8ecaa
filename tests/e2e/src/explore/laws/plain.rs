//! Homes of which it is known what has to come out.

use crate::explore::spec::{File, Foreign, Kind, Profile, REGION, Session, Spec, URL};

/// A home of which it is known what has to come out: usual names, one of each, nothing odd in files or environment.
pub(super) fn is_plain(spec: &Spec) -> bool {
    let is_usual = |name: &str| {
        name.chars().all(|c| c.is_ascii_alphanumeric() || "._-@/".contains(c)) && !name.starts_with('-')
    };
    let names = spec.sessions.iter().map(|session| &session.name);
    let names = names.chain(spec.profiles.iter().map(|profile| &profile.name));
    let unique = spec.sessions.iter().all(|session| spec.session(&session.name).is_some())
        && spec.profiles.iter().all(|profile| spec.profile(&profile.name).is_some());
    let harmless =
        ["CI", "GITHUB_ACTIONS", "NO_COLOR", "COLUMNS", "SSH_CONNECTION", "SSH_TTY", "TERM", "DISPLAY"];
    unique
        && names.into_iter().all(|name| is_usual(name))
        && matches!(spec.file, File::Plain | File::CarriageReturns | File::ByteOrderMark)
        && spec.foreign == Foreign::Nothing
        && !spec.homeless
        && spec.stray.is_empty()
        && spec.credentials.is_empty()
        && spec.variables.iter().all(|(name, _)| harmless.contains(&name.as_str()))
}

/// No key in it whose effect can be seen in more than one way.
pub(super) fn usual(profile: &Profile) -> bool {
    let harmless = |(name, value): &(String, String)| match name.as_str() {
        "region" => value == REGION,
        "output"
        | "cli_pager"
        | "aws_access_key_id"
        | "aws_secret_access_key"
        | "credential_process"
        | "login_session" => true,
        "role_arn" | "web_identity_token_file" | "credential_source" | "source_profile" => {
            matches!(profile.kind, Kind::Other(_))
        }
        _ => false,
    };
    profile.keys.iter().all(harmless)
}

/// A session as it should be: `None` if something in it can be seen in more than one way.
pub(super) fn sound(session: &Session) -> Option<bool> {
    let value =
        |name: &str| session.keys.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    match (value("sso_start_url"), value("sso_region")) {
        (Some(URL), Some(REGION)) => Some(true),
        (None, _) | (_, None) => Some(false),
        _ => None,
    }
}
