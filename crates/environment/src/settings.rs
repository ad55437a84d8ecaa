//! Reads the settings of a credential request and the keys from the environment.

use crate::{Environment, Error, Variable};
use daypass_credentials::{MachineSettings, Settings};
use daypass_sso_types::{AccessToken, Credentials, Region, SecretAccessKey, SessionToken};
use daypass_token_cache::time;
use std::{path::PathBuf, time::SystemTime};

impl Environment {
    /// Returns the settings of a credential request, without the keys; see [`Environment::valid_keys`]. `for_profile`
    /// is the profile that the person names; a region that an outer `exec` has set for another profile is then ignored.
    ///
    /// # Errors
    /// A variable that is not UTF-8, or an invalid region.
    pub fn settings(&self, for_profile: Option<&str>) -> Result<Settings, Error> {
        Ok(Settings { region: self.region(for_profile)?, ..self.endpoint_settings()? })
    }

    /// Returns the settings without the client region, for requests that need none, such as sign-in and sign-out.
    ///
    /// # Errors
    /// A variable that is not UTF-8.
    pub fn endpoint_settings(&self) -> Result<Settings, Error> {
        Ok(Settings {
            region: None,
            endpoint_url: self.text(Variable::EndpointUrl)?,
            endpoint_url_sso: self.text(Variable::EndpointUrlSso)?,
            endpoint_url_sso_oidc: self.text(Variable::EndpointUrlSsoOidc)?,
            endpoint_url_sts: self.text(Variable::EndpointUrlSts)?,
            endpoint_url_signin: self.text(Variable::EndpointUrlSignin)?,
            endpoint_url_ecr: self.text(Variable::EndpointUrlEcr)?,
            endpoint_url_ecr_public: self.text(Variable::EndpointUrlEcrPublic)?,
            endpoint_url_codeartifact: self.text(Variable::EndpointUrlCodeArtifact)?,
            ignore_configured_endpoint_urls: self.boolean(Variable::IgnoreConfiguredEndpoints)?,
            use_fips: self.boolean(Variable::UseFips)?,
            use_dual_stack: self.boolean(Variable::UseDualStack)?,
            environment_credentials: None,
            machine: self.machine_settings()?,
            trust: None,
        })
    }

    /// Returns the variables by which a container or an instance gives credentials.
    ///
    /// # Errors
    /// A variable that is not UTF-8.
    pub fn machine_settings(&self) -> Result<MachineSettings, Error> {
        let mode = self.text(Variable::MetadataMode)?.unwrap_or_default();
        Ok(MachineSettings {
            container_relative_uri: self.text(Variable::ContainerRelativeUri)?,
            container_full_uri: self.text(Variable::ContainerFullUri)?,
            container_token: self.text(Variable::ContainerToken)?.map(AccessToken::new),
            container_token_file: self.raw(Variable::ContainerTokenFile).map(PathBuf::from),
            metadata_endpoint: self.text(Variable::MetadataEndpoint)?,
            metadata_over_ipv6: mode.eq_ignore_ascii_case("ipv6"),
            metadata_disabled: self.boolean(Variable::MetadataDisabled)?.unwrap_or(false),
        })
    }

    /// Returns the client region of AWS_REGION or AWS_DEFAULT_REGION. A region that an outer `exec` has set for another
    /// profile, or for a role without a profile, is ignored.
    ///
    /// # Errors
    /// The first of the two that is set is not a valid region.
    pub fn region(&self, for_profile: Option<&str>) -> Result<Option<Region>, Error> {
        let of_outer = match (for_profile, self.raw(Variable::Exec)) {
            (Some(asked), outer) if outer.as_deref().is_none_or(|outer| outer != asked) => {
                self.hint(Variable::ExecRegion)
            }
            _ => None,
        };
        for variable in [Variable::Region, Variable::DefaultRegion] {
            let Some(text) = self.text(variable)?.filter(|region| Some(region) != of_outer.as_ref()) else {
                continue;
            };
            let region = Region::new(text);
            return region.map(Some).map_err(|_| Error::invalid(variable, "is no region such as eu-west-1"));
        }
        Ok(None)
    }

