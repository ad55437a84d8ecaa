//! `bench start`: whole processes, from start to end, taken in turns: a cached `credential-process` beside empty
//! programs in Rust and C, and beside the AWS CLI v2 on the same files.
//!
//! Turns, because the machine does other things too, and all programs shall suffer alike; medians of the ratio of each
//! turn, because those sufferings come in bursts. `--built` takes the binaries as they are; `--beside PROGRAM` adds
//! another build of daypass, an older one for instance, and says how ours compares with it.

use super::{figures, peak, size};
use daypass_release::Build;
use daypass_testkit::world::START_URL;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};
use xtask::{environment, peers, places, process::Run, tally::Tally};

const MUSL: &str = "x86_64-unknown-linux-musl";
const TURNS: usize = 300;
/// The AWS CLI takes a thousand times longer.
const SLOW_TURNS: usize = 10;
/// Profiles in a small config, and in a very large one.
pub(crate) const FEW: usize = 10;
pub(crate) const MANY: usize = 10_000;
pub(crate) const HOT: &[&str] = &["credential-process", "--profile", "work"];
/// sha1 of `{"accountId":"111122223333","roleName":"Admin","sessionName":"corp"}`.
const ROLE_FILE: &str = "0cdbf32b99792a73981dd3f142bc63ab50240b44.json";

const EMPTY_C: &str = "int main(void) { return 0; }\n";
const EMPTY_RUST: &str = "fn main() {}\n";
pub(super) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    if !cfg!(target_os = "linux") {
        tally.skip("bench start", "it measures Linux programs");
        return tally;
    }
    let beside = arguments.iter().skip_while(|argument| *argument != "--beside").nth(1).map(PathBuf::from);
    let built = arguments.iter().any(|argument| argument == "--built");
    match Programs::make(built, &mut tally) {
        Err(reason) => tally.check("the programs are built", Err(reason)),
        Ok(programs) => {
            if let Err(reason) = programs.measure(beside, &mut tally) {
                tally.check("bench start", Err(reason));
            }
        }
    }
    tally
}

struct Programs {
    folder: PathBuf,
    daypass: PathBuf,
    musl: Option<PathBuf>,
    aws: Option<PathBuf>,
}

/// One contestant: what it is called, and what it runs where.
pub(super) struct Entrant {
    pub(super) name: &'static str,
    pub(super) program: PathBuf,
    pub(super) words: &'static [&'static str],
    pub(super) home: PathBuf,
}

impl Programs {
    fn make(built: bool, tally: &mut Tally) -> Result<Self, String> {
        environment::fetch()?;
        let folder = places::scratch("bench").map_err(|error| error.to_string())?;
        let source = folder.join("empty-c.c");
        write(&source, EMPTY_C)?;
        let cc = Run::hermetic("cc").args(["-O2", "-w", "-o"]);
        cc.arg(folder.join("empty-c")).arg(&source).text()?;
        peak::build(&folder)?;
        empty_rust(&folder)?;
        let release = |target: &str| places::target().join(target).join("release/daypass");
        if !built {
            size::build()?;
        }
        let musl = if built && release(MUSL).exists() { Ok(()) } else { build_musl() };
        if let Err(reason) = &musl {
            tally.skip("the static musl build", reason);
        }
        let aws = peers::aws_cli_v2();
        if let Err(reason) = &aws {
            tally.skip("the AWS CLI v2", reason);
        }
        let daypass = installed(&folder, "daypass", &release(""))?;
        let musl = musl.ok().map(|()| installed(&folder, "daypass-musl", &release(MUSL))).transpose()?;
        Ok(Self { daypass, musl, aws: aws.ok(), folder })
    }

