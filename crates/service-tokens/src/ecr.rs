//! Logins of container registries: ECR's private ones, one for each account and region, and its public one.

use crate::{Error, ServiceToken, json_call};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use daypass_sso_types::{AccountId, Credentials, Region};
use daypass_sts_client::signing::Scope;
use daypass_transport::{Caller, Endpoint, Malformed, Members, Partition, Service};
use http::header::CONTENT_TYPE;
use std::time::SystemTime;

/// The host of the public registry.
const PUBLIC_HOST: &str = "public.ecr.aws";

/// A container registry of ECR.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "ECR has these two kinds, with a service each")]
pub enum Registry {
    /// The private registry of an account in a region. The login of one is good for each that the credentials may read in
    /// that region.
    Private {
        /// The account, where the host names it.
        account: Option<AccountId>,
        /// The region.
        region: Region,
    },
    /// The public registry, whose service is in us-east-1 alone.
    Public,
}

/// The login of a registry.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RegistryLogin {
    /// The user name, which is `AWS`.
    pub username: String,
    /// The password.
    pub password: ServiceToken,
    /// When it expires: 12 h after it was made, or with the credentials.
    pub expires_at: SystemTime,
}

impl Registry {
    /// Reads the address of a registry as docker has it: a host, perhaps with a scheme, a port or a path. `None` if it is not
    /// one of ECR; a host below other domains of AWS is none.
    pub fn of_server(server: &str) -> Option<Self> {
        let rest = server.trim();
        let rest = rest.strip_prefix("https://").or_else(|| rest.strip_prefix("http://")).unwrap_or(rest);
        let host = rest.split(['/', ':']).next()?.to_ascii_lowercase();
        if host == PUBLIC_HOST {
            return Some(Self::Public);
        }
        let (account, rest) = host.split_once('.')?;
        // Dual stack: `ACCOUNT.dkr-ecr.REGION.on.aws`.
        let (rest, dual) = match (rest.strip_prefix("dkr.ecr."), rest.strip_prefix("dkr-ecr.")) {
            (Some(rest), _) => (rest, false),
            (None, Some(rest)) => (rest, true),
            (None, None) => match rest.strip_prefix("dkr.ecr-fips.") {
                Some(rest) => (rest, false),
                None => (rest.strip_prefix("dkr-ecr-fips.")?, true),
            },
        };
        let (region, suffix) = rest.split_once('.')?;
        let region = Region::new(region).ok()?;
        let is_of_aws = match dual {
            true => suffix == "on.aws" || suffix == "on.amazonwebservices.com.cn",
            false => suffix == Partition::of(&region).dns_suffix,
        };
        let is_id = account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
        let account = Some(AccountId::new(account).ok().filter(|_| is_id)?);
        is_of_aws.then_some(Self::Private { account, region })
    }

    /// Returns the region in which the service is asked.
    pub fn region(&self) -> Region {
        match self {
            Self::Private { region, .. } => region.clone(),
            Self::Public => public_region(),
        }
    }

    /// Returns the service, for its endpoint.
    pub fn service(&self) -> Service {
        match self {
            Self::Private { .. } => Service::Ecr,
            Self::Public => Service::EcrPublic,
        }
    }

    /// Returns the address of the registry as docker lists it; `None` if the account is not known.
    pub fn server(&self) -> Option<String> {
        Some(match self {
            Self::Private { account, region } => {
                let suffix = Partition::of(region).dns_suffix;
                format!("https://{}.dkr.ecr.{region}.{suffix}", account.as_ref()?)
            }
            Self::Public => format!("https://{PUBLIC_HOST}"),
        })
    }

    /// Asks for the login (`GetAuthorizationToken`).
    ///
    /// # Errors
    /// No answer, a refusal, or an answer that lacks a member.
    pub async fn login(
        &self,
        caller: &Caller,
        endpoint: &Endpoint,
        credentials: &Credentials,
        now: SystemTime,
    ) -> Result<RegistryLogin, Error> {
        let (service, target) = match self {
            Self::Private { .. } => ("ecr", "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken"),
            Self::Public => ("ecr-public", "SpencerFrontendService.GetAuthorizationToken"),
        };
        let request = http::Request::post(endpoint.uri("/"))
            .header(CONTENT_TYPE, "application/x-amz-json-1.1")
            .header("x-amz-target", target)
            .body(b"{}".to_vec())
            .map_err(|_| Malformed::new("the endpoint makes no request"))?;
        let region = self.region();
        let scope = Scope { service, region: &region };
        let mut members = json_call::send(caller, request, scope, credentials, now).await?;
        let data = match self {
            Self::Private { .. } => members.objects("authorizationData")?.into_iter().next(),
            Self::Public => Some(members.object("authorizationData")?),
        };
        let data = data.ok_or_else(|| Malformed::new("its member authorizationData is empty"))?;
        Ok(login(data)?)
    }
}

fn login(mut data: Members) -> Result<RegistryLogin, Malformed> {
    let expires_at = json_call::time(&mut data, "expiresAt")?;
    let wrong = || Malformed::new("its member authorizationToken is no user and password");
    let token = data.opaque("authorizationToken")?;
    let text = BASE64_STANDARD.decode(token).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let (username, password) = text.as_deref().and_then(|text| text.split_once(':')).ok_or_else(wrong)?;
    let password = daypass_transport::opaque(password.to_owned(), "authorizationToken")?;
    let username = daypass_transport::opaque(username.to_owned(), "authorizationToken")?;
    Ok(RegistryLogin { username, password: ServiceToken::new(password), expires_at })
}

fn public_region() -> Region {
    Region::new("us-east-1").expect("a constant that is a region")
}
