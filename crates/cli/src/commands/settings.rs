//! `daypass settings`: each setting, what it is, and where that comes from.

use crate::{
    context::Context,
    exit::Exit,
    report::{Report, clean},
    settings::Preferences,
};
use daypass_environment::Variable;
use daypass_settings::{Entry, KNOWN, Shape, Value, Whose};
use serde_json::json;

const COLUMNS: [&str; 3] = ["SETTING", "VALUE", "FROM"];

/// Where a value comes from.
enum Origin {
    /// The settings file, this line.
    File(usize),
    Environment(&'static str),
    BuiltIn,
}

struct Row {
    setting: String,
    value: serde_json::Value,
    shown: String,
    origin: Origin,
}

pub(crate) fn run(context: &Context) -> Result<Exit, Report> {
    let form = context.form(&["table", "text", "json", "csv"])?;
    let settings = context.preferences()?;
    let rows = rows(context, &settings);
    let cells = |row: &Row| vec![row.setting.clone(), row.shown.clone(), row.origin.text(&settings)];
    let cells: Vec<_> = rows.iter().map(cells).collect();
    context.print_rows(form, &COLUMNS, &cells, || rows.iter().map(|row| row.json(&settings)).collect())?;
    let files = context.files()?;
    let config = files.config();
    let of = settings.entries().iter().filter_map(|entry| match &entry.whose {
        Some(Whose::Session(session)) => Some(session.as_str()),
        _ => None,
    });
    let mut sessions: Vec<_> = of.collect();
    sessions.extend(settings.sso_session().map(|(name, _)| name));
    sessions.dedup();
    for session in sessions.iter().filter(|name| config.sso_session(name).is_none()) {
        context
            .ui
            .warn(format!("no sso-session {session} is configured, so what is set for it counts nowhere"));
    }
    if !settings.exists {
        context.ui.say(format!("There is no {} yet; docs/settings.md says what it may hold.", settings.file));
    }
    Ok(Exit::Done)
}

/// Every setting for all, then what the file sets for one session or account.
fn rows(context: &Context, settings: &Preferences) -> Vec<Row> {
    let mut rows = Vec::new();
    for known in KNOWN {
        let keys = |name: &str| known.shape == Shape::Keys && name.starts_with("keys.");
        let set = settings.entries().iter().filter(|entry| entry.whose.is_none());
        let before = rows.len();
        rows.extend(set.filter(|entry| entry.name == known.name || keys(&entry.name)).map(row));
        if rows.len() == before {
            let of_environment = match known.name {
                "browser" => context.env.hint(Variable::Browser),
                _ => None,
            };
            let (shown, origin) = match of_environment {
                Some(value) => (value, Origin::Environment(Variable::Browser.name())),
                None => (known.built_in.to_owned(), Origin::BuiltIn),
            };
            let value = if shown.is_empty() { json!(null) } else { json!(shown) };
            rows.push(Row { setting: known.name.to_owned(), value, shown, origin });
        }
    }
    rows.extend(settings.entries().iter().filter(|entry| entry.whose.is_some()).map(row));
    rows
}

fn row(entry: &Entry) -> Row {
    let value = match &entry.value {
        Value::List(list) => json!(list),
        value => json!(value.shown()),
    };
    Row {
        setting: clean(&entry.full_name()),
        value,
        shown: entry.value.shown(),
        origin: Origin::File(entry.line),
    }
}

impl Row {
    fn json(&self, settings: &Preferences) -> serde_json::Value {
        let mut object = json!({ "setting": self.setting, "value": self.value });
        let origin = match self.origin {
            Origin::File(line) => json!({ "source": "file", "file": settings.file, "line": line }),
            Origin::Environment(variable) => json!({ "source": "environment", "variable": variable }),
            Origin::BuiltIn => json!({ "source": "built in" }),
        };
        if let (Some(object), serde_json::Value::Object(origin)) = (object.as_object_mut(), origin) {
            object.extend(origin);
        }
        object
    }
}

impl Origin {
    fn text(&self, settings: &Preferences) -> String {
        match self {
            Self::File(line) => format!("{}:{line}", settings.file),
            Self::Environment(variable) => (*variable).to_owned(),
            Self::BuiltIn => "built in".to_owned(),
        }
    }
}
