//! Which endpoint a service of one profile is called at.

use crate::{Error, Fault, Settings};
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
    oidc: Choice,
    portal: Choice,
    sts: Choice,
    signin: Choice,
    options: EndpointOptions,
}

/// What is said of one service.
#[derive(Debug, Clone, Default)]
enum Choice {
    /// Nothing: AWS's own endpoint.
    #[default]
    Aws,
    Url(String),
    /// The profile names a `services` block that does not exist: another endpoint than AWS's was meant.
    NoBlock(String),
}

impl Endpoints {
    /// Reads the choices for a profile; without one, those of the environment alone.
    pub fn of(settings: &Settings, config: &Config<'_>, profile: Option<&Profile<'_>>) -> Self {
        Self::read(settings, config, profile, None)
    }

    /// Those of a profile that another one leads to: its own, else those of the one that was asked for, which the AWS
    /// CLI takes for each step.
    pub(crate) fn on_the_way(
        settings: &Settings,
        config: &Config<'_>,
        profile: &Profile<'_>,
        asked: &Profile<'_>,
    ) -> Self {
        Self::read(settings, config, Some(profile), Some(asked))
    }

    fn read(
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
            return Self { options, ..Self::default() };
        }
        let choose = |of_service: &Option<String>, keys: &[&str]| {
            let of_environment = of_service.clone().or_else(|| settings.endpoint_url.clone());
            let in_files = || {
                let mut said =
                    [profile, asked].into_iter().flatten().map(|profile| in_file(config, profile, keys));
                said.find(|choice| !matches!(choice, Choice::Aws)).unwrap_or_default()
            };
            of_environment.map_or_else(in_files, Choice::Url)
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
            Choice::Aws => Ok(Endpoint::aws(service, region, self.options)),
            Choice::NoBlock(name) => {
                Err(Error::configuration(format!("the services block {name} does not exist"))
                    .with_fault(Fault::NoServices(name.clone())))
            }
            Choice::Url(url) => Endpoint::custom(url).map_err(|error| {
                Error::configuration(format!("the endpoint {url:?} cannot be used"))
                    .with_fact("set by", format!("{variable}, AWS_ENDPOINT_URL or the profile"))
                    .with_source(error)
            }),
        }
    }
}

/// What a profile says of a service: its block before its own `endpoint_url`.
fn in_file(config: &Config<'_>, profile: &Profile<'_>, keys: &[&str]) -> Choice {
    let named = profile.get("services").map(str::trim).filter(|name| !name.is_empty());
    let block = named.map(|name| (name, config.services(name)));
    if let Some((name, None)) = block {
        return Choice::NoBlock(name.to_owned());
    }
    let services = block.and_then(|(_, services)| services);
    let in_block = keys.iter().find_map(|key| services.as_ref()?.nested(key, "endpoint_url"));
    let url = in_block.or_else(|| profile.get("endpoint_url"));
    let url = url.map(str::trim).filter(|url| !url.is_empty());
    url.map_or(Choice::Aws, |url| Choice::Url(url.to_owned()))
}
