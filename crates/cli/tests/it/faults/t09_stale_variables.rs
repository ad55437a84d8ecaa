//! T08, T09: what a command or a shell is told to become it becomes: each variable that says who or where one is, is set
//! right or removed. T05-11, T19-04, T23-03, -05, -07, -11: the words and places of `exec` and of output.

use daypass_simulator::{AutoApprove, World};
use daypass_testkit::{Home, Outcome, terminal};
use expectrl::Expect as _;
use std::process::Command;

const CONFIG: &str = "\
[default]
sso_session = corp
sso_account_id = 051234567822
sso_role_name = AWSPowerUserAccess
region = eu-west-1
[profile q]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = AWSReadOnlyAccess
region = us-east-2
[profile bare]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = AWSReadOnlyAccess
[sso-session corp]
sso_start_url = https://d-9067000018.awsapps.com/start
sso_region = ap-northeast-1
sso_registration_scopes = sso:account:access
";

fn home(config: &str) -> Home {
    let home = Home::with(World::demo()).config(config);
    home.server().world().lock().set_auto_approve(AutoApprove::Allow);
    let _signed_in = home.run("login --sso-session corp --use-device-code --no-browser").ok();
    home
}

/// A script that finds daypass in `$D`.
fn sh(home: &Home, script: &str, variables: &[(&str, &str)]) -> Outcome {
    let mut command = home.other("sh");
    command.args(["-c", &format!("D=\"$DAYPASS\"\n{script}")]).envs(variables.iter().copied());
    home.finish(script, command)
}

#[test]
fn t08_01_the_region_of_an_exec_is_nobodys_wish_inside() {
    let home = home(CONFIG);
    let env = "env | grep ^AWS.*REGION= | sort";
    for (script, expected) in [
        (format!("$D exec -p q -- {env}"), "us-east-2"),
        (format!("$D exec -p default -- $D exec -p q -- {env}"), "us-east-2"),
        (format!("$D exec -p default -- $D exec -- {env}"), "eu-west-1"),
        (format!("$D exec -p default -- $D exec -p q -- $D exec -p default -- {env}"), "eu-west-1"),
        (format!("$D exec -p default -- env AWS_REGION=eu-north-1 $D exec -p q -- {env}"), "eu-north-1"),
        (format!("AWS_REGION=eu-north-1 $D exec -p default -- $D exec -p q -- {env}"), "eu-north-1"),
        (format!("$D exec -p default -- $D exec -p q --region eu-north-1 -- {env}"), "eu-north-1"),
        (format!("$D exec -p default -- $D exec -p bare -- {env}"), ""),
        (format!("$D exec -p q -- $D exec --account 111122223333 --role AWSReadOnlyAccess -- {env}"), ""),
        (format!("$D exec -p default -- $D exec -p q --serve -- {env}"), "us-east-2"),
        ("$D exec -p default -- $D credentials -p q --format env-no-export | grep REGION=".to_owned(), "us-east-2"),
        (
            "$D exec -p default -- $D serve q --background --until-exit $$ | grep REGION= | sed 's/export //'".to_owned(),
            "us-east-2",
        ),
    ] {
        let outcome = sh(&home, &script, &[]);
        let mut regions: Vec<_> = outcome.stdout.lines().collect();
        regions.sort_unstable();
        let wanted = [format!("AWS_DEFAULT_REGION={expected}"), format!("AWS_REGION={expected}")];
        assert_eq!(regions, if expected.is_empty() { vec![] } else { wanted.iter().map(String::as_str).collect() }, "{outcome}");
    }
}

/// T08-02: the region of the sign-in is that of the directory, not of anything that is deployed.
#[test]
fn t08_02_no_region_is_none() {
    let home = home(CONFIG);
    for script in [
        "$D exec -p bare -- env",
        "$D exec -p bare --serve -- env",
        "$D credentials -p bare --format env",
        "$D serve bare --background --until-exit $$",
    ] {
        let outcome = sh(&home, script, &[]).ok();
        assert!(!outcome.stdout.contains("REGION="), "{outcome}");
    }
    // STS and the console have to be asked somewhere.
    let _asked = home.run("whoami -p bare").ok();
    let _link = home.run("console -p bare --print").ok();
}

