//! `bench token`: a token for kubectl and a database's password, from start to end, beside the AWS CLI. Neither makes a call.
//!
//! In turns; the keys stand in a file. `--profile NAME` takes another profile of cargo than `release`, `--built` takes the
//! program as it is, `--turns N` makes so many turns.

use crate::{
    figures,
    start::{median, ratio},
};
use daypass_testkit::Home;
use std::{
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};
use xtask::{environment, peers, places, process::Run, tally::Tally};

const TURNS: usize = 200;
/// The AWS CLI takes a hundred times longer.
const SLOW_TURNS: usize = 5;
/// How long a token may take, in milliseconds, as the median: kubectl asks at each command.
const MOST_MS: f64 = 15.0;
/// The keys of AWS's documentation.
const CONFIG: &str = "[profile p]\nregion = eu-west-1\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n\
                      aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n";

/// A token: its name, our words and those of the AWS CLI.
const TOKENS: [(&str, &str, &str); 2] = [
    ("eks", "token eks --cluster-name prod --profile p", "eks get-token --cluster-name prod --profile p"),
    (
        "rds",
        "token rds --hostname db.example --port 5432 --username ada --profile p",
        "rds generate-db-auth-token --hostname db.example --port 5432 --username ada --profile p",
    ),
];

pub(super) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    let value = |flag: &str| arguments.iter().skip_while(|word| *word != flag).nth(1);
    let profile = value("--profile").map_or("release", String::as_str);
    let turns = value("--turns").and_then(|turns| turns.parse().ok()).unwrap_or(TURNS);
    let is_built = arguments.iter().any(|word| word == "--built");
    if let Err(reason) = if is_built { Ok(()) } else { build(profile) } {
        tally.check("the program is built", Err(reason));
        return tally;
    }
    let aws = peers::aws_cli_v2();
    if let Err(reason) = &aws {
        tally.skip("the AWS CLI v2", reason);
    }
    let home = Home::new().with_program(places::of_profile(profile).join("daypass")).config(CONFIG);
    for (name, ours, theirs) in TOKENS {
        if let Err(reason) = race(&home, name, (ours, theirs), turns, aws.as_deref().ok(), &mut tally) {
            tally.check(name, Err(reason));
        }
    }
    tally
}

fn build(profile: &str) -> Result<(), String> {
    environment::fetch()?;
    let build = ["build", "--locked", "--quiet", "--profile", profile];
    Run::cargo().args(build).args(["-p", "daypass-cli", "--bin", "daypass"]).show()
}

fn race(
    home: &Home,
    name: &str,
    (ours, theirs): (&str, &str),
    turns: usize,
    aws: Option<&Path>,
    tally: &mut Tally,
) -> Result<(), String> {
    let milliseconds =
        |times: &[Duration]| median(times.iter().map(|time| time.as_secs_f64() * 1e3).collect());
    // The first turn warms the caches.
    let times = (0..=turns).map(|_| time(home.command(ours))).collect::<Result<Vec<_>, _>>()?;
    let own = milliseconds(times.get(1..).unwrap_or_default());
    figures::note(format!("{name}, daypass"), own, "ms", MOST_MS);
    let result = if own <= MOST_MS { Ok(()) } else { Err(format!("{own:.2} ms, and not {MOST_MS:.2}")) };
    tally.check(&format!("{name}: {own:.2} ms, at most {MOST_MS:.2}"), result);
    let mut beside = (Vec::new(), Vec::new());
    for _ in 0..aws.map_or(0, |_| SLOW_TURNS) {
        let mut command = Command::new(aws.unwrap_or(Path::new("aws")));
        command.args(theirs.split(' ')).env_clear().env("HOME", home.path()).env("PATH", "/usr/bin:/bin");
        command.env("AWS_EC2_METADATA_DISABLED", "true").env("AWS_PAGER", "");
        beside.0.push(time(command)?);
        beside.1.push(time(home.command(ours))?);
    }
    if aws.is_some() {
        let times = ratio(&beside.0, &beside.1);
        println!("         {name}: the AWS CLI {:.0} ms, {times:.0} times as long", milliseconds(&beside.0));
        figures::note(format!("{name}, the AWS CLI beside daypass"), times, "times", f64::INFINITY);
    }
    Ok(())
}

fn time(mut command: Command) -> Result<Duration, String> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let start = Instant::now();
    let output = command.output().map_err(|error| error.to_string())?;
    let time = start.elapsed();
    match output.status.success() {
        true => Ok(time),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}
