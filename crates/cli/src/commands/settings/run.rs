//! `daypass settings`: prints each setting, its value and its source.

use super::{SettingsCommand, SettingsFlags, import};
use crate::{args::TableFlags, context::Context, exit::Exit, report::Report};
use daypass_environment::Variable;
use daypass_settings::{CompanyProblem, SettingOrigin};
use daypass_terminal::clean;

const COLUMNS: [&str; 4] = ["SETTING", "VALUE", "FROM", "OUTVOTED"];

pub(crate) fn run(context: &Context, flags: &SettingsFlags) -> Result<Exit, Report> {
    match &flags.command {
        Some(SettingsCommand::Import(flags)) => import::run(context, flags),
        None => show(context, &flags.table),
    }
}

fn show(context: &Context, flags: &TableFlags) -> Result<Exit, Report> {
    let form = context.table_form(&["table", "text", "json", "csv"], flags)?;
    let settings = context.preferences()?;
    let mut rows = settings.rows(|name| {
        let browser = || context.env.hint(Variable::Browser).map(|value| (value, Variable::Browser.name()));
        (name == "browser").then(browser).flatten()
    });
    let said = |name: &str| match name {
        "profile" => Some((context.named_profile()?, Variable::Profile.name())),
        "region" => Some((context.region().ok()??.to_string(), Variable::Region.name())),
        _ => None,
    };
    for row in &mut rows {
        row.setting = clean(&row.setting);
        // The environment goes before the folder's pin, which has these two rows.
        if let Some((value, variable)) = said(&row.setting).filter(|(value, _)| *value != row.value.shown()) {
            row.outvote(value, variable);
        }
    }
    let place = |origin: &SettingOrigin| context.place_of(origin);
    let json = || rows.iter().map(|row| row.to_json(&settings.file, place)).collect();
    // With one settings file no value is outvoted.
    let columns = if rows.iter().any(|row| !row.outvoted.is_empty()) { 4 } else { 3 };
    let cells: Vec<Vec<_>> =
        rows.iter().map(|row| row.cells(place).into_iter().take(columns).collect()).collect();
    context.print_rows(form, flags, COLUMNS.get(..columns).unwrap_or(&COLUMNS), &cells, json)?;
    settings.company_problems().iter().map(CompanyProblem::message).for_each(|text| context.ui.warn(text));
    let files = context.files()?;
    let config = files.config();
    for session in settings.sessions().iter().filter(|name| config.sso_session(name).is_none()) {
        context.ui.warn(format!("no sso-session {session} is configured; its settings have no effect"));
    }
    if !settings.exists {
        context.ui.say(format!(
            "There is no {}; https://github.com/daypass/daypass/blob/main/docs/settings.md describes it.",
            settings.file
        ));
    }
    Ok(Exit::Done)
}
