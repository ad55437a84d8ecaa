//! Chooses the source of a profile's credentials among its keys, in the order of the AWS CLI.

use super::reader::{Reader, static_keys, text, wrong};
use crate::{Error, LoginProfile, Source};
use daypass_config_parse::{FileKind, Profile};

impl Reader<'_, '_> {
    pub(super) fn source(&self, profile: &Profile<'_>, hops: &mut Vec<String>) -> Result<Source, Error> {
        if let Some(role_arn) = text(profile, "role_arn")
            && text(profile, "web_identity_token_file").is_none()
        {
            return self.assume_role(profile, role_arn, hops);
        }
        if text(profile, "sso_account_id").is_some() || text(profile, "sso_role_name").is_some() {
            return self.sso(profile);
        }
        if let Some(arn) = text(profile, "login_session")
            && text(profile, "web_identity_token_file").is_none()
            && !has_keys_of_credentials_file(profile)
        {
            return self.login(profile, arn);
        }
        if let Some(keys) = static_keys(profile)? {
            return Ok(Source::Static(keys));
        }
        self.process(profile, hops)
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
