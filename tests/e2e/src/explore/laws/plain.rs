//! Homes of which it is known what has to come out.

use crate::explore::spec::{File, Spec};

/// A home of which it is known what has to come out: usual names, one of each, nothing odd in files or environment.
pub(super) fn is_plain(spec: &Spec) -> bool {
    let is_usual = |name: &str| {
        name.chars().all(|c| c.is_ascii_alphanumeric() || "._-@/".contains(c)) && !name.starts_with('-')
    };
    let names = spec.sessions.iter().map(|session| &session.name);
    let names = names.chain(spec.profiles.iter().map(|profile| &profile.name));
    let unique = spec.sessions.iter().all(|session| spec.session(&session.name).is_some())
        && spec.profiles.iter().all(|profile| spec.profile(&profile.name).is_some());
    let harmless = ["CI", "NO_COLOR", "COLUMNS", "SSH_CONNECTION"];
    unique
        && names.into_iter().all(|name| is_usual(name))
        && matches!(spec.file, File::Plain | File::CarriageReturns | File::ByteOrderMark)
        && spec.stray.is_empty()
        && spec.credentials.is_empty()
        && spec.variables.iter().all(|(name, _)| harmless.contains(&name.as_str()))
}
