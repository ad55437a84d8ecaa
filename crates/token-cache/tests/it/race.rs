//! Processes and threads at once on one file.

use crate::help::{Home, corp, full_token, put};
use daypass_token_cache::{Damaged, Lock, Store, load_or_set_aside};
use std::{cell::Cell, env, fs, path::PathBuf, process::Command, thread, time::Duration};

const PROCESSES: u32 = 8;
const ROUNDS: u32 = 50;

/// Each process counts up in the file, under the lock; a reader meanwhile never sees less than a whole file.
#[test]
fn processes_count_together() {
    let home = Home::new();
    let store = home.store();
    let mut token = full_token();
    token.region = Some("0".to_owned());
    let _saved = store.save_token(&corp(), &token).expect("saved");
    let mut children: Vec<_> = (0..PROCESSES)
        .map(|_| {
            Command::new(env::current_exe().expect("this program"))
                .args(["--exact", "race::child"])
                .env("DAYPASS_RACE_HOME", home.path())
                .stdout(std::process::Stdio::null())
                .spawn()
                .expect("a child")
        })
        .collect();
    let mut reads = 0;
    while children.iter_mut().any(|child| child.try_wait().expect("a state").is_none()) {
        assert!(store.load_token(&corp()).expect("whole").is_some());
        reads += 1;
    }
    for mut child in children {
        assert!(child.wait().expect("ended").success());
    }
    let counted = store.load_token(&corp()).expect("read").expect("there").region;
    assert_eq!(counted, Some((PROCESSES * ROUNDS).to_string()), "after {reads} reads");
    assert_eq!(fs::read_dir(store.dir()).expect("folder").count(), 1, "leftovers");
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "a process of its own: its folder comes from outside, it waits"
)]
fn child() {
    let Some(home) = env::var_os("DAYPASS_RACE_HOME").map(PathBuf::from) else { return };
    let store = Store::at(home.join("sso/cache"));
    for _ in 0..ROUNDS {
        let most = Duration::from_secs(60);
        let _lock =
            Lock::acquire(&home.join("locks"), &corp(), "counting", most, &mut |wait| thread::sleep(wait))
                .expect("in time");
        let mut token = store.load_token(&corp()).expect("read").expect("there");
        let count: u32 = token.region.as_deref().expect("a count").parse().expect("a number");
        token.region = Some((count + 1).to_string());
        let _saved = store.save_token(&corp(), &token).expect("saved");
    }
}

/// However its holder dies, the lock is free.
#[cfg(unix)]
#[test]
fn the_kernel_releases_the_lock_of_a_killed_process() {
    use std::io::Read as _;
    let home = Home::new();
    let mut child = Command::new(env::current_exe().expect("this program"))
        .args(["--exact", "race::holder", "--nocapture"])
        .env("DAYPASS_RACE_HOME", home.path())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("a child");
    let mut out = child.stdout.take().expect("a pipe");
    let mut seen = Vec::new();
    while !seen.ends_with(b"held\n") {
        let mut byte = [0];
        out.read_exact(&mut byte).expect("it says when it holds the lock");
        seen.extend(byte);
    }
    let error = Lock::try_acquire(&home.path().join("locks"), &corp(), "x").expect_err("held");
    assert_eq!(error.holder().map(|holder| holder.pid), Some(child.id()));
    child.kill().expect("killed");
    child.wait().expect("ended");
    let _lock = Lock::try_acquire(&home.path().join("locks"), &corp(), "x").expect("free");
}

/// What the process of the test above runs; nothing by itself.
#[test]
#[expect(clippy::disallowed_methods, reason = "a process of its own: its folder comes from outside")]
fn holder() {
    let Some(home) = env::var_os("DAYPASS_RACE_HOME").map(PathBuf::from) else { return };
    let _lock = Lock::try_acquire(&home.join("locks"), &corp(), "holding on").expect("free");
    println!("held");
    loop {
        thread::park();
    }
}

/// A reader that finds a torn file and moves it away never moves what another has saved since.
#[test]
fn setting_aside_never_loses_a_save() {
    let home = Home::new();
    let store = home.store();
    for _ in 0..100 {
        home.put(&corp(), "{");
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| store.load_token(&corp()).map_err(|error| drop(error.set_aside())));
            }
            scope.spawn(|| drop(store.save_token(&corp(), &full_token()).expect("saved")));
        });
        assert!(store.load_token(&corp()).expect("whole").is_some());
    }
}

/// Without the lock the last one wins, and every save arrives whole; nobody's sweep hurts another's save.
#[test]
fn threads_without_a_lock_save_whole_files() {
    let home = Home::new();
    let store = home.store();
    let _saved = store.save_token(&corp(), &full_token()).expect("saved");
    thread::scope(|scope| {
        for n in 0..8 {
            let store = &store;
            scope.spawn(move || {
                let mut token = full_token();
                token.region = Some(format!("region-{n}-").repeat(50 * (n + 1)));
                for _ in 0..50 {
                    let _saved = store.save_token(&corp(), &token).expect("saved");
                    assert!(store.load_token(&corp()).expect("whole").is_some());
                }
            });
        }
    });
    assert_eq!(fs::read_dir(store.dir()).expect("folder").count(), 1, "leftovers");
}

/// Another process may write a valid file after a damaged one was read and before it is set aside.
#[test]
fn a_file_that_has_become_valid_is_read_and_stays() {
    let home = Home::new();
    let (store, file) = (home.store(), home.put(&corp(), "{"));
    let is_first = Cell::new(true);
    let load = || {
        let found = store.load_token(&corp());
        if is_first.take() {
            put(&file, r#"{"accessToken": "planted", "expiresAt": "2027-01-01T00:00:00Z"}"#);
        }
        found
    };
    let found = load_or_set_aside(load, |damaged| panic!("{damaged:?}"));
    let token = found.expect("readable").expect("a token");
    assert_eq!((token.access_token.expose(), file.exists()), ("planted", true));

    put(&file, "{");
    let mut told = None;
    let found = load_or_set_aside(|| store.load_token(&corp()), |damaged| told = Some(damaged));
    assert_eq!(found.expect("set aside"), None);
    assert!(matches!(told, Some(Damaged::SetAside { file: from, to }) if from == file && to.exists()));
}