    fn measure(&self, beside: Option<PathBuf>, tally: &mut Tally) -> Result<(), String> {
        let (few, many) = (home(FEW)?, home(MANY)?);
        let entrant = |name, program: &Path, words, home: &Path| Entrant {
            name,
            program: program.to_owned(),
            words,
            home: home.to_owned(),
        };
        let mut entrants = vec![
            entrant("empty C, dynamic", &self.folder.join("empty-c"), &[], &few),
            entrant("empty Rust", &self.folder.join("empty-rust"), &[], &few),
            entrant("daypass, 10 profiles", &self.daypass, HOT, &few),
            entrant("daypass, 10,000 profiles", &self.daypass, HOT, &many),
        ];
        if let Some(musl) = &self.musl {
            entrants.push(entrant("daypass musl, 10 profiles", musl, HOT, &few));
            entrants.push(entrant("daypass musl, 10,000 profiles", musl, HOT, &many));
        }
        let others = entrants.len();
        if let Some(other) = beside {
            let other = installed(&self.folder, "daypass-other", &other)?;
            entrants.push(entrant("the other, 10 profiles", &other, HOT, &few));
            entrants.push(entrant("the other, 10,000 profiles", &other, HOT, &many));
        }
        let times = race(&entrants, TURNS)?;
        table(&entrants, &times);
        for (what, ours, theirs) in [("10 profiles", 2, others), ("10,000 profiles", 3, others + 1)] {
            if let (Some(ours), Some(theirs)) = (times.get(ours), times.get(theirs)) {
                println!("         {what}, beside the other: {:.3} times", ratio(ours, theirs));
            }
        }
        let mut holds = |what: &str, ours: usize, theirs: usize, most: f64| {
            let (Some(a), Some(b)) = (times.get(ours), times.get(theirs)) else { return };
            let ratio = ratio(a, b);
            let result =
                if ratio <= most { Ok(()) } else { Err(format!("{ratio:.2} times, and not {most:.2}")) };
            figures::note(what, ratio, "times", most);
            tally.check(&format!("{what}: {ratio:.2} times, at most {most:.2}"), result);
        };
        holds("10 profiles beside an empty Rust program", 2, 1, 1.15);
        holds("10,000 profiles beside an empty Rust program", 3, 1, 1.35);
        if self.musl.is_some() {
            holds("musl, 10 profiles, beside an empty C program", 4, 0, 0.9);
        }
        if let Some(aws) = &self.aws {
            self.beside_aws(tally, aws, &few)?;
        }
        let gnu = ("gnu", Some(&self.daypass), size::MOST);
        for (name, program, most) in [gnu, ("musl", self.musl.as_ref(), size::MOST_STATIC)] {
            let Some(program) = program else { continue };
            let peak = [&few, &many].map(|home| self.peak(program, home));
            let [few, many] = peak;
            let (few, many) = (few?, many?);
            let what = format!("{name}, peak memory: {few} KiB with 10 profiles, {many} KiB with 10,000");
            tally.check(&what, if many < 8192 { Ok(()) } else { Err("not under 8 MiB".to_owned()) });
            size::check(tally, name, program, most);
        }
        size::made_of();
        Ok(())
    }

    fn beside_aws(&self, tally: &mut Tally, aws: &Path, home: &Path) -> Result<(), String> {
        let words = &["configure", "export-credentials", "--profile", "work"];
        let entrants = [
            Entrant { name: "AWS CLI v2", program: aws.to_owned(), words, home: home.to_owned() },
            Entrant {
                name: "daypass, beside it",
                program: self.daypass.clone(),
                words: HOT,
                home: home.to_owned(),
            },
        ];
        let times = race(&entrants, SLOW_TURNS)?;
        table(&entrants, &times);
        if let [theirs, ours] = times.as_slice() {
            let ratio = ratio(theirs, ours);
            let result = if ratio >= 100.0 { Ok(()) } else { Err("not 100 times".to_owned()) };
            tally.check(&format!("{ratio:.0} times faster than the AWS CLI v2, at least 100"), result);
        }
        Ok(())
    }

    fn peak(&self, program: &Path, home: &Path) -> Result<u64, String> {
        let run = Run::hermetic(self.folder.join("peak")).arg(program).args(HOT).env("HOME", home);
        peak::kib(&run.text()?)
    }
}

/// Copies a program as an installer does. What a linker wrote lies in smaller pieces in the system's cache and starts later,
/// whatever is in it.
fn installed(folder: &Path, name: &str, program: &Path) -> Result<PathBuf, String> {
    let path = folder.join(name);
    fs::copy(program, &path).map_err(|error| format!("{}: {error}", program.display()))?;
    Ok(path)
}

/// A program that does nothing, built as ours is.
pub(super) fn empty_rust(folder: &Path) -> Result<PathBuf, String> {
    write(&folder.join("empty.rs"), EMPTY_RUST)?;
    let options = ["-Copt-level=3", "-Cpanic=abort", "-Cstrip=symbols", "--edition=2024", "-o"];
    let program = folder.join("empty-rust");
    Run::cargo_tool("rustc").args(options).arg(&program).arg(folder.join("empty.rs")).text()?;
    Ok(program)
}

