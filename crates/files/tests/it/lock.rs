//! The lock: exclusive, named, let go of, and absent where it cannot be had.

use crate::help::Home;
use daypass_files::{Backoff, ErrorKind, Lock};
use std::time::Duration;

#[test]
fn one_holder_who_is_named() {
    let home = Home::new();
    let dir = home.path().join("state/locks");
    let held = Lock::try_acquire(&dir, &"corp", "refreshing the token\nof corp").expect("free");
    assert_eq!(held.notice(), None);
    let error = Lock::try_acquire(&dir, &"corp", "x").expect_err("held");
    assert_eq!(error.kind(), ErrorKind::Locked);
    let holder = error.holder().expect("named");
    assert_eq!((holder.pid, holder.purpose.as_str()), (std::process::id(), "refreshing the token of corp"));
    assert!(error.to_string().contains(&format!("process {} (refreshing", std::process::id())), "{error}");
    let _other = Lock::try_acquire(&dir, &"other", "x").expect("another key is free");
    drop(held);
    let _again = Lock::try_acquire(&dir, &"corp", "").expect("free again");
    let error = Lock::try_acquire(&dir, &"corp", "x").expect_err("held");
    assert_eq!(error.holder().map(ToString::to_string), Some(format!("process {}", std::process::id())));
}

#[test]
fn waiting_ends() {
    let home = Home::new();
    let mut held = Some(Lock::try_acquire(home.path(), &"corp", "x").expect("free"));
    let mut slept = Duration::ZERO;
    let most = Duration::from_secs(2);
    let error = Lock::acquire(home.path(), &"corp", "y", most, &mut |wait| slept += wait).expect_err("held");
    assert_eq!((error.kind(), slept), (ErrorKind::Locked, most));

    let mut tries = 0;
    let _got = Lock::acquire(home.path(), &"corp", "y", most, &mut |_| {
        tries += 1;
        if tries == 3 {
            held = None;
        }
    })
    .expect("let go of meanwhile");
    assert_eq!(tries, 3);
}

#[test]
fn backoff_adds_up() {
    let waits: Vec<u128> = Backoff::new(Duration::from_millis(170)).map(|wait| wait.as_millis()).collect();
    assert_eq!(waits, [1, 2, 4, 8, 16, 32, 50, 50, 7]);
    assert_eq!(Backoff::new(Duration::ZERO).next(), None);
}

#[test]
fn a_lock_that_cannot_be_had_is_a_notice() {
    let home = Home::new();
    let file = home.path().join("file");
    crate::help::put(&file, "");
    let lock = Lock::try_acquire(&file.join("locks"), &"corp", "x").expect("without a lock");
    assert!(lock.notice().expect("told").to_string().starts_with("working without a lock"));
}

#[cfg(unix)]
#[test]
fn the_lock_file_is_the_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::new();
    let dir = home.path().join("locks");
    let _held = Lock::try_acquire(&dir, &"corp", "x").expect("free");
    for (path, mode) in [(dir.clone(), 0o700), (dir.join("corp.lock"), 0o600)] {
        assert_eq!(std::fs::metadata(path).expect("there").permissions().mode() & 0o777, mode);
    }
}

#[test]
fn a_long_purpose_is_cut() {
    let home = Home::new();
    let _held = Lock::try_acquire(home.path(), &"corp", &"é".repeat(300)).expect("free");
    let error = Lock::try_acquire(home.path(), &"corp", "x").expect_err("held");
    let purpose = &error.holder().expect("named").purpose;
    assert!(purpose.starts_with("éé") && purpose.len() < 300, "{purpose}");
    // No longer than any other, so that nothing of it stays in the next one.
    let _short = Lock::try_acquire(home.path(), &"other", "x").expect("free");
    for name in ["corp.lock", "other.lock"] {
        assert_eq!(std::fs::metadata(home.path().join(name)).expect("there").len(), 256, "{name}");
    }
}

/// A write follows no link, and hits no file that has another name.
#[cfg(unix)]
#[test]
fn t14_01_a_lock_file_is_a_file_of_ours_with_one_name() {
    use std::os::unix::fs::symlink;
    let home = Home::new();
    let (dir, target) = (home.path().join("locks"), home.path().join("precious"));
    let path = dir.join("corp.lock");
    let check = |make: &dyn Fn(), why: &str| {
        std::fs::create_dir_all(&dir).expect("a folder");
        crate::help::put(&target, "precious");
        make();
        let lock = Lock::try_acquire(&dir, &"corp", "x").expect("without a lock");
        let told = lock.notice().map(ToString::to_string).unwrap_or_default();
        assert!(told.contains(why), "{why}: {told}");
        assert_eq!(std::fs::read(&target).expect("read"), b"precious", "{why}");
        std::fs::remove_dir_all(&dir).expect("removed");
    };
    check(&|| symlink(&target, &path).expect("a link"), "ymbolic link");
    check(&|| symlink(home.path().join("nothing"), &path).expect("a link"), "ymbolic link");
    assert!(!home.path().join("nothing").exists());
    check(&|| std::fs::hard_link(&target, &path).expect("a link"), "another name");
    check(&|| crate::help::make_pipe(&path), "it is a pipe");
    check(&|| std::fs::create_dir(&path).expect("a folder"), "irectory");
}
