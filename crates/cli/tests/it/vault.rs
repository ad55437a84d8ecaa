//! `daypass vault`: sessions are sealed and go on working, other tools' plain files are adopted, and holders that hang, lie and
//! are absent get an answer in words.

use crate::home::{Home, make_executable};
use daypass_simulator::World;
use daypass_token_cache::time;
use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::PathBuf,
    time::{Duration, SystemTime},
};

const CONFIG: &str = "[profile dev]\nsso_session = corp\nsso_account_id = 051234567822\n\
    sso_role_name = AWSPowerUserAccess\nregion = eu-west-1\n[sso-session corp]\n\
    sso_start_url = https://d-9067000018.awsapps.com/start\nsso_region = eu-west-1\n\
    sso_registration_scopes = sso:account:access\n";

/// A home with a person who has signed in, and a disk for the key.
fn signed_in() -> Home {
    let home = Home::with(World::demo()).config(CONFIG);
    drop(home.run_with_browser("login --sso-session corp", "allow").ok());
    fs::create_dir(home.path().join("usb")).expect("a disk");
    home
}

fn key(home: &Home) -> String {
    format!("file:{}", home.path().join("usb/key").display())
}

fn token_file(home: &Home) -> PathBuf {
    let files = fs::read_dir(home.path().join(".aws/sso/cache")).expect("a cache");
    let mut files = files.map(|file| file.expect("a file").path());
    files
        .find(|path| fs::read_to_string(path).is_ok_and(|text| text.contains("accessToken")))
        .expect("a token")
}

fn token(home: &Home) -> serde_json::Value {
    serde_json::from_slice(&fs::read(token_file(home)).expect("a token")).expect("JSON")
}

/// Every secret that renews, as the plain file has it.
fn secrets(home: &Home) -> Vec<String> {
    let token = token(home);
    let names = ["refreshToken", "clientSecret", "clientId"];
    names.map(|name| token[name].as_str().expect(name).to_owned()).to_vec()
}

/// Ends the access token, and forgets the credentials of the role.
fn expire(home: &Home) {
    ends(home, "2020-01-01T00:00:00Z");
}

/// Five minutes from now.
#[expect(clippy::disallowed_methods, reason = "the program reads the clock of the machine")]
fn soon() -> String {
    time::format(SystemTime::now() + Duration::from_secs(300))
}

fn ends(home: &Home, when: &str) {
    let path = token_file(home);
    let mut members = token(home);
    members["expiresAt"] = when.into();
    home.write(&path.strip_prefix(home.path()).expect("below").display().to_string(), &members.to_string());
    drop(fs::remove_dir_all(home.path().join(".aws/cli/cache")));
}

/// Whether any file below the home but the key has this text.
fn is_somewhere(home: &Home, text: &str) -> bool {
    let files = home.snapshot().into_iter().filter(|(path, _)| !path.ends_with("usb/key"));
    files.into_iter().any(|(_, bytes)| String::from_utf8_lossy(&bytes).contains(text))
}

/// A helper `daypass-key-fake` in the path of a home, with this script.
fn helper(home: &Home, script: &str) {
    home.write("bin/daypass-key-fake", &format!("#!/bin/sh\n{script}\n"));
    make_executable(&home.path().join("bin/daypass-key-fake"));
}

fn with_helpers(home: Home) -> Home {
    let path = format!("{}:/usr/bin:/bin", home.path().join("bin").display());
    home.set("PATH", &path)
}

#[test]
fn what_renews_is_sealed_and_goes_on_renewing_and_comes_back() {
    let home = signed_in();
    let secrets = secrets(&home);
    assert!(secrets.iter().all(|secret| is_somewhere(&home, secret)));
    let planned = home.run(&format!("vault on --key {} --plan", key(&home))).ok();
    assert!(planned.stderr.contains("Seals 1 session in ~/.aws/sso/cache"), "{planned}");
    assert!(secrets.iter().all(|secret| is_somewhere(&home, secret)));

    drop(home.run(&format!("vault on --key {} --yes", key(&home))).ok());
    for secret in &secrets {
        assert!(!is_somewhere(&home, secret), "{secret}");
    }
    let mode = fs::metadata(home.path().join("usb/key")).expect("the key").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let status = home.run("vault status").ok().stdout;
    assert!(status.contains("Vault: on") && status.contains("Sealed: 1 session"), "{status}");
    // What every SDK needs is there.
    let sealed = token(&home);
    assert!(
        sealed["accessToken"].is_string()
            && sealed["expiresAt"].is_string()
            && sealed["refreshToken"].is_null()
    );
    assert!(home.run("status").ok().stdout.contains("corp"));
    drop(home.run("whoami --profile dev").ok());

    // The token ends, and daypass renews it; the new one is sealed again.
    let before = sealed["accessToken"].clone();
    expire(&home);
    drop(home.run("whoami --profile dev").ok());
    let renewed = token(&home);
    assert!(
        renewed["accessToken"] != before
            && renewed["refreshToken"].is_null()
            && renewed["daypassSealed"].is_string()
    );
    assert!(renewed["daypassSealed"] != sealed["daypassSealed"]);

    // A new key, and once more.
    let old = fs::read_to_string(home.path().join("usb/key")).expect("the key");
    drop(home.run("vault rekey --yes").ok());
    assert_ne!(fs::read_to_string(home.path().join("usb/key")).expect("the key"), old);
    expire(&home);
    drop(home.run("credential-process --profile dev").ok());

    drop(home.run("vault off --yes").ok());
    assert!(token(&home)["refreshToken"].is_string() && token(&home)["daypassSealed"].is_null());
    expire(&home);
    drop(home.run("whoami --profile dev").ok());
    assert!(home.run("vault status").ok().stdout.contains("Vault: off"));
}

