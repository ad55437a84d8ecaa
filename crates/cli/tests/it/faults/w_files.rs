//! W1, W7, W8: files that other processes hold open, which Windows then neither replaces nor removes; and many processes
//! at once, and processes that are ended at any moment, which are the same on every system.

use super::aged::{TOKEN, age, signed_in};
use crate::home::{Home, pause};
use daypass_simulator::Operation;
use std::{
    fs::{self, File, OpenOptions},
    process::Stdio,
    thread::{self, JoinHandle},
};

const LOGIN: &str = "login --force --use-device-code --no-browser";

/// Holds the token file open for this many milliseconds, so that it cannot be replaced; on Unix nothing is in the way.
fn hold(home: &Home, milliseconds: u64, shared: u32) -> JoinHandle<()> {
    let file = opened(OpenOptions::new().read(true), shared).open(home.path().join(TOKEN));
    let file: File = file.expect("the token");
    thread::spawn(move || {
        pause(if cfg!(windows) { milliseconds } else { 0 });
        drop(file);
    })
}

/// Removes the role credentials, so that a command has to ask for them.
fn forget_roles(home: &Home) {
    drop(fs::remove_dir_all(home.path().join(".aws/cli/cache")));
}

/// What others may do meanwhile: 0 nothing, 1 read, 2 write, 4 remove, and sums of these.
fn opened(options: &mut OpenOptions, shared: u32) -> &mut OpenOptions {
    #[cfg(windows)]
    std::os::windows::fs::OpenOptionsExt::share_mode(options, shared);
    #[cfg(not(windows))]
    let _ = shared;
    options
}

#[test]
fn w1_w7_w8_a_token_that_is_held_open_is_not_lost() {
    let home = signed_in();
    for round in 0..20 {
        let words = ["credential-process -p dev", LOGIN, "configure populate --yes", "logout"][round % 4];
        if round % 4 != 3 {
            age(&home);
            forget_roles(&home);
        }
        let shared = [0, 1, 3, 7][(round / 4) % 4];
        let holder = hold(&home, 100 * round as u64, shared);
        let outcome = home.run(words).ok();
        assert!(!outcome.stderr.contains("warning"), "{round}: {outcome}");
        holder.join().expect("the file is closed");
        if words == "logout" {
            assert!(!home.path().join(TOKEN).exists(), "{round}: {outcome}");
            let _again = home.run(LOGIN).ok();
        } else {
            // The refresh token that was stored last is the only one that is good.
            age(&home);
            forget_roles(&home);
            let _renewed = home.run("credential-process -p dev").ok();
        }
    }
}

#[test]
fn w1_sixty_four_processes_on_an_expired_token_make_one_refresh() {
    let home = signed_in();
    age(&home);
    let start = |_| {
        let mut command = home.command("credential-process -p dev");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts")
    };
    let started: Vec<_> = (0..64).map(start).collect();
    for child in started {
        let end = child.wait_with_output().expect("it ends");
        assert!(end.status.success(), "{}", String::from_utf8_lossy(&end.stderr));
    }
    assert_eq!(home.server().world().lock().count(Operation::CreateToken), 1);
}

#[test]
fn w1_a_process_that_is_ended_at_any_moment_leaves_no_torn_file() {
    let home = signed_in();
    // Moments that differ, and are the same in each run.
    let (mut moment, span) = (1_u64, if cfg!(windows) { 500 } else { 40 });
    for round in 0..50 {
        let mut command = home.command(LOGIN);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().expect("it starts");
        moment = moment.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        pause((moment >> 33) % span);
        let _ended = child.kill();
        let _status = child.wait().expect("it has ended");
        for (path, bytes) in
            home.snapshot().into_iter().filter(|(path, _)| path.extension().is_some_and(|end| end == "json"))
        {
            let whole = serde_json::from_slice::<serde_json::Value>(&bytes);
            assert!(whole.is_ok(), "{round}: {} {}", path.display(), String::from_utf8_lossy(&bytes));
        }
    }
    let _ok = home.run(LOGIN).ok();
    let left =
        home.snapshot().into_iter().filter(|(path, _)| path.to_string_lossy().ends_with("daypass-tmp"));
    assert_eq!(left.count(), 0);
}
