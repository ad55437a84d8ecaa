//! A plan as a person reads it: counts, then a line for each change; or as JSON.

use super::Populate;
use crate::{
    context::Context,
    report::{Report, clean},
};
use daypass_populate::{Change, ChangeKind, Changeset, Kept, KeptReason, KeyChange};
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
    context.print(&(Text::new().line(summary(plan)) + blank + diff(&plan.changes, most, flags.prune)))
}

/// `200 accounts, 600 roles → 600 profiles: 12 new, 3 changed, 1 no longer assigned, 584 as they are.`
fn summary(plan: &Changeset) -> String {
    let mut parts = Vec::new();
    for (kind, words) in
        [(ChangeKind::New, "new"), (ChangeKind::Changed, "changed"), (ChangeKind::Gone, "no longer wanted")]
    {
        match plan.count(kind) {
            0 => {}
            count => parts.push(format!("{count} {words}")),
        }
    }
    parts.push(match (parts.is_empty(), plan.unchanged) {
        (true, _) => "all as they are".to_owned(),
        (false, count) => format!("{count} as they are"),
    });
    if plan.by_hand > 0 {
        parts.push(format!("{} made by hand", plan.by_hand));
    }
    let (accounts, roles) = (counted(plan.accounts, "account"), counted(plan.roles, "role"));
    format!("{accounts}, {roles} → {}: {}.", counted(plan.profiles, "profile"), parts.join(", "))
}

/// A line for each change, or for the first of each kind.
pub(super) fn diff(changes: &[Change], most: usize, prune: bool) -> Text {
    const WIDEST: usize = 60;
    let header = |change: &Change| format!("[profile {}]", change.name);
    let width = changes.iter().map(|change| header(change).len()).max().unwrap_or(0).min(WIDEST);
    let mut text = Text::new();
    for (kind, mark) in [(ChangeKind::New, '+'), (ChangeKind::Changed, '~'), (ChangeKind::Gone, '-')] {
        let changes: Vec<_> = changes.iter().filter(|change| change.kind == kind).collect();
        for change in changes.iter().take(most) {
            let mut note = match kind {
                ChangeKind::New => change.note.clone(),
                ChangeKind::Changed => change.keys.iter().map(key).collect::<Vec<_>>().join(", "),
                ChangeKind::Gone if prune => change.note.clone(),
                ChangeKind::Gone => format!("{} (removed only with --prune)", change.note),
            };
            note = clean(&note);
            let line = format!(" {mark} {:<width$}  {note}", clean(&header(change)));
            text = text.line(line.trim_end());
        }
        if let Some(more) = changes.len().checked_sub(most).filter(|more| *more > 0) {
            text = text.line(format!(" {mark} … and {more} more (--plan shows all)"));
        }
    }
    text
}

fn key(key: &KeyChange) -> String {
    match (&key.was, &key.is) {
        (Some(was), Some(is)) => format!("{} {was} → {is}", key.name),
        (None, Some(is)) => format!("{} = {is}", key.name),
        (_, None) => format!("no {}", key.name),
    }
}

/// Says what cannot be undone, and why.
pub(super) fn kept(context: &Context, kept: &[Kept]) {
    for Kept { profile, reason, .. } in kept {
        let why = match reason {
            KeptReason::NoLongerOurs => "is gone, or no longer a profile of daypass".to_owned(),
            KeptReason::ExistsAgain => "exists again".to_owned(),
            KeptReason::Edited(keys) => format!("was changed since ({})", keys.join(", ")),
            _ => "was changed since".to_owned(),
        };
        context.ui.warn(format!("not taken back: [profile {profile}] {why}"));
    }
}

/// A change as JSON.
fn change(change: &Change) -> Value {
    let key = |key: &KeyChange| json!({ "key": key.name, "was": key.was, "is": key.is });
    let keys: Vec<_> = change.keys.iter().map(key).collect();
    json!({ "change": change.kind.word(), "profile": change.name, "note": change.note, "keys": keys })
}

/// `1 profile`, `2 profiles`.
pub(super) fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
