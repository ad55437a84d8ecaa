//! Cache files that move when a session gets another name: they are named by it.

use crate::{Snapshot, edits::Edits};
use daypass_config_parse::{Config, Dialect};
use daypass_credentials::RenamedKeys;
use daypass_token_cache::CacheKey;
use std::path::PathBuf;

/// A cache file and the name that it gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Move {
    pub(crate) from: PathBuf,
    pub(crate) to: PathBuf,
    /// Whose lock a program holds that writes the file.
    pub(crate) key: CacheKey,
}

/// The files of renamed sessions that are there: tokens, client registrations, role credentials.
pub(crate) fn of(snapshot: &Snapshot, edits: &Edits) -> Vec<Move> {
    let before = Config::new(&snapshot.config, snapshot.credentials.as_ref(), Dialect::AwsCli);
    let after = Config::new(&edits.config, edits.credentials.as_ref(), Dialect::AwsCli);
    let keys = RenamedKeys::of(&before, &after, &edits.renamed);
    let folders = [(&snapshot.sso_cache, keys.sso), (&snapshot.cli_cache, keys.roles)];
    let moves = folders.into_iter().flat_map(|(folder, keys)| {
        keys.into_iter().filter_map(|(key, new)| {
            let (from, to) = (folder.path.join(key.file_name()), folder.path.join(new.file_name()));
            folder.files.iter().any(|file| file.path == from).then_some(Move { from, to, key })
        })
    });
    moves.collect()
}
