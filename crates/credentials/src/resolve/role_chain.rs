//! Reads chains of roles: `role_arn` with `source_profile` or `credential_source`.

use super::{
    hops::{circle, step},
    reader::{Reader, find, static_keys, wrong},
};
use crate::{AssumeRole, Error, Fault, Source};
use daypass_config_parse::{Profile, SectionName};

impl Reader<'_, '_> {
    pub(super) fn assume_role(
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
            (None, Some("Environment")) => return self.environment(name),
            (None, Some(other)) => {
                return Err(Error::configuration(format!(
                    "profile {name} has credential_source = {other}, which daypass does not read"
                ))
                .with_fault(Fault::Unsupported { profile: name.to_owned(), key: "credential_source" }));
            }
            (Some(next), None) => next,
        };
        let next_profile = find(self.config, next, Some(name))?;
        if !hops.iter().any(|seen| seen == next) {
            return self.source(&next_profile, hops);
        }
        // A profile may name itself as its source: its static keys then assume the role.
        match static_keys(&next_profile)? {
            Some(keys) if next == name => Ok(Source::Static(keys)),
            _ => Err(circle(hops, next)),
        }
    }

    fn environment(&self, name: &str) -> Result<Source, Error> {
        match &self.settings.environment_credentials {
            Some(keys) => Ok(Source::Static(keys.clone())),
            None => Err(Error::configuration(format!(
                "profile {name} takes credentials from the environment, where AWS_ACCESS_KEY_ID is not set"
            ))
            .with_fault(Fault::NoEnvironmentKeys(name.to_owned()))),
        }
    }
}

fn duration(profile: &Profile<'_>) -> Result<Option<u32>, Error> {
    const RULE: &str = "it is a number of seconds from 900 to 43200";
    let key = "duration_seconds";
    let Some(value) = profile.text(key) else { return Ok(None) };
    let wrong = || wrong(profile, key, &RULE).with_fact("value", value);
    let seconds = value.parse::<u32>().map_err(|_| wrong())?;
    if (900..=43_200).contains(&seconds) { Ok(Some(seconds)) } else { Err(wrong()) }
}
