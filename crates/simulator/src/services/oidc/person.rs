//! The decision to allow or deny a sign-in: from the form that a person sends, or from the settings.
//!
//! Without a browser, send a form with `POST` to the address of the page, its query included, with `decision=allow` or
//! `decision=deny`, and with `user=NAME` if there are several users.

use super::model::Decision;
use crate::{
    call::Call,
    failure::{Failure, INVALID_REQUEST},
    site::{organisation::Organisation, settings::AutoApprove},
};

/// Reads the decision from a form.
pub(crate) fn decision(call: &Call<'_>, users: &[String]) -> Result<Decision, Failure> {
    match call.form("decision") {
        Some("allow") => {
            let wanted = call.form("user");
            let user = users.iter().find(|user| wanted.is_none_or(|wanted| wanted == user.as_str()));
            let user = user.ok_or_else(|| INVALID_REQUEST.because("There is no such user."))?;
            Ok(Decision::Allowed { user: user.clone() })
        }
        Some("deny") => Ok(Decision::Denied),
        _ => Err(INVALID_REQUEST.because("The form has no decision: send decision=allow or decision=deny.")),
    }
}

/// Returns the decision that the settings make, if they do.
pub(crate) fn automatic(mode: AutoApprove, organisation: &Organisation) -> Option<Decision> {
    match mode {
        AutoApprove::Off => None,
        AutoApprove::Allow => {
            Some(Decision::Allowed { user: organisation.users.first().cloned().unwrap_or_default() })
        }
        AutoApprove::Deny => Some(Decision::Denied),
    }
}
