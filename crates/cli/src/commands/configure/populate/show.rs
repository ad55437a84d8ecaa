//! A plan as a person reads it: counts, then a line for each change; or as JSON.

use super::Populate;
use crate::{context::Context, report::Report};
use daypass_populate::{Change, Changeset, Kept, KeyChange, counted, diff};
use daypass_terminal::Text;
use serde_json::{Value, json};

/// Changes of one kind that are shown where the whole plan was not asked for.
pub(super) const SHOWN: usize = 10;

/// Prints it.
pub(super) fn plan(context: &Context, flags: &Populate, plan: &Changeset) -> Result<(), Report> {
    if let Some(field) = plan.missing_field {
        let apart = if field == "role" { "numbers" } else { "account ids" };
        context.ui.warn(format!(
            "names are not unique without {{{field}}} in the template: profiles are told apart by {apart}"
        ));
    }
    if plan.called_otherwise > 0 && !flags.rename {
        let count = counted(plan.called_otherwise, "profile");
        context.ui.say(format!("{count} with a name that the template does not give (--rename changes it)."));
    }
    if context.form(&["text", "json"])? == "json" {
        let changes: Vec<_> = plan.changes.iter().map(change).collect();
        let value = json!({
            "accounts": plan.accounts, "roles": plan.roles, "profiles": plan.profiles,
            "unchanged": plan.unchanged, "by_hand": plan.by_hand, "called_otherwise": plan.called_otherwise, "unlisted": plan.unlisted,
            "prune": flags.prune, "changes": changes,
        });
        return context.print_json(&value);
    }
    let most = if flags.plan { usize::MAX } else { SHOWN };
    let blank = if plan.changes.is_empty() { Text::new() } else { Text::new().newline() };
    context.print(
        &(Text::new().line(plan.to_string()) + blank + Text::lines(diff(&plan.changes, most, flags.prune))),
    )
}

/// Says what cannot be undone, and why.
pub(super) fn kept(context: &Context, kept: &[Kept]) {
    for kept in kept {
        context.ui.warn(format!("not taken back: {kept}"));
    }
}

/// A change as JSON.
fn change(change: &Change) -> Value {
    let key = |key: &KeyChange| json!({ "key": key.name, "was": key.was, "is": key.is });
    let keys: Vec<_> = change.keys.iter().map(key).collect();
    json!({ "change": change.kind.word(), "profile": change.name, "note": change.note, "keys": keys })
}
