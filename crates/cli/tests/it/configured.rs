//! `configure` on files that stand already: names, values and contradictions that somebody else wrote, and files that
//! are not to be written.

use crate::home::{Home, Outcome};
use daypass_simulator::{AutoApprove, World};
use std::{fs, os::unix::fs::PermissionsExt as _};

const SESSION: &str = "sso_start_url = https://d-9067000018.awsapps.com/start#\nsso_region = eu-west-1\n";
const CHOICE: &str = "--sso-account-id 111122223333 --sso-role-name AWSReadOnlyAccess";

fn home(config: &str) -> Home {
    let home = Home::with(World::demo()).config(config);
    home.server().world().lock().set_auto_approve(AutoApprove::Allow);
    home
}

/// `configure sso` with every answer given, but those that the words leave out.
fn configure(home: &Home, words: &str) -> Outcome {
    home.run(&format!("configure sso {words} --use-device-code"))
}

#[test]
fn an_account_and_role_are_kept_where_nobody_can_be_asked() {
    let profile = "[profile dev]\nsso_session = corp\nsso_account_id = 444455556666\nsso_role_name = NAME\nregion = us-east-1\n";
    let home = home(&format!("[sso-session corp]\n{SESSION}"));
    let _any = configure(&home, &format!("--profile dev --sso-session corp {CHOICE}")).ok();
    let before = home.read(".aws/config");
    let _kept = configure(&home, "--profile dev").ok();
    assert_eq!(home.read(".aws/config"), before);
    home.write(".aws/config", &format!("{profile}\n[sso-session corp]\n{SESSION}"));
    let gone = configure(&home, "--profile dev --sso-account-id 111122223333");
    assert_eq!(gone.code, Some(2), "a role that is not there any more is asked for: {gone}");
    assert!(gone.stderr.contains("usage: daypass configure sso --profile dev --sso-account-id"), "{gone}");
}

