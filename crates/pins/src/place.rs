//! The place of a pin, to which a decision is bound: its real path, or its path in a repository that all worktrees share.

use sha2::{Digest as _, Sha256};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The longest file of git's that is read, in bytes: a path and a word.
const MOST_BYTES: u64 = 8192;

/// Returns a digest that stands for the place of this file. `folder` is the real path of its folder.
pub(crate) fn digest(folder: &Path, name: &str) -> String {
    let mut digest = Sha256::new();
    if let Some((common, root)) = repository(folder) {
        digest.update(b"git\0");
        digest.update(common.as_os_str().as_encoded_bytes());
        digest.update(b"\0");
        let inside = folder.strip_prefix(&root).unwrap_or(folder);
        digest.update(inside.as_os_str().as_encoded_bytes());
    } else {
        digest.update(b"path\0");
        digest.update(folder.as_os_str().as_encoded_bytes());
    }
    digest.update(b"\0");
    digest.update(name.as_bytes());
    hex::encode(digest.finalize())
}

/// Finds the repository that a folder is in: its common folder, and the root of the checkout.
fn repository(folder: &Path) -> Option<(PathBuf, PathBuf)> {
    let root = folder.ancestors().find(|folder| fs::symlink_metadata(folder.join(".git")).is_ok())?;
    let git = root.join(".git");
    let data = fs::symlink_metadata(&git).ok()?;
    // A link could lead to a repository that this checkout is no part of.
    let common = if data.is_dir() { fs::canonicalize(&git).ok()? } else { common_of_worktree(&git)? };
    Some((common, root.to_owned()))
}

/// Returns the common folder of the repository that a worktree belongs to, if the repository says so, too: a file `.git` in a
/// foreign checkout can name any repository.
fn common_of_worktree(file: &Path) -> Option<PathBuf> {
    let parent = file.parent()?;
    let own = parent.join(read(file)?.strip_prefix("gitdir:")?.trim());
    let named = own.join(read(&own.join("gitdir"))?.trim());
    if fs::canonicalize(named).ok()? != fs::canonicalize(file).ok()? {
        return None;
    }
    fs::canonicalize(own.join(read(&own.join("commondir"))?.trim())).ok()
}

fn read(path: &Path) -> Option<String> {
    String::from_utf8(daypass_files::read(path, MOST_BYTES).ok()??).ok()
}
