//! Doctor finds each planted fault, mends what it says it mends, and finds nothing on a healthy home.

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

/// How a planted fault goes away.
enum Mends {
    /// With `--fix`.
    Safe,
    /// With `--fix=CODE`.
    Named,
    /// With another command, which doctor names.
    Command(&'static str),
}
use Mends::{Command, Named, Safe};

type Plant = fn(Home) -> Home;

fn codes(home: &Home) -> Vec<String> {
    let outcome = home.run("doctor --output json");
    let json: serde_json::Value =
        serde_json::from_str(&outcome.stdout).unwrap_or_else(|_| panic!("{outcome}"));
    let findings = json["findings"].as_array().expect("findings");
    findings.iter().map(|finding| finding["code"].as_str().expect("a code").to_owned()).collect()
}

#[track_caller]
fn check(code: &str, mends: &Mends, plant: Plant) {
    let home = plant(healthy());
    let found = codes(&home);
    let shown = home.run("doctor");
    assert!(found.iter().any(|found| found == code), "{code} is not found, but {found:?}\n{shown}");
    let rest = |after: &[String]| after.iter().filter(|after| *after == code).count();
    match mends {
        Safe => {
            let _outcome = home.run("doctor --fix");
            assert_eq!(rest(&codes(&home)), 0, "{code} is not mended by --fix\n{shown}");
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
            assert_eq!(rest(&after), 0, "{code} is not mended\n{shown}{outcome}{}", home.read(".aws/config"));
            assert!(
                after.len() < found.len(),
                "{code} gave way to {after:?}, before {found:?}\n{}",
                home.read(".aws/config")
            );
        }
        Command(words) => {
            assert!(shown.stdout.contains(&format!("mend: {words}")), "{code} is mended otherwise\n{shown}")
        }
    }
    let secrets = ["aoaEXAMPLE", "aorEXAMPLE", "s3cr3t", "\"secret\""];
    assert!(!secrets.iter().any(|secret| shown.to_string().contains(secret)), "a secret is shown\n{shown}");
}

#[test]
fn nothing_is_found_on_a_healthy_home() {
    insta::assert_snapshot!(healthy().run("doctor").ok(), @"
    $ daypass doctor
    ✓ 101 checks, nothing found
    [exit 0]
    ");
    assert_eq!(Home::new().run("doctor").ok().stdout, "✓ 101 checks, nothing found\n");
}

fn with(home: Home, text: &str) -> Home {
    home.config(&format!("{HEALTHY}{text}"))
}

fn instead(home: Home, old: &str, new: &str) -> Home {
    assert!(HEALTHY.contains(old), "{old}");
    home.config(&HEALTHY.replacen(old, new, 1))
}

#[test]
fn faults_of_config_text() {
    let table: &[(&str, Mends, Plant)] = &[
        ("C101", Named, |home| {
            let mut bytes = HEALTHY.as_bytes().to_vec();
            bytes.extend(b"# caf\xe9\n");
            std::io::Write::write_all(
                &mut fs::File::create(home.path().join(".aws/config")).expect("a file"),
                &bytes,
            )
            .expect("written");
            home
        }),
        ("C102", Named, |home| home.config(&format!("\u{feff}{HEALTHY}"))),
        ("C103", Named, |home| instead(home, "# the company\n", "# the company\r")),
        ("C104", Named, |home| home.config(&format!("region = us-east-1\n{HEALTHY}"))),
        ("C105", Named, |home| with(home, "hello world\n")),
        ("C106", Named, |home| with(home, "= value\n")),
        ("C107", Named, |home| instead(home, "[profile dev]", "[profile dev")),
        ("C108", Named, |home| with(home, "[]\n")),
        ("C109", Named, |home| with(home, "\n[profile dev]\noutput = json\n")),
        ("C110", Named, |home| with(home, "output = text\noutput = json\n")),
        ("C111", Named, |home| with(home, "output: json\n")),
        ("C112", Named, |home| with(home, "\n[profile x]\n  region = us-east-1\n  output = json\n")),
        ("C113", Named, |home| with(home, "s3 =\n  max_concurrent_requests = 20\n  junk\n")),
        ("C115", Named, |home| instead(home, "[profile dev]", "[profile dev] mine")),
        ("C116", Named, |home| with(home, "\n[profile a#b]\nregion = us-east-1\n")),
        ("C117", Named, |home| instead(home, "sso_role_name = Admin", "sso_role_name = Admin # all")),
        ("C118", Named, |home| with(home, "\n[profile \"my prof\"]\nregion = us-east-1\n")),
        ("C119", Named, |home| instead(home, "[profile dev]", "[profile \"dev\"]")),
        ("C121", Named, |home| with(home, "\n[profile 'dev']\noutput = json\n")),
        ("C122", Named, |home| with(home, "\n[DEFAULT]\noutput = json\n")),
        ("C123", Named, |home| with(home, "\n[other]\nregion = us-east-1\n")),
        ("C124", Named, |home| {
            home.write(
                ".aws/credentials",
                "[profile old]\naws_access_key_id = A\naws_secret_access_key = s3cr3t\n",
            );
            mode(&home, ".aws/credentials", 0o600);
            home
        }),
        ("C127", Named, |home| with(home, "output =\n")),
        ("C128", Named, |home| with(home, "Output = json\n")),
        ("C129", Named, |home| with(home, "output = \"json\"\n")),
        ("C131", Named, |home| instead(home, "[profile dev]", "[profile dev]# mine")),
        ("C132", Named, |home| instead(home, "[profile dev]", "[profile  dev]")),
    ];
    for (code, mends, plant) in table {
        check(code, mends, *plant);
    }
}

#[test]
fn faults_of_profiles_and_sessions() {
    const KEYS: &str = "aws_access_key_id = AKIA\naws_secret_access_key = s3cr3t\n";
    let table: &[(&str, Mends, Plant)] = &[
        ("P501", Named, |home| {
            home.write(".aws/credentials", &format!("[dev]\n{KEYS}"));
            mode(&home, ".aws/credentials", 0o600);
            home
        }),
        ("P501", Named, |home| instead(home, "sso_role_name", &format!("{KEYS}sso_role_name"))),
        ("P502", Named, |home| {
            instead(home, "sso_role_name", "credential_process = /bin/true\nsso_role_name")
        }),
        ("P503", Named, |home| instead(home, "sso_role_name", "sso_region = us-east-1\nsso_role_name")),
        ("P503", Named, |home| {
            instead(home, "sso_role_name", "sso_start_url = https://d-other.awsapps.com/start\nsso_role_name")
        }),
        ("P504", Named, |home| {
            instead(home, "sso_region = us-east-1", "sso_region = us-east-1\nregion = eu-west-1")
        }),
        ("P505", Command("daypass configure sso-session --sso-session crop"), |home| {
            instead(home, "sso_session = corp", "sso_session = crop")
        }),
        ("P506", Command("daypass configure sso-session --sso-session corp"), |home| {
            instead(home, "sso_region = us-east-1\n", "")
        }),
        ("P507", Command("daypass configure sso --profile dev"), |home| {
            instead(home, "sso_role_name = Admin\n", "")
        }),
        ("P508", Command("daypass configure sso --profile dev"), |home| {
            instead(home, "sso_session = corp\n", "")
        }),
        ("P511", Command("daypass configure sso --profile dev"), |home| {
            instead(home, "111122223333", "1111-2222")
        }),
        ("P513", Command("daypass configure sso --profile ops"), |home| {
            with(home, "output = json\n[profile bad]\nregion = Europe!\n")
                .config(&HEALTHY.replace("dev\nregion = us-east-1", "dev\nregion = eu west"))
        }),
        ("P514", Named, |home| instead(home, "sso_role_name", "aws_access_key_id = AKIA\nsso_role_name")),
        ("P515", Command("daypass configure sso-session --sso-session corp"), |home| {
            instead(home, "sso_region = us-east-1", "sso_region = x.evil.test/")
        }),
        ("P515", Command("daypass configure sso-session --sso-session corp"), |home| {
            instead(home, "https://d-abc123", "ftp://d-abc123")
        }),
        ("P516", Named, |home| {
            with(
                home,
                "\n[profile old]\nsso_start_url = https://d-abc123.awsapps.com/start\nsso_region = us-east-1\nsso_account_id = 111122223333\nsso_role_name = Admin\nregion = us-east-1\n",
            )
        }),
        ("P516", Named, |home| {
            with(
                home,
                "\n[profile old]\nsso_start_url = https://partner.awsapps.com/start\nsso_region = us-east-1\nsso_account_id = 111122223333\nsso_role_name = Admin\nregion = us-east-1\n",
            )
        }),
        ("P517", Named, |home| {
            instead(home, "sso_role_name = Admin\nregion = us-east-1\n", "sso_role_name = Admin\n")
        }),
        ("P521", Command("daypass configure sso --profile nobody"), |home| {
            instead(home, "source_profile = dev", "source_profile = nobody")
        }),
        ("P522", Named, |home| instead(home, "source_profile = dev\n", "")),
        ("P522", Named, |home| {
            instead(home, "sso_role_name", "role_arn = arn:aws:iam::111122223333:role/Ops\nsso_role_name")
        }),
        ("P523", Named, |home| with(home, "credential_source = Environment\n")),
        ("P524", Named, |home| instead(home, "source_profile = dev", "source_profile = ops")),
        ("P525", Named, |home| with(home, "services = nowhere\n")),
        ("P526", Named, |home| {
            with(
                home,
                "services = local\n\n[services local]\nsso_oidc =\n  endpoint_url = https://oidc.example.com\n",
            )
        }),
        ("P527", Command("daypass configure sso --profile loop"), |home| {
            with(
                home,
                "\n[profile loop]\nregion = us-east-1\ncredential_process = daypass credential-process --profile loop\n",
            )
        }),
        ("P528", Named, |home| {
            with(home, "\n[profile gone]\nregion = us-east-1\ncredential_process = /nowhere/program\n")
        }),
        ("P529", Named, |home| {
            with(home, "\n[profile sh]\nregion = us-east-1\ncredential_process = $HOME/bin/program\n")
        }),
        ("P530", Named, |home| with(home, "ca_bundle = /nowhere/ca.pem\n")),
        ("P531", Named, |home| with(home, "endpoint_url = localhost:4566\n")),
        ("P532", Named, |home| {
            with(home, "endpoint_url = https://vpce.example.com\nuse_fips_endpoint = true\n")
        }),
    ];
    for (code, mends, plant) in table {
        check(code, mends, *plant);
    }
}

#[test]
fn faults_of_caches() {
    let table: &[(&str, Mends, Plant)] = &[
        #[cfg(unix)]
        ("C151", Safe, |home| {
            home.write(
                ".aws/credentials",
                "[old]\naws_access_key_id = AKIA\naws_secret_access_key = s3cr3t\n",
            );
            mode(&home, ".aws/credentials", 0o644);
            home
        }),
        #[cfg(unix)]
        ("K201", Safe, |home| {
            mode(&home, ".aws/sso/cache", 0o755);
            home
        }),
        #[cfg(unix)]
        ("K201", Safe, |home| {
            mode(&home, ".aws/cli/cache", 0o750);
            home
        }),
        ("K202", Command("mv "), |home| {
            fs::remove_dir_all(home.path().join(".aws/sso/cache")).expect("removed");
            home.write(".aws/sso/cache", "a file");
            home
        }),
        #[cfg(unix)]
        ("K203", Safe, |home| {
            mode(&home, TOKEN, 0o644);
            home
        }),
        #[cfg(unix)]
        ("K203", Safe, |home| {
            mode(&home, ROLE, 0o640);
            home
        }),
        ("K204", Safe, |home| {
            home.write(TOKEN, "{\"accessToken\": \"aoaEXAM");
            aged(&home, TOKEN);
            home
        }),
        ("K205", Safe, |home| {
            home.write(TOKEN, "");
            aged(&home, TOKEN);
            home
        }),
        ("K206", Command("rm "), |home| {
            home.write(&format!("{TOKEN}.corrupt"), "{");
            mode(&home, &format!("{TOKEN}.corrupt"), 0o600);
            home
        }),
        ("K207", Safe, |home| {
            let file = ".aws/sso/cache/.x.json.1-1.daypass-tmp";
            home.write(file, "{}");
            mode(&home, file, 0o600);
            aged(&home, file);
            home
        }),
        ("K209", Safe, |home| {
            let file = ".aws/sso/cache/2a5a0e0b4a9e1f6f0d3b1a2c3d4e5f6071829304.json";
            home.write(
                file,
                r#"{"clientId": "id", "clientSecret": "s3cr3t", "expiresAt": "2020-01-01T00:00:00Z"}"#,
            );
            mode(&home, file, 0o600);
            home
        }),
        ("K210", Command("daypass login --sso-session corp --force"), |home| {
            home.write(TOKEN, &token(&[("region", Some("\"eu-west-1\""))]));
            home
        }),
        ("K211", Command("daypass login --sso-session corp --force"), |home| {
            home.write(TOKEN, &token(&[("startUrl", Some("\"https://d-other.awsapps.com/start\""))]));
            home
        }),
        ("K212", Command("daypass login --sso-session corp --force"), |home| {
            home.write(TOKEN, &token(&[("refreshToken", None)]));
            home
        }),
        ("K213", Command("daypass login --sso-session corp --force"), |home| {
            home.write(TOKEN, &token(&[("registrationExpiresAt", Some("\"2020-01-01T00:00:00Z\""))]));
            home
        }),
        ("K214", Safe, |home| {
            home.write(TOKEN, &token(&[("expiresAt", Some("\"2098-01-01T00:00:00UTC\""))]));
            home
        }),
        ("K214", Safe, |home| {
            home.write(
                TOKEN,
                &token(&[
                    ("expiresAt", Some("\"2098-01-01T00:00:00+00:00\"")),
                    ("refreshToken", Some("\"aorEXAMPLE\"")),
                ]),
            );
            home
        }),
    ];
    for (code, mends, plant) in table {
        check(code, mends, *plant);
    }
}

#[test]
fn faults_of_the_environment() {
    let table: &[(&str, Mends, Plant)] = &[
        ("E401", Command("unset AWS_PROFILE"), |home| home.set("AWS_PROFILE", "nobody")),
        ("E402", Command("unset AWS_DEFAULT_PROFILE"), |home| {
            home.set("AWS_PROFILE", "dev").set("AWS_DEFAULT_PROFILE", "ops")
        }),
        ("E402", Command("export AWS_PROFILE=dev"), |home| home.set("AWS_DEFAULT_PROFILE", "dev")),
        ("E403", Command("unset AWS_ACCESS_KEY_ID"), |home| {
            home.set("AWS_PROFILE", "dev")
                .set("AWS_ACCESS_KEY_ID", "A")
                .set("AWS_SECRET_ACCESS_KEY", "s3cr3t")
        }),
        ("E404", Command("unset AWS_ACCESS_KEY_ID"), |home| home.set("AWS_ACCESS_KEY_ID", "A")),
        ("E404", Command("unset AWS_SESSION_TOKEN"), |home| home.set("AWS_SESSION_TOKEN", "s3cr3t")),
        ("E405", Command("unset AWS_SECURITY_TOKEN"), |home| home.set("AWS_SECURITY_TOKEN", "s3cr3t")),
        ("E406", Command("unset AWS_ACCESS_KEY_ID"), |home| {
            home.set("AWS_CREDENTIAL_EXPIRATION", "2020-01-01T00:00:00Z")
                .set("AWS_ACCESS_KEY_ID", "A")
                .set("AWS_SECRET_ACCESS_KEY", "s")
        }),
        ("E407", Command("export AWS_REGION=eu-west-1"), |home| home.set("AWS_DEFAULT_REGION", "eu-west-1")),
        ("E408", Command("export AWS_DEFAULT_REGION=us-east-1"), |home| {
            home.set("AWS_REGION", "us-east-1").set("AWS_DEFAULT_REGION", "eu-west-1")
        }),
        ("E409", Command("unset AWS_REGION"), |home| home.set("AWS_REGION", "")),
        ("E410", Command("unset AWS_CONFIG_FILE"), |home| home.set("AWS_CONFIG_FILE", "/nowhere/config")),
        ("E410", Command("unset AWS_SHARED_CREDENTIALS_FILE"), |home| {
            home.set("AWS_SHARED_CREDENTIALS_FILE", "")
        }),
        ("E410", Command("mv "), |home| {
            fs::create_dir(home.path().join(".aws/credentials")).expect("a folder");
            home
        }),
        ("E411", Command("export AWS_CONFIG_FILE="), |home| home.set("AWS_CONFIG_FILE", "~/.aws/config")),
        ("E412", Command("unset AWS_CA_BUNDLE"), |home| home.set("AWS_CA_BUNDLE", "/nowhere/ca.pem")),
        ("E412", Command("unset NODE_EXTRA_CA_CERTS"), |home| {
            home.set("NODE_EXTRA_CA_CERTS", "/nowhere/ca.pem")
        }),
        ("E413", Command("unset AWS_ENDPOINT_URL_STS"), |home| {
            home.set("AWS_ENDPOINT_URL_STS", "localhost:1")
        }),
        ("E414", Command("unset AWS_ENDPOINT_URL"), |home| {
            home.set("AWS_ENDPOINT_URL", "http://localhost:4566")
        }),
        ("E415", Command("unset AWS_ENDPOINT_URL_SSO"), |home| {
            home.set("AWS_ENDPOINT_URL_SSO", "https://sso.example.com").set("AWS_USE_FIPS_ENDPOINT", "true")
        }),
        ("E416", Command("export AWS_USE_FIPS_ENDPOINT=true"), |home| {
            home.set("AWS_USE_FIPS_ENDPOINT", "yes")
        }),
        ("E417", Command("unset AWS_RETRY_MODE"), |home| home.set("AWS_RETRY_MODE", "patient")),
        ("E418", Command("unset AWS_WEB_IDENTITY_TOKEN_FILE"), |home| {
            home.set("AWS_WEB_IDENTITY_TOKEN_FILE", "/nowhere/token")
                .set("AWS_ROLE_ARN", "arn:aws:iam::1:role/x")
        }),
        ("E419", Command("unset AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"), |home| {
            home.set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/x")
                .set("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:1/x")
        }),
        ("E419", Command("unset AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"), |home| {
            home.write("token", "abc\n");
            let path = home.path().join("token").display().to_string();
            home.set("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", &path)
        }),
    ];
    for (code, mends, plant) in table {
        check(code, mends, *plant);
    }
}

#[test]
fn findings_say_where_for_whom_and_what_mends() {
    let config = HEALTHY
        .replace("sso_role_name = Admin", "sso_role_name = Admin # all")
        .replace("source_profile = dev", "source_profile = def");
    let home = healthy().config(&config).set("AWS_PROFILE", "nobody");
    insta::assert_snapshot!(home.run("doctor"), @"
    $ daypass doctor
    ! C117  ~/.aws/config:10: the AWS CLI has no comments after values: this one becomes part of the value; put the comment on its own line
            this place is ignored or misread by the AWS CLI
            mend: daypass doctor --fix=C117
    ✗ P521  ~/.aws/config:15: profile ops names the source_profile def, which does not exist
            every AWS tool refuses the profile
            mend: daypass configure sso --profile def
    ✗ E401  AWS_PROFILE names the profile nobody, which does not exist
            every AWS tool started here fails, or goes without a profile
            mend: unset AWS_PROFILE
    ✗ 101 checks, 3 findings
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
