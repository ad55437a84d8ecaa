//! Dated copies of a file from before each run that changed it; the latest twenty are kept.

use crate::{WritePolicy, write_unlinked};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// How many copies of one file name are kept; the oldest beyond that are removed.
const MAX_COPIES: usize = 20;

/// Writes a copy to `folder` as `NAME.STAMP`, mode 0600 and synced, and removes the oldest copies of `name` beyond
/// twenty. An existing copy is never overwritten: a second copy of one stamp is `NAME.STAMP.02`.
///
/// The stamp is a time in UTC that sorts as text, such as `2026-11-25T203030Z`: digits, `-`, `T` and `Z`.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] if 99 copies have this stamp; otherwise what the operating system reports for the
/// write. Old copies that cannot be removed stay, without an error.
pub fn keep_copy(folder: &Path, name: &str, stamp: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    let mut path = folder.join(format!("{name}.{stamp}"));
    for count in 2..100 {
        if path.symlink_metadata().is_err() {
            break;
        }
        path = folder.join(format!("{name}.{stamp}.{count:02}"));
    }
    if path.symlink_metadata().is_ok() {
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, "99 copies have this stamp"));
    }
    let _notices = write_unlinked(&path, bytes, WritePolicy::Private).map_err(io::Error::other)?;
    prune(folder, name);
    Ok(path)
}

/// Lists the copies of the files of this name in `folder`, the latest first; empty if the folder cannot be read.
pub fn copies(folder: &Path, name: &str) -> Vec<PathBuf> {
    let names = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = names.filter_map(|entry| entry.file_name().into_string().ok());
    let mut copies: Vec<_> = names.filter(|file| is_copy(file, name)).collect();
    copies.sort_unstable_by(|one, other| other.cmp(one));
    copies.iter().map(|copy| folder.join(copy)).collect()
}

/// Removes the oldest copies of this name beyond [`MAX_COPIES`]; one that cannot be removed stays.
fn prune(folder: &Path, name: &str) {
    for old in copies(folder, name).iter().skip(MAX_COPIES) {
        drop(fs::remove_file(old));
    }
}

/// Whether `file` is `NAME.STAMP` or `NAME.STAMP.02`; a copy of a file called `NAME.bak` is not one of `NAME`.
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
    fn t02_03_no_copy_is_overwritten_and_the_oldest_are_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let other = folder.path().join("config.bak.2020-01-01T000000Z");
        fs::File::create(&other).expect("made");
        let keep =
            |day: u8| keep_copy(folder.path(), "config", &format!("1970-01-{:02}T000000Z", day + 1), &[day]);
        let same_stamp = [keep(1), keep(1), keep(1)].map(|kept| kept.expect("kept"));
        let names =
            same_stamp.each_ref().map(|kept| kept.file_name().and_then(|name| name.to_str()).expect("UTF-8"));
        assert_eq!(
            names,
            ["config.1970-01-02T000000Z", "config.1970-01-02T000000Z.02", "config.1970-01-02T000000Z.03"]
        );
        let later: Vec<_> = (2..=19).map(|count| keep(count).expect("kept")).collect();
        assert!(!same_stamp[0].exists() && same_stamp[1].exists(), "the oldest of 21 is gone");
        assert!(later.iter().all(|kept| kept.exists()) && other.exists());
    }
}