const STALE: [(&str, &str); 17] = [
    ("AWS_PROFILE", "stale"),
    ("AWS_DEFAULT_PROFILE", "stale"),
    ("AWS_ACCESS_KEY_ID", "stale"),
    ("AWS_SECRET_ACCESS_KEY", "stale"),
    ("AWS_SESSION_TOKEN", "stale"),
    ("AWS_SECURITY_TOKEN", "stale"),
    ("AWS_ACCESS_KEY", "stale"),
    ("AWS_SECRET_KEY", "stale"),
    ("AWS_ACCOUNT_ID", "999999999999"),
    ("AWS_CREDENTIAL_EXPIRATION", "2020-01-01T00:00:00Z"),
    ("AWS_SESSION_EXPIRATION", "2020-01-01T00:00:00Z"),
    ("AWS_WEB_IDENTITY_TOKEN_FILE", "/stale"),
    ("AWS_ROLE_ARN", "stale"),
    ("AWS_ROLE_SESSION_NAME", "stale"),
    ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:9/stale"),
    ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/stale"),
    ("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/stale"),
];

/// T09-01, -02, -03, -05: nothing of another identity is left, in a command or in a shell.
#[test]
fn t09_nothing_stale_is_left() {
    let home = home(CONFIG);
    for script in [
        "$D exec -p q -- env",
        "$D exec -p q --serve -- env",
        "eval \"$($D serve q --background --until-exit $$ 2>/dev/null)\"; env",
    ] {
        let outcome = sh(&home, script, &STALE);
        assert_eq!(outcome.code, Some(0), "{outcome}");
        let left: Vec<_> = outcome
            .stdout
            .lines()
            .filter(|line| ["stale", "999999999999", "2020-01-01"].iter().any(|stale| line.contains(stale)))
            .collect();
        assert!(left.is_empty(), "{script}: {left:?}");
        assert!(outcome.stdout.contains("AWS_REGION=us-east-2\n"), "{outcome}");
    }
    let account = sh(&home, "$D exec -p q -- sh -c 'echo $AWS_ACCOUNT_ID'", &STALE);
    assert_eq!(account.stdout, "111122223333\n");
}

/// T08-03, T08-08: SDKs ask an endpoint last, so a default profile with credentials is hidden, and that is said.
#[test]
fn t08_03_a_default_that_would_win_is_hidden() {
    let keys = "[default]\naws_access_key_id = AKIA\naws_secret_access_key = x\n";
    let without = CONFIG.replacen("[default]", "[profile first]", 1);
    for (config, credentials, hides) in
        [(CONFIG, "", true), (without.as_str(), keys, true), (without.as_str(), "", false)]
    {
        let home = home(config);
        home.write(".aws/credentials", credentials);
        let outcome = sh(
            &home,
            "eval \"$($D serve q --background --until-exit $$)\"; echo \"$AWS_CONFIG_FILE $AWS_SHARED_CREDENTIALS_FILE\"",
            &[],
        );
        let expected = if hides { "/dev/null /dev/null\n" } else { " \n" };
        assert_eq!(outcome.stdout, expected, "{outcome}");
        assert_eq!(outcome.stderr.contains("The default profile has credentials"), hides, "{outcome}");
        // What is copied elsewhere finds no such files there.
        let docker = sh(&home, "$D serve q --background --until-exit $$ --format docker", &[]);
        assert!(!docker.stdout.contains("AWS_CONFIG_FILE"), "{docker}");
    }
}

/// T09-04: the AWS CLI's spelling and the JSON forms stay as they are.
#[test]
fn t09_04_the_region_goes_with_the_keys() {
    let home = home(CONFIG);
    for (format, expected) in [
        ("env", "export AWS_REGION=us-east-2\nexport AWS_DEFAULT_REGION=us-east-2\n"),
        ("powershell", "$Env:AWS_REGION=\"us-east-2\"\n$Env:AWS_DEFAULT_REGION=\"us-east-2\"\n"),
        ("dotenv", "AWS_REGION=\"us-east-2\"\nAWS_DEFAULT_REGION=\"us-east-2\"\n"),
        ("process", "}\n"),
        ("json", "}\n"),
    ] {
        let ours = home.run(&format!("credentials -p q --format {format}")).ok();
        assert!(ours.stdout.ends_with(expected), "{ours}");
        let theirs = home.run(&format!("configure export-credentials --profile q --format {format}")).ok();
        assert!(!theirs.stdout.contains("REGION"), "{theirs}");
    }
}

