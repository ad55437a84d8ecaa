//! The log: whole lines, one for each entry, in a file of one's own.
#![expect(clippy::disallowed_methods, reason = "a test writes files of its own")]

use daypass_guard::{GuardLog, LogEntry};
use std::fs;

#[test]
fn entries_are_added_and_a_broken_line_is_ended() {
    let state = tempfile::tempdir().expect("a folder");
    let log = GuardLog::in_folder(&state.path().join("new"));
    let entry = |text: &str| {
        LogEntry::default().with("profile", text).with_if("role", None).with_if("account", Some("1"))
    };
    log.append(&entry("a\nb")).expect("written");
    let first = "{\"account\":\"1\",\"profile\":\"a\\nb\"}\n";
    assert_eq!(fs::read_to_string(log.path()).expect("text"), first);
    // What a full disk has cut off stays as it is, and the next entry has a line of its own.
    fs::write(log.path(), format!("{first}{{\"acc")).expect("written");
    log.append(&entry("b")).expect("written");
    let text = fs::read_to_string(log.path()).expect("text");
    assert_eq!(text, format!("{first}{{\"acc\n{{\"account\":\"1\",\"profile\":\"b\"}}\n"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(log.path()).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        // A link leads elsewhere.
        let other = GuardLog::in_folder(&state.path().join("other"));
        fs::create_dir_all(state.path().join("other")).expect("a folder");
        fs::write(state.path().join("victim"), "x").expect("written");
        std::os::unix::fs::symlink(state.path().join("victim"), other.path()).expect("a link");
        assert!(other.append(&entry("c")).is_err());
        assert_eq!(fs::read_to_string(state.path().join("victim")).expect("text"), "x");
    }
}

#[test]
fn processes_do_not_mix_their_lines() {
    let state = tempfile::tempdir().expect("a folder");
    let log = GuardLog::in_folder(state.path());
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let log = log.clone();
            scope.spawn(move || {
                for number in 0..25 {
                    let text = format!("{writer} {number} {}", "x".repeat(300));
                    log.append(&LogEntry::default().with("profile", text)).expect("written");
                }
            });
        }
    });
    let text = fs::read_to_string(log.path()).expect("text");
    assert_eq!(text.lines().count(), 100);
    assert!(text.lines().all(is_whole), "{text}");
}

fn is_whole(line: &str) -> bool {
    line.starts_with("{\"profile\":\"") && line.ends_with("\"}") && line.matches('{').count() == 1
}
