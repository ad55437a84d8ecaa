//! `interop`: the real AWS CLI and boto3 on a daypass sign-in, daypass on theirs, and both with JavaScript on
//! `daypass serve`, against the simulator.

mod boxed;
#[cfg(unix)]
mod chains;
mod console;
mod home;
mod javascript;
mod organisation;
mod ours_to_theirs;
mod over_ssh;
mod peers;
mod relayed;
#[cfg(target_os = "linux")]
mod rollout;
mod sdk_rust;
mod served;
mod spellings;
mod theirs_to_ours;
mod vaulted;

pub(crate) use home::{age_login, age_token, cache, clear_role_credentials, member};
pub(crate) use peers::{aws_cli_login, boto3_with_crt};

use crate::stage;
use peers::Peers;
use std::path::PathBuf;
use xtask::{environment, tally::Tally};

/// Installs the peers, then tests both directions.
pub(crate) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    if arguments.first().is_some_and(|only| only == "sdk-rust") {
        sdk_rust::run(&mut tally);
        return tally;
    }
    let build =
        if arguments.iter().any(|argument| argument == "--built") { stage::built } else { stage::build };
    if let Err(reason) = environment::fetch().and_then(|()| build()) {
        tally.check("daypass and its simulator are built", Err(reason));
        return tally;
    }
    if arguments.first().is_some_and(|only| only == "console") {
        console::run(&mut tally);
        return tally;
    }
    let peers = Peers::find(&mut tally);
    if arguments.first().is_some_and(|only| only == "relayed") {
        relayed::run(&peers, &mut tally);
        return tally;
    }
    if arguments.first().is_some_and(|only| only == "spellings") {
        spellings::run(&peers, &mut tally);
        return tally;
    }
    if arguments.first().is_some_and(|only| only == "vault") {
        vaulted::run(&peers, &mut tally);
        return tally;
    }
    #[cfg(unix)]
    if arguments.first().is_some_and(|only| only == "chains") {
        chains::run(&peers, &mut tally);
        return tally;
    }
    #[cfg(target_os = "linux")]
    if arguments.first().is_some_and(|only| only == "rollout") {
        rollout::run(&peers, &mut tally);
        return tally;
    }
    ours_to_theirs::run(&peers, &mut tally);
    #[cfg(target_os = "linux")]
    rollout::run(&peers, &mut tally);
    theirs_to_ours::run(&peers, &mut tally);
    vaulted::run(&peers, &mut tally);
    console::run(&mut tally);
    spellings::run(&peers, &mut tally);
    #[cfg(unix)]
    chains::run(&peers, &mut tally);
    served::run(&peers, &mut tally);
    relayed::run(&peers, &mut tally);
    organisation::run(&peers, arguments, &mut tally);
    sdk_rust::run(&mut tally);
    tally
}

/// Returns a Python that has boto3, installing it if needed.
pub(crate) fn boto3(tally: &mut Tally) -> Option<PathBuf> {
    let programs = peers::environment().map_err(|reason| tally.missing("boto3", &reason)).ok()?;
    Some(programs.join("python"))
}
