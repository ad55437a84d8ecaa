//! Plans: how a profile or a role gets its credentials.

use crate::{Endpoints, ExternalSource, LoginProfile, Session};
use daypass_sso_types::{AccountId, Credentials, Region, RoleName};
use daypass_token_cache::CacheKey;
use daypass_transport::Partition;
use std::sync::Arc;

/// How a profile, or a role that no profile names, gets its credentials. A plan is checked, and holds all that is
/// needed from the config files.
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

    /// Creates a plan for an account and role that no profile names.
    pub fn for_role(session: Session, account: AccountId, role: RoleName, region: Option<Region>) -> Self {
        Self {
            name: format!("{role}-{account}"),
            is_profile: false,
            region,
            endpoints: session.endpoints.clone(),
            source: Source::Sso { session: Arc::new(session), account, role },
        }
    }

    /// Creates a plan for keys that the caller has; `name` is for messages.
    pub fn for_keys(name: &str, keys: Credentials, endpoints: Endpoints, region: Option<Region>) -> Self {
        Self { name: name.to_owned(), is_profile: false, region, endpoints, source: Source::Static(keys) }
    }

    /// Returns a name for messages: the profile's name, or `ROLE-ACCOUNT` for a role that no profile names.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the profile's name; `None` for a role that no profile names.
    pub fn profile(&self) -> Option<&str> {
        self.is_profile.then_some(self.name.as_str())
    }

    /// Returns the client region: that of the settings, else the profile's.
    pub fn region(&self) -> Option<&Region> {
        self.region.as_ref()
    }

    /// Returns the region in which STS and the console are called: the client region, else the region of the sign-in.
    pub fn service_region(&self) -> Option<&Region> {
        self.region().or_else(|| self.session().map(|session| &session.region))
    }

    /// Returns the account of the credentials, if the config says it.
    pub fn account(&self) -> Option<&str> {
        match &self.source {
            Source::Sso { account, .. } => Some(account.as_str()),
            Source::AssumeRole(assume) => assume.role_arn.split(':').nth(4),
            Source::Login(profile) => profile.session().as_str().split(':').nth(4),
            Source::External(source) => source.role_arn()?.split(':').nth(4),
            Source::Static(_) => None,
        }
    }

    /// Returns the name of the role; `None` for static keys and for a console sign-in.
    pub fn role(&self) -> Option<&str> {
        match &self.source {
            Source::Sso { role, .. } => Some(role.as_str()),
            Source::AssumeRole(assume) => assume.role_arn.rsplit('/').next(),
            Source::External(source) => source.role_arn()?.rsplit('/').next(),
            Source::Login(_) | Source::Static(_) => None,
        }
    }

    /// Returns the endpoint settings of the profile.
    pub fn endpoints(&self) -> &Endpoints {
        &self.endpoints
    }

    /// Returns the source of the credentials.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Returns the cache key of the credentials; `None` for static keys, which are not cached, and for a console sign-in,
    /// whose file has a key of another kind.
    pub fn cache_key(&self) -> Option<CacheKey> {
        self.source.cache_key()
    }

    /// Returns the cache keys of the plan's credentials and of each source in its chain, in this order.
    pub fn cache_keys(&self) -> impl Iterator<Item = CacheKey> {
        self.steps().filter_map(Source::cache_key)
    }

    /// Returns the session at the end of the chain, if the chain ends in one.
    pub fn session(&self) -> Option<&Session> {
        self.steps().find_map(|source| match source {
            Source::Sso { session, .. } => Some(session.as_ref()),
            _ => None,
        })
    }

    /// Returns the console sign-in at the end of the chain, if the chain ends in one.
    pub fn login(&self) -> Option<&LoginProfile> {
        self.steps().find_map(|source| match source {
            Source::Login(profile) => Some(profile),
            _ => None,
        })
    }

    /// Iterates over the sources of the chain, the plan's own first.
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
            Self::External(source) => source.cache_key(),
            Self::Login(_) | Self::Static(_) => None,
        }
    }
}

/// A source of credentials.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Source {
    /// A role of IAM Identity Center.
    Sso {
        /// The session that must be signed in.
        session: Arc<Session>,
        /// `sso_account_id`.
        account: AccountId,
        /// `sso_role_name`.
        role: RoleName,
    },
    /// A role that is assumed with the credentials of another source (`role_arn` with `source_profile`).
    AssumeRole(Box<AssumeRole>),
    /// A console sign-in (`login_session`), as `aws login` opens one.
    Login(LoginProfile),
    /// A program, a web identity, a container or an instance.
    External(ExternalSource),
    /// Static keys of a file or of the environment.
    Static(Credentials),
}

/// The arguments of AssumeRole, and the source whose credentials call it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct AssumeRole {
    /// `role_arn`.
    pub role_arn: String,
    /// `role_session_name`; one is generated if it is `None`.
    pub role_session_name: Option<String>,
    /// `external_id`.
    pub external_id: Option<String>,
    /// `duration_seconds`, from 900 to 43200 seconds.
    pub duration_seconds: Option<u32>,
    /// `mfa_serial`; [`MfaPrompt`](crate::MfaPrompt) asks for the code.
    pub mfa_serial: Option<String>,
    /// The region in which STS is called; `None` for the default region of the role's partition.
    pub region: Option<Region>,
    /// The endpoint settings for STS.
    pub endpoints: Endpoints,
    /// The source whose credentials assume the role.
    pub source: Source,
}

/// Returns the region in which STS is called for a role without a region: each partition has its own.
pub(crate) fn home_region(role_arn: &str) -> Region {
    let region = Partition::of_arn(role_arn).implicit_global_region;
    Region::new(region).expect("a constant that is a region")
}
