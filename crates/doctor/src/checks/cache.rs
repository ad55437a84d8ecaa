//! The caches on disk: who can read them, what is damaged, what will not do what it is there for.

use super::{Finding, Fix, Folder, Scene};
use daypass_credentials::{Session, Settings, session_named, session_of_profile};
use daypass_token_cache::{Content, Entry, Token};
use std::{fs, time::Duration};

/// A file that is empty or half written now may be whole in a moment; after this long nobody is writing.
const SETTLED: Duration = Duration::from_secs(10);

fn both<'s>(scene: &'s Scene<'_>) -> [&'s Folder; 2] {
    [&scene.sso_cache, &scene.cli_cache]
}

fn files<'s>(scene: &'s Scene<'_>) -> impl Iterator<Item = (&'s Folder, &'s Entry)> {
    both(scene).into_iter().flat_map(|folder| folder.entries.iter().map(move |entry| (folder, entry)))
}

/// K201, K202: the folders.
pub(super) fn folders(scene: &Scene<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for folder in both(scene) {
        if folder.is_blocked || folder.is_closed {
            let message = match folder.is_blocked {
                true => "something that is no folder stands where the cache belongs",
                false => "the cache folder cannot be read",
            };
            let words = match folder.is_blocked {
                true => vec!["mv".to_owned(), shown(folder), format!("{}.old", shown(folder))],
                false => ["chmod", "u+rwx"].map(str::to_owned).into_iter().chain([shown(folder)]).collect(),
            };
            let finding = Finding::error("K202", message).at(&folder.path, None);
            findings.push(finding.affects("no AWS tool finds or keeps a sign-in").mend(words));
        } else if let Some(mode) = folder.mode.filter(|mode| mode & 0o077 != 0) {
            findings.push(
                Finding::warning("K201", format!("the folder is open to others (mode {mode:04o})"))
                    .at(&folder.path, None)
                    .affects("others on this machine see which files there are")
                    .fix(Fix::Close(folder.path.clone(), 0o700)),
            );
        }
    }
    findings
}

fn shown(folder: &Folder) -> String {
    folder.path.display().to_string()
}

/// K203: the files.
pub(super) fn modes(scene: &Scene<'_>) -> Vec<Finding> {
    let open = files(scene).filter_map(|(_, entry)| {
        let secret = !matches!(entry.content, Content::Foreign);
        let mode = entry.mode.filter(|mode| secret && mode & 0o077 != 0)?;
        Some(
            Finding::error(
                "K203",
                format!("a file with a token or credentials is open to others (mode {mode:04o})"),
            )
            .at(&entry.path, None)
            .affects("whoever has an account on this machine may act as you")
            .fix(Fix::Close(entry.path.clone(), 0o600)),
        )
    });
    open.collect()
}

/// K204 to K208: what no tool can use.
pub(super) fn damaged(scene: &Scene<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for (folder, entry) in files(scene) {
        let at = |finding: Finding| finding.at(&entry.path, None);
        match &entry.content {
            Content::Corrupt(_) | Content::Leftover if !is_settled(scene, entry) => {}
            Content::Corrupt(_)
                if fs::metadata(&entry.path).is_ok_and(|data| data.is_file() && data.len() == 0) =>
            {
                findings.push(
                    at(Finding::error("K205", "the cache file is empty, its writer was interrupted"))
                        .affects("the AWS CLI and the SDKs fail on it instead of signing in")
                        .fix(Fix::Remove(entry.path.clone())),
                );
            }
            Content::Corrupt(reason) => findings.push(
                at(Finding::error("K204", format!("the cache file is damaged: {reason}")))
                    .affects("the AWS CLI and the SDKs fail on it instead of signing in")
                    .fix(Fix::SetAside(entry.path.clone())),
            ),
            Content::SetAside => findings.push(
                at(Finding::note("K206", "a damaged file that was set aside; it may hold parts of secrets"))
                    .affects("nobody; it is kept until you remove it")
                    .mend(["rm".to_owned(), entry.path.display().to_string()]),
            ),
            Content::Leftover => findings.push(
                at(Finding::warning("K207", "a temporary file of a daypass that was killed"))
                    .affects("nobody; it holds what was about to be saved")
                    .fix(Fix::Sweep(folder.path.clone())),
            ),
            Content::Unreadable => findings.push(
                at(Finding::error("K208", "the cache file cannot be read"))
                    .affects("the tools of this user fail on it")
                    .mend(["chmod".to_owned(), "600".to_owned(), entry.path.display().to_string()]),
            ),
            _ => {}
        }
    }
    findings
}

fn is_settled(scene: &Scene<'_>, entry: &Entry) -> bool {
    let changed = fs::symlink_metadata(&entry.path).and_then(|data| data.modified()).ok();
    changed.is_none_or(|changed| scene.now.duration_since(changed).is_ok_and(|age| age >= SETTLED))
}

/// K209: registrations that are over.
pub(super) fn registrations(scene: &Scene<'_>) -> Vec<Finding> {
    let over = files(scene).filter(
        |(_, entry)| matches!(&entry.content, Content::Registration(found) if found.expires_at <= scene.now),
    );
    over.map(|(_, entry)| {
        Finding::note("K209", "a client registration that has expired")
            .at(&entry.path, None)
            .affects("nobody: the next sign-in registers anew")
            .fix(Fix::Remove(entry.path.clone()))
    })
    .collect()
}

