//! Reads the options of an HTTP client from the environment.

use crate::{Environment, Error, Variable};
use daypass_transport::{ClientOptions, Proxies, ProxyChoice};
use std::path::{Path, PathBuf};

/// Proxies, certificates and attempts of the environment, read as the AWS CLI does.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Network {
    /// AWS_CA_BUNDLE.
    pub ca_bundle: Option<PathBuf>,
    /// REQUESTS_CA_BUNDLE, which is used if neither AWS_CA_BUNDLE nor the profile's `ca_bundle` is set.
    pub requests_ca_bundle: Option<PathBuf>,
    /// `HTTP_PROXY`, `HTTPS_PROXY`, `NO_PROXY` and their lower-case spellings, which win. `ALL_PROXY` is ignored.
    pub proxies: ProxyChoice,
    /// AWS_MAX_ATTEMPTS; `None` if it is not set or is not a number of 1 or more.
    pub max_attempts: Option<u32>,
}

impl Network {
    /// Reads the variables.
    ///
    /// # Errors
    /// A proxy or a NO_PROXY that cannot be read, because calls would go out without a proxy.
    pub fn of(environment: &Environment) -> Result<Self, Error> {
        let path = |variable| environment.raw(variable).filter(|path| !path.is_empty()).map(PathBuf::from);
        let attempts = environment.hint(Variable::MaxAttempts).and_then(|text| text.trim().parse().ok());
        Ok(Self {
            ca_bundle: path(Variable::CaBundle),
            requests_ca_bundle: path(Variable::RequestsCaBundle),
            proxies: proxies(environment)?,
            max_attempts: attempts.filter(|attempts| *attempts > 0),
        })
    }

    /// Returns the options of an HTTP client for a profile with this `ca_bundle`. A leading `~/` is the home directory.
    pub fn client_options(&self, ca_bundle: Option<&str>, home: &Path) -> ClientOptions {
        let of_profile = ca_bundle.map(str::trim).filter(|path| !path.is_empty()).map(|path| {
            match path.strip_prefix("~/") {
                Some(rest) => home.join(rest),
                None => PathBuf::from(path),
            }
        });
        let mut options = ClientOptions::default();
        options.ca_bundle = self.ca_bundle.clone().or(of_profile).or_else(|| self.requests_ca_bundle.clone());
        options.proxies = self.proxies.clone();
        options
    }
}

fn proxies(environment: &Environment) -> Result<ProxyChoice, Error> {
    // The lower-case spelling wins, even if it is set to an empty text.
    let lower_or_upper = |lower: Variable, upper: Variable| {
        let variable = if environment.raw(lower).is_some() { lower } else { upper };
        environment.text(variable).map(|text| (variable, text))
    };
    let (plain_from, plain) = lower_or_upper(Variable::HttpProxyLower, Variable::HttpProxy)?;
    let (secure_from, secure) = lower_or_upper(Variable::HttpsProxyLower, Variable::HttpsProxy)?;
    let (_, bypass) = lower_or_upper(Variable::NoProxyLower, Variable::NoProxy)?;
    let has_system_settings = cfg!(any(windows, target_os = "macos"));
    if has_system_settings && plain.is_none() && secure.is_none() && !environment.is_set(Variable::AllProxy) {
        return Ok(ProxyChoice::System);
    }
    let proxies = Proxies::new(plain.as_deref(), secure.as_deref(), bypass.as_deref().unwrap_or_default());
    proxies.map(ProxyChoice::Only).map_err(|error| {
        let variable = if error.for_scheme() == "http" { plain_from } else { secure_from };
        Error::invalid(variable, format!("is set, and {error}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// T25-02, T25-03: which bundle is trusted.
    #[test]
    fn the_order_of_ca_bundles() {
        for (variables, of_profile, expected) in [
            (&[][..], None, None),
            (&[("REQUESTS_CA_BUNDLE", "/r")], None, Some("/r")),
            (&[("REQUESTS_CA_BUNDLE", "/r")], Some("~/p.pem"), Some("/home/me/p.pem")),
            (&[("REQUESTS_CA_BUNDLE", "/r"), ("AWS_CA_BUNDLE", "/a")], Some("/p"), Some("/a")),
            (&[("AWS_CA_BUNDLE", "")], Some(" "), None),
        ] {
            let environment = Environment::of(variables.iter().copied());
            let network = Network::of(&environment).expect("nothing is wrong");
            let options = network.client_options(of_profile, Path::new("/home/me"));
            assert_eq!(options.ca_bundle.as_deref(), expected.map(Path::new), "{variables:?} {of_profile:?}");
        }
    }

    /// T04-05, T04-08: what cannot be read is no reason to connect directly.
    #[cfg(unix)]
    #[test]
    fn proxies_that_cannot_be_read_are_errors() {
        use std::os::unix::ffi::OsStringExt as _;
        let raw = |bytes: &[u8]| std::ffi::OsString::from_vec(bytes.to_vec());
        for (name, value, expected) in [
            ("NO_PROXY", raw(b"\xe9x,127.0.0.1"), "NO_PROXY is not valid UTF-8"),
            (
                "HTTP_PROXY",
                raw(b"::::"),
                "HTTP_PROXY is set, and the proxy for http addresses cannot be used: it is not an address such as \
                 http://proxy:3128",
            ),
            (
                "https_proxy",
                raw(b"socks5h://127.0.0.1:9"),
                "https_proxy is set, and the proxy for https addresses cannot be used: its scheme is socks5h, and only \
                 http and https are spoken",
            ),
        ] {
            let error = Network::of(&Environment::of([(name, value)])).expect_err("an error");
            assert_eq!(error.to_string(), expected);
            assert_eq!(error.variable().map(Variable::name), Some(name));
        }
        // T25-01: not obeyed, as the AWS CLI does not.
        let all = Environment::of([("ALL_PROXY", "socks5h://127.0.0.1:9")]);
        assert!(
            matches!(Network::of(&all), Ok(Network { proxies: ProxyChoice::Only(proxies), .. }) if proxies.is_empty())
        );
    }
}
