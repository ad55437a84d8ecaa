//! Leases through the program: made, answered, ended, recorded; a command with one; a folder with one; and agents.
#![cfg(unix)]

use crate::home::{Home, Outcome, pause};
use daypass_simulator::{AutoApprove, World};
use serde_json::Value;
use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
    os::unix::fs::PermissionsExt as _,
    process::{Command, Stdio},
};

const CONFIG: &str = "[sso-session corp]\nsso_start_url = https://d-9067000018.awsapps.com/start\nsso_region = eu-west-1\n\
    sso_registration_scopes = sso:account:access\n\
    [profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = AWSPowerUserAccess\nregion = eu-west-1\n";

fn home(settings: &str) -> Home {
    let home = Home::with(World::demo()).config(CONFIG);
    home.server().world().lock().set_auto_approve(AutoApprove::Allow);
    drop(home.run("login --sso-session corp --use-device-code --no-browser").ok());
    home.write(".config/daypass/settings.toml", settings);
    home
}

/// A lease with its endpoint; the server is stopped when it is dropped.
struct Lent {
    id: String,
    process: Option<u64>,
    port: u16,
    path: String,
    token: String,
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Some(process) = self.process {
            drop(Command::new("kill").arg(process.to_string()).status());
        }
    }
}

impl Lent {
    fn new(home: &Home, words: &str) -> Self {
        let made = home.run(&format!("lease new --profile dev --output json {words}")).ok();
        let json: Value = serde_json::from_str(&made.stdout).expect("JSON");
        let text =
            |pointer: &str| json.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
        let uri = text("/endpoints/0/variables/AWS_CONTAINER_CREDENTIALS_FULL_URI");
        let (port, path) = uri.trim_start_matches("http://127.0.0.1:").split_once('/').unwrap_or(("0", ""));
        Self {
            id: text("/lease/lease"),
            process: json.pointer("/process").and_then(Value::as_u64),
            port: port.parse().expect("a port"),
            path: format!("/{path}"),
            token: text("/endpoints/0/variables/AWS_CONTAINER_AUTHORIZATION_TOKEN"),
        }
    }

    fn ask(&self) -> (u16, Value) {
        ask(self.port, &self.path, &self.token)
    }
}

