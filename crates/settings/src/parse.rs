//! Parses the text of a settings file into entries and problems.

use crate::{
    allowed_places::{FOR_ALL, is_allowed_in},
    guard_spec::{AGENTS, OF_AGENTS, OF_GUARDS, PER_GUARD},
    import_rules::{self, NOT_IMPORTED},
    spec::{OF_ACCOUNTS, OF_COMPANIES, PER_ACCOUNT, PER_SESSION, SETTINGS, SettingSpec, Shape},
    value::{SettingEntry, SettingLayer, SettingProblem, SettingScope, SettingValue},
};
use daypass_populate::refused_key;
use daypass_sso_types::closest;
use std::{ops::Range, sync::Arc};
use toml::de::{DeInteger, DeTable, DeValue};

/// The table of a company's file whose values nobody can change.
const LOCKED: &str = "locked";
/// The version of the format, which a company's file begins with.
const FORMAT: &str = "format";

/// What a person's file sets, in its order, and what in it cannot be used, in its order.
pub(super) fn read(text: &str) -> (Vec<SettingEntry>, Vec<SettingProblem>) {
    let (entries, problems) = Reader::new(text, SettingLayer::User).read();
    (entries, problems.into_iter().map(|(_, problem)| problem).collect())
}

/// What a company's or an imported file sets, and what in it cannot be used, with the layer that lacks it: a company's file that
/// is no TOML, or of a format that is not known, locks nobody knows what.
pub(super) fn read_handed_out(
    text: &str,
    name: &Arc<str>,
    layer: SettingLayer,
) -> (Vec<SettingEntry>, Vec<(SettingLayer, SettingProblem)>) {
    let (mut entries, problems) = Reader::new(text, layer).read();
    for entry in &mut entries {
        entry.file = Some(Arc::clone(name));
    }
    (entries, problems)
}

struct Reader<'t> {
    text: &'t str,
    layer: SettingLayer,
    entries: Vec<SettingEntry>,
    problems: Vec<(SettingLayer, SettingProblem)>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, layer: SettingLayer) -> Self {
        Self { text, layer, entries: Vec::new(), problems: Vec::new() }
    }

    fn read(mut self) -> (Vec<SettingEntry>, Vec<(SettingLayer, SettingProblem)>) {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in &errors {
            let at = error.span().map_or(0, |span| span.start);
            self.broken(at, format!("this is not valid TOML: {}", error.message()));
        }
        if errors.is_empty() && self.is_person() {
            self.table(table.get_ref(), None);
        } else if errors.is_empty() {
            self.company(table.get_ref());
        }
        self.entries.sort_by_key(|entry| entry.line);
        self.problems.sort_by_key(|(_, problem)| problem.line);
        (self.entries, self.problems)
    }

    fn is_person(&self) -> bool {
        self.layer == SettingLayer::User
    }

    fn is_imported(&self) -> bool {
        self.layer == SettingLayer::Imported
    }

    /// The top of a company's or an imported file: the version, the table `locked`, and what is recommended.
    fn company(&mut self, table: &DeTable<'_>) {
        match table.get(FORMAT).map(|value| value.get_ref().as_integer().map(DeInteger::as_str)) {
            Some(Some("1")) => {}
            Some(_) => {
                return self.broken(0, "this is not `format = 1`: it needs a newer daypass".to_owned());
            }
            None => self.problem(0, "the file does not begin with `format = 1`".to_owned()),
        }
        self.table(table, None);
        if let Some((key, _)) = table.get_key_value(LOCKED).filter(|_| self.is_imported()) {
            self.problem(key.span().start, "an imported file locks nothing".to_owned());
        } else if let Some((key, locked)) = table.get_key_value(LOCKED) {
            self.layer = SettingLayer::Locked;
            match locked.get_ref() {
                DeValue::Table(locked) => self.table(locked, None),
                _ => self.problem(key.span().start, "`locked` is a table of settings".to_owned()),
            }
        }
    }
}

