//! T14, T04-03, T04-04, T06-01, T17-02, T17-03, X14: what lies at a path is looked at before it is trusted, nothing is
//! waited for, and what cannot be read is told as that.

use daypass_simulator::{AutoApprove, World};
use daypass_testkit::{Home, Outcome, world::CORP_CONFIG};
use std::{
    fs,
    os::unix::fs::{PermissionsExt as _, chown, symlink},
    path::{Path, PathBuf},
};

const LOGIN: &str = "login --sso-session corp --use-device-code --no-browser";
/// The token's file of the session `b`.
const OTHER: &str = ".aws/sso/cache/e9d71f5ee7c92d6dc9e92ffdad17b8bd49418f98.json";
/// The SHA-1 of the session's name, and so the name of its token's file.
const TOKEN: &str = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";

fn home() -> Home {
    let home = Home::with(World::demo()).config(CORP_CONFIG);
    home.server().world().lock().set_auto_approve(AutoApprove::Allow);
    home
}

fn signed_in() -> Home {
    let home = home();
    let _signed_in = home.run(LOGIN).ok();
    home
}

/// Runs it, and ends it where it hangs.
fn in_time(home: &Home, words: &str) -> Outcome {
    let mut command = home.other("timeout");
    command.args(["30", "sh", "-c", &format!("exec \"$DAYPASS\" {words}")]);
    let outcome = home.finish(words, command);
    assert_ne!(outcome.code, Some(124), "it hangs: {outcome}");
    outcome
}

fn make_pipe(home: &Home, name: &str) -> PathBuf {
    let path = home.path().join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    let made = home.other("mkfifo").arg(&path).status().expect("mkfifo");
    assert!(made.success());
    path
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("there").permissions().mode() & 0o777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a mode");
}

#[test]
fn t14_01_a_lock_that_is_a_link_writes_nowhere() {
    let home = signed_in();
    let precious = home.path().join("precious");
    home.write("precious", "precious\n");
    let locks = home.path().join(".local/state/daypass/locks");
    let mut links = 0;
    for lock in fs::read_dir(&locks).expect("locks").flatten() {
        fs::remove_file(lock.path()).expect("removed");
        symlink(&precious, lock.path()).expect("a link");
        links += 1;
    }
    assert!(links > 0, "there are locks");
    let _signed_in = home.run(&format!("{LOGIN} --force")).ok();
    let _used = home.run("credentials --profile p").ok();
    assert_eq!(fs::read(&precious).expect("read"), b"precious\n");
}

#[test]
fn t14_02_a_pipe_hangs_nothing() {
    let home = home();
    make_pipe(&home, TOKEN);
    let status = in_time(&home, "status");
    assert_eq!(status.code, Some(3), "{status}");
    assert!(status.stderr.contains("was damaged and has been moved to"), "{status}");
    let _signed_in = home.run(LOGIN).ok();
    // In the place of each other file that is read.
    for name in ["config/daypass/settings.toml", "pipe", "ca.pem"] {
        make_pipe(&home, name);
    }
    let role = fs::read_dir(home.path().join(".aws/cli/cache"));
    assert!(role.is_err(), "no role credentials yet");
    let _used = home.run("credentials --profile p").ok();
    let role = fs::read_dir(home.path().join(".aws/cli/cache"))
        .expect("a folder")
        .flatten()
        .next()
        .expect("one")
        .path();
    fs::remove_file(&role).expect("removed");
    make_pipe(&home, role.strip_prefix(home.path()).expect("in it").to_str().expect("UTF-8"));
    // Signing out looks into what is damaged.
    let _signed_out = in_time(&home, "logout --all --dry-run").ok();
    let used = in_time(&home, "credentials --profile p").ok();
    assert!(used.stderr.contains("was damaged and has been moved to"), "{used}");
    let home = home.set("XDG_CONFIG_HOME", "/nowhere");
    let config = home.path().join("config").display().to_string();
    let home = home.set("XDG_CONFIG_HOME", &config);
    let settings = in_time(&home, "settings");
    assert!(
        settings.stderr.contains("settings.toml") && settings.stderr.contains("it is a pipe"),
        "{settings}"
    );
    fs::remove_dir_all(home.path().join("config")).expect("removed");
    let home = home.set("AWS_SHARED_CREDENTIALS_FILE", "~/pipe");
    let outcome = in_time(&home, "whoami --profile p");
    assert_eq!(outcome.code, Some(4), "{outcome}");
    assert!(outcome.stderr.contains("~/pipe is a pipe, not a file"), "{outcome}");
}

