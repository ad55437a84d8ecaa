//! From the text of the file to entries, with every mistake and its line.

use super::{
    Entry, KNOWN, PER_SESSION, Problem, Value, refused_key,
    spec::{Known, Shape},
};
use daypass_credentials::closest;
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
    fn table(&mut self, table: &DeTable<'_>, session: Option<&str>) {
        for (key, value) in table {
            let (at, name) = (key.span().start, key.get_ref().as_ref());
            let known = KNOWN.iter().find(|known| known.name == name);
            match (known, value.get_ref()) {
                (Some(known), _) if session.is_some() && known.name == "sso_session" => {
                    self.problem(
                        at,
                        format!("`{}` says which session, so it stands at the top only", known.name),
                    );
                }
                (Some(known), DeValue::Table(keys)) if known.shape == Shape::Keys => self.keys(keys, session),
                (Some(known), found) => self.value(known, session, &key.span(), found),
                (None, DeValue::Table(sessions)) if session.is_none() && name == PER_SESSION => {
                    for (session, inner) in sessions {
                        match inner.get_ref() {
                            DeValue::Table(table) => self.table(table, Some(session.get_ref())),
                            _ => self.problem(session.span().start, shape_of_sessions()),
                        }
                    }
                }
                (None, _) if session.is_none() && name == PER_SESSION => {
                    self.problem(at, shape_of_sessions());
                }
                (None, _) => self.unknown(at, name, session),
            }
        }
    }

    fn value(&mut self, known: &Known, session: Option<&str>, span: &Range<usize>, found: &DeValue<'_>) {
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
        self.enter(session, known.name.to_owned(), value, at);
    }

    fn keys(&mut self, keys: &DeTable<'_>, session: Option<&str>) {
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
                None => self.enter(session, format!("keys.{name}"), Value::Text(text.to_owned()), at),
            }
        }
    }

    fn unknown(&mut self, at: usize, name: &str, session: Option<&str>) {
        let names =
            KNOWN.iter().map(|known| known.name).filter(|name| session.is_none() || *name != "sso_session");
        let names: Vec<_> = names.chain(session.is_none().then_some(PER_SESSION)).collect();
        let hint = match closest(name, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are {}", names.join(", ")),
        };
        self.problem(at, format!("there is no setting `{name}`; {hint}"));
    }

    fn enter(&mut self, session: Option<&str>, name: String, value: Value, at: usize) {
        self.entries.push(Entry {
            session: session.map(str::to_owned),
            name,
            value,
            line: line(self.text, at),
        });
    }

    fn problem(&mut self, at: usize, text: String) {
        self.problems.push(Problem { line: line(self.text, at), text });
    }
}

fn shape_of_sessions() -> String {
    format!("a session has a table, such as: [{PER_SESSION}.corp]")
}

/// A value as it stands in the file, without quotes.
fn bare<'t>(text: &'t str, span: &Range<usize>) -> &'t str {
    text.get(span.clone()).filter(|text| !text.contains(['"', '\n'])).unwrap_or("…")
}

fn line(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}
