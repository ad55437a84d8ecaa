//! Leapp: integrations become sessions; sessions for a role of one become profiles, and roles on top of them chains.

use super::conversion::{LEGACY_KEYS, becomes, each};
use crate::draft::{Decision, Draft, Source, refused_account};
use daypass_other_tools::{
    Error, LeappIntegration, LeappSession, LeappSessionKind, LeappWorkspace, Process, portal, role_of_arn,
};
use daypass_populate::{ProfileFields, Template, transliterated};
use daypass_settings::SettingValue;
use daypass_sso_types::{Region, RoleName, StartUrl};
use std::collections::{BTreeMap, BTreeSet};

/// A session of Leapp, and what an import can do with it.
struct Session<'v> {
    id: &'v str,
    name: &'v str,
    region: Option<&'v str>,
    /// The named profile.
    profile: &'v str,
    kind: Kind<'v>,
}

enum Kind<'v> {
    Role {
        portal: usize,
        account: String,
        role: String,
    },
    Chained {
        role_arn: &'v str,
        parent: &'v str,
        session_name: Option<&'v str>,
    },
    /// Something else, and why it is not taken over.
    Left(String),
}

pub(super) fn read(draft: &mut Draft<'_>) -> Result<(), Error> {
    let workspace = LeappWorkspace::read(draft.around)?;
    draft.reads.extend(workspace.path);
    let integrations = integrations(draft, &workspace.integrations);
    let sessions: Vec<_> = workspace.sessions.iter().map(|session| known(session, &integrations)).collect();
    let names = names(draft, &sessions);
    let mut converted = BTreeSet::new();
    each(draft, |draft, profile| {
        let Some(Process::Leapp(id)) = draft.process(profile) else {
            return Decision::Keep("not of leapp".to_owned());
        };
        let found = match sessions.iter().find(|session| session.id == id) {
            Some(session) => source(session, &sessions, &names),
            None => Err("its session is not in Leapp's workspace: nothing is known of it".to_owned()),
        };
        if found.is_ok() {
            converted.insert(id);
            draft.warn(format!(
                "Leapp deletes [profile {}] when that session stops, whatever stands in it by then: stop it in Leapp \
                 before the import, or quit Leapp after it",
                profile.name()
            ));
        } else {
            draft.left(profile.name(), "its session in Leapp has no single sign-on behind it");
        }
        let unset: Vec<_> = ["credential_process"].into_iter().chain(LEGACY_KEYS).collect();
        becomes(found, Vec::new(), &unset)
    });
    for session in sessions.iter().filter(|session| !converted.contains(session.id)) {
        add(draft, session, &sessions, &names);
    }
    if let Some(region) = workspace.region.filter(|region| Region::new(region.as_str()).is_ok()) {
        draft.set(None, "regions", SettingValue::List(vec![region]));
    }
    Ok(())
}

/// Adds the profile of a session that has none in the config file.
fn add(
    draft: &mut Draft<'_>,
    session: &Session<'_>,
    sessions: &[Session<'_>],
    names: &BTreeMap<&str, String>,
) {
    let found = source(session, sessions, names);
    let region = session.region.map(|region| ("region".to_owned(), region.to_owned()));
    match (found, names.get(session.id)) {
        (Ok(source), Some(name)) => draft.add(name, source, region.into_iter().collect()),
        (Ok(_), None) => {}
        (Err(why), _) => draft.left(session.name, why),
    }
}

/// Adds a portal for each integration, by its id.
fn integrations<'v>(draft: &mut Draft<'_>, all: &'v [LeappIntegration]) -> BTreeMap<&'v str, usize> {
    let mut found = BTreeMap::new();
    for LeappIntegration { id, alias, start_url, region, .. } in all {
        if StartUrl::new(start_url.as_str()).is_err() || Region::new(region.as_str()).is_err() {
            draft.left(format!("integration {alias}"), "its portal or its region cannot be used");
            continue;
        }
        found.insert(id.as_str(), draft.entry(alias, start_url, region));
    }
    found
}

fn known<'v>(session: &'v LeappSession, integrations: &BTreeMap<&str, usize>) -> Session<'v> {
    let kind = match &session.kind {
        LeappSessionKind::Role { integration, role_arn } => {
            let portal = integrations.get(integration.as_str()).or_else(|| integrations.get(""));
            role(role_arn, portal.copied())
        }
        LeappSessionKind::Chained { role_arn, parent, session_name } => {
            Kind::Chained { role_arn, parent, session_name: session_name.as_deref() }
        }
        LeappSessionKind::Other(word) => Kind::Left(left(word)),
        _ => Kind::Left("a session of a type that daypass does not know".to_owned()),
    };
    let region = session.region.as_deref().filter(|region| Region::new(*region).is_ok());
    Session { id: &session.id, name: &session.name, region, profile: &session.profile, kind }
}