    /// Returns the keys of the environment, expired or not; `None` if AWS_ACCESS_KEY_ID or AWS_SECRET_ACCESS_KEY is not
    /// set.
    ///
    /// # Errors
    /// A variable that is not UTF-8, or an AWS_CREDENTIAL_EXPIRATION that is not a time.
    pub fn keys(&self) -> Result<Option<Credentials>, Error> {
        let (Some(id), Some(secret)) =
            (self.text(Variable::AccessKeyId)?, self.text(Variable::SecretAccessKey)?)
        else {
            return Ok(None);
        };
        let expires_at = match self.text(Variable::CredentialExpiration)? {
            None => None,
            Some(text) => Some(time::parse(&text).ok_or_else(|| {
                Error::invalid(Variable::CredentialExpiration, "is no time such as 2030-01-31T12:00:00Z")
            })?),
        };
        Ok(Some(Credentials {
            access_key_id: id,
            secret_access_key: SecretAccessKey::new(secret),
            session_token: self.text(Variable::SessionToken)?.map(SessionToken::new),
            expires_at,
            account_id: None,
        }))
    }

    /// Returns the keys of the environment, if they have not expired.
    ///
    /// # Errors
    /// As [`Environment::keys`], and [`Expired`](crate::ErrorKind::Expired) for expired keys, which the AWS CLI and
    /// boto3 refuse too.
    pub fn valid_keys(&self, now: SystemTime) -> Result<Option<Credentials>, Error> {
        match self.keys()? {
            Some(keys) if keys.expires_at.is_some_and(|end| end <= now) => Err(Error::expired()),
            keys => Ok(keys),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorKind;
    use std::time::{Duration, UNIX_EPOCH};

    fn with_keys(more: &[(&str, &str)]) -> Environment {
        let keys = [("AWS_ACCESS_KEY_ID", "AKIA"), ("AWS_SECRET_ACCESS_KEY", "secret")];
        Environment::of(keys.iter().chain(more).copied())
    }

    /// T04-06, T08-04: the end of keys is read or an error, and obeyed.
    #[test]
    fn keys_and_their_end() {
        let now = UNIX_EPOCH + Duration::from_secs(1_795_000_000);
        let kind = |end: &str| {
            let environment = with_keys(&[("AWS_CREDENTIAL_EXPIRATION", end)]);
            environment.valid_keys(now).map(|keys| keys.is_some()).map_err(|error| error.kind())
        };
        assert_eq!(kind(""), Ok(true));
        assert_eq!(kind("2099-01-01T00:00:00Z"), Ok(true));
        assert_eq!(kind("2020-01-01T00:00:00Z"), Err(ErrorKind::Expired));
        assert_eq!(kind("not a date"), Err(ErrorKind::Invalid));
        let half =
            Environment::of([("AWS_ACCESS_KEY_ID", "AKIA"), ("AWS_CREDENTIAL_EXPIRATION", "not a date")]);
        assert!(half.valid_keys(now).is_ok_and(|keys| keys.is_none()));
    }

    /// T08-01: what an outer `exec` has set is not the wish of who asks for another profile.
    #[test]
    fn the_region_of_an_outer_exec_is_its_own() {
        let region = |variables: &[(&str, &str)], asked| {
            let environment = Environment::of(variables.iter().copied());
            environment.region(asked).expect("a region or none").map(|region| region.as_str().to_owned())
        };
        let outer = [
            ("DAYPASS_EXEC", "a"),
            ("DAYPASS_EXEC_REGION", "eu-west-1"),
            ("AWS_REGION", "eu-west-1"),
            ("AWS_DEFAULT_REGION", "eu-west-1"),
        ];
        assert_eq!(region(&outer, None).as_deref(), Some("eu-west-1"));
        assert_eq!(region(&outer, Some("a")).as_deref(), Some("eu-west-1"));
        assert_eq!(region(&outer, Some("b")), None);
        // An exec of a role that no profile has.
        let [_, of_role @ ..] = outer;
        assert_eq!(region(&of_role, Some("b")), None);
        let inside =
            outer.map(|(name, value)| (name, if name == "AWS_REGION" { "us-east-2" } else { value }));
        assert_eq!(region(&inside, Some("b")).as_deref(), Some("us-east-2"));
    }
}
