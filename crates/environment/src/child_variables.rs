//! The environment variables of a program that runs with the credentials of one profile.

use crate::{Environment, Error, Variable};
use daypass_sso_types::{Credentials, Region};
use daypass_token_cache::time;

/// The SDK for JavaScript reads `AWS_REGION`, boto3 `AWS_DEFAULT_REGION`.
const REGION_VARIABLES: [Variable; 2] = [Variable::Region, Variable::DefaultRegion];

/// Returns the variables that give a program this region, as pairs of name and value.
pub fn region_variables(region: &Region) -> [(&'static str, String); 2] {
    REGION_VARIABLES.map(|variable| (variable.name(), region.to_string()))
}

/// Returns the variables that hide the config and the credentials file from a program. SDKs ask a credentials endpoint
/// last, and would prefer the keys of a profile `default` in these files.
pub fn no_config_files() -> [(&'static str, &'static str); 2] {
    let null_device = if cfg!(windows) { "NUL" } else { "/dev/null" };
    [Variable::ConfigFile, Variable::CredentialsFile].map(|variable| (variable.name(), null_device))
}

/// The variables to remove and to set, besides the keys, for a program that runs with the credentials of one profile or
/// role. Remove first, then set.
///
/// ```
/// use daypass_environment::{ChildVariables, Environment};
/// use daypass_sso_types::Region;
///
/// let environment = Environment::of([("AWS_PROFILE", "other"), ("AWS_REGION", "us-east-1")]);
/// let child = ChildVariables::of(&environment, Some("dev"), Some(&Region::new("eu-west-1")?))?;
/// assert!(child.remove.contains(&"AWS_PROFILE"));
/// assert!(child.set.contains(&("AWS_REGION", "eu-west-1".to_owned())));
/// // Apply them to a `std::process::Command`, and then set the keys (`key_variables`).
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChildVariables {
    /// The variables that would give the program other credentials.
    pub remove: Vec<&'static str>,
    /// The profile and the region, as pairs of name and value.
    pub set: Vec<(&'static str, String)>,
}

impl ChildVariables {
    /// Computes the variables for a child of a program with this `environment`. `profile` is the profile, if the
    /// credentials have one.
    ///
    /// Without a `region` the child gets none, even if the environment has one. A region that the environment did not
    /// have is noted in `DAYPASS_EXEC_REGION`, so that a nested `exec` of another profile does not take it for a choice
    /// of the person.
    ///
    /// # Errors
    /// The environment has a region that is not valid.
    pub fn of(
        environment: &Environment,
        profile: Option<&str>,
        region: Option<&Region>,
    ) -> Result<Self, Error> {
        let mut child = Self::default();
        child.remove.extend(Variable::identity().map(Variable::name));
        child.remove.push(Variable::ExecRegion.name());
        child.set.extend(profile.map(|profile| (Variable::Exec.name(), profile.to_owned())));
        match region {
            None => child.remove.extend(REGION_VARIABLES.map(Variable::name)),
            Some(region) => {
                child.set.extend(region_variables(region));
                if environment.region(profile)?.as_ref() != Some(region) {
                    child.set.push((Variable::ExecRegion.name(), region.to_string()));
                }
            }
        }
        Ok(child)
    }
}

/// Returns the variables that hold these credentials, as pairs of name and value in the AWS CLI's order. The strings
/// hold the secrets, and are not redacted. Variables of other credentials must be removed as well; see
/// [`ChildVariables`].
pub fn key_variables(credentials: &Credentials) -> Vec<(&'static str, String)> {
    let mut variables = vec![
        (Variable::AccessKeyId.name(), credentials.access_key_id.clone()),
        (Variable::SecretAccessKey.name(), credentials.secret_access_key.expose().to_owned()),
    ];
    let token = credentials.session_token.as_ref().map(|token| token.expose().to_owned());
    variables.extend(token.map(|token| (Variable::SessionToken.name(), token)));
    let end = credentials.expires_at.map(time::format);
    variables.extend(end.map(|end| (Variable::CredentialExpiration.name(), end)));
    variables
}

#[cfg(test)]
mod tests {
    use super::*;
    use daypass_sso_types::{SecretAccessKey, SessionToken};
    use std::time::{Duration, UNIX_EPOCH};

    #[test]
    fn the_region_goes_with_the_profile() {
        let region = Region::new("eu-west-1").expect("a region");
        let child = |set: &[(&str, &str)], region| {
            let environment = Environment::of(set.iter().copied());
            ChildVariables::of(&environment, Some("dev"), region).expect("an environment that can be read")
        };
        let is_noted =
            |child: &ChildVariables| child.set.iter().any(|(name, _)| *name == "DAYPASS_EXEC_REGION");
        assert!(is_noted(&child(&[], Some(&region))));
        assert!(!is_noted(&child(&[("AWS_REGION", "eu-west-1")], Some(&region))), "it was there before");
        let none = child(&[("AWS_REGION", "eu-west-1")], None);
        for name in ["AWS_REGION", "AWS_DEFAULT_REGION", "DAYPASS_EXEC_REGION", "AWS_ACCESS_KEY_ID"] {
            assert!(none.remove.contains(&name), "{name}");
        }
        assert_eq!(none.set, [("DAYPASS_EXEC", "dev".to_owned())]);
    }

    #[test]
    fn keys_are_what_the_environment_reads_back() {
        let keys = Credentials {
            access_key_id: "ASIA".to_owned(),
            secret_access_key: SecretAccessKey::new("s/k+1="),
            session_token: None,
            expires_at: None,
            account_id: None,
        };
        let names: Vec<_> = key_variables(&keys).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]);
        let whole = Credentials {
            session_token: Some(SessionToken::new("token")),
            expires_at: Some(UNIX_EPOCH + Duration::from_secs(1_800_000_000)),
            ..keys
        };
        let read = Environment::of(key_variables(&whole)).keys().expect("readable").expect("keys");
        assert_eq!(read, whole);
    }
}
