//! Replies whose members cannot be what they should be: nothing of them is stored, sent or printed, and a good token
//! stays (T14-06, T14-07).

use super::super::{
    attack::{Attack, Kind, Verdict, through},
    victim::{Victim, VictimHome},
    weak::Weakness,
};
use crate::clean;
use std::fs;

const LOGIN: &str = "login --sso-session corp --force --use-device-code --no-browser --timeout 3s";
const USE: &str = "credentials -p p";

/// The operation; what its reply has instead (JSON merge patch; `LONG` is 40 KB); the command; whether the token is
/// over and has to be renewed.
const ROWS: &[(&str, &str, &str, bool)] = &[
    ("CreateToken", r#"{"accessToken": ""}"#, LOGIN, false),
    ("CreateToken", r#"{"accessToken": ""}"#, USE, true),
    ("CreateToken", r#"{"accessToken": null}"#, LOGIN, false),
    ("CreateToken", r#"{"accessToken": "a b"}"#, LOGIN, false),
    ("CreateToken", r#"{"accessToken": "a\r\nX: y\u001b[2J"}"#, LOGIN, false),
    ("CreateToken", r#"{"accessToken": "a\r\nX: y\u001b[2J"}"#, USE, true),
    ("CreateToken", r#"{"accessToken": "tökén"}"#, USE, true),
    ("CreateToken", r#"{"accessToken": "LONG"}"#, LOGIN, false),
    ("CreateToken", r#"{"accessToken": ["x"]}"#, USE, true),
    ("CreateToken", r#"{"accessToken": 7}"#, USE, true),
    ("CreateToken", r#"{"tokenType": "mac"}"#, LOGIN, false),
    ("CreateToken", r#"{"tokenType": "DPoP"}"#, USE, true),
    ("CreateToken", r#"{"tokenType": ""}"#, LOGIN, false),
    ("CreateToken", r#"{"refreshToken": ""}"#, LOGIN, false),
    ("CreateToken", r#"{"refreshToken": "a\nb"}"#, USE, true),
    ("CreateToken", r#"{"expiresIn": -1}"#, LOGIN, false),
    ("CreateToken", r#"{"expiresIn": 1e300}"#, LOGIN, false),
    ("CreateToken", r#"{"expiresIn": 1e15}"#, USE, true),
    ("CreateToken", r#"{"expiresIn": 0}"#, LOGIN, false),
    ("CreateToken", r#"{"expiresIn": "soon"}"#, USE, true),
    ("CreateToken", r#"{"expiresIn": null}"#, LOGIN, false),
    ("RegisterClient", r#"{"clientId": ""}"#, LOGIN, false),
    ("RegisterClient", r#"{"clientId": "a\u001b[2J"}"#, LOGIN, false),
    ("RegisterClient", r#"{"clientSecret": "a\r\nb"}"#, LOGIN, false),
    ("RegisterClient", r#"{"clientSecret": ""}"#, LOGIN, false),
    ("RegisterClient", r#"{"clientSecretExpiresAt": 1e300}"#, LOGIN, false),
    ("RegisterClient", r#"{"clientSecretExpiresAt": "x"}"#, LOGIN, false),
    ("StartDeviceAuthorization", r#"{"deviceCode": ""}"#, LOGIN, false),
    ("StartDeviceAuthorization", r#"{"deviceCode": "a\nb"}"#, LOGIN, false),
    ("StartDeviceAuthorization", r#"{"userCode": ""}"#, LOGIN, false),
    ("StartDeviceAuthorization", r#"{"userCode": "AB\u001b[2JCD"}"#, LOGIN, false),
    ("StartDeviceAuthorization", r#"{"userCode": "AB\nerror: CD"}"#, LOGIN, false),
    ("StartDeviceAuthorization", r#"{"userCode": "LONG"}"#, LOGIN, false),
    ("StartDeviceAuthorization", r#"{"expiresIn": 1e300}"#, LOGIN, false),
    ("StartDeviceAuthorization", r#"{"expiresIn": 0}"#, LOGIN, false),
    ("StartDeviceAuthorization", r#"{"verificationUri": ""}"#, LOGIN, false),
    ("StartDeviceAuthorization", r#"{"verificationUri": "javascript:alert(1)"}"#, LOGIN, false),
    ("GetRoleCredentials", r#"{"roleCredentials": {"accessKeyId": ""}}"#, USE, false),
    ("GetRoleCredentials", r#"{"roleCredentials": {"accessKeyId": "AS\u001b[2JIA"}}"#, USE, false),
    ("GetRoleCredentials", r#"{"roleCredentials": {"accessKeyId": "ASIA\nAWS_PROFILE=evil"}}"#, USE, false),
    ("GetRoleCredentials", r#"{"roleCredentials": {"accessKeyId": "ASIA'; touch x; '"}}"#, USE, false),
    ("GetRoleCredentials", r#"{"roleCredentials": {"accessKeyId": "LONG"}}"#, USE, false),
    ("GetRoleCredentials", r#"{"roleCredentials": {"secretAccessKey": ""}}"#, USE, false),
    ("GetRoleCredentials", r#"{"roleCredentials": {"secretAccessKey": "a\r\nb"}}"#, USE, false),
    ("GetRoleCredentials", r#"{"roleCredentials": {"sessionToken": "a b"}}"#, USE, false),
    ("GetRoleCredentials", r#"{"roleCredentials": {"sessionToken": null}}"#, USE, false),
    ("GetRoleCredentials", r#"{"roleCredentials": {"expiration": -1}}"#, USE, false),
    ("GetRoleCredentials", r#"{"roleCredentials": {"expiration": 1e300}}"#, USE, false),
    ("GetRoleCredentials", r#"{"roleCredentials": {"expiration": 1000}}"#, USE, false),
    ("GetRoleCredentials", r#"{"roleCredentials": null}"#, USE, false),
    ("ListAccounts", r#"{"accountList": [{"accountId": "../../etc"}]}"#, "accounts -p p --refresh", false),
    ("ListAccounts", r#"{"accountList": [{"accountId": ""}]}"#, "accounts -p p --refresh", false),
    (
        "ListAccounts",
        r#"{"accountList": [{"accountId": "111122223333&role_name=x"}]}"#,
        "accounts -p p --refresh",
        false,
    ),
    ("ListAccounts", r#"{"accountList": {}}"#, "accounts -p p --refresh", false),
    ("ListAccountRoles", r#"{"roleList": [{"roleName": "../x"}]}"#, "roles -p p --refresh", false),
    ("ListAccountRoles", r#"{"roleList": [{"roleName": "a\u001b[2Jb"}]}"#, "roles -p p --refresh", false),
    ("ListAccountRoles", r#"{"roleList": [{"roleName": ""}]}"#, "roles -p p --refresh", false),
    (
        "ListAccountRoles",
        r#"{"roleList": [{"roleName": "a\n[profile evil]"}]}"#,
        "roles -p p --refresh",
        false,
    ),
];

pub(super) fn kind() -> Kind {
    let name = |(operation, patch, line, aged): &(&str, &str, &str, bool)| {
        let what = if *aged { "a refresh" } else { line.split(' ').next().unwrap_or_default() };
        format!("{operation} {patch}, {what}")
    };
    let attack = |row: &'static (&str, &str, &str, bool)| {
        Attack::new(name(row), Weakness::TakesReplies, move |victim| attack(victim, row))
    };
    Kind { name: "replies", attacks: ROWS.iter().map(attack).collect(), lawful: Vec::new() }
}

fn attack(victim: Victim, (operation, patch, line, aged): &(&str, &str, &str, bool)) -> Verdict {
    let scene = VictimHome::signed_in(*aged)?;
    let before = stored(&scene);
    let patch = patch.replace("LONG", &"x".repeat(40_000));
    scene.fault(&format!("{operation} set={patch} always"))?;
    let seen = victim.line(&scene, line)?;
    seen.ended()?;
    if let Some(c) = clean::foreign(&seen.stdout, "\t").or_else(|| clean::foreign(&seen.stderr, "")) {
        return through(format!("U+{:04X} comes out\n{}", c as u32, seen.text()));
    }
    judge(seen.code, &before, &stored(&scene)).map_err(|failure| failure.with(&seen))
}

/// The token, and whatever role credentials there are.
fn stored(scene: &VictimHome) -> Vec<String> {
    let mut files = vec![fs::read_to_string(scene.token()).unwrap_or_default()];
    let roles = fs::read_dir(scene.home().join(".aws/cli/cache")).into_iter().flatten().flatten();
    files.extend(roles.filter_map(|entry| fs::read_to_string(entry.path()).ok()));
    files
}

/// It failed, and what is stored is what was.
fn judge(code: Option<i32>, before: &[String], after: &[String]) -> Verdict {
    if code == Some(0) {
        return through("it is taken");
    }
    if before == after { Ok(()) } else { through("what is stored is another") }
}
