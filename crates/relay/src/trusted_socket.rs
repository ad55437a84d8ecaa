//! Whether a unix socket may get a request: one that another user has put there would get its path and token.

use std::{
    fs::{self, Metadata},
    io,
    os::unix::fs::{FileTypeExt as _, MetadataExt as _},
    path::Path,
};

/// Refuses what is no socket, a socket of a stranger's, and one in a folder that strangers can change.
///
/// A root inside a container may use the socket of the user whose folder is mounted.
pub(crate) fn judge(path: &Path) -> io::Result<()> {
    let socket = fs::symlink_metadata(path)?;
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let why = why_not(&socket, &fs::metadata(folder)?, me());
    why.map_or(Ok(()), |why| Err(io::Error::new(io::ErrorKind::PermissionDenied, why)))
}

fn why_not(socket: &Metadata, folder: &Metadata, me: Option<u32>) -> Option<&'static str> {
    if !socket.file_type().is_socket() {
        return Some("it is no socket");
    }
    if folder.mode() & 0o022 != 0 {
        return Some("others can write its folder");
    }
    why_not_owners(socket.uid(), folder.uid(), me)
}

fn why_not_owners(socket: u32, folder: u32, me: Option<u32>) -> Option<&'static str> {
    let is_of_somebody_to_trust = |user: u32| user == 0 || me == Some(user);
    if folder != socket && !is_of_somebody_to_trust(folder) {
        return Some("its folder belongs to another user");
    }
    let is_mine = me.is_none_or(|me| me == 0) || is_of_somebody_to_trust(socket);
    (!is_mine).then_some("it belongs to another user")
}

/// The user of this process: the owner of its entry in `/proc`. Unknown where there is none; there the modes alone decide.
pub(crate) fn me() -> Option<u32> {
    fs::metadata("/proc/self").ok().map(|process| process.uid())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stranger_s_socket_and_folder_are_refused() {
        for (socket, folder, me, good) in [
            (1000, 1000, Some(1000), true),
            (1000, 0, Some(1000), true),
            (0, 0, Some(1000), true),
            (1001, 1001, Some(1000), false),
            (1000, 1001, Some(1000), false),
            (1001, 1000, Some(1000), false),
            (1001, 0, Some(1000), false),
            (1000, 1000, Some(0), true),
            (1000, 0, Some(0), true),
            (1000, 1001, Some(0), false),
            (1000, 1000, None, true),
            (1000, 1001, None, false),
        ] {
            assert_eq!(why_not_owners(socket, folder, me).is_none(), good, "{socket} in {folder} for {me:?}");
        }
    }
}
