//! A home for a seed: mostly sound, with a few things wrong, as homes are.

use super::{
    commands,
    dice::Dice,
    draw::{TOKENS, name},
    profiles::profiles,
    spec::{Browser, File, Foreign, Person, Profile, REGION, Session, Spec, Token, URL},
    surroundings,
};
use std::time::Duration;

const SESSIONS: &[&str] = &["corp", "my-sso", "partner", "a.b", "team/ops", "x@y"];

pub(super) fn home(dice: &mut Dice) -> Spec {
    let mut spec = Spec {
        sessions: sessions(dice),
        profiles: Vec::new(),
        credentials: Vec::new(),
        stray: Vec::new(),
        file: file(dice),
        variables: Vec::new(),
        homeless: false,
        foreign: Foreign::Nothing,
        browser: Browser::None,
        faults: Vec::new(),
        person: if dice.percent(80) { Person::Allows } else { dice.pick(&[Person::Denies, Person::Sleeps]) },
        commands: Vec::new(),
        terminal: dice.percent(10),
        interrupted: dice.percent(10).then(|| Duration::from_millis(3 + 7 * dice.below(20) as u64)),
    };
    spec.profiles = profiles(dice, &spec.sessions);
    if dice.percent(15) {
        spec.credentials = credentials(dice, &spec.profiles);
    }
    if dice.percent(6) {
        spec.stray = vec![dice.pick(STRAY).to_owned()];
    }
    surroundings::dress(dice, &mut spec);
    if dice.percent(25) {
        let (mut operation, fault) = (dice.pick(OPERATIONS), dice.pick(FAULTS));
        // Where a token is to be renewed, it is that which fails.
        if spec.sessions.iter().any(|session| matches!(session.token, Token::Aged | Token::NearEnd))
            && dice.percent(60)
        {
            operation = "CreateToken";
        }
        // A listing waits up to a minute for a service that is in haste.
        let is_haste = ["throttle", "slow_down", "bare=429"].contains(&fault);
        let times =
            if is_haste && (operation == "*" || operation.starts_with("List")) { "x2" } else { "always" };
        spec.faults = vec![format!("{operation} {fault} {times}")];
    }
    spec.commands = commands::some(dice, &spec);
    spec
}

const STRAY: &[&str] = &[
    "[profile dev]",
    "[profile dev]\nregion = us-east-1",
    "[sso-session corp]\nsso_region = us-east-1",
    "[broken",
    "no equals sign",
    "= value",
    "   indented = 1",
    "[services local]\nsso =\n  endpoint_url = http://127.0.0.1:9",
    "[plugins]\ncli_legacy_plugin_path = /x",
    "; comment\n# comment",
    "[profile foreign]\ncredential_process = aws-vault exec foreign --json",
    "[ profile  spaced ]\nregion=us-east-1",
    "[profile granted]\ngranted_sso_start_url = https://x.awsapps.com/start\ngranted_sso_region = eu-west-1",
    "[preview]\ncloudfront = true",
];

const OPERATIONS: &[&str] = &[
    "GetRoleCredentials",
    "GetRoleCredentials",
    "CreateToken",
    "CreateToken",
    "RegisterClient",
    "StartDeviceAuthorization",
    "ListAccounts",
    "ListAccountRoles",
    "GetCallerIdentity",
    "AssumeRole",
    "Logout",
    "*",
];

const FAULTS: &[&str] = &[
    "bare=400",
    "bare=403",
    "bare=404",
    "bare=429",
    "bare=500",
    "status=503",
    "html",
    "html=403",
    "redirect",
    "proxy",
    "malformed",
    "empty",
    "object",
    "drop",
    "lose_reply",
    "truncate",
    "truncate=0",
    "throttle",
    "slow_down",
    "forbidden",
    "access_denied",
    "invalid_request",
    "invalid_grant",
    "server_error",
    "error=InvalidClientTokenId",
    "latency=120",
    "latency=1500",
    "no_errortype",
];

fn file(dice: &mut Dice) -> File {
    let odd = [
        File::CarriageReturns,
        File::CarriageReturns,
        File::ByteOrderMark,
        File::Utf16,
        File::Latin1,
        File::Folder,
        File::Loop,
        File::None,
    ];
    if dice.percent(90) { File::Plain } else { dice.pick(&odd) }
}

fn sessions(dice: &mut Dice) -> Vec<Session> {
    let count = dice.pick(&[0, 1, 1, 1, 1, 1, 2, 2, 3]);
    (0..count)
        .map(|_| {
            let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
            let mut keys = vec![
                pair("sso_start_url", URL),
                pair("sso_region", REGION),
                pair("sso_registration_scopes", "sso:account:access"),
            ];
            if dice.percent(8) {
                let at = dice.below(3);
                keys.remove(at);
            }
            if dice.percent(5)
                && let Some((_, value)) = keys.first_mut()
            {
                let odd = ["", "d-9067000018.awsapps.com/start", "https://d-9067000018.awsapps.com/start/"];
                dice.pick(&odd).clone_into(value);
            }
            if dice.percent(3)
                && let Some((_, value)) = keys.get_mut(1)
            {
                dice.pick(&["", "mars 1", "eu-west1", "eu-west-1 # Ireland"]).clone_into(value);
            }
            let token = if dice.percent(55) { Token::Good } else { dice.pick(TOKENS) };
            Session { name: name(dice, SESSIONS), keys, token }
        })
        .collect()
}

fn credentials(dice: &mut Dice, profiles: &[Profile]) -> Vec<(String, Vec<(String, String)>)> {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let known = profiles.get(dice.below(profiles.len())).map(|profile| profile.name.clone());
    let name =
        dice.pick(&["default".to_owned(), "old".to_owned(), known.unwrap_or_else(|| "old".to_owned())]);
    let mut lines = vec![
        pair("aws_access_key_id", "AKIAPLANTEDPLANTED00"),
        pair("aws_secret_access_key", "planted-secret-of-a-static-key-0000000000"),
    ];
    if dice.percent(20) {
        lines.pop();
    }
    vec![(name, lines)]
}
