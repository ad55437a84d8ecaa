//! Edits that were planned on a file as it was, and the backups that take them back.
#![expect(clippy::disallowed_methods, reason = "tests make the files that are to be edited")]

use daypass_config_files::{Backups, ConfigEdit, ConfigFiles, ErrorKind};
use daypass_config_parse::{Document, FileKind, SectionName};
use std::{fs, path::Path};

const STAMPS: [&str; 3] = ["2026-11-25T203030Z", "2026-11-25T203031Z", "2026-11-25T203032Z"];

fn document(path: &Path) -> Document {
    ConfigFiles::read(Some(path), None).expect("it can be read").config
}

fn last(backups: &Backups) -> Option<Vec<u8>> {
    backups.last().expect("it can be read").map(|backup| backup.bytes().to_vec())
}

#[test]
fn two_config_files_keep_their_backups_apart() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("backups");
    let files = ["config", "other"].map(|name| home.path().join(name));
    let [one, other] = files.each_ref().map(|path| Backups::of(path, &folder, "populate"));
    let (one_stamp, other_stamp) = (STAMPS[0], STAMPS[1]);
    one.keep(one_stamp, b"one").expect("kept");
    other.keep(other_stamp, b"other").expect("kept");
    assert_eq!((last(&one), last(&other)), (Some(b"one".to_vec()), Some(b"other".to_vec())));
    let elsewhere = Backups::of(&files[0], &folder, "cleanup");
    assert_eq!(last(&elsewhere), None, "another kind of change");
}

#[test]
fn a_backup_may_hold_the_longest_file_twice_and_more() {
    let home = tempfile::tempdir().expect("a folder");
    let backups = Backups::of(&home.path().join("config"), &home.path().join("backups"), "populate");
    backups.keep(STAMPS[0], b"long").expect("kept");
    let path = backups.last().expect("it can be read").expect("one is there").path().to_owned();
    // All of it but the beginning is a hole.
    let length = 2 * (64 << 20) + 1_000;
    fs::File::options().write(true).open(&path).and_then(|file| file.set_len(length)).expect("made longer");
    let backup = backups.last().expect("it can be read").expect("one is there");
    assert_eq!(backup.bytes().len() as u64, length);
}

#[test]
fn the_newest_backup_goes_first() {
    let home = tempfile::tempdir().expect("a folder");
    let backups = Backups::of(&home.path().join("config"), &home.path().join("backups"), "populate");
    assert_eq!(last(&backups), None);
    // The last two are of the same second.
    for (stamp, bytes) in [(STAMPS[0], "first"), (STAMPS[1], "second"), (STAMPS[1], "third")] {
        backups.keep(stamp, bytes.as_bytes()).expect("kept");
    }
    let all = backups.all().expect("they can be read");
    let all: Vec<_> = all.iter().map(|backup| (backup.stamp().get(..18), backup.bytes())).collect();
    let stamps = [Some(STAMPS[1]), Some(STAMPS[1]), Some(STAMPS[0])];
    assert_eq!(all, stamps.into_iter().zip([&b"third"[..], b"second", b"first"]).collect::<Vec<_>>());
    for expected in ["third", "second", "first"] {
        let backup = backups.last().expect("it can be read").expect("one is left");
        assert_eq!(backup.bytes(), expected.as_bytes());
        let debug = format!("{backup:?}");
        assert!(debug.contains("path") && !debug.contains("bytes"), "what it holds may be secret: {debug}");
        assert!(backup.path().to_str().is_some_and(|path| path.ends_with(backup.stamp())), "{debug}");
        backup.remove();
    }
    assert_eq!(last(&backups), None);
}

#[test]
fn what_moved_meanwhile_is_not_written_and_leaves_no_backup() {
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("config");
    let backups = Backups::of(&path, &home.path().join("backups"), "populate");
    let dev = SectionName::profile("dev");
    for (before, meanwhile) in [(None, "# new\n"), (Some("# a\n"), "# a\n\n"), (Some("# a\n"), "")] {
        drop(fs::remove_file(&path));
        if let Some(before) = before {
            fs::write(&path, before).expect("written");
        }
        let planned = document(&path);
        fs::write(&path, meanwhile).expect("written");
        let edit = || ConfigEdit::new(&path, FileKind::Config).unless_changed(&planned);
        let edits = [
            edit().with_copy(&backups, STAMPS[0], b"x").apply(|file| file.set(&dev, "region", "r")).map(drop),
            edit().remove().map(drop),
            edit().dry_run(|file| file.set(&dev, "region", "r")),
        ];
        for edited in edits {
            let error = edited.expect_err("it moved");
            assert_eq!((error.kind(), error.remedy()), (ErrorKind::Changed, None));
            let told = "~/config was changed by another program meanwhile; nothing was written";
            assert_eq!(error.message("~/config"), told);
        }
        assert_eq!(fs::read_to_string(&path).expect("it is there"), meanwhile);
        assert_eq!(last(&backups), None);
    }
}

#[test]
fn a_backup_is_of_what_changes_something_even_a_file_that_is_made() {
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("config");
    let backups = Backups::of(&path, &home.path().join("backups"), "populate");
    let dev = SectionName::profile("dev");
    for (region, stamp, expected) in [
        ("a", STAMPS[0], STAMPS[0]),
        // The file is so already.
        ("a", STAMPS[1], STAMPS[0]),
        ("b", STAMPS[1], STAMPS[1]),
    ] {
        let planned = document(&path);
        let edit = ConfigEdit::new(&path, FileKind::Config).unless_changed(&planned);
        let edit = edit.with_copy(&backups, stamp, stamp.as_bytes());
        let _edited = edit.apply(|file| file.set(&dev, "region", region)).expect("edited");
        assert_eq!(last(&backups).as_deref(), Some(expected.as_bytes()));
    }
    let planned = document(&path);
    let edit = ConfigEdit::new(&path, FileKind::Config).unless_changed(&planned);
    let _removed = edit.with_copy(&backups, STAMPS[2], b"removed").remove().expect("removed");
    assert!(!path.exists());
    assert_eq!(last(&backups).as_deref(), Some(&b"removed"[..]));
}

#[cfg(unix)]
#[test]
fn of_a_link_the_target_is_removed() {
    let home = tempfile::tempdir().expect("a folder");
    let (target, link) = (home.path().join("dotfiles"), home.path().join("config"));
    fs::write(&target, "[default]\n").expect("written");
    std::os::unix::fs::symlink(&target, &link).expect("a link");
    let _removed = ConfigEdit::new(&link, FileKind::Config).remove().expect("removed");
    assert!(!target.exists());
    assert!(fs::symlink_metadata(&link).is_ok_and(|data| data.is_symlink()), "the person has made it");
}

#[test]
fn without_a_backup_nothing_is_written() {
    let home = tempfile::tempdir().expect("a folder");
    let (path, folder) = (home.path().join("config"), home.path().join("backups"));
    fs::write(&folder, "no folder").expect("written");
    let backups = Backups::of(&path, &folder, "populate");
    let edit = ConfigEdit::new(&path, FileKind::Config).with_copy(&backups, STAMPS[0], b"");
    let error =
        edit.apply(|file| file.set(&SectionName::profile("dev"), "region", "r")).expect_err("no backup");
    assert_eq!(error.kind(), ErrorKind::Backup);
    assert_eq!(error.message("~/config"), "the backup could not be written, so nothing was changed");
    assert!(!path.exists());
}