/// A home with that many profiles, all of one session, and cached credentials for the last of them.
pub(crate) fn home(profiles: usize) -> Result<PathBuf, String> {
    let folder = places::scratch("bench").map_err(|error| error.to_string())?;
    let home = folder.join(format!("home-{profiles}"));
    let mut config = format!(
        "[sso-session corp]\nsso_region = eu-west-1\nsso_start_url = {START_URL}\nsso_registration_scopes = sso:account:access\n"
    );
    for number in 1..=profiles {
        let last = number == profiles;
        let name = if last { "work".to_owned() } else { format!("team-{number}") };
        let account = if last { 111_122_223_333 } else { 200_000_000_000 + number };
        config += &format!(
            "\n[profile {name}]\nsso_session = corp\nsso_account_id = {account}\nsso_role_name = Admin\nregion = eu-west-1\noutput = json\n"
        );
    }
    let token = "IQoJb3JpZ2luX2VjEXAMPLE".repeat(40);
    let role = format!(
        r#"{{"ProviderType": "sso", "Credentials": {{"AccessKeyId": "ASIAEXAMPLEEXAMPLE00", "SecretAccessKey": "EXAMPLE/EXAMPLE/EXAMPLE/EXAMPLE/EXAMPLE/", "SessionToken": "{token}", "Expiration": "2099-01-01T00:00:00Z", "AccountId": "111122223333"}}}}"#
    );
    let cache = home.join(".aws/cli/cache");
    fs::create_dir_all(&cache).map_err(|error| error.to_string())?;
    write(&home.join(".aws/config"), &config)?;
    let role_file = cache.join(ROLE_FILE);
    write(&role_file, &role)?;
    // As every AWS tool makes it; what others can read is not answered from without a word.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(&role_file, fs::Permissions::from_mode(0o600))
            .map_err(|error| error.to_string())?;
    }
    Ok(home)
}

/// The static build, where the toolchain can be had.
fn build_musl() -> Result<(), String> {
    Run::fetching("rustup").args(["target", "add", MUSL]).limit(300).text()?;
    let target = places::target();
    Build::new(&target).of(MUSL).run(&Run::cargo).map(drop)
}

/// Runs each entrant once per turn, in rotating order: an entrant does not always follow the same other entrant.
pub(super) fn race(entrants: &[Entrant], turns: usize) -> Result<Vec<Vec<Duration>>, String> {
    let mut times = vec![Vec::with_capacity(turns); entrants.len()];
    for turn in 0..=turns {
        for place in 0..entrants.len() {
            let at = (turn + place) % entrants.len();
            let (Some(entrant), Some(times)) = (entrants.get(at), times.get_mut(at)) else { continue };
            let time = entrant.time()?;
            // The first turn warms the caches.
            if turn > 0 {
                times.push(time);
            }
        }
    }
    Ok(times)
}

impl Entrant {
    fn time(&self) -> Result<Duration, String> {
        let mut command = Command::new(&self.program);
        command.args(self.words).env_clear().env("HOME", &self.home).env("PATH", "/usr/bin:/bin");
        command.env("AWS_EC2_METADATA_DISABLED", "true");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let start = Instant::now();
        let status = command.status();
        let time = start.elapsed();
        match status {
            Ok(status) if status.success() => Ok(time),
            other => Err(format!("{}: {other:?}", self.name)),
        }
    }
}

pub(super) fn table(entrants: &[Entrant], times: &[Vec<Duration>]) {
    println!("         {:32} {:>9} {:>9}", "microseconds", "least", "median");
    for (entrant, times) in entrants.iter().zip(times) {
        let times: Vec<f64> = times.iter().map(|time| time.as_secs_f64() * 1e6).collect();
        let least = times.iter().copied().fold(f64::INFINITY, f64::min);
        let median = median(times);
        println!("         {:32} {least:>9.0} {median:>9.0}", entrant.name);
        figures::note(entrant.name, median, "µs", f64::INFINITY);
    }
}

/// The median of the ratios of all turns.
pub(super) fn ratio(ours: &[Duration], theirs: &[Duration]) -> f64 {
    median(ours.iter().zip(theirs).map(|(ours, theirs)| ours.as_secs_f64() / theirs.as_secs_f64()).collect())
}

pub(super) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

pub(super) fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}
