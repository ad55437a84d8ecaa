//! Counts how often roles and profiles are used, to sort the picker's list.

use daypass_files::{WritePolicy, read_private, write_unlinked};
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

/// Names that are kept; the least used are dropped first.
const MAX_NAMES: usize = 200;
/// The longest file that is read, in bytes; far more than [`MAX_NAMES`] names take.
const MAX_BYTES: u64 = 1 << 20;

/// Counts uses of roles and profiles, and remembers the order of the last uses.
///
/// It holds 200 names at most; the least used are dropped first. A lost file only changes the order of a list.
///
/// ```
/// use daypass_inventory::Usage;
///
/// # let state = tempfile::tempdir()?;
/// for name in ["dev", "prod", "dev"] {
///     Usage::load(state.path()).note(state.path(), name);
/// }
/// let usage = Usage::load(state.path());
/// let mut names = ["new", "prod", "dev"];
/// names.sort_by_key(|name| std::cmp::Reverse(usage.rank(name)));
/// assert_eq!(names, ["dev", "prod", "new"]);
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct Usage {
    uses: HashMap<String, (u64, u64)>,
}

impl Usage {
    /// Loads the counts from the state folder; empty if the file is missing or damaged.
    pub fn load(state: &Path) -> Self {
        let uses = || -> Option<_> {
            let file = read_private(&path_in(state), MAX_BYTES).ok()??;
            let value: Value = serde_json::from_slice(&file.bytes).ok()?;
            let uses = value.get("uses")?.as_object()?.iter();
            let pair = |value: &Value| Some((value.get(0)?.as_u64()?, value.get(1)?.as_u64()?));
            Some(uses.filter_map(|(name, value)| Some((name.clone(), pair(value)?))).collect())
        };
        Self { uses: uses().unwrap_or_default() }
    }

    /// Returns the sort key of a name: the count, then the position of its last use.
    pub fn rank(&self, key: &str) -> (u64, u64) {
        self.uses.get(key).copied().unwrap_or_default()
    }

    /// Counts one use of a name and stores the counts; a failure to write is ignored.
    pub fn note(mut self, state: &Path, key: &str) {
        let turn = self.uses.values().map(|(_, turn)| *turn).max().unwrap_or(0).saturating_add(1);
        let count = self.rank(key).0.saturating_add(1);
        self.uses.insert(key.to_owned(), (count, turn));
        let mut uses: Vec<_> = self.uses.into_iter().collect();
        uses.sort_by_key(|(_, (count, last))| std::cmp::Reverse((*last == turn, *count, *last)));
        uses.truncate(MAX_NAMES);
        let uses: serde_json::Map<_, _> =
            uses.into_iter().map(|(name, (count, turn))| (name, json!([count, turn]))).collect();
        let text = json!({ "version": 1, "uses": uses }).to_string();
        drop(write_unlinked(&path_in(state), text.as_bytes(), WritePolicy::Refetchable));
    }
}

fn path_in(state: &Path) -> PathBuf {
    state.join("usage.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_by_count_then_by_last_use() {
        let folder = tempfile::tempdir().expect("a folder");
        for key in ["a", "b", "a", "c"] {
            Usage::load(folder.path()).note(folder.path(), key);
        }
        let usage = Usage::load(folder.path());
        let mut keys = ["a", "b", "c", "d"];
        keys.sort_by_key(|key| std::cmp::Reverse(usage.rank(key)));
        assert_eq!(keys, ["a", "c", "b", "d"]);
    }

    #[test]
    fn the_file_stays_small_and_a_damaged_file_is_ignored() {
        let folder = tempfile::tempdir().expect("a folder");
        for key in 0..MAX_NAMES + 20 {
            Usage::load(folder.path()).note(folder.path(), &key.to_string());
        }
        let usage = Usage::load(folder.path());
        assert_eq!(usage.uses.len(), MAX_NAMES);
        assert_eq!(usage.rank(&(MAX_NAMES + 19).to_string()).0, 1);
        #[expect(clippy::disallowed_methods, reason = "a test that damages a file")]
        std::fs::write(path_in(folder.path()), "{").expect("written");
        assert_eq!(Usage::load(folder.path()).rank("1"), (0, 0));
    }
}
