//! The contract of `exec`: exit code, signals, terminal, standard input and environment are the command's own, with
//! credentials beside them; and with `--serve` credentials that do not end.

use crate::home::{Home, pause};
use daypass_simulator::{AutoApprove, World};
use daypass_testkit::terminal;
use expectrl::{ControlCode, Expect as _};
use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    os::unix::{
        ffi::OsStrExt as _,
        process::{CommandExt as _, ExitStatusExt as _},
    },
    process::{Child, Command, ExitStatus, Stdio},
    thread,
};

const CONFIG: &str = "\
[profile dev]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Admin
region = eu-west-3
[sso-session corp]
sso_start_url = https://d-abc123.awsapps.com/start
sso_region = us-east-1
";
const ROLE_FILE: &str = ".aws/cli/cache/0cdbf32b99792a73981dd3f142bc63ab50240b44.json";
const CACHED: &str = r#"{"ProviderType": "sso", "Credentials": {"AccessKeyId": "ASIAEXAMPLE", "SecretAccessKey": "s3cr3t/+=", "SessionToken": "tok+en==", "Expiration": "2099-01-01T00:00:00Z", "AccountId": "111122223333"}}"#;

fn home() -> Home {
    let home = Home::new().config(CONFIG);
    home.write(ROLE_FILE, CACHED);
    home
}

/// `daypass exec` of a shell script; `flags` go before the command.
fn script(home: &Home, flags: &str, script: &str) -> Command {
    let mut command = home.command(&format!("exec {flags} -- /bin/sh -c"));
    command.arg(script);
    command
}

/// Like [`script`], with the default action of signals, even if the test run ignores them.
fn hearing(home: &Home, flags: &str, text: &str) -> Command {
    let mut command = home.hearing(&format!("exec {flags} -- /bin/sh -c"));
    command.arg(text);
    command
}

