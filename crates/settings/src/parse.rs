//! Parses the text of a settings file into entries and problems.

use crate::{
    spec::{ALLOWED, PER_ACCOUNT, PER_SESSION, SETTINGS, SettingSpec, Shape},
    value::{SettingEntry, SettingProblem, SettingScope, SettingValue},
};
use daypass_populate::refused_key;
use daypass_sso_types::closest;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// Parses a file into what it sets and its mistakes, both in the order of lines.
pub(super) fn read(text: &str) -> (Vec<SettingEntry>, Vec<SettingProblem>) {
    let mut reader = Reader { text, entries: Vec::new(), problems: Vec::new() };
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let at = error.span().map_or(0, |span| span.start);
        reader.problem(at, format!("this is not valid TOML: {}", error.message()));
    }
    if errors.is_empty() {
        reader.table(table.get_ref(), None);
    }
    reader.entries.sort_by_key(|entry| entry.line);
    reader.problems.sort_by_key(|problem| problem.line);
    (reader.entries, reader.problems)
}

struct Reader<'t> {
    text: &'t str,
    entries: Vec<SettingEntry>,
    problems: Vec<SettingProblem>,
}

impl Reader<'_> {
    fn table(&mut self, table: &DeTable<'_>, scope: Option<&SettingScope>) {
        for (key, value) in table {
            let (at, name) = (key.span().start, key.get_ref().as_ref());
            let known = SETTINGS.iter().find(|known| known.name == name);
            match (known, value.get_ref()) {
                (Some(known), _) if !is_allowed_in(known.name, scope) => {
                    self.misplaced(at, known.name, scope);
                }
                (Some(known), DeValue::Table(keys)) if known.shape == Shape::Keys => self.keys(keys, scope),
                (Some(known), found) => self.value(known, scope, &key.span(), found),
                (None, tables) if scope.is_none() && (name == PER_SESSION || name == PER_ACCOUNT) => {
                    self.tables(at, name, tables);
                }
                (None, _) => self.unknown(at, name, scope),
            }
        }
    }

    /// Reads the tables of sessions or accounts.
    fn tables(&mut self, at: usize, kind: &str, tables: &DeValue<'_>) {
        let shape = || match kind {
            PER_ACCOUNT => {
                format!("the settings of an account are a table, such as: [{PER_ACCOUNT}.111122223333]")
            }
            _ => format!("the settings of a session are a table, such as: [{PER_SESSION}.corp]"),
        };
        let DeValue::Table(tables) = tables else { return self.problem(at, shape()) };
        for (key, inner) in tables {
            let (at, name) = (key.span().start, key.get_ref().clone().into_owned());
            let is_account = name.len() == 12 && name.bytes().all(|byte| byte.is_ascii_digit());
            let scope = match kind {
                PER_ACCOUNT if !is_account => {
                    Err(format!("{name:?} is not an account id, which has 12 digits"))
                }
                PER_ACCOUNT => Ok(SettingScope::Account(name)),
                _ => Ok(SettingScope::Session(name)),
            };
            match (scope, inner.get_ref()) {
                (Ok(scope), DeValue::Table(table)) => self.table(table, Some(&scope)),
                (Ok(_), _) => self.problem(at, shape()),
                (Err(reason), _) => self.problem(at, reason),
            }
        }
    }

    fn misplaced(&mut self, at: usize, name: &str, scope: Option<&SettingScope>) {
        self.problem(
            at,
            match scope {
                Some(SettingScope::Account(_)) => {
                    format!("`{name}` cannot be set for one account; only `browser` can")
                }
                _ if name == ALLOWED => {
                    format!("`{name}` applies to all sessions; set it at the top of the file")
                }
                _ => format!("`{name}` chooses the session; set it at the top of the file"),
            },
        );
    }

    fn value(
        &mut self,
        known: &SettingSpec,
        scope: Option<&SettingScope>,
        span: &Range<usize>,
        found: &DeValue<'_>,
    ) {
        let at = span.start;
        let value = match (known.shape, found) {
            (Shape::Text, DeValue::String(text)) => Some(SettingValue::Text(text.clone().into_owned())),
            (Shape::List, DeValue::Array(items)) => {
                let texts: Option<Vec<_>> =
                    items.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect();
                texts.map(SettingValue::List)
            }
            _ => None,
        };
        let Some(value) = value else {
            let what = match known.shape {
                Shape::Text => "a text",
                Shape::List => "a list of texts",
                Shape::Keys => "a table of texts",
            };
            return self.problem(at, format!("`{}` is {what}, such as: {}", known.name, known.example));
        };
        let texts = match &value {
            SettingValue::Text(text) => std::slice::from_ref(text),
            SettingValue::List(list) => list,
        };
        for text in texts {
            if let Err(reason) = (known.check)(text) {
                self.problem(at, format!("`{}` cannot be {text:?}: {reason}", known.name));
            }
        }
        self.enter(scope, known.name.to_owned(), value, at);
    }

    fn keys(&mut self, keys: &DeTable<'_>, scope: Option<&SettingScope>) {
        for (key, value) in keys {
            let (at, name) = (key.span().start, key.get_ref().to_ascii_lowercase());
            let Some(text) = value.get_ref().as_str() else {
                self.problem(
                    at,
                    format!(
                        "the key `{name}` is a text, such as: {name} = \"{}\"",
                        bare(self.text, &value.span())
                    ),
                );
                continue;
            };
            match refused_key(&name, text) {
                Some(reason) => self.problem(at, format!("the key `{name}` cannot be set: {reason}")),
                None => self.enter(scope, format!("keys.{name}"), SettingValue::Text(text.to_owned()), at),
            }
        }
    }

    fn unknown(&mut self, at: usize, name: &str, scope: Option<&SettingScope>) {
        let names = SETTINGS.iter().map(|known| known.name).filter(|name| is_allowed_in(name, scope));
        let tables = [PER_SESSION, PER_ACCOUNT].into_iter().filter(|_| scope.is_none());
        let names: Vec<_> = names.chain(tables).collect();
        let hint = match closest(name, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the settings are {}", names.join(", ")),
        };
        self.problem(at, format!("there is no setting `{name}`; {hint}"));
    }

    fn enter(&mut self, scope: Option<&SettingScope>, name: String, value: SettingValue, at: usize) {
        self.entries.push(SettingEntry { scope: scope.cloned(), name, value, line: line(self.text, at) });
    }

    fn problem(&mut self, at: usize, text: String) {
        self.problems.push(SettingProblem { line: line(self.text, at), text });
    }
}

/// Says whether a setting is allowed in a table.
fn is_allowed_in(name: &str, scope: Option<&SettingScope>) -> bool {
    match scope {
        None => true,
        Some(SettingScope::Session(_)) => name != "sso_session" && name != ALLOWED,
        Some(SettingScope::Account(_)) => name == "browser",
    }
}

/// Returns a value's text in the file, if it has no quotes and is one line.
fn bare<'t>(text: &'t str, span: &Range<usize>) -> &'t str {
    text.get(span.clone()).filter(|text| !text.contains(['"', '\n'])).unwrap_or("…")
}

fn line(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}
