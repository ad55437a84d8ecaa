//! Overwrites a file that cannot be replaced by a rename, and restores its old bytes if that fails.
//!
//! A rename cannot replace a file that is a mount point of its own (as in containers), that lies in a folder which
//! takes no new file, or whose owner would change. Every other reason that stops a replacement (a full disk, a quota, a
//! limit on the size of files, a broken disk) would also stop an overwrite, in the middle of the file.

use crate::{FileState, read};
use std::{
    fs::File,
    io::{self, Read as _, Seek as _, Write as _},
    path::{Path, PathBuf},
};

/// A failed overwrite, and what it left of the file.
#[derive(Debug)]
pub(crate) struct Failed {
    pub(crate) error: io::Error,
    pub(crate) state: FileState,
}

/// Whether the error of a replacement means that no rename can ever replace this file.
pub(crate) fn cannot_be_replaced(error: &io::Error) -> bool {
    use io::ErrorKind as Kind;
    matches!(
        error.kind(),
        // rename(2) onto a mount point; across mounts.
        Kind::ResourceBusy | Kind::CrossesDevices
        // The folder takes no new file, or the file's owner cannot be kept (EACCES, EPERM); it lies in a read-only
        // mount. The file itself was opened for writing before.
        | Kind::PermissionDenied | Kind::ReadOnlyFilesystem
    )
}

/// Overwrites a file. Room for all of `contents` is reserved before the first old byte is overwritten; then `keep`
/// makes a copy of the old bytes, which is removed after the write, unless the old bytes could not be restored.
pub(crate) fn overwrite(
    target: &Path,
    old: &[u8],
    contents: &[u8],
    keep: impl FnOnce() -> Option<PathBuf>,
) -> Result<(), Failed> {
    let untouched = |error| Failed { error, state: FileState::of(target, Some(old), None) };
    let mut file =
        read::nonblocking(File::options().read(true).write(true)).open(target).map_err(untouched)?;
    let before = old.len() as u64;
    if let Err(error) = make_room(&mut file, before, contents.len() as u64) {
        drop(file.set_len(before));
        return Err(untouched(error));
    }
    let copy = keep();
    if let Err(error) = fill(&mut file, contents) {
        drop(fill(&mut file, old));
        let state = match FileState::of(target, Some(old), copy.clone()) {
            FileState::Unchanged => FileState::Restored,
            unknown => unknown,
        };
        if state == FileState::Restored {
            remove_copy(copy);
        }
        return Err(Failed { error, state });
    }
    remove_copy(copy);
    Ok(())
}

fn fill(file: &mut File, contents: &[u8]) -> io::Result<()> {
    file.rewind()?;
    file.write_all(contents)?;
    file.set_len(contents.len() as u64)?;
    file.sync_all()
}

/// Reserves room for `after` bytes. Without fallocate(2), blank lines are written behind the end of the file: a config
/// file with blank lines at its end reads as before.
fn make_room(file: &mut File, before: u64, after: u64) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::{fs::FallocateFlags, io::Errno};
        match rustix::fs::fallocate(&*file, FallocateFlags::KEEP_SIZE, 0, after.max(1)) {
            Ok(()) => return Ok(()),
            Err(Errno::OPNOTSUPP | Errno::NOSYS | Errno::INVAL | Errno::NODEV | Errno::PERM) => {}
            Err(error) => return Err(error.into()),
        }
    }
    write_blank(file, before, after)
}

fn write_blank(file: &mut File, before: u64, after: u64) -> io::Result<()> {
    file.seek(io::SeekFrom::Start(before))?;
    io::copy(&mut io::repeat(b'\n').take(after.saturating_sub(before)), file)?;
    file.sync_all()
}

fn remove_copy(copy: Option<PathBuf>) {
    if let Some(copy) = copy {
        drop(std::fs::remove_file(copy));
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use std::{fs, process::Command};

    /// The file system reserves room without looking at the process's limit, and the overwrite fails in the middle.
    #[test]
    fn t01_an_overwrite_that_fails_in_the_middle_is_undone() {
        let folder = tempfile::tempdir().expect("a folder");
        let program = std::env::current_exe().expect("this test");
        let mut command = Command::new("sh");
        command.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""]).arg(program).current_dir(folder.path());
        command.args(["--exact", "in_place::tests::child_overwrites", "--ignored", "--nocapture"]);
        let output = command.output().expect("it runs");
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && text.contains("1 passed"), "{text}");
    }

    #[test]
    #[ignore = "started by the test above"]
    #[expect(clippy::disallowed_methods, reason = "a test writes a file as other tools do")]
    fn child_overwrites() {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let (path, rescue) = (PathBuf::from("config"), PathBuf::from("rescue"));
        let old = vec![b'o'; 12_000];
        fs::write(&path, &old).expect("written");
        setrlimit(Resource::Fsize, Rlimit { current: Some(9_216), maximum: None }).expect("a limit");
        let keep = || crate::replace::keep(&rescue, &path, &old);
        let failed = overwrite(&path, &old, &vec![b'n'; 12_100], keep).expect_err("too long");
        assert!(matches!(failed.state, FileState::Restored | FileState::Unchanged), "{failed:?}");
        assert!(fs::read(&path).expect("read") == old && !rescue.join(name(&path)).exists());
        if failed.state == FileState::Unchanged {
            return println!("skipped: this file system looks at the limit before it reserves room");
        }
        // The file was moved, so that nothing shows whether the old bytes are restored: the copy stays.
        let old = &old[..9_000];
        fs::write(&path, old).expect("written");
        let keep = || {
            fs::rename(&path, "moved").expect("moved");
            crate::replace::keep(&rescue, &path, old)
        };
        let failed = overwrite(&path, old, &vec![b'n'; 9_300], keep).expect_err("too long");
        let copy = rescue.join(name(&path));
        assert_eq!(failed.state, FileState::Unknown { copy: Some(copy.clone()) });
        assert!(fs::read(copy).expect("kept") == old);
    }

    fn name(path: &Path) -> String {
        format!("{}.before-{}", path.display(), std::process::id())
    }

    #[test]
    fn blank_lines_go_behind_the_old_contents() {
        for (before, after, then) in
            [("old", 6, "old\n\n\n"), ("old", 3, "old"), ("old", 1, "old"), ("", 2, "\n\n")]
        {
            let mut file = tempfile::tempfile().expect("a file");
            file.write_all(before.as_bytes()).expect("written");
            write_blank(&mut file, before.len() as u64, after).expect("room");
            file.rewind().expect("rewound");
            assert_eq!(io::read_to_string(&file).expect("read"), then);
        }
    }
}
