//! T01: a write that fails leaves the file as it was, and says only what was compared.
#![cfg(unix)]

use crate::help::{Home, folder, put};
use daypass_files::{Edit, EditError, Edited, Error, ErrorKind, FileState, Notice, Saved};
use rustix::process::{Resource, Rlimit, setrlimit};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const LIMIT: u64 = 9_216;

fn config(bytes: usize) -> Vec<u8> {
    let line = b"[profile p]\nregion = eu-west-1\n";
    line.iter().copied().cycle().take(bytes).collect()
}

fn save(path: &Path, contents: &[u8], rescue: &Path) -> Result<Saved, Error> {
    let edit = Edit::new(path).rescue_in(rescue);
    match edit.apply(|_| Ok::<_, std::convert::Infallible>(contents.to_owned()), |_| Ok(())) {
        Ok(Edited::Written(saved)) => Ok(saved),
        Ok(Edited::Unchanged) => panic!("there was something to write"),
        Err(EditError::Write(error)) => Err(error),
        Err(other) => panic!("{other}"),
    }
}

fn count(dir: &Path) -> usize {
    fs::read_dir(dir).map_or(0, Iterator::count)
}

/// Runs one of the functions below in a process of its own; `signal` is what SIGXFSZ does to it.
fn in_child(name: &str, folder: &Path, signal: &str) {
    let program = std::env::current_exe().expect("this test");
    let script = format!("trap {signal} XFSZ; exec \"$0\" \"$@\"");
    let mut command = Command::new("sh");
    command.args(["-c", &script]).arg(program).args(["--exact", name, "--ignored", "--nocapture"]);
    let output = command.env("FOLDER", folder).output().expect("it runs");
    let text =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && text.contains("1 passed"), "{}: {text}", output.status);
}

#[test]
fn t01_01_a_limit_on_the_size_of_files_leaves_the_file_as_it_was() {
    for signal in ["''", "-"] {
        let home = Home::new();
        let path = home.path().join("aws/config");
        put(&path, config(12_000));
        in_child("full::child_beyond_the_limit", home.path(), signal);
        assert!(fs::read(&path).expect("read") == config(12_000), "it is as it was");
        assert_eq!(count(path.parent().expect("a folder")), 1, "nothing is left over");
    }
}

#[test]
#[ignore = "started by the test above"]
fn child_beyond_the_limit() {
    setrlimit(Resource::Fsize, Rlimit { current: Some(LIMIT), maximum: Some(LIMIT) }).expect("a limit");
    let path = folder().join("aws/config");
    let error = save(&path, &config(12_100), &folder().join("rescue")).expect_err("too long");
    assert_eq!((error.kind(), error.state()), (ErrorKind::Full, Some(&FileState::Unchanged)));
    let new = folder().join("aws/other");
    let error = save(&new, &config(12_100), &folder().join("rescue")).expect_err("too long");
    assert_eq!((error.kind(), error.state()), (ErrorKind::Full, Some(&FileState::Unchanged)));
    assert!(!new.exists());
    // What fits is written under the limit, too.
    for bytes in [9_000, LIMIT] {
        let bytes = usize::try_from(bytes).expect("small");
        let _saved = save(&new, &config(bytes), &folder().join("rescue")).expect("it fits");
    }
    fs::remove_file(new).expect("removed");
}

/// A mount for one test, undone at its end.
struct Mount(PathBuf);

impl Mount {
    fn new(arguments: &[&str], at: &Path) -> Option<Self> {
        let mounted = Command::new("mount").args(arguments).arg(at).output();
        if mounted.is_ok_and(|output| output.status.success()) {
            return Some(Self(at.to_owned()));
        }
        println!("skipped: nothing can be mounted here");
        None
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("-l").arg(&self.0).output());
    }
}

/// A disk of 64 KiB with a config on it, and nothing free.
fn full_disk(home: &Home, bytes: usize) -> Option<(Mount, PathBuf)> {
    let disk = home.path().join("disk");
    fs::create_dir(&disk).expect("a folder");
    let mount = Mount::new(&["-t", "tmpfs", "-o", "size=64k", "tmpfs"], &disk)?;
    let path = disk.join("config");
    put(&path, config(bytes));
    let mut ballast = fs::File::create(disk.join("ballast")).expect("a file");
    while std::io::Write::write_all(&mut ballast, &[0; 4_096]).is_ok() {}
    Some((mount, path))
}

#[test]
fn t01_02_a_full_disk_leaves_the_file_as_it_was() {
    let home = Home::new();
    let Some((_mount, path)) = full_disk(&home, 12_000) else { return };
    let error = save(&path, &config(12_100), &home.path().join("rescue")).expect_err("full");
    assert_eq!((error.kind(), error.state()), (ErrorKind::Full, Some(&FileState::Unchanged)));
    assert!(fs::read(&path).expect("read") == config(12_000), "it is as it was");
    assert_eq!(count(path.parent().expect("a folder")), 2, "nothing is left over");
    let new = path.with_file_name("other");
    let error = save(&new, &config(12_100), &home.path().join("rescue")).expect_err("full");
    assert_eq!((error.kind(), error.state()), (ErrorKind::Full, Some(&FileState::Unchanged)));
    assert!(!new.exists());
}

#[test]
fn t01_a_file_that_is_a_mount_of_a_full_disk_is_as_it_was() {
    let home = Home::new();
    let Some((_mount, disk)) = full_disk(&home, 12_000) else { return };
    let path = home.path().join("aws/config");
    put(&path, "");
    let Some(_bind) = Mount::new(&["--bind", &disk.to_string_lossy()], &path) else { return };
    let rescue = home.path().join("rescue");
    // Beyond the last page of the old file, of which there is no further one.
    let error = save(&path, &config(12_400), &rescue).expect_err("full");
    assert_eq!((error.kind(), error.state()), (ErrorKind::Full, Some(&FileState::Unchanged)));
    assert!(fs::read(&path).expect("read") == config(12_000), "it is as it was");
    // Into the pages that it has, it is written.
    for bytes in [11_000, 12_200, 300] {
        let saved = save(&path, &config(bytes), &rescue).expect("saved");
        assert!(matches!(saved.notices.as_slice(), [Notice::WrittenInPlace { .. }]), "{:?}", saved.notices);
        assert!(fs::read(&path).expect("read") == config(bytes), "{bytes}");
    }
    assert!(rescue.is_dir() && count(&rescue) == 0, "a copy was made, and stays no longer than it is needed");
}

#[test]
fn t01_a_file_of_its_own_in_a_folder_that_is_read_only_is_written() {
    let home = Home::new();
    let (outside, folder) = (home.path().join("outside"), home.path().join("aws"));
    put(&outside, config(300));
    fs::create_dir(&folder).expect("a folder");
    let Some(_disk) = Mount::new(&["-t", "tmpfs", "tmpfs"], &folder) else { return };
    let path = folder.join("config");
    put(&path, "");
    let Some(_bind) = Mount::new(&["--bind", &outside.to_string_lossy()], &path) else { return };
    if Mount::new(&["-o", "remount,ro"], &folder).map(std::mem::forget).is_none() {
        return;
    }
    let saved = save(&path, &config(500), &home.path().join("rescue")).expect("saved");
    assert!(matches!(saved.notices.as_slice(), [Notice::WrittenInPlace { .. }]), "{:?}", saved.notices);
    assert!(fs::read(&outside).expect("read") == config(500));
}
