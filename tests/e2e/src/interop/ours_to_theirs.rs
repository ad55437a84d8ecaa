//! daypass signs in; the AWS CLI and boto3 use that sign-in, with no daypass in their config.

use super::{
    home::{
        PROFILE, age_token, caused, clear_role_credentials, config, configure, done, json, member, read_json,
        same,
    },
    peers,
    peers::Peers,
};
use crate::stage::Stage;
use serde_json::Value;
use std::{fs, path::Path};
use xtask::tally::Tally;

/// A program that uses boto3; its second argument is the profile.
const BOTO3: &str = "
import boto3, json, sys
session = boto3.Session(profile_name=sys.argv[1])
buckets = [bucket['Name'] for bucket in session.client('s3').list_buckets()['Buckets']]
identity = session.client('sts').get_caller_identity()
print(json.dumps({'Arn': identity['Arn'], 'Account': identity['Account'], 'Buckets': buckets}))
";

pub(super) fn run(peers: &Peers, tally: &mut Tally) {
    for (name, legacy) in [("session", false), ("legacy", true)] {
        match Stage::open("interop-ours") {
            Ok(stage) => one(peers, tally, &stage, name, legacy),
            Err(reason) => tally.check("the simulator is up", Err(reason)),
        }
    }
}

fn one(peers: &Peers, tally: &mut Tally, stage: &Stage, kind: &str, legacy: bool) {
    // A session as daypass sets it up; a legacy profile as it stands in old files.
    let set_up = if legacy {
        config(stage, legacy)
            .and_then(|()| done(stage.daypass().args(["login", "--profile", PROFILE]).finish()))
    } else {
        configure(stage)
    };
    let set_up = set_up.and_then(|()| peers::point_version_2_at(&stage.url, &stage.home));
    tally.check(&format!("{kind}: daypass {}", if legacy { "login" } else { "configure sso" }), set_up);
    let whoami = json(stage.daypass().args(["whoami", "--profile", PROFILE]));
    let arn = whoami.as_ref().ok().and_then(|value| member(value, "Arn").ok()).unwrap_or_default().to_owned();
    tally.check(&format!("{kind}: daypass whoami"), whoami.map(drop));

    for (name, aws) in [("AWS CLI v1", &peers.v1), ("AWS CLI v2", &peers.v2)] {
        let Some(aws) = aws else { continue };
        let identity = json(stage.run(aws).args([
            "sts",
            "get-caller-identity",
            "--output",
            "json",
            "--profile",
            PROFILE,
        ]));
        let result = identity.and_then(|value| same(&arn, member(&value, "Arn")?));
        tally.check(&format!("{kind}: {name}: sts get-caller-identity says what whoami says"), result);
        let buckets = stage.run(aws).args(["s3", "ls", "--profile", PROFILE]).text();
        tally.check(
            &format!("{kind}: {name}: s3 ls lists buckets"),
            buckets.and_then(|text| not_empty(&text)),
        );
    }
    if let Some(python) = &peers.python {
        tally.check(
            &format!("{kind}: boto3: STS and S3"),
            boto3(stage, python).and_then(|found| same(&arn, &found)),
        );
        if !legacy {
            let refreshed = refreshed_by_boto3(stage, python);
            tally.check(
                &format!("{kind}: boto3 refreshes the token that daypass got, daypass goes on with it"),
                refreshed,
            );
        }
    }
    if let Some(aws) = &peers.v2 {
        let (export, requests) = stage.observed(|| export_of_ours(stage, aws));
        tally.check(
            &format!("{kind}: AWS CLI v2: export-credentials takes the role credentials daypass cached"),
            export,
        );
        let result = caused(&requests, &[]);
        tally.check(&format!("{kind}: … and asks nobody for them"), result);
    }
    let config_text = fs::read_to_string(stage.home.join(".aws/config")).unwrap_or_default();
    let clean = if config_text.contains("daypass") { Err(config_text) } else { Ok(()) };
    tally.check(&format!("{kind}: their config names no daypass"), clean);

    tally.check(&format!("{kind}: daypass logout"), done(stage.daypass().arg("logout").finish()));
    for (name, aws) in [("AWS CLI v1", &peers.v1), ("AWS CLI v2", &peers.v2)] {
        let Some(aws) = aws else { continue };
        let end = stage.run(aws).args(["sts", "get-caller-identity", "--profile", PROFILE]).finish();
        let result = end.and_then(|end| {
            if end.status.success() { Err("it still has credentials".to_owned()) } else { Ok(()) }
        });
        tally.check(&format!("{kind}: {name} is signed out, too"), result);
    }
}

fn boto3(stage: &Stage, python: &Path) -> Result<String, String> {
    let found = json(stage.run(python).args(["-c", BOTO3, PROFILE]))?;
    let buckets = found.get("Buckets").and_then(Value::as_array).map_or(0, Vec::len);
    if buckets == 0 {
        return Err(format!("no buckets in {found}"));
    }
    member(&found, "Arn").map(str::to_owned)
}

/// boto3 renews the token with the refresh token and the registration that daypass stored.
fn refreshed_by_boto3(stage: &Stage, python: &Path) -> Result<(), String> {
    let path = age_token(stage)?;
    let before = read_json(&path)?;
    boto3(stage, python)?;
    if member(&read_json(&path)?, "accessToken")? == member(&before, "accessToken")? {
        return Err("boto3 did not refresh the token".to_owned());
    }
    // Without role credentials daypass needs the token, and must take the new one as it is.
    clear_role_credentials(stage)?;
    let (end, requests) =
        stage.observed(|| stage.daypass().args(["credentials", "--profile", PROFILE]).finish());
    done(end)?;
    caused(&requests, &["GET /federation/credentials"])
}

fn export_of_ours(stage: &Stage, aws: &Path) -> Result<(), String> {
    let ours = json(stage.daypass().args(["credentials", "--profile", PROFILE, "--format", "process"]))?;
    let theirs = json(stage.run(aws).args(["configure", "export-credentials", "--profile", PROFILE]))?;
    same(member(&ours, "AccessKeyId")?, member(&theirs, "AccessKeyId")?)
}

fn not_empty(text: &str) -> Result<(), String> {
    if text.trim().is_empty() { Err("nothing was listed".to_owned()) } else { Ok(()) }
}
