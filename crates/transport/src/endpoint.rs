//! Endpoints of the AWS services, by the endpoint rule sets of the AWS SDKs, and configured URLs.

use crate::{Partition, plain_region};
use daypass_sso_types::Region;
use std::fmt;

/// An AWS service that daypass calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Service {
    /// SSO OIDC: registration and tokens. Endpoint prefix `oidc`.
    Oidc,
    /// SSO: the access portal's API. Endpoint prefix `portal.sso`.
    Portal,
    /// Security Token Service. Endpoint prefix `sts`.
    Sts,
    /// Console sign-in, data plane. Endpoint prefix `signin`.
    Signin,
    /// Elastic Container Registry. Endpoint prefix `api.ecr`.
    Ecr,
    /// The public registry of ECR. Endpoint prefix `api.ecr-public`.
    EcrPublic,
    /// CodeArtifact. Endpoint prefix `codeartifact`.
    CodeArtifact,
}

/// The variants of an AWS endpoint. A [custom](Endpoint::custom) endpoint has no variants.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "the two variants that AWS endpoints have had since 2021; built by callers"
)]
pub struct EndpointOptions {
    /// FIPS 140 validated (`use_fips_endpoint`).
    pub fips: bool,
    /// IPv4 and IPv6 (`use_dualstack_endpoint`).
    pub dual_stack: bool,
}

/// The base URL of a service: scheme, host, optional port, optional path prefix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    scheme: &'static str,
    authority: String,
    host: String,
    /// The path prefix: empty, or `/…` without a trailing slash.
    prefix: String,
}

impl Endpoint {
    /// Returns AWS's endpoint of a service in a region. `fips-REGION` and `REGION-fips` stand for the plain region with
    /// FIPS; an unknown region counts as one of the partition `aws`.
    pub fn aws(service: Service, region: &Region, options: EndpointOptions) -> Self {
        let (region, fips) = plain_region(region);
        let host =
            host(service, Partition::of(&region), region.as_str(), options.fips || fips, options.dual_stack);
        Self { scheme: "https", authority: host.clone(), host, prefix: String::new() }
    }

    /// Parses a configured URL, such as that of `AWS_ENDPOINT_URL_SSO`. Its path is a prefix for the paths of the API.
    ///
    /// # Errors
    /// A text that is not an `http` or `https` URL, or has user information or a query.
    pub fn custom(url: &str) -> Result<Self, InvalidEndpoint> {
        let invalid = |rule| InvalidEndpoint { url: redact(url), rule };
        let uri: http::Uri = url.trim().parse().map_err(|_| invalid("it is not a URL"))?;
        let scheme = match uri.scheme_str() {
            Some(scheme) if scheme.eq_ignore_ascii_case("https") => "https",
            Some(scheme) if scheme.eq_ignore_ascii_case("http") => "http",
            _ => return Err(invalid("it must begin with https:// or http://")),
        };
        let authority = uri.authority().ok_or_else(|| invalid("it has no host"))?;
        if authority.host().is_empty() {
            return Err(invalid("it has no host"));
        }
        if authority.as_str().contains('@') {
            return Err(invalid("it must not hold a user name or password"));
        }
        if uri.query().is_some() {
            return Err(invalid("it must not have a query"));
        }
        if authority.port().is_none() && authority.as_str().len() != authority.host().len() {
            return Err(invalid("its port is not a number"));
        }
        // The default port is left off, as in the Host header, which signatures cover.
        let default_port = if scheme == "https" { ":443" } else { ":80" };
        let text = authority.as_str().to_ascii_lowercase();
        Ok(Self {
            scheme,
            authority: text.strip_suffix(default_port).map(str::to_owned).unwrap_or(text),
            host: authority.host().to_ascii_lowercase(),
            prefix: uri.path().trim_end_matches('/').to_owned(),
        })
    }

    /// Returns the URI of a path of the API, with its query if it has one. Characters that are not valid in a URI are
    /// percent-encoded. A target beyond 64 KiB, the limit of a URI, is left off, so that the service refuses the call.
    pub fn uri(&self, path_and_query: &str) -> http::Uri {
        let slash = if path_and_query.starts_with('/') { "" } else { "/" };
        let url = format!("{}{}{slash}{}", self.origin(), self.prefix, sanitised(path_and_query));
        url.parse().or_else(|_| self.origin().parse()).unwrap_or_default()
    }

    /// Returns `scheme://host[:port]` without the path prefix: the base of the page that a browser opens.
    pub fn origin(&self) -> String {
        format!("{}://{}", self.scheme, self.authority)
    }

