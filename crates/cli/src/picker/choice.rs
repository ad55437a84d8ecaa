//! What a command does with the choice of a profile or a role.

use crate::{context::Context, report::Report};
use daypass_at_terminal::Choice;
use daypass_credentials::Plan;
use daypass_inventory::Usage;
use daypass_sso_types::Region;

/// Counts a use, for the order of the next list; only uses by a person at a terminal count.
pub(crate) fn note_use(context: &Context, choice: &Choice) {
    if context.ui.prompts() {
        Usage::load(&context.paths.state).note(&context.paths.state, &choice.key());
    }
}

/// The plan of a role, or the name of the profile whose plan the config file gives.
pub(crate) fn into_plan(context: &Context, choice: Choice) -> Result<Result<Plan, String>, Report> {
    match choice {
        Choice::Profile(name) => Ok(Err(name)),
        Choice::Role(role) => {
            let (session, account, role) = *role;
            // In the region of the profile that populate would write for the role.
            let settings = context.preferences()?;
            let set = settings
                .regions(session.label())
                .first()
                .and_then(|region| Region::new(region.as_str()).ok());
            let region = context.region_for(Some(&format!("{role}-{account}")))?.or(set);
            Ok(Ok(Plan::for_role(session, account, role, region)))
        }
    }
}
