//! Faults of the caches, their folders and the modes of files.
#![cfg(unix)]

use super::{Home, ROLE, TOKEN, all};
use daypass_credentials::{Settings, Trust};
use daypass_doctor::examine;
use daypass_sso_types::ClientSecret;
use daypass_token_cache::ClientEndpoints;
use std::{fs, sync::Arc};

const CLIENT: &str = ".aws/sso/cache/2a5a0e0b4a9e1f6f0d3b1a2c3d4e5f6071829304.json";
const LEFTOVER: &str = ".aws/sso/cache/.x.json.1-1.daypass-tmp";
const KEYS: &str = "[old]\naws_access_key_id = A\naws_secret_access_key = planted\n";

#[test]
fn folders_and_modes() {
    insta::assert_snapshot!(all(&[
        ("others list the tokens", |home| { home.mode(".aws/sso/cache", 0o755); }),
        ("a group lists the keys", |home| { home.mode(".aws/cli/cache", 0o750); }),
        ("others read a token", |home| { home.mode(TOKEN, 0o644); }),
        ("a group reads keys", |home| { home.mode(ROLE, 0o640); }),
        ("others read what is no cache file", |home| { home.put(".aws/sso/cache/x.txt", "").mode(".aws/sso/cache/x.txt", 0o644); }),
        ("a file instead of a folder", |home| {
            fs::remove_dir_all(home.path(".aws/sso/cache")).expect("removed");
            home.put(".aws/sso/cache", "");
        }),
        ("no folder at all", |home| fs::remove_dir_all(home.path(".aws/sso")).expect("removed")),
        ("others read keys of the credentials file", |home| { home.put(".aws/credentials", KEYS).mode(".aws/credentials", 0o644); }),
        ("others read keys of the config file", |home| {
            home.with(&KEYS.replace("[old]", "\n[profile old]\nregion = us-east-1")).mode(".aws/config", 0o604);
        }),
        ("others read a config file without keys", |home| { home.mode(".aws/config", 0o644); }),
        ("the owner alone reads keys", |home| { home.put(".aws/credentials", KEYS); }),
    ]), @r#"
    # others list the tokens
    K201 warning cache the folder is open to others (mode 0755) | other users of this machine can list the files | Close("~/.aws/sso/cache", 448)
    # a group lists the keys
    K201 warning cache the folder is open to others (mode 0750) | other users of this machine can list the files | Close("~/.aws/cli/cache", 448)
    # others read a token
    K203 error ee0bfd2552fbd840c02cc48b6e823320543c450f.json a file with a token or credentials is open to others (mode 0644) | anyone with an account on this machine can act as you | Close("~/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json", 384)
    # a group reads keys
    K203 error 0cdbf32b99792a73981dd3f142bc63ab50240b44.json a file with a token or credentials is open to others (mode 0640) | anyone with an account on this machine can act as you | Close("~/.aws/cli/cache/0cdbf32b99792a73981dd3f142bc63ab50240b44.json", 384)
    # others read what is no cache file

    # a file instead of a folder
    K202 error cache something other than a folder is in the place of the cache folder | no AWS tool finds or stores a sign-in | mv ~/.aws/sso/cache ~/.aws/sso/cache.old
    # no folder at all

    # others read keys of the credentials file
    C151 warning credentials a file with secret keys can be read by others (mode 0644) | anyone with an account on this machine can use the keys | Close("~/.aws/credentials", 384)
    # others read keys of the config file
    C151 warning config a file with secret keys can be read by others (mode 0604) | anyone with an account on this machine can use the keys | Close("~/.aws/config", 384)
    # others read a config file without keys

    # the owner alone reads keys
    "#);
}

#[test]
fn damaged_files() {
    insta::assert_snapshot!(all(&[
        ("half a token", |home| { home.put(TOKEN, "{\"accessToken\": \"pla"); }),
        ("half a token, ten seconds old", |home| { home.put(TOKEN, "{").aged(TOKEN, 10); }),
        ("half a token, being written", |home| { home.put(TOKEN, "{").aged(TOKEN, 9); }),
        ("an empty token", |home| { home.put(TOKEN, ""); }),
        ("an empty token, being written", |home| { home.put(TOKEN, "").aged(TOKEN, 1); }),
        ("set aside", |home| { home.put(&format!("{TOKEN}.corrupt"), "{"); }),
        ("left by a killed writer", |home| { home.put(LEFTOVER, "{}"); }),
        ("of a writer at work", |home| { home.put(LEFTOVER, "{}").aged(LEFTOVER, 1); }),
        ("a link to itself", |home| {
            fs::remove_file(home.path(TOKEN)).expect("removed");
            std::os::unix::fs::symlink(home.path(TOKEN), home.path(TOKEN)).expect("a link");
        }),
        ("a client that is over", |home| {
            home.put(CLIENT, r#"{"clientId": "id", "clientSecret": "planted", "expiresAt": "2026-11-22T12:00:00Z"}"#);
        }),
        ("a client that is good", |home| {
            home.put(CLIENT, r#"{"clientId": "id", "clientSecret": "planted", "expiresAt": "2026-11-22T12:00:01Z"}"#);
        }),
        ("another tool's file", |home| { home.put(".aws/sso/cache/x.json", "{\"a\": 1}"); }),
    ]), @r#"
    # half a token
    K204 error ee0bfd2552fbd840c02cc48b6e823320543c450f.json the cache file is damaged: it ends in the middle of its JSON | the AWS CLI and the SDKs fail on it instead of signing in | SetAside("~/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json")
    # half a token, ten seconds old
    K204 error ee0bfd2552fbd840c02cc48b6e823320543c450f.json the cache file is damaged: it ends in the middle of its JSON | the AWS CLI and the SDKs fail on it instead of signing in | SetAside("~/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json")
    # half a token, being written

    # an empty token
    K205 error ee0bfd2552fbd840c02cc48b6e823320543c450f.json the cache file is empty because its writer was interrupted | the AWS CLI and the SDKs fail on it instead of signing in | Remove("~/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json")
    # an empty token, being written

    # set aside
    K206 note ee0bfd2552fbd840c02cc48b6e823320543c450f.json.corrupt a damaged file that was set aside; it may hold parts of secrets | no tool; the file stays until you remove it | Remedy(RemoveFiles(["~/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json.corrupt"]))
    # left by a killed writer
    K207 warning .x.json.1-1.daypass-tmp a temporary file of a daypass that was killed | no tool; it holds what was about to be stored | Sweep("~/.aws/sso/cache")
    # of a writer at work

    # a link to itself
    K208 error ee0bfd2552fbd840c02cc48b6e823320543c450f.json the cache file cannot be read | the tools of this user fail on it | chmod u+rw ~/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json
    # a client that is over
    K209 note 2a5a0e0b4a9e1f6f0d3b1a2c3d4e5f6071829304.json a client registration that has expired | no tool: the next sign-in registers a new client | Remove("~/.aws/sso/cache/2a5a0e0b4a9e1f6f0d3b1a2c3d4e5f6071829304.json")
    # a client that is good

    # another tool's file
    "#);
}

/// K216: the token was got at AWS or at other endpoints; nothing is said of one that nobody has bound yet, or where the
/// host is allowed.
#[test]
fn a_token_that_was_got_elsewhere() {
    const SET: &str = "https://sso.internal:8443";
    let found = |got_at: Option<&[&str]>, set: Option<&str>, allowed: &[&str]| {
        let home = Home::healthy();
        if let Some(origins) = got_at {
            let origins: Vec<_> = origins.iter().map(|&origin| origin.to_owned()).collect();
            let clients = ClientEndpoints::at(home.path(".local/state/daypass/clients"));
            clients.bind("id", &ClientSecret::new("planted"), &origins).expect("written");
        }
        let allowed = allowed.iter().map(|&host| host.to_owned()).collect();
        let endpoints = Settings {
            endpoint_url: set.map(str::to_owned),
            trust: Some(Arc::new(Trust { allowed, ..Trust::default() })),
            ..Settings::default()
        };
        let found = examine(&home.gather().with_endpoints(endpoints));
        found.iter().filter(|finding| finding.code == "K216").map(|it| it.message.clone()).collect::<Vec<_>>()
    };
    let is_said = ["the token of corp was not got at https://sso.internal:8443, which is set now"];
    assert_eq!(found(Some(&[]), Some(SET), &[]), is_said);
    assert_eq!(found(Some(&["https://other.internal"]), Some(SET), &[]), is_said);
    for (got_at, set, allowed) in [
        (None, Some(SET), &[][..]),
        (Some(&[SET][..]), Some(SET), &[]),
        (Some(&[]), Some(SET), &["sso.internal"]),
        (Some(&[SET]), None, &[]),
    ] {
        let nothing: [&str; 0] = [];
        assert_eq!(found(got_at, set, allowed), nothing, "{got_at:?} {set:?} {allowed:?}");
    }
}

#[test]
fn tokens_that_do_not_fit() {
    insta::assert_snapshot!(all(&[
        ("of another region", |home| { home.token(&[("region", Some("\"eu-west-1\""))]); }),
        ("of another portal", |home| { home.token(&[("startUrl", Some("\"https://d-other.awsapps.com/start\""))]); }),
        ("of neither", |home| { home.token(&[("startUrl", Some("\"https://d-other.awsapps.com/start\"")), ("region", Some("\"eu-west-1\""))]); }),
        ("that does not say", |home| { home.token(&[("startUrl", None), ("region", None)]); }),
        ("without refresh", |home| { home.token(&[("refreshToken", None)]); }),
        ("of a client that is over", |home| { home.token(&[("registrationExpiresAt", Some("\"2026-11-22T12:00:00Z\""))]); }),
        ("of a client that is good", |home| { home.token(&[("registrationExpiresAt", Some("\"2026-11-22T12:00:01Z\""))]); }),
        ("of a client that does not say", |home| { home.token(&[("registrationExpiresAt", None)]); }),
        ("with a time of its own", |home| { home.token(&[("expiresAt", Some("\"2098-01-01T00:00:00UTC\""))]); }),
        ("of a legacy profile", |home| {
            home.with("\n[profile old]\nsso_start_url = https://d-old.awsapps.com/start\nsso_region = us-east-1\nsso_account_id = 111122223333\nsso_role_name = Admin\nregion = us-east-1\n");
            let text = super::token(&[("refreshToken", None), ("startUrl", Some("\"https://d-old.awsapps.com/start\"")), ("region", Some("\"eu-west-1\""))]);
            home.put(".aws/sso/cache/81aa53499e8f4641ae898a0817fca3e178db26b8.json", &text);
        }),
    ]), @r#"
    # of another region
    K210 warning ee0bfd2552fbd840c02cc48b6e823320543c450f.json the token of corp is of another region than its sso_region | AWS refuses calls with it; the C++ SDK refreshes it in the token's region | Remedy(SignInAgain(Session("corp")))
    # of another portal
    K211 warning ee0bfd2552fbd840c02cc48b6e823320543c450f.json the token of corp is of another portal than its sso_start_url | every AWS tool uses it for this session nevertheless | Remedy(SignInAgain(Session("corp")))
    # of neither
    K210 warning ee0bfd2552fbd840c02cc48b6e823320543c450f.json the token of corp is of another region than its sso_region | AWS refuses calls with it; the C++ SDK refreshes it in the token's region | Remedy(SignInAgain(Session("corp")))
    K211 warning ee0bfd2552fbd840c02cc48b6e823320543c450f.json the token of corp is of another portal than its sso_start_url | every AWS tool uses it for this session nevertheless | Remedy(SignInAgain(Session("corp")))
    # that does not say

    # without refresh
    K212 warning ee0bfd2552fbd840c02cc48b6e823320543c450f.json the token of corp cannot be refreshed: it has no refresh token | a sign-in every few hours; was sso:account:access left out of sso_registration_scopes? | Remedy(SignInAgain(Session("corp")))
    # of a client that is over
    K213 warning ee0bfd2552fbd840c02cc48b6e823320543c450f.json the token of corp cannot be refreshed: its client registration has expired or is missing | Rust, boto3 and the AWS CLI do not refresh it; JavaScript and Go try, and AWS refuses | Remedy(SignInAgain(Session("corp")))
    # of a client that is good

    # of a client that does not say
    K213 warning ee0bfd2552fbd840c02cc48b6e823320543c450f.json the token of corp cannot be refreshed: its client registration has expired or is missing | Rust, boto3 and the AWS CLI do not refresh it; JavaScript and Go try, and AWS refuses | Remedy(SignInAgain(Session("corp")))
    # with a time of its own
    K214 warning ee0bfd2552fbd840c02cc48b6e823320543c450f.json the file of a sign-in has a time, a type or a tail that not every SDK reads | Rust and Go refuse the file or lose the refresh; every SDK reads YYYY-MM-DDTHH:MM:SSZ | Rewrite("~/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json")
    # of a legacy profile
    P516 note config:17 profile old without sso_session: the token is not refreshed | a sign-in every few hours; only tools that know no sso-session (Terraform before AWS provider 5, old SDKs) need such a profile | Convert { profiles: ["old"] }
    K210 warning 81aa53499e8f4641ae898a0817fca3e178db26b8.json the token of https://d-old.awsapps.com/start is of another region than its sso_region | AWS refuses calls with it; the C++ SDK refreshes it in the token's region | Remedy(SignInAgain(Profile("old")))
    "#);
}
