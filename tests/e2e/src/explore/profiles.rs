//! The profiles of a home: of a session, of a portal, over each other, of other tools.

use super::{
    dice::Dice,
    draw::{TOKENS, name},
    spec::{CLOSED, DEPLOY, Kind, Profile, REGION, RESTART, Role, Session, Token},
};

const PROFILES: &[&str] = &["dev", "prod", "data", "p", "billing-ro", "eu.west", "ops/restart", "x@y"];
const ACCOUNTS: &[&str] = &["051234567822", "111122223333", "444455556666"];
const ROLES: &[&str] = &["AWSPowerUserAccess", "AWSReadOnlyAccess"];

pub(super) fn profiles(dice: &mut Dice, sessions: &[Session]) -> Vec<Profile> {
    let count = dice.pick(&[0, 1, 1, 2, 2, 3, 4]);
    let mut profiles: Vec<Profile> = Vec::new();
    for _ in 0..count {
        let known: Vec<String> = profiles.iter().map(|profile| profile.name.clone()).collect();
        let kind = kind(dice, sessions, &known);
        let is_sso = matches!(kind, Kind::Sso { .. } | Kind::Legacy { .. });
        let role = if is_sso && dice.percent(30) {
            dice.pick(&[Role::Good, Role::Good, Role::Over, Role::Torn])
        } else {
            Role::None
        };
        let mut keys = keys(dice, &kind);
        dice.shuffle(&mut keys);
        profiles.push(Profile { name: name(dice, PROFILES), kind, keys, role });
    }
    if dice.percent(30) {
        let mut first = Profile {
            name: "default".to_owned(),
            kind: Kind::Other("region"),
            keys: vec![("region".to_owned(), REGION.to_owned())],
            role: Role::None,
        };
        if dice.percent(50) {
            first.kind = kind(dice, sessions, &[]);
            first.keys = keys(dice, &first.kind);
        }
        profiles.push(first);
    }
    dice.shuffle(&mut profiles);
    profiles
}

fn kind(dice: &mut Dice, sessions: &[Session], known: &[String]) -> Kind {
    let (account, role) = (dice.pick(ACCOUNTS), dice.pick(ROLES));
    let source = |dice: &mut Dice| {
        if known.is_empty() || dice.percent(10) { "nobody".to_owned() } else { dice.pick(known) }
    };
    match dice.below(100) {
        0..60 => {
            let session = sessions.get(dice.below(sessions.len())).map(|session| session.name.clone());
            let lost = session.is_none() || dice.percent(4);
            Kind::Sso {
                session: if lost { "nowhere".to_owned() } else { session.unwrap_or_default() },
                account,
                role,
            }
        }
        60..70 => Kind::Legacy {
            token: if dice.percent(60) { Token::Good } else { dice.pick(TOKENS) },
            account,
            role,
        },
        70..83 => Kind::Chain { source: source(dice), role: dice.pick(&[DEPLOY, DEPLOY, RESTART, CLOSED]) },
        83..90 => Kind::Twin { profile: source(dice) },
        _ => Kind::Other(dice.pick(OTHERS)),
    }
}

/// Profiles that are none of ours, by the keys that make them so.
const OTHERS: &[&str] = &[
    "region",
    "static",
    "half",
    "process",
    "missing process",
    "login",
    "login good",
    "login good",
    "login aged",
    "login over",
    "login torn",
    "web identity",
    "ec2",
    "lost chain",
    "circle",
];

/// The console identity of a profile of this kind; each has a file of its own.
pub(super) fn identity(kind: &str) -> String {
    format!("arn:aws:sts::051234567822:assumed-role/x/{}", kind.replace(' ', "-"))
}

fn keys(dice: &mut Dice, kind: &Kind) -> Vec<(String, String)> {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let mut keys = match kind {
        Kind::Other("static") => vec![
            pair("aws_access_key_id", "AKIAPLANTEDPLANTED00"),
            pair("aws_secret_access_key", "planted-secret-of-a-static-key-0000000000"),
        ],
        Kind::Other("half") => vec![pair("aws_access_key_id", "AKIAPLANTEDPLANTED00")],
        Kind::Other("process") => vec![pair("credential_process", "/bin/false --json")],
        Kind::Other("missing process") => vec![pair("credential_process", "/no/such/program --json")],
        Kind::Other(kind) if kind.starts_with("login") => vec![pair("login_session", &identity(kind))],
        Kind::Other("web identity") => {
            vec![pair("role_arn", DEPLOY), pair("web_identity_token_file", "/no/such/token")]
        }
        Kind::Other("ec2") => {
            vec![pair("role_arn", DEPLOY), pair("credential_source", "Ec2InstanceMetadata")]
        }
        Kind::Other("lost chain") => vec![pair("role_arn", DEPLOY)],
        Kind::Other("circle") => vec![pair("role_arn", DEPLOY), pair("source_profile", "circle")],
        _ => Vec::new(),
    };
    if dice.percent(80) {
        keys.push(pair("region", if dice.percent(95) { REGION } else { "mars 1" }));
    }
    if dice.percent(15) {
        keys.push(pair("output", "json"));
    }
    if dice.percent(8) {
        keys.push(dice.pick(&[
            pair("sso_region", "us-east-2"),
            pair("services", "nope"),
            pair("sso_account_id", "11112222333"),
            pair("role_session_name", "not allowed here"),
            pair("duration_seconds", "soon"),
            pair("role_arn", DEPLOY),
            pair("sso_start_url", "https://other.awsapps.com/start"),
            pair("external_id", "x"),
            pair("endpoint_url", "http://127.0.0.1:9"),
            pair("cli_pager", ""),
            pair("credential_source", "Environment"),
        ]));
    }
    keys
}
