//! What a signal does to a process of its own, which it may end.

use daypass_signals::{Signals, fail_beyond_limits};
use rustix::process::{Resource, Rlimit, setrlimit};
use signal_hook::{
    consts::{SIGHUP, SIGINT, SIGTERM},
    low_level::raise,
};
use std::{env, fs::File, io::Write as _, os::unix::process::ExitStatusExt as _, process::Command};

/// Started by the tests below. A signal that a thread raises has arrived when `raise` returns.
#[test]
#[ignore = "started by the tests below"]
#[expect(clippy::disallowed_methods, reason = "a process of its own is told what to do")]
fn child_gets_a_signal() {
    let signals = Signals::new(true);
    match env::var("SIGNALLED").unwrap_or_default().as_str() {
        "ignored" => {
            let listening = signals.listen();
            for number in [SIGHUP, SIGINT, SIGTERM] {
                raise(number).expect("raised");
                assert_eq!(listening.noted(), None, "{number}");
            }
        }
        "no longer listening" => {
            drop(signals.listen());
            raise(SIGINT).expect("raised");
        }
        "handed over" => {
            drop(signals.hand_over());
            raise(SIGINT).expect("raised");
        }
        _ => {
            fail_beyond_limits();
            setrlimit(Resource::Fsize, Rlimit { current: Some(0), maximum: None }).expect("a limit");
            let mut file = File::create(env::var("SIGNALLED_FILE").expect("a file")).expect("created");
            file.write_all(b"x").expect_err("it is beyond the limit");
        }
    }
}

/// Runs the child in a shell that has ignored these signals; gives the signal that ended it, or 0 if it passed.
fn ended(what: &str, ignored: &str) -> Option<i32> {
    let folder = tempfile::tempdir().expect("a folder");
    let script = format!("trap '' {ignored}; exec \"$0\" \"$@\"");
    let mut command = Command::new("env");
    // What this test's own parent ignores, as in a job in the background, does not count.
    command.args(cfg!(target_os = "linux").then_some("--default-signal=HUP,INT,TERM"));
    command.args(["sh", "-c", if ignored.is_empty() { "exec \"$0\" \"$@\"" } else { &script }]);
    command.arg(env::current_exe().expect("this test"));
    command.args(["--ignored", "--exact", "processes::child_gets_a_signal"]);
    command.env("SIGNALLED", what).env("SIGNALLED_FILE", folder.path().join("file"));
    let output = command.output().expect("it runs");
    let passed = String::from_utf8_lossy(&output.stdout).contains("1 passed");
    output.status.signal().or_else(|| (output.status.success() && passed).then_some(0))
}

/// As `nohup`, and as a shell ignores SIGINT for what it starts in the background.
#[test]
fn a_signal_that_was_ignored_at_the_start_stays_ignored() {
    assert_eq!(ended("ignored", "HUP INT TERM"), Some(0));
}

#[test]
fn an_interrupt_ends_a_process_that_listens_no_longer() {
    assert_eq!(ended("no longer listening", ""), Some(SIGINT));
}

#[test]
fn a_process_that_took_the_signals_over_ends_by_itself() {
    assert_eq!(ended("handed over", ""), Some(0));
}

#[test]
fn a_write_beyond_the_limit_fails_and_ends_nothing() {
    assert_eq!(ended("a limit", ""), Some(0));
}
