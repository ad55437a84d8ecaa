//! Prints what other tools left, and the plan of an import.

use super::settings_file::SettingsEdit;
use crate::{args::TableFlags, context::Context, report::Report};
use daypass_at_terminal::import_text;
use daypass_home_files::shown_changes;
use daypass_import::ImportPlan;
use daypass_other_tools::{Recognised, Tool};
use daypass_populate::counted;
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
    context.print(&import_text(plan, &settings.added, shown_changes(all)))
}
