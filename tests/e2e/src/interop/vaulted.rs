//! A sign-in with the vault on: the AWS CLI and boto3 use the access token, nothing that renews is in plain, and what the AWS CLI
//! signs in to is sealed at the next use.

use super::{
    home::{PROFILE, age_token, cache, clear_role_credentials, configure, done, json, member, same},
    peers,
    peers::Peers,
};
use crate::stage::Stage;
use std::fs;
use xtask::tally::Tally;

const RENEWS: &[&str] = &["refreshToken", "clientSecret", "clientId"];
const BOTO3: &str = "import boto3, sys
print(boto3.Session(profile_name=sys.argv[1]).client('sts').get_caller_identity()['Arn'])";

pub(super) fn run(peers: &Peers, tally: &mut Tally) {
    match Stage::open("interop-vault") {
        Ok(stage) => one(peers, tally, &stage),
        Err(reason) => tally.check("the simulator is up", Err(reason)),
    }
}

fn one(peers: &Peers, tally: &mut Tally, stage: &Stage) {
    let key = format!("--key=file:{}", stage.home.join("usb.key").display());
    let on = configure(stage)
        .and_then(|()| peers::point_version_2_at(&stage.url, &stage.home))
        .and_then(|()| done(stage.daypass().args(["vault", "on", "--yes", &key]).finish()))
        .and_then(|()| nothing_renews(stage));
    tally.check("vault: on, and nothing that renews is in plain", on);
    let whoami = json(stage.daypass().args(["whoami", "--profile", PROFILE]));
    let arn = whoami.as_ref().ok().and_then(|value| member(value, "Arn").ok()).unwrap_or_default().to_owned();
    tally.check("vault: daypass whoami", whoami.map(drop));
    for (name, aws) in [("AWS CLI v1", &peers.v1), ("AWS CLI v2", &peers.v2)] {
        let Some(aws) = aws else { continue };
        let words = ["sts", "get-caller-identity", "--output", "json", "--profile", PROFILE];
        let identity = clear_role_credentials(stage).and_then(|()| json(stage.run(aws).args(words)));
        let result = identity.and_then(|value| same(&arn, member(&value, "Arn")?));
        tally.check(&format!("vault: {name} uses the access token beside what is sealed"), result);
    }
    if let Some(python) = &peers.python {
        let identity = clear_role_credentials(stage)
            .and_then(|()| stage.run(python).args(["-c", BOTO3, PROFILE]).text());
        let result = identity.and_then(|text| same(&arn, text.trim()));
        tally.check("vault: boto3 uses the access token beside what is sealed", result);
    }
    let renewed = age_token(stage)
        .and_then(|_| clear_role_credentials(stage))
        .and_then(|()| done(stage.daypass().args(["credentials", "--profile", PROFILE]).finish()))
        .and_then(|()| nothing_renews(stage));
    tally.check("vault: daypass renews it, and it is sealed again", renewed);
    if let Some(aws) = &peers.v2 {
        let plain =
            done(stage.run(aws).args(["sso", "login", "--profile", PROFILE]).finish()).and_then(|()| {
                if nothing_renews(stage).is_ok() { Err("it is sealed".to_owned()) } else { Ok(()) }
            });
        tally.check("vault: aws sso login works, and stores in plain", plain);
        let end = stage.daypass().args(["whoami", "--profile", PROFILE]).finish();
        let said = end.and_then(|end| {
            let is_said = end.stderr.contains("Sealed 1 session that another tool had stored in plain.");
            if is_said { nothing_renews(stage) } else { Err(end.stderr) }
        });
        tally.check("vault: the next use by daypass seals it, and says so", said);
    }
    let off = done(stage.daypass().args(["vault", "off", "--yes"]).finish());
    if let (Some(python), Ok(())) = (&peers.python, &off) {
        let renewed = age_token(stage)
            .and_then(|_| clear_role_credentials(stage))
            .and_then(|()| stage.run(python).args(["-c", BOTO3, PROFILE]).text());
        let result = renewed.and_then(|text| same(&arn, text.trim()));
        tally.check("vault: off, and boto3 renews again", result);
    }
    tally.check("vault: off", off);
}

/// No token or registration has a member in plain that renews.
fn nothing_renews(stage: &Stage) -> Result<(), String> {
    for path in cache(stage, ".aws/sso/cache") {
        let text = fs::read_to_string(&path).map_err(|error| error.to_string())?;
        // A name as it stands in JSON: `daypassClient` is none of them.
        if let Some(name) = RENEWS.iter().find(|name| text.contains(&format!("\"{name}\""))) {
            return Err(format!("{name} in {}", path.display()));
        }
    }
    Ok(())
}
