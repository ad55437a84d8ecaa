//! `herd`: many processes at once on one session. They must cause one refresh, one call for each role, one
//! sign-in; and no race, among ourselves or with boto3, may lose the session. `herd console`: the same of a console sign-in
//! (`aws login`), beside boto3 and the AWS CLI.

mod console;
mod home;
mod race;

use crate::{interop, stage};
use home::{PROFILES, SESSION, at_once, caused, configure, credentials, expire, open, signed_in};
use serde_json::Value;
use std::collections::BTreeSet;
use xtask::{environment, tally::Tally};

/// The number of concurrent sign-ins.
const LOGINS: usize = 20;
/// The delay of each reply in milliseconds, so that all processes have started before the first is answered.
const LATENCY: u64 = 300;

/// Runs the herd, with `--processes N`, `--race-boto3 ROUNDS`, `--built`; or that of a console sign-in, with `console --rounds N`.
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
        Ok(_) if arguments.first().is_some_and(|kind| kind == "console") => match number("--rounds", 100) {
            Ok(rounds) => console::run(&mut tally, rounds),
            Err(reason) => tally.check("herd console", Err(reason)),
        },
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

/// Many processes find the token expired: one renews it, one asks for each role, and all print one answer.
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
