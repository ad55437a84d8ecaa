//! Reads the session of a profile, and its account and role.

use super::reader::{KnownSession, Reader, absent, missing_in_profile, optional, text};
use crate::{Endpoints, Error, Fault, Session, Source, session::split_scopes};
use daypass_config_parse::{Config, Profile, Section, SectionKind, SectionName};
use daypass_sso_types::{Region, StartUrl};
use std::{rc::Rc, sync::Arc};

/// The keys of a section from which a session is made.
pub(super) struct Keys<'a> {
    pub(super) section: SectionName,
    pub(super) start_url: Option<&'a str>,
    pub(super) region: Option<&'a str>,
    pub(super) scopes: Option<&'a str>,
}

impl<'a> Keys<'a> {
    /// The keys of an sso-session.
    pub(super) fn of_section(section: &Section<'a>) -> Self {
        Self {
            section: SectionName::sso_session(section.name()),
            start_url: section.get("sso_start_url"),
            region: section.get("sso_region"),
            scopes: section.get("sso_registration_scopes"),
        }
    }
}

impl<'c> Reader<'_, 'c> {
    pub(super) fn sso(&self, profile: &Profile<'_>) -> Result<Source, Error> {
        let session = self.session(profile)?;
        match (optional(profile, "sso_account_id")?, optional(profile, "sso_role_name")?) {
            (Some(account), Some(role)) => Ok(Source::Sso { session, account, role }),
            (account, _) => {
                let missing = if account.is_none() { "sso_account_id" } else { "sso_role_name" };
                Err(missing_in_profile(profile, vec![missing]))
            }
        }
    }

    /// Reads the session of a profile that has SSO keys: its sso-session, or its own keys (a legacy profile).
    pub(super) fn session(&self, profile: &Profile<'_>) -> Result<Arc<Session>, Error> {
        let endpoints = self.endpoints(profile);
        let Some(name) = text(profile, "sso_session") else {
            let keys = Keys {
                section: SectionName::profile(profile.name()),
                start_url: profile.get("sso_start_url"),
                region: profile.get("sso_region"),
                scopes: None,
            };
            return complete(None, &keys, endpoints).map(Arc::new);
        };
        let known = self.known_session(name, endpoints, profile.name())?;
        for &(key, of_session) in &known.keys {
            let Some(of_profile) = profile.get(key) else { continue };
            if of_session != of_profile {
                return Err(Error::configuration(format!(
                    "profile {} and its sso-session {name} contradict each other in {key}",
                    profile.name()
                ))
                .with_fault(Fault::Contradiction { profile: profile.name().to_owned(), key: key.to_owned() })
                .with_fact("profile", of_profile)
                .with_fact("session", of_session));
            }
        }
        Ok(Arc::clone(&known.session))
    }

    /// Reads an sso-session once for all profiles that have the same endpoints.
    fn known_session(
        &self,
        name: &str,
        endpoints: Endpoints,
        named_by: &str,
    ) -> Result<Rc<KnownSession<'c>>, Error> {
        let mut sessions = self.sessions.borrow_mut();
        if let Some(known) = sessions.get(name).filter(|known| known.session.endpoints == endpoints) {
            return Ok(Rc::clone(known));
        }
        let section = self.config.sso_session(name).ok_or_else(|| {
            no_session(self.config, name, Some(named_by)).with_fact("named by", format!("profile {named_by}"))
        })?;
        let session = Arc::new(complete(Some(name.to_owned()), &Keys::of_section(&section), endpoints)?);
        let keys = section.keys().into_iter().filter_map(|key| Some((key, section.get(key)?))).collect();
        let known = Rc::new(KnownSession { session, keys });
        sessions.insert(name.to_owned(), Rc::clone(&known));
        Ok(known)
    }
}

pub(super) fn no_session(config: &Config<'_>, name: &str, named_by: Option<&str>) -> Error {
    absent("sso-session", name, config.sso_sessions().map(|section| section.name()))
        .with_fault(Fault::NoSession { name: name.to_owned(), named_by: named_by.map(str::to_owned) })
        .with_session(name)
}

/// Makes a session from the keys of a section, and checks them.
pub(super) fn complete(
    name: Option<String>,
    keys: &Keys<'_>,
    endpoints: Endpoints,
) -> Result<Session, Error> {
    let (kind, owner) = (keys.section.kind().prefix(), keys.section.name());
    let about = |error: Error, fault: Fault| match keys.section.kind() {
        SectionKind::SsoSession => error.with_fault(fault).with_session(owner),
        _ => error.with_fault(fault),
    };
    let given =
        |value: Option<&str>| value.map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned);
    let (Some(start_url), Some(region)) = (given(keys.start_url), given(keys.region)) else {
        let missing: Vec<_> = [("sso_start_url", given(keys.start_url)), ("sso_region", given(keys.region))]
            .into_iter()
            .filter_map(|(key, value)| value.is_none().then_some(key))
            .collect();
        let error = Error::configuration(format!("{kind} {owner} lacks {}", missing.join(" and ")));
        return Err(about(error, Fault::Missing { section: keys.section.clone(), keys: missing }));
    };
    let wrong = |key: &'static str| {
        let error = Error::configuration(format!("{key} of {kind} {owner} is wrong"));
        about(error, Fault::Value { section: keys.section.clone(), key })
    };
    let start_url = StartUrl::new(start_url).map_err(|error| wrong("sso_start_url").with_source(error))?;
    let region = Region::new(region).map_err(|error| wrong("sso_region").with_source(error))?;
    Ok(Session::new(name, start_url, region, endpoints).with_scopes(keys.scopes.map(split_scopes)))
}
