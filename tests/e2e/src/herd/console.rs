//! Rounds of 16 processes of ours beside a real client on one expired console sign-in (`aws login`) whose refresh tokens are
//! good for one use. The client takes no lock, so whoever comes second is refused: the session must survive that, and none of
//! ours may fail.

use super::{
    home::at_once,
    race::{DRIVER, Driver},
};
use crate::{interop, stage, stage::Stage};
use daypass_simulator::{ConsoleRefresh, Operation};
use std::{
    fs,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};
use xtask::{process::Run, tally::Tally};

/// The number of our processes in each round.
const OURS: usize = 16;
/// How long each answer of the service takes, in milliseconds, so that the sides meet.
const LATENCY: u64 = 60;
const PROFILE: &str = "dev";

pub(super) fn run(tally: &mut Tally, rounds: usize) {
    if !cfg!(unix) {
        return tally.skip("herd console", "the processes of boto3 are forked");
    }
    let what = |peer: &str| {
        format!("{rounds} rounds of {OURS} processes beside {peer}: ours fail 0, sessions lost 0")
    };
    match interop::boto3_with_crt() {
        Ok(python) => tally.check(&what("boto3"), race(rounds, &Peer::Boto3(python))),
        Err(reason) => tally.missing("boto3 with awscrt", &reason),
    }
    match interop::aws_cli_login() {
        Ok(aws) => tally.check(&what("the AWS CLI"), race(rounds, &Peer::AwsCli(aws))),
        // Its source is not everywhere within reach.
        Err(reason) => tally.skip(&what("the AWS CLI"), &reason),
    }
}

/// The real client.
enum Peer {
    /// A Python with boto3 and awscrt.
    Boto3(PathBuf),
    /// The program.
    AwsCli(PathBuf),
}

impl Peer {
    /// How long it takes from its start to its request, about, in milliseconds.
    fn start(&self) -> u64 {
        match self {
            Self::Boto3(_) => 300,
            Self::AwsCli(_) => 1500,
        }
    }
}

/// The counts of all rounds.
#[derive(Default)]
struct Score {
    /// Rounds in which both sides asked for a refresh, so that one was refused.
    collisions: usize,
    /// Rounds of these in which the client was first.
    theirs: usize,
    /// Rounds in which the client failed, as is expected of it.
    failed: usize,
}

fn race(rounds: usize, peer: &Peer) -> Result<(), String> {
    let stage = signed_in()?;
    let mut driver = match peer {
        Peer::Boto3(python) => Some(boto3(&stage, python)?),
        Peer::AwsCli(_) => None,
    };
    let (mut score, mut head_start) = (Score::default(), peer.start());
    for round in 0..rounds {
        one(&stage, peer, driver.as_mut(), round, &mut head_start, &mut score)
            .map_err(|error| format!("round {round}: {error}"))?;
    }
    let Score { collisions, theirs, failed } = score;
    println!(
        "         in {collisions} rounds both refreshed, the client first in {theirs}; it failed in {failed}, of our {} none",
        rounds * OURS
    );
    Ok(())
}

/// A stage with a console sign-in.
fn signed_in() -> Result<Stage, String> {
    let stage = Stage::open("herd-console")?;
    stage.world().lock().settings_mut().console_refresh = ConsoleRefresh::SingleUse;
    stage.daypass().args(["login", "--console", "--profile", PROFILE, "--region", "eu-west-1"]).text()?;
    stage.world().lock().settings_mut().latency_ms = LATENCY;
    Ok(stage)
}

fn boto3(stage: &Stage, python: &Path) -> Result<Driver, String> {
    let errors = fs::File::create(stage.home.join("boto3-errors")).map_err(|error| error.to_string())?;
    Driver::start(stage.run(python).args(["-c", DRIVER]), errors)
}

fn credentials(stage: &Stage) -> Run {
    stage.daypass().args(["credentials", "--profile", PROFILE])
}

fn one(
    stage: &Stage,
    peer: &Peer,
    driver: Option<&mut Driver>,
    round: usize,
    head_start: &mut u64,
    score: &mut Score,
) -> Result<(), String> {
    interop::age_login(stage)?;
    let before = refreshes(stage).len();
    let ours = || -> Result<(), String> {
        thread::sleep(Duration::from_millis(*head_start));
        let ends = at_once((0..OURS).map(|_| ((), credentials(stage))).collect());
        ends.into_iter().try_for_each(|((), end)| stage::expect_code(&end?, 0))
    };
    let (is_good, ends) = match (peer, driver) {
        (Peer::AwsCli(aws), _) => thread::scope(|scope| {
            let export = stage.run(aws).args(["configure", "export-credentials", "--profile", PROFILE]);
            let theirs = scope.spawn(|| export.finish());
            let ends = ours();
            (theirs.join().expect("it does not panic").is_ok_and(|end| end.status.success()), ends)
        }),
        (Peer::Boto3(_), Some(driver)) => {
            driver.say(PROFILE)?;
            thread::sleep(Duration::from_millis(200));
            driver.say("go")?;
            let ends = ours();
            (driver.wait()? == 1, ends)
        }
        (Peer::Boto3(_), None) => return Err("boto3 was not started".to_owned()),
    };
    score.failed += usize::from(!is_good);
    let seen = refreshes(stage).split_off(before);
    let first = seen.iter().position(|refresh| refresh.done);
    let is_theirs = first.and_then(|index| seen.get(index)).is_some_and(|refresh| refresh.theirs);
    let (by_us, by_them) = (seen.iter().any(|one| !one.theirs), seen.iter().any(|one| one.theirs));
    score.collisions += usize::from(by_us && by_them);
    score.theirs += usize::from(by_us && is_theirs);
    ends.map_err(|error| format!("{error}{seen:#?}"))?;
    if seen.iter().filter(|refresh| refresh.done).count() != 1 {
        return Err(format!("not exactly one refresh was done: {seen:#?}"));
    }
    // The client reads its models first, which takes a time that varies: aim at the moment in which either may win.
    let step = peer.start() / 15 + u64::try_from(round % 3).unwrap_or_default() * 15;
    *head_start = if is_theirs { head_start.saturating_sub(step) } else { *head_start + step };
    // What is stored now must be good, and good for another refresh.
    interop::age_login(stage)?;
    let before = refreshes(stage).len();
    credentials(stage).text().map_err(|error| format!("the session is lost: {error}"))?;
    match refreshes(stage).split_off(before).as_slice() {
        [Refresh { done: true, .. }] => Ok(()),
        others => Err(format!("not one good refresh: {others:#?}")),
    }
}

/// A refresh that the simulator saw.
#[derive(Debug)]
struct Refresh {
    /// Whether the client asked.
    theirs: bool,
    /// Whether the simulator accepted it.
    done: bool,
}

/// Returns all refreshes so far, and the redeemed code.
fn refreshes(stage: &Stage) -> Vec<Refresh> {
    let world = stage.world();
    let world = world.lock();
    let refreshes = world.log().filter(|entry| entry.operation == Operation::CreateOAuth2Token);
    let is_ours = |agent: &String| agent.starts_with("daypass/");
    refreshes
        .map(|entry| Refresh {
            theirs: !entry.user_agent.as_ref().is_some_and(is_ours),
            done: entry.status == 200,
        })
        .collect()
}
