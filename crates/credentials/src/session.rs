//! What one signs in to: a named sso-session, or the start URL of a legacy profile.

use crate::Endpoints;
use daypass_sso_types::{AccountId, Region, RoleName, StartUrl};
use daypass_token_cache::{CacheKey, RegistrationKey, RoleKey};

/// A sign-in target, complete and checked.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Session {
    /// The sso-session's name; none for a legacy profile.
    pub name: Option<String>,
    /// The access portal, exactly as configured.
    pub start_url: StartUrl,
    /// The region of IAM Identity Center, `sso_region`.
    pub region: Region,
    /// `sso_registration_scopes`, split; none where the key is absent.
    pub scopes: Option<Vec<String>>,
    /// Where its services are called.
    pub endpoints: Endpoints,
}

impl Session {
    /// A target that no config file needs to know.
    pub fn new(name: Option<String>, start_url: StartUrl, region: Region, endpoints: Endpoints) -> Self {
        Self { name, start_url, region, scopes: None, endpoints }
    }

    /// The same with these scopes asked for.
    #[must_use]
    pub fn with_scopes(mut self, scopes: Option<Vec<String>>) -> Self {
        self.scopes = scopes;
        self
    }

    /// How people know it: its name, or the start URL.
    pub fn label(&self) -> &str {
        self.name.as_deref().unwrap_or(self.start_url.as_str())
    }

    /// Whether its tokens can be renewed: legacy tokens never are, by any tool.
    pub fn renews(&self) -> bool {
        self.name.is_some()
    }

    /// The key of its token file.
    pub fn token_key(&self) -> CacheKey {
        match &self.name {
            Some(name) => CacheKey::for_session(name),
            None => CacheKey::for_start_url(self.start_url.as_str()),
        }
    }

    /// The key of its client registration.
    pub fn registration_key(&self) -> RegistrationKey<'_> {
        RegistrationKey {
            region: self.region.as_str(),
            scopes: self.scopes.as_deref(),
            session_name: self.name.as_deref(),
            start_url: self.start_url.as_str(),
        }
    }

    /// The keys of its files in `~/.aws/sso/cache`: the token's, then those of the client registrations by flow.
    pub fn keys(&self) -> [CacheKey; 3] {
        let [browser, device] = self.registration_key().slots();
        [self.token_key(), browser, device]
    }

    /// The key of the credentials of one of its roles.
    pub fn role_key(&self, account: &AccountId, role: &RoleName) -> CacheKey {
        CacheKey::for_role(&RoleKey {
            account_id: account.as_str(),
            role_name: role.as_str(),
            session_name: self.name.as_deref(),
            start_url: if self.name.is_some() { None } else { Some(self.start_url.as_str()) },
        })
    }
}

/// `sso_registration_scopes` as the AWS CLI splits it: at commas, trimmed, empty pieces dropped.
pub(crate) fn split_scopes(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|scope| !scope.is_empty()).map(str::to_owned).collect()
}
