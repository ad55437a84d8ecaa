//! What is read, what is refused and what an edit leaves.
#![expect(clippy::disallowed_methods, reason = "tests make the files that are to be read")]

use daypass_config_files::{ConfigEdit, ConfigFiles, Error, ErrorKind};
use daypass_config_parse::{FileKind, SectionName};
use daypass_sso_types::Remedy;
use std::{fs, path::PathBuf, time::Duration};
use tempfile::TempDir;

fn home() -> (TempDir, PathBuf) {
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("config");
    (home, path)
}

fn told(error: &Error) -> (ErrorKind, String, Option<Remedy>) {
    (error.kind(), error.message("~/config"), error.remedy())
}

#[test]
fn what_is_not_there_is_empty() {
    let (_home, path) = home();
    for config in [None, Some(path.as_path())] {
        let files = ConfigFiles::read(config, config).expect("nothing to object to");
        assert!(files.config.is_empty() && files.credentials.is_none());
    }
}

#[cfg(unix)]
#[test]
fn a_device_is_no_file_and_a_folder_is_a_failure() {
    let null = PathBuf::from("/dev/null");
    assert!(ConfigFiles::read(Some(&null), None).is_ok_and(|files| files.config.is_empty()));
    let (home, _) = home();
    let error = ConfigFiles::read(Some(home.path()), None).expect_err("a folder");
    assert_eq!(told(&error), (ErrorKind::Unreadable, "~/config is a folder, not a file".to_owned(), None));
    let files = ConfigFiles::read_in_any_encoding(Some(home.path()), None);
    assert!(files.is_ok_and(|files| files.config.is_empty()), "it holds nothing to look at");
}

#[test]
fn an_encoding_in_which_nothing_is_found_is_refused() {
    let (_home, path) = home();
    let utf16: Vec<u8> = "\u{feff}[default]\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(&path, utf16).expect("written");
    let error = ConfigFiles::read(Some(&path), None).expect_err("UTF-16");
    assert_eq!((error.kind(), error.remedy()), (ErrorKind::Encoding, Some(Remedy::Fix("C101"))));
    let files = ConfigFiles::read_in_any_encoding(Some(&path), None).expect("bytes to look at");
    assert!(!files.config.is_empty());
}

#[test]
fn an_edit_that_is_refused_changes_nothing() {
    let (home, path) = home();
    fs::write(&path, "[default]\n").expect("written");
    let mut slept = 0;
    let mut sleep = |_| slept += 1;
    let odd = SectionName::profile("a\nb");
    let edit = ConfigEdit::new(&path, FileKind::Config);
    let edit = edit.locked(&home.path().join("locks"), Duration::from_secs(2), &mut sleep);
    assert!(edit.dry_run(|file| file.set(&odd, "region", "x")).is_err());
    let error = edit.apply(|file| file.set(&odd, "region", "x")).expect_err("no name");
    let expected =
        (ErrorKind::Refused, "~/config cannot be changed like this".to_owned(), Some(Remedy::Examine));
    assert_eq!(told(&error), expected);
    assert_eq!(error.to_string(), format!("{} cannot be changed like this", path.display()));
    assert_eq!((error.path(), error.copy()), (path.as_path(), None));
    assert!(std::error::Error::source(&error).is_some(), "why it was refused");
    assert_eq!((fs::read_to_string(&path).expect("read").as_str(), slept), ("[default]\n", 0));
    // A section that is there already, with a name that nobody may write, is pointed at.
    fs::write(&path, "[default]\n\n[profile a\u{1b}b]\n").expect("written");
    let edit = ConfigEdit::new(&path, FileKind::Config);
    let there = SectionName::profile("a\u{1b}b");
    let error = edit.dry_run(|file| file.set(&there, "region", "x")).expect_err("no name");
    assert_eq!(told(&error).1, "~/config:3 cannot be changed like this");
}

/// Whoever holds the lock is waited for, and no longer than was said.
#[test]
fn an_editor_waits_for_another() {
    let (home, path) = home();
    let (locks, default) = (home.path().join("locks"), SectionName::default_profile());
    let key = daypass_token_cache::CacheKey::for_edit(&path);
    for (is_held, region, seconds) in [(true, "x", 2), (false, "y", 0)] {
        let held = is_held.then(|| daypass_token_cache::Lock::try_acquire(&locks, &key, "a test"));
        let mut slept = Duration::ZERO;
        let mut sleep = |time| slept += time;
        let edit =
            ConfigEdit::new(&path, FileKind::Config).locked(&locks, Duration::from_secs(2), &mut sleep);
        assert!(edit.apply(|file| file.set(&default, "region", region)).expect("edited").is_written());
        assert_eq!(slept.as_secs(), seconds, "{is_held}");
        drop(held);
    }
}

