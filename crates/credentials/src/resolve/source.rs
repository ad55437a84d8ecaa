//! Chooses the source of a profile's credentials among its keys, in the order of the AWS CLI.

use super::{
    chain,
    own_process::own_process_profile,
    reader::{Reader, find, no_source, static_keys, text},
};
use crate::{Error, Source};
use daypass_config_parse::Profile;

impl Reader<'_, '_> {
    pub(super) fn source(&self, profile: &Profile<'_>, hops: &mut Vec<String>) -> Result<Source, Error> {
        if let (Some(role_arn), None) = (text(profile, "role_arn"), text(profile, "web_identity_token_file"))
        {
            return self.assume_role(profile, role_arn, hops);
        }
        if text(profile, "sso_account_id").is_some() || text(profile, "sso_role_name").is_some() {
            return self.sso(profile);
        }
        if let Some(keys) = static_keys(profile)? {
            return Ok(Source::Static(keys));
        }
        match own_process_profile(profile) {
            Some(target) => {
                chain::step(profile.name(), hops)?;
                let next = find(self.config, &target, Some(profile.name()))?;
                if hops.contains(&target) {
                    return Err(chain::circle(hops, &target));
                }
                self.source(&next, hops)
            }
            None => Err(no_source(profile)),
        }
    }
}