#[test]
fn t14_a_file_far_too_long_is_an_error_that_names_it() {
    let home = signed_in();
    let long = |name: &str| {
        let file = fs::File::create(home.path().join(name)).expect("a file");
        file.set_len(10 << 30).expect("10 GiB, all of it holes");
    };
    long(TOKEN);
    let status = in_time(&home, "status");
    assert_eq!(status.code, Some(3), "{status}");
    long(".aws/config");
    let profiles = in_time(&home, "profiles");
    assert_eq!(profiles.code, Some(4), "{profiles}");
    assert!(profiles.stderr.contains("~/.aws/config cannot be read"), "{profiles}");
    assert!(profiles.stderr.contains("it is longer than 67108864 bytes"), "{profiles}");
}

#[test]
fn t14_04_what_others_can_write_is_closed_or_named() {
    let home = signed_in();
    let (token, folder) = (home.path().join(TOKEN), home.path().join(".aws/sso/cache"));
    set_mode(&token, 0o666);
    set_mode(&folder, 0o777);
    let used = home.run("whoami --profile p").ok();
    assert_eq!((mode(&token), mode(&folder)), (0o600, 0o700), "{used}");
    assert!(used.stderr.contains("could be read by others (mode 666)"), "{used}");
}

#[test]
fn t14_05_a_credentials_file_that_gets_keys_is_closed() {
    let home = signed_in();
    home.write(".aws/credentials", "# mine\n");
    let path = home.path().join(".aws/credentials");
    set_mode(&path, 0o644);
    let written = home.run("credentials --profile p --write-credentials z").ok();
    assert_eq!(mode(&path), 0o600);
    assert!(written.stderr.contains("~/.aws/credentials could be read by others (mode 644)"), "{written}");
}

#[test]
fn t14_08_a_pipe_named_as_a_temporary_file_hangs_no_save() {
    let home = home();
    let pipe = make_pipe(&home, ".aws/sso/cache/.x.daypass-tmp");
    let signed_in = in_time(&home, LOGIN);
    assert_eq!(signed_in.code, Some(0), "{signed_in}");
    assert!(pipe.exists(), "it is nobody's");
    let signed_out = in_time(&home, "logout --all");
    assert_eq!(signed_out.code, Some(0), "{signed_out}");
}

#[test]
fn t17_02_a_cache_with_a_wide_mode_is_narrowed_with_a_notice() {
    let home = signed_in();
    let token = home.path().join(TOKEN);
    set_mode(&token, 0o644);
    let used = home.run("whoami --profile p").ok();
    assert!(used.stderr.contains("could be read by others (mode 644); it no longer can"), "{used}");
    assert_eq!(mode(&token), 0o600);
    // Role credentials, too, on the path that answers from the cache alone.
    let roles = home.path().join(".aws/cli/cache");
    let role = fs::read_dir(roles).expect("a folder").flatten().next().expect("one").path();
    set_mode(&role, 0o644);
    let used = home.run("credential-process --profile p").ok();
    assert!(used.stderr.contains("could be read by others (mode 644); it no longer can"), "{used}");
    assert_eq!(mode(&role), 0o600);
    assert_eq!(home.run("credential-process --profile p").ok().stderr, "");
}

