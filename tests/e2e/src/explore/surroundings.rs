//! What is around a home: its environment, an `exec` that it was started in, files of another user, a browser.

use super::{
    dice::Dice,
    spec::{Browser, Foreign, Spec},
};

type Pair = (String, String);

/// Chooses what is around a home.
pub(super) fn dress(dice: &mut Dice, spec: &mut Spec) {
    if dice.percent(25) {
        spec.variables = variables(dice, spec);
    }
    if dice.percent(4) {
        spec.variables.extend(dice.pick(MACHINES).iter().map(|(name, value)| pair(name, value)));
    }
    spec.homeless = dice.percent(2);
    if dice.percent(5) {
        spec.foreign = dice.pick(FOREIGN);
    }
    if dice.percent(25) {
        let kinds = [Browser::Works, Browser::Works, Browser::Works, Browser::Missing, Browser::Fails];
        spec.browser = dice.pick(&kinds);
    }
}

const FOREIGN: &[Foreign] = &[
    Foreign::Config,
    Foreign::Credentials,
    Foreign::Tokens,
    Foreign::Tokens,
    Foreign::Roles,
    Foreign::Cache,
    Foreign::Folder,
    Foreign::Home,
];

/// Where nobody sits, or not at this machine.
const MACHINES: &[&[(&str, &str)]] = &[
    &[("CI", "true"), ("GITHUB_ACTIONS", "true")],
    &[("SSH_CONNECTION", "198.51.100.7 50022 192.0.2.9 22"), ("SSH_TTY", "/dev/pts/9")],
    &[("SSH_CONNECTION", "\u{fffd}")],
    &[("DISPLAY", ":0"), ("TERM", "dumb")],
];

/// What decides who one is, where files are or which region is called, when it cannot be decoded.
const UNDECODABLE: &[&str] = &[
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_ACCESS_KEY_ID",
    "AWS_CONFIG_FILE",
    "AWS_SHARED_CREDENTIALS_FILE",
    "AWS_ENDPOINT_URL_SSO",
    "AWS_CA_BUNDLE",
    "DAYPASS_EXEC",
    "XDG_STATE_HOME",
    "BROWSER",
    "LANG",
];

fn variables(dice: &mut Dice, spec: &Spec) -> Vec<Pair> {
    let known =
        spec.profiles.get(dice.below(spec.profiles.len())).map_or("dev", |profile| profile.name.as_str());
    let (id, secret) = (
        pair("AWS_ACCESS_KEY_ID", "AKIAPLANTEDPLANTED00"),
        pair("AWS_SECRET_ACCESS_KEY", "planted-secret-of-a-static-key-0000000000"),
    );
    match dice.below(22) {
        0 => vec![pair("AWS_PROFILE", known)],
        1 => vec![pair("AWS_PROFILE", "ghost")],
        2 => vec![pair("AWS_DEFAULT_PROFILE", known)],
        3 => vec![id, secret],
        4 => vec![id],
        5 => vec![id, secret, pair("AWS_CREDENTIAL_EXPIRATION", "2020-01-01T00:00:00Z")],
        6 => vec![id, secret, pair("AWS_CREDENTIAL_EXPIRATION", "not a date")],
        7 => vec![pair("DAYPASS_EXEC", known)],
        8 => vec![pair("DAYPASS_EXEC", "ghost")],
        9 => vec![pair("CI", "true")],
        10 => vec![pair("SSH_CONNECTION", "198.51.100.7 50022 192.0.2.9 22")],
        11 => vec![pair("HOME", "/dev/null/home")],
        12 => vec![pair("AWS_REGION", "mars 1")],
        13 => vec![pair("AWS_CONFIG_FILE", "/dev/null/config")],
        14 => vec![pair("AWS_REGION", "ap-south-1"), pair("AWS_DEFAULT_REGION", "us-east-1")],
        15 | 16 => vec![pair(dice.pick(UNDECODABLE), "b\u{fffd}d")],
        17..=19 => outer(dice, known),
        20 => vec![pair("AWS_CONFIG_FILE", "")],
        _ => vec![pair("NO_COLOR", "1"), pair("COLUMNS", "40")],
    }
}

/// What a command finds that was started inside `daypass exec`, or inside a tool that does the like.
fn outer(dice: &mut Dice, known: &str) -> Vec<Pair> {
    let end = if dice.percent(30) { "2020-01-01T00:00:00Z" } else { "2099-01-01T00:00:00Z" };
    let mut all = vec![
        pair("DAYPASS_EXEC", if dice.percent(50) { known } else { "outer" }),
        pair("AWS_ACCESS_KEY_ID", "ASIAPLANTEDOUTER0000"),
        pair("AWS_SECRET_ACCESS_KEY", "planted-secret-of-an-outer-exec"),
        pair("AWS_SESSION_TOKEN", "planted-secret-token-of-an-outer-exec"),
        pair("AWS_CREDENTIAL_EXPIRATION", end),
        pair("AWS_ACCOUNT_ID", "999999999999"),
    ];
    if dice.percent(60) {
        let region = ["AWS_REGION", "AWS_DEFAULT_REGION", "DAYPASS_EXEC_REGION"];
        all.extend(region.map(|name| pair(name, "ap-south-1")));
    }
    if dice.percent(30) {
        all.push(pair("AWS_SECURITY_TOKEN", "planted-secret-token-of-an-outer-exec"));
    }
    if dice.percent(30) {
        all.push(pair("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:9/outer"));
        all.push(pair("AWS_CONTAINER_AUTHORIZATION_TOKEN", "planted-secret-token-of-an-outer-exec"));
    }
    if dice.percent(20) {
        all.retain(|(name, _)| name != "DAYPASS_EXEC");
        all.push(pair("AWS_PROFILE", known));
    }
    all
}

fn pair(name: &str, value: &str) -> Pair {
    (name.to_owned(), value.to_owned())
}
