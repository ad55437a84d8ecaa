//! The guard: on a terminal, without one, nested, behind an endpoint, after its time; and what its log holds.

use crate::home::{Home, Outcome};
use daypass_simulator::{AutoApprove, World};
use daypass_testkit::terminal;
use expectrl::Expect as _;
use std::{fs, os::unix::fs::PermissionsExt as _, process::Command};

const CONFIG: &str = "[sso-session corp]\nsso_start_url = https://d-9067000018.awsapps.com/start\nsso_region = eu-west-1\n\
    sso_registration_scopes = sso:account:access\n\
    [profile prod]\nsso_session = corp\nsso_account_id = ACCOUNT\nsso_role_name = AWSPowerUserAccess\nregion = eu-west-1\n\
    [profile read]\nsso_session = corp\nsso_account_id = ACCOUNT\nsso_role_name = AWSReadOnlyAccess\nregion = eu-west-1\n";
/// An account with both roles.
const ACCOUNT: &str = "111122223333";
const GUARD: &str = "[guard.'*/AWSPower*']\nask = 'name'\nbanner = 'PRODUCTION'\ncolor = 'red'\n";

/// A home that is signed in, with these settings, and a listing of its accounts.
fn home(settings: &str) -> Home {
    let home = Home::with(World::demo()).config(&CONFIG.replace("ACCOUNT", ACCOUNT));
    home.server().world().lock().set_auto_approve(AutoApprove::Allow);
    drop(home.run("login --sso-session corp --use-device-code --no-browser").ok());
    drop(home.run("roles --sso-session corp").ok());
    home.write(".config/daypass/settings.toml", settings);
    home
}

