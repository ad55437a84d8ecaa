//! Commands without a profile: the picker on a pseudo-terminal, roles by account and name, no question without a terminal.

use crate::home::Home;
use daypass_simulator::{AutoApprove, World};
use daypass_testkit::terminal;
use expectrl::{ControlCode, Expect as _, session::OsSession};
use std::{path::Path, process::Command};

const CONFIG: &str = "\
[profile data]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = AWSReadOnlyAccess
[profile \"my prof\"]
region = eu-west-1
sso_session = corp
sso_account_id = 111122223333
sso_role_name = AWSReadOnlyAccess
[sso-session corp]
sso_start_url = https://d-9067000018.awsapps.com/start
sso_region = eu-west-1
sso_registration_scopes = sso:account:access
";

/// A home that is signed in to the demo's organisation.
fn home(config: &str) -> Home {
    let home = Home::with(World::demo()).config(config);
    home.server().world().lock().set_auto_approve(AutoApprove::Allow);
    let _signed_in = home.run("login --sso-session corp --use-device-code --no-browser").ok();
    home
}

fn terminal(command: Command) -> OsSession {
    terminal::open(command).expect("a pseudo-terminal")
}

fn code(session: OsSession) -> i32 {
    terminal::ended(session).0
}

#[test]
fn roles_without_a_profile() {
    let home = home(CONFIG);
    let arn = |words: &str| home.run(words).ok().stdout;
    let by_name = arn("exec --account production --role AWSPowerUserAccess -- env");
    assert!(by_name.contains("AWS_ACCESS_KEY_ID="), "{by_name}");
    let by_id = arn("credentials --account 051234567822 --role AWSPowerUserAccess --format json");
    assert!(by_id.contains("051234567822"), "{by_id}");
    let url = arn("console --print --account Production --role AWSPowerUserAccess --sso-session corp");
    assert!(url.contains("SigninToken"), "{url}");

    let who = arn("whoami --account 051234567822 --role AWSPowerUserAccess");
    assert!(who.contains("assumed-role/AWSReservedSSO_AWSPowerUserAccess_"), "{who}");

    insta::assert_snapshot!(home.run("credentials --account nobody --role X"), @"
    $ daypass credentials --account nobody --role X
    [stderr]
    error: no account nobody is assigned to you
      session  corp
    try: daypass accounts --sso-session corp
    [exit 5]
    ");
    insta::assert_snapshot!(home.run("credentials --account 051234567822 --role Nope"), @"
    $ daypass credentials --account 051234567822 --role Nope
    [stderr]
    error: role Nope in account 051234567822 is not assigned to you
      portal    https://d-9067000018.awsapps.com/start
      you have  AWSPowerUserAccess in that account
      because   the access portal refused: ForbiddenException: No access (HTTP 403)
    `daypass roles --sso-session corp` lists the roles that are assigned to you.
    [exit 5]
    ");
    insta::assert_snapshot!(home.run("credentials --account 051234567822").code.unwrap_or(0), @"2");
    let served =
        "exec --serve --account 051234567822 --role AWSPowerUserAccess --sso-session corp -- printenv";
    let url = home.run(&format!("{served} AWS_CONTAINER_CREDENTIALS_FULL_URI")).ok().stdout;
    assert!(url.starts_with("http://127.0.0.1:"), "{url}");
    let stray = home.run("serve work --account 051234567822 --role AWSPowerUserAccess");
    assert_eq!(stray.code, Some(2), "{stray}");
    let _out = home.run("logout").ok();
    insta::assert_snapshot!(home.run("credentials --account 051234567822 --role AWSPowerUserAccess"), @"
    $ daypass credentials --account 051234567822 --role AWSPowerUserAccess
    [stderr]
    error: sign-in needed for corp (nobody has signed in)
    try: daypass login --sso-session corp
    [exit 3]
    ");
}

#[test]
fn without_a_terminal_nothing_is_asked() {
    let home = home(CONFIG);
    for command in ["exec -- true", "console", "credentials"] {
        let outcome = home.run(command);
        assert_eq!(outcome.code, Some(2), "{outcome}");
    }
    insta::assert_snapshot!(home.run("exec -- true"), @"
    $ daypass exec -- true
    [stderr]
    error: no profile is named, and there is no terminal to pick one on
      profiles  data, my prof
    Name a profile with --profile or AWS_PROFILE.
    [exit 2]
    ");
    // One session is the one meant; with two nobody knows.
    let two = format!(
        "{CONFIG}[sso-session other]\nsso_start_url = https://d-9067000019.awsapps.com/start\nsso_region = eu-west-1\n"
    );
    home.write(".aws/config", &two);
    insta::assert_snapshot!(home.run("login"), @"
    $ daypass login
    [stderr]
    error: 2 sessions are configured, and --sso-session does not say which is meant
      sessions  corp, other
    [exit 2]
    ");
    insta::assert_snapshot!(home.run("use --pick"), @"
    $ daypass use --pick
    [stderr]
    error: there is no terminal to pick a profile on
    usage: daypass use <NAME>
    [exit 2]
    ");
}

#[test]
fn a_person_picks() {
    let home = home(CONFIG);
    // Roles that no profile names are in the list, without a listing that is kept.
    let mut session = terminal(home.command("exec -- sh -c true"));
    session.expect("Which profile or role").expect("the question");
    session.send("poweruser\r").expect("typed");
    assert_eq!(code(session), 0);
    // Twice the second profile: it is the first now, and Enter alone takes it.
    for keys in ["my pr\r", "my pr\r", "\r"] {
        let mut session = terminal(home.command("credentials --format env"));
        session.expect("Which profile or role").expect("the question");
        session.send(keys).expect("typed");
        session.expect("AWS_ACCESS_KEY_ID").expect("credentials");
        assert_eq!(code(session), 0);
    }
    // Given up, nothing happens.
    let mut session = terminal(home.command("console --print"));
    session.expect("Which profile or role").expect("the question");
    session.send(ControlCode::EndOfText).expect("typed");
    assert_eq!(code(session), 130);
}

#[test]
fn use_picks_and_exports() {
    let home = Home::new().config(CONFIG);
    let folder = Path::new(env!("CARGO_BIN_EXE_daypass")).parent().expect("a folder").display().to_string();
    for (shell, options, load) in [
        ("bash", &["-c"][..], "eval \"$(daypass init bash)\""),
        ("zsh", &["-f", "-c"], "eval \"$(daypass init zsh)\""),
        ("fish", &["--no-config", "-c"], "daypass init fish | source"),
    ] {
        if Command::new(shell).arg("--version").output().is_err() {
            println!("skipped: no {shell}");
            continue;
        }
        let mut command = Command::new(shell);
        command.args(options).arg(format!("{load}\ndaypass use\necho \"now <$AWS_PROFILE>\"")).env_clear();
        command.env("HOME", home.path()).env("PATH", format!("{folder}:/usr/bin:/bin"));
        let mut session = terminal(command);
        session.expect("Which profile").expect("the question");
        session.send("my pr\r").expect("typed");
        session.expect("now <my prof>").unwrap_or_else(|error| panic!("{shell}: {error}"));
    }
}

#[test]
fn yes_no_and_neither() {
    let home = home(CONFIG);
    for (key, said, status) in [
        ("n", "Nothing was written.", 0),
        ("\r", "Nothing was written.", 0),
        ("x\u{3}", "", 130),
        ("\u{4}", "", 130),
        ("Y", "yes", 0),
    ] {
        let mut session = terminal(home.command("configure populate --sso-session corp"));
        session.expect("? [y/N] ").expect("the question");
        session.send(key).expect("a key");
        session.expect(said).unwrap_or_else(|error| panic!("{key:?}: {error}"));
        assert_eq!(code(session), status, "{key:?}");
        assert_eq!(home.read(".aws/config") == CONFIG, key != "Y", "{key:?}");
    }
}