/// Says why a session of this type is not taken over.
fn left(word: &str) -> String {
    match word {
        "awsIamUser" => "keys of an IAM user in the keychain; daypass has none".to_owned(),
        "awsIamRoleFederated" => "SAML federation: not Identity Center".to_owned(),
        "localstack" => "LocalStack, not AWS".to_owned(),
        "azure" => "Azure, not AWS".to_owned(),
        other => format!("a session of type {other}, which daypass does not know"),
    }
}

fn role<'v>(arn: &str, portal: Option<usize>) -> Kind<'v> {
    let Some(portal) = portal else { return Kind::Left("its integration does not exist".to_owned()) };
    match role_of_arn(arn) {
        Some((account, _)) if refused_account(&account).is_some() => {
            Kind::Left(refused_account(&account).unwrap_or_default())
        }
        Some((account, role)) if RoleName::new(role.as_str()).is_ok() => Kind::Role { portal, account, role },
        _ => Kind::Left("its role ARN cannot be understood".to_owned()),
    }
}

/// Names each session: the named profile for the first that has it, else a name by the template. Leapp gives the named
/// profile `default` to most.
fn names<'v>(draft: &mut Draft<'_>, sessions: &[Session<'v>]) -> BTreeMap<&'v str, String> {
    let mut names: BTreeMap<&str, String> = BTreeMap::new();
    let config = draft.config;
    let started = |id: &str| {
        config.profiles().find(|profile| draft.process(profile) == Some(Process::Leapp(id.to_owned())))
    };
    for session in sessions {
        if let Some(profile) = started(session.id) {
            names.insert(session.id, profile.name().to_owned());
        }
    }
    let mut shared = BTreeSet::new();
    for session in sessions.iter().filter(|session| !matches!(session.kind, Kind::Left(_))) {
        if names.contains_key(session.id) {
            continue;
        }
        if session.profile == "default" {
            // An earlier import may have converted it in place.
            let is_there = config.profile("default").is_some() && !is_another(draft, "default", session);
            if is_there && !names.values().any(|name| name == "default") {
                names.insert(session.id, "default".to_owned());
            }
            continue;
        }
        let plain = transliterated(session.profile);
        let is_free = !names.values().any(|name| *name == plain) && !is_another(draft, &plain, session);
        if is_free {
            if plain != session.profile {
                draft.warn(format!(
                    "the named profile {} becomes {plain}, a name that every SDK reads",
                    session.profile
                ));
            }
            names.insert(session.id, plain);
        } else {
            shared.insert(session.profile);
        }
    }
    for profile in shared {
        draft.warn(format!("the named profile {profile} is shared or taken: the first keeps the name"));
    }
    let template = Template::default();
    for session in sessions {
        let (account, role) = match &session.kind {
            Kind::Role { account, role, .. } => (account.clone(), role.clone()),
            Kind::Chained { role_arn, .. } => role_of_arn(role_arn).unwrap_or_default(),
            Kind::Left(_) => continue,
        };
        if names.contains_key(session.id) {
            continue;
        }
        if session.profile == "default" {
            draft.left(
                format!("{} on `default`", session.name),
                "several sessions cannot be one profile: it gets a name by the template",
            );
        }
        let fields = ProfileFields {
            account: Some(session.name),
            id: &account,
            email: None,
            role: &role,
            region: None,
            session: "",
        };
        let name = template.name(&fields);
        let is_taken =
            |name: &str| names.values().any(|known| known == name) || is_another(draft, name, session);
        let name = portal::free(&name, is_taken);
        names.insert(session.id, name);
    }
    names
}

/// Whether a profile of this name is in the config file and is not what the import would write.
fn is_another(draft: &Draft<'_>, name: &str, session: &Session<'_>) -> bool {
    let Some(profile) = draft.config.profile(name) else { return false };
    match &session.kind {
        Kind::Role { account, role, .. } => {
            profile.get("sso_account_id") != Some(account) || profile.get("sso_role_name") != Some(role)
        }
        Kind::Chained { role_arn, .. } => profile.get("role_arn") != Some(role_arn),
        Kind::Left(_) => true,
    }
}

/// Where the profile of a session gets its credentials from.
fn source(
    session: &Session<'_>,
    sessions: &[Session<'_>],
    names: &BTreeMap<&str, String>,
) -> Result<Source, String> {
    match &session.kind {
        Kind::Role { portal, account, role } => {
            Ok(Source::Role { portal: *portal, account: account.clone(), role: role.clone() })
        }
        Kind::Left(why) => Err(why.clone()),
        Kind::Chained { role_arn, parent, session_name } => {
            let parent = sessions.iter().find(|session| session.id == *parent);
            let parent = parent.ok_or("its parent session does not exist")?;
            if let Kind::Left(why) = &parent.kind {
                return Err(format!("a role on top of {}: {why}", parent.name));
            }
            let source = names.get(parent.id).cloned().ok_or("its parent session has no profile")?;
            let more = session_name.map(|name| ("role_session_name".to_owned(), name.to_owned()));
            Ok(Source::Chain { role_arn: (*role_arn).to_owned(), source, more: more.into_iter().collect() })
        }
    }
}
