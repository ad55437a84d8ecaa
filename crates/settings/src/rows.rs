//! Rows that show all settings: what applies, where it comes from, what it outvotes.

use crate::{
    UserSettings,
    guard_spec::ALL_APPLY,
    spec::{SETTINGS, Shape},
    strictest,
    value::{SettingEntry, SettingLayer, SettingOrigin, SettingRow, SettingScope, SettingValue},
};

impl UserSettings {
    /// Lists every setting for all with its effective value, then what the files set for single sessions and accounts.
    ///
    /// `other` returns the value of a setting from another source than a file, with the name of that source. A setting of
    /// several files has one row with the value that applies; settings of which all values apply, such as `forbid`, have a row
    /// for each. The row of a session's or an account's setting has what applies to it, also where a value for all does.
    pub fn rows(&self, other: impl Fn(&str) -> Option<(String, &'static str)>) -> Vec<SettingRow> {
        let mut rows = Vec::new();
        for known in SETTINGS {
            let keys = |name: &str| known.shape == Shape::Keys && name.starts_with("keys.");
            let before = rows.len();
            rows.extend(
                self.voted(|entry| entry.scope.is_none() && (entry.name == known.name || keys(&entry.name))),
            );
            if rows.len() == before {
                let (value, origin) = match other(known.name) {
                    Some((value, place)) => (value, SettingOrigin::Other(place)),
                    None => (known.built_in.to_owned(), SettingOrigin::BuiltIn),
                };
                let (setting, value) = (known.name.to_owned(), SettingValue::Text(value));
                rows.push(SettingRow { setting, value, origin, outvoted: Vec::new() });
            }
        }
        rows.extend(self.voted(|entry| entry.scope.is_none() && !is_known(&entry.name)));
        let first = rows.len();
        rows.extend(self.voted(|entry| entry.scope.is_some()));
        rows.iter_mut().skip(first).for_each(|row| self.correct(row));
        rows
    }

    /// Lets a value for all take precedence in the row of a session's or an account's setting, where it does.
    fn correct(&self, row: &mut SettingRow) {
        let is_it = |entry: &&SettingEntry| {
            entry.full_name() == row.setting
                && (&entry.value, entry.origin()) == (&row.value, row.origin.clone())
        };
        let Some(of_scope) = self.entries().iter().find(is_it) else { return };
        let applies = match &of_scope.scope {
            Some(SettingScope::Session(session)) => self.find(Some(session), &of_scope.name),
            Some(SettingScope::Account(_)) if of_scope.name == "browser" => self
                .of(SettingLayer::Locked, None, "browser")
                .filter(|_| of_scope.layer != SettingLayer::Locked),
            _ => None,
        };
        if let Some(applies) = applies.filter(|applies| applies.scope.is_none()) {
            let (value, origin) = (applies.value.clone(), applies.origin());
            row.outvoted.insert(0, (std::mem::replace(&mut row.value, value), row.origin.clone()));
            row.origin = origin;
        }
    }

    /// Returns a row for each setting among these entries, with the value of the first layer that has it.
    fn voted(&self, among: impl Fn(&SettingEntry) -> bool) -> Vec<SettingRow> {
        let mut rows: Vec<SettingRow> = Vec::new();
        for layer in SettingLayer::ALL {
            for entry in self.entries.iter().filter(|entry| entry.layer == layer && among(entry)) {
                let all_apply = ALL_APPLY.contains(&entry.name.as_str());
                let name = entry.full_name();
                match rows.iter_mut().find(|row| row.setting == name && !all_apply) {
                    Some(row) if strictest::outvotes(entry, row) => {
                        let voted = SettingRow::of(entry);
                        row.outvoted.insert(0, (row.value.clone(), row.origin.clone()));
                        (row.value, row.origin) = (voted.value, voted.origin);
                    }
                    Some(row) => row.outvoted.push((entry.value.clone(), entry.origin())),
                    None => rows.push(SettingRow::of(entry)),
                }
            }
        }
        rows
    }
}

/// Says whether it is a setting that a person's file may hold.
fn is_known(name: &str) -> bool {
    name.starts_with("keys.") || SETTINGS.iter().any(|known| known.name == name)
}
