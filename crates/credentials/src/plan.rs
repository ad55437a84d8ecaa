//! How a profile gets its credentials, as a value.

use crate::{Endpoints, Session};
use daypass_sso_types::{AccountId, Credentials, Region, RoleName};
use daypass_token_cache::CacheKey;

/// How a profile, or a role that no profile names, gets its credentials: checked, with everything the config file had to
/// say about it.
#[derive(Debug, Clone)]
pub struct Plan {
    name: String,
    is_profile: bool,
    region: Option<Region>,
    endpoints: Endpoints,
    source: Source,
}

impl Plan {
    pub(crate) fn for_profile(
        name: &str,
        region: Option<Region>,
        endpoints: Endpoints,
        source: Source,
    ) -> Self {
        Self { name: name.to_owned(), is_profile: true, region, endpoints, source }
    }

    /// What a profile would say, for an account and role that no profile names.
    pub fn for_role(session: Session, account: AccountId, role: RoleName, region: Option<Region>) -> Self {
        Self {
            name: format!("{role}-{account}"),
            is_profile: false,
            region,
            endpoints: session.endpoints.clone(),
            source: Source::Sso { session, account, role },
        }
    }

    /// What keys in hand amount to: no profile, called by this name.
    pub fn for_keys(name: &str, keys: Credentials, endpoints: Endpoints, region: Option<Region>) -> Self {
        Self { name: name.to_owned(), is_profile: false, region, endpoints, source: Source::Static(keys) }
    }

    /// What to call it: the profile's name, or `ROLE-ACCOUNT`, which is no profile.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The profile's name; none for a role that no profile names.
    pub fn profile(&self) -> Option<&str> {
        self.is_profile.then_some(self.name.as_str())
    }

    /// The client region: of the settings, else of the profile.
    pub fn region(&self) -> Option<&Region> {
        self.region.as_ref()
    }

    /// The client region, else that of the sign-in: where STS and the console are asked.
    pub fn service_region(&self) -> Option<&Region> {
        self.region().or_else(|| self.session().map(|session| &session.region))
    }

    /// The account that the credentials are for, as far as the config says it.
    pub fn account(&self) -> Option<&str> {
        match &self.source {
            Source::Sso { account, .. } => Some(account.as_str()),
            Source::AssumeRole(assume) => assume.role_arn.split(':').nth(4),
            Source::Static(_) => None,
        }
    }

    /// The role that it ends in; none of keys.
    pub fn role(&self) -> Option<&str> {
        match &self.source {
            Source::Sso { role, .. } => Some(role.as_str()),
            Source::AssumeRole(assume) => assume.role_arn.rsplit('/').next(),
            Source::Static(_) => None,
        }
    }

    /// Where the profile's services are called.
    pub fn endpoints(&self) -> &Endpoints {
        &self.endpoints
    }

    /// Where the credentials come from.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Where the credentials are cached; static keys are not.
    pub fn cache_key(&self) -> Option<CacheKey> {
        self.source.cache_key()
    }

    /// Where the credentials of each step are cached: those of the plan, then those that they are got with.
    pub fn cache_keys(&self) -> impl Iterator<Item = CacheKey> {
        self.steps().filter_map(Source::cache_key)
    }

    /// The session at the bottom of it, where it has one.
    pub fn session(&self) -> Option<&Session> {
        self.steps().find_map(|source| match source {
            Source::Sso { session, .. } => Some(session),
            _ => None,
        })
    }

    /// Its source, the source of that, and so on.
    fn steps(&self) -> impl Iterator<Item = &Source> {
        std::iter::successors(Some(&self.source), |source| match source {
            Source::AssumeRole(assume) => Some(&assume.source),
            _ => None,
        })
    }
}

impl Source {
    fn cache_key(&self) -> Option<CacheKey> {
        match self {
            Self::Sso { session, account, role } => Some(session.role_key(account, role)),
            Self::AssumeRole(assume) => Some(assume.cache_key()),
            Self::Static(_) => None,
        }
    }
}

/// A source of credentials.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Source {
    /// A role of IAM Identity Center.
    Sso {
        /// Signed in to.
        session: Session,
        /// `sso_account_id`.
        account: AccountId,
        /// `sso_role_name`.
        role: RoleName,
    },
    /// Another role, assumed with the credentials of a source (`role_arn` with `source_profile`).
    AssumeRole(Box<AssumeRole>),
    /// Keys that stand in a file or in the environment.
    Static(Credentials),
}

/// `role_arn` and what goes with it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct AssumeRole {
    /// `role_arn`.
    pub role_arn: String,
    /// `role_session_name`; made up where it is not given.
    pub role_session_name: Option<String>,
    /// `external_id`.
    pub external_id: Option<String>,
    /// `duration_seconds`.
    pub duration_seconds: Option<u32>,
    /// `mfa_serial`: a code is asked for.
    pub mfa_serial: Option<String>,
    /// The region STS is called in.
    pub region: Option<Region>,
    /// Where STS is called.
    pub endpoints: Endpoints,
    /// Whose credentials assume it.
    pub source: Source,
}
