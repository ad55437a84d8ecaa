//! Prints what other tools left, and the plan of an import.

use super::settings_file::SettingsEdit;
use crate::{args::TableFlags, context::Context, planned_changes::shown, report::Report};
use daypass_at_terminal::sections;
use daypass_import::{Action, ImportPlan};
use daypass_other_tools::{Recognised, Tool};
use daypass_populate::{counted, diff};
use daypass_terminal::{Text, strong};
use serde_json::json;

/// Prints the tools that left something, and the command that imports from each.
pub(super) fn list(context: &Context, flags: &TableFlags, found: &[Recognised]) -> Result<(), Report> {
    let form = context.table_form(&["table", "text", "json", "csv"], flags)?;
    let command = |tool: Tool| format!("daypass import {tool}");
    let rows: Vec<_> = found
        .iter()
        .map(|found| vec![found.tool.to_string(), what(context, found), command(found.tool)])
        .collect();
    if found.is_empty() && form == "table" {
        context.ui.say("No other sign-in tool left anything here.");
        return Ok(());
    }
    context.print_rows(form, flags, &["TOOL", "FOUND", "TRY"], &rows, || {
        let row = |found: &Recognised| {
            json!({
                "tool": found.tool.name(), "profiles": found.profiles, "credentials": found.credentials,
                "files": found.files, "in_use": found.in_use, "try": command(found.tool),
            })
        };
        found.iter().map(row).collect()
    })
}

fn what(context: &Context, found: &Recognised) -> String {
    let count = |names: &[String], what: &str| (!names.is_empty()).then(|| counted(names.len(), what));
    let profiles = count(&found.profiles, "profile");
    let copies = count(&found.credentials, "section").map(|text| format!("{text} of the credentials file"));
    let files = found.files.iter().map(|path| context.paths.pretty(path));
    let in_use = found.in_use.map(|name| format!("in use here ({name})"));
    profiles.into_iter().chain(copies).chain(files).chain(in_use).collect::<Vec<_>>().join(", ")
}

/// Prints the plan: changes, settings, what stays and why, what is left.
pub(super) fn plan(
    context: &Context,
    all: bool,
    plan: &ImportPlan,
    settings: &SettingsEdit,
) -> Result<(), Report> {
    for warning in plan.warnings.iter().chain(&settings.refused) {
        context.ui.warn(warning.as_str());
    }
    if context.output_form(&["text", "json"])? == "json" {
        return context.print_json(&plan.to_json());
    }
    let kept = plan.profiles.iter().filter(|profile| profile.action == Action::Keep);
    let kept =
        kept.map(|profile| format!("   {}: {}", profile.name, profile.reason.as_deref().unwrap_or_default()));
    let parts = sections([
        ("Config file", diff(&plan.changes, shown(all), true)),
        ("Marks that go", plan.marks.iter().map(|mark| format!(" - {mark}")).collect()),
        ("Settings", settings.added.iter().map(|line| format!(" + {line}")).collect()),
        ("Profiles that stay as they are", few(kept.collect(), shown(all))),
        ("Not taken over", plan.left.iter().map(|left| format!("   {}: {}", left.what, left.why)).collect()),
    ]);
    let gap = if parts.is_empty() { Text::new() } else { Text::new().newline() };
    context.print(&(Text::new().line(plan.to_string()) + gap + parts))
}

/// The first lines, and how many more there are.
fn few(mut lines: Vec<String>, most: usize) -> Vec<String> {
    let more = lines.len().saturating_sub(most);
    lines.truncate(most);
    lines.extend((more > 0).then(|| format!("   … and {more} more (--plan shows all)")));
    lines
}

/// Prints the steps by which the person leaves the tool.
pub(super) fn leave(context: &Context, tool: Tool) -> Result<(), Report> {
    if context.wants_json() {
        return Ok(());
    }
    let steps = tool.leave().iter().map(|step| format!(" * {step}"));
    context.print(
        &(Text::new().newline().line(strong(format!("To leave {tool}").as_str())) + Text::lines(steps)),
    )
}