/// A file that is a mount of its own can only be overwritten in place, with a copy at hand.
#[cfg(target_os = "linux")]
#[test]
fn what_is_overwritten_has_a_copy_meanwhile() {
    let (home, path) = home();
    let (outside, rescue) = (home.path().join("outside"), home.path().join("rescue"));
    fs::write(&outside, "[default]\n").expect("written");
    fs::write(&path, "").expect("written");
    let run = |program: &str, arguments: &[&std::ffi::OsStr]| {
        let output = std::process::Command::new(program).args(arguments).output();
        output.is_ok_and(|output| output.status.success())
    };
    if !run("mount", &["--bind".as_ref(), outside.as_os_str(), path.as_os_str()]) {
        return println!("skipped: nothing can be mounted here");
    }
    let edit = ConfigEdit::new(&path, FileKind::Config).rescue_in(&rescue);
    let edited = edit.apply(|file| file.set(&SectionName::default_profile(), "region", "x"));
    run("umount", &["-l".as_ref(), path.as_os_str()]);
    assert!(edited.expect("edited").is_written());
    assert_eq!(fs::read_to_string(&outside).expect("read"), "[default]\nregion = x\n");
    assert!(fs::read_dir(&rescue).is_ok_and(|mut files| files.next().is_none()), "made and no longer needed");
}

#[test]
fn a_rehearsal_writes_nothing_and_an_edit_what_it_says() {
    let (home, path) = home();
    let default = SectionName::default_profile();
    let rescue = home.path().join("rescue");
    let edit = || ConfigEdit::new(&path, FileKind::Credentials).rescue_in(&rescue);
    edit().dry_run(|file| file.set(&default, "aws_access_key_id", "x")).expect("no objection");
    assert!(!path.exists());
    for is_written in [true, false] {
        let edited = edit().apply(|file| file.set(&default, "aws_access_key_id", "x")).expect("edited");
        assert_eq!(edited.is_written(), is_written);
    }
    assert_eq!(fs::read_to_string(&path).expect("read"), "[default]\naws_access_key_id = x\n");
    // Its sections are named without a prefix.
    let dev = SectionName::profile("dev");
    let _edited = edit().apply(|file| file.set(&dev, "aws_access_key_id", "y")).expect("edited");
    assert!(fs::read_to_string(&path).expect("read").ends_with("\n[dev]\naws_access_key_id = y\n"));
}

/// What stands in a profile, its session and its services block, by key.
fn meaning(files: &ConfigFiles, name: &str) -> Option<Vec<(String, String)>> {
    let config = files.config();
    let profile = config.profile(name)?;
    let session = profile.get("sso_session").and_then(|name| config.sso_session(name));
    let services = profile.get("services").and_then(|name| config.services(name));
    let sections = [Some(profile), session, services].into_iter().flatten();
    let pairs = sections.flat_map(|section| {
        let pair = |key: &str| (key.to_owned(), section.get(key).unwrap_or_default().to_owned());
        section.keys().into_iter().map(pair).collect::<Vec<_>>()
    });
    Some(pairs.collect())
}

#[test]
fn one_profile_reads_as_in_the_whole_or_not_at_all() {
    let (_home, path) = home();
    let credentials = path.with_file_name("credentials");
    fs::write(&credentials, "[keys]\naws_access_key_id = A\n[dev]\naws_access_key_id = B\n")
        .expect("written");
    let sessions = "[sso-session corp]\nsso_region = r\n[services local]\nsso =\n  endpoint_url = http://x\n";
    let rows: &[(&str, &str, bool)] = &[
        ("dev", "[profile dev]\nsso_session = corp\nservices = local\nregion = r\n", true),
        ("dev", "[profile \"dev\"]\r\nsso_session = corp\r\n", true),
        ("dev", "[profile dev]\nregion = a\n[profile x]\n[profile dev]\noutput = b\n", true),
        ("keys", "", true),
        ("default", "[default]\nregion = r\n", true),
        ("default", "[profile default]\nregion = r\n[default]\nregion = s\n", true),
        ("dev", "[profile dev]\nsso_session = gone\n", false),
        ("dev", "[profile dev]\nsource_profile = keys\nrole_arn = a\n", false),
        ("dev", "[profile dev]\ncredential_process = daypass credential-process -p x\n", false),
        ("nobody", "[profile dev]\n", false),
        ("dev", "\u{feff}[profile dev]\nregion = r\n", true),
    ];
    for (name, profiles, found) in rows {
        let rest: String = (0..50).map(|number| format!("[profile p{number}]\nregion = r\n\n")).collect();
        fs::write(&path, format!("{profiles}{sessions}{rest}")).expect("written");
        let whole = ConfigFiles::read(Some(&path), Some(&credentials)).expect("both can be read");
        let one = ConfigFiles::read_profile(Some(&path), Some(&credentials), name);
        assert_eq!(one.is_some(), *found, "{name} of {profiles:?}");
        if let Some(one) = one {
            assert_eq!(meaning(&one, name), meaning(&whole, name), "{name} of {profiles:?}");
            assert!(one.config.as_bytes().len() < whole.config.as_bytes().len(), "{name} of {profiles:?}");
        }
    }
    assert!(ConfigFiles::read_profile(path.parent(), None, "dev").is_none(), "a folder");
    // A home may have credentials alone.
    let absent = path.with_file_name("absent");
    let files = ConfigFiles::read_profile(Some(&absent), Some(&credentials), "keys").expect("no config file");
    assert!(files.config.is_empty() && meaning(&files, "keys").is_some());
    // A config file that nobody can read is not an absent one, also for a profile that stands elsewhere.
    for mark in ["", "\u{feff}"] {
        let wide: Vec<u8> =
            format!("{mark}[profile keys]\n").encode_utf16().flat_map(u16::to_le_bytes).collect();
        fs::write(&path, wide).expect("written");
        assert!(ConfigFiles::read_profile(Some(&path), Some(&credentials), "keys").is_none(), "{mark:?}");
    }
    // Either sign of it is enough: a byte that no text has, or a mark without one.
    let chinese: Vec<u8> = "\u{feff}\u{4e2d}\u{6587}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let late = format!("# {}\n\0[profile keys]\n", "x".repeat(2_000)).into_bytes();
    for bytes in [b"[profile keys]\n\0\n".to_vec(), chinese, late] {
        fs::write(&path, &bytes).expect("written");
        let read = ConfigFiles::read_profile(Some(&path), Some(&credentials), "keys");
        assert!(read.is_none(), "{:?}", bytes.get(..20));
    }
}

