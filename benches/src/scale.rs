//! `bench scale`: what each command takes with ten profiles and with ten thousand, or with ten thousand files in each cache
//! folder: whole processes in turns, and their peak memory.
//!
//! What is compared is the median of the differences of all turns, since the machine does other things too. The simulator
//! answers where a command asks AWS. `--profile NAME` takes another profile of cargo than `release`, `--built` takes the
//! program as it is, `--turns N` makes so many turns; a word takes the commands that have it alone.

use crate::{
    figures,
    homes::{self, Many},
    peak,
    start::median,
};
use daypass_testkit::Home;
use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};
use xtask::{environment, places, process::Run, tally::Tally};

const FEW: usize = 10;
const MANY: usize = 10_000;
/// For those that read every profile; ten times as long is allowed.
const HUGE: usize = 100_000;
const TURNS: usize = 40;
const HUGE_TURNS: usize = 7;
/// How much longer a command about one profile may take, in milliseconds.
const BEYOND: f64 = 0.5;
/// Peak memory in KiB with few profiles, and with many.
const MEMORY: [(u64, &str); 2] = [(8 * 1024, "10 profiles"), (40 * 1024, "10,000 profiles")];

/// What a command is about, and how long it may take.
#[derive(Clone, Copy, PartialEq)]
enum About {
    /// One profile: the number of the others must not tell.
    One,
    /// All profiles: so many milliseconds with [`MANY`].
    All(f64),
    /// All profiles and all that is in the caches.
    Caches(f64),
    /// All profiles, and no limit is set.
    Unlimited,
}

const COMMANDS: &[(&str, About)] = &[
    ("credential-process -p work", About::One),
    ("credentials -p work --format process", About::One),
    ("credentials -p work --format json", About::One),
    ("credentials -p work --format env", About::One),
    ("credentials -p work --format env-no-export", About::One),
    ("credentials -p work --format powershell", About::One),
    ("credentials -p work --format windows-cmd", About::One),
    ("credentials -p work --format fish", About::One),
    ("credentials -p work --format nushell", About::One),
    ("credentials -p work --format elvish", About::One),
    ("credentials -p work --format xonsh", About::One),
    ("credentials -p work --format dotenv", About::One),
    ("exec -p work -- /bin/true", About::One),
    ("whoami -p real", About::One),
    ("console -p real --print", About::One),
    ("prompt", About::One),
    // What `daypass use work` starts in a shell.
    ("complete-names profile work", About::One),
    ("login -p work", About::One),
    ("profiles", About::All(3.0)),
    ("status", About::Caches(15.0)),
    ("doctor", About::Caches(60.0)),
    ("settings", About::Unlimited),
    ("accounts --sso-session corp", About::Unlimited),
    ("roles --sso-session corp", About::Unlimited),
    ("configure populate --sso-session corp --region eu-west-1 --plan", About::Unlimited),
    ("logout --dry-run", About::Caches(f64::INFINITY)),
];

pub(super) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    if !cfg!(target_os = "linux") {
        tally.skip("bench scale", "it asks Linux for the memory of a process");
        return tally;
    }
    let (mut profile, mut wanted, mut turns, mut is_built) = ("release", "", TURNS, false);
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--profile" => profile = words.next().map_or(profile, String::as_str),
            "--turns" => turns = words.next().and_then(|turns| turns.parse().ok()).unwrap_or(turns),
            "--built" => is_built = true,
            word => wanted = word,
        }
    }
    let built = if is_built { Ok(()) } else { build(profile) };
    let daypass = places::of_profile(profile).join("daypass");
    match built.and_then(|()| Homes::make(&daypass)) {
        Err(reason) => tally.check("bench scale", Err(reason)),
        Ok(homes) => {
            println!(
                "         medians of {turns} turns, milliseconds: 10 profiles, beyond them with 10,000 profiles and with \
                 10,000 files in each cache, 100,000 profiles; peak memory, KiB: 10, 10,000 profiles"
            );
            for (words, about) in COMMANDS.iter().filter(|(words, _)| words.contains(wanted)) {
                match homes.measure(words, *about, turns) {
                    Ok(taken) => taken.judge(words, *about, &mut tally),
                    Err(reason) => tally.check(words, Err(reason)),
                }
            }
        }
    }
    tally
}

fn build(profile: &str) -> Result<(), String> {
    environment::fetch()?;
    let words =
        ["build", "--quiet", "--locked", "-p", "daypass-cli", "--bin", "daypass", "--profile", profile];
    Run::cargo().args(words).show()
}

/// Where the commands run.
struct Homes {
    /// Few profiles, many, and files.
    turns: [Home; 3],
    huge: Home,
    peak: PathBuf,
}