/// Every session there is, by name or by a legacy profile.
pub(super) fn sessions(scene: &Scene<'_>) -> Vec<Session> {
    let settings = Settings::default();
    let named = scene
        .config
        .sso_sessions()
        .filter_map(|section| session_named(&scene.config, &settings, section.name(), None).ok());
    let legacy = scene
        .config
        .profiles()
        .filter(|profile| profile.get("sso_session").is_none() && profile.get("sso_start_url").is_some())
        .filter_map(|profile| session_of_profile(&scene.config, &settings, profile.name()).ok());
    let mut sessions: Vec<Session> = Vec::new();
    for session in named.chain(legacy) {
        if !sessions.iter().any(|known| known.token_key() == session.token_key()) {
            sessions.push(session);
        }
    }
    sessions
}

/// K210 to K213: tokens that belong elsewhere, or will not renew.
pub(super) fn tokens(scene: &Scene<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for session in sessions(scene) {
        let key = session.token_key();
        let found = scene.sso_cache.entries.iter().find(|entry| entry.key().as_ref() == Some(&key));
        let Some((entry, token)) = found.and_then(|entry| match &entry.content {
            Content::Token(token) => Some((entry, token)),
            _ => None,
        }) else {
            continue;
        };
        for (code, message, who) in wrong(&session, token, scene) {
            let finding = Finding::warning(code, message).at(&entry.path, None).affects(who);
            findings.push(match &session.name {
                Some(name) => finding.mend(["daypass", "login", "--sso-session", name.as_str(), "--force"]),
                None => finding.mend(["daypass", "login", "--all", "--force"]),
            });
        }
    }
    findings
}

fn wrong(session: &Session, token: &Token, scene: &Scene<'_>) -> Vec<(&'static str, String, &'static str)> {
    let label = crate::report::clean(session.label());
    let mut wrong = Vec::new();
    if token.region.as_deref().is_some_and(|region| region != session.region.as_str()) {
        let message = format!("the token of {label} is of another region than its sso_region");
        wrong.push((
            "K210",
            message,
            "calls with it are refused; the C++ SDK refreshes it in the other region",
        ));
    }
    let plain = |url: &str| url.trim_end_matches(['/', '#']).to_owned();
    if token.start_url.as_deref().is_some_and(|url| plain(url) != plain(session.start_url.as_str())) {
        let message = format!("the token of {label} is of another portal than its sso_start_url");
        wrong.push(("K211", message, "every AWS tool uses it for this session all the same"));
    }
    if session.renews() && token.refresh_token.is_none() {
        let message = format!("the token of {label} cannot renew: it has no refresh token");
        wrong.push((
            "K212",
            message,
            "a sign-in every few hours; was sso:account:access left out of sso_registration_scopes?",
        ));
    } else if session.renews() {
        let ends = token.client.as_ref().and_then(|client| client.expires_at);
        if ends.is_none_or(|ends| ends <= scene.now) {
            let message =
                format!("the token of {label} cannot renew: its client registration is over or missing");
            wrong.push((
                "K213",
                message,
                "Rust, boto3 and the AWS CLI do not renew it; JavaScript and Go try, and are refused",
            ));
        }
    }
    wrong
}

/// K214: times and types that some SDK cannot read.
pub(super) fn spellings(scene: &Scene<'_>) -> Vec<Finding> {
    let odd = scene.sso_cache.entries.iter().filter(|entry| {
        matches!(entry.content, Content::Token(_)) && fs::read(&entry.path).is_ok_and(|bytes| is_odd(&bytes))
    });
    odd.map(|entry| {
        Finding::warning("K214", "the token file has a time or a type that not every SDK reads")
            .at(&entry.path, None)
            .affects("Rust and Go refuse the file or lose the refresh; every SDK reads YYYY-MM-DDTHH:MM:SSZ")
            .fix(Fix::Rewrite(entry.path.clone()))
    })
    .collect()
}

fn is_odd(bytes: &[u8]) -> bool {
    let Ok(serde_json::Value::Object(members)) = serde_json::from_slice(bytes) else { return false };
    let times = ["expiresAt", "registrationExpiresAt"];
    let texts = ["startUrl", "region", "accessToken", "clientId", "clientSecret", "refreshToken"];
    let odd_time = times
        .iter()
        .any(|key| members.get(*key).is_some_and(|value| !value.as_str().is_some_and(is_plain_time)));
    odd_time || texts.iter().any(|key| members.get(*key).is_some_and(|value| !value.is_string()))
}

/// `YYYY-MM-DDTHH:MM:SSZ`, with or without a fraction after a point.
fn is_plain_time(text: &str) -> bool {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let Some(rest) = shape.strip_prefix("0000-00-00T00:00:00").and_then(|rest| rest.strip_suffix('Z')) else {
        return false;
    };
    rest.is_empty()
        || rest.strip_prefix('.').is_some_and(|digits| !digits.is_empty() && digits.chars().all(|c| c == '0'))
}

/// K215: caches that belong to somebody else, as after a `sudo`.
pub(super) fn owner(scene: &Scene<'_>) -> Vec<Finding> {
    let strange = both(scene).into_iter().filter_map(|folder| {
        let (owner, home) = (folder.owner?, scene.home_owner?);
        (owner != home).then(|| {
            Finding::error("K215", "the cache folder belongs to another user than the home folder")
                .at(&folder.path, None)
                .affects("the tools of this user cannot save a sign-in")
                .mend([
                    "sudo".to_owned(),
                    "chown".to_owned(),
                    "-R".to_owned(),
                    home.to_string(),
                    shown(folder),
                ])
        })
    });
    strange.collect()
}
