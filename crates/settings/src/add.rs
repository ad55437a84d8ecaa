//! Adds settings to the text of a file, and changes nothing that stands in it.

use crate::{
    UserSettings,
    guard_spec::AGENTS,
    value::{SettingEntry, SettingScope, SettingValue, full_name},
};
use std::fmt::Write as _;
use toml_writer::{ToTomlKey as _, ToTomlValue as _, TomlKeyBuilder, TomlStringBuilder};

/// A setting to add: its scope, its name such as `template` or `keys.output`, and its value.
pub type NewSetting = (Option<SettingScope>, String, SettingValue);

/// An addition of settings to the text of a file; an existing line is never changed.
///
/// ```
/// use daypass_settings::{SettingValue, SettingsAddition};
///
/// let new = ["browser", "sso_session"].map(|name| (None, name.to_owned(), SettingValue::Text("x".to_owned())));
/// let addition = SettingsAddition::plan(Some("browser = 'y'\n"), &new);
/// assert_eq!((addition.after.as_deref(), addition.added.len()), (Some("browser = 'y'\nsso_session = \"x\"\n"), 1));
/// // What cannot be read takes nothing.
/// assert_eq!(SettingsAddition::plan(None, &new).refused, ["browser = x", "sso_session = x"]);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SettingsAddition {
    /// The new text; `None` if the file stays as it is.
    pub after: Option<String>,
    /// The settings that are added, as lines for a person.
    pub added: Vec<String>,
    /// The settings that the file cannot take, as lines for a person.
    pub refused: Vec<String>,
}

impl SettingsAddition {
    /// Plans the addition of those settings that a text does not set, `None` is a text that cannot be read.
    pub fn plan(text: Option<&str>, new: &[NewSetting]) -> Self {
        let missing = missing_settings(text.unwrap_or_default(), new);
        let lines: Vec<_> = missing.iter().map(|(name, value)| format!("{name} = {value}")).collect();
        match text.and_then(|text| with_settings(text, new)) {
            Some(after) if !lines.is_empty() => {
                Self { after: Some(after), added: lines, refused: Vec::new() }
            }
            Some(_) => Self::default(),
            None => Self { refused: lines, ..Self::default() },
        }
    }
}

/// Adds those settings that the text does not set, and returns the new text. `None` if the text has a mistake, or cannot take
/// a setting, since a table stands in it in another form.
fn with_settings(text: &str, new: &[NewSetting]) -> Option<String> {
    let known = UserSettings::parse(text).ok()?;
    let is_set = |(scope, name, _): &&NewSetting| {
        known.entries().iter().any(|entry| is_it(entry, scope.as_ref(), name))
    };
    let missing: Vec<_> = new.iter().filter(|setting| !is_set(setting)).collect();
    let mut after = text.to_owned();
    for (table, settings) in tables(&missing) {
        add(&mut after, &table, &settings);
    }
    let read = UserSettings::parse(&after).ok()?;
    let is_there = |(scope, name, value): &&NewSetting| {
        read.entries().iter().any(|entry| is_it(entry, scope.as_ref(), name) && entry.value == *value)
    };
    missing.iter().all(is_there).then_some(after)
}

/// Returns those settings that a text does not set, each as its dotted name and its value; all of them for a text with a
/// mistake.
fn missing_settings(text: &str, new: &[NewSetting]) -> Vec<(String, String)> {
    let known = UserSettings::parse(text).unwrap_or_default();
    let is_set = |(scope, name, _): &&NewSetting| {
        known.entries().iter().any(|entry| is_it(entry, scope.as_ref(), name))
    };
    let missing = new.iter().filter(|setting| !is_set(setting));
    missing.map(|(scope, name, value)| (full_name(scope.as_ref(), name), value.shown())).collect()
}

fn is_it(entry: &SettingEntry, scope: Option<&SettingScope>, name: &str) -> bool {
    entry.scope.as_ref() == scope && entry.name == name
}

/// Sorts settings by the table that they go into; the top of the file is an empty one.
fn tables(settings: &[&NewSetting]) -> Vec<(String, String)> {
    let mut tables: Vec<(String, String)> = Vec::new();
    for (scope, name, value) in settings {
        let of_scope = match scope {
            None => String::new(),
            Some(SettingScope::Session(session)) => format!("sso-session.{}", key(session)),
            Some(SettingScope::Account(account)) => format!("account.{}", key(account)),
            Some(SettingScope::Guard(pattern)) => format!("guard.{}", key(pattern)),
            Some(SettingScope::Agents) => AGENTS.to_owned(),
        };
        let (table, name) = match name.strip_prefix("keys.") {
            Some(name) if of_scope.is_empty() => ("keys".to_owned(), name),
            Some(name) => (format!("{of_scope}.keys"), name),
            None => (of_scope, name.as_str()),
        };
        let line = format!("{} = {}\n", key(name), toml(value));
        match tables.iter_mut().find(|(known, _)| *known == table) {
            Some((_, lines)) => lines.push_str(&line),
            None => tables.push((table, line)),
        }
    }
    // What stands before the first header is at the top; so the top comes first.
    tables.sort_by_key(|(table, _)| !table.is_empty());
    tables
}

