//! The sources of credentials outside of the config files and of a sign-in.

use crate::{ContainerSource, Error, InstanceSource, MachineSettings, ProcessLine, RunProcess, WebIdentity};
use daypass_sso_types::Credentials;
use daypass_token_cache::{AssumeRoleKey, CacheKey};
use daypass_transport::Caller;
use std::time::SystemTime;

/// A source of credentials that is asked for them.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum ExternalSource {
    /// The program of a `credential_process`.
    Process(ProcessLine),
    /// A role that is assumed with the token in a file (`web_identity_token_file`).
    WebIdentity(Box<WebIdentity>),
    /// The endpoint of a container (`credential_source = EcsContainer`).
    Container(ContainerSource),
    /// The metadata service of an instance (`credential_source = Ec2InstanceMetadata`).
    Instance(InstanceSource),
}

impl ExternalSource {
    /// Returns the source that `credential_source` names: `EcsContainer` or `Ec2InstanceMetadata`. `None` for any other name.
    ///
    /// # Errors
    /// The environment names no endpoint of a container, a wrong one, or disables the metadata of the instance.
    pub fn of_machine(named: &str, settings: &MachineSettings) -> Option<Result<Self, Error>> {
        match named {
            "EcsContainer" => Some(ContainerSource::of(settings).map(Self::Container)),
            "Ec2InstanceMetadata" => Some(InstanceSource::of(settings).map(Self::Instance)),
            _ => None,
        }
    }

    /// Returns the key under which the credentials are cached; `None` for those of the machine, which has a cache of its own.
    pub fn cache_key(&self) -> Option<CacheKey> {
        match self {
            Self::Process(line) => Some(line.cache_key()),
            Self::WebIdentity(identity) => Some(CacheKey::for_assume_role(&AssumeRoleKey {
                role_arn: &identity.role_arn,
                role_session_name: identity.session_name.as_deref(),
                external_id: None,
                serial_number: None,
                duration_seconds: None,
            })),
            Self::Container(_) | Self::Instance(_) => None,
        }
    }

    /// Returns the ARN of the role, if the config says it.
    pub fn role_arn(&self) -> Option<&str> {
        match self {
            Self::WebIdentity(identity) => Some(&identity.role_arn),
            _ => None,
        }
    }

    /// Whether this process was started by a run of the very `credential_process` that this is: asking would go on for ever.
    pub fn asks_for_itself(&self, runner: Option<&dyn RunProcess>) -> bool {
        matches!((self, runner), (Self::Process(line), Some(runner)) if runner.is_within(line))
    }

    /// Asks for credentials. `runner` starts programs; without one a `credential_process` is an error. Nothing is cached.
    ///
    /// Dropping the future loses an answer that can be asked for again; `runner` says what becomes of its program.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind); credentials that have expired already are one.
    pub async fn credentials(
        &self,
        caller: &Caller,
        runner: Option<&dyn RunProcess>,
        now: SystemTime,
    ) -> Result<Credentials, Error> {
        match self {
            Self::Process(line) => line.credentials(runner, now).await,
            #[cfg(feature = "web-identity")]
            Self::WebIdentity(identity) => identity.credentials(caller, now).await,
            #[cfg(not(feature = "web-identity"))]
            Self::WebIdentity(identity) => Err(Error::new(
                crate::ErrorKind::Configuration,
                format!("{} is not assumed: this program is built without it", identity.role_arn),
            )),
            Self::Container(container) => container.credentials(caller, now).await,
            Self::Instance(instance) => instance.credentials(caller, now).await,
        }
    }
}
