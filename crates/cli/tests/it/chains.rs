//! Programs, web identities and machines as sources of credentials, through the binary. Which shapes give the identity of the AWS
//! CLI is shown by `cargo xtask interop chains`; here is when a program is started, what is told, and what is not waited for.

use crate::home::{Home, make_executable};
use daypass_simulator::{Operation, World};
use daypass_testkit::Outcome;
use std::fs;

const SERVER: &str = "[profile pod]\nrole_arn = arn:aws:iam::111122223333:role/Pod\nregion = eu-west-1\n";
/// A token of the issuer that the role trusts; the simulator looks at no signature.
const TOKEN: &str = "e30.eyJpc3MiOiJodHRwczovL29pZGMuc2ltLmV4YW1wbGUiLCJhdWQiOiJzdHMuYW1hem9uYXdzLmNvbSIsImV4cCI6NDAwMDAwMDAwMH0.x";

/// A home whose profile `p` gets its keys from a script, which writes down that it was started.
fn scripted(script: &str) -> Home {
    let home = Home::new();
    home.write("bin/give", &format!("#!/bin/sh\necho started >>~/started\n{script}\n"));
    make_executable(&home.path().join("bin/give"));
    let program = home.path().join("bin/give").display().to_string();
    home.config(&format!("[profile p]\nregion = eu-west-1\ncredential_process = '{program}' 'a b'\n"))
}

fn keys(end: &str) -> String {
    format!(
        "echo '{{\"Version\":1,\"AccessKeyId\":\"AKID\",\"SecretAccessKey\":\"s\",\"SessionToken\":\"t\"{end}}}'"
    )
}

fn starts(home: &Home) -> usize {
    home.read("started").lines().filter(|line| *line == "started").count()
}

#[test]
fn a_program_is_started_once_until_its_keys_expire() {
    let home = scripted(&format!(
        "[ \"$1\" = 'a b' ] || exit 9\necho hello >&2\n{}",
        keys(",\"Expiration\":\"2099-01-01T00:00:00Z\"")
    ));
    let first = home.run("credential-process --profile p").ok();
    assert!(first.stdout.contains("\"AccessKeyId\": \"AKID\""), "{first}");
    assert_eq!(first.stderr, "hello\n", "its words go to the terminal");
    for words in ["credentials --profile p", "credential-process --profile p", "exec --profile p -- true"] {
        let outcome = home.run(words).ok();
        assert!(!outcome.stderr.contains("hello"), "{outcome}");
    }
    assert_eq!(starts(&home), 1);
    // Sixteen at once start it once.
    let _forgotten = fs::remove_dir_all(home.path().join(".aws/cli/cache"));
    let mut shell = home.other("sh");
    shell.args(["-c", "for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do \"$DAYPASS\" credential-process --profile p & done; wait"]);
    let all = home.finish("sixteen", shell).ok();
    assert_eq!(all.stdout.matches("\"AKID\"").count(), 16, "{all}");
    assert_eq!(starts(&home), 2);
}

#[test]
fn keys_without_an_end_are_asked_for_each_time() {
    let home = scripted(&keys(""));
    for _ in 0..2 {
        let _keys = home.run("credential-process --profile p").ok();
    }
    assert_eq!(starts(&home), 2);
    assert_eq!(home.read(".aws/cli/cache"), "(No such file or directory (os error 2))", "nothing is stored");
}

#[test]
fn what_goes_wrong_with_a_program() {
    let told = |script: &str, code: i32, words: &str| {
        let outcome = scripted(script).run("credential-process --profile p");
        assert!(outcome.code == Some(code) && outcome.stdout.is_empty(), "{outcome}");
        assert!(outcome.stderr.contains(words), "{outcome}");
    };
    told("echo no luck >&2; exit 3", 1, "no luck\nerror: credential_process of profile p failed");
    told("echo no luck >&2; exit 3", 1, "exit status: 3");
    told("echo hello", 1, "credential_process of profile p printed no credentials");
    told("exec yes", 1, "credential_process of profile p prints more than credentials");
    told(&keys(",\"Expiration\":\"2020-01-01T00:00:00Z\""), 1, "the credentials have expired already");
    let home = scripted("");
    let home = home.config("[profile p]\ncredential_process = /nowhere/at/all\n");
    let lost = home.run("credential-process --profile p");
    assert_eq!(lost.code, Some(4), "{lost}");
    assert!(lost.stderr.contains("cannot be started") && lost.stderr.contains("/nowhere/at/all"), "{lost}");
}

