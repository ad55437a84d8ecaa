//! Reads the values of a profile, and makes the errors for missing and wrong ones.

use crate::{Endpoints, Error, Fault, Session, Settings, foreign_file};
use daypass_config_parse::{Config, Profile, Section, SectionName};
use daypass_sso_types::{Credentials, Region, closest};
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

    /// Refuses a source that a config file names which is not the person's own: it would start any program, or send any file.
    pub(super) fn require_own(&self, profile: &Profile<'_>, key: &'static str) -> Result<(), Error> {
        let trust = self.settings.trust.as_deref();
        let file = profile.origin(key).map(|origin| origin.file);
        let Some(foreign) = trust.zip(file).and_then(|(trust, file)| foreign_file(trust, file)) else {
            return Ok(());
        };
        let name = profile.name();
        let message = format!("{key} of profile {name} is not used: its file is not your own");
        Err(Error::configuration(message)
            .with_fault(Fault::ForeignSource { profile: name.to_owned(), key })
            .with_fact("file", foreign.display().to_string()))
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
    daypass_credential_sources::static_keys(profile)
        .map_err(|missing| missing_in_profile(profile, vec![missing]))
}

/// Makes the error for a profile without a source.
pub(super) fn no_source(profile: &Profile<'_>) -> Error {
    let name = profile.name();
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