/// What the script leaves: exit code, standard output, standard error.
fn run(home: &Home, flags: &str, text: &str) -> (Option<i32>, String, String) {
    let output = script(home, flags, text).stdin(Stdio::null()).output().expect("it starts");
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn the_exit_code_is_the_commands_own() {
    let home = home();
    for (words, code) in [
        ("/bin/sh -c true", 0),
        ("/bin/false", 1),
        ("/bin/sh -c 'exit 3'", 3),
        ("/bin/sh -c 'exit 130'", 130),
        ("/bin/sh -c 'exit 255'", 255),
        ("no-such-command", 127),
        ("/nowhere/program", 127),
        ("/usr", 126),
        ("/etc/passwd", 126),
    ] {
        let outcome = script(&home, "-p dev", &format!("exec \"$DAYPASS\" exec -p dev -q -- {words}"))
            .env("DAYPASS", env!("CARGO_BIN_EXE_daypass"))
            .output()
            .expect("it starts");
        assert_eq!(outcome.status.code(), Some(code), "{words}: {outcome:?}");
        let is_ours = matches!(code, 126 | 127);
        let said = String::from_utf8_lossy(&outcome.stderr).into_owned();
        assert_eq!(said.contains("cannot be started"), is_ours, "{words}: {said}");
    }
}

/// A process, killed if the test does not end it.
struct Living(Child);

impl Drop for Living {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

impl Living {
    /// Starts it and waits for its first line, in a process group of its own, as a shell would.
    fn start(command: &mut Command) -> (Self, String) {
        let mut child =
            command.process_group(0).stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("it starts");
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().expect("a pipe"));
        out.read_line(&mut line).expect("a line");
        // A later writer must not be killed.
        thread::spawn(move || while out.read_line(&mut String::new()).is_ok_and(|length| length > 0) {});
        (Self(child), line.trim().to_owned())
    }

    fn signal(&self, name: &str) {
        let killed = Command::new("kill").args([format!("-{name}"), self.0.id().to_string()]).status();
        assert!(killed.is_ok_and(|status| status.success()), "{name}");
    }

    /// The letter for its state: `S` sleeps, `T` is stopped.
    fn state(&self) -> String {
        let id = self.0.id().to_string();
        let output = Command::new("ps").args(["-o", "stat=", "-p", &id]).output().expect("ps");
        String::from_utf8_lossy(&output.stdout).chars().take(1).collect()
    }

    #[track_caller]
    fn becomes(&self, state: &str) {
        for _ in 0..400 {
            if self.state() == state {
                return;
            }
            pause(25);
        }
        panic!("{} and not {state}", self.state());
    }

    fn end(mut self) -> ExitStatus {
        self.0.wait().expect("it ends")
    }
}

const WAITS: &str = "echo $$; exec sleep 60";
const TRAPS: &str = "trap 'exit 42' INT TERM; echo $$; while :; do sleep 0.05; done";

#[test]
fn signals_are_the_commands_own() {
    let home = home();
    // The signal, the script, and how it ends: by a signal, or with a code.
    for (signal, text, by, code) in [
        ("INT", WAITS, Some(2), None),
        ("TERM", WAITS, Some(15), None),
        ("HUP", WAITS, Some(1), None),
        ("QUIT", WAITS, Some(3), None),
        ("KILL", WAITS, Some(9), None),
        ("INT", TRAPS, None, Some(42)),
        ("TERM", TRAPS, None, Some(42)),
    ] {
        for flags in ["-p dev", "-p dev --serve"] {
            let (living, id) = Living::start(&mut hearing(&home, flags, text));
            assert_eq!(id, living.0.id().to_string(), "the command is the process itself");
            living.signal(signal);
            let status = living.end();
            assert_eq!((status.signal(), status.code()), (by, code), "{signal} {flags}");
        }
    }
}

/// What a shell runs in the background is not for Ctrl-C.
#[cfg(target_os = "linux")]
#[test]
fn ignored_signals_stay_ignored() {
    // Credentials that have to be fetched, so that there is a runtime.
    let home = short_lived();
    for flags in ["-p dev", "-p dev --serve"] {
        let words = format!("trap '' INT QUIT; exec \"$DAYPASS\" exec {flags} -- /bin/sh -c '{WAITS}'");
        let (living, _) = Living::start(home.other("/bin/sh").args(["-c", &words]));
        living.signal("INT");
        living.signal("QUIT");
        living.signal("TERM");
        assert_eq!(living.end().signal(), Some(15), "{flags}");
    }
}

#[test]
fn it_stops_and_goes_on() {
    let home = home();
    for flags in ["-p dev", "-p dev --serve"] {
        let (living, _) = Living::start(&mut script(&home, flags, WAITS));
        living.signal("TSTP");
        living.becomes("T");
        living.signal("CONT");
        living.becomes("S");
        living.signal("TERM");
        assert_eq!(living.end().signal(), Some(15));
    }
}

#[test]
fn the_terminal_is_the_commands_own() {
    let home = home();
    let text = "trap 'echo caught' INT; [ -t 0 ] && [ -t 1 ] && [ -t 2 ] && \
        [ \"$(ps -o tpgid= -p $$ | tr -d ' ')\" = \"$(ps -o pgid= -p $$ | tr -d ' ')\" ] && echo in front; \
        read line; echo \"read $line\"; exit 7";
    for flags in ["-p dev", "-p dev --serve"] {
        let mut session = terminal::open(hearing(&home, flags, text)).expect("a pseudo-terminal");
        session.expect("in front").expect("it has the terminal");
        session.send(ControlCode::EndOfText).expect("Ctrl-C");
        session.expect("caught").expect("Ctrl-C is its own");
        session.send("hello\r").expect("typed");
        session.expect("read").expect("it goes on");
        assert_eq!(terminal::ended(session).0, 7);
    }
}

#[test]
fn without_terminal_or_input_nothing_waits() {
    let home = home();
    let daypass = env!("CARGO_BIN_EXE_daypass");
    // Standard input closed altogether; no controlling terminal; a missing sign-in.
    for (shell, code, out) in [
        (format!("exec '{daypass}' exec -p dev -- /bin/sh -c 'read x; echo \"$? [$x]\"' <&-"), 0, "1 []\n"),
        (format!("exec '{daypass}' exec -p dev -- /bin/sh -c 'wc -c' </dev/null"), 0, "0\n"),
        (
            format!("exec setsid -w '{daypass}' exec -p dev -- /bin/sh -c '[ -t 0 ] || echo none'"),
            0,
            "none\n",
        ),
        (format!("rm -r ~/.aws/cli; exec setsid -w '{daypass}' exec -p dev -- /bin/echo ran"), 3, ""),
    ] {
        let mut command = home.command("");
        let mut through = Command::new("/bin/sh");
        through
            .args(["-c", &shell])
            .env_clear()
            .envs(command.stdin(Stdio::null()).get_envs().filter_map(|(name, value)| Some((name, value?))));
        let output = through.stdin(Stdio::null()).output().expect("it starts");
        assert_eq!(output.status.code(), Some(code), "{shell}: {output:?}");
        assert_eq!(String::from_utf8_lossy(&output.stdout), out, "{shell}");
    }
}

#[test]
fn the_environment_is_whole_and_nothing_stale() {
    let mut home = home();
    for name in [
        "AWS_DEFAULT_PROFILE",
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "AWS_SECURITY_TOKEN",
        "AWS_CREDENTIAL_EXPIRATION",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        "AWS_ROLE_ARN",
        "AWS_ROLE_SESSION_NAME",
        "AWS_PROFILE",
    ] {
        home = home.set(name, "stale");
    }
    home = home.set("AWS_DEFAULT_OUTPUT", "yaml");
    let (code, out, err) = run(&home, "--profile dev", "env | grep -e ^AWS -e ^DAYPASS | sort");
    assert_eq!((code, err.as_str()), (Some(0), ""));
    insta::assert_snapshot!(out, @"
    AWS_ACCESS_KEY_ID=ASIAEXAMPLE
    AWS_ACCOUNT_ID=111122223333
    AWS_CREDENTIAL_EXPIRATION=2099-01-01T00:00:00Z
    AWS_DEFAULT_OUTPUT=yaml
    AWS_DEFAULT_REGION=eu-west-3
    AWS_MAX_ATTEMPTS=1
    AWS_REGION=eu-west-3
    AWS_SECRET_ACCESS_KEY=s3cr3t/+=
    AWS_SESSION_TOKEN=tok+en==
    DAYPASS_EXEC=dev
    DAYPASS_EXEC_REGION=eu-west-3
    ");
    // The region of --region wins over the profile's, in both variables.
    let (_, out, _) = run(&home, "--profile dev --region ap-south-1", "env | grep ^AWS.*REGION= | sort");
    assert_eq!(out, "AWS_DEFAULT_REGION=ap-south-1\nAWS_REGION=ap-south-1\n");
    // A megabyte, and letters that are no text.
    for number in 0..10 {
        home = home.set(&format!("BIG_{number}"), &"x".repeat(100_000));
    }
    let mut command = script(&home, "-p dev", "env | wc -c; printf %s \"$ODD\" | od -An -tx1");
    let output = command.env("ODD", std::ffi::OsStr::from_bytes(b"\xff\n=")).output().expect("it starts");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let (size, odd) = text.split_once('\n').expect("two lines");
    assert!(size.trim().parse::<usize>().is_ok_and(|size| size > 1_000_000), "{text}");
    assert_eq!(odd.trim(), "ff 0a 3d");
}

#[test]
fn nested_use_is_told() {
    let home = home().config(&format!(
        "{CONFIG}{}",
        CONFIG.split("[sso-session").next().unwrap_or_default().replace("dev", "other")
    ));
    let daypass = env!("CARGO_BIN_EXE_daypass");
    let told = |words: &str| run(&home, "-p dev", &format!("'{daypass}' {words} -- /bin/true")).2;
    assert_eq!(told("exec"), "Inside exec of dev: this command runs as dev, too.\n");
    assert_eq!(told("exec -p dev"), "Inside exec of dev: this command runs as dev, too.\n");
    assert_eq!(told("exec -p other"), "Inside exec of dev: this command runs as other.\n");
    assert_eq!(told("exec -q -p other"), "");
}

/// A home that is signed in at an AWS whose role credentials live three seconds.
fn short_lived() -> Home {
    let world = World::demo().with_settings(|settings| {
        settings.auto_approve = AutoApprove::Allow;
        settings.role_seconds = 3;
    });
    let home = Home::with(world);
    let _outcome = home
        .run(
            "configure sso --profile dev --sso-session corp --sso-start-url https://d-9067000018.awsapps.com/start \
             --sso-region eu-west-1 --sso-account-id 051234567822 --sso-role-name AWSPowerUserAccess --region eu-west-1 \
             --output json --use-device-code --no-browser",
        )
        .ok();
    home
}

#[test]
fn serve_outlives_the_credentials_and_not_the_command() {
    let home = short_lived();
    let text = "echo $(env | grep -c -e ^AWS_ACCESS -e ^AWS_SECRET -e ^AWS_SESSION) $AWS_REGION \
        $(ps --ppid $$ -o comm= | grep -c daypass) $AWS_CONTAINER_AUTHORIZATION_TOKEN \
        $AWS_CONTAINER_CREDENTIALS_FULL_URI; exec sleep 60";
    let (living, line) = Living::start(&mut script(&home, "-p dev --serve", text));
    let words: Vec<_> = line.split(' ').collect();
    let ["0", "eu-west-1", "0", token, uri] = words.as_slice() else { panic!("{line}") };
    let (address, path) = uri.trim_start_matches("http://").split_once('/').expect("a path");
    let ask = || {
        let mut stream = TcpStream::connect(address).expect("it serves");
        let request = format!(
            "GET /{path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: {token}\r\nConnection: close\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        answer.split_once("\"Expiration\":").expect("an end").1.to_owned()
    };
    let first = ask();
    let renewed = (0..200).any(|_| {
        pause(50);
        ask() != first
    });
    assert!(renewed, "renewed while the command runs");
    living.signal("TERM");
    assert_eq!(living.end().signal(), Some(15));
    let is_open = || TcpStream::connect(address).is_ok();
    assert!(
        (0..500).any(|_| {
            pause(20);
            !is_open()
        }),
        "it goes when the command has gone"
    );
}

#[test]
fn serve_is_not_passed_by() {
    let home = short_lived();
    let default = "[default]\naws_access_key_id = AKIA\naws_secret_access_key = x\n";
    home.write(".aws/credentials", default);
    let (_, out, err) = run(&home, "-p dev --serve", "echo $AWS_CONFIG_FILE $AWS_SHARED_CREDENTIALS_FILE");
    assert_eq!(out, "/dev/null /dev/null\n");
    assert!(err.contains("The default profile has credentials"), "{err}");
    let keys = home.set("AWS_ACCESS_KEY_ID", "AKIA").set("AWS_SECRET_ACCESS_KEY", "x");
    let (code, _, err) = run(&keys, "--serve", "echo ran");
    assert_eq!(code, Some(2), "{err}");
    let _outcome = keys.run("logout").ok();
    assert_eq!(run(&keys, "-p dev --serve", "echo ran").0, Some(3));
}
