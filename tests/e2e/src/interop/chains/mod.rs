//! Chains of credential sources: the AWS CLI and daypass on one config, whose identity the simulator's STS tells. The same, or a
//! row that says why not (docs/aws-cli.md).

mod shapes;

use super::{
    home::{cache, json, member},
    peers::Peers,
};
use crate::stage::{DAYPASS, Stage};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use daypass_simulator::AutoApprove;
use serde_json::{Value, json};
use shapes::{SHAPES, Shape};
use std::{collections::BTreeSet, fs, path::Path};
use xtask::{places, process::Run, tally::Tally};

/// The scenario `machines`.
const SCENARIO: &str = include_str!("../../../../../crates/simulator/scenarios/machines.toml");
const WORK: &str = "sso_session = corp\nsso_account_id = 051234567822\nsso_role_name = AWSPowerUserAccess\n\
                    region = eu-west-1\n";
const SESSION: &str = "[sso-session corp]\nsso_start_url = https://d-9067000018.awsapps.com/start\n\
                       sso_region = eu-west-1\nsso_registration_scopes = sso:account:access\n";
const ROLES: [(&str, &str); 3] = [
    ("DEPLOY", "arn:aws:iam::111122223333:role/Deploy"),
    ("RESTART", "arn:aws:iam::111122223333:role/ops/Restart"),
    ("POD", "arn:aws:iam::111122223333:role/Pod"),
];
/// How many shapes there are at least.
const LEAST: usize = 36;

pub(super) fn run(peers: &Peers, tally: &mut Tally) {
    let Some(aws) = &peers.v1 else { return };
    let names: BTreeSet<_> = SHAPES.iter().map(|shape| shape.name).collect();
    let count = match names.len() {
        count if count == SHAPES.len() && count >= LEAST => Ok(()),
        count => Err(format!("{count} names of {} shapes, and not {LEAST}", SHAPES.len())),
    };
    tally.check("chains: the shapes are told apart", count);
    match Scene::set() {
        Ok(scene) => {
            for shape in SHAPES {
                tally.check(&format!("chains: {}", shape.name), scene.compared(aws, shape));
            }
        }
        Err(reason) => tally.check("chains: the stage is set", Err(reason)),
    }
}

/// A home that is signed in, and what the shapes name.
struct Scene {
    stage: Stage,
    /// What stands for what in the texts of the shapes.
    words: Vec<(&'static str, String)>,
}

impl Scene {
    fn set() -> Result<Self, String> {
        let stage = Stage::with_world("interop-chains", SCENARIO)?;
        stage.world().lock().set_auto_approve(AutoApprove::Allow);
        write(&stage.home.join(".aws/config"), &format!("[profile work]\n{WORK}{SESSION}"))?;
        let login = ["login", "--sso-session", "corp", "--use-device-code", "--no-browser"];
        let _signed_in = stage.daypass().args(login).text()?;
        // Two identities besides that of the sign-in, so that it shows which of several sources was used.
        let keys = |words: &[&str]| json(stage.daypass().args(["credentials"]).args(words));
        let program = keys(&["--account", "051234567822", "--role", "AWSReadOnlyAccess"])?;
        let fixed = keys(&["--profile", "work", "--role-arn", "arn:aws:iam::111122223333:role/Deploy"])?;
        let folder = stage.home.join("tools");
        furnish(&folder, &program)?;
        let text = |name| member(&fixed, name).map(str::to_owned);
        let (id, secret, token) = (text("AccessKeyId")?, text("SecretAccessKey")?, text("SessionToken")?);
        let lines = format!(
            "aws_access_key_id = {id}\naws_secret_access_key = {secret}\naws_session_token = {token}\n"
        );
        let mut words = vec![
            ("DAYPASS", places::program(DAYPASS).display().to_string()),
            ("WORK", WORK.to_owned()),
            ("KEYS", lines),
            ("DIR", folder.display().to_string()),
            ("URL", stage.url.clone()),
        ];
        words.extend(ROLES.map(|(name, arn)| (name, arn.to_owned())));
        words.extend([("ID", id), ("SECRET", secret), ("TOKEN", token)]);
        Ok(Self { stage, words })
    }

    fn filled(&self, text: &str) -> String {
        self.words.iter().fold(text.to_owned(), |text, (word, value)| text.replace(word, value))
    }

