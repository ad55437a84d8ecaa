//! Prints a plan: counts and a line for each change, or JSON.

use super::Populate;
use crate::{context::Context, report::Report};
use daypass_home_files::shown_changes;
use daypass_populate::{Changeset, counted, diff};
use daypass_terminal::Text;

/// Prints a plan.
pub(super) fn plan(context: &Context, flags: &Populate, plan: &Changeset) -> Result<(), Report> {
    if let Some(field) = plan.missing_field {
        let apart = if field == "role" { "numbers" } else { "account ids" };
        context.ui.warn(format!(
            "names are not unique without {{{field}}} in the template: profiles are told apart by {apart}"
        ));
    }
    if plan.called_otherwise > 0 && !flags.rename {
        let count = counted(plan.called_otherwise, "profile");
        context.ui.say(format!("{count} with another name than the template gives (--rename changes it)."));
    }
    if context.output_form(&["text", "json"])? == "json" {
        return context.print_json(&plan.to_json(flags.prune));
    }
    let most = shown_changes(flags.plan);
    let blank = if plan.changes.is_empty() { Text::new() } else { Text::new().newline() };
    context.print(
        &(Text::new().line(plan.to_string()) + blank + Text::lines(diff(&plan.changes, most, flags.prune))),
    )
}