#[test]
fn a_name_that_some_tool_cannot_read_is_refused_at_once_and_usable_where_it_stands() {
    let home = home(&format!("[sso-session \"my corp\"]\n{SESSION}"));
    let refused = configure(&home, &format!("--profile=a=b --sso-session corp {CHOICE}"));
    insta::assert_snapshot!(refused, @r#"
    $ daypass configure sso --profile=a=b --sso-session corp --sso-account-id 111122223333 --sso-role-name AWSReadOnlyAccess --use-device-code
    [stderr]
    error: "a=b" is a name that some SDKs cannot read; use only A-Z a-z 0-9 _ . + @ % : / -
    usage: daypass configure sso --profile=<NAME> --sso-session corp --sso-account-id 111122223333 --sso-role-name AWSReadOnlyAccess --use-device-code
    [exit 2]
    "#);
    let mut command = home.command("configure sso --profile dev --use-device-code");
    command.args(["--sso-session", "my corp"]).args(CHOICE.split(' '));
    let output = command.output().expect("it starts");
    assert!(output.status.success(), "{output:?}");
    assert!(home.read(".aws/config").starts_with(&format!("[sso-session \"my corp\"]\n{SESSION}")));
    assert!(home.read(".aws/config").contains("[profile dev]\nsso_session = my corp\n"));
}

#[test]
fn values_that_cannot_be_are_named_with_their_remedy() {
    for (session, problem) in [
        (SESSION.replace("eu-west-1", "eu-west-1 # Ireland"), "SSO region in the config file"),
        (format!("{SESSION}sso_registration_scopes = a b\n"), "SSO registration scopes in the config file"),
    ] {
        let home = home(&format!("[sso-session corp]\n{session}"));
        let outcome = configure(&home, &format!("--profile dev --sso-session corp {CHOICE}"));
        assert_eq!(outcome.code, Some(4), "{outcome}");
        assert!(outcome.stderr.contains(problem), "{outcome}");
        assert!(outcome.stderr.contains("usage: daypass configure sso --profile dev"), "{outcome}");
    }
    let home = home(&format!("[sso-session corp]\n{SESSION}sso_registration_scopes =\n"));
    let _empty_is_none = configure(&home, &format!("--profile dev --sso-session corp {CHOICE}")).ok();
}

#[test]
fn what_keeps_a_profile_from_working_is_said() {
    for (rest, credentials, obstacle) in [
        ("[profile twice]\nx = 1\n[profile twice]\n", "", "the AWS CLI refuses the config file: line 6"),
        ("", "[dev]\nsso_account_id = 999999999999\n", "the credentials file"),
    ] {
        let home = home(&format!("[sso-session corp]\n{SESSION}{rest}"));
        home.write(".aws/credentials", credentials);
        let outcome = configure(&home, &format!("--profile dev --sso-session corp {CHOICE}")).ok();
        assert!(outcome.stderr.contains(obstacle), "{outcome}");
        assert!(outcome.stderr.ends_with("  daypass doctor\n"), "{outcome}");
    }
}

#[test]
fn a_file_that_may_not_be_written_is_left_alone_and_nothing_is_asked() {
    let pipe = home("");
    fs::remove_file(pipe.path().join(".aws/config")).expect("removed");
    let made = pipe.other("mkfifo").arg(pipe.path().join(".aws/config")).status().expect("mkfifo");
    assert!(made.success());
    let outcome = configure(&pipe, &format!("--profile dev --sso-session corp {CHOICE}"));
    insta::assert_snapshot!(outcome, @"
    $ daypass configure sso --profile dev --sso-session corp --sso-account-id 111122223333 --sso-role-name AWSReadOnlyAccess --use-device-code
    [stderr]
    error: ~/.aws/config is a pipe, not a file
    [exit 4]
    ");
    let words = "configure sso-session --sso-session corp --sso-start-url https://d-1.awsapps.com/start --sso-region eu-west-1";
    assert_eq!(pipe.run(words).code, Some(4));

    // Lines that end as no AWS tool ends them; what would be added could not be read back.
    let lone = home("[profile dev]\rregion = eu-west-1\r");
    let outcome = configure(&lone, &format!("--profile dev --sso-session corp {CHOICE}"));
    insta::assert_snapshot!(outcome, @"
    $ daypass configure sso --profile dev --sso-session corp --sso-account-id 111122223333 --sso-role-name AWSReadOnlyAccess --use-device-code
    [stderr]
    error: ~/.aws/config cannot be changed like this
      because  cannot write `region` in [profile dev]: what stands around it keeps some tool from reading it back
    try: daypass doctor
    [exit 4]
    ");

    // Root may write anything.
    let kept = home("# mine\n");
    let path = kept.path().join(".aws/config");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("a mode");
    if fs::File::options().write(true).open(&path).is_err() {
        let outcome = kept.run(words);
        assert_eq!(outcome.code, Some(4), "{outcome}");
        assert!(outcome.stderr.contains("~/.aws/config may not be written"), "{outcome}");
    }
}

/// As a container is handed a config file.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_is_a_mount_is_written_where_it_is() {
    let home = home("");
    home.write("outside", "# handed in\n");
    let script = "mount --bind ~/outside ~/.aws/config && \"$DAYPASS\" configure sso-session --sso-session corp \
        --sso-start-url https://d-1.awsapps.com/start --sso-region eu-west-1";
    let output = home.other("unshare").args(["-m", "sh", "-c", script]).output().expect("unshare");
    let said = String::from_utf8_lossy(&output.stderr);
    if said.starts_with("unshare:") || said.starts_with("mount:") {
        println!("skipped: this user may not mount: {said}");
        return;
    }
    assert!(output.status.success(), "{said}");
    assert!(
        home.read("outside").starts_with("# handed in\n\n[sso-session corp]\n"),
        "{}",
        home.read("outside")
    );
}
