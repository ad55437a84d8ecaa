//! Copies of a file as it was before a run changed it: each run keeps its own, beside those of earlier runs.

use crate::{Care, write_unlinked};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// How many copies of files of one name are kept; with the next one the oldest goes.
const KEPT: usize = 20;

/// Keeps a copy in this folder as `NAME.STAMP`, owner-only and synced, and removes the oldest beyond twenty. A copy that
/// is there is never written over: a second one of the same stamp is `NAME.STAMP.02`.
///
/// The stamp is a time whose order is that of its text, such as `2026-11-25T203030Z`: digits, `-`, `T` and `Z`.
pub fn keep_copy(folder: &Path, name: &str, stamp: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    let mut path = folder.join(format!("{name}.{stamp}"));
    for count in 2..100 {
        if path.symlink_metadata().is_err() {
            break;
        }
        path = folder.join(format!("{name}.{stamp}.{count:02}"));
    }
    if path.symlink_metadata().is_ok() {
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, "a hundred copies have this stamp"));
    }
    let _notices = write_unlinked(&path, bytes, Care::Private).map_err(io::Error::other)?;
    prune(folder, name);
    Ok(path)
}

/// The copies of files of this name, the latest first.
pub fn copies(folder: &Path, name: &str) -> Vec<PathBuf> {
    let names = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = names.filter_map(|entry| entry.file_name().into_string().ok());
    let mut copies: Vec<_> = names.filter(|file| is_copy(file, name)).collect();
    copies.sort_unstable_by(|one, other| other.cmp(one));
    copies.iter().map(|copy| folder.join(copy)).collect()
}

/// Removes the oldest copies of files of this name. What is there too much and cannot be removed does no harm.
fn prune(folder: &Path, name: &str) {
    for old in copies(folder, name).iter().skip(KEPT) {
        drop(fs::remove_file(old));
    }
}

/// Whether this is the name of a copy of files of that name, not of `NAME.bak`.
fn is_copy(file: &str, name: &str) -> bool {
    let stamp = file.strip_prefix(name).and_then(|rest| rest.strip_prefix('.'));
    stamp.is_some_and(|stamp| {
        stamp.len() >= "2026-11-25T203030Z".len()
            && stamp.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | 'T' | 'Z' | '.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t02_03_no_copy_is_written_over_and_the_oldest_go() {
        let folder = tempfile::tempdir().expect("a folder");
        let other = folder.path().join("config.bak.2020-01-01T000000Z");
        fs::File::create(&other).expect("made");
        let keep =
            |day: u8| keep_copy(folder.path(), "config", &format!("1970-01-{:02}T000000Z", day + 1), &[day]);
        let twins = [keep(1), keep(1), keep(1)].map(|kept| kept.expect("kept"));
        let shown =
            twins.each_ref().map(|kept| kept.file_name().and_then(|name| name.to_str()).expect("UTF-8"));
        assert_eq!(
            shown,
            ["config.1970-01-02T000000Z", "config.1970-01-02T000000Z.02", "config.1970-01-02T000000Z.03"]
        );
        let later: Vec<_> = (2..=19).map(|count| keep(count).expect("kept")).collect();
        assert!(!twins[0].exists() && twins[1].exists(), "the oldest of 21 is gone");
        assert!(later.iter().all(|kept| kept.exists()) && other.exists());
    }
}
