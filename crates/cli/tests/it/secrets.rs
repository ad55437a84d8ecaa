//! No output of any command at `-vv` holds a secret that is not its job.

use crate::home::Home;
use daypass_simulator::{AutoApprove, World};
use std::{
    io::{self, Read as _, Write as _},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

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

/// What is good for one use is said to the sign-in service alone: authorization codes, PKCE verifiers, device codes.
#[test]
fn codes_and_verifiers_are_shown_nowhere() {
    let home = Home::with(World::demo());
    let wire = Wire::to(&home.server().url());
    let home = home.set("AWS_ENDPOINT_URL_SSO_OIDC", &wire.url);
    let mut said = vec![home.run_with_browser(WIZARD, "allow").ok()];
    said.push(home.run_with_browser("login --profile p --force --events ndjson -vv", "allow").ok());
    home.server().world().lock().set_auto_approve(AutoApprove::Allow);
    said.push(home.run("login --profile p --force --use-device-code --no-browser --events ndjson -vv").ok());
    let heard = wire.heard.lock().expect("no panic");
    let heard = String::from_utf8_lossy(&heard);
    for name in ["code", "codeVerifier", "deviceCode", "clientSecret"] {
        let values: Vec<_> = heard.split(&format!("\"{name}\":\"")).skip(1).collect();
        assert!(!values.is_empty(), "{name} was sent");
        for value in values.iter().filter_map(|rest| rest.split('"').next()) {
            assert!(value.len() > 15, "{name} is long");
            for outcome in &said {
                assert!(!outcome.to_string().contains(value), "{name} is shown in:\n{outcome}");
            }
        }
    }
}

/// A way to the simulator on which everything that is sent there is heard.
struct Wire {
    url: String,
    heard: Arc<Mutex<Vec<u8>>>,
}

impl Wire {
    fn to(url: &str) -> Self {
        let to = url.trim_start_matches("http://").to_owned();
        let socket = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}", socket.local_addr().expect("an address"));
        let heard = Arc::<Mutex<Vec<u8>>>::default();
        let ears = Arc::clone(&heard);
        thread::spawn(move || {
            for mut near in socket.incoming().flatten() {
                let mut far = TcpStream::connect(&to).expect("the simulator listens");
                let (mut back, mut out) =
                    (far.try_clone().expect("a stream"), near.try_clone().expect("a stream"));
                thread::spawn(move || {
                    drop(io::copy(&mut back, &mut out));
                    drop(out.shutdown(Shutdown::Both));
                });
                let ears = Arc::clone(&ears);
                thread::spawn(move || {
                    let mut piece = [0; 8192];
                    while let Ok(read) = near.read(&mut piece)
                        && read > 0
                    {
                        let bytes = piece.get(..read).unwrap_or_default();
                        ears.lock().expect("no panic").extend_from_slice(bytes);
                        if far.write_all(bytes).is_err() {
                            return;
                        }
                    }
                });
            }
        });
        Self { url, heard }
    }
}
