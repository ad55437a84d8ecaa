//! Law 7: doctor finds a fault wherever a command fails for a reason that lies in the home.

use super::super::spec::{File, Kind, Profile};
use super::{
    super::place::Place,
    super::running::Seen,
    super::spec::Spec,
    broken::Broken,
    words::{headline, named},
};
use serde_json::Value;

pub(super) const LAW: &str = "7 doctor";

pub(super) fn check(place: &mut Place, spec: &Spec, seen: &Seen) -> Result<Vec<Broken>, String> {
    let (profile, session) = named(&seen.words);
    // A name that only the command line knows is no fault of the home.
    let is_known = profile.is_none_or(|name| spec.profiles.iter().any(|profile| profile.name == name))
        && session.is_none_or(|name| spec.sessions.iter().any(|session| session.name == name));
    let is_chosen = profile.is_some() || session.is_some();
    // A profile with another source keeps it, which is no fault of the home either.
    let is_console = seen.words.iter().any(|word| word == "--console" || word == "--remote");
    let is_edit =
        seen.words.iter().take(2).any(|word| ["sso", "sso-session", "populate"].contains(&word.as_str()))
            && seen.words.first().is_some_and(|word| word == "configure");
    if seen.code != Some(4)
        || !is_known
        || !is_chosen
        || is_console
        || is_edit
        || !spec.faults.is_empty()
        || spec.file == File::None
        || profile.and_then(|name| spec.profile(name)).is_some_and(|profile| is_of_others(spec, profile))
    {
        return Ok(Vec::new());
    }
    let doctor = place.run(&["doctor".to_owned(), "--output".to_owned(), "json".to_owned()])?;
    // What it cannot read either, it names.
    if doctor.code == Some(4) {
        return Ok(Vec::new());
    }
    let found = findings(&doctor.stdout);
    if found.iter().any(|finding| finding.get("severity").is_some_and(|severity| severity != "note")) {
        return Ok(Vec::new());
    }
    let what = format!("exit 4 and doctor finds nothing ({})", headline(spec, seen));
    Ok(vec![Broken::new(LAW, what, &[seen, &doctor])])
}

/// A sound profile that is no business of ours: what `aws configure` leaves of a person who gave a region alone, keys,
/// programs, machines.
fn is_of_others(spec: &Spec, profile: &Profile) -> bool {
    let kinds = ["region", "static", "process", "ec2"];
    // That token is a file of a machine; without a role it is nobody's.
    let has_role = profile.keys.iter().any(|(name, _)| name == "role_arn");
    // The credentials file may have the half that the config file lacks.
    if matches!(profile.kind, Kind::Other("half")) {
        let has = |lines: &[(String, String)], key: &str| lines.iter().any(|(name, _)| name == key);
        return spec.credentials.iter().any(|(name, lines)| {
            *name == profile.name && has(lines, "aws_access_key_id") && has(lines, "aws_secret_access_key")
        });
    }
    let is_empty = profile.lines().iter().all(|(name, _)| ["region", "output"].contains(&name.as_str()));
    match &profile.kind {
        Kind::Other("web identity") => is_empty || has_role,
        Kind::Other(kind) => is_empty || kinds.contains(kind) || kind.starts_with("login"),
        // Through our own program, what it points at.
        Kind::Twin { profile: other } if *other != profile.name => spec
            .profile(other)
            .is_some_and(|other| !matches!(other.kind, Kind::Twin { .. }) && is_of_others(spec, other)),
        // Over a machine, which the note of its profile tells; one without any source is a fault.
        Kind::Chain { source, .. } => is_over_a_machine(spec, source, 4),
        _ => false,
    }
}

/// Whether credentials come from a machine in the end, over so many roles at most.
fn is_over_a_machine(spec: &Spec, source: &str, hops: usize) -> bool {
    let Some(profile) = spec.profile(source) else { return false };
    match &profile.kind {
        Kind::Chain { source, .. } => hops > 0 && is_over_a_machine(spec, source, hops - 1),
        Kind::Other(kind) if is_machine(kind) => {
            let has_source = profile.lines().iter().any(|(name, _)| name != "region" && name != "output");
            has_source && is_of_others(spec, profile)
        }
        _ => false,
    }
}

fn is_machine(kind: &str) -> bool {
    ["web identity", "ec2", "process"].contains(&kind) || kind.starts_with("login")
}

/// What `doctor --output json` found, the variables apart that lead every home to the simulator.
pub(super) fn findings(text: &str) -> Vec<Value> {
    let report: Option<Value> = serde_json::from_str(text).ok();
    let found = report.as_ref().and_then(|report| report.get("findings")).and_then(Value::as_array);
    let mut found = found.cloned().unwrap_or_default();
    found.retain(|finding| finding.get("code").is_none_or(|code| code != "E414"));
    found
}
