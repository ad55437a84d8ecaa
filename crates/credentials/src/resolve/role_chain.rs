//! Reads chains of roles: `role_arn` with `source_profile` or `credential_source`.

use super::{
    hops::{circle, step},
    reader::{Reader, find, static_keys, wrong},
};
use crate::{AssumeRole, Error, ExternalSource, Fault, Source, plan::home_region};
use daypass_config_parse::{Profile, SectionName};
use daypass_credential_sources::WebIdentity;
use daypass_transport::Service;

impl Reader<'_, '_> {
    /// Returns the source of a profile with `role_arn`.
    pub(super) fn role(
        &self,
        profile: &Profile<'_>,
        role_arn: &str,
        hops: &mut Vec<String>,
    ) -> Result<Source, Error> {
        match profile.text("web_identity_token_file") {
            Some(file) => self.web_identity(profile, role_arn, file),
            None => self.assume_role(profile, role_arn, hops),
        }
    }

    fn web_identity(&self, profile: &Profile<'_>, role_arn: &str, file: &str) -> Result<Source, Error> {
        self.require_own(profile, "web_identity_token_file")?;
        let region = self.region(profile)?.unwrap_or_else(|| home_region(role_arn));
        Ok(Source::External(ExternalSource::WebIdentity(Box::new(WebIdentity {
            role_arn: role_arn.to_owned(),
            session_name: profile.text("role_session_name").map(str::to_owned),
            token_file: file.into(),
            endpoint: self.endpoints(profile).endpoint(Service::Sts, &region)?,
            region,
        }))))
    }

    fn assume_role(
        &self,
        profile: &Profile<'_>,
        role_arn: &str,
        hops: &mut Vec<String>,
    ) -> Result<Source, Error> {
        step(profile.name(), hops)?;
        let source = self.base(profile, hops)?;
        let owned = |key| profile.text(key).map(str::to_owned);
        Ok(Source::AssumeRole(Box::new(AssumeRole {
            role_arn: role_arn.to_owned(),
            role_session_name: owned("role_session_name"),
            external_id: owned("external_id"),
            duration_seconds: duration(profile)?,
            mfa_serial: owned("mfa_serial"),
            region: self.region(profile)?,
            endpoints: self.endpoints(profile),
            source,
        })))
    }

    /// Returns the source whose credentials assume the role.
    fn base(&self, profile: &Profile<'_>, hops: &mut Vec<String>) -> Result<Source, Error> {
        let name = profile.name();
        let next = match (profile.text("source_profile"), profile.text("credential_source")) {
            (Some(_), Some(_)) => {
                return Err(Error::configuration(format!(
                    "profile {name} has both source_profile and credential_source; one of them has to go"
                ))
                .with_fault(Fault::TwoSources(name.to_owned())));
            }
            (None, None) => {
                return Err(Error::configuration(format!(
                    "profile {name} has role_arn but no source_profile"
                ))
                .with_fault(Fault::Missing {
                    section: SectionName::profile(name),
                    keys: vec!["source_profile"],
                }));
            }
            (None, Some(named)) => return self.machine(profile, named),
            (Some(next), None) => next,
        };
        let next_profile = find(self.config, next, Some(name))?;
        if !hops.iter().any(|seen| seen == next) {
            // Keys in the source profile win over its role, which they would assume if it were asked for itself.
            return match static_keys(&next_profile)? {
                Some(_) => self.own_source(&next_profile, hops),
                None => self.source(&next_profile, hops),
            };
        }
        // A profile may name itself as its source: its static keys then assume the role.
        match static_keys(&next_profile)? {
            Some(keys) if next == name => Ok(Source::Static(keys)),
            _ => Err(circle(hops, next)),
        }
    }

    /// Returns the source that `credential_source` names.
    pub(super) fn machine(&self, profile: &Profile<'_>, named: &str) -> Result<Source, Error> {
        let name = profile.name();
        if named == "Environment" {
            let keys = self.settings.environment_credentials.clone().map(Source::Static);
            return keys.ok_or_else(|| nothing_set(name, "AWS_ACCESS_KEY_ID"));
        }
        match ExternalSource::of_machine(named, &self.settings.machine) {
            Some(Ok(source)) => Ok(Source::External(source)),
            Some(Err(error)) => {
                Err(Error::from(error).with_fault(match self.settings.machine.metadata_disabled {
                    true if named == "Ec2InstanceMetadata" => Fault::InstanceNotAsked(name.to_owned()),
                    _ => Fault::NoEnvironmentKeys(name.to_owned()),
                }))
            }
            None => {
                let rule = "it is Environment, EcsContainer or Ec2InstanceMetadata";
                Err(wrong(profile, "credential_source", &rule).with_fact("value", named))
            }
        }
    }
}

fn nothing_set(name: &str, variable: &str) -> Error {
    let message =
        format!("profile {name} takes credentials from the environment, where {variable} is not set");
    Error::configuration(message).with_fault(Fault::NoEnvironmentKeys(name.to_owned()))
}

fn duration(profile: &Profile<'_>) -> Result<Option<u32>, Error> {
    const RULE: &str = "it is a number of seconds from 900 to 43200";
    let key = "duration_seconds";
    let Some(value) = profile.text(key) else { return Ok(None) };
    let wrong = || wrong(profile, key, &RULE).with_fact("value", value);
    let seconds = value.parse::<u32>().map_err(|_| wrong())?;
    if (900..=43_200).contains(&seconds) { Ok(Some(seconds)) } else { Err(wrong()) }
}
