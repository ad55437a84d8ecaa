//! Reads the values of a profile, and makes the errors for missing and wrong ones.

use crate::{Endpoints, Error, Fault, Session, Settings};
use daypass_config_parse::{Config, Profile, Section, SectionName};
use daypass_sso_types::{Credentials, Region, SecretAccessKey, SessionToken, closest};
use std::{cell::RefCell, collections::BTreeMap, fmt::Display, rc::Rc, str::FromStr, sync::Arc};

/// The sso-sessions that were read, by name.
pub(super) type KnownSessions<'a> = RefCell<BTreeMap<String, Rc<KnownSession<'a>>>>;

/// An sso-session that was read, and the keys of its section, which no profile of it may contradict.
#[derive(Debug)]
pub(super) struct KnownSession<'a> {
    pub(super) session: Arc<Session>,
    pub(super) section: Section<'a>,
    pub(super) keys: Vec<&'a str>,
}

/// The inputs of resolving a profile, which every step reads.
pub(super) struct Reader<'a, 'c> {
    pub(super) config: &'c Config<'c>,
    pub(super) settings: &'a Settings,
    /// The profile that was asked for. Its endpoints apply to each profile of the chain that has none.
    pub(super) asked: &'a Profile<'a>,
    /// The endpoints of the profile that was asked for, read once.
    pub(super) endpoints: &'a Endpoints,
    /// The sso-sessions that were read already, by name.
    pub(super) sessions: &'a KnownSessions<'c>,
}

impl Reader<'_, '_> {
    pub(super) fn endpoints(&self, profile: &Profile<'_>) -> Endpoints {
        if profile.name() == self.asked.name() {
            return self.endpoints.clone();
        }
        Endpoints::read(self.settings, self.config, Some(profile), Some(self.asked))
    }

    /// Returns the client region: that of the settings, else the profile's.
    pub(super) fn region(&self, profile: &Profile<'_>) -> Result<Option<Region>, Error> {
        self.settings.region.clone().map_or_else(|| optional(profile, "region"), |region| Ok(Some(region)))
    }
}

/// Returns a profile, or the error that it does not exist, with the profile that names it.
pub(super) fn find<'a>(
    config: &'a Config<'_>,
    name: &str,
    named_by: Option<&str>,
) -> Result<Profile<'a>, Error> {
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

pub(super) fn static_keys(profile: &Profile<'_>) -> Result<Option<Credentials>, Error> {
    match (profile.text("aws_access_key_id"), profile.text("aws_secret_access_key")) {
        (Some(id), Some(secret)) => Ok(Some(Credentials {
            access_key_id: id.to_owned(),
            secret_access_key: SecretAccessKey::new(secret),
            session_token: profile.text("aws_session_token").map(SessionToken::new),
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

/// Makes the error for a profile without a source that this crate reads; it names the other source, if there is one.
pub(super) fn no_source(profile: &Profile<'_>) -> Error {
    let name = profile.name();
    for (key, words) in [
        ("credential_process", "gets its credentials from a credential_process, which daypass does not run"),
        (
            "web_identity_token_file",
            "gets its credentials by web_identity_token_file, which daypass does not read",
        ),
        ("login_session", "has a console sign-in (login_session), not IAM Identity Center"),
    ] {
        if profile.text(key).is_some() {
            return Error::configuration(format!("profile {name} {words}"))
                .with_fault(Fault::Unsupported { profile: name.to_owned(), key });
        }
    }
    if profile.text("sso_session").is_some() {
        return missing_in_profile(profile, vec!["sso_account_id", "sso_role_name"]);
    }
    Error::configuration(format!("profile {name} has no SSO settings"))
        .with_fault(Fault::NoSource(name.to_owned()))
}

pub(super) fn missing_in_profile(profile: &Profile<'_>, keys: Vec<&'static str>) -> Error {
    let name = profile.name();
    Error::configuration(format!("profile {name} lacks {}", keys.join(" and ")))
        .with_fault(Fault::Missing { section: SectionName::profile(name), keys })
}

pub(super) fn absent<'a>(what: &str, name: &str, names: impl Iterator<Item = &'a str>) -> Error {
    match closest(name, names) {
        Some(other) => Error::configuration(format!("{what} {name} does not exist; did you mean {other}?"))
            .with_meant(other),
        None => Error::configuration(format!("{what} {name} does not exist")),
    }
}

pub(super) fn optional<T: FromStr<Err: Display>>(
    profile: &Profile<'_>,
    key: &'static str,
) -> Result<Option<T>, Error> {
    profile.text(key).map(str::parse).transpose().map_err(|error: T::Err| wrong(profile, key, &error))
}

/// Makes the error for a value that is not valid for its key; `rule` says why.
pub(super) fn wrong(profile: &Profile<'_>, key: &'static str, rule: &dyn Display) -> Error {
    let name = profile.name();
    Error::configuration(format!("{key} of profile {name}: {rule}"))
        .with_fault(Fault::Value { section: SectionName::profile(name), key })
}