/// T23-03, T23-07, T05-11.
#[test]
fn t23_exec_as_people_type_it() {
    let home = home(CONFIG);
    for script in ["$D exec -p q sh -c 'exit 7'", "$D exec sh -c 'exit 7'", "$D exec -p q -- sh -c 'exit 7'"]
    {
        assert_eq!(sh(&home, script, &[]).code, Some(7), "{script}");
    }
    let passed = sh(&home, "$D exec -p q echo -p --profile x --help -v -- y", &[]).ok();
    assert_eq!(passed.stdout, "-p --profile x --help -v -- y\n");
    // What a command was given is not printed again.
    let wrong = sh(&home, "$D exec -p quite sh -c 'secret'", &[]);
    assert!(wrong.code == Some(4) && !wrong.stderr.contains("secret"), "{wrong}");
    let none = home.run("exec -p q");
    assert_eq!(none.code, Some(2), "{none}");
    assert!(none.stderr.ends_with("usage: daypass exec -p q -- <COMMAND>\n"), "{none}");
    let empty = sh(&home, "$D exec -p q -- ''", &[]);
    assert!(empty.code == Some(127) && empty.stderr.starts_with("error: '' cannot be started\n"), "{empty}");
    // On a terminal it is a shell, which says who it is.
    let mut command = home.command("exec -p q");
    command.env("SHELL", "/bin/sh").env("PS1", "ready> ");
    let mut session = terminal::open(command).expect("a pseudo-terminal");
    session.expect("This shell is q (account 111122223333) until it ends.").expect("it says so");
    session.expect("ready> ").expect("a prompt");
    session.send("echo $AWS_REGION $DAYPASS_EXEC; exit 3\r").expect("typed");
    session.expect("us-east-2 q").expect("the environment");
    assert_eq!(terminal::ended(session).0, 3);
}

/// T19-04: a standard output that is closed is as bad as a full one; `/dev/null` is as good as any.
#[cfg(target_os = "linux")]
#[test]
fn t19_04_a_closed_output() {
    let home = home(CONFIG);
    for words in ["whoami -p q", "profiles", "status -o json", "--help"] {
        assert_eq!(sh(&home, &format!("$D {words} >&-"), &[]).code, Some(1), "{words}");
        assert_eq!(sh(&home, &format!("$D {words} >/dev/null"), &[]).code, Some(0), "{words}");
        assert_eq!(sh(&home, &format!("$D {words} >/dev/full"), &[]).code, Some(1), "{words}");
        assert_eq!(sh(&home, &format!("$D {words} | true"), &[]).code, Some(0), "{words}");
    }
}

/// T23-05, T23-11: colour as the AWS CLI spells it, and none on a terminal that only prints.
#[test]
fn t23_11_a_dumb_terminal_is_plain() {
    let home = home(CONFIG);
    let shown = |words: &str, term: &str| {
        let mut command: Command = home.command(words);
        command.env("TERM", term);
        let mut session = expectrl::session::OsSession::spawn(command).expect("a pseudo-terminal");
        session.set_expect_timeout(Some(std::time::Duration::from_secs(20)));
        terminal::ended(session).1
    };
    for words in
        ["status", "login --sso-session corp --force --use-device-code --no-browser", "whoami -p nobody"]
    {
        assert!(shown(words, "xterm").contains('\u{1b}'), "{words}");
        let plain = shown(words, "dumb");
        assert!(!plain.contains('\u{1b}') && !plain.replace("\r\n", "").contains('\r'), "{words}: {plain:?}");
    }
    for (color, expected) in
        [("on", true), ("always", true), ("off", false), ("never", false), ("auto", false)]
    {
        let outcome = home.run(&format!("status --color {color}")).ok();
        assert_eq!(outcome.stdout.contains('\u{1b}'), expected, "{color}");
    }
}
