//! `interop`: the real AWS CLI and boto3 on a daypass login, and daypass on theirs, against the simulator.

mod ours_to_theirs;
mod peers;
mod theirs_to_ours;

use crate::{
    environment,
    process::{Finished, Run},
    stage::{self, Stage},
    tally::Tally,
};
use peers::Peers;
use serde_json::Value;

/// The start URL, an account and a role of the simulator's own world.
pub(crate) const START_URL: &str = "https://d-9067000018.awsapps.com/start#";
pub(crate) const ACCOUNT: &str = "051234567822";
pub(crate) const ROLE: &str = "AWSPowerUserAccess";
const SESSION: &str = "corp";
const PROFILE: &str = "work";

/// Makes the peers, then tries both directions.
pub(crate) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    let build =
        if arguments.iter().any(|argument| argument == "--built") { stage::built } else { stage::build };
    if let Err(reason) = environment::fetch().and_then(|()| build()) {
        tally.check("daypass and its simulator are built", Err(reason));
        return tally;
    }
    let peers = Peers::find(&mut tally);
    ours_to_theirs::run(&peers, &mut tally);
    theirs_to_ours::run(&peers, &mut tally);
    tally
}

/// A config as a person writes it; nothing in it is daypass's.
fn config(stage: &Stage, legacy: bool) -> Result<(), String> {
    let sso = format!("sso_region = eu-west-1\nsso_start_url = {START_URL}\n");
    let profile = format!("sso_account_id = {ACCOUNT}\nsso_role_name = {ROLE}\nregion = eu-west-1\n");
    let text = if legacy {
        format!("[profile {PROFILE}]\n{sso}{profile}")
    } else {
        format!(
            "[profile {PROFILE}]\nsso_session = {SESSION}\n{profile}\n[sso-session {SESSION}]\n{sso}sso_registration_scopes = sso:account:access\n"
        )
    };
    std::fs::write(stage.home.join(".aws/config"), text).map_err(|error| error.to_string())
}

/// Standard output of a command that must succeed, as JSON.
fn json(run: Run) -> Result<Value, String> {
    let text = run.text()?;
    serde_json::from_str(&text).map_err(|error| format!("{error} in {text:?}"))
}

fn member<'a>(value: &'a Value, name: &str) -> Result<&'a str, String> {
    value.get(name).and_then(Value::as_str).ok_or_else(|| format!("no {name} in {value}"))
}

fn same(ours: &str, theirs: &str) -> Result<(), String> {
    if ours == theirs { Ok(()) } else { Err(format!("{ours:?} is not {theirs:?}")) }
}

fn done(end: Result<Finished, String>) -> Result<(), String> {
    stage::expect_code(&end?, 0)
}

/// That something caused no request, or only those that hold one of the words.
fn only(requests: &[String], words: &[&str]) -> Result<(), String> {
    let strays: Vec<&String> =
        requests.iter().filter(|line| !words.iter().any(|word| line.contains(word))).collect();
    if strays.is_empty() { Ok(()) } else { Err(format!("unexpected requests: {strays:#?}")) }
}

/// The JSON files of a cache folder of the home.
fn cache(stage: &Stage, folder: &str) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(stage.home.join(folder)).into_iter().flatten();
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    paths.filter(|path| path.extension().is_some_and(|extension| extension == "json")).collect()
}
