//! Chooses the source of a profile's credentials among its keys, in the order of the AWS CLI.

use super::{
    hops::{circle, step},
    reader::{Reader, find, missing_in_profile, no_source, static_keys, wrong},
};
use crate::{Error, ExternalSource, LoginProfile, ProcessLine, Source};
use daypass_config_parse::Profile;
use daypass_credential_sources::{has_keys_in_credentials_file, own_process_profile};

impl Reader<'_, '_> {
    /// Returns the source of a profile: its role first, as in the AWS CLI.
    pub(super) fn source(&self, profile: &Profile<'_>, hops: &mut Vec<String>) -> Result<Source, Error> {
        match profile.text("role_arn") {
            Some(role_arn) => self.role(profile, role_arn, hops),
            None => self.own_source(profile, hops),
        }
    }

    /// Returns the source of a profile without its role: what `source_profile` means where that profile has keys.
    pub(super) fn own_source(&self, profile: &Profile<'_>, hops: &mut Vec<String>) -> Result<Source, Error> {
        if profile.text("sso_account_id").is_some() || profile.text("sso_role_name").is_some() {
            return self.sso(profile);
        }
        if profile.text("web_identity_token_file").is_some() {
            return Err(missing_in_profile(profile, vec!["role_arn"]));
        }
        if has_keys_in_credentials_file(profile)
            && let Some(keys) = static_keys(profile)?
        {
            return Ok(Source::Static(keys));
        }
        if let Some(arn) = profile.text("login_session") {
            return self.login(profile, arn);
        }
        if let Some(line) = ProcessLine::of(profile) {
            return self.process(profile, line?, hops);
        }
        match (static_keys(profile)?, profile.text("credential_source")) {
            (Some(keys), _) => Ok(Source::Static(keys)),
            (None, Some(named)) => self.machine(profile, named),
            (None, None) => Err(no_source(profile)),
        }
    }

    /// Returns the source of a profile that has no other than its `credential_process`. One that is this program leads to the
    /// profile that it names.
    fn process(
        &self,
        profile: &Profile<'_>,
        line: ProcessLine,
        hops: &mut Vec<String>,
    ) -> Result<Source, Error> {
        let Some(target) = own_process_profile(profile) else {
            self.require_own(profile, "credential_process")?;
            return Ok(Source::External(ExternalSource::Process(line)));
        };
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
