//! The decision to allow or deny a sign-in: read from the form a person sends, or made by the settings.
//!
//! Without a browser: `POST` to the very address of the page (its query included), as a form, with
//! `decision=allow` or `decision=deny`, and `user=NAME` where there are several.

use super::model::Decision;
use crate::{
    call::Call,
    failure::{Failure, INVALID_REQUEST},
    site::{organisation::Organisation, settings::AutoApprove},
};

/// The decision in a form that was sent.
pub(super) fn decision(call: &Call<'_>, users: &[String]) -> Result<Decision, Failure> {
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

/// The decision that the settings make in a person's place.
pub(super) fn automatic(mode: AutoApprove, organisation: &Organisation) -> Option<Decision> {
    match mode {
        AutoApprove::Off => None,
        AutoApprove::Allow => {
            Some(Decision::Allowed { user: organisation.users.first().cloned().unwrap_or_default() })
        }
        AutoApprove::Deny => Some(Decision::Denied),
    }
}
