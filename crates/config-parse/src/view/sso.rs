//! The SSO settings of a profile, and the keys that it lacks.

use super::{Config, Section};

/// The SSO settings of a profile, by the rules of the AWS CLI v2: those of its sso-session, or its own (a legacy
/// profile).
///
/// Values may be absent or wrong; only presence and agreement are checked.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Sso<'c> {
    /// The name of the sso-session; `None` for a legacy profile.
    pub session: Option<&'c str>,
    /// Whether the section of the sso-session exists; always `true` for a legacy profile.
    pub is_declared: bool,
    /// `sso_start_url` of the sso-session or the legacy profile.
    pub start_url: Option<&'c str>,
    /// `sso_region` of the sso-session or the legacy profile.
    pub region: Option<&'c str>,
    /// `sso_registration_scopes` of the sso-session: split at commas, trimmed, without empty ones.
    pub registration_scopes: Option<Vec<&'c str>>,
    /// `sso_account_id` of the profile.
    pub account_id: Option<&'c str>,
    /// `sso_role_name` of the profile.
    pub role_name: Option<&'c str>,
    /// The keys that the profile and its sso-session have with different values: the AWS CLI refuses such a profile.
    pub conflicts: Vec<&'c str>,
}

impl Config<'_> {
    /// Returns the SSO settings of a profile; `None` if it has none of `sso_session`, `sso_start_url`, account and
    /// role.
    pub fn sso(&self, profile: &str) -> Option<Sso<'_>> {
        let profile = self.profile(profile)?;
        let session = profile.get("sso_session").filter(|name| !name.is_empty());
        let own = |key| profile.get(key);
        let keys = ["sso_start_url", "sso_account_id", "sso_role_name"];
        if session.is_none() && keys.into_iter().all(|key| own(key).is_none()) {
            return None;
        }
        let declared = session.and_then(|name| self.sso_session(name));
        let from = if session.is_some() { declared } else { Some(profile) };
        let shared = |key| from.and_then(|section: Section<'_>| section.get(key));
        let keys = declared.map(|section| section.keys()).unwrap_or_default();
        let differs = |key: &&str| {
            profile.get(key).is_some_and(|value| declared.and_then(|s| s.get(key)) != Some(value))
        };
        Some(Sso {
            session,
            is_declared: from.is_some(),
            start_url: shared("sso_start_url"),
            region: shared("sso_region"),
            registration_scopes: declared
                .and_then(|section| section.get("sso_registration_scopes"))
                .map(scopes),
            account_id: own("sso_account_id"),
            role_name: own("sso_role_name"),
            conflicts: keys.into_iter().filter(differs).collect(),
        })
    }
}

impl Sso<'_> {
    /// Lists the keys that a sign-in needs and that are absent or empty: `sso_start_url`, `sso_region`.
    pub fn missing_for_login(&self) -> Vec<&'static str> {
        absent([("sso_start_url", self.start_url), ("sso_region", self.region)])
    }

    /// Lists the keys that role credentials need and that are absent or empty: those of a sign-in, the account and the
    /// role.
    pub fn missing_for_credentials(&self) -> Vec<&'static str> {
        let mut missing = absent([("sso_role_name", self.role_name), ("sso_account_id", self.account_id)]);
        missing.extend(self.missing_for_login());
        missing
    }
}

fn absent(pairs: [(&'static str, Option<&str>); 2]) -> Vec<&'static str> {
    pairs.into_iter().filter(|(_, value)| value.is_none_or(str::is_empty)).map(|(key, _)| key).collect()
}

fn scopes(list: &str) -> Vec<&str> {
    list.split(',').map(str::trim).filter(|scope| !scope.is_empty()).collect()
}