/// A program that asks for itself, by whatever way, is told at once, and nobody waits for a lock.
#[test]
fn a_program_that_asks_for_itself() {
    let home = scripted("exec \"$DAYPASS\" credential-process --profile p");
    let mut shell = home.other("timeout");
    shell.args(["30", "sh", "-c", "\"$DAYPASS\" credential-process --profile p"]);
    let outcome = home.finish("a loop", shell);
    assert_eq!((outcome.code, starts(&home)), (Some(1), 1), "{outcome}");
    assert!(outcome.stderr.contains("credential_process of profile p asks for itself"), "{outcome}");
}

/// What a checkout brings starts nothing and sends nothing, and the file is named.
#[test]
fn sources_of_a_foreign_config_file() {
    let home = scripted(&keys(""));
    let text = home.read(".aws/config");
    home.write(
        "checkout/config",
        &format!("{text}[profile w]\nrole_arn = r\nweb_identity_token_file = /etc/hostname\n"),
    );
    let foreign = home.path().join("checkout/config").display().to_string();
    let home = home.set("AWS_CONFIG_FILE", &foreign);
    for (profile, key) in [("p", "credential_process"), ("w", "web_identity_token_file")] {
        let outcome = home.run(&format!("credential-process --profile {profile}"));
        assert_eq!(outcome.code, Some(4), "{outcome}");
        let words = format!("{key} of profile {profile} is not used: its file is not your own");
        assert!(outcome.stderr.contains(&words) && outcome.stderr.contains("checkout/config"), "{outcome}");
    }
    assert_eq!(starts(&home), 0);
}

fn machines() -> Home {
    let home = Home::with(World::scenario("machines").expect("a scenario"));
    home.write("token", TOKEN);
    let token = home.path().join("token").display().to_string();
    let url = home.server().url();
    let roles = "role_arn = arn:aws:iam::111122223333:role/Deploy\nregion = eu-west-1\n";
    home.config(&format!(
        "{SERVER}web_identity_token_file = {token}\n[profile i]\ncredential_source = Ec2InstanceMetadata\n{roles}\
         [profile c]\ncredential_source = EcsContainer\n{roles}"
    ))
    .set("AWS_EC2_METADATA_SERVICE_ENDPOINT", &url)
    .set("AWS_CONTAINER_CREDENTIALS_FULL_URI", &format!("{url}/container/credentials"))
}

#[test]
fn machines_are_asked_once_for_a_role() {
    let home = machines();
    let count = |operation| home.server().world().lock().count(operation);
    for (profile, role) in [("pod", "Pod"), ("i", "Deploy"), ("c", "Deploy")] {
        let who: Outcome = home.run(&format!("whoami --profile {profile}")).ok();
        assert!(who.stdout.contains(&format!("assumed-role/{role}/daypass-session-")), "{who}");
        let _cached = home.run(&format!("credential-process --profile {profile}")).ok();
    }
    assert_eq!(count(Operation::AssumeRoleWithWebIdentity), 1);
    // The two profiles have one role, and one entry of the cache, as in the AWS CLI.
    assert_eq!((count(Operation::GetInstanceCredentials), count(Operation::GetContainerCredentials)), (1, 0));
    let status = home.run("doctor").stdout;
    assert!(!status.contains("P534"), "{status}");
}

#[test]
fn machines_that_are_not_there() {
    let home = machines()
        .set("AWS_EC2_METADATA_DISABLED", "true")
        .set("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://192.0.2.1/x");
    fs::remove_file(home.path().join("token")).expect("it was there");
    for (profile, words) in [
        ("i", "AWS_EC2_METADATA_DISABLED is true"),
        ("c", "plain http is for this machine and for AWS's addresses of containers"),
        ("pod", "web_identity_token_file: there is no such file"),
    ] {
        let outcome = home.run(&format!("whoami --profile {profile}"));
        assert!(outcome.code == Some(4) && outcome.stderr.contains(words), "{outcome}");
        let unset = outcome.stderr.ends_with("try: unset AWS_EC2_METADATA_DISABLED\n");
        assert_eq!(unset, profile == "i", "{outcome}");
    }
}

/// Keys that are set are never said to be missing, also where nobody is to get them.
#[test]
fn keys_of_the_environment_are_seen_by_all_commands() {
    let config = "[profile e]\ncredential_source = Environment\n[profile data]\nsource_profile = e\n\
        role_arn = arn:aws:iam::111122223333:role/R\n";
    let home = Home::new().config(config).set("AWS_ACCESS_KEY_ID", "AKID").set("AWS_SECRET_ACCESS_KEY", "s");
    for command in ["logout", "login --no-browser", "use", "status", "whoami"] {
        for name in ["e", "data"] {
            let named =
                if command == "use" { format!("use {name}") } else { format!("{command} --profile {name}") };
            let outcome = home.run(&named);
            assert!(!outcome.stderr.contains("is not set"), "{outcome}");
        }
    }
}
