//! Which exit codes are right where the service behaves in a way that it should not.

use crate::explore::spec::Spec;

/// Codes that are right, and the cause in words.
pub(super) type Codes = (Vec<i32>, String);

#[expect(clippy::unnecessary_wraps, reason = "those who call it answer so")]
pub(super) fn only(code: i32, cause: impl Into<String>) -> Option<Codes> {
    Some((vec![code], cause.into()))
}

/// Whether a fault meets this operation: nothing if not, else the codes that are right then, if they can be said.
#[expect(clippy::option_option, reason = "no fault, a fault of unknown effect, a fault of known effect")]
pub(super) fn faulty(spec: &Spec, operation: &str) -> Option<Option<Codes>> {
    let fault = spec.faults.first()?;
    let mut words = fault.split(' ');
    let (meets, what) = (words.next()?, words.next()?);
    if meets != "*" && meets != operation {
        return None;
    }
    let is_sts = matches!(operation, "AssumeRole" | "GetCallerIdentity");
    let known = |code: i32| Some(only(code, format!("{operation} {what}")));
    match what.split('=').next().unwrap_or_default() {
        "latency" | "no_errortype" => None,
        "bare" | "html" | "redirect" | "proxy" | "drop" | "truncate" | "throttle" | "server_error"
        | "status" => known(6),
        "malformed" | "empty" | "object" => Some(Some((vec![1, 6], format!("{operation} {what}")))),
        "forbidden" | "access_denied" if operation == "GetRoleCredentials" || is_sts => known(5),
        "slow_down" if operation == "CreateToken" => Some(None),
        "error" if is_sts => Some(Some((vec![3, 5], format!("{operation} {what}")))),
        _ => Some(None),
    }
}
