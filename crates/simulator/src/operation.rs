//! The operations of the world, by AWS's names.

use std::{fmt, str::FromStr};

/// An operation, by AWS's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Operation {
    /// OIDC: `POST /client/register`.
    RegisterClient,
    /// OIDC: `POST /device_authorization`.
    StartDeviceAuthorization,
    /// OIDC: `POST /token`.
    CreateToken,
    /// Portal: `GET /assignment/accounts`.
    ListAccounts,
    /// Portal: `GET /assignment/roles`.
    ListAccountRoles,
    /// Portal: `GET /federation/credentials`.
    GetRoleCredentials,
    /// Portal: `POST /logout`.
    Logout,
    /// STS: `POST /`, `Action=GetCallerIdentity`.
    GetCallerIdentity,
    /// STS: `POST /`, `Action=AssumeRole`.
    AssumeRole,
    /// STS: `POST /`, `Action=AssumeRoleWithWebIdentity`.
    AssumeRoleWithWebIdentity,
    /// STS: any other action.
    OtherSts,
    /// S3: `GET /`.
    ListBuckets,
    /// S3: `GET /BUCKET?list-type=2`.
    ListObjectsV2,
    /// Console: `GET /federation?Action=getSigninToken`.
    GetSigninToken,
    /// Console: `GET /federation?Action=login`.
    ConsoleLogin,
    /// Console sign-in: `POST /v1/token`.
    CreateOAuth2Token,
    /// Console sign-in: `POST /list-sessions`.
    ListSessions,
    /// Console sign-in: `POST /batch-revoke-sessions`.
    BatchRevokeSessions,
    /// ECR: `POST /`, `X-Amz-Target: …GetAuthorizationToken`.
    GetEcrToken,
    /// ECR Public: `POST /`, `X-Amz-Target: …GetAuthorizationToken`.
    GetEcrPublicToken,
    /// CodeArtifact: `POST /v1/authorization-token`.
    GetCodeArtifactToken,
    /// Instance metadata: `PUT /latest/api/token`.
    StartInstanceSession,
    /// Instance metadata: `GET /latest/meta-data/iam/security-credentials/`.
    GetInstanceRole,
    /// Instance metadata: `GET /latest/meta-data/iam/security-credentials/ROLE`.
    GetInstanceCredentials,
    /// Container credentials: `GET /container/credentials`, `GET /guarded/container/credentials`.
    GetContainerCredentials,
    /// The page `/v1/authorize`, where the console sign-in asks to allow or deny.
    SigninAuthorize,
    /// The page `/v1/sessions/confirmation`, which shows the code of a sign-in on another device.
    SigninConfirmation,
    /// The page `/authorize`, where the PKCE flow asks to allow or deny.
    Authorize,
    /// The page `/device`, where the device flow asks for a code and to allow or deny.
    Device,
    /// The page at `/`, which describes the simulator.
    Home,
    /// The control interface: `/_sim/…`.
    Control,
    /// A request of no service.
    Unknown,
}

/// The service of an operation, which determines the format of errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Service {
    Oidc,
    Portal,
    Sts,
    S3,
    Signin,
    Registry,
    Machine,
    Page,
    Control,
}

impl Operation {
    /// Every operation.
    pub const ALL: [Self; 32] = [
        Self::RegisterClient,
        Self::StartDeviceAuthorization,
        Self::CreateToken,
        Self::ListAccounts,
        Self::ListAccountRoles,
        Self::GetRoleCredentials,
        Self::Logout,
        Self::GetCallerIdentity,
        Self::AssumeRole,
        Self::AssumeRoleWithWebIdentity,
        Self::OtherSts,
        Self::ListBuckets,
        Self::ListObjectsV2,
        Self::GetSigninToken,
        Self::ConsoleLogin,
        Self::CreateOAuth2Token,
        Self::ListSessions,
        Self::BatchRevokeSessions,
        Self::GetEcrToken,
        Self::GetEcrPublicToken,
        Self::GetCodeArtifactToken,
        Self::StartInstanceSession,
        Self::GetInstanceRole,
        Self::GetInstanceCredentials,
        Self::GetContainerCredentials,
        Self::SigninAuthorize,
        Self::SigninConfirmation,
        Self::Authorize,
        Self::Device,
        Self::Home,
        Self::Control,
        Self::Unknown,
    ];

    pub(crate) fn service(self) -> Service {
        match self {
            Self::RegisterClient | Self::StartDeviceAuthorization | Self::CreateToken => Service::Oidc,
            Self::ListAccounts | Self::ListAccountRoles | Self::GetRoleCredentials | Self::Logout => {
                Service::Portal
            }
            Self::GetCallerIdentity | Self::AssumeRole | Self::AssumeRoleWithWebIdentity | Self::OtherSts => {
                Service::Sts
            }
            Self::GetEcrToken | Self::GetEcrPublicToken | Self::GetCodeArtifactToken => Service::Registry,
            Self::StartInstanceSession
            | Self::GetInstanceRole
            | Self::GetInstanceCredentials
            | Self::GetContainerCredentials => Service::Machine,
            Self::ListBuckets | Self::ListObjectsV2 => Service::S3,
            Self::CreateOAuth2Token | Self::ListSessions | Self::BatchRevokeSessions => Service::Signin,
            Self::Control => Service::Control,
            Self::GetSigninToken
            | Self::ConsoleLogin
            | Self::SigninAuthorize
            | Self::SigninConfirmation
            | Self::Authorize
            | Self::Device
            | Self::Home
            | Self::Unknown => Service::Page,
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// The error of an unknown operation name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownOperation(String);

impl fmt::Display for UnknownOperation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no operation is called {:?}", self.0)
    }
}

impl std::error::Error for UnknownOperation {}

impl FromStr for Operation {
    type Err = UnknownOperation;

    /// Finds an operation by its name, ignoring case.
    fn from_str(name: &str) -> Result<Self, UnknownOperation> {
        let found = Self::ALL.into_iter().find(|operation| operation.to_string().eq_ignore_ascii_case(name));
        found.ok_or_else(|| UnknownOperation(name.to_owned()))
    }
}
