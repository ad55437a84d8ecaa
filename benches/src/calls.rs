//! `bench vend` and `bench whoami`: credentials that are in no cache, and an identity with keys that are, from start to end,
//! beside a bare program that makes the same requests with the same HTTP client; over http and over TLS.
//!
//! In turns, as in `bench start`. A relay on loopback gives every program the same answer at once. Over TLS the system's
//! roots are loaded, and one more. The AWS CLI runs beside them where it is installed, or that of `--aws PATH`. `--profile
//! NAME` takes another profile of cargo than `release`, `--built` takes the programs as they are, `--turns N` makes so many
//! turns.

use crate::{
    figures,
    homes::{self, FETCHED, Many},
    relay::Relay,
    start::{median, ratio, write},
};
use daypass_release::Build;
use daypass_testkit::Home;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};
use xtask::{environment, peers, places, process::Run, tally::Tally};

const TURNS: usize = 200;
/// The AWS CLI takes a hundred times longer.
const SLOW_TURNS: usize = 5;
/// How much longer than the bare program.
const MOST: f64 = 1.2;
const PROFILES: usize = 10;
/// Where systems keep the roots that they trust.
const ROOTS: &[&str] =
    &["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"];

/// One measurement.
struct Calls {
    name: &'static str,
    ours: &'static [&'static str],
    aws: &'static [&'static str],
    /// Whether each turn begins without keys in the cache. Then an old AWS CLI cannot be sent to the relay.
    forgets: bool,
}

pub(super) fn vend(arguments: &[String]) -> Tally {
    Calls {
        name: "vend",
        ours: &["credential-process", "--profile", FETCHED],
        aws: &["configure", "export-credentials", "--profile", FETCHED],
        forgets: true,
    }
    .run(arguments)
}

pub(super) fn whoami(arguments: &[String]) -> Tally {
    Calls {
        name: "whoami",
        ours: &["whoami", "--profile", FETCHED],
        aws: &["sts", "get-caller-identity", "--profile", FETCHED],
        forgets: false,
    }
    .run(arguments)
}

impl Calls {
    fn run(&self, arguments: &[String]) -> Tally {
        let mut tally = Tally::default();
        let value = |flag: &str| arguments.iter().skip_while(|word| *word != flag).nth(1);
        let profile = value("--profile").map_or("release", String::as_str);
        let turns = value("--turns").and_then(|turns| turns.parse().ok()).unwrap_or(TURNS);
        let is_built = arguments.iter().any(|word| word == "--built");
        let aws = value("--aws").map_or_else(peers::aws_cli_v2, |path| Ok(PathBuf::from(path)));
        if let Err(reason) = &aws {
            tally.skip("the AWS CLI v2", reason);
        }
        let built = if is_built { Ok(()) } else { build(profile) };
        if let Err(reason) = built {
            tally.check("the programs are built", Err(reason));
            return tally;
        }
        for tls in [false, true] {
            let over = if tls { "TLS" } else { "http" };
            match Stage::set(profile, tls).and_then(|stage| stage.race(self, turns, aws.as_deref().ok())) {
                Err(reason) => tally.check(&format!("{} over {over}", self.name), Err(reason)),
                Ok(times) => times.judge(over, &mut tally),
            }
        }
        tally
    }
}

fn build(profile: &str) -> Result<(), String> {
    environment::fetch()?;
    let build = ["build", "--locked", "--quiet", "--profile", profile];
    if profile == "release" {
        Build::new(&places::target()).run(&Run::cargo)?;
    } else {
        Run::cargo().args(build).args(["-p", "daypass-cli", "--bin", "daypass"]).show()?;
    }
    let bare = ["-p", "daypass-transport", "--features", "reqwest", "--example", "bare_calls"];
    Run::cargo().args(build).args(bare).show()
}

/// A home that is signed in, and the relay in front of its AWS.
struct Stage {
    home: Home,
    relay: Relay,
    roots: PathBuf,
    requests: PathBuf,
    bare: PathBuf,
}

struct Times {
    ours: Vec<Duration>,
    bare: Vec<Duration>,
    /// The AWS CLI's, and ours in the same turns.
    aws: Vec<(Duration, Duration)>,
    /// Why the AWS CLI has none.
    without_aws: Option<String>,
}

impl Stage {
    fn set(profile: &str, tls: bool) -> Result<Self, String> {
        let programs = places::of_profile(profile);
        let home = homes::home(Many::Profiles, PROFILES, programs.join("daypass"))?;
        let upstream = home.server().url();
        let relay = Relay::start(upstream.trim_start_matches("http://"), tls)?;
        // The sign-in was got at the simulator; the relay in front of it is another endpoint.
        let host = relay.url.rsplit('/').next().unwrap_or_default();
        home.write(".config/daypass/settings.toml", &format!("allowed_endpoints = ['{host}']\n"));
        let roots = home.path().join("roots.pem");
        let system = ROOTS.iter().find_map(|path| fs::read_to_string(path).ok()).unwrap_or_default();
        write(&roots, &(system + relay.authority.as_deref().unwrap_or_default()))?;
        let requests = home.path().join("requests.json");
        Ok(Self { home, relay, roots, requests, bare: programs.join("examples/bare_calls") })
    }

