//! T01: a write that fails leaves the file byte for byte as it was, and the message is true.

use crate::home::{Home, Outcome};
use daypass_simulator::{AutoApprove, World};
use std::{fs, io::Write as _, path::Path, process::Command};

const EDIT: &str = "configure sso --profile p --sso-session my-sso --sso-account-id 111122223333 \
                    --sso-role-name AWSPowerUserAccess --region ap-southeast-1 --no-input";

/// A config of this length, whose profile `p` lies before the middle.
fn config(bytes: usize) -> String {
    let mut text = "[sso-session my-sso]\nsso_start_url = https://d-9067000018.awsapps.com/start\n\
        sso_region = eu-west-1\nsso_registration_scopes = sso:account:access\n\n\
        [profile p]\nsso_session = my-sso\nsso_account_id = 111122223333\nsso_role_name = AWSPowerUserAccess\n\
        region = eu-west-1\n\n"
        .to_owned();
    while text.len() < bytes - 20 {
        text.push_str("[profile filler]\nregion = eu-west-1\n");
    }
    text.push_str(&"#".repeat(bytes - 1 - text.len()));
    text.push('\n');
    text
}

/// Runs it with files limited to `blocks` of 512 bytes, SIGXFSZ set to `signal`.
fn limited(home: &Home, words: &str, blocks: u32, signal: &str) -> Outcome {
    let mut command = home.other("sh");
    command.args(["-c", &format!("trap {signal} XFSZ; ulimit -f {blocks}; exec \"$DAYPASS\" {words}")]);
    home.finish(words, command)
}

fn assert_as_it_was(outcome: &Outcome, path: &Path) {
    assert_eq!(outcome.code, Some(1), "{outcome}");
    assert!(outcome.stderr.contains("it is as it was"), "{outcome}");
    assert!(fs::read_to_string(path).expect("read") == config(12_000), "byte for byte\n{outcome}");
}

/// A config of 12,000 bytes at this place, and somebody signed in.
fn home(place: &str) -> Home {
    let home = Home::with(World::demo()).set("AWS_CONFIG_FILE", &format!("~/{place}"));
    home.write(place, &config(12_000));
    home.server().world().lock().set_auto_approve(AutoApprove::Allow);
    let _signed_in = home.run("login --profile p --use-device-code --no-browser").ok();
    home
}

#[test]
fn t01_01_a_limit_on_the_size_of_files() {
    let home = home("conf/config");
    for signal in ["''", "-"] {
        let outcome = limited(&home, EDIT, 18, signal);
        assert_as_it_was(&outcome, &home.path().join("conf/config"));
        assert_eq!(fs::read_dir(home.path().join("conf")).expect("a folder").count(), 1, "nothing else");
    }
    let _edited = limited(&home, EDIT, 36, "-").ok();
    assert!(home.read("conf/config").contains("region = ap-southeast-1"));
}

/// A mount, undone at the end.
struct Mount<'a>(&'a Path);

impl<'a> Mount<'a> {
    fn new(arguments: &[&str], at: &'a Path) -> Option<Self> {
        let mounted = Command::new("mount").args(arguments).arg(at).output();
        if mounted.is_ok_and(|output| output.status.success()) {
            return Some(Self(at));
        }
        println!("skipped: nothing can be mounted here");
        None
    }
}

impl Drop for Mount<'_> {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("-l").arg(self.0).output());
    }
}

#[test]
fn t01_02_a_full_disk() {
    let home = home("conf/config");
    let disk = home.path().join("disk");
    fs::create_dir(&disk).expect("a folder");
    let Some(_mount) = Mount::new(&["-t", "tmpfs", "-o", "size=16k", "tmpfs"], &disk) else { return };
    let home = home.set("AWS_CONFIG_FILE", "~/disk/config");
    home.write("disk/config", &config(12_000));
    assert_as_it_was(&home.run(EDIT), &disk.join("config"));
    // The file is a mount of its own, and the disk it lies on is full.
    let place = home.path().join("conf/config");
    let Some(_bind) = Mount::new(&["--bind", &disk.join("config").to_string_lossy()], &place) else {
        return;
    };
    while fs::File::options()
        .append(true)
        .create(true)
        .open(disk.join("ballast"))
        .and_then(|mut file| file.write_all(&[0; 512]))
        .is_ok()
    {}
    let home = home.set("AWS_CONFIG_FILE", "~/conf/config");
    let _fits = home.run(EDIT).ok();
    assert!(home.read("conf/config").contains("region = ap-southeast-1"));
    assert!(
        !home.path().join(".local/state/daypass/rescue").exists()
            || fs::read_dir(home.path().join(".local/state/daypass/rescue")).expect("a folder").count() == 0
    );
}

#[test]
fn t01_standard_output_beyond_the_limit_is_a_failure_not_a_death() {
    let home = home(".aws/config");
    let outcome = limited(&home, "profiles > \"$HOME/out\"", 0, "-");
    assert_eq!(outcome.code, Some(1), "{outcome}");
    assert!(outcome.stderr.contains("cannot write to standard output"), "{outcome}");
}
