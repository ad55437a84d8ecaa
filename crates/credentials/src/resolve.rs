//! What a profile means: which session, account and role, which chain of roles, or static keys.

use crate::{
    AssumeRole, Endpoints, Error, Plan, Session, Settings, Source, nearest::closest, session::split_scopes,
};
use daypass_config_parse::{Config, Profile};
use daypass_sso_types::{Credentials, Region, SecretAccessKey, SessionToken, StartUrl};
use std::{fmt::Display, str::FromStr};

/// Roles assumed one through the other; AWS has no limit, a config that needs more is a mistake.
const MAX_HOPS: usize = 8;

/// Reads a profile, with the AWS CLI's rules of which keys win: `role_arn` before SSO before static keys.
pub fn resolve(config: &Config<'_>, settings: &Settings, name: &str) -> Result<Plan, Error> {
    let profile = find(config, name)?;
    let region = match &settings.region {
        Some(region) => Some(region.clone()),
        None => optional(&profile, "region")?,
    };
    let endpoints = Endpoints::of(settings, config, Some(&profile));
    let source =
        source(config, settings, &profile, &mut Vec::new()).map_err(|error| error.with_profile(name))?;
    Ok(Plan { profile: name.to_owned(), region, endpoints, source })
}

/// The session that a profile signs in to. Account and role are not asked for.
pub fn session_of_profile(config: &Config<'_>, settings: &Settings, name: &str) -> Result<Session, Error> {
    let profile = find(config, name)?;
    let direct = ["sso_session", "sso_start_url", "sso_region", "sso_account_id", "sso_role_name"];
    if direct.iter().any(|key| text(&profile, key).is_some()) {
        return session(config, settings, &profile).map_err(|error| error.with_profile(name));
    }
    let plan = resolve(config, settings, name)?;
    plan.session().cloned().ok_or_else(|| no_sso(&profile).with_profile(name))
}

/// A session by its own name; endpoint choices come from the environment and, like everywhere, the profile.
pub fn session_named(
    config: &Config<'_>,
    settings: &Settings,
    name: &str,
    profile: Option<&str>,
) -> Result<Session, Error> {
    let section = config.sso_session(name).ok_or_else(|| no_session(config, name))?;
    let profile = profile.and_then(|profile| config.profile(profile));
    complete(
        Some(name.to_owned()),
        section.get("sso_start_url"),
        section.get("sso_region"),
        section.get("sso_registration_scopes"),
        Endpoints::of(settings, config, profile.as_ref()),
        ("sso-session", name),
    )
}

fn find<'a>(config: &'a Config<'_>, name: &str) -> Result<Profile<'a>, Error> {
    config.profile(name).ok_or_else(|| {
        let names = config.profiles().map(|profile| profile.name());
        absent("profile", name, names).with_profile(name)
    })
}

fn source(
    config: &Config<'_>,
    settings: &Settings,
    profile: &Profile<'_>,
    hops: &mut Vec<String>,
) -> Result<Source, Error> {
    if let (Some(role_arn), None) = (text(profile, "role_arn"), text(profile, "web_identity_token_file")) {
        return assume_role(config, settings, profile, role_arn, hops);
    }
    if text(profile, "sso_account_id").is_some() || text(profile, "sso_role_name").is_some() {
        return sso(config, settings, profile);
    }
    if let Some(keys) = static_keys(profile)? {
        return Ok(Source::Static(keys));
    }
    Err(no_sso(profile))
}

fn sso(config: &Config<'_>, settings: &Settings, profile: &Profile<'_>) -> Result<Source, Error> {
    let session = session(config, settings, profile)?;
    if let Some(section) = session.name.as_deref().and_then(|name| config.sso_session(name)) {
        for key in section.keys() {
            let (Some(of_session), Some(of_profile)) = (section.get(key), profile.get(key)) else { continue };
            if of_session != of_profile {
                return Err(Error::configuration(format!(
                    "profile {} and its sso-session {} contradict each other in {key}",
                    profile.name(),
                    section.name()
                ))
                .with_fact("profile", of_profile)
                .with_fact("session", of_session));
            }
        }
    }
    match (optional(profile, "sso_account_id")?, optional(profile, "sso_role_name")?) {
        (Some(account), Some(role)) => Ok(Source::Sso { session, account, role }),
        (account, _) => {
            let missing = if account.is_none() { "sso_account_id" } else { "sso_role_name" };
            Err(Error::configuration(format!("profile {} lacks {missing}", profile.name())))
        }
    }
}

/// The session of a profile that has SSO keys: the named one, or its own (legacy) keys.
fn session(config: &Config<'_>, settings: &Settings, profile: &Profile<'_>) -> Result<Session, Error> {
    let endpoints = Endpoints::of(settings, config, Some(profile));
    match text(profile, "sso_session") {
        Some(name) => {
            let section = config.sso_session(name).ok_or_else(|| {
                no_session(config, name).with_fact("named by", format!("profile {}", profile.name()))
            })?;
            complete(
                Some(name.to_owned()),
                section.get("sso_start_url"),
                section.get("sso_region"),
                section.get("sso_registration_scopes"),
                endpoints,
                ("sso-session", name),
            )
        }
        None => complete(
            None,
            profile.get("sso_start_url"),
            profile.get("sso_region"),
            None,
            endpoints,
            ("profile", profile.name()),
        ),
    }
}

