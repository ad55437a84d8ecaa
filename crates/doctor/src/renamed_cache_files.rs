//! Cache files of renamed sessions: their names derive from the session's name, so they move with it.

use crate::{Snapshot, edits::Edits};
use daypass_config_parse::{Config, Dialect};
use daypass_credentials::RenamedKeys;
use daypass_token_cache::CacheKey;
use std::{collections::HashSet, path::PathBuf};

/// The move of a cache file to the name that a renamed session gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CacheFileMove {
    pub(crate) from: PathBuf,
    pub(crate) to: PathBuf,
    /// The key whose lock programs hold while they write the file.
    pub(crate) key: CacheKey,
}

/// Lists the existing files of renamed sessions: tokens, client registrations, role credentials.
pub(crate) fn of(snapshot: &Snapshot, edits: &Edits) -> Vec<CacheFileMove> {
    let before = Config::new(&snapshot.config, snapshot.credentials.as_ref(), Dialect::AwsCli);
    let after = Config::new(&edits.config, edits.credentials.as_ref(), Dialect::AwsCli);
    let keys = RenamedKeys::of(&before, &after, &edits.renamed);
    let folders = [(&snapshot.sso_cache, keys.sso), (&snapshot.cli_cache, keys.roles)];
    let moves = folders.into_iter().flat_map(|(folder, keys)| {
        let there: HashSet<&PathBuf> = folder.files.iter().map(|file| &file.path).collect();
        keys.into_iter().filter_map(move |(key, new)| {
            let (from, to) = (folder.path.join(key.file_name()), folder.path.join(new.file_name()));
            there.contains(&from).then_some(CacheFileMove { from, to, key })
        })
    });
    moves.collect()
}