fn log(home: &Home) -> Vec<String> {
    let text = fs::read_to_string(home.path().join(".local/state/daypass/guard.log")).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

/// A shell command on one terminal session; `daypass` is the program.
fn on_a_terminal(home: &Home, script: &str) -> expectrl::session::OsSession {
    let mut command: Command = home.other("sh");
    let folder = std::path::Path::new(env!("CARGO_BIN_EXE_daypass")).parent().expect("a folder");
    command.env("PATH", format!("{}:/usr/bin:/bin", folder.display()));
    command.envs(
        home.command("status")
            .get_envs()
            .filter_map(|(key, value)| Some((key.to_owned(), value?.to_owned()))),
    );
    command.env("PATH", format!("{}:/usr/bin:/bin", folder.display())).args(["-c", script]);
    terminal::open(command).expect("a pseudo-terminal")
}

#[test]
fn without_a_terminal_it_refuses_each_door_unless_it_is_meant() {
    let home = home(GUARD);
    insta::assert_snapshot!(home.run("exec --profile prod -- env"), @r"
    $ daypass exec --profile prod -- env
    [stderr]
    error: Production (111122223333) AWSPowerUserAccess is guarded: there is no terminal to ask on
      set by   ~/.config/daypass/settings.toml:2
    usage: daypass exec --profile prod --i-mean prod -- <COMMAND>
    [exit 2]
    ");
    for words in [
        "exec --profile prod -- env",
        "exec --serve --profile prod -- env",
        "serve prod",
        "serve prod --background",
        "console --profile prod --print",
        "console --profile prod --print --shortcut",
        "credentials --profile prod",
        "credentials --profile prod --format env",
        "credentials --profile prod --write-credentials keys",
        "credentials --account 111122223333 --role AWSPowerUserAccess",
        "configure export-credentials --profile prod",
    ] {
        let refused = home.run(words);
        assert!(refused.code == Some(2) && refused.stdout.is_empty(), "{words}: {refused}");
        assert!(refused.stderr.contains("is guarded: there is no terminal to ask on"), "{refused}");
        assert!(refused.stderr.contains("--i-mean"), "{refused}");
    }
    assert!(log(&home).is_empty(), "{:?}", log(&home));
    // What is not guarded goes on, and so does what programs call by themselves.
    assert!(home.run("exec --profile read -- env").ok().stdout.contains("AWS_ACCESS_KEY_ID="));
    assert!(home.run("credentials --profile read").ok().stdout.contains("SecretAccessKey"));
    assert!(home.run("credential-process --profile prod").ok().stdout.contains("SecretAccessKey"));
    let meant = home.run("exec --profile prod --i-mean prod -- env").ok();
    assert!(meant.stdout.contains("AWS_ACCESS_KEY_ID="), "{meant}");
    let other = home.run("exec --profile prod --i-mean read -- env");
    assert!(other.code == Some(2) && other.stderr.contains("which --i-mean does not name"), "{other}");
    let cached = home.run("credentials --profile prod");
    assert_eq!(cached.code, Some(2), "a cached answer, too: {cached}");
    let entries = log(&home);
    assert_eq!(entries.len(), 1, "{entries:?}");
    for part in [
        "\"command\":\"exec\"",
        "\"profile\":\"prod\"",
        "\"agreed\":\"--i-mean\"",
        "\"role\":\"AWSPowerUserAccess\"",
        ACCOUNT,
    ] {
        assert!(entries[0].contains(part), "{entries:?}");
    }
}

/// In a PID namespace as of a container the first process of the terminal session may be outside, and has the number 0 there.
#[cfg(target_os = "linux")]
#[test]
fn in_another_pid_namespace_it_refuses_and_agrees_alike() {
    let home = home(GUARD);
    let mut seen = 0;
    for options in
        [&["--pid"][..], &["--pid", "--mount-proc"], &["--user", "--map-root-user", "--pid", "--mount-proc"]]
    {
        for (words, code) in
            [("exec --profile prod -- true", 2), ("exec --profile prod --i-mean prod -- true", 0)]
        {
            let program = home.command(words);
            let mut command = home.other("unshare");
            command.args(options).arg("--fork").arg(program.get_program()).args(program.get_args());
            command.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
            let outcome = home.finish(words, command);
            if outcome.stderr.starts_with("unshare:") {
                println!("skipped: this user may not have it: {options:?}");
                continue;
            }
            assert_eq!(outcome.code, Some(code), "{options:?} {outcome}");
            seen += 1;
        }
    }
    assert_eq!(log(&home).len() * 2, seen, "each agreement is logged");
}

#[test]
fn the_log_holds_no_secret() {
    let home = home(GUARD);
    let given = home.run("credentials --profile prod --i-mean prod --format json").ok().stdout;
    let url = home.run("console --profile prod --i-mean prod --print").ok().stdout;
    let text = log(&home).join("\n");
    assert_eq!(text.lines().count(), 2);
    let secrets = given.split('"').chain(url.split(['=', '&'])).filter(|part| part.len() > 15);
    for secret in secrets.filter(|part| !part.starts_with("20") && !part.contains("daypass")) {
        assert!(!text.contains(secret), "{secret} is in {text}");
    }
    let path = home.path().join(".local/state/daypass/guard.log");
    assert_eq!(fs::metadata(&path).expect("a log").permissions().mode() & 0o777, 0o600);
    // What cannot be logged is not handed out.
    fs::remove_file(&path).expect("removed");
    fs::create_dir(&path).expect("a folder");
    let refused = home.run("exec --profile prod --i-mean prod -- env");
    assert!(refused.code == Some(1) && refused.stdout.is_empty(), "{refused}");
    assert!(refused.stderr.contains("so nothing is taken"), "{refused}");
}

#[test]
fn on_a_terminal_the_name_is_typed() {
    let home = home(GUARD);
    let name = "Production";
    for (typed, expected) in [(name, 0), ("yes", 2)] {
        let mut session = terminal::open(home.command("exec --profile prod -- printenv AWS_ACCESS_KEY_ID"))
            .expect("a pseudo-terminal");
        session.expect("PRODUCTION").expect("the banner");
        session.expect(format!("Type {name} to go on")).expect("the question");
        session.send(format!("{typed}\r")).expect("typed");
        let (code, rest) = terminal::ended(session);
        assert_eq!((code, rest.contains("ASIA")), (expected, expected == 0), "{typed}: {rest}");
    }
    assert_eq!(log(&home).len(), 1, "what was not agreed to was not taken");
    assert!(log(&home)[0].contains("\"agreed\":\"name typed\""), "{:?}", log(&home));
}

#[test]
fn the_role_that_only_reads_is_offered_first() {
    let home = home(&format!("{GUARD}read_only = 'AWSReadOnlyAccess'\n"));
    for (keys, agreed) in [("\r", false), ("AWSPower\r", true)] {
        let mut session = terminal::open(home.command("whoami --profile prod")).expect("a pseudo-terminal");
        drop(session.expect("Arn"));
        drop(terminal::ended(session));
        let mut session = terminal::open(home.command("credentials --profile prod --format env"))
            .expect("a pseudo-terminal");
        session.expect("Which role").expect("the list");
        session.send(keys).expect("typed");
        if agreed {
            session.expect("Type ").expect("the question");
            session.send("Production\r").expect("typed");
        }
        session.expect("AWS_SESSION_TOKEN").expect("credentials");
        assert_eq!(terminal::ended(session).0, 0);
        assert_eq!(log(&home).len(), usize::from(agreed), "{:?}", log(&home));
    }
}

#[test]
fn an_agreement_holds_on_its_terminal_for_its_time() {
    let home = home(&format!("{}time_limit = '15m'\n", GUARD.replace("'name'", "'yes'")));
    // Nested and with an endpoint, in one terminal session: one question.
    let script = "daypass exec --profile prod -- daypass exec --profile prod -- printenv AWS_ACCESS_KEY_ID\n\
        daypass exec --serve --profile prod -- printenv AWS_CONTAINER_CREDENTIALS_FULL_URI";
    let mut session = on_a_terminal(&home, script);
    session.expect("Go on?").expect("the question");
    session.send("y").expect("typed");
    session.expect("ASIA").expect("keys");
    session.expect("http://127.0.0.1:").expect("an endpoint");
    let (code, rest) = terminal::ended(session);
    assert!(code == 0 && !rest.contains("Go on?"), "{rest}");
    let agreed: Vec<bool> = log(&home).iter().map(|line| line.contains("agreed before")).collect();
    assert_eq!(agreed, [false, true, true], "{:?}", log(&home));
    // On another terminal the person is asked again, and after its time on the same one.
    let mut session = on_a_terminal(&home, "daypass exec --profile prod -- true");
    session.expect("Go on?").expect("the question");
    session.send("n").expect("typed");
    let (code, rest) = terminal::ended(session);
    assert_eq!(code, 2, "{rest}");
    let file = ".local/state/daypass/guard.json";
    let script = format!(
        "daypass exec --profile prod -- true; sed -i 's/\"until\":[0-9]*/\"until\":1/g' ~/{file}\n\
         daypass exec --profile prod -- true"
    );
    let mut session = on_a_terminal(&home, &script);
    for _ in 0..2 {
        session.expect("Go on? [y/N]").expect("the question");
        session.send("y").expect("typed");
        session.expect("yes").expect("the answer");
    }
    assert_eq!(terminal::ended(session).0, 0);
}

/// An endpoint ends with the agreement, whoever asks it.
#[test]
fn an_endpoint_ends_with_the_agreement() {
    let home = home(&format!("{}time_limit = '15m'\n", GUARD.replace("'name'", "'yes'")));
    let ended = home.run("serve prod --guard-passed 1").ok();
    assert!(
        ended.stderr.contains("The time that this server may run is over.")
            && ended.stderr.contains("Stopped."),
        "{ended}"
    );
    let served = home.run("serve prod --background --i-mean prod --until-exit 1").ok();
    assert!(served.stdout.contains("AWS_CONTAINER_CREDENTIALS_FULL_URI"), "{served}");
    let line = served.stderr.lines().find(|line| line.contains("kill ")).expect("how to stop it").to_owned();
    let process = line.rsplit(' ').next().expect("an id");
    let arguments =
        fs::read_to_string(format!("/proc/{process}/cmdline")).unwrap_or_default().replace('\0', " ");
    assert!(
        arguments.is_empty()
            || arguments.contains("--guard-passed 900 ")
            || arguments.contains("--guard-passed 899 "),
        "{arguments}"
    );
    drop(Command::new("kill").arg(process).status());
}

#[test]
fn a_name_that_nobody_has_listed_may_be_guarded() {
    let home = Home::with(World::demo()).config(&CONFIG.replace("ACCOUNT", ACCOUNT));
    home.write(".config/daypass/settings.toml", "[guard.'prod*']\nask = 'yes'\n");
    let refused = home.run("exec --profile prod -- env");
    assert!(refused.code == Some(2) && refused.stderr.contains("is guarded"), "{refused}");
    // An alias is a name.
    home.write(
        ".config/daypass/settings.toml",
        "[guard.'prod*']\nask = 'yes'\n[account.111122223333]\nalias = 'dev'\n",
    );
    assert_eq!(home.run("exec --profile prod -- env").code, Some(3), "not signed in");
    // A settings file with a mistake guards nothing, so what is guarded waits until it is right.
    home.write(".config/daypass/settings.toml", "[guard.'prod*']\nask = 'maybe'\n");
    let mistaken = home.run("exec --profile prod -- env");
    assert!(mistaken.code == Some(4) && mistaken.stderr.contains("`ask` cannot be \"maybe\""), "{mistaken}");
}

#[test]
fn the_prompt_has_the_banner_and_zsh_the_colour() {
    let home = home(GUARD);
    let shown = |home: &Home, words: &str| home.run(words).ok().stdout;
    let home = home.set("AWS_PROFILE", "prod");
    assert_eq!(shown(&home, "prompt"), "prod PRODUCTION\n");
    assert_eq!(shown(&home, "prompt zsh"), "%F{red}prod PRODUCTION%f\n");
    let home = home.set("AWS_PROFILE", "read");
    assert_eq!(shown(&home, "prompt"), "read\n");
}

/// A pin that leads to a guarded account needs an agreement, though the file is one's own.
#[test]
fn a_pin_to_a_guarded_account_needs_trust() {
    let home = home(GUARD);
    home.write("a/.daypass.toml", "profile = 'prod'\n");
    let run = |words: &str| -> Outcome {
        let mut command = home.command(words);
        command.current_dir(home.path().join("a"));
        home.finish(words, command)
    };
    let refused = run("exec -- env");
    assert!(
        refused.code == Some(4) && refused.stderr.contains("is not followed: it leads to a guarded account"),
        "{refused}"
    );
    drop(run("trust").ok());
    let guarded = run("exec -- env");
    assert!(guarded.code == Some(2) && guarded.stderr.contains("is guarded"), "{guarded}");
    assert!(run("exec --i-mean prod -- env").ok().stdout.contains("AWS_ACCESS_KEY_ID="));
}