    /// Runs both, each without what the other has cached.
    fn compared(&self, aws: &Path, shape: &Shape) -> Result<(), String> {
        let config = self.filled(shape.config);
        let work = format!("[profile work]\n{WORK}{SESSION}");
        write(&self.stage.home.join(".aws/config"), &format!("{config}{work}"))?;
        write(&self.stage.home.join(".aws/credentials"), &self.filled(shape.credentials))?;
        let theirs = self.identity(shape, self.stage.run(aws).args(["sts", "get-caller-identity"]))?;
        let ours = self.identity(shape, self.stage.daypass().args(["whoami"]))?;
        match (&ours, &theirs) {
            (Ok(ours), Ok(theirs)) if ours == theirs && shape.works && shape.differs.is_empty() => Ok(()),
            (Err(_), Err(_)) if !shape.works => Ok(()),
            (Err(_), Ok(_)) if !shape.differs.is_empty() => Ok(()),
            _ => Err(format!("daypass: {ours:?}\nthe AWS CLI: {theirs:?}\n{}", shape.differs)),
        }
    }

    /// Returns whose the credentials of the profile `p` are, or what is said in place of that.
    fn identity(&self, shape: &Shape, run: Run) -> Result<Result<String, String>, String> {
        cache(&self.stage, ".aws/cli/cache")
            .iter()
            .try_for_each(fs::remove_file)
            .map_err(|error| error.to_string())?;
        let run = if shape.is_named { run.args(["--profile", "p"]) } else { run.env("AWS_PROFILE", "p") };
        // The AWS CLI v1 knows one of these variables, the v2 and daypass both.
        let run = run.env("AWS_REGION", "eu-west-1").env("AWS_DEFAULT_REGION", "eu-west-1");
        let run = run.env("PATH", "/usr/bin:/bin");
        let variables = shape.variables.iter();
        let run = variables.fold(run, |run, (name, value)| run.env(name, self.filled(value)));
        let end = run.finish()?;
        if !end.status.success() {
            return Ok(Err(end.stderr));
        }
        let identity: Value = serde_json::from_str(&end.stdout).map_err(|error| error.to_string())?;
        let arn = member(&identity, "Arn")?;
        // A session without a name gets one with the time, from either.
        let (role, session) = arn.rsplit_once('/').ok_or("an ARN without a session")?;
        let is_made = ["botocore-session-", "daypass-session-"].iter().any(|made| session.starts_with(made));
        Ok(Ok(if is_made { role.to_owned() } else { arn.to_owned() }))
    }
}

/// Writes what the shapes name: a program that prints a file, files to print, tokens.
fn furnish(folder: &Path, keys: &Value) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    let script = |name: &str, text: &str| {
        let path = folder.join(name);
        write(&path, text)?;
        places::make_executable(&path).map_err(|error| error.to_string())
    };
    script("print", "#!/bin/sh\nexec cat \"$1\"\n")?;
    script("itself", "#!/bin/sh\nexec \"$1\" credential-process --profile p\n")?;
    let changed = |name: &str, value: Value| {
        let mut keys = keys.clone();
        match (keys.as_object_mut(), value) {
            (Some(members), Value::Null) => drop(members.remove(name)),
            (Some(members), value) => drop(members.insert(name.to_owned(), value)),
            (None, _) => {}
        }
        keys.to_string()
    };
    let files = [
        ("good.json", keys.to_string()),
        ("two words.json", keys.to_string()),
        ("endless.json", changed("Expiration", Value::Null)),
        ("offset.json", changed("Expiration", json!("2099-01-01T02:00:00+02:00"))),
        ("more.json", changed("Weather", json!({ "sun": [1, 2] }))),
        ("version.json", changed("Version", json!(2))),
        ("half.json", changed("SecretAccessKey", Value::Null)),
        ("expired.json", changed("Expiration", json!("2020-01-01T00:00:00Z"))),
        ("token", web_token("sts.amazonaws.com", 4_000_000_000)),
        ("old-token", web_token("sts.amazonaws.com", 1_000_000_000)),
        ("other-token", web_token("example.com", 4_000_000_000)),
        ("secret", "planted-container-token".to_owned()),
    ];
    files.iter().try_for_each(|(name, text)| write(&folder.join(name), text))
}

/// A token of the issuer that the role of the pod trusts; the simulator looks at no signature.
fn web_token(audience: &str, expires_at: u64) -> String {
    let claims =
        json!({ "iss": "https://oidc.sim.example", "aud": audience, "sub": "pod", "exp": expires_at });
    let parts = [json!({ "alg": "none" }).to_string(), claims.to_string(), "none".to_owned()];
    parts.map(|part| BASE64_URL_SAFE_NO_PAD.encode(part)).join(".")
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}
