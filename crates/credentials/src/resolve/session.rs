//! Reads the session of a profile, and its account and role.

use super::reader::{KnownSession, Reader, absent, missing_in_profile, optional};
use crate::{Endpoints, Error, Fault, Session, Source, session::split_scopes};
use daypass_config_parse::{Config, Profile, Section, SectionKind, SectionName};
use daypass_sso_types::{Region, StartUrl};
use std::{rc::Rc, sync::Arc};

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
        let Some(name) = profile.text("sso_session") else {
            return complete(profile, endpoints).map(Arc::new);
        };
        let known = self.known_session(name, endpoints, profile.name())?;
        let keys = if profile.has_any(&known.keys) { known.keys.as_slice() } else { &[] };
        for &key in keys {
            if let (Some(of_profile), Some(of_session)) = (profile.get(key), known.section.get(key))
                && of_session != of_profile
            {
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
        let session = Arc::new(complete(&section, endpoints)?);
        let known = Rc::new(KnownSession { session, section, keys: section.keys() });
        sessions.insert(name.to_owned(), Rc::clone(&known));
        Ok(known)
    }
}

pub(super) fn no_session(config: &Config<'_>, name: &str, named_by: Option<&str>) -> Error {
    absent("sso-session", name, config.sso_sessions().map(|section| section.name()))
        .with_fault(Fault::NoSession { name: name.to_owned(), named_by: named_by.map(str::to_owned) })
        .with_session(name)
}

/// Makes a session from the keys of an sso-session or of a legacy profile, and checks them.
pub(super) fn complete(section: &Section<'_>, endpoints: Endpoints) -> Result<Session, Error> {
    let (kind, owner) = (section.kind().prefix(), section.name());
    let section_name = || SectionName::new(section.kind(), owner);
    let is_session = section.kind() == SectionKind::SsoSession;
    let about = |error: Error, fault: Fault| match is_session {
        true => error.with_fault(fault).with_session(owner),
        false => error.with_fault(fault),
    };
    let (Some(start_url), Some(region)) = (section.text("sso_start_url"), section.text("sso_region")) else {
        let mut missing = vec!["sso_start_url", "sso_region"];
        missing.retain(|key| section.text(key).is_none());
        let error = Error::configuration(format!("{kind} {owner} lacks {}", missing.join(" and ")));
        return Err(about(error, Fault::Missing { section: section_name(), keys: missing }));
    };
    let wrong = |key: &'static str| {
        let error = Error::configuration(format!("{key} of {kind} {owner} is wrong"));
        about(error, Fault::Value { section: section_name(), key })
    };
    let start_url = StartUrl::new(start_url).map_err(|error| wrong("sso_start_url").with_source(error))?;
    let region = Region::new(region).map_err(|error| wrong("sso_region").with_source(error))?;
    let name = is_session.then(|| owner.to_owned());
    // A legacy profile has no scopes.
    let scopes = if is_session { section.get("sso_registration_scopes") } else { None };
    Ok(Session::new(name, start_url, region, endpoints).with_scopes(scopes.map(split_scopes)))
}