fn complete(
    name: Option<String>,
    start_url: Option<&str>,
    region: Option<&str>,
    scopes: Option<&str>,
    endpoints: Endpoints,
    (kind, owner): (&str, &str),
) -> Result<Session, Error> {
    let given =
        |value: Option<&str>| value.map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned);
    let missing: Vec<_> = [("sso_start_url", given(start_url)), ("sso_region", given(region))]
        .into_iter()
        .filter_map(|(key, value)| value.is_none().then_some(key))
        .collect();
    let (Some(start_url), Some(region)) = (given(start_url), given(region)) else {
        return Err(Error::configuration(format!("{kind} {owner} lacks {}", missing.join(" and "))));
    };
    let start_url = StartUrl::new(start_url).map_err(|error| {
        Error::configuration(format!("sso_start_url of {kind} {owner} is wrong")).with_source(error)
    })?;
    let region = Region::new(region).map_err(|error| {
        Error::configuration(format!("sso_region of {kind} {owner} is wrong")).with_source(error)
    })?;
    Ok(Session::new(name, start_url, region, endpoints).with_scopes(scopes.map(split_scopes)))
}

fn assume_role(
    config: &Config<'_>,
    settings: &Settings,
    profile: &Profile<'_>,
    role_arn: &str,
    hops: &mut Vec<String>,
) -> Result<Source, Error> {
    let name = profile.name();
    hops.push(name.to_owned());
    if hops.len() > MAX_HOPS {
        return Err(Error::configuration(format!(
            "more than {MAX_HOPS} roles are chained: {}",
            hops.join(" → ")
        )));
    }
    let source = match (text(profile, "source_profile"), text(profile, "credential_source")) {
        (Some(_), Some(_)) => {
            return Err(Error::configuration(format!(
                "profile {name} has both source_profile and credential_source; one of them has to go"
            )));
        }
        (None, None) => {
            return Err(Error::configuration(format!("profile {name} has role_arn but no source_profile")));
        }
        (None, Some("Environment")) => match &settings.environment_credentials {
            Some(keys) => Source::Static(keys.clone()),
            None => {
                return Err(Error::configuration(format!(
                    "profile {name} takes credentials from the environment, where AWS_ACCESS_KEY_ID is not set"
                )));
            }
        },
        (None, Some(other)) => {
            return Err(Error::configuration(format!(
                "profile {name} has credential_source = {other}, which daypass does not read"
            )));
        }
        (Some(next), None) => {
            let next_profile = find(config, next)?;
            if hops.iter().any(|seen| seen == next) {
                // A profile may be its own source where it holds static keys: they assume the role.
                match static_keys(&next_profile)? {
                    Some(keys) if next == name => Source::Static(keys),
                    _ => {
                        return Err(Error::configuration(format!(
                            "source_profile goes in a circle: {} → {next}",
                            hops.join(" → ")
                        )));
                    }
                }
            } else {
                source(config, settings, &next_profile, hops)?
            }
        }
    };
    let owned = |key| text(profile, key).map(str::to_owned);
    Ok(Source::AssumeRole(Box::new(AssumeRole {
        role_arn: role_arn.to_owned(),
        role_session_name: owned("role_session_name"),
        external_id: owned("external_id"),
        duration_seconds: optional(profile, "duration_seconds")?,
        mfa_serial: owned("mfa_serial"),
        region: match &settings.region {
            Some(region) => Some(region.clone()),
            None => optional(profile, "region")?,
        },
        endpoints: Endpoints::of(settings, config, Some(profile)),
        source,
    })))
}

fn static_keys(profile: &Profile<'_>) -> Result<Option<Credentials>, Error> {
    match (text(profile, "aws_access_key_id"), text(profile, "aws_secret_access_key")) {
        (Some(id), Some(secret)) => Ok(Some(Credentials {
            access_key_id: id.to_owned(),
            secret_access_key: SecretAccessKey::new(secret),
            session_token: text(profile, "aws_session_token").map(SessionToken::new),
            expires_at: None,
            account_id: optional(profile, "aws_account_id")?,
        })),
        (None, None) => Ok(None),
        (id, _) => {
            let missing = if id.is_none() { "aws_access_key_id" } else { "aws_secret_access_key" };
            Err(Error::configuration(format!("profile {} lacks {missing}", profile.name())))
        }
    }
}

fn no_sso(profile: &Profile<'_>) -> Error {
    let name = profile.name();
    if text(profile, "credential_process").is_some() {
        return Error::configuration(format!(
            "profile {name} gets its credentials from a credential_process, which daypass does not run"
        ));
    }
    if text(profile, "sso_session").is_some() {
        return Error::configuration(format!("profile {name} lacks sso_account_id and sso_role_name"));
    }
    Error::configuration(format!("profile {name} has no SSO settings"))
}

fn no_session(config: &Config<'_>, name: &str) -> Error {
    absent("sso-session", name, config.sso_sessions().map(|section| section.name())).with_session(name)
}

fn absent<'a>(what: &str, name: &str, names: impl Iterator<Item = &'a str>) -> Error {
    match closest(name, names) {
        Some(other) => Error::configuration(format!("{what} {name} does not exist; did you mean {other}?"))
            .with_meant(other),
        None => Error::configuration(format!("{what} {name} does not exist")),
    }
}

/// A value that is there and not empty: an empty value means what no value means.
fn text<'a>(profile: &'a Profile<'_>, key: &str) -> Option<&'a str> {
    profile.get(key).map(str::trim).filter(|value| !value.is_empty())
}

fn optional<T: FromStr<Err: Display>>(profile: &Profile<'_>, key: &str) -> Result<Option<T>, Error> {
    text(profile, key).map(str::parse).transpose().map_err(|error: T::Err| {
        Error::configuration(format!("{key} of profile {}: {error}", profile.name()))
    })
}
