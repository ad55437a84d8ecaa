//! Console sign-ins (`aws login`) in both directions: boto3, the SDKs for JavaScript and Rust and the AWS CLI on daypass's
//! file, and daypass on theirs. The simulator's sign-in service checks PKCE and each proof; a refresh token is good for one use.

use super::{
    home::{age_login, cache, done, json, member, read_json, same},
    javascript, peers, sdk_rust,
};
use crate::stage::Stage;
use daypass_simulator::{ConsoleRefresh, Operation};
use serde_json::Value;
use std::path::{Path, PathBuf};
use xtask::{process::Run, tally::Tally};

const PROFILE: &str = "dev";

const BOTO3: &str = "
import boto3, json, sys
keys = boto3.Session(profile_name=sys.argv[1]).get_credentials().get_frozen_credentials()
print(json.dumps({'AccessKeyId': keys.access_key}))
";

const JAVASCRIPT: &str = "
const { fromNodeProviderChain } = require('@aws-sdk/credential-providers');
fromNodeProviderChain({ profile: process.argv[1] })().then((keys) => {
    console.log(JSON.stringify({ AccessKeyId: keys.accessKeyId }));
});
";

/// A real client: its name, and how it is asked for the credentials of the profile.
struct Client {
    name: &'static str,
    program: PathBuf,
    arguments: Vec<String>,
    modules: Option<PathBuf>,
}

impl Client {
    fn credentials(&self, stage: &Stage) -> Result<Value, String> {
        let run = stage.run(&self.program).args(&self.arguments).env("NODE_NO_WARNINGS", "1");
        let run = match &self.modules {
            Some(modules) => run.env("NODE_PATH", modules),
            None => run,
        };
        json(run)
    }
}

pub(super) fn run(tally: &mut Tally) {
    let aws = peers::aws_cli_login();
    let mut clients = Vec::new();
    match peers::boto3_with_crt() {
        Ok(program) => clients.push(Client {
            name: "boto3",
            program,
            arguments: ["-c", BOTO3, PROFILE].map(str::to_owned).to_vec(),
            modules: None,
        }),
        Err(reason) => tally.missing("console: boto3 with awscrt", &reason),
    }
    match javascript::login_modules() {
        Ok(modules) => clients.push(Client {
            name: "JavaScript",
            program: PathBuf::from("node"),
            arguments: ["-e", JAVASCRIPT, PROFILE].map(str::to_owned).to_vec(),
            modules: Some(modules),
        }),
        Err(reason) => tally.missing("console: the AWS SDK for JavaScript v3", &reason),
    }
    match sdk_rust::login_program() {
        Ok(program) => {
            clients.push(Client {
                name: "Rust",
                program,
                arguments: vec![PROFILE.to_owned()],
                modules: None,
            });
        }
        Err(reason) => tally.missing("console: the AWS SDK for Rust", &reason),
    }
    match &aws {
        Ok(program) => clients.push(Client {
            name: "AWS CLI",
            program: program.clone(),
            arguments: ["configure", "export-credentials", "--profile", PROFILE].map(str::to_owned).to_vec(),
            modules: None,
        }),
        // Its source is not everywhere within reach.
        Err(reason) => tally.skip("console: the AWS CLI with aws login", reason),
    }
    for client in &clients {
        tally.check(
            &format!("console: {} on a sign-in of daypass, and back", client.name),
            to_and_fro(client),
        );
    }
    if let Ok(aws) = aws {
        tally.check("console: aws login, then daypass without a region of its own", signed_in_by_aws(&aws));
    }
}

/// A stage where refresh tokens are good for one use.
fn open() -> Result<Stage, String> {
    let stage = Stage::open("interop-console")?;
    stage.world().lock().settings_mut().console_refresh = ConsoleRefresh::SingleUse;
    Ok(stage)
}

fn credentials(stage: &Stage) -> Result<Value, String> {
    json(stage.daypass().args(["credentials", "--profile", PROFILE]))
}

/// The requests for tokens so far.
fn tokens(stage: &Stage) -> u64 {
    stage.world().lock().count(Operation::CreateOAuth2Token)
}

/// daypass signs in; the client reads the keys, refreshes them, and daypass goes on with what the client stored; then the other
/// way round, twice.
fn to_and_fro(client: &Client) -> Result<(), String> {
    let stage = open()?;
    done(
        stage.daypass().args(["login", "--console", "--profile", PROFILE, "--region", "eu-west-1"]).finish(),
    )?;
    same(
        member(&client.credentials(&stage)?, "AccessKeyId")?,
        member(&credentials(&stage)?, "AccessKeyId")?,
    )?;
    for round in 0..2 {
        let before = tokens(&stage);
        age_login(&stage)?;
        let theirs = client.credentials(&stage)?;
        let ours = credentials(&stage)?;
        same(member(&ours, "AccessKeyId")?, member(&theirs, "AccessKeyId")?)
            .map_err(|error| format!("round {round}, refreshed by the client: {error}"))?;
        age_login(&stage)?;
        let ours = credentials(&stage)?;
        let theirs = client.credentials(&stage)?;
        same(member(&ours, "AccessKeyId")?, member(&theirs, "AccessKeyId")?)
            .map_err(|error| format!("round {round}, refreshed by daypass: {error}"))?;
        match tokens(&stage) - before {
            2 => {}
            other => return Err(format!("round {round}: {other} requests for tokens, not 2")),
        }
    }
    Ok(())
}

/// The AWS CLI signs in and writes no region; the profile's is another, and daypass finds the right one.
fn signed_in_by_aws(aws: &Path) -> Result<(), String> {
    let stage = open()?;
    // The AWS CLI waits for the browser before it listens, unless it starts it in the background.
    let browser = format!("{} %s &", stage.browser().display());
    let login = stage.run(aws).args(["login", "--profile", PROFILE, "--region", "eu-west-1"]);
    done(login.env("BROWSER", browser).finish())?;
    let file = cache(&stage, ".aws/login/cache").into_iter().next().ok_or("aws login has stored nothing")?;
    if read_json(&file)?.get("signInRegion").is_some() {
        return Err("the AWS CLI writes the region by now: this check says nothing".to_owned());
    }
    let fresh = credentials(&stage)?;
    let export: Run = stage.run(aws).args(["configure", "export-credentials", "--profile", PROFILE]);
    same(member(&json(export)?, "AccessKeyId")?, member(&fresh, "AccessKeyId")?)?;
    age_login(&stage)?;
    let renewed = credentials(&stage)?;
    if member(&renewed, "AccessKeyId")? == member(&fresh, "AccessKeyId")? {
        return Err("the keys were not renewed".to_owned());
    }
    same(member(&read_json(&file)?, "signInRegion")?, "eu-west-1")?;
    let export = stage.run(aws).args(["configure", "export-credentials", "--profile", PROFILE]);
    same(member(&json(export)?, "AccessKeyId")?, member(&renewed, "AccessKeyId")?)?;
    done(stage.daypass().args(["logout", "--profile", PROFILE, "--revoke"]).finish())?;
    match stage
        .run(aws)
        .args(["configure", "export-credentials", "--profile", PROFILE])
        .finish()?
        .status
        .success()
    {
        false => Ok(()),
        true => Err("the AWS CLI has keys after daypass signed out".to_owned()),
    }
}
