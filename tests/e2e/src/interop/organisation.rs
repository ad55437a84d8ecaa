//! A whole organisation populated by daypass: boto3, JavaScript v3 and both AWS CLIs get credentials through ten of
//! its five hundred profiles, chosen by seed.

use super::{
    home::{SESSION, json, member},
    javascript, peers,
    peers::Peers,
};
use crate::stage::Stage;
use daypass_testkit::world::START_URL;
use serde_json::Value;
use std::{fs, path::Path};
use xtask::{process::Run, tally::Tally};

const WORLD: &str = "name = \"organisation\"\nusers = [\"testuser@example.com\"]\nseed = 11\n\
                     [settings]\npage_size = 100\n[generate]\naccounts = 100\nroles = 5\n";
const PROFILES: usize = 500;
const TAKEN: usize = 10;
/// The seed that chooses the ten profiles, if `--seed N` is not given.
const SEED: u64 = 20_261_123;

const BOTO3: &str = "
import boto3, json, sys
look = lambda name: boto3.Session(profile_name=name).client('sts').get_caller_identity()['Arn']
print(json.dumps([look(name) for name in sys.argv[1:]]))
";

const JAVASCRIPT: &str = "
const { STSClient, GetCallerIdentityCommand } = require('@aws-sdk/client-sts');
const look = (profile) => new STSClient({ profile }).send(new GetCallerIdentityCommand({}));
Promise.all(process.argv.slice(1).map(look)).then((all) => console.log(JSON.stringify(all.map((one) => one.Arn))));
";

pub(super) fn run(peers: &Peers, arguments: &[String], tally: &mut Tally) {
    let after = arguments.iter().skip_while(|argument| *argument != "--seed").nth(1);
    let seed = after.and_then(|seed| seed.parse().ok()).unwrap_or(SEED);
    let scene = match Scene::open(seed) {
        Ok(scene) => scene,
        Err(reason) => return tally.check("populate: 500 profiles", Err(reason)),
    };
    let names: Vec<_> = scene.taken.iter().map(|one| one.name.as_str()).collect();
    println!("         ten of {PROFILES}, seed {seed}: {}", names.join(", "));
    let mut check = |name: &str, result| tally.check(&format!("populate: {name}, ten profiles"), result);
    if let Some(python) = &peers.python {
        check("boto3", scene.all(&json(scene.stage.run(python).args(["-c", BOTO3]).args(&names))));
    }
    // What is not there has been said already, by the part before this one.
    if let Ok(modules) = javascript::modules() {
        let node = scene.stage.run("node").env("NODE_PATH", modules).args(["-e", JAVASCRIPT, "--"]);
        check("JavaScript v3", scene.all(&json(node.args(&names))));
    }
    for (name, aws) in [("AWS CLI v1", &peers.v1), ("AWS CLI v2", &peers.v2)] {
        if let Some(aws) = aws {
            check(name, scene.taken.iter().try_for_each(|one| one.fits(&scene.look(aws, &one.name)?)));
        }
    }
}

/// A populated home, and the profiles to try.
struct Scene {
    stage: Stage,
    taken: Vec<Profile>,
}

struct Profile {
    name: String,
    account: String,
    role: String,
}

impl Scene {
    fn open(seed: u64) -> Result<Self, String> {
        let stage = Stage::with_world("interop-organisation", WORLD)?;
        peers::point_version_2_at(&stage.url, &stage.home)?;
        let config = format!(
            "[sso-session {SESSION}]\nsso_start_url = {START_URL}\nsso_region = eu-west-1\n\
             sso_registration_scopes = sso:account:access\n"
        );
        fs::write(stage.home.join(".aws/config"), config).map_err(|error| error.to_string())?;
        stage.daypass().args(["login", "--sso-session", SESSION]).text()?;
        let populate = stage.daypass().args(["configure", "populate", "--sso-session", SESSION, "--yes"]);
        populate.args(["--region", "eu-west-1"]).text()?;
        let listed = json(stage.daypass().args(["profiles", "--output", "json"]))?;
        let mut all = Vec::new();
        for profile in listed.as_array().into_iter().flatten() {
            let text = |name| member(profile, name).map(str::to_owned);
            all.push(Profile { name: text("profile")?, account: text("account")?, role: text("role")? });
        }
        if all.len() != PROFILES {
            return Err(format!("{} profiles, not {PROFILES}", all.len()));
        }
        // A shuffle's first ten; xorshift is enough of a die for that.
        let mut dice = seed | 1;
        let mut taken = Vec::new();
        while taken.len() < TAKEN {
            dice ^= dice << 13;
            dice ^= dice >> 7;
            dice ^= dice << 17;
            let at = usize::try_from(dice % all.len() as u64).map_err(|error| error.to_string())?;
            taken.push(all.swap_remove(at));
        }
        Ok(Self { stage, taken })
    }

    /// Checks that each answer is of the profile's account and role.
    fn all(&self, answers: &Result<Value, String>) -> Result<(), String> {
        let answers = answers.as_ref().map_err(Clone::clone)?.as_array().ok_or("no list")?;
        if answers.len() != self.taken.len() {
            return Err(format!("{} answers", answers.len()));
        }
        let mut pairs = self.taken.iter().zip(answers);
        pairs.try_for_each(|(one, arn)| one.fits(arn.as_str().unwrap_or_default()))
    }

    fn look(&self, aws: &Path, name: &str) -> Result<String, String> {
        let run: Run =
            self.stage.run(aws).args(["sts", "get-caller-identity", "--output", "json", "--profile", name]);
        member(&json(run)?, "Arn").map(str::to_owned)
    }
}

impl Profile {
    fn fits(&self, arn: &str) -> Result<(), String> {
        let begin = format!("arn:aws:sts::{}:assumed-role/AWSReservedSSO_{}_", self.account, self.role);
        if arn.starts_with(&begin) {
            Ok(())
        } else {
            Err(format!("{}: {arn:?} is not {begin}…", self.name))
        }
    }
}