    /// Whether this is AWS's own endpoint of a service in a region, by any of its names: plain, FIPS, dual stack, or that
    /// of an interface VPC endpoint. Other names below AWS's domains can be had by anybody (`execute-api`, for example).
    ///
    /// ```
    /// use daypass_sso_types::Region;
    /// use daypass_transport::{Endpoint, Service};
    ///
    /// let region = Region::new("eu-west-1")?;
    /// let is_aws = |url: &str| Endpoint::custom(url).is_ok_and(|it| it.is_of_aws(Service::Oidc, &region));
    /// assert!(is_aws("https://oidc.eu-west-1.amazonaws.com"));
    /// assert!(is_aws("https://oidc-fips.eu-west-1.api.aws/"));
    /// assert!(is_aws("https://vpce-0a1b-2c3d.oidc.eu-west-1.vpce.amazonaws.com"));
    /// assert!(!is_aws("https://oidc.us-east-2.amazonaws.com"));
    /// assert!(!is_aws("https://vpce-0a1b-2c3d.execute-api.eu-west-1.vpce.amazonaws.com"));
    /// assert!(!is_aws("http://oidc.eu-west-1.amazonaws.com"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn is_of_aws(&self, service: Service, region: &Region) -> bool {
        let variants = [(false, false), (false, true), (true, false), (true, true)];
        let (region, _) = plain_region(region);
        self.scheme == "https"
            && variants.into_iter().any(|(fips, dual_stack)| {
                let aws = Self::aws(service, &region, EndpointOptions { fips, dual_stack });
                let mut parts = aws.host.splitn(2, region.as_str()).map(|part| part.trim_matches('.'));
                let (prefix, suffix) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
                let vpc = format!(".{prefix}.{region}.vpce.{suffix}");
                let id = self.authority.strip_suffix(&vpc).and_then(|id| id.strip_prefix("vpce-"));
                self.authority == aws.host
                    || (!suffix.is_empty() && id.is_some_and(|id| !id.is_empty() && !id.contains('.')))
            })
    }

    /// Returns the host without the port.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Returns the host, with the port if it is not the default one.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// Whether requests can be read on the network path: plain http to a host that is not loopback.
    ///
    /// ```
    /// use daypass_transport::Endpoint;
    /// let is_exposed = |url: &str| Endpoint::custom(url).map(|endpoint| endpoint.is_exposed());
    /// assert_eq!(is_exposed("http://10.0.0.1:4566"), Ok(true));
    /// assert_eq!(is_exposed("http://127.0.0.1.example:4566"), Ok(true));
    /// assert_eq!(is_exposed("http://localhost:4566"), Ok(false));
    /// assert_eq!(is_exposed("https://10.0.0.1"), Ok(false));
    /// ```
    pub fn is_exposed(&self) -> bool {
        let address = self.host.trim_start_matches('[').trim_end_matches(']').parse::<std::net::IpAddr>();
        let is_loopback = match address {
            Ok(address) => address.is_loopback(),
            Err(_) => self.host == "localhost",
        };
        self.scheme == "http" && !is_loopback
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}{}", self.scheme, self.authority, self.prefix)
    }
}

/// The error for a text that is not an endpoint URL. `Display` quotes it without user information.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidEndpoint {
    url: String,
    rule: &'static str,
}

impl fmt::Display for InvalidEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not an endpoint URL: {}", self.url, self.rule)
    }
}

impl std::error::Error for InvalidEndpoint {}

/// Returns the host by the rule sets of the services, which differ only in the branches below.
fn host(service: Service, partition: &Partition, region: &str, fips: bool, dual_stack: bool) -> String {
    let prefix = match service {
        Service::Oidc => "oidc",
        Service::Portal => "portal.sso",
        Service::Sts => "sts",
        Service::Signin => "signin",
        Service::Ecr if dual_stack => "ecr",
        Service::Ecr => "api.ecr",
        Service::EcrPublic if dual_stack && !fips => "ecr-public",
        Service::EcrPublic => "api.ecr-public",
        Service::CodeArtifact => "codeartifact",
    };
    let (suffix, dual_suffix) = (partition.dns_suffix, partition.dual_stack_dns_suffix);
    let gov = partition.id == "aws-us-gov";
    match (fips, dual_stack, service) {
        (true, true, _) => format!("{prefix}-fips.{region}.{dual_suffix}"),
        (false, true, _) => format!("{prefix}.{region}.{dual_suffix}"),
        // In GovCloud, sign-in has its own FIPS hosts; the plain hosts of the other services are FIPS hosts.
        (true, false, Service::Signin) if region == "us-gov-west-1" => {
            format!("signin-fips.{}", partition.signin_suffix)
        }
        (true, false, Service::Signin) if gov => format!("{region}.signin-fips.{}", partition.signin_suffix),
        (true, false, Service::Oidc | Service::Portal | Service::Sts) if gov => {
            format!("{prefix}.{region}.{suffix}")
        }
        (true, false, _) => format!("{prefix}-fips.{region}.{suffix}"),
        (false, false, Service::Signin) => format!("{region}.signin.{}", partition.signin_suffix),
        (false, false, Service::Sts) if partition.is_global(region) && partition.id == "aws" => {
            format!("sts.{suffix}")
        }
        (false, false, _) => format!("{prefix}.{region}.{suffix}"),
    }
}

fn sanitised(path_and_query: &str) -> String {
    let mut clean = String::with_capacity(path_and_query.len());
    for c in path_and_query.chars() {
        if c.is_ascii_graphic() && !"\"#<>\\^`{|}".contains(c) {
            clean.push(c);
        } else {
            clean.push_str(&crate::encode_component(c.encode_utf8(&mut [0; 4])));
        }
    }
    clean
}

/// Removes user information, so that no error shows a password.
fn redact(url: &str) -> String {
    match url.rsplit_once('@') {
        Some((_, rest)) => format!("…@{rest}"),
        None => url.to_owned(),
    }
}
