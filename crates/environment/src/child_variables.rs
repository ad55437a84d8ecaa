//! What a program is started with, so that it is somebody and nobody else.

use crate::{Environment, Error, Variable};
use daypass_sso_types::{Credentials, Region};
use daypass_token_cache::time;

/// JavaScript reads AWS_REGION, boto3 AWS_DEFAULT_REGION.
const REGION: [Variable; 2] = [Variable::Region, Variable::DefaultRegion];

/// The variables that give a program a region.
pub fn region_variables(region: &Region) -> [(&'static str, String); 2] {
    REGION.map(|variable| (variable.name(), region.to_string()))
}

/// The variables that hide the config and the credentials file from a program. SDKs ask a credentials endpoint last, so
/// they would prefer the keys of a profile `default` in these files to the endpoint.
pub fn no_config_files() -> [(&'static str, &'static str); 2] {
    let nowhere = if cfg!(windows) { "NUL" } else { "/dev/null" };
    [Variable::ConfigFile, Variable::CredentialsFile].map(|variable| (variable.name(), nowhere))
}

/// The variables of a program that is to be somebody, beside the keys. First what is removed goes, then what is set comes.
///
/// ```
/// use daypass_environment::{Child, Environment};
/// use daypass_sso_types::Region;
///
/// let environment = Environment::of([("AWS_PROFILE", "other"), ("AWS_REGION", "us-east-1")]);
/// let child = Child::of(&environment, Some("dev"), Some(&Region::new("eu-west-1")?))?;
/// assert!(child.remove.contains(&"AWS_PROFILE"));
/// assert!(child.set.contains(&("AWS_REGION", "eu-west-1".to_owned())));
/// // With these and its keys (`key_variables`) a `std::process::Command` is somebody.
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Child {
    /// Variables that would make it somebody else.
    pub remove: Vec<&'static str>,
    /// Who it is, and the region that goes with that.
    pub set: Vec<(&'static str, String)>,
}

impl Child {
    /// Makes a child of a program with this environment whoever this is, in its region. Who has no region has none,
    /// whatever a parent has set; a region that was not set before is noted as one of this kind, so that a child inside does
    /// not take it for somebody's wish.
    ///
    /// # Errors
    /// The environment says a region that is none.
    pub fn of(
        environment: &Environment,
        whose: Option<&str>,
        region: Option<&Region>,
    ) -> Result<Self, Error> {
        let mut child = Self::default();
        child.remove.extend(Variable::identity().map(Variable::name));
        child.remove.push(Variable::ExecRegion.name());
        child.set.extend(whose.map(|whose| (Variable::Exec.name(), whose.to_owned())));
        match region {
            None => child.remove.extend(REGION.map(Variable::name)),
            Some(region) => {
                child.set.extend(region_variables(region));
                if environment.region(whose)?.as_ref() != Some(region) {
                    child.set.push((Variable::ExecRegion.name(), region.to_string()));
                }
            }
        }
        Ok(child)
    }
}

/// The variables that carry credentials, in the AWS CLI's order. They hold the secrets, in strings that anybody can print.
/// Set them and nothing else: what other variables say of somebody else has to be removed, too; see [`Child`].
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
    fn the_region_goes_with_the_person() {
        let region = Region::new("eu-west-1").expect("a region");
        let child = |set: &[(&str, &str)], region| {
            let environment = Environment::of(set.iter().copied());
            Child::of(&environment, Some("dev"), region).expect("an environment that can be read")
        };
        let is_noted = |child: &Child| child.set.iter().any(|(name, _)| *name == "DAYPASS_EXEC_REGION");
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
