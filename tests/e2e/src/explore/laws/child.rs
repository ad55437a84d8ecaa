//! Law 3, in a child: a command that `exec` starts is the profile that was asked for and nothing else, whatever the
//! environment around says.

use super::{
    super::place::Place, super::running::Seen, super::spec::File, super::spec::Spec, broken::Broken,
    words::plain_text,
};
use serde_json::Value;
use std::collections::BTreeMap;

pub(super) const LAW: &str = "3 agree";
/// What says who one is, beside the keys: the child has none of them.
const OTHERS: &[&str] = &[
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_SECURITY_TOKEN",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN",
    "AWS_ROLE_ARN",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
];

/// Runs `env` under `exec` for the first profile that has credentials, where the environment holds anything of AWS.
pub(super) fn check(place: &mut Place, spec: &Spec) -> Result<Vec<Broken>, String> {
    let is_aws = |name: &str| name.starts_with("AWS_") || name.starts_with("DAYPASS_");
    if !spec.variables.iter().any(|(name, _)| is_aws(name)) || spec.file == File::None {
        return Ok(Vec::new());
    }
    let Some(profile) = spec.profiles.first() else { return Ok(Vec::new()) };
    place.make(spec)?;
    let name = format!("--profile={}", profile.name);
    let words = |line: &[&str]| line.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let given = place.run(&words(&["credentials", &name]))?;
    let child = place.run(&words(&["exec", &name, "--", "/usr/bin/env"]))?;
    if given.code != Some(0) || child.code != Some(0) {
        let what = format!("credentials exit {:?}, exec exit {:?}", given.code, child.code);
        // The child's region is minded by exec alone; and a cached answer reads three variables, where exec reads all
        // that its child will see, and names one that nobody can read.
        let is_unreadable = child.stderr.contains("_REGION") || child.stderr.contains("is not valid UTF-8");
        let differ = given.code != child.code && !is_unreadable;
        return Ok(differ.then(|| Broken::new(LAW, what, &[&given, &child])).into_iter().collect());
    }
    let json: Value = serde_json::from_str(&given.stdout).unwrap_or_default();
    let has = variables(&child);
    let mut broken = Vec::new();
    let mut wrong = |what: String| broken.push(Broken::new(LAW, what, &[&given, &child]));
    for (name, member) in [
        ("AWS_ACCESS_KEY_ID", "AccessKeyId"),
        ("AWS_SECRET_ACCESS_KEY", "SecretAccessKey"),
        ("AWS_SESSION_TOKEN", "SessionToken"),
        ("AWS_CREDENTIAL_EXPIRATION", "Expiration"),
    ] {
        if has.get(name).map(String::as_str) != json.get(member).and_then(Value::as_str) {
            wrong(format!("exec: another {name} than that of credentials"));
        }
    }
    for name in OTHERS {
        if has.contains_key(*name) {
            wrong(format!("exec: its child sees {name}"));
        }
    }
    if has.get("AWS_ACCOUNT_ID").is_some_and(|account| account == "999999999999") {
        wrong("exec: its child sees the outer AWS_ACCOUNT_ID".to_owned());
    }
    if has.get("DAYPASS_EXEC") != Some(&profile.name) {
        wrong("exec: its child does not see its profile in DAYPASS_EXEC".to_owned());
    }
    let set = |name: &str| {
        spec.variables.iter().rev().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    };
    // What an outer `exec` has set is nobody's wish.
    let wished = ["AWS_REGION", "AWS_DEFAULT_REGION"].into_iter().find_map(set).filter(|region| {
        set("DAYPASS_EXEC_REGION") != Some(region) || set("DAYPASS_EXEC") == Some(&profile.name)
    });
    let own = profile.keys.iter().find(|(name, _)| name == "region").map(|(_, value)| value.as_str());
    if spec.profile(&profile.name).is_some() && is_direct(spec) {
        let right = wished.or(own);
        if has.get("AWS_REGION").map(String::as_str) != right {
            wrong("exec: another AWS_REGION than the one wished for, or else the profile's".to_owned());
        }
    }
    Ok(broken)
}

/// The first profile says its region itself, and no other file says another.
fn is_direct(spec: &Spec) -> bool {
    use super::super::spec::Kind;
    let kind = spec.profiles.first().map(|profile| &profile.kind);
    matches!(kind, Some(Kind::Sso { .. } | Kind::Legacy { .. }))
        && spec.credentials.is_empty()
        && spec.stray.is_empty()
}

fn variables(seen: &Seen) -> BTreeMap<String, String> {
    let lines = seen.stdout.lines().map(plain_text).collect::<Vec<_>>();
    let pairs = lines.iter().filter_map(|line| line.split_once('='));
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}
