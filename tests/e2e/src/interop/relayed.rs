//! The AWS CLI, boto3 and the SDK for JavaScript in a network namespace that has a relay and a mounted socket and nothing
//! else: no home, no route; across a renewal, and over a pair of pipes.

use super::{
    boxed::BOTO3,
    home::{PROFILE, configure, json, member, same},
    javascript, over_ssh, peers,
    peers::Peers,
};
use crate::stage::{RELAY, Stage};
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Stdio},
    thread,
    time::{Duration, Instant},
};
use xtask::{places, process::Run, tally::Tally};

/// How long credentials live, and how long a program waits before it asks again, in seconds.
const LIFE: u64 = 5;
const LATER: u64 = 6;

const JAVASCRIPT: &str = "
const { STSClient } = require('@aws-sdk/client-sts');
const sts = new STSClient({});
const look = async () => {
    const keys = await sts.config.credentials();
    return { AccessKeyId: keys.accessKeyId, SecretAccessKey: keys.secretAccessKey, SessionToken: keys.sessionToken };
};
(async () => {
    const first = await look();
    await new Promise((done) => setTimeout(done, 1000 * process.argv[1]));
    console.log(JSON.stringify([first, await look()]));
})();
";

/// The AWS CLI is a process for each use, so it is asked twice behind one relay.
const AWS: &str = "
first=$(\"$0\" configure export-credentials) && sleep \"$1\" && second=$(\"$0\" configure export-credentials) &&
echo \"[$first, $second]\"
";

/// Makes a box with the mounted folder and without the home, and becomes the command.
const BOX: &str = "
set -e
ip link set lo up
mount --bind \"$SOCKETS\" \"$BOX\"
mount -t tmpfs none \"$HOME\"
exec \"$@\"
";

/// A relay at a pair of pipes, behind which a program prints into a file: standard output is the relay's.
const PIPED: &str = "
set -e
ip link set lo up
exec 3<&0
\"$RELAY\" --stdio --port 9911 <&3 &
exec >\"$OUT\" 3<&-
\"$@\"
";

const OVER_SSH: &str = "relay over ssh: boto3 on a host that forbids forwarding, across a renewal";

pub(super) fn run(peers: &Peers, tally: &mut Tally) {
    const NAME: &str = "relay: SDKs in a network namespace";
    if let Err(reason) = namespaces() {
        return tally.skip(NAME, &reason);
    }
    match Scene::open() {
        Ok(scene) => scene.play(peers, tally),
        Err(reason) => tally.check(NAME, Err(reason)),
    }
}

fn namespaces() -> Result<(), String> {
    let script = "test \"$(id -u)\" = 0 && ip link set lo up && mount -t tmpfs none /mnt";
    let made = Run::hermetic("unshare").args(["-n", "-m", "sh", "-c", script]).text();
    made.map(drop).map_err(|_| "only root can make them, with unshare and ip".to_owned())
}

/// A running `daypass serve --socket`, and a folder in whose place its folder is mounted.
struct Scene {
    stage: Stage,
    server: Child,
    sockets: PathBuf,
    inside: PathBuf,
    address: String,
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
        let stage = Stage::open("interop-relayed")?;
        stage.world().lock().settings_mut().role_seconds = LIFE;
        configure(&stage)?;
        let arn = member(&json(stage.daypass().args(["whoami", "--profile", PROFILE]))?, "Arn")?.to_owned();
        peers::point_version_2_at(&stage.url, &stage.home)?;
        let sockets = stage.home.with_file_name("sockets");
        let inside = stage.home.with_file_name("inside");
        fs::create_dir_all(&inside).map_err(|error| error.to_string())?;
        let run = stage.daypass().args(["serve", PROFILE, "--output", "json", "--quiet", "--socket"]);
        let mut server = run.arg(sockets.join("aws.sock")).spawn(Stdio::piped(), Stdio::inherit())?;
        let stdout = server.stdout.take().expect("it is a pipe");
        let offer = serde_json::Deserializer::from_reader(stdout).into_iter::<Value>().next();
        let offer = offer.and_then(Result::ok).ok_or("serve offers nothing")?;
        let address =
            offer.pointer("/0/variables/AWS_CONTAINER_CREDENTIALS_FULL_URI").and_then(Value::as_str);
        let address = address.ok_or("no address")?.to_owned();
        let scene = Self { stage, server, sockets, inside, address, arn };
        let until = Instant::now() + Duration::from_secs(30);
        while !scene.sockets.join("aws.sock").exists() {
            if Instant::now() > until {
                return Err("no socket".to_owned());
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(scene)
    }

    /// Returns a command in a box: its own network, the mounted folder, a home that is empty.
    fn boxed(&self, script: &str) -> Run {
        let run = self.stage.run("unshare").args(["-n", "-m", "sh", "-c", script, "sh"]);
        let run = run.env("AWS_REGION", "eu-west-1").env("AWS_DEFAULT_REGION", "eu-west-1");
        run.env("SOCKETS", &self.sockets).env("BOX", &self.inside).env("RELAY", places::program(RELAY))
    }

    /// Returns a command behind a relay to the mounted socket, in a box.
    fn relayed(&self, program: &Path) -> Run {
        let run = self.boxed(BOX).arg(places::program(RELAY)).arg("--socket");
        run.arg(self.inside.join("aws.sock")).arg("--").arg(program)
    }

    fn play(&self, peers: &Peers, tally: &mut Tally) {
        let (later, port) = (LATER.to_string(), self.stage.url.rsplit(':').next().unwrap_or_default());
        let mut all = Vec::new();
        if let Some(python) = &peers.python {
            all.push(("socket: boto3", self.relayed(python).args(["-c", BOTO3, &later, port])));
        }
        if let Ok(modules) = javascript::modules() {
            let run = self.relayed(Path::new("node")).env("NODE_PATH", modules);
            all.push(("socket: JavaScript v3", run.args(["-e", JAVASCRIPT, &later])));
        }
        if let Some(aws) = &peers.v2 {
            let run = self.relayed(Path::new("sh")).args(["-c", AWS]);
            all.push(("socket: AWS CLI v2", run.arg(aws).arg(&later)));
        }
        thread::scope(|scope| {
            let running: Vec<_> = all
                .into_iter()
                .map(|(name, run)| (name, scope.spawn(|| self.twice(peers, &json(run)?))))
                .collect();
            if let Some(python) = &peers.python {
                let result = self.over_pipes(python).and_then(|keys| self.twice(peers, &keys));
                tally.check("relay over pipes: boto3, across a renewal", result);
                match over_ssh::ready() {
                    Ok(()) => {
                        let keys =
                            over_ssh::keys(&self.stage, &self.sockets.join("aws.sock"), python, &later);
                        tally.check(OVER_SSH, keys.and_then(|keys| self.twice(peers, &keys)));
                        for server in over_ssh::LENT {
                            let keys = over_ssh::lent(&self.stage, server, python, &later);
                            tally.check(server.0, keys.and_then(|keys| self.twice(peers, &keys)));
                        }
                    }
                    Err(reason) => {
                        let lent = over_ssh::LENT.map(|(name, _)| name);
                        lent.iter().chain([&OVER_SSH]).for_each(|name| tally.skip(name, &reason));
                    }
                }
            }
            for (name, program) in running {
                let result = program.join().expect("it does not panic");
                tally.check(&format!("relay over a mounted {name}, across a renewal"), result);
            }
        });
    }

    /// Runs boto3 where nothing is mounted, and the relay's other end outside holds its pipes.
    fn over_pipes(&self, python: &Path) -> Result<Value, String> {
        let out = self.stage.home.with_file_name("keys.json");
        let path = self.address.rsplit('/').next().unwrap_or_default();
        let (later, port) = (LATER.to_string(), self.stage.url.rsplit(':').next().unwrap_or_default());
        let empty = self.stage.home.with_file_name("empty");
        fs::create_dir_all(&empty).map_err(|error| error.to_string())?;
        let run = self.stage.run(places::program(RELAY)).args(["--answer", "--socket"]);
        let run =
            run.arg(self.sockets.join("aws.sock")).args(["--", "unshare", "-n", "sh", "-c", PIPED, "sh"]);
        let run = run.arg(python).args(["-c", BOTO3, &later, port]).env("HOME", empty).env("OUT", &out);
        let run = run.env("RELAY", places::program(RELAY));
        run.env("AWS_CONTAINER_CREDENTIALS_FULL_URI", format!("http://127.0.0.1:9911/{path}")).text()?;
        let text = fs::read_to_string(&out).map_err(|error| error.to_string())?;
        serde_json::from_str(&text).map_err(|error| format!("{error} in {text:?}"))
    }

    /// Checks that there were two sets of keys, and that AWS knows the second one as the role.
    fn twice(&self, peers: &Peers, seen: &Value) -> Result<(), String> {
        let (Some(first), Some(second)) = (seen.get(0), seen.get(1)) else {
            return Err(format!("not two of them in {seen}"));
        };
        if member(first, "AccessKeyId")? == member(second, "AccessKeyId")? {
            return Err("the key is the same".to_owned());
        }
        let Some(aws) = &peers.v2 else { return Ok(()) };
        let run = self.stage.run(aws).args(["sts", "get-caller-identity", "--output", "json"]);
        let run = run.env("AWS_REGION", "eu-west-1").env("AWS_ACCESS_KEY_ID", member(second, "AccessKeyId")?);
        let run = run.env("AWS_SECRET_ACCESS_KEY", member(second, "SecretAccessKey")?);
        let identity = json(run.env("AWS_SESSION_TOKEN", member(second, "SessionToken")?))?;
        same(&self.arn, member(&identity, "Arn")?)
    }
}