#[test]
fn a_sign_in_is_sealed_at_once_and_a_sign_out_ends_it() {
    let home = Home::with(World::demo()).config(CONFIG);
    fs::create_dir(home.path().join("usb")).expect("a disk");
    drop(home.run(&format!("vault on --key {} --yes", key(&home))).ok());
    drop(home.run_with_browser("login --sso-session corp", "allow").ok());
    let sealed = token(&home);
    assert!(
        sealed["daypassSealed"].is_string()
            && sealed["refreshToken"].is_null()
            && sealed["clientSecret"].is_null()
    );
    for name in ["refreshToken", "clientSecret"] {
        assert!(!is_somewhere(&home, name), "{name}");
    }
    drop(home.run("whoami --profile dev").ok());
    drop(home.run("logout").ok());
    assert_eq!(home.run("whoami --profile dev").code, Some(3));
}

#[test]
fn what_the_aws_cli_stores_in_plain_is_sealed_at_the_next_use_and_said() {
    let home = signed_in();
    let (path, plain) = (token_file(&home), fs::read_to_string(token_file(&home)).expect("a token"));
    let secrets = secrets(&home);
    drop(home.run(&format!("vault on --key {} --yes", key(&home))).ok());
    home.write(&path.strip_prefix(home.path()).expect("below").display().to_string(), &plain);
    assert!(home.run("vault status").ok().stdout.contains("In plain: 1 session"));
    let examined = home.run("doctor");
    assert!(examined.stdout.contains("the vault is on, and sessions are in plain: 1"), "{examined}");
    let outcome = home.run("whoami --profile dev").ok();
    assert!(outcome.stderr.contains("Sealed 1 session that another tool had stored in plain."), "{outcome}");
    assert!(!secrets.iter().any(|secret| is_somewhere(&home, secret)));
}

#[test]
fn without_the_key_a_valid_token_is_used_and_an_ended_one_is_an_answer_in_words() {
    let home = signed_in();
    drop(home.run(&format!("vault on --key {} --yes", key(&home))).ok());
    fs::rename(home.path().join("usb"), home.path().join("drawer")).expect("pulled out");
    drop(home.run("whoami --profile dev").ok());
    // Nearly ended: it would be renewed, and is used.
    ends(&home, &soon());
    let outcome = home.run("whoami --profile dev").ok();
    assert!(outcome.stderr.contains("the key of the vault is not at hand"), "{outcome}");
    expire(&home);
    let before = token(&home);
    for words in
        ["whoami --profile dev", "credential-process --profile dev", "vault off --yes", "vault rekey --yes"]
    {
        let outcome = home.run(words);
        assert_eq!(outcome.code, Some(4), "{outcome}");
        assert!(outcome.stderr.contains("usb/key does not exist"), "{outcome}");
    }
    // Nobody signs in to what could not be sealed.
    let outcome = home.run_with_browser("login --sso-session corp --force", "allow");
    assert_eq!(outcome.code, Some(4), "{outcome}");
    assert_eq!(token(&home), before);
    fs::rename(home.path().join("drawer"), home.path().join("usb")).expect("plugged in");
    drop(home.run("whoami --profile dev").ok());

    // Lost for good: one sign-in brings it back, in plain.
    fs::remove_dir_all(home.path().join("usb")).expect("lost");
    drop(home.run("vault off --without-key --yes").ok());
    drop(home.run_with_browser("login --sso-session corp --force", "allow").ok());
    assert!(token(&home)["refreshToken"].is_string());
}

