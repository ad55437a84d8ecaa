//! From the text of the file to entries, with every mistake and its line.

use crate::{
    spec::{ALLOWED, KNOWN, Known, PER_ACCOUNT, PER_SESSION, Shape},
    value::{Entry, Problem, Value, Whose},
};
use daypass_populate::refused_key;
use daypass_sso_types::closest;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// What the file sets, in its order, and what in it cannot be used, in its order.
pub(super) fn read(text: &str) -> (Vec<Entry>, Vec<Problem>) {
    let mut reader = Reader { text, entries: Vec::new(), problems: Vec::new() };
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let at = error.span().map_or(0, |span| span.start);
        reader.problem(at, format!("this is no TOML: {}", error.message()));
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
    entries: Vec<Entry>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn table(&mut self, table: &DeTable<'_>, whose: Option<&Whose>) {
        for (key, value) in table {
            let (at, name) = (key.span().start, key.get_ref().as_ref());
            let known = KNOWN.iter().find(|known| known.name == name);
            match (known, value.get_ref()) {
                (Some(known), _) if !may_stand(known.name, whose) => self.misplaced(at, known.name, whose),
                (Some(known), DeValue::Table(keys)) if known.shape == Shape::Keys => self.keys(keys, whose),
                (Some(known), found) => self.value(known, whose, &key.span(), found),
                (None, tables) if whose.is_none() && (name == PER_SESSION || name == PER_ACCOUNT) => {
                    self.tables(at, name, tables);
                }
                (None, _) => self.unknown(at, name, whose),
            }
        }
    }

    /// The tables of sessions or accounts.
    fn tables(&mut self, at: usize, kind: &str, tables: &DeValue<'_>) {
        let shape = || match kind {
            PER_ACCOUNT => format!("an account has a table, such as: [{PER_ACCOUNT}.111122223333]"),
            _ => format!("a session has a table, such as: [{PER_SESSION}.corp]"),
        };
        let DeValue::Table(tables) = tables else { return self.problem(at, shape()) };
        for (key, inner) in tables {
            let (at, name) = (key.span().start, key.get_ref().clone().into_owned());
            let is_account = name.len() == 12 && name.bytes().all(|byte| byte.is_ascii_digit());
            let whose = match kind {
                PER_ACCOUNT if !is_account => Err(format!("{name:?} is no account's number: 12 digits")),
                PER_ACCOUNT => Ok(Whose::Account(name)),
                _ => Ok(Whose::Session(name)),
            };
            match (whose, inner.get_ref()) {
                (Ok(whose), DeValue::Table(table)) => self.table(table, Some(&whose)),
                (Ok(_), _) => self.problem(at, shape()),
                (Err(reason), _) => self.problem(at, reason),
            }
        }
    }

    fn misplaced(&mut self, at: usize, name: &str, whose: Option<&Whose>) {
        self.problem(
            at,
            match whose {
                Some(Whose::Account(_)) => format!("`{name}` is for no single account; `browser` is"),
                _ if name == ALLOWED => format!("`{name}` is for all sessions, so it stands at the top only"),
                _ => format!("`{name}` says which session, so it stands at the top only"),
            },
        );
    }

    fn value(&mut self, known: &Known, whose: Option<&Whose>, span: &Range<usize>, found: &DeValue<'_>) {
        let at = span.start;
        let value = match (known.shape, found) {
            (Shape::Text, DeValue::String(text)) => Some(Value::Text(text.clone().into_owned())),
            (Shape::List, DeValue::Array(items)) => {
                let texts: Option<Vec<_>> =
                    items.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect();
                texts.map(Value::List)
            }
            _ => None,
        };
        let Some(value) = value else {
            let what = match known.shape {
                Shape::Text => "text",
                Shape::List => "a list of texts",
                Shape::Keys => "a table of texts",
            };
            return self.problem(at, format!("`{}` is {what}, such as: {}", known.name, known.example));
        };
        let texts = match &value {
            Value::Text(text) => std::slice::from_ref(text),
            Value::List(list) => list,
        };
        for text in texts {
            if let Err(reason) = (known.check)(text) {
                self.problem(at, format!("`{}` cannot be {text:?}: {reason}", known.name));
            }
        }
        self.enter(whose, known.name.to_owned(), value, at);
    }

    fn keys(&mut self, keys: &DeTable<'_>, whose: Option<&Whose>) {
        for (key, value) in keys {
            let (at, name) = (key.span().start, key.get_ref().to_ascii_lowercase());
            let Some(text) = value.get_ref().as_str() else {
                self.problem(
                    at,
                    format!(
                        "the key `{name}` is text, such as: {name} = \"{}\"",
                        bare(self.text, &value.span())
                    ),
                );
                continue;
            };
            match refused_key(&name, text) {
                Some(reason) => self.problem(at, format!("the key `{name}` cannot be set: {reason}")),
                None => self.enter(whose, format!("keys.{name}"), Value::Text(text.to_owned()), at),
            }
        }
    }

    fn unknown(&mut self, at: usize, name: &str, whose: Option<&Whose>) {
        let names = KNOWN.iter().map(|known| known.name).filter(|name| may_stand(name, whose));
        let tables = [PER_SESSION, PER_ACCOUNT].into_iter().filter(|_| whose.is_none());
        let names: Vec<_> = names.chain(tables).collect();
        let hint = match closest(name, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are {}", names.join(", ")),
        };
        self.problem(at, format!("there is no setting `{name}`; {hint}"));
    }

    fn enter(&mut self, whose: Option<&Whose>, name: String, value: Value, at: usize) {
        self.entries.push(Entry { whose: whose.cloned(), name, value, line: line(self.text, at) });
    }

    fn problem(&mut self, at: usize, text: String) {
        self.problems.push(Problem { line: line(self.text, at), text });
    }
}

/// Whether a setting may stand in a table.
fn may_stand(name: &str, whose: Option<&Whose>) -> bool {
    match whose {
        None => true,
        Some(Whose::Session(_)) => name != "sso_session" && name != ALLOWED,
        Some(Whose::Account(_)) => name == "browser",
    }
}

/// A value as it stands in the file, without quotes.
fn bare<'t>(text: &'t str, span: &Range<usize>) -> &'t str {
    text.get(span.clone()).filter(|text| !text.contains(['"', '\n'])).unwrap_or("…")
}

fn line(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}