/// A file may have 64 MiB, whether it is read in whole or in pieces.
#[test]
fn a_file_that_is_too_long_is_not_read_in_pieces_either() {
    let (_home, path) = home();
    let text = format!("[profile dev]\nregion = eu-west-1\n#{}\n", "x".repeat(5_000));
    fs::write(&path, &text).expect("written");
    // The rest is a hole.
    let file = fs::File::options().write(true).open(&path).expect("it is there");
    for (length, is_read) in [(64 << 20, true), ((64 << 20) + 1, false)] {
        file.set_len(length).expect("made longer");
        let found = ConfigFiles::read_profile(Some(&path), None, "dev");
        assert_eq!(found.is_some(), is_read, "{length}");
    }
}

#[test]
fn the_session_of_a_sign_in_reads_as_in_the_whole_or_not_at_all() {
    let (_home, path) = home();
    let sessions = "[sso-session corp]\nsso_region = r\n[sso-session other]\nsso_region = s\n";
    let dev = "[profile dev]\nsso_session = corp\n";
    let chain = "[profile dev]\nsource_profile = p1\nrole_arn = a\n";
    let default = "[default]\nregion = r\nsso_session = other\n";
    let rows: &[(Option<&str>, Option<&str>, &str, bool)] = &[
        (None, None, sessions, true),
        (None, None, &[default, sessions].concat(), true),
        // Portals of profiles may be meant: all profiles are needed.
        (None, None, "", false),
        (None, Some("corp"), sessions, true),
        // An error tells what is like it.
        (None, Some("gone"), sessions, false),
        (Some("dev"), None, &[dev, sessions].concat(), true),
        (Some("dev"), None, dev, false),
        (Some("dev"), None, &[chain, sessions].concat(), false),
        (Some("gone"), None, sessions, false),
        (Some("gone"), Some("corp"), sessions, true),
        // A word is the name of either.
        (Some("corp"), Some("corp"), sessions, true),
        (Some("dev"), Some("dev"), &[dev, sessions].concat(), true),
        (Some("gone"), Some("gone"), sessions, false),
    ];
    for (profile, session, text, found) in rows {
        let rest: String = (0..50).map(|number| format!("[profile p{number}]\nregion = r\n\n")).collect();
        fs::write(&path, format!("{text}{rest}")).expect("written");
        let whole = ConfigFiles::read(Some(&path), None).expect("it can be read");
        let part = ConfigFiles::read_session(Some(&path), None, *profile, *session);
        assert_eq!(part.is_some(), *found, "{profile:?} {session:?} of {text:?}");
        let Some(part) = part else { continue };
        let name = profile.unwrap_or("default");
        assert_eq!(meaning(&part, name), meaning(&whole, name), "{name} of {text:?}");
        let names = |files: &ConfigFiles| -> Vec<String> {
            files.config().sso_sessions().map(|session| session.name().to_owned()).collect()
        };
        assert_eq!(names(&part), names(&whole), "{text:?}");
        assert!(part.config().profiles().count() <= 1, "{text:?}");
    }
}
