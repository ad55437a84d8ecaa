//! `bench populate`: a whole organisation into the config file, from a simulator 30 ms away, beside aws-sso-util.
//!
//! Release builds on both sides. `--built` takes the binaries as they are; `--alone` leaves aws-sso-util out.

use crate::{
    figures,
    simulator::{self, SIMULATOR},
};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};
use xtask::{environment, peers, places, process::Run, tally::Tally};

const LATENCY: u64 = 30;
const URL: &str = "https://d-9067000018.awsapps.com/start#";
const PEER: &str = "aws-sso-util==4.33.0";
const MEMORY: u64 = 60 * 1024;

/// An organisation, and what the issue asks of it.
struct World {
    name: &'static str,
    accounts: usize,
    roles: usize,
    /// Calls a second, and whether refusals say when to come again.
    limit: Option<(f64, bool)>,
    /// Seconds.
    most: Option<f64>,
}

const WORLDS: &[World] = &[
    World { name: "200 × 3", accounts: 200, roles: 3, limit: None, most: Some(1.0) },
    World { name: "2,000 × 5", accounts: 2_000, roles: 5, limit: None, most: Some(6.0) },
    World { name: "growth: 50 × 3", accounts: 50, roles: 3, limit: None, most: None },
    World { name: "growth: 500 × 3", accounts: 500, roles: 3, limit: None, most: None },
    World { name: "growth: 5,000 × 3", accounts: 5_000, roles: 3, limit: None, most: None },
    World { name: "200 × 3 at 20/s", accounts: 200, roles: 3, limit: Some((20.0, false)), most: None },
    World {
        name: "200 × 3 at 20/s, Retry-After",
        accounts: 200,
        roles: 3,
        limit: Some((20.0, true)),
        most: None,
    },
];

pub(super) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    if !has("--built")
        && let Err(reason) = build()
    {
        tally.check("the programs are built", Err(reason));
        return tally;
    }
    let mut ours = None;
    for world in WORLDS {
        match measure(world) {
            Ok(taken) => {
                taken.judge(world, &mut tally);
                ours = ours.or(Some(taken.seconds));
            }
            Err(reason) => tally.check(world.name, Err(reason)),
        }
    }
    if has("--alone") {
        tally.skip("aws-sso-util", "not wanted");
        return tally;
    }
    match (peer(), ours, WORLDS.first()) {
        (Ok(program), Some(ours), Some(world)) => {
            let result = beside(&program, world).and_then(|theirs| {
                println!(
                    "         aws-sso-util, {}: {theirs:.1} s; {:.0} times ours",
                    world.name,
                    theirs / ours
                );
                expect(theirs / ours >= 50.0, || format!("{:.1} times as fast, not 50", theirs / ours))
            });
            tally.check("50 times as fast as aws-sso-util", result);
        }
        (Err(reason), ..) => tally.missing("aws-sso-util", &reason),
        _ => {}
    }
    tally
}

fn build() -> Result<(), String> {
    environment::fetch()?;
    let words = ["build", "--locked", "--quiet", "--release", "-p", "daypass-cli", "-p", SIMULATOR];
    Run::cargo().args(words).show()
}

