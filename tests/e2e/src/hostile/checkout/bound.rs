//! An endpoint that comes after the sign-in, from the environment or from the person's own file, gets nothing that was
//! got elsewhere: a recording server there hears no token, no refresh token and no client secret.

use super::{
    super::{
        attack::{Attack, Kind, Lawful, Verdict},
        recorder::Recorder,
        victim::{CONFIG, Victim, VictimHome, mode},
        weak::Weakness,
    },
    endpoints::learned,
};
use serde_json::{Value, json};
use std::fs;

/// Variables, and lines of the person's own config. `RECORDER` is the server's address.
type Row = (&'static str, &'static [(&'static str, &'static str)], &'static str, Token, &'static str);

/// What happens to the token file between the sign-in and the attack.
#[derive(Clone, Copy)]
enum Token {
    /// Nothing.
    Kept,
    /// Its access token expires.
    Aged,
    /// Another tool renews it, which keeps the client.
    Renewed,
    /// It is of another portal.
    OtherPortal,
    /// It is of another region.
    OtherRegion,
    /// The sign-in is one of the console (`aws login`), of the profile `dev`; its keys expire.
    Console,
}

const ALL: &[(&str, &str)] = &[("AWS_ENDPOINT_URL", "RECORDER")];
const SERVICES: &[(&str, &str)] =
    &[("AWS_ENDPOINT_URL_SSO", "RECORDER"), ("AWS_ENDPOINT_URL_SSO_OIDC", "RECORDER")];
const PORTAL: &[(&str, &str)] = &[("AWS_ENDPOINT_URL_SSO", "RECORDER")];
const OIDC: &[(&str, &str)] = &[("AWS_ENDPOINT_URL_SSO_OIDC", "RECORDER")];
const SIGNIN: &[(&str, &str)] = &[("AWS_ENDPOINT_URL_SIGNIN", "RECORDER")];
/// The profile of the console sign-in.
const DEV: &str =
    "[profile dev]\nlogin_session = arn:aws:iam::051234567822:user/testuser\nregion = us-east-2\n";
const LOGIN: &str = "login --sso-session corp --use-device-code --no-browser --timeout 2s";

const ROWS: &[Row] = &[
    ("credentials", ALL, "", Token::Kept, "credentials -p p"),
    ("credential-process", ALL, "", Token::Kept, "credential-process --profile p"),
    ("services of the environment", SERVICES, "", Token::Kept, "credentials -p p"),
    ("the portal alone", PORTAL, "", Token::Kept, "credentials -p p"),
    ("the sign-in service alone", OIDC, "", Token::Aged, "credentials -p p"),
    ("an own config", &[], "endpoint_url = RECORDER", Token::Kept, "credentials -p p"),
    (
        "services of an own config",
        &[],
        "services = s\n[services s]\nsso =\n  endpoint_url = RECORDER",
        Token::Kept,
        "credentials -p p",
    ),
    ("a refresh", ALL, "", Token::Aged, "credentials -p p"),
    (
        "a refresh by an own config",
        &[],
        "services = s\n[services s]\nsso_oidc =\n  endpoint_url = RECORDER",
        Token::Aged,
        "credentials -p p",
    ),
    ("a token that another tool renewed", ALL, "", Token::Renewed, "credentials -p p"),
    ("a token of another portal", ALL, "", Token::OtherPortal, "credentials -p p"),
    ("a token of another region", ALL, "", Token::OtherRegion, "credentials -p p"),
    ("whoami", ALL, "", Token::Kept, "whoami -p p"),
    ("exec", ALL, "", Token::Kept, "exec -p p -- true"),
    ("the console", ALL, "", Token::Kept, "console -p p --print"),
    ("accounts", ALL, "", Token::Kept, "accounts -p p --refresh"),
    ("roles", ALL, "", Token::Kept, "roles -p p --refresh"),
    ("populate", ALL, "", Token::Kept, "configure populate --sso-session corp --yes"),
    ("status --verify", ALL, "", Token::Kept, "status --verify -p p"),
    ("a sign-in that is needed", ALL, "", Token::Kept, LOGIN),
    (
        "a new sign-in",
        ALL,
        "",
        Token::Kept,
        "login --sso-session corp --force --use-device-code --no-browser --timeout 2s",
    ),
    ("the sign-in of another process", ALL, "", Token::Kept, "login --sso-session corp --wait --timeout 2s"),
    (
        "the wizard",
        ALL,
        "",
        Token::Kept,
        "configure sso --profile q --sso-session corp --sso-account-id 111122223333 --sso-role-name AWSReadOnlyAccess --use-device-code --no-browser --no-input --timeout 2s",
    ),
    ("logout", ALL, "", Token::Kept, "logout --sso-session corp"),
    ("logout of all", ALL, "", Token::Kept, "logout --all"),
    (
        "another port of the same host",
        &[("AWS_ENDPOINT_URL", "RECORDER/prefix")],
        "",
        Token::Kept,
        "credentials -p p",
    ),
    (
        "the same port by another name",
        &[("AWS_ENDPOINT_URL", "LOCALHOST")],
        "",
        Token::Kept,
        "credentials -p p",
    ),
    ("console keys", ALL, "", Token::Console, "credentials -p dev"),
    ("console keys, credential-process", ALL, "", Token::Console, "credential-process --profile dev"),
    ("console keys, exec", ALL, "", Token::Console, "exec -p dev -- true"),
    ("console keys, whoami", ALL, "", Token::Console, "whoami -p dev"),
    ("console keys, the console", ALL, "", Token::Console, "console -p dev --print"),
    ("console keys, the service alone", SIGNIN, "", Token::Console, "credentials -p dev"),
    ("console keys, an own config", &[], "endpoint_url = RECORDER", Token::Console, "credentials -p dev"),
    (
        "console keys, services of an own config",
        &[],
        "services = s\n[services s]\nsignin =\n  endpoint_url = RECORDER",
        Token::Console,
        "credentials -p dev",
    ),
    (
        "console keys, a new sign-in",
        ALL,
        "",
        Token::Console,
        "login --console -p dev --no-browser --timeout 2s",
    ),
    ("console keys, status", ALL, "", Token::Console, "status --verify -p dev"),
    ("console keys, logout", ALL, "", Token::Console, "logout --all"),
];

