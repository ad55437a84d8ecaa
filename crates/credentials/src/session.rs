//! Sessions: what a person signs in to, an sso-session or the start URL of a legacy profile.

use crate::Endpoints;
use daypass_sso_types::{AccountId, Region, RoleName, StartUrl};
use daypass_token_cache::{CacheKey, RegistrationKey, RoleKey};

/// An sso-session, or the portal of a legacy profile, with checked values.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Session {
    /// The sso-session's name; `None` for a legacy profile.
    pub name: Option<String>,
    /// `sso_start_url`, exactly as configured.
    pub start_url: StartUrl,
    /// `sso_region`, the region of IAM Identity Center.
    pub region: Region,
    /// `sso_registration_scopes`, split at commas; `None` if the key is absent.
    pub scopes: Option<Vec<String>>,
    /// The endpoint settings for the OIDC service and the portal.
    pub endpoints: Endpoints,
}

impl Session {
    /// Creates a session without scopes, which need not be in a config file.
    pub fn new(name: Option<String>, start_url: StartUrl, region: Region, endpoints: Endpoints) -> Self {
        Self { name, start_url, region, scopes: None, endpoints }
    }

    /// Sets the scopes that a sign-in asks for.
    #[must_use]
    pub fn with_scopes(mut self, scopes: Option<Vec<String>>) -> Self {
        self.scopes = scopes;
        self
    }

    /// Returns a name for messages: the session's name, or the start URL.
    pub fn label(&self) -> &str {
        self.name.as_deref().unwrap_or(self.start_url.as_str())
    }

    /// Whether tokens of this session can be renewed. No AWS tool renews the token of a legacy profile.
    pub fn renews(&self) -> bool {
        self.name.is_some()
    }

    /// Returns the key of the token file.
    pub fn token_key(&self) -> CacheKey {
        match &self.name {
            Some(name) => CacheKey::for_session(name),
            None => CacheKey::for_start_url(self.start_url.as_str()),
        }
    }

    /// Returns the values that name the files of its client registrations.
    pub fn registration_key(&self) -> RegistrationKey<'_> {
        RegistrationKey {
            region: self.region.as_str(),
            scopes: self.scopes.as_deref(),
            session_name: self.name.as_deref(),
            start_url: self.start_url.as_str(),
        }
    }

    /// Returns the keys of its files in `~/.aws/sso/cache`: the token, then the client registrations of the two flows.
    pub fn keys(&self) -> [CacheKey; 3] {
        let [browser, device] = self.registration_key().slots();
        [self.token_key(), browser, device]
    }

    /// Returns the cache key of the credentials of a role in this session.
    pub fn role_key(&self, account: &AccountId, role: &RoleName) -> CacheKey {
        CacheKey::for_role(&RoleKey {
            account_id: account.as_str(),
            role_name: role.as_str(),
            session_name: self.name.as_deref(),
            start_url: if self.name.is_some() { None } else { Some(self.start_url.as_str()) },
        })
    }
}

/// Splits `sso_registration_scopes` as the AWS CLI does: at commas, trimmed, empty pieces dropped.
pub(crate) fn split_scopes(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|scope| !scope.is_empty()).map(str::to_owned).collect()
}
