//! The home that daypass and its peers share: its config and its caches.

use crate::stage::{self, Stage};
use daypass_testkit::world::{ACCOUNT, ROLE, START_URL};
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
};
use xtask::process::{Finished, Run};

pub(super) const SESSION: &str = "corp";
pub(super) const PROFILE: &str = "work";

/// A config as a person writes it; nothing in it is daypass's.
pub(super) fn config(stage: &Stage, legacy: bool) -> Result<(), String> {
    let sso = format!("sso_region = eu-west-1\nsso_start_url = {START_URL}\n");
    let profile = format!("sso_account_id = {ACCOUNT}\nsso_role_name = {ROLE}\nregion = eu-west-1\n");
    let text = if legacy {
        format!("[profile {PROFILE}]\n{sso}{profile}")
    } else {
        format!(
            "[profile {PROFILE}]\nsso_session = {SESSION}\n{profile}\n[sso-session {SESSION}]\n{sso}sso_registration_scopes = sso:account:access\n"
        )
    };
    fs::write(stage.home.join(".aws/config"), text).map_err(|error| error.to_string())
}

/// The arguments of `configure sso` that write this config and sign in.
pub(super) fn configure(stage: &Stage) -> Result<(), String> {
    let session = ["--sso-session", SESSION, "--sso-start-url", START_URL, "--sso-region", "eu-west-1"];
    let profile =
        ["--sso-account-id", ACCOUNT, "--sso-role-name", ROLE, "--region", "eu-west-1", "--output", "json"];
    let run = stage.daypass().args(["configure", "sso", "--profile", PROFILE]);
    done(run.args(session).args(profile).finish())
}

/// Returns the standard output of a command, which must succeed, as JSON.
pub(super) fn json(run: Run) -> Result<Value, String> {
    let text = run.text()?;
    serde_json::from_str(&text).map_err(|error| format!("{error} in {text:?}"))
}

pub(crate) fn member<'a>(value: &'a Value, name: &str) -> Result<&'a str, String> {
    value.get(name).and_then(Value::as_str).ok_or_else(|| format!("no {name} in {value}"))
}

pub(super) fn same(ours: &str, theirs: &str) -> Result<(), String> {
    if ours == theirs { Ok(()) } else { Err(format!("{ours:?} is not {theirs:?}")) }
}

pub(super) fn done(end: Result<Finished, String>) -> Result<(), String> {
    stage::expect_code(&end?, 0)
}

/// Checks that exactly these requests were made; each is named by a word of its log line.
pub(super) fn caused(requests: &[String], wanted: &[&str]) -> Result<(), String> {
    let is_as_wanted = |(line, word): (&String, &&str)| line.contains(*word);
    if requests.len() == wanted.len() && requests.iter().zip(wanted).all(is_as_wanted) {
        Ok(())
    } else {
        Err(format!("the simulator saw {requests:#?} and not {wanted:?}"))
    }
}

/// Makes the access token of the home expire, so that its next use refreshes it. Returns the file.
pub(crate) fn age_token(stage: &Stage) -> Result<PathBuf, String> {
    let is_token =
        |path: &PathBuf| fs::read_to_string(path).is_ok_and(|text| text.contains("\"accessToken\""));
    let path = cache(stage, ".aws/sso/cache").into_iter().find(is_token).ok_or("no token in the cache")?;
    let mut token = read_json(&path)?;
    let members = token.as_object_mut().ok_or("the token file holds no object")?;
    members.insert("expiresAt".to_owned(), Value::from("2020-01-01T00:00:00Z"));
    fs::write(&path, token.to_string()).map_err(|error| error.to_string())?;
    Ok(path)
}

/// Makes the keys of the home's console sign-in expire, so that their next use refreshes them. Returns the file.
pub(crate) fn age_login(stage: &Stage) -> Result<PathBuf, String> {
    let path =
        cache(stage, ".aws/login/cache").into_iter().next().ok_or("no console sign-in in the cache")?;
    let mut file = read_json(&path)?;
    let keys = file.get_mut("accessToken").and_then(Value::as_object_mut).ok_or("the file has no keys")?;
    keys.insert("expiresAt".to_owned(), Value::from("2020-01-01T00:00:00Z"));
    fs::write(&path, file.to_string()).map_err(|error| error.to_string())?;
    Ok(path)
}

pub(super) fn read_json(path: &Path) -> Result<Value, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

/// Removes the cached role credentials, so that the token is needed.
pub(crate) fn clear_role_credentials(stage: &Stage) -> Result<(), String> {
    cache(stage, ".aws/cli/cache").iter().try_for_each(fs::remove_file).map_err(|error| error.to_string())
}

/// Returns the JSON files of a cache folder of the home.
pub(crate) fn cache(stage: &Stage, folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(stage.home.join(folder)).into_iter().flatten();
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    paths.filter(|path| path.extension().is_some_and(|extension| extension == "json")).collect()
}
