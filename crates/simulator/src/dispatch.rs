//! The routes: which request is which operation, and which function answers it.

use crate::{
    call::Call,
    failure::{Failure, UNKNOWN_OPERATION},
    operation::Operation,
    services::{console, home, machine, oidc, portal, registry, s3, signin, sts},
    site::Site,
};
use daypass_transport::Response;
use http::Method;

/// The function that answers an operation.
type Answer = fn(&mut Site, &Call<'_>) -> Result<Response, Failure>;

/// A route; the first one that matches a request is used.
#[derive(Clone, Copy)]
pub(crate) struct Route {
    method: Verb,
    /// The path below the prefix; `*` is every path.
    path: &'static str,
    /// A condition on the request beyond method and path.
    fits: fn(&Call<'_>) -> bool,
    pub(crate) operation: Operation,
    pub(crate) answer: Answer,
}

const fn row(method: Verb, path: &'static str, operation: Operation, answer: Answer) -> Route {
    Route { method, path, fits: |_| true, operation, answer }
}

impl Route {
    const fn if_(self, fits: fn(&Call<'_>) -> bool) -> Self {
        Self { fits, ..self }
    }
}

/// The HTTP methods that the services use.
#[derive(Clone, Copy)]
enum Verb {
    Get,
    Post,
    Put,
}

impl Verb {
    fn is_of(self, call: &Call<'_>) -> bool {
        match self {
            Self::Get => call.is(&Method::GET),
            Self::Post => call.is(&Method::POST),
            Self::Put => call.is(&Method::PUT),
        }
    }
}

static ROUTES: [Route; 35] = [
    row(Verb::Post, "/client/register", Operation::RegisterClient, oidc::register),
    row(Verb::Post, "/device_authorization", Operation::StartDeviceAuthorization, oidc::start_device),
    row(Verb::Post, "/token", Operation::CreateToken, oidc::create_token),
    row(Verb::Get, "/authorize", Operation::Authorize, oidc::authorize),
    row(Verb::Post, "/authorize", Operation::Authorize, oidc::authorize),
    row(Verb::Get, "/device", Operation::Device, oidc::device_page),
    row(Verb::Post, "/device", Operation::Device, oidc::device_page),
    row(Verb::Get, "/assignment/accounts", Operation::ListAccounts, |site, call| {
        portal::list_accounts(site, call)
    }),
    row(Verb::Get, "/assignment/roles", Operation::ListAccountRoles, |site, call| {
        portal::list_roles(site, call)
    }),
    row(Verb::Get, "/federation/credentials", Operation::GetRoleCredentials, portal::role_credentials),
    row(Verb::Post, "/logout", Operation::Logout, portal::logout),
    row(Verb::Post, "/", Operation::GetCallerIdentity, |site, call| sts::caller_identity(site, call))
        .if_(|call| call.form("Action") == Some("GetCallerIdentity")),
    row(Verb::Post, "/", Operation::AssumeRole, sts::assume_role)
        .if_(|call| call.form("Action") == Some("AssumeRole")),
    row(Verb::Post, "/", Operation::AssumeRoleWithWebIdentity, sts::web_identity::assume_role)
        .if_(|call| call.form("Action") == Some("AssumeRoleWithWebIdentity")),
    row(Verb::Post, "/", Operation::GetEcrToken, registry::private)
        .if_(|call| registry::is_target(call, registry::PRIVATE)),
    row(Verb::Post, "/", Operation::GetEcrPublicToken, registry::public)
        .if_(|call| registry::is_target(call, registry::PUBLIC)),
    row(Verb::Post, "/v1/authorization-token", Operation::GetCodeArtifactToken, registry::domain),
    row(Verb::Put, "/latest/api/token", Operation::StartInstanceSession, machine::session),
    row(Verb::Get, machine::ROLES, Operation::GetInstanceRole, |site, call| machine::role(site, call)),
    row(Verb::Get, "*", Operation::GetInstanceCredentials, machine::instance_credentials)
        .if_(|call| call.path.starts_with(machine::ROLES)),
    row(
        Verb::Get,
        "/container/credentials",
        Operation::GetContainerCredentials,
        machine::container_credentials,
    ),
    row(
        Verb::Get,
        "/guarded/container/credentials",
        Operation::GetContainerCredentials,
        machine::container_credentials,
    ),
    row(Verb::Post, "/", Operation::OtherSts, |site, call| sts::other(site, call)),
    row(Verb::Get, "/federation", Operation::GetSigninToken, console::sign_in_token)
        .if_(|call| call.query("Action") == Some("getSigninToken")),
    row(Verb::Get, "/federation", Operation::ConsoleLogin, |site, call| console::login(site, call))
        .if_(|call| call.query("Action") == Some("login")),
    row(Verb::Post, "/federation", Operation::GetSigninToken, console::sign_in_token)
        .if_(|call| call.form("Action") == Some("getSigninToken")),
    row(Verb::Get, "/v1/authorize", Operation::SigninAuthorize, signin::authorize),
    row(Verb::Post, "/v1/authorize", Operation::SigninAuthorize, signin::authorize),
    row(Verb::Get, signin::CONFIRMATION, Operation::SigninConfirmation, |_, call| signin::confirmation(call)),
    row(Verb::Post, "/v1/token", Operation::CreateOAuth2Token, signin::create_token),
    row(Verb::Post, "/list-sessions", Operation::ListSessions, |site, call| {
        signin::list_sessions(site, call)
    }),
    row(Verb::Post, "/batch-revoke-sessions", Operation::BatchRevokeSessions, signin::revoke_sessions),
    row(Verb::Get, "/", Operation::ListBuckets, |site, call| s3::list_buckets(site, call))
        .if_(|call| is_signed(call) || !wants_page(call)),
    row(Verb::Get, "/", Operation::Home, |site, call| Ok(home::home(site, call))),
    // Other signed requests are for S3, where each bucket is a path.
    row(Verb::Get, "*", Operation::ListObjectsV2, |site, call| s3::list_objects(site, call)).if_(is_signed),
];

/// The route of requests that no other route matches.
static UNKNOWN: Route = row(Verb::Get, "*", Operation::Unknown, |_, _| {
    Err(UNKNOWN_OPERATION.because("Nothing is here that answers to this method and path."))
});

/// Finds the route of a request.
pub(crate) fn find(call: &Call<'_>) -> &'static Route {
    let fits = |row: &&Route| {
        row.method.is_of(call) && (row.path == "*" || row.path == call.path) && (row.fits)(call)
    };
    ROUTES.iter().find(fits).unwrap_or(&UNKNOWN)
}

fn is_signed(call: &Call<'_>) -> bool {
    call.header("authorization").is_some_and(|value| value.starts_with("AWS4-"))
}

fn wants_page(call: &Call<'_>) -> bool {
    call.header("accept").is_some_and(|value| value.contains("text/html"))
}
