//! Law 3: commands do not contradict each other about who is signed in, until when, as whom; after `logout` nothing is
//! handed out.

use super::{
    super::place::Place, super::running::Seen, super::spec::Kind, super::spec::Spec, broken::Broken, truth,
};
use serde_json::Value;

pub(super) const LAW: &str = "3 agree";

pub(super) fn check(place: &mut Place, spec: &Spec) -> Result<Vec<Broken>, String> {
    let mut broken = Vec::new();
    place.make(spec)?;
    let status = run(place, "status --output json")?;
    let report: Value = serde_json::from_str(&status.stdout).unwrap_or_default();
    let sso = |name: &str| match spec.profile(name).map(|profile| &profile.kind) {
        Some(Kind::Sso { session, .. }) => Some(session.clone()),
        _ => None,
    };
    for profile in &spec.profiles {
        let name = profile.name.as_str();
        let given = run(place, &format!("credentials --profile={name}"))?;
        let json: Value = serde_json::from_str(&given.stdout).unwrap_or_default();
        if let Some(session) = sso(name) {
            let state = member(&report, "sessions", "session", &session, "state");
            let is_out = matches!(state.as_deref(), Some("signed_out" | "expired"));
            // Whether the token of another portal opens this one, its service says.
            let is_elsewhere = state.as_deref() == Some("signed_in_elsewhere");
            // What the service knows alone, no file can tell before it was asked.
            let is_hidden =
                spec.session(&session).is_some_and(|session| is_known_to_the_service_alone(session.token));
            let is_kept = member(&report, "profiles", "profile", name, "credentials_expire_at").is_some();
            let contradicts = match given.code {
                Some(3) => state.is_some() && !is_out && !is_elsewhere && !is_hidden,
                Some(0) => is_out && !is_kept,
                _ => false,
            };
            if contradicts {
                let what = format!("status says {state:?}, credentials exit {:?}", given.code);
                broken.push(Broken::new(LAW, what, &[&status, &given]));
            }
        }
        if given.code == Some(0) {
            let process = run(place, &format!("credential-process --profile={name}"))?;
            let other: Value = serde_json::from_str(&process.stdout).unwrap_or_default();
            for key in ["AccessKeyId", "Expiration"] {
                if json.get(key) != other.get(key) {
                    broken.push(Broken::new(
                        LAW,
                        format!("credentials and credential-process have another {key}"),
                        &[&given, &process],
                    ));
                }
            }
        }
    }
    let named: Vec<_> = spec.sessions.iter().map(|session| session.name.as_str()).collect();
    for session in &named {
        broken.extend(login(place, spec, session)?);
    }
    broken.extend(logout(place, spec)?);
    Ok(broken)
}

/// After a sign-in that succeeded the session's profiles are not signed out, and status says until when.
fn login(place: &mut Place, spec: &Spec, session: &str) -> Result<Vec<Broken>, String> {
    let mut broken = Vec::new();
    let login =
        run(place, &format!("login --sso-session={session} --use-device-code --no-browser --timeout 1s"))?;
    if login.code != Some(0) {
        return Ok(broken);
    }
    let status = run(place, "status --output json")?;
    let report: Value = serde_json::from_str(&status.stdout).unwrap_or_default();
    if member(&report, "sessions", "session", session, "token_expires_at").is_none() {
        broken.push(Broken::new(LAW, "login exit 0, status knows no end of the token", &[&login, &status]));
    }
    for name in crate::explore::commands::of_session(spec, session) {
        let given = run(place, &format!("credentials --profile={name}"))?;
        if given.code == Some(3) {
            let again = run(
                place,
                &format!("login --sso-session={session} --use-device-code --no-browser --timeout 1s"),
            )?;
            let after = run(place, &format!("credentials --profile={name}"))?;
            if after.code == Some(3) {
                broken.push(Broken::new(
                    LAW,
                    "login exit 0, credentials exit 3, for ever",
                    &[&login, &given, &again, &after],
                ));
            }
        }
    }
    Ok(broken)
}

/// Nothing is handed out, and nothing that could be is left.
fn logout(place: &mut Place, spec: &Spec) -> Result<Vec<Broken>, String> {
    let mut broken = Vec::new();
    let logout = run(place, "logout --all")?;
    if logout.code != Some(0) {
        return Ok(broken);
    }
    for profile in &spec.profiles {
        let is_static = truth::is_static(spec, &profile.name);
        let given = run(place, &format!("credentials --profile={}", profile.name))?;
        if given.code == Some(0) && !is_static {
            broken.push(Broken::new(LAW, "credentials exit 0 after logout --all", &[&logout, &given]));
        }
    }
    for (name, bytes) in place.snapshot() {
        let text = String::from_utf8_lossy(&bytes);
        let is_cache = name.starts_with(".aws/sso/cache/") || name.starts_with(".aws/cli/cache/");
        if is_cache && (text.contains("\"accessToken\"") || text.contains("SecretAccessKey")) {
            let is_json =
                std::path::Path::new(&name).extension().is_some_and(|extension| extension == "json");
            let kind = if is_json { "a file" } else { "a file that was set aside" };
            let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
            broken.push(Broken::new(
                LAW,
                format!("logout --all leaves {kind} with keys in {folder}"),
                &[&logout],
            ));
        }
    }
    Ok(broken)
}

fn is_known_to_the_service_alone(token: super::super::spec::Token) -> bool {
    use super::super::spec::Token;
    matches!(token, Token::Revoked | Token::Forgotten | Token::OtherPortal)
}

fn run(place: &mut Place, line: &str) -> Result<Seen, String> {
    let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
    place.run(&words)
}

/// A member of the entry of a list whose `key` is `value`.
fn member(report: &Value, list: &str, key: &str, value: &str, name: &str) -> Option<String> {
    let entries = report.get(list)?.as_array()?;
    let entry = entries.iter().find(|entry| entry.get(key).is_some_and(|found| found == value))?;
    entry.get(name)?.as_str().map(str::to_owned)
}
