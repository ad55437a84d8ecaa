//! `daypass settings`: each setting, what it is, and where that comes from.

use crate::{
    context::Context,
    exit::Exit,
    report::{Report, clean},
};
use daypass_environment::Variable;
use daypass_settings::{SettingOrigin, SettingRow, SettingValue};
use serde_json::json;

const COLUMNS: [&str; 3] = ["SETTING", "VALUE", "FROM"];

pub(crate) fn run(context: &Context) -> Result<Exit, Report> {
    let form = context.output_form(&["table", "text", "json", "csv"])?;
    let settings = context.preferences()?;
    let rows = settings.rows(|name| {
        let browser = || context.env.hint(Variable::Browser).map(|value| (value, Variable::Browser.name()));
        (name == "browser").then(browser).flatten()
    });
    let cells =
        |row: &SettingRow| vec![clean(&row.setting), row.value.shown(), told(row.origin, &settings.file)];
    let cells: Vec<_> = rows.iter().map(cells).collect();
    let json = || rows.iter().map(|row| json(row, &settings.file)).collect();
    context.print_rows(form, &COLUMNS, &cells, json)?;
    let files = context.files()?;
    let config = files.config();
    for session in settings.sessions().iter().filter(|name| config.sso_session(name).is_none()) {
        context
            .ui
            .warn(format!("no sso-session {session} is configured, so what is set for it counts nowhere"));
    }
    if !settings.exists {
        context.ui.say(format!("There is no {} yet; docs/settings.md says what it may hold.", settings.file));
    }
    Ok(Exit::Done)
}

fn told(origin: SettingOrigin, file: &str) -> String {
    match origin {
        SettingOrigin::File(line) => format!("{file}:{line}"),
        SettingOrigin::Other(variable) => variable.to_owned(),
        _ => "built in".to_owned(),
    }
}

fn json(row: &SettingRow, file: &str) -> serde_json::Value {
    let value = match &row.value {
        SettingValue::List(list) => json!(list),
        value if value.shown().is_empty() => json!(null),
        value => json!(value.shown()),
    };
    let setting = clean(&row.setting);
    match row.origin {
        SettingOrigin::File(line) => {
            json!({ "setting": setting, "value": value, "source": "file", "file": file, "line": line })
        }
        SettingOrigin::Other(variable) => {
            json!({ "setting": setting, "value": value, "source": "environment", "variable": variable })
        }
        _ => json!({ "setting": setting, "value": value, "source": "built in" }),
    }
}
