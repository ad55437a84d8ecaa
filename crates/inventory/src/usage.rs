//! What has been used how often, for the order of a list: a small file that nobody misses.

use daypass_files::{WritePolicy, read, write_unlinked};
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

/// Names kept; the least used go first.
const MOST: usize = 200;
/// Far more than they take.
const MOST_BYTES: u64 = 1 << 20;

/// How often roles and profiles have been used, and in which order last. It holds two hundred names at most; the least
/// used go first.
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
    /// What is noted so far in the state folder. A file that cannot be read is none.
    pub fn load(state: &Path) -> Self {
        let uses = || -> Option<_> {
            let value: Value = serde_json::from_slice(&read(&place(state), MOST_BYTES).ok()??).ok()?;
            let uses = value.get("uses")?.as_object()?.iter();
            let pair = |value: &Value| Some((value.get(0)?.as_u64()?, value.get(1)?.as_u64()?));
            Some(uses.filter_map(|(name, value)| Some((name.clone(), pair(value)?))).collect())
        };
        Self { uses: uses().unwrap_or_default() }
    }

    /// What sorts it: the count, then which was last.
    pub fn rank(&self, key: &str) -> (u64, u64) {
        self.uses.get(key).copied().unwrap_or_default()
    }

    /// One use more. Where it cannot be kept, the order of a list is a little worse.
    pub fn note(mut self, state: &Path, key: &str) {
        let turn = self.uses.values().map(|(_, turn)| *turn).max().unwrap_or(0).saturating_add(1);
        let count = self.rank(key).0.saturating_add(1);
        self.uses.insert(key.to_owned(), (count, turn));
        let mut uses: Vec<_> = self.uses.into_iter().collect();
        uses.sort_by_key(|(_, (count, last))| std::cmp::Reverse((*last == turn, *count, *last)));
        uses.truncate(MOST);
        let uses: serde_json::Map<_, _> =
            uses.into_iter().map(|(name, (count, turn))| (name, json!([count, turn]))).collect();
        let text = json!({ "version": 1, "uses": uses }).to_string();
        drop(write_unlinked(&place(state), text.as_bytes(), WritePolicy::Refetchable));
    }
}

fn place(state: &Path) -> PathBuf {
    state.join("usage.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_used_first_then_last_used() {
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
    fn it_stays_small_and_a_damaged_file_is_none() {
        let folder = tempfile::tempdir().expect("a folder");
        for key in 0..MOST + 20 {
            Usage::load(folder.path()).note(folder.path(), &key.to_string());
        }
        let usage = Usage::load(folder.path());
        assert_eq!(usage.uses.len(), MOST);
        assert_eq!(usage.rank(&(MOST + 19).to_string()).0, 1);
        #[expect(clippy::disallowed_methods, reason = "a test that damages a file")]
        std::fs::write(place(folder.path()), "{").expect("written");
        assert_eq!(Usage::load(folder.path()).rank("1"), (0, 0));
    }
}
