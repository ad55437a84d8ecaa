//! What is wrong with the console sign-ins of a home: a pure function over its config and the files of their folder.

use crate::{ConsoleState, profiles_by_identity};
use daypass_config_parse::{Config, FileKind, Profile, SectionName};
use daypass_findings::{Finding, ManualStep};
use daypass_login_session::console_login::{IdTokenClaims, LoginSession, ProofKey};
use daypass_sso_types::{Remedy, SignInTarget};
use daypass_token_cache::{CacheFile, Content, LoginEntry, LoginKey};
use std::{path::Path, time::SystemTime};

/// Finds what AWS tools stumble over in console sign-ins, for `files` of the folder of console sign-ins at this time:
///
/// * K217: keys that nothing refreshes, since the file lacks a member or its key is damaged.
/// * K218: a profile of another region than the one in which its session was opened.
/// * K219: a sign-in that no profile uses.
/// * K220: a profile whose identity nobody is signed in as, or whose session is over.
/// * P542: `login_session` beside another source of credentials, of which AWS tools use different ones.
///
/// A finding about a profile names its section and no line, which the caller knows.
pub fn findings(config: &Config<'_>, files: &[CacheFile], now: SystemTime) -> Vec<Finding> {
    let identities = profiles_by_identity(config);
    let mut found: Vec<_> = config.profiles().filter_map(|profile| two_sources(&profile)).collect();
    let entry_of = |identity: &LoginSession| {
        let key = LoginKey::of(identity.as_str());
        let file = files.iter().find(|file| file.login_key().as_ref() == Some(&key))?;
        login(file).map(|entry| (file, entry))
    };
    for (identity, profiles) in &identities {
        let Some(first) = profiles.first() else { continue };
        match entry_of(identity) {
            Some((file, entry)) => {
                found.extend(unrenewable(file, entry, Some(first)));
                found.extend(over(entry, identity, profiles, now));
                found.extend(profiles.iter().filter_map(|name| other_region(config, entry, name)));
            }
            // A file that cannot be read or is damaged has findings of its own.
            None if files.iter().any(|file| file.login_key() == Some(LoginKey::of(identity.as_str()))) => {}
            None => found.push(nobody(identity, profiles, "nobody is signed in as")),
        }
    }
    let named: Vec<_> = identities.iter().map(|(identity, _)| LoginKey::of(identity.as_str())).collect();
    let orphans = files.iter().filter(|file| file.login_key().is_none_or(|key| !named.contains(&key)));
    found.extend(orphans.filter_map(orphan));
    found
}

/// Finds a value of AWS_LOGIN_CACHE_DIRECTORY that AWS tools read in different ways; `folder` is what daypass and the AWS CLI
/// make of it. E410: it is empty. E411: it has a `~` or a `$`.
pub fn folder_finding(value: &str, folder: &Path) -> Option<Finding> {
    const NAME: &str = "AWS_LOGIN_CACHE_DIRECTORY";
    if value.is_empty() {
        let finding = Finding::warning("E410", format!("{NAME} is empty"));
        let who = "the AWS CLI, boto3 and JavaScript look in the working folder, and `aws login` loses its sign-in; \
                   Go and daypass use the usual folder";
        return Some(finding.affects(who).unset([NAME]));
    }
    value.contains(['~', '$']).then(|| {
        Finding::warning("E411", format!("{NAME} has a '~' or '$' that not every tool expands"))
            .affects("JavaScript, Rust and Java look for sign-ins in a folder of that very name")
            .export(NAME, folder.display().to_string())
    })
}

fn login(file: &CacheFile) -> Option<&LoginEntry> {
    match &file.content {
        Content::Login(entry) => Some(entry),
        _ => None,
    }
}

/// K217: the person notices it when the keys end, 15 minutes after the sign-in.
fn unrenewable(file: &CacheFile, entry: &LoginEntry, profile: Option<&String>) -> Option<Finding> {
    let lacks = [
        ("refreshToken", entry.refresh_token.is_none()),
        ("clientId", entry.client_id.is_none()),
        ("dpopKey", entry.dpop_key.is_none()),
    ];
    let lacks: Vec<_> = lacks.into_iter().filter_map(|(name, lacks)| lacks.then_some(name)).collect();
    let why = if !lacks.is_empty() {
        format!("its file has no {}", lacks.join(" and no "))
    } else if entry.dpop_key.as_ref().is_some_and(|key| ProofKey::from_pem(key).is_err()) {
        "its dpopKey is damaged".to_owned()
    } else {
        return None;
    };
    let finding = Finding::warning("K217", format!("a console sign-in cannot be refreshed: {why}"))
        .at(&file.path, None)
        .affects("every AWS tool needs a new sign-in after 15 minutes; most fail at once");
    Some(match profile {
        Some(name) => finding.remedy(Remedy::SignInAgain(SignInTarget::Profile(name.clone()))),
        None => finding.remedy(Remedy::RemoveFiles(vec![file.path.clone()])),
    })
}