fn release(name: &str) -> PathBuf {
    places::target().join("release").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// The time, memory and calls of one run.
struct Taken {
    seconds: f64,
    /// KiB, where the system tells.
    memory: Option<u64>,
    profiles: usize,
    calls: usize,
    refused: usize,
}

impl Taken {
    #[expect(clippy::cast_precision_loss, reason = "a few thousand calls")]
    fn judge(&self, world: &World, tally: &mut Tally) {
        let memory = self.memory.map_or("memory not known".to_owned(), |kib| format!("{} MiB", kib / 1024));
        let (calls, refused) = (self.calls, self.refused);
        println!(
            "         {}: {:.2} s, {memory}, {calls} calls, {refused} of them refused",
            world.name, self.seconds
        );
        figures::note(world.name, self.seconds, "s", world.most.unwrap_or(f64::INFINITY));
        let wanted = world.accounts * world.roles;
        let whole = expect(self.profiles == wanted, || format!("{} profiles of {wanted}", self.profiles));
        tally.check(&format!("{}: nobody is lost", world.name), whole);
        if let Some(most) = world.most {
            let fast = expect(self.seconds < most, || format!("{:.2} s, not under {most}", self.seconds));
            tally.check(&format!("{}: under {most} s", world.name), fast);
        }
        if let Some((per_second, _)) = world.limit {
            let own = ((calls - refused) as f64 - per_second) / per_second;
            let fast = expect(self.seconds < own * 1.1, || {
                format!("{:.2} s, the limit's own {own:.2}", self.seconds)
            });
            tally.check(&format!("{}: within 10 % of the limit's own {own:.1} s", world.name), fast);
        }
        // Growth is printed; the two worlds of the issue are held to it.
        if let Some(kib) = self.memory.filter(|_| world.most.is_some()) {
            let small = expect(kib < MEMORY, || format!("{} MiB", kib / 1024));
            tally.check(&format!("{}: under 60 MiB", world.name), small);
        }
    }
}

fn measure(world: &World) -> Result<Taken, String> {
    let place = Place::open(world)?;
    place.daypass(&["login", "--sso-session", "corp", "--use-device-code", "--no-browser"])?;
    let before = place.requests().len();
    let mut command = place.command(&release("daypass"));
    command.args(["configure", "populate", "--sso-session", "corp", "--region", "eu-west-1", "--yes"]);
    let (seconds, memory) = timed(command, Duration::from_secs(120))?;
    let requests = place.requests().split_off(before);
    let refused = requests.iter().filter(|line| line.ends_with(" 429")).count();
    Ok(Taken { seconds, memory, profiles: place.profiles(), calls: requests.len(), refused })
}

/// Runs the peer program, in seconds. It supports only legacy sign-ins, so daypass makes one first.
fn beside(program: &Path, world: &World) -> Result<f64, String> {
    let place = Place::open(world)?;
    place.daypass(&["login", "--profile", "legacy", "--use-device-code", "--no-browser"])?;
    let config = place.home.join(".aws/config");
    fs::write(&config, "").map_err(|error| error.to_string())?;
    let mut command = place.command(program);
    command.args([
        "configure",
        "populate",
        "--sso-start-url",
        URL,
        "--sso-region",
        "eu-west-1",
        "-r",
        "eu-west-1",
    ]);
    let (seconds, _) = timed(command, Duration::from_secs(600))?;
    let profiles = place.profiles();
    println!("         aws-sso-util wrote {profiles} of {} profiles", world.accounts * world.roles);
    Ok(seconds)
}

/// Runs it and watches its memory.
fn timed(mut command: Command, limit: Duration) -> Result<(f64, Option<u64>), String> {
    let start = Instant::now();
    let spawned = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
    let mut child = spawned.map_err(|error| error.to_string())?;
    let status = format!("/proc/{}/status", child.id());
    let mut memory = None;
    loop {
        memory = peak(&status).or(memory);
        if let Some(status) = child.try_wait().map_err(|error| error.to_string())? {
            let seconds = start.elapsed().as_secs_f64();
            let said =
                child.stderr.take().map(std::io::read_to_string).and_then(Result::ok).unwrap_or_default();
            return if status.success() { Ok((seconds, memory)) } else { Err(format!("{status}\n{said}")) };
        }
        if start.elapsed() > limit {
            drop(child.kill());
            drop(child.wait());
            return Err(format!("stopped after {} s", limit.as_secs()));
        }
        thread::sleep(Duration::from_millis(2));
    }
}

fn peak(status: &str) -> Option<u64> {
    let text = fs::read_to_string(status).ok()?;
    text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.split_whitespace().next()?.parse().ok()
}

/// A simulator with a world, and a home.
struct Place {
    home: PathBuf,
    url: String,
    log: PathBuf,
    server: Child,
}

impl Place {
    fn open(world: &World) -> Result<Self, String> {
        let explain = |error: std::io::Error| error.to_string();
        let folder = places::fresh("populate").map_err(explain)?;
        let home = folder.join("home");
        fs::create_dir_all(home.join(".aws")).map_err(explain)?;
        let session = format!("sso_start_url = {URL}\nsso_region = eu-west-1\n");
        let config = format!(
            "[sso-session corp]\n{session}sso_registration_scopes = sso:account:access\n\n\
             [profile legacy]\n{session}sso_account_id = 111122223333\nsso_role_name = X\n"
        );
        fs::write(home.join(".aws/config"), config).map_err(explain)?;
        let limit = world.limit.map_or_else(String::new, |(per_second, retry_after)| {
            format!(
                "rate_limit = {{ per_second = {per_second:.1}, burst = {per_second:.1}, \
                 retry_after = {retry_after} }}\n"
            )
        });
        let (accounts, roles) = (world.accounts, world.roles);
        let scenario = format!(
            "name = \"bench\"\nusers = [\"testuser@example.com\"]\nseed = 7\n[settings]\npage_size = 100\n\
             latency_ms = {LATENCY}\n{limit}[generate]\naccounts = {accounts}\nroles = {roles}\n"
        );
        let file = folder.join("world.toml");
        fs::write(&file, scenario).map_err(explain)?;
        let log = folder.join("requests.log");
        let mut server = Run::hermetic(release(SIMULATOR))
            .args(["--port", "0", "--auto-approve", "--scenario"])
            .arg(&file)
            .arg("--log")
            .arg(&log)
            .spawn(Stdio::piped(), Stdio::inherit())?;
        let url = simulator::first_url(&mut server).inspect_err(|_| drop(server.kill()))?;
        Ok(Self { home, url, log, server })
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("HOME", &self.home);
        for service in ["SSO", "SSO_OIDC", "STS"] {
            command.env(format!("AWS_ENDPOINT_URL_{service}"), &self.url);
        }
        command
    }

    fn daypass(&self, words: &[&str]) -> Result<(), String> {
        let mut command = self.command(&release("daypass"));
        command.args(words);
        timed(command, Duration::from_secs(60)).map(drop)
    }

    fn requests(&self) -> Vec<String> {
        fs::read_to_string(&self.log).unwrap_or_default().lines().map(str::to_owned).collect()
    }

    /// Profiles in the config file, the one for the sign-in apart.
    fn profiles(&self) -> usize {
        let text = fs::read_to_string(self.home.join(".aws/config")).unwrap_or_default();
        text.lines().filter(|line| line.starts_with("[profile ") && *line != "[profile legacy]").count()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        drop(self.server.kill());
        drop(self.server.wait());
    }
}

/// aws-sso-util in a virtual environment of its own.
fn peer() -> Result<PathBuf, String> {
    let programs = peers::python("venv-aws-sso-util", &[PEER])?;
    Ok(programs.join(format!("aws-sso-util{}", std::env::consts::EXE_SUFFIX)))
}

fn expect(holds: bool, otherwise: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise()) }
}
