//! Doctor finds each planted fault, fixes what it offers to fix, and finds nothing in a healthy home.

mod caches;
mod environment;
mod profiles;
mod text;

use crate::home::Home;
use std::{fs, time::Duration};

/// A config that every tool reads alike.
const HEALTHY: &str = "\
# the company
[sso-session corp]
sso_start_url = https://d-abc123.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access

[profile dev]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Admin
region = us-east-1

[profile ops]
role_arn = arn:aws:iam::111122223333:role/Ops
source_profile = dev
region = us-east-1
";
/// SHA-1 of `corp`.
const TOKEN: &str = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";
const ROLE: &str = ".aws/cli/cache/0cdbf32b99792a73981dd3f142bc63ab50240b44.json";

fn token(change: &[(&str, Option<&str>)]) -> String {
    let mut members = vec![
        ("startUrl", "\"https://d-abc123.awsapps.com/start\""),
        ("region", "\"us-east-1\""),
        ("accessToken", "\"aoaEXAMPLE\""),
        ("expiresAt", "\"2098-01-01T00:00:00Z\""),
        ("clientId", "\"id\""),
        ("clientSecret", "\"secret\""),
        ("registrationExpiresAt", "\"2098-02-01T00:00:00Z\""),
        ("refreshToken", "\"aorEXAMPLE\""),
    ];
    for (key, value) in change {
        members.retain(|(known, _)| known != key);
        members.extend(value.map(|value| (*key, value)));
    }
    let members: Vec<_> = members.iter().map(|(key, value)| format!("\"{key}\": {value}")).collect();
    format!("{{{}}}", members.join(", "))
}