pub(super) fn kind() -> Kind {
    let attack =
        |row: &'static Row| Attack::new(row.0, Weakness::ObeysEndpoints, move |victim| attack(victim, row));
    let attacks = ROWS.iter().map(attack).collect();
    let lawful = LAWFUL.iter().map(|row| Lawful::new(row.0, move || lawful(row))).collect();
    Kind { name: "bound", attacks, lawful }
}

fn attack(victim: Victim, (_, variables, lines, token, line): &Row) -> Verdict {
    let recorder = Recorder::start()?;
    let scene = signed_in(*token)?;
    let scene = elsewhere(scene, variables, lines, &recorder.url())?;
    let seen = victim.line(&scene, line)?;
    judge(&scene, &recorder).map_err(|failure| failure.with(&seen))?;
    seen.ended()
}

/// Signed in by daypass, which has used the sign-in, too.
fn signed_in(token: Token) -> Result<VictimHome, String> {
    if matches!(token, Token::Console) {
        return console();
    }
    let scene = VictimHome::new()?;
    for line in [LOGIN, "credentials -p p"] {
        let seen = scene.line(line)?;
        if seen.code != Some(0) {
            return Err(seen.text());
        }
    }
    let mut scene = learned(scene)?;
    drop(fs::remove_dir_all(scene.home().join(".aws/cli")));
    let text = fs::read_to_string(scene.token()).map_err(|error| error.to_string())?;
    let mut file: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let members = file.as_object_mut().ok_or("a token is an object")?;
    let (member, value) = match token {
        Token::Kept | Token::Console => return Ok(scene),
        Token::Aged => ("expiresAt", "2020-01-01T00:00:00Z"),
        Token::Renewed => ("accessToken", "renewed-by-another-tool"),
        Token::OtherPortal => ("startUrl", "https://d-1111111111.awsapps.com/start"),
        Token::OtherRegion => ("region", "us-east-2"),
    };
    members.insert(member.to_owned(), json!(value));
    if matches!(token, Token::Renewed) {
        scene.secrets.push(value.to_owned());
    }
    if matches!(token, Token::OtherPortal | Token::OtherRegion) {
        // Nothing is remembered of the client: portal and region stand by themselves.
        drop(fs::remove_dir_all(scene.home().join(".local/state/daypass/clients")));
    }
    fs::write(scene.token(), file.to_string()).map_err(|error| error.to_string())?;
    Ok(scene)
}

