//! `bench relay`: the size of the static relay; an answer through relay and socket beside the least that can answer on
//! loopback, one client and 64 at once. Each request has a connection of its own, since a relay carries one.
//!
//! `--profile NAME` takes another profile of cargo than `release`.

use super::{
    figures,
    serve::{self, CLIENTS, Served, at, connect, everybody, exchange, floor, signed_in},
    size,
    start::median,
};
use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::Instant,
};
use xtask::{environment, places, process::Run, tally::Tally};

/// The largest size of the static program in bytes.
const SIZE: u64 = 700_000;
const TARGET: &str = "x86_64-unknown-linux-musl";
const ROUNDS: usize = 5;
const ALONE: usize = 1_000;
const TOGETHER: usize = 10_000;
/// Beyond the floor in milliseconds: the median of one client, and the 99th percentile of 64.
const MOST: f64 = 1.5;
const MOST_TOGETHER: f64 = 5.0;

pub(super) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        tally.skip("bench relay", "its figures are those of Linux on x86-64");
        return tally;
    }
    let profile = serve::profile(arguments);
    let packages = ["-p", "daypass-cli", "-p", "daypass-relay"];
    let build = || {
        Run::cargo().args(["build", "--quiet", "--locked", "--profile", profile]).args(packages).show()?;
        let small = ["build", "--quiet", "--locked", "--release", "-p", "daypass-relay", "--target", TARGET];
        Run::cargo().args(small).show()
    };
    if let Err(reason) = environment::fetch().and_then(|()| build()) {
        tally.check("the programs are built", Err(reason));
        return tally;
    }
    size::check(
        &mut tally,
        "relay, static",
        &places::target().join(TARGET).join("release/daypass-relay"),
        SIZE,
    );
    tally.check("an answer through relay and socket", speed(profile));
    tally
}

/// A relay in front of `daypass serve`.
struct Relay {
    child: Child,
    port: u16,
}

impl Drop for Relay {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Relay {
    fn start(program: &Path, socket: &Path) -> Result<Self, String> {
        let mut command = Command::new(program);
        command.arg("--socket").arg(socket).args(["--port", "0"]).stdin(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|error| error.to_string())?;
        let mut said = String::new();
        let errors = child.stderr.take().expect("it is a pipe");
        BufReader::new(errors).read_line(&mut said).map_err(|error| error.to_string())?;
        let port = said.strip_prefix("Relaying 127.0.0.1:").and_then(|rest| rest.split_once(' '));
        let port = port.and_then(|(port, _)| port.parse().ok()).ok_or(said)?;
        Ok(Self { child, port })
    }
}

fn speed(profile: &str) -> Result<(), String> {
    let home = signed_in(profile, 3_600);
    let socket = home.path().join("sockets/aws.sock");
    let served = Served::start(&home, &format!("serve work --quiet --socket {}", socket.display()))?;
    let relay = Relay::start(&places::of_profile(profile).join("daypass-relay"), &socket)?;
    let floor = floor(&served.ask()?)?;
    let (mut alone, mut together) = (Vec::new(), Vec::new());
    for round in 1..=ROUNDS {
        let (theirs, ours) = (one(floor, &served.request)?, one(relay.port, &served.request)?);
        let (theirs_all, ours_all) = (all(floor, &served.request)?, all(relay.port, &served.request)?);
        println!(
            "         round {round}: one client p50 {:.3} ms, floor {:.3} ms; {CLIENTS} clients p99 {:.2} ms, floor {:.2} ms",
            at(&ours, 50),
            at(&theirs, 50),
            at(&ours_all, 99),
            at(&theirs_all, 99)
        );
        alone.push(at(&ours, 50) - at(&theirs, 50));
        together.push(at(&ours_all, 99) - at(&theirs_all, 99));
    }
    let (alone, together) = (median(alone), median(together));
    println!(
        "         beyond the floor: {alone:.3} ms, at most {MOST}; p99 of {CLIENTS} {together:.2} ms, at most {MOST_TOGETHER}"
    );
    figures::note("through relay and socket, beyond the floor", alone, "ms", MOST);
    figures::note("p99 of 64 clients, beyond the floor", together, "ms", MOST_TOGETHER);
    if alone < MOST && together < MOST_TOGETHER { Ok(()) } else { Err("too slow".to_owned()) }
}

/// How long each request of one client took, connection included, in milliseconds, least first.
fn one(port: u16, request: &str) -> Result<Vec<f64>, String> {
    sorted(times(port, request, ALONE)?)
}

/// The same for 64 clients at once.
fn all(port: u16, request: &str) -> Result<Vec<f64>, String> {
    let times = everybody(|| times(port, request, TOGETHER.div_ceil(CLIENTS)))?;
    sorted(times.into_iter().flatten().collect())
}

fn times(port: u16, request: &str, count: usize) -> Result<Vec<f64>, String> {
    let mut times = Vec::with_capacity(count);
    for _ in 0..count {
        let start = Instant::now();
        exchange(&mut connect(port)?, request)?;
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    Ok(times)
}

fn sorted(mut times: Vec<f64>) -> Result<Vec<f64>, String> {
    times.sort_by(f64::total_cmp);
    if times.is_empty() { Err("nothing was measured".to_owned()) } else { Ok(times) }
}
