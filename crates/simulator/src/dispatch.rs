//! The dispatch table: which request is which operation, and who answers it.

use crate::{
    call::Call,
    failure::{Failure, UNKNOWN_OPERATION},
    operation::Operation,
    services::{console, home, oidc, portal, s3, sts},
    site::Site,
};
use daypass_transport::Response;
use http::Method;

/// The function that answers an operation.
type Answer = fn(&mut Site, &Call<'_>) -> Result<Response, Failure>;

/// One line of the table. A request belongs to the first line that fits it.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    method: Verb,
    /// The path below the prefix; `*` stands for every path.
    path: &'static str,
    /// A condition on the request beyond method and path.
    fits: fn(&Call<'_>) -> bool,
    pub(crate) operation: Operation,
    pub(crate) answer: Answer,
}

const fn row(method: Verb, path: &'static str, operation: Operation, answer: Answer) -> Row {
    Row { method, path, fits: |_| true, operation, answer }
}

impl Row {
    const fn if_(self, fits: fn(&Call<'_>) -> bool) -> Self {
        Self { fits, ..self }
    }
}

/// The methods that the services take.
#[derive(Clone, Copy)]
enum Verb {
    Get,
    Post,
}

impl Verb {
    fn is_of(self, call: &Call<'_>) -> bool {
        match self {
            Self::Get => call.is(&Method::GET),
            Self::Post => call.is(&Method::POST),
        }
    }
}

static TABLE: [Row; 20] = [
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
    row(Verb::Post, "/", Operation::OtherSts, |site, call| sts::other(site, call)),
    row(Verb::Get, "/federation", Operation::GetSigninToken, console::sign_in_token)
        .if_(|call| call.query("Action") == Some("getSigninToken")),
    row(Verb::Get, "/federation", Operation::ConsoleLogin, |site, call| console::login(site, call))
        .if_(|call| call.query("Action") == Some("login")),
    row(Verb::Post, "/federation", Operation::GetSigninToken, console::sign_in_token)
        .if_(|call| call.form("Action") == Some("getSigninToken")),
    row(Verb::Get, "/", Operation::ListBuckets, |site, call| s3::list_buckets(site, call))
        .if_(|call| is_signed(call) || !wants_page(call)),
    row(Verb::Get, "/", Operation::Home, |site, call| Ok(home::home(site, call))),
    // Whatever else is signed is for S3, where each bucket is a path.
    row(Verb::Get, "*", Operation::ListObjectsV2, |site, call| s3::list_objects(site, call)).if_(is_signed),
];

/// The line for what no other fits.
static UNKNOWN: Row = row(Verb::Get, "*", Operation::Unknown, |_, _| {
    Err(UNKNOWN_OPERATION.because("Nothing is here that answers to this method and path."))
});

/// The line that a request belongs to.
pub(crate) fn find(call: &Call<'_>) -> &'static Row {
    let fits =
        |row: &&Row| row.method.is_of(call) && (row.path == "*" || row.path == call.path) && (row.fits)(call);
    TABLE.iter().find(fits).unwrap_or(&UNKNOWN)
}

fn is_signed(call: &Call<'_>) -> bool {
    call.header("authorization").is_some_and(|value| value.starts_with("AWS4-"))
}

fn wants_page(call: &Call<'_>) -> bool {
    call.header("accept").is_some_and(|value| value.contains("text/html"))
}
