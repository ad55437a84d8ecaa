//! aws-sso-cli: portals and roles in its settings, profiles with its process in the config file.

use super::{
    aws_sso_counterparts,
    conversion::{LEGACY_KEYS, becomes, each},
};
use crate::draft::{Decision, Draft, DraftProfile, Source, refused_account};
use daypass_config_parse::Section;
use daypass_other_tools::{AwsSsoProcess, AwsSsoRole, AwsSsoSettings, Error, Process, Yaml, portal};
use daypass_populate::{ProfileFields, Template, transliterated};
use daypass_sso_types::{Region, RoleName};

/// The most roles on top of each other.
const MAX_CHAIN: usize = 8;

pub(super) fn read(draft: &mut Draft<'_>) -> Result<(), Error> {
    let settings = AwsSsoSettings::read(draft.around)?;
    portals(draft, &settings);
    aws_sso_counterparts::apply(draft, &settings);
    let mut wanted = Vec::new();
    each(draft, |draft, profile| convert(draft, &settings, profile, &mut wanted));
    for chain in &settings.roles {
        if chain.via.is_some() && !wanted.contains(&chain.key()) {
            add_chain(draft, &settings, chain, 0);
        }
    }
    let has_profiles =
        draft.profiles.iter().any(|profile| matches!(profile.decision, Decision::Become { .. }))
            || draft.config.profiles().any(|profile| profile.get("sso_session").is_some());
    if !has_profiles && !draft.portals.is_empty() {
        draft.warn("no profile is made: `daypass configure populate` makes them after a sign-in");
    }
    for mark in &draft.lines.open {
        let text = format!(
            "{mark} has no end: the block ends with the file; only sections with aws-sso's credential_process are taken"
        );
        draft.warnings.push(text);
    }
    Ok(())
}

/// Adds a portal for each instance, which has the place of its instance from then on.
fn portals(draft: &mut Draft<'_>, settings: &AwsSsoSettings) {
    draft.reads.extend(settings.reads.iter().cloned());
    if let Some(unused) = &settings.unused {
        draft.left(draft.around.shown(unused), "not in force while ~/.aws-sso exists");
    }
    let body = |name: &str| settings.root.get("SSOConfig").and_then(|all| all.get(name));
    for instance in &settings.instances {
        draft.entry(&instance.name, &instance.start_url, &instance.region);
        if body(&instance.name).and_then(|body: &Yaml| body.get("AuthUrlAction")).is_some() {
            draft.left(
                format!("AuthUrlAction of {}", instance.name),
                "a browser for sign-ins alone is a setting of the session",
            );
        }
    }
    for (name, why) in &settings.refused {
        draft.left(format!("SSOConfig.{name}"), *why);
    }
    draft.default = settings.default;
}

/// The place of an instance and of its portal, an account, a role.
type Key = (usize, String, String);

fn convert<'a>(
    draft: &mut Draft<'a>,
    settings: &AwsSsoSettings,
    profile: &Section<'a>,
    wanted: &mut Vec<Key>,
) -> Decision {
    let name = profile.name();
    let found = match draft.process(profile) {
        Some(Process::AwsSso(process)) => role(draft, settings, name, process),
        _ => Err("not of aws-sso-cli".to_owned()),
    };
    let found = found.and_then(|key| {
        let (portal, account, role) = key.clone();
        wanted.push(key);
        let known = settings.role(portal, &account, &role).cloned();
        match known.filter(|role| role.via.is_some()) {
            Some(chain) => chained(draft, settings, &chain, 0),
            None => Ok(Source::Role { portal, account, role }),
        }
    });
    if let Err(why) = &found {
        draft.left(name, why.clone());
    }
    let unset: Vec<_> = ["credential_process"].into_iter().chain(LEGACY_KEYS).collect();
    becomes(found, Vec::new(), &unset)
}

/// Returns the portal, the account and the role that a process asks for.
fn role(
    draft: &Draft<'_>,
    settings: &AwsSsoSettings,
    name: &str,
    process: AwsSsoProcess,
) -> Result<Key, String> {
    let instance = process.instance.as_deref();
    let portal = match instance {
        Some(instance) => {
            settings.instance(instance).ok_or(format!("its SSO instance {instance} is not configured"))?
        }
        None => draft
            .default
            .or(settings.only())
            .ok_or("its SSO instance is not named, and there is no default")?,
    };
    let (account, role) = if let (Some(account), Some(role)) = (process.account, process.role) {
        (account, role)
    } else {
        let profile = process.profile.as_deref().unwrap_or(name);
        let is_it = |role: &&AwsSsoRole| role.instance == portal && role.profile.as_deref() == Some(profile);
        let known = settings.roles.iter().find(is_it);
        let known = known.ok_or(format!("the role of {profile} is not in the settings of aws-sso-cli"))?;
        (known.account.clone(), known.name.clone())
    };
    if draft.repeated.contains(name) {
        return Err("its section or a key of it stands twice: join them first".to_owned());
    }
    if let Some(why) = refused_account(&account) {
        return Err(why);
    }
    RoleName::new(role.as_str()).map_err(|error| error.to_string())?;
    Ok((portal, account, role))
}