/// Signed in to the console by daypass, in a browser that presses Allow; then the keys expire.
fn console() -> Result<VictimHome, String> {
    let scene = VictimHome::new()?;
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    scene.write("browser", &format!("#!/bin/sh\nexec '{}' browser \"$@\"\n", own.display()))?;
    let browser = scene.home().join("browser");
    mode(&browser, 0o755)?;
    let scene = scene.set("BROWSER", browser);
    for line in [LOGIN, "credentials -p p", "login --console -p dev --region us-east-2"] {
        let seen = scene.line(line)?;
        if seen.code != Some(0) {
            return Err(seen.text());
        }
    }
    let scene = learned(scene)?;
    for entry in fs::read_dir(scene.home().join(".aws/login/cache")).into_iter().flatten().flatten() {
        let text = fs::read_to_string(entry.path()).map_err(|error| error.to_string())?;
        let mut file: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        let keys = file.get_mut("accessToken").and_then(Value::as_object_mut).ok_or("no keys")?;
        keys.insert("expiresAt".to_owned(), json!("2020-01-01T00:00:00Z"));
        fs::write(entry.path(), file.to_string()).map_err(|error| error.to_string())?;
    }
    Ok(scene)
}

/// Another endpoint is set. A proxy that is not there keeps AWS itself out of the test.
fn elsewhere(
    scene: VictimHome,
    variables: &[(&'static str, &str)],
    lines: &str,
    url: &str,
) -> Result<VictimHome, String> {
    let own = scene.url();
    let fill = |text: &str| {
        text.replace("RECORDER", url)
            .replace("LOCALHOST", &url.replace("127.0.0.1", "localhost"))
            .replace("OWN", &own)
    };
    let dev = if scene.home().join(".aws/login").exists() { DEV } else { "" };
    scene.write(".aws/config", &format!("{CONFIG}{dev}{}\n", fill(lines)))?;
    let scene = scene.unset("AWS_ENDPOINT_URL").set("HTTPS_PROXY", "http://127.0.0.1:9");
    Ok(variables.iter().fold(scene, |scene, (name, value)| scene.set(*name, fill(value))))
}

/// The recorder heard no secret.
fn judge(scene: &VictimHome, recorder: &Recorder) -> Verdict {
    scene.no_secret_in("what the endpoint got", &recorder.heard())
}

/// What goes on working: the sign-in by daypass or by another tool, the host that is allowed, and the lines before.
type Use = (&'static str, Option<Token>, &'static str, &'static [&'static str]);

const LAWFUL: &[Use] = &[
    (
        "the endpoint of the sign-in",
        Some(Token::Kept),
        "",
        &["credentials -p p", "status -p p", "accounts -p p"],
    ),
    ("a sign-in of another tool", None, "", &["credentials -p p", "status -p p", "accounts -p p"]),
    (
        "a host that was allowed afterwards",
        Some(Token::Kept),
        "localhost",
        &["credentials -p p", "status -p p"],
    ),
    (
        "a new sign-in there",
        Some(Token::Kept),
        "new",
        &[LOGIN, "credentials -p p", "status -p p", "accounts -p p"],
    ),
    ("the endpoint of console keys", Some(Token::Console), "", &["credentials -p dev", "whoami -p dev"]),
    (
        "console keys at a host that was allowed afterwards",
        Some(Token::Console),
        "localhost",
        &["credentials -p dev"],
    ),
];

fn lawful((_, token, change, lines): &Use) -> Verdict {
    let scene = token.map_or_else(|| VictimHome::signed_in(false), signed_in)?;
    let named = scene.url().replace("127.0.0.1", "localhost");
    if *change == "localhost" {
        scene.write(".config/daypass/settings.toml", "allowed_endpoints = [\"localhost\"]\n")?;
    }
    let scene = if change.is_empty() {
        scene
    } else {
        scene.unset("AWS_ENDPOINT_URL").set("AWS_ENDPOINT_URL", named)
    };
    for line in *lines {
        let seen = scene.line(line)?;
        if seen.code != Some(0) || seen.stderr.contains("warning") {
            return Err(seen.text().into());
        }
    }
    Ok(())
}
