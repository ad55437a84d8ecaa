//! The AWS CLI v2 signs in and fills its caches; daypass uses them unchanged.

use super::{
    home::{
        PROFILE, SESSION, age_token, cache, caused, clear_role_credentials, config, done, json, member,
        read_json, same,
    },
    peers,
    peers::Peers,
};
use crate::stage::Stage;
use daypass_testkit::world::{ACCOUNT, START_URL};
use std::{fs, path::Path};
use xtask::tally::Tally;

pub(super) fn run(peers: &Peers, tally: &mut Tally) {
    match Stage::open("interop-files") {
        Ok(stage) => written_by_hand(tally, &stage),
        Err(reason) => tally.check("the simulator is up", Err(reason)),
    }
    let Some(aws) = &peers.v2 else { return };
    for (name, legacy) in [("session", false), ("legacy", true)] {
        match Stage::open("interop-theirs") {
            Ok(stage) => one(tally, &stage, aws, name, legacy),
            Err(reason) => tally.check("the simulator is up", Err(reason)),
        }
    }
}

/// Signs in with the real AWS CLI.
fn one(tally: &mut Tally, stage: &Stage, aws: &Path, kind: &str, legacy: bool) {
    let login = config(stage, legacy)
        .and_then(|()| peers::point_version_2_at(&stage.url, &stage.home))
        .and_then(|()| done(stage.run(aws).args(["sso", "login", "--profile", PROFILE]).finish()));
    tally.check(&format!("{kind}: aws sso login"), login);
    let identity =
        json(stage.run(aws).args(["sts", "get-caller-identity", "--output", "json", "--profile", PROFILE]));
    let arn =
        identity.as_ref().ok().and_then(|value| member(value, "Arn").ok()).unwrap_or_default().to_owned();
    tally.check(&format!("{kind}: aws sts get-caller-identity fills ~/.aws/cli/cache"), identity.map(drop));

    let cached = cache(stage, ".aws/cli/cache").into_iter().find_map(|path| {
        let text = fs::read_to_string(path).ok()?;
        let value: serde_json::Value = serde_json::from_str(&text).ok()?;
        value.get("Credentials")?.get("AccessKeyId")?.as_str().map(str::to_owned)
    });
    let (ours, requests) =
        stage.observed(|| json(stage.daypass().args(["credentials", "--profile", PROFILE])));
    let result = ours.and_then(|value| same(member(&value, "AccessKeyId")?, &cached.unwrap_or_default()));
    tally.check(&format!("{kind}: daypass credentials gives what the AWS CLI cached"), result);
    tally.check(&format!("{kind}: … and asks nobody for it"), caused(&requests, &[]));

    let (login, requests) = stage.observed(|| stage.daypass().args(["login", "--profile", PROFILE]).finish());
    tally.check(
        &format!("{kind}: daypass login has nothing to do"),
        done(login).and_then(|()| caused(&requests, &[])),
    );
    let whoami = json(stage.daypass().args(["whoami", "--profile", PROFILE]));
    tally.check(
        &format!("{kind}: daypass whoami says what the AWS CLI says"),
        whoami.and_then(|value| same(member(&value, "Arn")?, &arn)),
    );

    let cleared = clear_role_credentials(stage);
    let (fetched, requests) =
        stage.observed(|| stage.daypass().args(["credentials", "--profile", PROFILE]).finish());
    let result = cleared
        .and_then(|()| done(fetched))
        .and_then(|()| caused(&requests, &["GET /federation/credentials"]));
    tally.check(
        &format!("{kind}: with the token alone, daypass asks for role credentials and nothing else"),
        result,
    );

    if !legacy {
        let refreshed = refreshed_by_us(stage, aws, &arn);
        tally.check(
            &format!("{kind}: daypass refreshes the AWS CLI's token, the AWS CLI goes on with it"),
            refreshed,
        );
    }

    tally.check(&format!("{kind}: daypass logout"), done(stage.daypass().arg("logout").finish()));
    let left: Vec<_> =
        [".aws/sso/cache", ".aws/cli/cache"].iter().flat_map(|folder| cache(stage, folder)).collect();
    let result = if left.is_empty() { Ok(()) } else { Err(format!("left behind: {left:?}")) };
    tally.check(&format!("{kind}: … removes the AWS CLI's files, too"), result);
}

/// daypass renews the token with the refresh token and the registration that the AWS CLI stored; unknown members stay.
fn refreshed_by_us(stage: &Stage, aws: &Path, arn: &str) -> Result<(), String> {
    let path = age_token(stage)?;
    let before = read_json(&path)?;
    clear_role_credentials(stage)?;
    let (end, requests) =
        stage.observed(|| stage.daypass().args(["credentials", "--profile", PROFILE]).finish());
    done(end)?;
    caused(&requests, &["POST /token", "GET /federation/credentials"])?;
    let after = read_json(&path)?;
    if member(&after, "accessToken")? == member(&before, "accessToken")? {
        return Err("the token in the file is still the old one".to_owned());
    }
    same(member(&after, "startUrl")?, member(&before, "startUrl")?)?;
    clear_role_credentials(stage)?;
    let identity =
        json(stage.run(aws).args(["sts", "get-caller-identity", "--output", "json", "--profile", PROFILE]))?;
    same(member(&identity, "Arn")?, arn)
}

/// Writes the cache files byte for byte as AWS CLI 2.36 does, for machines without it.
fn written_by_hand(tally: &mut Tally, stage: &Stage) {
    // sha1 of the session's name, and of {"accountId":"111122223333","roleName":"Admin","sessionName":"corp"}.
    const TOKEN: &str = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";
    const ROLE_CREDENTIALS: &str = ".aws/cli/cache/0cdbf32b99792a73981dd3f142bc63ab50240b44.json";
    let token = format!(
        r#"{{"startUrl": "{START_URL}", "region": "eu-west-1", "accessToken": "aoaEXAMPLE", "expiresAt": "2099-01-01T00:00:00Z", "clientId": "id", "clientSecret": "secret", "registrationExpiresAt": "2099-01-01T00:00:00UTC", "refreshToken": "aorEXAMPLE"}}"#
    );
    let role = format!(
        r#"{{"ProviderType": "sso", "Credentials": {{"AccessKeyId": "ASIAEXAMPLE", "SecretAccessKey": "secret", "SessionToken": "token", "Expiration": "2099-01-01T00:00:00Z", "AccountId": "{ACCOUNT}"}}}}"#
    );
    let write = || -> std::io::Result<()> {
        for (path, text) in [(TOKEN, &token), (ROLE_CREDENTIALS, &role)] {
            let path = stage.home.join(path);
            fs::create_dir_all(path.parent().expect("it lies in a folder"))?;
            fs::write(path, text)?;
        }
        let text = format!(
            "[profile {PROFILE}]\nsso_session = {SESSION}\nsso_account_id = 111122223333\nsso_role_name = Admin\n[sso-session {SESSION}]\nsso_region = eu-west-1\nsso_start_url = {START_URL}\nsso_registration_scopes = sso:account:access\n"
        );
        fs::write(stage.home.join(".aws/config"), text)
    };
    let written = write().map_err(|error| error.to_string());
    let (result, requests) = stage.observed(|| -> Result<(), String> {
        written?;
        let ours = json(stage.daypass().args(["credentials", "--profile", PROFILE]))?;
        same(member(&ours, "AccessKeyId")?, "ASIAEXAMPLE")?;
        done(stage.daypass().args(["login", "--profile", PROFILE]).finish())
    });
    tally.check("files as the AWS CLI v2 writes them are used as they stand", result);
    tally.check("… without a request", caused(&requests, &[]));
}
