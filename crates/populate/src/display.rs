//! Changes as lines of text. Names and notes come from outside: clean them before a terminal shows them.

use crate::{
    change::{Change, ChangeKind, KeyChange},
    not_undone::{NotUndone, NotUndoneReason},
    plan::Changeset,
};
use std::fmt;

/// Writes a count with its noun: `1 profile`, `2 profiles`.
pub fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// Writes `200 accounts, 600 roles → 600 profiles: 12 new, 3 changed, 1 no longer wanted, 584 as they are.`
impl fmt::Display for Changeset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = ["new", "changed", "no longer wanted"];
        let counts = ChangeKind::ALL.into_iter().zip(words).map(|(kind, word)| (self.count(kind), word));
        let mut parts: Vec<_> =
            counts.filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
        parts.push(match (parts.is_empty(), self.unchanged) {
            (true, _) => "all as they are".to_owned(),
            (false, count) => format!("{count} as they are"),
        });
        if self.by_hand > 0 {
            parts.push(format!("{} made by hand", self.by_hand));
        }
        let (accounts, roles) = (counted(self.accounts, "account"), counted(self.roles, "role"));
        write!(f, "{accounts}, {roles} → {}: {}.", counted(self.profiles, "profile"), parts.join(", "))
    }
}

/// Writes `region us-east-1 → eu-west-1`, `output = json` or `no region`.
impl fmt::Display for KeyChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.was, &self.is) {
            (Some(was), Some(is)) => write!(f, "{} {was} → {is}", self.name),
            (None, Some(is)) => write!(f, "{} = {is}", self.name),
            (_, None) => write!(f, "no {}", self.name),
        }
    }
}

/// Writes `[profile dev] exists again`, for example.
impl fmt::Display for NotUndone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[profile {}] ", self.profile)?;
        match &self.reason {
            NotUndoneReason::NoLongerOurs => f.write_str("is gone, or no longer a profile of daypass"),
            NotUndoneReason::ExistsAgain => f.write_str("exists again"),
            NotUndoneReason::Edited(keys) => write!(f, "was changed since ({})", keys.join(", ")),
        }
    }
}

/// Writes changes as lines, by kind: new, changed, removed.
///
/// Of each kind at most `at_most` changes are written, then how many more there are. Without `prune`, removals are
/// written with the note that only `--prune` makes them.
///
/// ```
/// use daypass_config_parse::{Config, Dialect, Document};
/// use daypass_populate::{AccountRoles, Changeset, PopulateOptions, Template, diff};
/// use daypass_sso_types::{AccountId, RoleName};
///
/// let (id, roles) = (AccountId::new("111122223333")?, [RoleName::new("Admin")?]);
/// let listing = [AccountRoles { id: &id, name: Some("Dev"), email: None, roles: Some(&roles) }];
/// let file = Document::parse("");
/// let options = PopulateOptions::new("corp", Template::default());
/// let plan = Changeset::plan(&listing, &Config::new(&file, None, Dialect::AwsCli), &options);
/// assert_eq!(plan.to_string(), "1 account, 1 role → 1 profile: 1 new, 0 as they are.");
/// assert!(diff(&plan.changes, 10, false)[0].starts_with(" + [profile Dev.Admin]"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn diff(changes: &[Change], at_most: usize, prune: bool) -> Vec<String> {
    const WIDEST: usize = 60;
    let header = |change: &Change| format!("[{} {}]", change.section.prefix(), change.name);
    let width = changes.iter().map(|change| header(change).len()).max().unwrap_or(0).min(WIDEST);
    let mut lines = Vec::new();
    for (kind, mark) in ChangeKind::ALL.into_iter().zip(['+', '~', '-']) {
        let changes: Vec<_> = changes.iter().filter(|change| change.kind == kind).collect();
        for change in changes.iter().take(at_most) {
            let keys = || change.keys.iter().map(ToString::to_string).collect::<Vec<_>>();
            let note = match kind {
                ChangeKind::Changed => keys().join(", "),
                ChangeKind::Gone if !prune => format!("{} (removed only with --prune)", change.note),
                ChangeKind::New | ChangeKind::Gone => change.note.clone(),
            };
            lines.push(format!(" {mark} {:<width$}  {note}", header(change)).trim_end().to_owned());
        }
        if let Some(more) = changes.len().checked_sub(at_most).filter(|more| *more > 0) {
            lines.push(format!(" {mark} … and {more} more (--plan shows all)"));
        }
    }
    lines
}