/// Returns the source of a role that is taken on top of another.
fn chained(
    draft: &mut Draft<'_>,
    settings: &AwsSsoSettings,
    chain: &AwsSsoRole,
    depth: usize,
) -> Result<Source, String> {
    let (account, role) = chain.via.clone().unwrap_or_default();
    let source = profile_for(draft, settings, &(chain.instance, account, role), depth)?;
    let region = draft.portals.get(chain.instance).and_then(|entry| Region::new(entry.region.as_str()).ok());
    let partition = region.as_ref().and_then(Region::partition).unwrap_or("aws");
    let role_arn = format!("arn:{partition}:iam::{}:role/{}", chain.account, chain.name);
    let more = chain.external_id.clone().map(|id| ("external_id".to_owned(), id));
    if let Some(identity) = &chain.source_identity {
        draft.left(
            format!("SourceIdentity {identity} of {}", chain.name),
            "no key of the AWS config file says it",
        );
    }
    Ok(Source::Chain { role_arn, source, more: more.into_iter().collect() })
}

/// Finds the profile that gives a role, in the config file or among those to add; adds one for a role that is known.
fn profile_for(
    draft: &mut Draft<'_>,
    settings: &AwsSsoSettings,
    key: &Key,
    depth: usize,
) -> Result<String, String> {
    let (portal, account, role) = key;
    let is_it = |profile: &&DraftProfile| match &profile.decision {
        Decision::Become { source: Source::Role { portal: p, account: a, role: r }, .. } => {
            (p, a, r) == (portal, account, role)
        }
        _ => false,
    };
    if let Some(profile) = draft.profiles.iter().find(is_it) {
        return Ok(profile.name.clone());
    }
    if let Some(name) = in_config(draft, settings, key).or_else(|| native(draft, key)) {
        return Ok(name);
    }
    let known = settings.role(*portal, account, role).cloned();
    match known {
        Some(known) if known.via.is_none() => {
            let name = name(draft, settings, &known);
            let source = Source::Role { portal: *portal, account: account.clone(), role: role.clone() };
            draft.add(&name, source, region_key(&known));
            Ok(name)
        }
        Some(known) if depth < MAX_CHAIN => add_chain(draft, settings, &known, depth + 1)
            .ok_or_else(|| "its Via role is not reachable through any session".to_owned()),
        _ => Err("its Via role is not reachable through any session".to_owned()),
    }
}

/// Finds a profile of the config file whose process gives a role, also one that comes later in the file.
fn in_config(draft: &Draft<'_>, settings: &AwsSsoSettings, key: &Key) -> Option<String> {
    let config = draft.config;
    let found = config.profiles().find(|profile| match draft.process(profile) {
        Some(Process::AwsSso(process)) => {
            role(draft, settings, profile.name(), process).is_ok_and(|found| found == *key)
        }
        _ => false,
    });
    found.map(|profile| profile.name().to_owned())
}

/// Finds a profile that an earlier import has made.
fn native(draft: &Draft<'_>, (portal, account, role): &Key) -> Option<String> {
    let (config, entry) = (draft.config, draft.portals.get(*portal)?);
    let is_portal = |session: &str| {
        config.sso_session(session).is_some_and(|session| {
            session.get("sso_start_url").map(portal::normal) == Some(portal::normal(&entry.start_url))
        })
    };
    let found = config.profiles().find(|profile| {
        profile.get("sso_account_id") == Some(account)
            && profile.get("sso_role_name") == Some(role)
            && profile.get("sso_session").is_some_and(is_portal)
    });
    found.map(|profile| profile.name().to_owned())
}

/// Adds a profile for a role on top of another that the settings have and the config file has not.
fn add_chain(
    draft: &mut Draft<'_>,
    settings: &AwsSsoSettings,
    chain: &AwsSsoRole,
    depth: usize,
) -> Option<String> {
    let name = name(draft, settings, chain);
    match chained(draft, settings, chain, depth) {
        Ok(Source::Chain { role_arn, source, .. }) if is_there(draft, &role_arn, &source).is_some() => {
            is_there(draft, &role_arn, &source)
        }
        Ok(source) => {
            draft.add(&name, source, region_key(chain));
            Some(name)
        }
        Err(why) => {
            draft.left(format!("{} in {}", chain.name, chain.account), why);
            None
        }
    }
}

/// Finds the profile of a role on top of another that is to be made, or that an earlier import has made.
fn is_there(draft: &Draft<'_>, role_arn: &str, source: &str) -> Option<String> {
    let planned = draft.profiles.iter().find(|profile| match &profile.decision {
        Decision::Become { source: Source::Chain { role_arn: arn, source: base, .. }, .. } => {
            (arn.as_str(), base.as_str()) == (role_arn, source)
        }
        _ => false,
    });
    if let Some(profile) = planned {
        return Some(profile.name.clone());
    }
    let existing = draft.config.profiles().find(|profile| {
        (profile.get("role_arn"), profile.get("source_profile")) == (Some(role_arn), Some(source))
    });
    existing.map(|profile| profile.name().to_owned())
}

/// The key `region` of a new profile.
fn region_key(role: &AwsSsoRole) -> Vec<(String, String)> {
    let region = role.region.clone().filter(|region| Region::new(region.as_str()).is_ok());
    region.into_iter().map(|region| ("region".to_owned(), region)).collect()
}

/// Names a profile that the config file does not have: by hand, else by the template.
fn name(draft: &Draft<'_>, settings: &AwsSsoSettings, role: &AwsSsoRole) -> String {
    let template =
        settings.template.as_deref().and_then(|text| Template::parse(text).ok()).unwrap_or_default();
    let fields = ProfileFields {
        account: role.account_name.as_deref(),
        id: &role.account,
        email: None,
        role: &role.name,
        region: role.region.as_deref(),
        session: "",
    };
    let is_taken = |name: &str| {
        draft.config.profile(name).is_some() || draft.profiles.iter().any(|profile| profile.name == name)
    };
    let wanted = role.profile.as_deref().map(transliterated);
    portal::free(&wanted.unwrap_or_else(|| template.name(&fields)), is_taken)
}
