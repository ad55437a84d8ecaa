//! Rounds of boto3 beside ours on one expired token. Refresh tokens are good for one use and boto3 takes no lock,
//! so whoever comes second is refused; the session must survive that, and ours must adopt what boto3 stored.

use super::home::{PROFILES, at_once, caused, credentials, expire, signed_in};
use crate::{interop, stage, stage::Stage};
use daypass_simulator::Operation;
use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Child, Stdio},
    thread,
    time::Duration,
};
use xtask::{process::Run, tally::Tally};

/// The number of processes of each kind in each round.
const PEERS: usize = 2;
const OURS: usize = 4;

/// One process for each of the peers of a round, forked with boto3 loaded and its session made, so that it is the
/// refresh that races and not the import. Says how many got credentials.
pub(super) const DRIVER: &str = r#"
import os, sys, boto3
for line in iter(sys.stdin.readline, ""):
    children, (waiting, go) = [], os.pipe()
    for profile in line.split():
        child = os.fork()
        if child == 0:
            os.close(go)
            code = 1
            try:
                credentials = boto3.Session(profile_name=profile).get_credentials()
                os.read(waiting, 1)
                credentials.get_frozen_credentials()
                code = 0
            except Exception as error:
                sys.stderr.write(repr(error) + "\n")
                sys.stderr.flush()
            os._exit(code)
        children.append(child)
    os.close(waiting)
    sys.stdin.readline()
    os.close(go)
    codes = [os.waitpid(child, 0)[1] for child in children]
    print(codes.count(0), flush=True)
"#;

pub(super) fn run(tally: &mut Tally, rounds: usize) {
    let what = format!("{rounds} rounds with boto3");
    if rounds == 0 {
        return tally.skip("rounds with boto3", "none were asked for (--race-boto3 100)");
    }
    if !cfg!(unix) {
        return tally.skip(&what, "its processes are forked");
    }
    let Some(python) = interop::boto3(tally) else { return };
    tally.check(&format!("{what}: the session survives every one"), race(rounds, &python));
}

/// The counts of all rounds.
#[derive(Default)]
struct Score {
    /// Rounds in which both sides asked for a refresh, so that one was refused.
    collisions: usize,
    /// Rounds of these in which boto3 was first.
    theirs: usize,
    /// boto3's processes that failed, as expected of boto3; none of daypass's may fail.
    failed: usize,
}

fn race(rounds: usize, python: &Path) -> Result<(), String> {
    let stage = signed_in("herd-race")?;
    stage.world().lock().settings_mut().latency_ms = 60;
    let errors = fs::File::create(stage.home.join("boto3-errors")).map_err(|error| error.to_string())?;
    let mut driver = Driver::start(stage.run(python).args(["-c", DRIVER]), errors)?;
    let (mut score, mut head_start) = (Score::default(), 400);
    for round in 0..rounds {
        one(&stage, &mut driver, round, &mut head_start, &mut score)
            .map_err(|error| format!("round {round}: {error}"))?;
    }
    println!(
        "         in {} rounds both refreshed, boto3 first in {}; of its {} processes {} failed, of our {} none",
        score.collisions,
        score.theirs,
        rounds * PEERS,
        score.failed,
        rounds * OURS
    );
    Ok(())
}

fn one(
    stage: &Stage,
    driver: &mut Driver,
    round: usize,
    head_start: &mut u64,
    score: &mut Score,
) -> Result<(), String> {
    expire(stage)?;
    let before = refreshes(stage).len();
    let mut profiles = PROFILES.iter().map(|(profile, ..)| *profile).cycle().skip(round);
    driver.say(&profiles.by_ref().take(PEERS).collect::<Vec<_>>().join(" "))?;
    thread::sleep(Duration::from_millis(200));
    driver.say("go")?;
    thread::sleep(Duration::from_millis(*head_start));
    let ends = at_once(profiles.take(OURS).map(|profile| ((), credentials(stage, profile))).collect());
    score.failed += PEERS - driver.wait()?;
    let refreshes = refreshes(stage).split_off(before);
    let (ours, theirs) =
        (refreshes.iter().any(|refresh| !refresh.theirs), refreshes.iter().any(|refresh| refresh.theirs));
    score.collisions += usize::from(ours && theirs);
    let first: Vec<_> = refreshes.iter().filter(|refresh| refresh.done).collect();
    let theirs_first = first.iter().any(|refresh| refresh.theirs);
    score.theirs += usize::from(ours && theirs_first);
    for ((), end) in ends {
        stage::expect_code(&end?, 0).map_err(|error| format!("{error}{refreshes:#?}"))?;
    }
    if first.len() != 1 {
        return Err(format!("not exactly one refresh was done: {refreshes:#?}"));
    }
    // boto3 reads its models first, which takes a time that varies: aim at the moment in which either may win.
    let step = 20 + u64::try_from(round % 3).unwrap_or_default() * 15;
    *head_start = if theirs_first { head_start.saturating_sub(step) } else { *head_start + step };
    // What is stored now must be good, and good for another refresh.
    interop::clear_role_credentials(stage)?;
    credentials(stage, "dev").text()?;
    expire(stage)?;
    let (end, requests) = stage.observed(|| credentials(stage, "dev").text());
    end.map_err(|error| format!("the session is lost: {error}"))?;
    caused(&requests, &[("CreateToken 200", 1), ("CreateToken 400", 0)])
}

/// A refresh that the simulator saw.
#[derive(Debug)]
struct Refresh {
    /// Whether boto3 asked.
    theirs: bool,
    /// Whether the simulator accepted it.
    done: bool,
}

/// Returns all refreshes so far.
fn refreshes(stage: &Stage) -> Vec<Refresh> {
    let world = stage.world();
    let world = world.lock();
    let refreshes = world.log().filter(|entry| entry.operation == Operation::CreateToken);
    refreshes
        .map(|entry| Refresh {
            theirs: entry.user_agent.as_deref().is_some_and(|agent| agent.starts_with("Boto3")),
            done: entry.status == 200,
        })
        .collect()
}

/// A Python process with boto3 loaded, which forks for each round.
pub(super) struct Driver {
    child: Child,
    answers: BufReader<std::process::ChildStdout>,
}

impl Driver {
    pub(super) fn start(run: Run, errors: fs::File) -> Result<Self, String> {
        let mut child = run.driven().spawn(Stdio::piped(), errors.into())?;
        let answers = BufReader::new(child.stdout.take().expect("standard output is a pipe"));
        Ok(Self { child, answers })
    }

    /// Writes a line to Python: the profiles of its processes, then any line to start them.
    pub(super) fn say(&mut self, line: &str) -> Result<(), String> {
        let stdin = self.child.stdin.as_mut().expect("standard input is a pipe");
        writeln!(stdin, "{line}").map_err(|error| format!("boto3: {error}"))
    }

    /// Returns how many of the processes got credentials.
    pub(super) fn wait(&mut self) -> Result<usize, String> {
        let mut line = String::new();
        self.answers.read_line(&mut line).map_err(|error| error.to_string())?;
        line.trim().parse().map_err(|_| "boto3 ended".to_owned())
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
