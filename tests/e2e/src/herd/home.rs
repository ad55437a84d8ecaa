//! A home with one session and its profiles, on a stage where each refresh token is good for one use.

use crate::{interop, stage::Stage};
use daypass_simulator::RefreshTokens;
use daypass_testkit::world::START_URL;
use std::{fs, thread};
use xtask::process::{Finished, Run};

pub(super) const SESSION: &str = "corp";
/// The profiles, with accounts and roles of the simulator's default world.
pub(super) const PROFILES: &[(&str, &str, &str)] = &[
    ("dev", "051234567822", "AWSPowerUserAccess"),
    ("prod", "111122223333", "AWSPowerUserAccess"),
    ("prod-read", "111122223333", "AWSReadOnlyAccess"),
    ("logs", "444455556666", "AWSReadOnlyAccess"),
];

/// Returns a stage on which each refresh token can be used once.
pub(super) fn open(name: &str) -> Result<Stage, String> {
    let stage = Stage::open(name)?;
    stage.world().lock().settings_mut().refresh_tokens = RefreshTokens::SingleUse;
    Ok(stage)
}

/// Returns a stage on which a person has signed in.
pub(super) fn signed_in(name: &str) -> Result<Stage, String> {
    let stage = open(name)?;
    configure(&stage)?;
    stage.daypass().args(["login", "--sso-session", SESSION]).text()?;
    Ok(stage)
}

pub(super) fn configure(stage: &Stage) -> Result<(), String> {
    let mut text = format!(
        "[sso-session {SESSION}]\nsso_start_url = {START_URL}\nsso_region = eu-west-1\nsso_registration_scopes = sso:account:access\n"
    );
    for (profile, account, role) in PROFILES {
        text += &format!(
            "[profile {profile}]\nsso_session = {SESSION}\nsso_account_id = {account}\nsso_role_name = {role}\nregion = eu-west-1\n"
        );
    }
    fs::write(stage.home.join(".aws/config"), text).map_err(|error| error.to_string())
}

/// Makes the token expire, in the file and at the service, and removes all role credentials.
pub(super) fn expire(stage: &Stage) -> Result<(), String> {
    interop::age_token(stage)?;
    interop::clear_role_credentials(stage)?;
    stage.world().lock().expire_access_tokens();
    Ok(())
}

pub(super) fn credentials(stage: &Stage, profile: &str) -> Run {
    stage.daypass().args(["credentials", "--profile", profile])
}

/// Starts all commands, then waits for all of them.
pub(super) fn at_once<T: Send>(runs: Vec<(T, Run)>) -> Vec<(T, Result<Finished, String>)> {
    thread::scope(|scope| {
        let start = |(name, run): (T, Run)| (name, scope.spawn(|| run.finish()));
        let started: Vec<_> = runs.into_iter().map(start).collect();
        started.into_iter().map(|(name, run)| (name, run.join().expect("it does not panic"))).collect()
    })
}

/// Checks how many requests have these words in their log line.
pub(super) fn caused(requests: &[String], wanted: &[(&str, usize)]) -> Result<(), String> {
    for (word, times) in wanted {
        let seen = count(requests, word);
        if seen != *times {
            return Err(format!("{word}: {seen}, not {times}, in {requests:#?}"));
        }
    }
    Ok(())
}

fn count(requests: &[String], word: &str) -> usize {
    requests.iter().filter(|line| line.contains(word)).count()
}
