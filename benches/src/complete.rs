//! `bench complete`: measures a process that completes a profile name among 10,000, beside an empty process.

use super::{
    figures,
    start::{Entrant, empty_rust, median, race, ratio, table, write},
};
use std::{fmt::Write as _, fs};
use xtask::{environment, places, process::Run, tally::Tally};

const PROFILES: usize = 10_000;
const TURNS: usize = 200;
/// The prefix to complete, and how many names begin with it: 99, 990 to 999, 9900 to 9999.
const WORDS: &[&str] = &["complete-names", "profile", "account-99"];
const NAMES: usize = 111;
/// The limit in milliseconds.
const MOST: f64 = 10.0;

/// Runs the measurement; `--profile NAME` uses another cargo profile than `release`.
pub(super) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    let profile = arguments.iter().skip_while(|argument| *argument != "--profile").nth(1);
    let what = format!("a name among {PROFILES} in less than {MOST:.0} ms");
    tally.check(&what, measure(profile.map_or("release", String::as_str)));
    tally
}

fn measure(profile: &str) -> Result<(), String> {
    environment::fetch()?;
    let build =
        ["build", "--quiet", "--locked", "-p", "daypass-cli", "--bin", "daypass", "--profile", profile];
    Run::cargo().args(build).show()?;
    let folder = places::fresh("bench-complete").map_err(|error| error.to_string())?;
    let home = folder.join("home");
    fs::create_dir_all(home.join(".aws")).map_err(|error| error.to_string())?;
    let mut config = String::from(
        "[sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://x.awsapps.com/start\n",
    );
    for number in 1..=PROFILES {
        let account = 200_000_000_000 + number;
        let _written = writeln!(
            config,
            "\n[profile account-{number}]\nsso_session = corp\nsso_account_id = {account}\nsso_role_name = Admin\nregion = eu-west-1"
        );
    }
    write(&home.join(".aws/config"), &config)?;
    let daypass = places::of_profile(profile).join(format!("daypass{}", std::env::consts::EXE_SUFFIX));
    let names = Run::hermetic(&daypass).args(WORDS).env("HOME", &home).text()?;
    if names.lines().count() != NAMES {
        return Err(format!("{} names, not {NAMES}", names.lines().count()));
    }
    let entrants = [
        Entrant { name: "empty Rust", program: empty_rust(&folder)?, words: &[], home: home.clone() },
        Entrant { name: "daypass complete-names", program: daypass, words: WORDS, home },
    ];
    let times = race(&entrants, TURNS)?;
    table(&entrants, &times);
    let [empty, ours] = times.as_slice() else { return Err("no figures".to_owned()) };
    let took = median(ours.iter().map(|time| time.as_secs_f64() * 1e3).collect());
    println!("         {took:.2} ms, {:.2} times an empty program", ratio(ours, empty));
    figures::note("a name among 10,000", took, "ms", MOST);
    if took < MOST { Ok(()) } else { Err(format!("{took:.2} ms")) }
}
