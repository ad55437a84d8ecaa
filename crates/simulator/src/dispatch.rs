//! The route table: which request is which operation.

use crate::{call::Call, operation::Operation};
use http::Method;

const ROUTES: [(Method, &str, Operation); 12] = [
    (Method::POST, "/client/register", Operation::RegisterClient),
    (Method::POST, "/device_authorization", Operation::StartDeviceAuthorization),
    (Method::POST, "/token", Operation::CreateToken),
    (Method::GET, "/assignment/accounts", Operation::ListAccounts),
    (Method::GET, "/assignment/roles", Operation::ListAccountRoles),
    (Method::GET, "/federation/credentials", Operation::GetRoleCredentials),
    (Method::POST, "/logout", Operation::Logout),
    (Method::GET, "/authorize", Operation::Authorize),
    (Method::POST, "/authorize", Operation::Authorize),
    (Method::GET, "/device", Operation::Device),
    (Method::POST, "/device", Operation::Device),
    (Method::GET, "/", Operation::Home),
];

pub(crate) fn find(call: &Call<'_>) -> Operation {
    if call.path.starts_with("/_sim/") {
        return Operation::Control;
    }
    let is_signed = call.header("authorization").is_some_and(|value| value.starts_with("AWS4-"));
    let wants_page = call.header("accept").is_some_and(|value| value.contains("text/html"));
    match (call.request.method(), call.path) {
        (&Method::GET, "/") if is_signed || !wants_page => Operation::ListBuckets,
        (&Method::POST, "/") => match call.form("Action") {
            Some("GetCallerIdentity") => Operation::GetCallerIdentity,
            Some("AssumeRole") => Operation::AssumeRole,
            _ => Operation::OtherSts,
        },
        (&Method::GET, "/federation") => match call.query("Action") {
            Some("getSigninToken") => Operation::GetSigninToken,
            Some("login") => Operation::ConsoleLogin,
            _ => Operation::Unknown,
        },
        (&Method::POST, "/federation") if call.form("Action") == Some("getSigninToken") => {
            Operation::GetSigninToken
        }
        (method, path) => {
            let found = ROUTES.iter().find(|(known, at, _)| known == method && *at == path);
            match found {
                Some((_, _, operation)) => *operation,
                None if is_signed && method == Method::GET => Operation::ListObjectsV2,
                None => Operation::Unknown,
            }
        }
    }
}
