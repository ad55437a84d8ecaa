//! The AWS CLI's own spellings, run by both: what a script reads is the same, byte for byte.

use super::{
    home::{PROFILE, cache, configure, member, read_json, same},
    peers::{self, Peers},
};
use crate::stage::Stage;
use daypass_testkit::world::{ACCOUNT, ROLE};
use std::{fs, path::Path};
use xtask::{process::Finished, tally::Tally};

/// Command lines. `TOKEN` is the access token, with the region of its portal.
const LINES: &[&str] = &[
    "configure list-profiles",
    "configure get region",
    "configure get region --profile PROFILE",
    "configure get region --profile nobody",
    "configure get PROFILE.region",
    "configure get profile.PROFILE.sso_role_name",
    "configure get profile.PROFILE.s3.max_concurrent_requests",
    "configure get s3.max_concurrent_requests --profile PROFILE",
    "configure get s3 --profile PROFILE",
    "configure get default.region",
    "configure get nothing --profile PROFILE",
    "configure get a.b.c",
    "configure get Region --profile PROFILE",
    "configure get aws_access_key_id --profile old",
    "configure export-credentials --profile old",
    "configure export-credentials --profile old --format env",
    "configure export-credentials --profile PROFILE",
    "configure export-credentials --profile PROFILE --format env-no-export",
    "configure export-credentials --profile PROFILE --format powershell",
    "configure export-credentials --profile PROFILE --format windows-cmd",
    "sso list-accounts TOKEN",
    "sso list-accounts TOKEN --output text",
    "sso list-account-roles --account-id ACCOUNT TOKEN",
    "sso list-account-roles --account-id ACCOUNT TOKEN --output text",
    "sso list-accounts TOKEN --query accountList[].accountId",
    "sso list-accounts TOKEN --query accountList[].accountId --output text",
    "sso list-accounts TOKEN --query accountList[?accountName==`Production`].accountId --output text",
    "sso list-accounts TOKEN --query accountList[].[accountId,accountName] --output text",
    "sso list-accounts TOKEN --query accountList[].{i:accountId,n:accountName} --output text",
    "sso list-accounts TOKEN --query {a:accountList[].accountId,b:`1`,c:`true`} --output text",
    "sso list-accounts TOKEN --query accountList[0:1].[accountId,[emailAddress,accountName]] --output text",
    "sso list-accounts TOKEN --query accountList[0]",
    "sso list-accounts TOKEN --query length(accountList) --output text",
    "sso list-accounts TOKEN --query nothing",
    "sso list-accounts TOKEN --query nothing --output text",
    "sso list-accounts TOKEN --query accountList[ --output text",
    "sts get-caller-identity --profile PROFILE",
    "sts get-caller-identity --profile PROFILE --output text",
    "sts get-caller-identity --profile PROFILE --query Account --output text",
    "sts get-caller-identity --profile PROFILE --query [Account,Arn]",
];

pub(super) fn run(peers: &Peers, tally: &mut Tally) {
    let Some(aws) = &peers.v2 else { return };
    match Stage::open("interop-spellings") {
        Ok(stage) => {
            if let Err(reason) = furnish(&stage) {
                return tally.check("spellings: daypass configure sso", Err(reason));
            }
            for line in LINES {
                tally.check(&format!("spellings: {line}"), compared(&stage, aws, line));
            }
        }
        Err(reason) => tally.check("the simulator is up", Err(reason)),
    }
}

fn furnish(stage: &Stage) -> Result<(), String> {
    configure(stage)?;
    peers::point_version_2_at(&stage.url, &stage.home)?;
    let config = stage.home.join(".aws/config");
    let text = fs::read_to_string(&config).map_err(|error| error.to_string())?;
    let block = format!("[profile {PROFILE}]\ns3 =\n    max_concurrent_requests = 20\n");
    let text = text.replace(&format!("[profile {PROFILE}]\n"), &block);
    fs::write(config, text).map_err(|error| error.to_string())?;
    let old = "[old]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = secretEXAMPLE\n";
    fs::write(stage.home.join(".aws/credentials"), old).map_err(|error| error.to_string())
}

/// Runs a line by the AWS CLI, then by daypass: both succeed or both fail, and the standard output is the same.
fn compared(stage: &Stage, aws: &Path, line: &str) -> Result<(), String> {
    let is_token = |path: &std::path::PathBuf| {
        fs::read_to_string(path).is_ok_and(|text| text.contains("\"accessToken\""))
    };
    let file = cache(stage, ".aws/sso/cache").into_iter().find(is_token).ok_or("no token in the cache")?;
    let token = member(&read_json(&file)?, "accessToken")?.to_owned();
    let words = |word: &str| match word {
        "TOKEN" => ["--access-token", &token, "--region", "eu-west-1"].map(str::to_owned).to_vec(),
        word => {
            vec![word.replace("PROFILE", PROFILE).replace("ACCOUNT", ACCOUNT).replace("ROLE", ROLE)]
        }
    };
    let words: Vec<_> = line.split(' ').flat_map(words).collect();
    let theirs = stage.run(aws).args(&words).finish()?;
    let ours = stage.daypass().args(&words).finish()?;
    let ended = |end: &Finished| if end.status.success() { "done" } else { "failed" };
    same(ended(&ours), ended(&theirs))?;
    same(&ours.stdout, &theirs.stdout)
}
