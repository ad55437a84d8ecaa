//! What a profile means: which session, account and role, which chain of roles, or static keys. The one place that
//! judges it.

mod chain;
mod pointer;
mod session;

use crate::{Endpoints, Error, Fault, Plan, Section, Session, Settings, Source, nearest::closest};
use daypass_config_parse::{Config, Profile};
use daypass_sso_types::{Credentials, SecretAccessKey, SessionToken};
use std::{fmt::Display, str::FromStr};

/// Reads a profile, with the AWS CLI's rules of which keys win: `role_arn` before SSO before static keys. A
/// `credential_process` that is this program (`daypass credential-process --profile P`) means P.
///
/// # Errors
/// Of kind `Configuration`; [`Error::fault`] says what is wrong as a value, [`Error::remedy`] what would fix it.
pub fn resolve(config: &Config<'_>, settings: &Settings, name: &str) -> Result<Plan, Error> {
    let profile = find(config, name, None)?;
    let whole = || {
        let region = match &settings.region {
            Some(region) => Some(region.clone()),
            None => optional(&profile, "region")?,
        };
        let endpoints = Endpoints::of(settings, config, Some(&profile));
        let reader = Reader { config, settings, asked: &profile };
        let source = reader.source(&profile, &mut Vec::new())?;
        Ok(Plan::for_profile(name, region, endpoints, source))
    };
    whole().map_err(|error: Error| error.with_profile(name))
}

/// The session that a profile signs in to. Account and role are not asked for.
///
/// # Errors
/// As [`resolve`]; a profile that contradicts its session is one, since each use of it would fail.
pub fn session_of_profile(config: &Config<'_>, settings: &Settings, name: &str) -> Result<Session, Error> {
    let profile = find(config, name, None)?;
    let direct = ["sso_session", "sso_start_url", "sso_region", "sso_account_id", "sso_role_name"];
    if direct.iter().any(|key| text(&profile, key).is_some()) {
        let reader = Reader { config, settings, asked: &profile };
        return reader.session(&profile).map_err(|error| error.with_profile(name));
    }
    let plan = resolve(config, settings, name)?;
    plan.session().cloned().ok_or_else(|| no_source(&profile).with_profile(name))
}

/// A session by its own name; endpoint choices come from the environment and, like everywhere, the profile.
///
/// # Errors
/// As [`resolve`].
pub fn session_named(
    config: &Config<'_>,
    settings: &Settings,
    name: &str,
    profile: Option<&str>,
) -> Result<Session, Error> {
    let section = config.sso_session(name).ok_or_else(|| session::no_session(config, name, None))?;
    let profile = profile.and_then(|profile| config.profile(profile));
    session::complete(
        Some(name.to_owned()),
        &session::Keys {
            section: Section::SsoSession(name.to_owned()),
            start_url: section.get("sso_start_url"),
            region: section.get("sso_region"),
            scopes: section.get("sso_registration_scopes"),
        },
        Endpoints::of(settings, config, profile.as_ref()),
    )
}

/// What every step of reading a profile looks at.
struct Reader<'a> {
    config: &'a Config<'a>,
    settings: &'a Settings,
    /// The profile that was asked for, whose endpoints serve where a profile on the way says none.
    asked: &'a Profile<'a>,
}

impl Reader<'_> {
    fn source(&self, profile: &Profile<'_>, hops: &mut Vec<String>) -> Result<Source, Error> {
        if let (Some(role_arn), None) = (text(profile, "role_arn"), text(profile, "web_identity_token_file"))
        {
            return self.assume_role(profile, role_arn, hops);
        }
        if text(profile, "sso_account_id").is_some() || text(profile, "sso_role_name").is_some() {
            return self.sso(profile);
        }
        if let Some(keys) = static_keys(profile)? {
            return Ok(Source::Static(keys));
        }
        match pointer::target(profile) {
            Some(target) => {
                chain::step(profile.name(), hops)?;
                let next = find(self.config, &target, Some(profile.name()))?;
                if hops.contains(&target) {
                    return Err(chain::circle(hops, &target));
                }
                self.source(&next, hops)
            }
            None => Err(no_source(profile)),
        }
    }

    fn endpoints(&self, profile: &Profile<'_>) -> Endpoints {
        Endpoints::on_the_way(self.settings, self.config, profile, self.asked)
    }
}

/// A profile, or the error that there is none; the profile that names it is who has to change.
fn find<'a>(config: &'a Config<'_>, name: &str, named_by: Option<&str>) -> Result<Profile<'a>, Error> {
    config.profile(name).ok_or_else(|| {
        let names = config.profiles().map(|profile| profile.name());
        let error = absent("profile", name, names)
            .with_fault(Fault::NoProfile { name: name.to_owned(), named_by: named_by.map(str::to_owned) });
        match named_by {
            Some(by) => error.with_fact("named by", format!("profile {by}")),
            None => error.with_profile(name),
        }
    })
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
            Err(missing_in_profile(profile, vec![missing]))
        }
    }
}

/// A profile from which nothing here makes credentials: what they come from instead, if from anything.
fn no_source(profile: &Profile<'_>) -> Error {
    let name = profile.name();
    for (key, words) in [
        ("credential_process", "gets its credentials from a credential_process, which daypass does not run"),
        (
            "web_identity_token_file",
            "gets its credentials by web_identity_token_file, which daypass does not read",
        ),
        ("login_session", "is signed in by `aws login` (login_session), which daypass does not do"),
    ] {
        if text(profile, key).is_some() {
            return Error::configuration(format!("profile {name} {words}"))
                .with_fault(Fault::NotServed { profile: name.to_owned(), key });
        }
    }
    if text(profile, "sso_session").is_some() {
        return missing_in_profile(profile, vec!["sso_account_id", "sso_role_name"]);
    }
    Error::configuration(format!("profile {name} has no SSO settings"))
        .with_fault(Fault::NoSource(name.to_owned()))
}

fn missing_in_profile(profile: &Profile<'_>, keys: Vec<&'static str>) -> Error {
    let name = profile.name();
    Error::configuration(format!("profile {name} lacks {}", keys.join(" and ")))
        .with_fault(Fault::Missing { section: Section::Profile(name.to_owned()), keys })
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

fn optional<T: FromStr<Err: Display>>(profile: &Profile<'_>, key: &'static str) -> Result<Option<T>, Error> {
    text(profile, key).map(str::parse).transpose().map_err(|error: T::Err| wrong(profile, key, &error))
}

/// A value that cannot be one of its key, and the rule that it breaks.
fn wrong(profile: &Profile<'_>, key: &'static str, rule: &dyn Display) -> Error {
    let name = profile.name();
    Error::configuration(format!("{key} of profile {name}: {rule}"))
        .with_fault(Fault::Value { section: Section::Profile(name.to_owned()), key })
}