#[test]
fn t17_03_a_damaged_token_is_closed_when_it_is_set_aside() {
    let home = home();
    home.write(TOKEN, r#"{"refreshToken": "r", "#);
    set_mode(&home.path().join(TOKEN), 0o644);
    let _status = home.run("status");
    assert_eq!(mode(&home.path().join(format!("{TOKEN}.corrupt"))), 0o600);
}

#[test]
fn t06_01_t18_03_a_token_with_a_registration_alone_is_signed_in_over() {
    for words in [LOGIN.to_owned(), format!("{LOGIN} --force")] {
        let home = home();
        home.write(TOKEN, r#"{"clientId": "a", "clientSecret": "b"}"#);
        let status = home.run("status");
        assert_eq!(status.code, Some(3), "{status}");
        home.write(TOKEN, r#"{"clientId": "a", "clientSecret": "b"}"#);
        let _signed_in = home.run(&words).ok();
        let _used = home.run("credentials --profile p").ok();
    }
}

#[test]
fn x14_a_folder_in_the_place_of_a_token_is_out_of_the_way_after_signing_out() {
    let home = home();
    for full in [false, true] {
        fs::create_dir_all(home.path().join(TOKEN)).expect("a folder");
        if full {
            home.write(&format!("{TOKEN}/x"), "x");
        }
        let signed_out = home.run("logout --all").ok();
        assert!(!signed_out.stderr.contains("cannot remove"), "{signed_out}");
        assert!(!home.path().join(TOKEN).exists());
    }
    let again = home.run("logout --all").ok();
    assert!(!again.stderr.contains("cannot remove"), "{again}");
    let doctor = home.run("doctor");
    assert!(!doctor.stdout.contains("K203"), "{doctor}");
}

#[test]
fn t04_04_a_config_that_is_no_file_is_an_error() {
    let home = home();
    let config = home.path().join(".aws/config");
    fs::remove_file(&config).expect("removed");
    let check = |kind: &str| {
        for words in ["profiles", "status", "accounts", "credentials --profile p"] {
            let outcome = in_time(&home, words);
            assert_eq!(outcome.code, Some(4), "{outcome}");
            assert!(outcome.stderr.contains(&format!("~/.aws/config is {kind}, not a file")), "{outcome}");
        }
        // Signing out and doctor need nothing of it.
        let _signed_out = in_time(&home, "logout --all").ok();
        let doctor = in_time(&home, "doctor");
        assert!(doctor.stdout.contains("~/.aws/config"), "{doctor}");
    };
    fs::create_dir(&config).expect("a folder");
    check("a folder");
    fs::remove_dir(&config).expect("removed");
    make_pipe(&home, ".aws/config");
    check("a pipe");
    // This means that there is none, as the AWS CLI has it.
    let home = home.set("AWS_CONFIG_FILE", "/dev/null");
    let _none = home.run("profiles").ok();
}

/// As a user without rights, in a home whose files root has left behind.
#[test]
fn t04_03_t06_07_a_token_of_another_user_is_told_with_its_owner_and_what_to_do() {
    let home = signed_in();
    let daypass = home.path().join("daypass");
    if fs::copy(home.command("").get_program(), &daypass).is_err()
        || chown(home.path(), Some(65_534), Some(65_534)).is_err()
    {
        println!("skipped: only root can become another user");
        return;
    }
    let own = home.other("chown").args(["-R", "65534:65534"]).arg(home.path()).status().expect("chown");
    assert!(own.success());
    let token = home.path().join(TOKEN);
    chown(&token, Some(0), Some(0)).expect("given to root");
    let run = |words: &str| {
        let mut command = home.other("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(&daypass);
        command.args(words.split(' '));
        home.finish(words, command)
    };
    for words in ["status", LOGIN, "credentials --profile p"] {
        let outcome = run(words);
        assert_eq!(outcome.code, Some(1), "{outcome}");
        assert!(outcome.stderr.contains("it belongs to the user with id 0"), "{outcome}");
        assert!(outcome.stderr.contains(&format!("try: rm ~/{TOKEN}")), "{outcome}");
        assert!(!outcome.stdout.contains("signed out"), "{outcome}");
    }
    // Doctor names no command that only its owner could run.
    let doctor = run("doctor");
    assert!(doctor.stdout.contains("K208"), "{doctor}");
    assert!(doctor.stdout.contains(&format!("fix: rm ~/{TOKEN}")), "{doctor}");
    assert!(!doctor.stdout.contains("chmod"), "{doctor}");
    let mut fix = home.other("setpriv");
    fix.args(["--reuid=65534", "--regid=65534", "--clear-groups", "sh", "-c", &format!("rm ~/{TOKEN}")]);
    assert_eq!(home.finish("what it said", fix).code, Some(0));
    let signed_in = run(LOGIN);
    assert_eq!(signed_in.code, Some(0), "{signed_in}");
    // Several such files are removed by one command.
    home.write(
        ".aws/config",
        &format!("{CORP_CONFIG}\n{}", CORP_CONFIG.replace("sso-session corp", "sso-session b")),
    );
    for file in [TOKEN, OTHER] {
        home.write(file, "{}");
        fs::set_permissions(home.path().join(file), fs::Permissions::from_mode(0o600)).expect("private");
        chown(home.path().join(file), Some(0), Some(0)).expect("given to root");
    }
    let status = run("status");
    assert!(status.stderr.contains(&format!("try: rm ~/{TOKEN} ~/{OTHER}\n")), "{status}");
}
