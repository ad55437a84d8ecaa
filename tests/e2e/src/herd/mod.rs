//! `herd`: many processes at once on one session. They must cause one refresh, one call for each role, one
//! sign-in; and no race, among ourselves or with boto3, may lose the session.

mod race;

use crate::{
    interop,
    stage::{self, Stage},
};
use daypass_simulator::RefreshTokens;
use daypass_testkit::world::START_URL;
use serde_json::Value;
use std::{collections::BTreeSet, fs, thread};
use xtask::{
    environment,
    process::{Finished, Run},
    tally::Tally,
};

const SESSION: &str = "corp";
/// Profiles, their accounts and their roles, of the simulator's own world.
const PROFILES: &[(&str, &str, &str)] = &[
    ("dev", "051234567822", "AWSPowerUserAccess"),
    ("prod", "111122223333", "AWSPowerUserAccess"),
    ("prod-read", "111122223333", "AWSReadOnlyAccess"),
    ("logs", "444455556666", "AWSReadOnlyAccess"),
];
/// Concurrent sign-ins.
const LOGINS: usize = 20;
/// Milliseconds before each reply, so that all are there before the first has its answer.
const LATENCY: u64 = 300;

/// `--processes N`, `--race-boto3 ROUNDS`, `--built`.
pub(crate) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    let number = |name: &str, otherwise: usize| {
        let mut rest = arguments.iter().skip_while(|argument| *argument != name);
        match (rest.next(), rest.next()) {
            (None, _) => Ok(otherwise),
            (_, value) => value
                .and_then(|value| value.parse().ok())
                .ok_or_else(|| format!("{name} is followed by a number")),
        }
    };
    let build =
        if arguments.iter().any(|argument| argument == "--built") { stage::built } else { stage::build };
    let ready = environment::fetch().and_then(|()| build());
    let counts = ready.and_then(|()| Ok((number("--processes", 64)?, number("--race-boto3", 0)?)));
    match counts {
        Err(reason) => tally.check("herd", Err(reason)),
        Ok((processes, rounds)) => {
            tally.check(&format!("{processes} processes, one expired token"), refresh(processes));
            for flow in ["pkce", "device"] {
                tally.check(&format!("{LOGINS} sign-ins at once, {flow}"), logins(flow));
            }
            race::run(&mut tally, rounds);
        }
    }
    tally
}

/// Many processes find the token expired: one renews it, one asks for each role, all answer alike.
fn refresh(processes: usize) -> Result<(), String> {
    let stage = signed_in("herd")?;
    stage.world().lock().settings_mut().latency_ms = LATENCY;
    expire(&stage)?;
    let runs = (0..processes).zip(PROFILES.iter().cycle());
    let runs: Vec<_> = runs.map(|(_, (profile, ..))| (*profile, credentials(&stage, profile))).collect();
    let (ends, requests) = stage.observed(|| at_once(runs));
    let mut keys = BTreeSet::new();
    for (profile, end) in ends {
        let end = end?;
        stage::expect_code(&end, 0)?;
        let answer: Value = serde_json::from_str(&end.stdout).map_err(|error| error.to_string())?;
        keys.insert((profile, interop::member(&answer, "AccessKeyId")?.to_owned()));
    }
    let roles = PROFILES.len().min(processes);
    if keys.len() != roles {
        return Err(format!("{} different answers for {roles} roles", keys.len()));
    }
    caused(&requests, &[("CreateToken", 1), ("GetRoleCredentials", roles)])
}

/// Many people, or one person's many terminals, sign in to one session.
fn logins(flow: &str) -> Result<(), String> {
    let stage = open("herd-login")?;
    stage.world().lock().settings_mut().latency_ms = LATENCY;
    configure(&stage)?;
    let login = || stage.daypass().args(["login", "--sso-session", SESSION, "--flow", flow]);
    let (ends, requests) = stage.observed(|| at_once((0..LOGINS).map(|_| ((), login())).collect()));
    for ((), end) in ends {
        stage::expect_code(&end?, 0)?;
    }
    let opened = if flow == "pkce" { "GET /authorize " } else { "GET /device " };
    caused(&requests, &[("RegisterClient", 1), ("CreateToken 200", 1), (opened, 1)])
}

/// A stage on which each refresh token is good for one use.
fn open(name: &str) -> Result<Stage, String> {
    let stage = Stage::open(name)?;
    stage.world().lock().settings_mut().refresh_tokens = RefreshTokens::SingleUse;
    Ok(stage)
}

/// A stage on which somebody has signed in.
fn signed_in(name: &str) -> Result<Stage, String> {
    let stage = open(name)?;
    configure(&stage)?;
    stage.daypass().args(["login", "--sso-session", SESSION]).text()?;
    Ok(stage)
}

fn configure(stage: &Stage) -> Result<(), String> {
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

/// The token has expired, here and there, and no role credentials are left.
fn expire(stage: &Stage) -> Result<(), String> {
    interop::age_token(stage)?;
    interop::clear_role_credentials(stage)?;
    stage.world().lock().expire_access_tokens();
    Ok(())
}

fn credentials(stage: &Stage, profile: &str) -> Run {
    stage.daypass().args(["credentials", "--profile", profile])
}

/// Starts all of them, then waits for all.
fn at_once<T: Send>(runs: Vec<(T, Run)>) -> Vec<(T, Result<Finished, String>)> {
    thread::scope(|scope| {
        let start = |(name, run): (T, Run)| (name, scope.spawn(|| run.finish()));
        let started: Vec<_> = runs.into_iter().map(start).collect();
        started.into_iter().map(|(name, run)| (name, run.join().expect("it does not panic"))).collect()
    })
}

/// How many requests have these words in their lines.
fn caused(requests: &[String], wanted: &[(&str, usize)]) -> Result<(), String> {
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
