//! Chooses the endpoint at which a service is called for a profile.

use crate::{Error, Fault, Settings, Trust};
use daypass_config_parse::{Config, EndpointUrl, EndpointUrls, FileKind, Profile};
use daypass_login_session::SignInEndpoint;
use daypass_sso_types::Region;
use daypass_transport::{Endpoint, EndpointOptions, Service};
use std::{path::Path, sync::Arc};

/// The endpoint settings of one profile, copied out of the config, which need not live on.
///
/// As in the AWS CLI, the first of these wins: `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`, the profile's
/// `services` block, the profile's `endpoint_url`; all are ignored with `ignore_configured_endpoint_urls`. FIPS and
/// dual stack do not apply to a configured URL. [`Trust`] decides whether a configured URL may be called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Endpoints(Arc<Chosen>);

#[derive(Debug, Default, PartialEq, Eq)]
struct Chosen {
    oidc: Choice,
    portal: Choice,
    sts: Choice,
    signin: Choice,
    ecr: Choice,
    ecr_public: Choice,
    code_artifact: Choice,
    options: EndpointOptions,
    trust: Arc<Trust>,
}

/// The endpoint setting of one service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
enum Choice {
    /// AWS's own endpoint.
    #[default]
    Aws,
    /// A configured URL and the file that holds it; `None` for the environment.
    Url(String, Option<FileKind>),
    /// The profile names a `services` block that does not exist. AWS's own endpoint would be the wrong one.
    NoBlock(String),
}

impl Choice {
    fn of(said: EndpointUrl<'_>) -> Self {
        match said {
            EndpointUrl::Unset => Self::Aws,
            EndpointUrl::Url(url, file) => Self::Url(url.to_owned(), Some(file)),
            EndpointUrl::NoServices(name) => Self::NoBlock(name.to_owned()),
        }
    }
}

impl Endpoints {
    /// Reads the endpoint settings for a profile; without a profile, those of the environment alone.
    pub fn of(settings: &Settings, config: &Config<'_>, profile: Option<&Profile<'_>>) -> Self {
        Self::read(settings, config, profile, None)
    }

    /// Whether a profile has a key that is read here. One without has the endpoints of the environment.
    pub(crate) fn are_set_in(profile: &Profile<'_>) -> bool {
        profile.has_any(&[
            "services",
            "endpoint_url",
            "ignore_configured_endpoint_urls",
            "use_fips_endpoint",
            "use_dualstack_endpoint",
        ])
    }

    /// Reads the endpoint settings of a profile in a chain: its own, else those of the profile that was asked for,
    /// which the AWS CLI uses for each role of the chain.
    pub(crate) fn read(
        settings: &Settings,
        config: &Config<'_>,
        profile: Option<&Profile<'_>>,
        asked: Option<&Profile<'_>>,
    ) -> Self {
        let flag = |setting: Option<bool>, key: &str| {
            let own = || profile?.get(key)?.trim().to_ascii_lowercase().parse().ok();
            setting.or_else(own).unwrap_or(false)
        };
        let options = EndpointOptions {
            fips: flag(settings.use_fips, "use_fips_endpoint"),
            dual_stack: flag(settings.use_dual_stack, "use_dualstack_endpoint"),
        };
        if flag(settings.ignore_configured_endpoint_urls, "ignore_configured_endpoint_urls") {
            return Self(Arc::new(Chosen { options, ..Chosen::default() }));
        }
        let said = [profile, asked].map(|profile| profile.map(|profile| EndpointUrls::of(config, profile)));
        let choose = |of_service: &Option<String>, keys: &[&str]| {
            let in_files = || {
                let mut said = said.iter().flatten().map(|said| Choice::of(said.of_service(keys)));
                said.find(|choice| !matches!(choice, Choice::Aws)).unwrap_or_default()
            };
            let of_environment = of_service.clone().or_else(|| settings.endpoint_url.clone());
            of_environment.map_or_else(in_files, |url| Choice::Url(url, None))
        };
        Self(Arc::new(Chosen {
            // The SDK for Rust reads `sso-oidc`, all other tools read `sso_oidc`.
            oidc: choose(&settings.endpoint_url_sso_oidc, &["sso_oidc", "sso-oidc"]),
            portal: choose(&settings.endpoint_url_sso, &["sso"]),
            sts: choose(&settings.endpoint_url_sts, &["sts"]),
            signin: choose(&settings.endpoint_url_signin, &["signin"]),
            ecr: choose(&settings.endpoint_url_ecr, &["ecr"]),
            ecr_public: choose(&settings.endpoint_url_ecr_public, &["ecr_public"]),
            code_artifact: choose(&settings.endpoint_url_codeartifact, &["codeartifact"]),
            options,
            trust: settings.trust.clone().unwrap_or_default(),
        }))
    }