#[test]
fn helpers_that_are_absent_or_lie_or_are_locked_lose_nothing() {
    let home = with_helpers(signed_in());
    let before = token(&home);
    let refused = |script: Option<&str>, words: &str| {
        if let Some(script) = script {
            helper(&home, script);
        }
        let outcome = home.run("vault on --key fake --yes");
        assert_eq!(outcome.code, Some(4), "{outcome}");
        assert!(outcome.stderr.contains(words), "{words}: {outcome}");
        assert_eq!(token(&home), before);
    };
    refused(None, "daypass-key-fake is not installed");
    refused(Some("exit 1"), "daypass-key-fake failed without an answer");
    refused(Some("echo Password:"), "its protocol's JSON");
    refused(Some("head -c 100000 /dev/zero"), "daypass-key-fake prints more than keys");
    let locked = r#"echo '{"version":1,"failure":"locked","message":"the collection login"}'; exit 1"#;
    refused(Some(locked), "daypass-key-fake is locked: the collection login");
    // One that keeps nothing.
    let forgets = r#"[ "$1" = get ] && echo '{"version":1,"failure":"not-found"}' || echo '{"version":1}'"#;
    refused(Some(forgets), "daypass-key-fake did not keep the keys");

    // One that works, by files; then it is locked, and asked for nothing that is in plain.
    let keeps = r#"input=$(cat); case $1 in
store) printf %s "$input" | sed 's/.*"keys":"\([^"]*\)".*/\1/' > "$HOME/kept"; echo '{"version":1}';;
get) [ -f "$HOME/kept" ] && echo "{\"version\":1,\"keys\":\"$(cat "$HOME/kept")\"}" || { echo '{"version":1,"failure":"not-found"}'; exit 1; };;
esac"#;
    helper(&home, keeps);
    drop(home.run("vault on --key fake --yes").ok());
    expire(&home);
    drop(home.run("whoami --profile dev").ok());
    helper(&home, locked);
    drop(home.run("whoami --profile dev").ok());
    expire(&home);
    let outcome = home.run("whoami --profile dev");
    assert_eq!(outcome.code, Some(4), "{outcome}");
    assert!(outcome.stderr.contains("the collection login"), "{outcome}");
    helper(&home, keeps);
    drop(home.run("whoami --profile dev").ok());
}

#[test]
fn a_helper_that_hangs_is_killed_with_what_it_started_and_nothing_is_lost() {
    let home = with_helpers(signed_in());
    let before = token(&home);
    helper(&home, "sleep 1000 & echo $! > \"$HOME/child\"; echo $$ > \"$HOME/parent\"; wait");
    let outcome = home.run("vault on --key fake --yes");
    assert_eq!(outcome.code, Some(4), "{outcome}");
    assert!(outcome.stderr.contains("daypass-key-fake gave no answer within 2 s"), "{outcome}");
    assert_eq!(token(&home), before);
    for name in ["child", "parent"] {
        let id = home.read(name);
        let status = fs::read_to_string(format!("/proc/{}/stat", id.trim())).unwrap_or_default();
        assert!(status.is_empty() || status.contains(") Z "), "{name} goes on: {status}");
    }
}

#[test]
fn a_command_gives_a_key_that_a_person_made() {
    let home = signed_in();
    home.write("note", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\n");
    let note = home.path().join("note");
    drop(home.run(&format!("vault on --yes -- cat {}", note.display())).ok());
    expire(&home);
    drop(home.run("whoami --profile dev").ok());
    let outcome = home.run("vault rekey --yes");
    assert_eq!(outcome.code, Some(4), "{outcome}");
    assert!(outcome.stderr.contains("cat has no command that stores keys"), "{outcome}");
    assert_eq!(home.run("vault on --yes --key x -- cat").code, Some(2));
    assert_eq!(home.run("vault on --yes").code, Some(2));
    assert_eq!(home.run("vault on --yes --key file:key").code, Some(2));
    assert_eq!(home.run("vault rekey").code, Some(2));
    drop(home.run("vault off --yes").ok());
}

#[test]
fn doctor_names_settings_that_are_damaged() {
    let home = signed_in();
    drop(home.run(&format!("vault on --key {} --yes", key(&home))).ok());
    let whole = home.read(".local/state/daypass/vault/vault.json");
    home.write(".local/state/daypass/vault/vault.json", "{");
    let examined = home.run("doctor");
    assert!(examined.stdout.contains("vault.json is damaged"), "{examined}");
    let outcome = home.run("vault status");
    assert_eq!(outcome.code, Some(4), "{outcome}");
    // A valid token is used; what has ended waits for the settings.
    drop(home.run("whoami --profile dev").ok());
    expire(&home);
    assert_eq!(home.run("whoami --profile dev").code, Some(4));
    home.write(".local/state/daypass/vault/vault.json", &whole);
    drop(home.run("whoami --profile dev").ok());
}