fn healthy() -> Home {
    let home = Home::new().config(HEALTHY);
    home.write(TOKEN, &token(&[]));
    home.write(ROLE, r#"{"ProviderType": "sso", "Credentials": {"AccessKeyId": "A", "SecretAccessKey": "s", "SessionToken": "t", "Expiration": "2098-01-01T00:00:00Z"}}"#);
    for file in [TOKEN, ROLE, ".aws/config"] {
        mode(&home, file, 0o600);
    }
    for folder in [".aws/sso/cache", ".aws/cli/cache", ".aws/sso", ".aws/cli", ".aws"] {
        mode(&home, folder, 0o700);
    }
    home
}

fn mode(home: &Home, file: &str, bits: u32) {
    #[cfg(unix)]
    fs::set_permissions(home.path().join(file), std::os::unix::fs::PermissionsExt::from_mode(bits))
        .expect("a mode");
    #[cfg(not(unix))]
    let _only_unix = (home, file, bits);
}

fn aged(home: &Home, file: &str) {
    #[expect(clippy::disallowed_methods, reason = "a file of yesterday")]
    let time = std::time::SystemTime::now() - Duration::from_secs(86_400);
    let file = fs::File::options().append(true).open(home.path().join(file)).expect("a file");
    file.set_modified(time).expect("a time");
}

/// What fixes a planted fault.
enum FixedBy {
    /// `doctor --fix`.
    Safe,
    /// `doctor --fix=CODE`.
    Named,
    /// This command, which the finding names.
    Command(&'static str),
}
use FixedBy::{Command, Named, Safe};

type Plant = fn(Home) -> Home;

fn codes(home: &Home) -> Vec<String> {
    let outcome = home.run("doctor --output json");
    let json: serde_json::Value =
        serde_json::from_str(&outcome.stdout).unwrap_or_else(|_| panic!("{outcome}"));
    let findings = json["findings"].as_array().expect("findings");
    findings.iter().map(|finding| finding["code"].as_str().expect("a code").to_owned()).collect()
}

#[track_caller]
fn check(code: &str, fixed_by: &FixedBy, plant: Plant) {
    let home = plant(healthy());
    let found = codes(&home);
    let shown = home.run("doctor");
    assert!(found.iter().any(|found| found == code), "{code} is not found, but {found:?}\n{shown}");
    let rest = |after: &[String]| after.iter().filter(|after| *after == code).count();
    match fixed_by {
        Safe => {
            let _outcome = home.run("doctor --fix");
            assert_eq!(rest(&codes(&home)), 0, "{code} is not fixed by --fix\n{shown}");
        }
        Named => {
            let before = home.snapshot();
            let _outcome = home.run("doctor --fix");
            let config = |files: &[(std::path::PathBuf, Vec<u8>)]| {
                files.iter().find(|(path, _)| path.ends_with(".aws/config")).cloned()
            };
            assert_eq!(config(&before), config(&home.snapshot()), "--fix alone leaves config files alone");
            let outcome = home.run(&format!("doctor --fix={code}"));
            let after = codes(&home);
            assert_eq!(rest(&after), 0, "{code} is not fixed\n{shown}{outcome}{}", home.read(".aws/config"));
            assert!(
                after.len() < found.len(),
                "{code} gave way to {after:?}, before {found:?}\n{}",
                home.read(".aws/config")
            );
        }
        Command(words) => {
            assert!(shown.stdout.contains(&format!("fix: {words}")), "{code} is fixed otherwise\n{shown}");
            follow(&home, code);
        }
    }
    let secrets = ["aoaEXAMPLE", "aorEXAMPLE", "s3cr3t", "\"secret\""];
    assert!(!secrets.iter().any(|secret| shown.to_string().contains(secret)), "a secret is shown\n{shown}");
}

/// Runs the command that the finding names; then the finding is gone.
#[track_caller]
fn follow(home: &Home, code: &str) {
    let json: serde_json::Value =
        serde_json::from_str(&home.run("doctor --output json").stdout).expect("JSON");
    let findings = json["findings"].as_array().expect("findings");
    let finding = findings.iter().find(|finding| finding["code"] == code).expect("the finding");
    let words: Vec<String> = serde_json::from_value(finding["try"].clone()).expect("words");
    let mut doctor = home.command("doctor --output json");
    let here = format!("{}/", home.path().display());
    let words: Vec<String> = words.iter().map(|word| word.replace("~/", &here)).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["unset", names @ ..] => {
            for name in names {
                doctor.env_remove(name);
            }
        }
        ["export", assignment] => {
            let (name, value) = assignment.split_once('=').expect("an assignment");
            doctor.env(name, value);
        }
        // The answers that the wizard would ask for.
        ["daypass", rest @ ..] => {
            let mut command = home.command("");
            command.args(rest).arg("--no-input");
            // A command with a key of the session in it needs no answer.
            if rest.first() == Some(&"configure") && !rest.contains(&"--sso-region") {
                command.args(["--sso-start-url", "https://d-abc123.awsapps.com/start"]);
                command.args(["--sso-region", "us-east-1"]);
            }
            let outcome = home.finish(&rest.join(" "), command);
            if rest.get(..2) != Some(&["configure", "sso-session"]) {
                // To sign in takes a network, and the wizard signs in.
                assert!(!outcome.stderr.contains("Usage:"), "{code}: {outcome}");
                return;
            }
            assert_eq!(outcome.code, Some(0), "{code}: {outcome}");
        }
        ["sudo", ..] | [] => return,
        [program, rest @ ..] => {
            let mut command = home.other(program);
            let status = command.args(rest).status().expect("it runs");
            assert!(status.success(), "{code}: {words:?}");
        }
    }
    let after = home.finish("doctor", doctor);
    assert!(!after.stdout.contains(&format!("\"{code}\"")), "{code} is there after {words:?}: {after}");
}

fn with(home: Home, text: &str) -> Home {
    home.config(&format!("{HEALTHY}{text}"))
}

fn instead(home: Home, old: &str, new: &str) -> Home {
    assert!(HEALTHY.contains(old), "{old}");
    home.config(&HEALTHY.replacen(old, new, 1))
}

/// The outcome without the number of checks, which grows.
fn uncounted(outcome: impl std::fmt::Display) -> String {
    let text = outcome.to_string();
    let count = text.split_once(" checks").and_then(|(before, _)| before.rsplit(' ').next());
    count.map_or_else(|| text.clone(), |count| text.replace(&format!("{count} checks"), "N checks"))
}

#[test]
fn nothing_is_found_on_a_healthy_home() {
    insta::assert_snapshot!(uncounted(healthy().run("doctor").ok()), @"
    $ daypass doctor
    ✓ N checks, nothing found
    [exit 0]
    ");
    assert!(Home::new().run("doctor").ok().stdout.ends_with(" checks, nothing found\n"));
}

#[test]
fn findings_say_place_effect_and_fix() {
    let config = HEALTHY
        .replace("sso_role_name = Admin", "sso_role_name = Admin # all")
        .replace("source_profile = dev", "source_profile = def");
    let home = healthy().config(&config).set("AWS_PROFILE", "nobody");
    insta::assert_snapshot!(uncounted(home.run("doctor")), @"
    $ daypass doctor
    ! C117  ~/.aws/config:10: the AWS CLI has no comments after values: this one becomes part of the value; put the comment on its own line
            this place is ignored or misread by the AWS CLI
            fix: daypass doctor --fix=C117
    ✗ P521  ~/.aws/config:15: profile ops names the source_profile def, which does not exist
            every AWS tool refuses the profile
            fix: daypass configure sso --profile def
    ✗ E401  AWS_PROFILE names the profile nobody, which does not exist
            every AWS tool started here fails or uses no profile
            fix: unset AWS_PROFILE
    ✗ N checks, 3 findings
    [exit 1]
    ");
}

#[test]
fn the_network_is_asked_only_on_request() {
    let home = Home::with(daypass_simulator::World::demo());
    let home = home.config(HEALTHY);
    for (folder, bits) in [(".aws", 0o700), (".aws/config", 0o600)] {
        mode(&home, folder, bits);
    }
    assert!(!home.run("doctor").stdout.contains("N30"));
    let answered = home.run("doctor --online");
    assert!(!answered.stdout.contains("N30"), "{answered}");
    home.server().world().lock().settings_mut().skew_seconds = 900;
    let skewed = home.run("doctor --online");
    assert!(skewed.stdout.contains("N301"), "{skewed}");
    let silent = healthy().set("AWS_ENDPOINT_URL_SSO", "http://127.0.0.1:9").run("doctor --online");
    assert!(silent.stdout.contains("N302"), "{silent}");
}

#[test]
fn a_bundle_holds_no_secret() {
    let home = with(
        healthy(),
        "\n[profile half]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = s3cr3t\n",
    );
    let mut command = home.command("doctor --bundle");
    command
        .env("AWS_SESSION_TOKEN", "t0ken")
        .env("HTTPS_PROXY", "http://me:passw0rd@proxy:1")
        .env("AWS_REGION", "eu-west-1");
    let text = String::from_utf8(command.output().expect("it runs").stdout).expect("text");
    for secret in ["s3cr3t", "t0ken", "passw0rd", "AKIAEXAMPLE", "aoaEXAMPLE"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    let head: Vec<_> = text.lines().skip(1).take(7).collect();
    insta::assert_snapshot!(head.join("\n"), @"
    profiles: 3, 1 of them sign in; sessions: 1
    ~/.aws/config: mode 0600
    ~/.aws/credentials: missing
    ~/.aws/sso/cache: mode 0700, files: 1
    ~/.aws/cli/cache: mode 0700, files: 1
    ~/.aws/login/cache: mode none, files: 0
    variables: AWS_MAX_ATTEMPTS=1, AWS_REGION=eu-west-1, AWS_SESSION_TOKEN (set), HTTPS_PROXY (set)
    ");
}
