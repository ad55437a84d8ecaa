//! boto3, the SDK for JavaScript and the AWS CLI take credentials from `daypass serve`, and new ones when those end;
//! none of them sees a config file.

use super::{
    home::{PROFILE, configure, json, member, same},
    javascript, peers,
    peers::Peers,
};
use crate::stage::Stage;
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Stdio},
    thread,
    time::Duration,
};
use xtask::{process::Run, tally::Tally};

/// How long credentials live, and how long a program waits before it asks again, in seconds.
const LIFE: u64 = 5;
const LATER: u64 = 6;

const BOTO3: &str = "
import boto3, json, sys, time
session = boto3.Session()
sts = session.client('sts')
def look():
    arn = sts.get_caller_identity()['Arn']
    return {'Arn': arn, 'Key': session.get_credentials().get_frozen_credentials().access_key}
first = look()
time.sleep(int(sys.argv[1]))
print(json.dumps([first, look()]))
";

const JAVASCRIPT: &str = "
const { STSClient, GetCallerIdentityCommand } = require('@aws-sdk/client-sts');
const sts = new STSClient({});
const look = async () => {
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
    return { Arn, Key: (await sts.config.credentials()).accessKeyId };
};
(async () => {
    const first = await look();
    await new Promise((done) => setTimeout(done, 1000 * process.argv[1]));
    console.log(JSON.stringify([first, await look()]));
})();
";

pub(super) fn run(peers: &Peers, tally: &mut Tally) {
    let modules = javascript::modules();
    if let Err(reason) = &modules {
        tally.missing("the AWS SDK for JavaScript v3", reason);
    }
    match Scene::open() {
        Ok(scene) => scene.play(peers, modules.ok(), tally),
        Err(reason) => tally.check("serve: an endpoint for SDKs", Err(reason)),
    }
}

/// A running `daypass serve`, and a home without a config file for the programs that use it.
struct Scene {
    stage: Stage,
    home: PathBuf,
    server: Child,
    variables: Vec<(String, String)>,
    arn: String,
}

impl Drop for Scene {
    fn drop(&mut self) {
        drop(self.server.kill());
        drop(self.server.wait());
    }
}

impl Scene {
    fn open() -> Result<Self, String> {
        let stage = Stage::open("interop-served")?;
        stage.world().lock().settings_mut().role_seconds = LIFE;
        configure(&stage)?;
        let arn = member(&json(stage.daypass().args(["whoami", "--profile", PROFILE]))?, "Arn")?.to_owned();
        let home = stage.home.join("elsewhere");
        fs::create_dir_all(&home).map_err(|error| error.to_string())?;
        peers::point_version_2_at(&stage.url, &home)?;
        let run = stage.daypass().args(["serve", PROFILE, "--output", "json", "--quiet"]);
        let mut server = run.spawn(Stdio::piped(), Stdio::inherit())?;
        let stdout = server.stdout.take().expect("it is a pipe");
        let offer = serde_json::Deserializer::from_reader(stdout).into_iter::<Value>().next();
        let mut scene = Self { stage, home, server, variables: Vec::new(), arn };
        let offer = offer.and_then(Result::ok).ok_or("serve offers nothing")?;
        let variables = offer.pointer("/0/variables").and_then(Value::as_object).ok_or("no variables")?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        scene.variables = variables.iter().map(|(name, value)| (name.clone(), text(value))).collect();
        Ok(scene)
    }

    /// Returns a command whose environment names the endpoint and no other source of credentials.
    fn program(&self, program: &Path) -> Run {
        let run = self.stage.run(program).env("HOME", &self.home).env("USERPROFILE", &self.home);
        self.variables.iter().fold(run, |run, (name, value)| run.env(name, value))
    }

    fn play(&self, peers: &Peers, modules: Option<PathBuf>, tally: &mut Tally) {
        let later = LATER.to_string();
        let mut both = Vec::new();
        if let Some(python) = &peers.python {
            both.push(("boto3", self.program(python).args(["-c", BOTO3, &later])));
        }
        if let Some(modules) = modules {
            let node = self.program(Path::new("node")).env("NODE_PATH", modules);
            both.push(("JavaScript v3", node.args(["-e", JAVASCRIPT, &later])));
        }
        let versions = [("AWS CLI v1", &peers.v1), ("AWS CLI v2", &peers.v2)];
        // All at once: what takes time is the life of the credentials.
        thread::scope(|scope| {
            let programs: Vec<_> =
                both.into_iter().map(|(name, run)| (name, scope.spawn(|| self.twice(&json(run)?)))).collect();
            let first = versions.map(|(_, aws)| aws.as_ref().map(|aws| self.look(aws)));
            thread::sleep(Duration::from_secs(LATER));
            for ((name, aws), first) in versions.into_iter().zip(first) {
                let (Some(aws), Some(first)) = (aws, first) else { continue };
                let result = first.and_then(|first| self.twice(&Value::from(vec![first, self.look(aws)?])));
                tally.check(&format!("serve: {name}, across a renewal"), result);
            }
            for (name, program) in programs {
                let result = program.join().expect("it does not panic");
                tally.check(&format!("serve: {name}, across a renewal"), result);
            }
        });
    }

    /// Returns the principal and the key of the AWS CLI. Version 1 does not print the key, but signs with it.
    fn look(&self, aws: &Path) -> Result<Value, String> {
        let mut identity = json(self.program(aws).args(["sts", "get-caller-identity", "--output", "json"]))?;
        if let Ok(keys) = json(self.program(aws).args(["configure", "export-credentials"])) {
            let key = member(&keys, "AccessKeyId")?;
            identity.as_object_mut().ok_or("no object")?.insert("Key".to_owned(), key.into());
        }
        Ok(identity)
    }

    /// Checks that both answers are of one role, with another key the second time.
    fn twice(&self, seen: &Value) -> Result<(), String> {
        let (Some(first), Some(second)) = (seen.get(0), seen.get(1)) else {
            return Err(format!("not two of them in {seen}"));
        };
        same(&self.arn, member(first, "Arn")?)?;
        same(&self.arn, member(second, "Arn")?)?;
        match (first.get("Key"), second.get("Key")) {
            (Some(first), Some(second)) if first == second => Err("the key is the same".to_owned()),
            _ => Ok(()),
        }
    }
}
