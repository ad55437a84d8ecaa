//! `daypass settings`: prints each setting, its value and its source.

use crate::{
    args::TableFlags,
    context::Context,
    exit::Exit,
    report::{Report, clean},
};
use daypass_environment::Variable;
use daypass_settings::{SettingOrigin, SettingRow, SettingValue};
use serde_json::json;

const COLUMNS: [&str; 4] = ["SETTING", "VALUE", "FROM", "OUTVOTED"];

pub(crate) fn run(context: &Context, flags: &TableFlags) -> Result<Exit, Report> {
    let form = context.table_form(&["table", "text", "json", "csv"], flags)?;
    let settings = context.preferences()?;
    let rows = settings.rows(|name| {
        let browser = || context.env.hint(Variable::Browser).map(|value| (value, Variable::Browser.name()));
        (name == "browser").then(browser).flatten()
    });
    let cells = |row: &SettingRow| {
        let outvoted = row
            .outvoted
            .iter()
            .map(|(value, origin)| format!("{} ({})", value.shown(), context.place_of(origin)));
        let locked = if is_locked(row) { " (locked)" } else { "" };
        let from = context.place_of(&row.origin) + locked;
        vec![clean(&row.setting), row.value.shown(), from, outvoted.collect::<Vec<_>>().join(", ")]
    };
    let json = || rows.iter().map(|row| json(context, row, &settings.file)).collect();
    // With one settings file no value is outvoted.
    let columns = if rows.iter().any(|row| !row.outvoted.is_empty()) { 4 } else { 3 };
    let cells: Vec<Vec<_>> = rows.iter().map(|row| cells(row).into_iter().take(columns).collect()).collect();
    context.print_rows(form, flags, COLUMNS.get(..columns).unwrap_or(&COLUMNS), &cells, json)?;
    for found in settings.company_problems() {
        let closed =
            if found.fails_closed { "; everything that can be forbidden is, until it is fixed" } else { "" };
        context.ui.warn(format!("{}:{}: {}{closed}", found.file, found.problem.line, found.problem.text));
    }
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

fn is_locked(row: &SettingRow) -> bool {
    matches!(row.origin, SettingOrigin::Company { locked: true, .. })
}

fn json(context: &Context, row: &SettingRow, own_file: &str) -> serde_json::Value {
    let mut json = json!({
        "setting": clean(&row.setting),
        "value": value(&row.value),
        "locked": is_locked(row),
        "outvoted": row.outvoted.iter().map(|(outvoted, origin)| {
            json!({ "value": value(outvoted), "from": context.place_of(origin) })
        }).collect::<Vec<_>>(),
    });
    let source = match &row.origin {
        SettingOrigin::File(line) => json!({ "source": "file", "file": own_file, "line": line }),
        SettingOrigin::Company { file, line, .. } => {
            json!({ "source": "company", "file": &**file, "line": line })
        }
        SettingOrigin::Other(variable) => json!({ "source": "environment", "variable": variable }),
        _ => json!({ "source": "built in" }),
    };
    if let (Some(members), serde_json::Value::Object(source)) = (json.as_object_mut(), source) {
        members.extend(source);
    }
    json
}

fn value(value: &SettingValue) -> serde_json::Value {
    match value {
        SettingValue::List(list) => json!(list),
        value if value.shown().is_empty() => json!(null),
        value => json!(value.shown()),
    }
}
