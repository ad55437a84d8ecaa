//! No output of any command at `-vv` holds a secret that is not its job.

use crate::home::Home;
use daypass_simulator::World;

const WIZARD: &str = "configure sso --profile p --sso-session s --sso-start-url https://d-9067000018.awsapps.com/start# \
    --sso-region eu-west-1 --sso-account-id 051234567822 --sso-role-name AWSPowerUserAccess -vv";

#[test]
fn no_secret_is_shown() {
    let home = Home::with(World::demo());
    let mut said = vec![home.run_with_browser(WIZARD, "allow").ok()];
    said.push(home.run_with_browser("login --profile p --force --events ndjson -vv", "allow").ok());
    said.push(home.run("whoami --profile p -vv").ok());
    said.push(home.run("status --output json -vv").ok());
    said.push(home.run("accounts --profile p -vv").ok());
    let secrets = secrets(&home);
    assert!(secrets.len() >= 6, "the caches hold tokens, client secrets and keys: {}", secrets.len());
    let before = home.run("credentials --profile p --format json -vv").ok();
    said.push(home.run("logout -vv").ok());
    said.push(home.run("credentials --profile p -vv"));
    assert!(before.stdout.contains("SecretAccessKey"), "here they belong");
    for outcome in &said {
        let text = format!("{}{}", outcome.stdout, outcome.stderr);
        assert!(!text.is_empty());
        for secret in &secrets {
            assert!(!text.contains(secret), "a secret is shown in:\n{outcome}");
        }
    }
    assert!(secrets.iter().all(|secret| !before.stderr.contains(secret)));
}

/// Every secret value in the cache files.
fn secrets(home: &Home) -> Vec<String> {
    let names = ["accessToken", "refreshToken", "clientSecret", "SecretAccessKey", "SessionToken"];
    let mut found = Vec::new();
    for (path, bytes) in home.snapshot() {
        let Ok(value) = serde_json::from_slice::<serde_json::Value>(&bytes) else { continue };
        assert!(path.extension().is_some_and(|extension| extension == "json"));
        let inner = value.get("Credentials").cloned().unwrap_or_default();
        for object in [&value, &inner] {
            found.extend(names.iter().filter_map(|name| object.get(name)?.as_str().map(str::to_owned)));
        }
    }
    found
}