    /// Returns the origins of the endpoints that tokens go to, without AWS's own and those of allowed hosts.
    pub fn origins(&self, region: &Region) -> Vec<String> {
        [Service::Oidc, Service::Portal].into_iter().filter_map(|it| self.origin(it, region)).collect()
    }

    /// Returns the endpoint of console sign-ins, to whose origin they are bound by the same rule.
    ///
    /// # Errors
    /// Those of [`Endpoints::endpoint`].
    pub fn sign_in_endpoint(&self, region: &Region) -> Result<SignInEndpoint, Error> {
        let endpoint = self.endpoint(Service::Signin, region)?;
        Ok(SignInEndpoint { endpoint, origin: self.origin(Service::Signin, region) })
    }

    fn origin(&self, service: Service, region: &Region) -> Option<String> {
        let endpoint = self.endpoint(service, region).ok()?;
        let is_trusted = endpoint.is_of_aws(service, region) || self.0.trust.allows(&endpoint);
        (!is_trusted).then(|| endpoint.origin())
    }

    /// Returns the endpoint of a service in a region.
    ///
    /// # Errors
    /// A configured text that is not a URL, or a URL that no token may be sent to ([`Fault::ForeignEndpoint`]).
    pub fn endpoint(&self, service: Service, region: &Region) -> Result<Endpoint, Error> {
        let (url, variable) = match service {
            Service::Oidc => (&self.0.oidc, "AWS_ENDPOINT_URL_SSO_OIDC"),
            Service::Portal => (&self.0.portal, "AWS_ENDPOINT_URL_SSO"),
            Service::Sts => (&self.0.sts, "AWS_ENDPOINT_URL_STS"),
            Service::Ecr => (&self.0.ecr, "AWS_ENDPOINT_URL_ECR"),
            Service::EcrPublic => (&self.0.ecr_public, "AWS_ENDPOINT_URL_ECR_PUBLIC"),
            Service::CodeArtifact => (&self.0.code_artifact, "AWS_ENDPOINT_URL_CODEARTIFACT"),
            _ => (&self.0.signin, "AWS_ENDPOINT_URL_SIGNIN"),
        };
        match url {
            Choice::Aws => Ok(Endpoint::aws(service, region, self.0.options)),
            Choice::NoBlock(name) => {
                Err(Error::configuration(format!("the services block {name} does not exist"))
                    .with_fault(Fault::NoServices(name.clone())))
            }
            Choice::Url(url, file) => {
                let endpoint = Endpoint::custom(url).map_err(|error| {
                    Error::configuration(format!("the endpoint {url:?} cannot be used"))
                        .with_fact("set by", format!("{variable}, AWS_ENDPOINT_URL or the profile"))
                        .with_source(error)
                })?;
                let foreign = file.and_then(|file| foreign_file(&self.0.trust, file));
                self.0.trust.check(&endpoint, foreign).map_err(|distrust| {
                    let mut error = Error::configuration(distrust.to_string());
                    if let Some(host) = distrust.host() {
                        error = error.with_fault(Fault::ForeignEndpoint { host: host.to_owned() });
                    }
                    if let Some(file) = distrust.file() {
                        error = error.with_fact("file", file.display().to_string());
                    }
                    error
                })?;
                Ok(endpoint)
            }
        }
    }
}

/// Returns the path of a config file that is not the person's own; `None` for one that is.
pub fn foreign_file(trust: &Trust, file: FileKind) -> Option<&Path> {
    match file {
        FileKind::Credentials => trust.foreign_credentials.as_deref(),
        _ => trust.foreign_config.as_deref(),
    }
}