/// K220: a session that has lasted as long as one can.
fn over(
    entry: &LoginEntry,
    identity: &LoginSession,
    profiles: &[String],
    now: SystemTime,
) -> Option<Finding> {
    let state = ConsoleState::of(Ok(Some(entry.clone())), now);
    let is_over = matches!(state, ConsoleState::Expired(_)) && entry.is_renewable();
    is_over.then(|| nobody(identity, profiles, "the session is over of"))
}

fn nobody(identity: &LoginSession, profiles: &[String], what: &str) -> Finding {
    let uses = match profiles {
        [one] => format!("which profile {one} uses"),
        more => format!("which {} profiles use", more.len()),
    };
    let name = profiles.first().cloned().unwrap_or_default();
    Finding::note("K220", format!("{what} {identity}, {uses}"))
        .about(SectionName::profile(&name))
        .affects("every AWS tool that uses the profile asks for a sign-in")
        .remedy(Remedy::SignIn(SignInTarget::Profile(name)))
}

/// K218: a tool that does not know `signInRegion` refreshes where the profile says, and is refused.
fn other_region(config: &Config<'_>, entry: &LoginEntry, name: &str) -> Option<Finding> {
    let profile = config.profile(name)?;
    let claims = entry.id_token.as_ref().and_then(|token| IdTokenClaims::read(token).ok());
    let of_token = || claims.as_ref()?.region().map(|region| region.to_string());
    let opened = entry.sign_in_region.clone().or_else(of_token)?;
    let own = profile.text("region")?;
    (own != opened).then(|| {
        let message = format!("profile {name} is of {own}, and its console sign-in of {opened}");
        Finding::warning("K218", message)
            .about(SectionName::profile(name))
            .affects("the AWS CLI 2.36, Rust and Go refresh in the profile's region, where AWS refuses; boto3, JavaScript and daypass do not")
            .remedy(Remedy::SignInAgain(SignInTarget::Profile(name.to_owned())))
    })
}

/// K219: nobody finds it, and it is good for hours.
fn orphan(file: &CacheFile) -> Option<Finding> {
    let entry = login(file)?;
    let claims = entry.id_token.as_ref().and_then(|token| IdTokenClaims::read(token).ok());
    let who = claims.map_or_else(String::new, |claims| format!(" of {}", claims.login_session));
    let finding = Finding::note("K219", format!("a console sign-in{who} that no profile uses"));
    Some(
        finding
            .at(&file.path, None)
            .affects("no tool; whoever reads the file can use the session until it ends")
            .remedy(Remedy::RemoveFiles(vec![file.path.clone()])),
    )
}

/// P542: which source wins differs from tool to tool.
fn two_sources(profile: &Profile<'_>) -> Option<Finding> {
    profile.text("login_session")?;
    let name = profile.name();
    let of_credentials_file =
        profile.origin("aws_access_key_id").is_some_and(|origin| origin.file == FileKind::Credentials);
    let (other, who) = if of_credentials_file {
        (
            "keys in the credentials file",
            "the AWS CLI, boto3, JavaScript and daypass use the keys; Rust the sign-in",
        )
    } else if profile.text("aws_access_key_id").is_some() {
        ("static keys", "JavaScript uses the keys; the AWS CLI, boto3, Rust and daypass the sign-in")
    } else if profile.text("credential_process").is_some() {
        (
            "a credential_process",
            "JavaScript runs the process; the AWS CLI, boto3, Rust and daypass use the sign-in",
        )
    } else {
        return None;
    };
    let advice = format!("Remove login_session or {other} from profile {name}.");
    Some(
        Finding::warning("P542", format!("profile {name} has login_session and {other}"))
            .about(SectionName::profile(name))
            .affects(who)
            .step(ManualStep::Remedy(Remedy::Advice(advice))),
    )
}
