//! Which endpoint a service of one profile is called at.

use crate::{Error, Settings};
use daypass_config_parse::{Config, Profile};
use daypass_sso_types::Region;
use daypass_transport::{Endpoint, EndpointOptions, Service};

/// The endpoint choices of one profile, taken out of the config so that the config can go.
///
/// First wins, as in the AWS CLI: `AWS_ENDPOINT_URL_<SERVICE>`, AWS_ENDPOINT_URL, the profile's `services`
/// block, the profile's `endpoint_url`; none of them where configured endpoints are ignored. With an
/// override, FIPS and dual stack do not apply.
#[derive(Debug, Clone, Default)]
pub struct Endpoints {
    oidc: Option<String>,
    portal: Option<String>,
    sts: Option<String>,
    signin: Option<String>,
    options: EndpointOptions,
}

impl Endpoints {
    /// Reads the choices for a profile; without one, those of the environment alone.
    pub fn of(settings: &Settings, config: &Config<'_>, profile: Option<&Profile<'_>>) -> Self {
        let flag = |setting: Option<bool>, key: &str| {
            setting.or_else(|| profile?.get(key)?.trim().to_ascii_lowercase().parse().ok()).unwrap_or(false)
        };
        let options = EndpointOptions {
            fips: flag(settings.use_fips, "use_fips_endpoint"),
            dual_stack: flag(settings.use_dual_stack, "use_dualstack_endpoint"),
        };
        if flag(settings.ignore_configured_endpoint_urls, "ignore_configured_endpoint_urls") {
            return Self { options, ..Self::default() };
        }
        let services = profile.and_then(|profile| config.services(profile.get("services")?));
        let choose = |of_service: &Option<String>, keys: &[&str]| {
            let in_block = || keys.iter().find_map(|key| services.as_ref()?.nested(key, "endpoint_url"));
            let in_profile = || profile?.get("endpoint_url");
            of_service.clone().or_else(|| settings.endpoint_url.clone()).or_else(|| {
                in_block().or_else(in_profile).map(str::trim).filter(|url| !url.is_empty()).map(str::to_owned)
            })
        };
        Self {
            // The SDK for Rust reads the spelling with a hyphen, all others the one with an underscore.
            oidc: choose(&settings.endpoint_url_sso_oidc, &["sso_oidc", "sso-oidc"]),
            portal: choose(&settings.endpoint_url_sso, &["sso"]),
            sts: choose(&settings.endpoint_url_sts, &["sts"]),
            signin: choose(&settings.endpoint_url_signin, &["signin"]),
            options,
        }
    }

    /// The endpoint of a service in a region.
    pub fn endpoint(&self, service: Service, region: &Region) -> Result<Endpoint, Error> {
        let (url, variable) = match service {
            Service::Oidc => (&self.oidc, "AWS_ENDPOINT_URL_SSO_OIDC"),
            Service::Portal => (&self.portal, "AWS_ENDPOINT_URL_SSO"),
            Service::Sts => (&self.sts, "AWS_ENDPOINT_URL_STS"),
            _ => (&self.signin, "AWS_ENDPOINT_URL_SIGNIN"),
        };
        match url {
            None => Ok(Endpoint::aws(service, region, self.options)),
            Some(url) => Endpoint::custom(url).map_err(|error| {
                Error::configuration(format!("the endpoint {url:?} cannot be used"))
                    .with_fact("set by", format!("{variable}, AWS_ENDPOINT_URL or the profile"))
                    .with_source(error)
            }),
        }
    }
}
