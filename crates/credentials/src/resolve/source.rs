//! Chooses the source of a profile's credentials among its keys, in the order of the AWS CLI.

use super::{
    hops::{circle, step},
    reader::{Reader, find, no_source, static_keys, wrong},
};
use crate::{Error, LoginProfile, Source};
use daypass_config_parse::{Config, FileKind, Profile};
use daypass_credential_sources::own_process_profile;

impl Reader<'_, '_> {
    pub(super) fn source(&self, profile: &Profile<'_>, hops: &mut Vec<String>) -> Result<Source, Error> {
        if let Some(role_arn) = profile.text("role_arn")
            && profile.text("web_identity_token_file").is_none()
        {
            return self.assume_role(profile, role_arn, hops);
        }
        if profile.text("sso_account_id").is_some() || profile.text("sso_role_name").is_some() {
            return self.sso(profile);
        }
        if let Some(arn) = profile.text("login_session")
            && profile.text("web_identity_token_file").is_none()
            && !has_keys_of_credentials_file(profile)
        {
            return self.login(profile, arn);
        }
        if let Some(keys) = static_keys(profile)? {
            return Ok(Source::Static(keys));
        }
        self.process(profile, hops)
    }

    /// Returns the source of a profile that has no other than its `credential_process`.
    fn process(&self, profile: &Profile<'_>, hops: &mut Vec<String>) -> Result<Source, Error> {
        let target = own_process_profile(profile).ok_or_else(|| no_source(profile))?;
        step(profile.name(), hops)?;
        let next = find(self.config, &target, Some(profile.name()))?;
        if hops.contains(&target) { Err(circle(hops, &target)) } else { self.source(&next, hops) }
    }

    fn login(&self, profile: &Profile<'_>, arn: &str) -> Result<Source, Error> {
        let session = arn.parse().map_err(|error| wrong(profile, "login_session", &error))?;
        let region = self.region(profile)?;
        let endpoints = self.endpoints(profile);
        let choose = move |region: &_| Ok(endpoints.sign_in_endpoint(region)?);
        Ok(Source::Login(LoginProfile::new(session, region, choose)))
    }
}

/// Whether a profile has keys in the credentials file, which win over a console sign-in; those in the config file do not.
fn has_keys_of_credentials_file(profile: &Profile<'_>) -> bool {
    let origin = profile.origin("aws_access_key_id");
    origin.is_some_and(|origin| origin.file == FileKind::Credentials)
}

/// Finds the profile whose console sign-in (`login_session`) a profile uses: itself, or the one at the end of its chain.
/// `None` if the chain ends otherwise, or not at all.
///
/// ```
/// use daypass_config_parse::{Config, Dialect, Document};
/// use daypass_credentials::login_owner;
///
/// let file = Document::parse("[profile r]\nrole_arn = r\nsource_profile = d\n[profile d]\nlogin_session = a\n");
/// let config = Config::new(&file, None, Dialect::AwsCli);
/// assert_eq!(login_owner(&config, "r").as_ref().map(|owner| owner.name()), Some("d"));
/// ```
pub fn login_owner<'c>(config: &'c Config<'_>, name: &str) -> Option<Profile<'c>> {
    let mut next = config.profile(name)?;
    // A chain without a circle has no more links than there are profiles.
    for _ in config.profiles() {
        let link = match (next.text("role_arn"), next.text("login_session")) {
            (Some(_), _) => next.text("source_profile")?.to_owned(),
            (None, Some(_)) => return Some(next),
            (None, None) => own_process_profile(&next)?,
        };
        next = config.profile(&link)?;
    }
    None
}