/// Adds lines to a table: before the first header, below the table's header, or in a new table at the end.
fn add(text: &mut String, table: &str, lines: &str) {
    let header = format!("[{table}]");
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        if table.is_empty() && line.starts_with('[') {
            text.insert_str(at, &format!("{lines}\n"));
            return;
        }
        if !table.is_empty() && line.split('#').next().unwrap_or_default().trim() == header {
            let lines = if line.ends_with('\n') { lines.to_owned() } else { format!("\n{lines}") };
            text.insert_str(end, &lines);
            return;
        }
        at = end;
    }
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    if !table.is_empty() {
        let gap = if text.is_empty() { "" } else { "\n" };
        let _never: std::fmt::Result = writeln!(text, "{gap}{header}");
    }
    text.push_str(lines);
}

fn toml(value: &SettingValue) -> String {
    match value {
        SettingValue::Text(text) => quoted(text),
        SettingValue::List(list) => {
            format!("[{}]", list.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "))
        }
    }
}

fn key(name: &str) -> String {
    TomlKeyBuilder::new(name)
        .as_unquoted()
        .map_or_else(|| TomlKeyBuilder::new(name).as_basic().to_toml_key(), |bare| bare.to_toml_key())
}

fn quoted(text: &str) -> String {
    TomlStringBuilder::new(text).as_basic().to_toml_value()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(name: &str, value: &str) -> NewSetting {
        (None, name.to_owned(), SettingValue::Text(value.to_owned()))
    }

    #[test]
    fn an_addition_says_what_it_adds_and_what_the_file_cannot_take() {
        let new = [text("browser", "x"), text("sso_session", "corp")];
        let both = ["browser = x", "sso_session = corp"].map(str::to_owned).to_vec();
        for (before, after, added, refused) in [
            (Some(""), Some("browser = \"x\"\nsso_session = \"corp\"\n"), &both[..], &[][..]),
            (Some("browser = 'y'\n"), Some("browser = 'y'\nsso_session = \"corp\"\n"), &both[1..], &[]),
            // Nothing is missing.
            (Some("browser = 'y'\nsso_session = 'z'\n"), None, &[], &[]),
            (Some("= no TOML\n"), None, &[], &both),
            (None, None, &[], &both),
        ] {
            let addition = SettingsAddition::plan(before, &new);
            let found = (addition.after.as_deref(), &addition.added[..], &addition.refused[..]);
            assert_eq!(found, (after, added, refused), "{before:?}");
        }
    }

    #[test]
    fn lines_go_where_they_are_read() {
        let session = Some(SettingScope::Session("a.b".to_owned()));
        let list = SettingValue::List(vec!["eu-west-1".to_owned()]);
        let new = [
            text("keys.output", "json"),
            (session, "regions".to_owned(), list),
            text("browser", "x \"y\" %s"),
        ];
        for (before, after) in [
            (
                "",
                "browser = \"x \\\"y\\\" %s\"\n\n[keys]\noutput = \"json\"\n\n[sso-session.\"a.b\"]\nregions = [\"eu-west-1\"]\n",
            ),
            (
                "template = '{id}.{role}' # t\n[keys] # k\nb = 'c'",
                "template = '{id}.{role}' # t\nbrowser = \"x \\\"y\\\" %s\"\n\n[keys] # k\noutput = \"json\"\nb = 'c'\n\n\
                 [sso-session.\"a.b\"]\nregions = [\"eu-west-1\"]\n",
            ),
        ] {
            assert_eq!(with_settings(before, &new).as_deref(), Some(after));
        }
        // A file without a table goes on at its end; a session's keys are in a table of its own.
        let keys = (
            Some(SettingScope::Session("corp".to_owned())),
            "keys.output".to_owned(),
            SettingValue::Text("text".to_owned()),
        );
        let before = "template = '{id}.{role}'\n";
        assert_eq!(
            with_settings(before, &[keys, text("keys.output", "json"), text("browser", "x")]).as_deref(),
            Some(
                "template = '{id}.{role}'\nbrowser = \"x\"\n\n[sso-session.corp.keys]\noutput = \"text\"\n\n[keys]\n\
                 output = \"json\"\n"
            )
        );
        let bell = with_settings("", &[text("browser", "a\u{7}b")]);
        assert_eq!(bell.as_deref(), Some("browser = \"a\\u0007b\"\n"));
        // A name is read in lower case, so this one would not be found again.
        assert_eq!(with_settings("", &[text("keys.Output", "json")]), None);
        // An inline table cannot take a key without being changed, and a mistake is not built upon.
        assert_eq!(with_settings("keys = { a = 'b' }\n", &new), None);
        assert_eq!(with_settings("tempalte = 'x'\n", &new), None);
    }

    proptest! {
        #[test]
        fn any_text_is_read_back(value in "\\PC{1,20}", session in "[a-zA-Z0-9_. \"\\\\-]{1,9}") {
            prop_assume!(!value.trim().is_empty());
            let scope = Some(SettingScope::Session(session));
            let new = [text("browser", &value), (scope, "browser".to_owned(), SettingValue::Text(value.clone()))];
            let added = with_settings("", &new).expect("it is added");
            prop_assert_eq!(with_settings(&added, &new), Some(added));
        }
    }
}
