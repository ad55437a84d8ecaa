//! The endpoints that the config files set for a profile: by a `services` block, or for all services.

use crate::{Config, FileKind, Profile, Section};

/// The endpoint settings of a profile, looked up once for all services.
#[derive(Debug, Clone, Copy)]
pub struct EndpointUrls<'a> {
    /// The name of the profile's `services` block, and the block, if it exists.
    block: Option<(&'a str, Option<Section<'a>>)>,
    profile: &'a Profile<'a>,
}

/// What the config files say of the endpoint of one service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a URL, no URL, or a name that leads nowhere")]
pub enum EndpointUrl<'a> {
    /// Nothing.
    Unset,
    /// A URL, without the blanks around it, and the file that it stands in.
    Url(&'a str, FileKind),
    /// The profile names a `services` block that does not exist.
    NoServices(&'a str),
}

impl<'a> EndpointUrls<'a> {
    /// Looks up the `services` block of a profile.
    pub fn of(config: &'a Config<'_>, profile: &'a Profile<'_>) -> Self {
        let named = profile.text("services");
        Self { block: named.map(|name| (name, config.services(name))), profile }
    }

    /// Returns the URL of a service: that of the `services` block by the first of these keys, else the profile's
    /// `endpoint_url`.
    ///
    /// ```
    /// use daypass_config_parse::{Config, Dialect, Document, EndpointUrl, EndpointUrls, FileKind};
    ///
    /// let text = "[profile p]\nservices = s\nendpoint_url = http://all\n[services s]\nsts =\n  endpoint_url = http://sts\n";
    /// let file = Document::parse(text);
    /// let config = Config::new(&file, None, Dialect::AwsCli);
    /// let profile = config.profile("p").expect("it is there");
    /// let urls = EndpointUrls::of(&config, &profile);
    /// assert_eq!(urls.of_service(&["sts"]), EndpointUrl::Url("http://sts", FileKind::Config));
    /// assert_eq!(urls.of_service(&["sso"]), EndpointUrl::Url("http://all", FileKind::Config));
    /// ```
    pub fn of_service(&self, keys: &[&str]) -> EndpointUrl<'_> {
        let services = match &self.block {
            Some((name, None)) => return EndpointUrl::NoServices(name),
            Some((_, services)) => services.as_ref(),
            None => None,
        };
        let in_block = keys.iter().find_map(|key| services?.nested(key, "endpoint_url"));
        let of_profile = || self.profile.get("endpoint_url");
        let url = in_block.or_else(of_profile).map(str::trim).filter(|url| !url.is_empty());
        let file = || match (in_block, services) {
            (Some(_), Some(services)) => services.declared(),
            _ => self.profile.origin("endpoint_url"),
        };
        url.map_or(EndpointUrl::Unset, |url| {
            EndpointUrl::Url(url, file().map_or(FileKind::Config, |origin| origin.file))
        })
    }
}