    fn race(&self, calls: &Calls, turns: usize, aws: Option<&Path>) -> Result<Times, String> {
        let daypass = self.home.command("").get_program().to_owned();
        let ours = || {
            let mut command = Command::new(&daypass);
            command.args(calls.ours);
            command
        };
        let forget = || {
            if calls.forgets {
                drop(fs::remove_dir_all(self.home.path().join(".aws/cli/cache")));
            }
        };
        // Not by way of the relay, which records what is to be measured.
        let _keys = self.home.run(&format!("credential-process -p {FETCHED}")).ok();
        forget();
        self.time(ours())?;
        write(&self.requests, &self.relay.requests().to_string())?;
        let bare = || {
            let mut command = Command::new(&self.bare);
            command.arg(&self.relay.url).arg(&self.requests);
            command
        };
        let mut times = Times { ours: Vec::new(), bare: Vec::new(), aws: Vec::new(), without_aws: None };
        for turn in 0..=turns {
            let is_first = turn % 2 == 0;
            let early = if is_first { None } else { Some(self.time(bare())?) };
            forget();
            let took = self.time(ours())?;
            let bare = match early {
                Some(early) => early,
                None => self.time(bare())?,
            };
            // The first turn warms the caches.
            if turn > 0 {
                times.ours.push(took);
                times.bare.push(bare);
            }
        }
        for _ in 0..aws.map_or(0, |_| SLOW_TURNS) {
            forget();
            let mut command = Command::new(aws.unwrap_or(Path::new("aws")));
            // Its --ca-bundle does not reach the client that gets the keys.
            command.args(calls.aws);
            if !calls.forgets {
                command.args(["--endpoint-url", &self.relay.url]);
            }
            let theirs = match self.time_with(command, Some(&self.roots)) {
                Ok(theirs) => theirs,
                Err(reason) => {
                    times.without_aws = Some(reason);
                    break;
                }
            };
            forget();
            times.aws.push((theirs, self.time(ours())?));
        }
        Ok(times)
    }

    fn time(&self, command: Command) -> Result<Duration, String> {
        self.time_with(command, None)
    }

    fn time_with(&self, mut command: Command, ca_bundle: Option<&Path>) -> Result<Duration, String> {
        command.env_clear().env("HOME", self.home.path()).env("PATH", "/usr/bin:/bin");
        command.env("SSL_CERT_FILE", &self.roots).env("AWS_EC2_METADATA_DISABLED", "true");
        command.env("TZ", "UTC").envs(ca_bundle.map(|path| ("AWS_CA_BUNDLE", path)));
        for service in ["SSO", "SSO_OIDC", "STS"] {
            command.env(format!("AWS_ENDPOINT_URL_{service}"), &self.relay.url);
        }
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let start = Instant::now();
        let output = command.output().map_err(|error| error.to_string())?;
        let time = start.elapsed();
        if output.status.success() {
            Ok(time)
        } else {
            let said = String::from_utf8_lossy(&output.stderr);
            Err(format!("{}: {}\n{said}", command.get_program().display(), output.status))
        }
    }
}

impl Times {
    fn judge(&self, over: &str, tally: &mut Tally) {
        let middle = |times: &[Duration]| median(times.iter().map(|time| time.as_secs_f64() * 1e3).collect());
        let (ours, bare, times) = (middle(&self.ours), middle(&self.bare), ratio(&self.ours, &self.bare));
        println!("         over {over}: daypass {ours:.2} ms, bare {bare:.2} ms (medians)");
        figures::note(format!("over {over}, daypass"), ours, "ms", f64::INFINITY);
        figures::note(format!("over {over}, beside the bare program"), times, "times", MOST);
        let result = if times <= MOST { Ok(()) } else { Err(format!("{times:.2} times, and not {MOST:.2}")) };
        tally.check(&format!("over {over}: {times:.2} times the bare program, at most {MOST:.2}"), result);
        if let Some(reason) = &self.without_aws {
            tally.skip(&format!("the AWS CLI over {over}"), &reason.replace('\n', " "));
        }
        if !self.aws.is_empty() {
            let (theirs, ours): (Vec<_>, Vec<_>) = self.aws.iter().copied().unzip();
            let times = ratio(&theirs, &ours);
            println!("         over {over}: the AWS CLI {:.0} ms, {times:.0} times as long", middle(&theirs));
            figures::note(format!("over {over}, the AWS CLI beside daypass"), times, "times", f64::INFINITY);
        }
    }
}