impl Reader<'_> {
    /// The settings that such a file may hold.
    fn known(&self, scope: Option<&SettingScope>) -> impl Iterator<Item = &'static SettingSpec> + use<> {
        let of_companies = if self.is_person() { &[] } else { OF_COMPANIES };
        let (first, second) = match scope {
            Some(SettingScope::Guard(_)) => (OF_GUARDS, &[][..]),
            Some(SettingScope::Agents) => (OF_AGENTS, &[][..]),
            Some(SettingScope::Account(_)) => (SETTINGS, OF_ACCOUNTS),
            _ => (SETTINGS, of_companies),
        };
        first.iter().chain(second)
    }

    fn table(&mut self, table: &DeTable<'_>, scope: Option<&SettingScope>) {
        for (key, value) in table {
            let (at, name) = (key.span().start, key.get_ref().as_ref());
            if !self.is_person() && scope.is_none() && [FORMAT, LOCKED].contains(&name) {
                continue;
            }
            if self.is_imported() && NOT_IMPORTED.contains(&name) {
                self.problem(at, format!("an imported file cannot set `{name}`"));
                continue;
            }
            let known = self.known(scope).find(|known| known.name == name);
            match (known, value.get_ref()) {
                (Some(known), _) if !is_allowed_in(known.name, scope) => {
                    self.misplaced(at, known.name, scope);
                }
                (Some(known), DeValue::Table(keys)) if known.shape == Shape::Keys => self.keys(keys, scope),
                (Some(known), found) => self.value(known, scope, &key.span(), found),
                (None, tables)
                    if scope.is_none() && [PER_SESSION, PER_ACCOUNT, PER_GUARD].contains(&name) =>
                {
                    self.tables(at, name, tables);
                }
                (None, found) if scope.is_none() && name == AGENTS => match found {
                    DeValue::Table(inner) => self.table(inner, Some(&SettingScope::Agents)),
                    _ => self.problem(at, format!("the rule for agents is a table: [{AGENTS}]")),
                },
                (None, _) => self.unknown(at, name, scope),
            }
        }
    }

    /// Reads the tables of sessions, accounts or guards.
    fn tables(&mut self, at: usize, kind: &str, tables: &DeValue<'_>) {
        let shape = || match kind {
            PER_ACCOUNT => {
                format!("the settings of an account are a table, such as: [{PER_ACCOUNT}.111122223333]")
            }
            PER_GUARD => {
                format!("the settings of a guard are a table, such as: [{PER_GUARD}.\"prod-*/Admin*\"]")
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
                PER_GUARD => Ok(SettingScope::Guard(name)),
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
                    format!("`{name}` cannot be set for one account; `browser`, `alias` and `tags` can")
                }
                None => {
                    format!("`{name}` belongs to one session; set it in a table such as [{PER_SESSION}.corp]")
                }
                _ if FOR_ALL.contains(&name) => {
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
        let before = self.problems.len();
        for text in texts {
            if let Err(reason) = (known.check)(text) {
                self.problem(at, format!("`{}` cannot be {text:?}: {reason}", known.name));
            }
        }
        if self.problems.len() == before {
            self.enter(scope, known.name.to_owned(), value, at);
        }
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
            let not_imported = import_rules::refused_key(&name).filter(|_| self.is_imported());
            match not_imported.or_else(|| refused_key(&name, text).map(str::to_owned)) {
                Some(reason) => self.problem(at, format!("the key `{name}` cannot be set: {reason}")),
                None => self.enter(scope, format!("keys.{name}"), SettingValue::Text(text.to_owned()), at),
            }
        }
    }

    fn unknown(&mut self, at: usize, name: &str, scope: Option<&SettingScope>) {
        let names = self.known(scope).map(|known| known.name).filter(|name| is_allowed_in(name, scope));
        let tables = [PER_SESSION, PER_ACCOUNT, PER_GUARD, AGENTS].into_iter().filter(|_| scope.is_none());
        let names: Vec<_> = names.chain(tables).collect();
        let hint = match closest(name, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the settings are {}", names.join(", ")),
        };
        self.problem(at, format!("there is no setting `{name}`; {hint}"));
    }

    fn enter(&mut self, scope: Option<&SettingScope>, name: String, value: SettingValue, at: usize) {
        let (line, layer) = (line(self.text, at), self.layer);
        self.entries.push(SettingEntry { scope: scope.cloned(), name, value, line, layer, file: None });
    }

    fn problem(&mut self, at: usize, text: String) {
        self.problems.push((self.layer, SettingProblem { line: line(self.text, at), text }));
    }

    /// A problem that leaves unknown what the file locks.
    fn broken(&mut self, at: usize, text: String) {
        self.problems.push((SettingLayer::Locked, SettingProblem { line: line(self.text, at), text }));
    }
}

/// Returns a value's text in the file, if it has no quotes and is one line.
fn bare<'t>(text: &'t str, span: &Range<usize>) -> &'t str {
    text.get(span.clone()).filter(|text| !text.contains(['"', '\n'])).unwrap_or("…")
}

fn line(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}