fn ask(port: u16, path: &str, token: &str) -> (u16, Value) {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("a connection");
    let head = format!(
        "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: {token}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).expect("written");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("read");
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    let body = answer.split_once("\r\n\r\n").expect("a body").1;
    (status, serde_json::from_str(body).expect("JSON"))
}

fn records(home: &Home, id: &str) -> Vec<Value> {
    let log = home.run(&format!("lease log {id}")).ok().stdout;
    log.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn count(records: &[Value], event: &str) -> usize {
    records.iter().filter(|record| record["event"] == event).count()
}

#[test]
fn a_lease_answers_until_it_is_ended_and_each_answer_is_on_record() {
    let home = home("");
    let lent = Lent::new(&home, "--for 1h --note 'x'");
    let (status, keys) = lent.ask();
    assert_eq!(status, 200, "{keys}");
    assert_eq!(lent.ask().0, 200);
    let listed = home.run("lease list --output csv").ok().stdout;
    assert!(listed.contains(&format!("{},dev,live,", lent.id)) && listed.contains(",2,"), "{listed}");
    let short = lent.id.get(..6).expect("an id");
    assert!(home.run(&format!("lease end {short}")).ok().stderr.contains("Ended"));
    // Nothing is answered from that moment on, with words that an SDK shows.
    for _ in 0..3 {
        let (status, said) = lent.ask();
        assert_eq!((status, said["code"].as_str()), (403, Some("LeaseEnded")), "{said}");
        assert!(said["message"].as_str().is_some_and(|words| words.contains("was ended")), "{said}");
    }
    assert_eq!(home.run("lease list --output json").ok().stdout.trim(), "[]");
    let shown = home.run(&format!("lease show {short}")).ok().stdout;
    assert!(shown.contains("state     ended") && shown.contains("ended by  its person"), "{shown}");
    assert!(home.run(&format!("lease end {short}")).ok().stderr.contains("It was over before"));
    let records = records(&home, short);
    assert_eq!(["made", "answered", "refused", "ended"].map(|event| count(&records, event)), [1, 2, 3, 1]);
    let key = |record: &&Value| record["event"] == "answered" && record["key"] == keys["AccessKeyId"];
    assert_eq!(records.iter().filter(key).count(), 2);
    // Of secrets it holds none, and it is the person's alone.
    let file = home.path().join(format!(".local/state/daypass/leases/{}.jsonl", lent.id));
    let text = fs::read_to_string(&file).expect("a record");
    for secret in [&lent.path, &lent.token] {
        assert!(!text.contains(secret.trim_start_matches('/')), "{text}");
    }
    for member in ["SecretAccessKey", "Token"] {
        assert!(!text.contains(keys[member].as_str().expect("a key")), "{text}");
    }
    assert_eq!(fs::metadata(&file).expect("there").permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_lease_is_for_its_uses_its_time_and_its_host() {
    let home = home("");
    let twice = Lent::new(&home, "--max-uses 2");
    assert_eq!([twice.ask().0, twice.ask().0, twice.ask().0], [200, 200, 403]);
    assert!(twice.ask().1["message"].as_str().is_some_and(|words| words.contains("2 uses")));
    let short = Lent::new(&home, "--for 1s");
    let over = (0..100).map(|_| {
        pause(100);
        short.ask()
    });
    let (status, said) = over.into_iter().find(|(status, _)| *status != 200).expect("its time is over");
    assert_eq!((status, said["code"].as_str()), (403, Some("LeaseEnded")), "{said}");
    let elsewhere = Lent::new(&home, "--host build1");
    assert_eq!((elsewhere.process, elsewhere.port), (None, 0), "it has no endpoint here");
    let mut server = home.command(&format!("serve --lease {} --output json", elsewhere.id));
    let mut server = server.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it starts");
    let out = server.stdout.take().expect("a pipe");
    let offers: Value =
        serde_json::Deserializer::from_reader(out).into_iter().next().expect("JSON").expect("JSON");
    let variable = |name: &str| offers[0]["variables"][name].as_str().expect("a variable").to_owned();
    let uri = variable("AWS_CONTAINER_CREDENTIALS_FULL_URI");
    let (port, path) = uri.trim_start_matches("http://127.0.0.1:").split_once('/').expect("a path");
    let token = variable("AWS_CONTAINER_AUTHORIZATION_TOKEN");
    let (status, said) = ask(port.parse().expect("a port"), &format!("/{path}"), &token);
    assert_eq!((status, said["code"].as_str()), (403, Some("LeaseElsewhere")), "{said}");
    server.kill().expect("killed");
    server.wait().expect("ended");
    assert!(home.run("lease end --all").ok().stderr.matches("Ended").count() >= 1);
    assert_eq!(home.run("lease show nonsense").code, Some(2));
}

/// What the command sees; `curl` is python, which every machine of the tests has.
const SEEN: &str = "env | grep -E '^(AWS|DAYPASS)' | sort; python3 -c 'import os,urllib.request as u; \
    r=u.Request(os.environ[\"AWS_CONTAINER_CREDENTIALS_FULL_URI\"],headers={\"Authorization\":os.environ[\"AWS_CONTAINER_AUTHORIZATION_TOKEN\"]}); \
    print(u.urlopen(r).status)'; exit 7";

fn lend(home: &Home, words: &str, script: &str) -> Outcome {
    let mut command = home.command(&format!("lend --profile dev {words} -- sh -c"));
    command.arg(script);
    home.finish(&format!("lend {words}"), command)
}

#[test]
fn a_command_has_one_role_and_the_lease_ends_with_it() {
    let home = home("").set("AWS_SECRET_ACCESS_KEY", "mine").set("AWS_ACCESS_KEY_ID", "AKIAMINE");
    let seen = lend(&home, "--role AWSReadOnlyAccess --for 30m", SEEN);
    assert_eq!(seen.code, Some(7), "{seen}");
    assert!(seen.stdout.contains("\n200\n") && seen.stdout.contains("AWS_CONFIG_FILE=/dev/null"), "{seen}");
    for hidden in ["AKIAMINE", "AWS_PROFILE", "DAYPASS_EXEC="] {
        assert!(!seen.stdout.contains(hidden), "{hidden}: {seen}");
    }
    let lease = || {
        let listed = home.run("lease list --all --output json").ok().stdout;
        let listed: Value = serde_json::from_str(&listed).expect("JSON");
        listed[0].clone()
    };
    let ended = (0..50).any(|_| {
        pause(100);
        lease()["state"] == "ended"
    });
    assert!(ended && lease()["ended_by"] == "its process", "{}", lease());
    assert_eq!((lease()["role"].as_str(), lease()["uses"].as_u64()), (Some("AWSReadOnlyAccess"), Some(1)));
    let missing = home.run("lend --profile dev -- nonsense-program");
    assert_eq!(missing.code, Some(127), "{missing}");
}

#[test]
fn a_folder_has_the_credentials_until_the_lease_ends() {
    let home = home("");
    let lent = Lent::new(&home, "");
    let folder = home.path().join("sandbox");
    let mut keeper = home.command(&format!("lease file {} {}", lent.id, folder.display()));
    let mut keeper = keeper.stderr(Stdio::null()).spawn().expect("it starts");
    let credentials = folder.join("credentials.json");
    assert!((0..100).any(|_| {
        pause(100);
        credentials.exists()
    }));
    let text = fs::read_to_string(&credentials).expect("credentials");
    assert!(text.contains("\"Version\": 1") && text.contains("SessionToken"), "{text}");
    assert_eq!(fs::metadata(&credentials).expect("there").permissions().mode() & 0o777, 0o600);
    let config = fs::read_to_string(folder.join("config")).expect("a config");
    assert!(config.contains(&format!("credential_process = cat {}", credentials.display())), "{config}");
    drop(home.run(&format!("lease end {}", lent.id)).ok());
    assert_eq!(keeper.wait().expect("it ends").code(), Some(0));
    assert!(!credentials.exists() && !folder.join("config").exists());
    assert_eq!(count(&records(&home, &lent.id), "answered"), 1, "one file, one record");
}

#[test]
fn an_agent_is_lent_what_a_rule_or_its_person_agrees_to() {
    let agent = home("").set("CLAUDECODE", "1");
    let refused = agent.run("lease new --profile dev");
    assert!(refused.code == Some(2) && refused.stdout.is_empty(), "{refused}");
    assert!(refused.stderr.contains("Claude Code asks for a lease, and there is no terminal"), "{refused}");
    assert_eq!(lend(&agent, "", "true").code, Some(2));
    let ruled = home("[agents]\nroles = ['*/AWSReadOnly*']\ntime_limit = '10m'\n").set("CLAUDECODE", "1");
    assert_eq!(ruled.run("lease new --profile dev").code, Some(4));
    assert!(!ruled.path().join(".local/state/daypass/leases").exists(), "nothing was made");
    let lent = Lent::new(&ruled, "--role AWSReadOnlyAccess --for 8h");
    assert_eq!(lent.ask().0, 200);
    let shown = ruled.run(&format!("lease show {} --output json", lent.id)).ok().stdout;
    let shown: Value = serde_json::from_str(&shown).expect("JSON");
    assert_eq!(shown["agent"], "Claude Code");
    let minutes = |name: &str| {
        let time = shown[name].as_str().and_then(|time| time.get(11..16)).expect("a time");
        let (hours, minutes) = time.split_once(':').expect("hours");
        hours.parse::<u64>().expect("hours") * 60 + minutes.parse::<u64>().expect("minutes")
    };
    let time = (minutes("until") + 1440 - minutes("made")) % 1440;
    assert!((9..=11).contains(&time), "the rule's time, not the agent's: {shown}");
    assert!(ruled.read(".local/state/daypass/guard.log").contains("\"command\":\"lease\""));
}