/// Milliseconds, and KiB.
struct Taken {
    few: f64,
    many: f64,
    beyond: f64,
    files: f64,
    huge: Option<f64>,
    memory: [u64; 2],
}

impl Homes {
    fn make(daypass: &Path) -> Result<Self, String> {
        let folder = places::scratch("bench").map_err(|error| error.to_string())?;
        let home = |many, count| homes::home(many, count, daypass.to_owned());
        Ok(Self {
            turns: [home(Many::Profiles, FEW)?, home(Many::Profiles, MANY)?, home(Many::CacheFiles, MANY)?],
            huge: home(Many::Profiles, HUGE)?,
            peak: peak::build(&folder)?,
        })
    }

    fn measure(&self, words: &str, about: About, turns: usize) -> Result<Taken, String> {
        let mut times: [Vec<f64>; 3] = Default::default();
        for turn in 0..=turns {
            for place in 0..self.turns.len() {
                let at = (turn + place) % self.turns.len();
                let (Some(home), Some(times)) = (self.turns.get(at), times.get_mut(at)) else { continue };
                let time = time(home, words)?;
                // The first turn fills the caches, the machine's and ours.
                if turn > 0 {
                    times.push(time);
                }
            }
        }
        let huge = match about {
            About::All(_) | About::Caches(_) => {
                let times: Result<Vec<f64>, String> =
                    (0..HUGE_TURNS).map(|_| time(&self.huge, words)).collect();
                Some(median(times?))
            }
            About::One | About::Unlimited => None,
        };
        let [few, many, files] = &times;
        let beyond = |those: &[f64]| median(those.iter().zip(few).map(|(those, few)| those - few).collect());
        let [first, second, _] = &self.turns;
        Ok(Taken {
            few: median(few.clone()),
            many: median(many.clone()),
            beyond: beyond(many),
            files: beyond(files),
            huge,
            memory: [self.memory(first, words)?, self.memory(second, words)?],
        })
    }

    fn memory(&self, home: &Home, words: &str) -> Result<u64, String> {
        let command = command(home, words);
        let mut run = home.other(&self.peak.to_string_lossy());
        run.env("AWS_PROFILE", homes::CACHED).arg(command.get_program()).args(command.get_args());
        let output = run.stdin(Stdio::null()).output().map_err(|error| error.to_string())?;
        peak::kib(&String::from_utf8_lossy(&output.stdout))
    }
}

fn command(home: &Home, words: &str) -> Command {
    let mut command = home.command(words);
    command.env("AWS_PROFILE", homes::CACHED);
    command
}

/// Milliseconds from start to end.
fn time(home: &Home, words: &str) -> Result<f64, String> {
    let mut command = command(home, words);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let status = command.status().map_err(|error| error.to_string())?;
    let time = start.elapsed().as_secs_f64() * 1e3;
    if status.success() { Ok(time) } else { Err(format!("{status}")) }
}

impl Taken {
    fn judge(&self, words: &str, about: About, tally: &mut Tally) {
        let Self { few, many, beyond, files, huge, memory } = self;
        let shown = huge.map_or("-".to_owned(), |huge| format!("{huge:.2}"));
        println!(
            "         {few:8.2} {beyond:+8.2} {files:+8.2} {shown:>8}  {:6} {:6}  {words}",
            memory[0], memory[1]
        );
        let mut holds = |what: &str, value: f64, most: f64, unit: &'static str| {
            figures::note(format!("{words}: {what}"), value, unit, most);
            if most.is_finite() {
                let result = if value <= most { Ok(()) } else { Err(format!("over {most} {unit}")) };
                tally.check(&format!("{words}: {value:.2} {unit} {what}"), result);
            }
        };
        let (most, huge_most, beyond_most) = match about {
            About::One => (f64::INFINITY, f64::INFINITY, BEYOND),
            About::All(most) | About::Caches(most) => (most, 10.0 * most, f64::INFINITY),
            About::Unlimited => (f64::INFINITY, f64::INFINITY, f64::INFINITY),
        };
        holds("with 10 profiles", *few, f64::INFINITY, "ms");
        holds("with 10,000 profiles", *many, most, "ms");
        holds("more with 10,000 profiles", *beyond, beyond_most, "ms");
        if let Some(huge) = huge {
            holds("with 100,000 profiles", *huge, huge_most, "ms");
        }
        let is_listing = matches!(about, About::Caches(_));
        let files_most = if is_listing { f64::INFINITY } else { BEYOND };
        holds("more with 10,000 files in each cache", *files, files_most, "ms");
        for (value, (most, what)) in memory.iter().zip(MEMORY) {
            holds(&format!("of memory at most, {what}"), kib(*value), kib(most), "KiB");
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "memory in KiB is far under 2^52")]
fn kib(value: u64) -> f64 {
    value as f64
}
