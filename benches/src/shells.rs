//! `bench shells`: what the integration costs the start of a shell, as a whole: installed by `daypass init --install`, with a line
//! that asks daypass at each start, and without.
//!
//! Counted are the programs that a start runs (strace), measured the medians of paired runs. `--program FILE` takes a build as it is,
//! `--turns N` another number of runs.

use super::{
    figures,
    start::{Entrant, median, race, ratio, table, write},
};
use daypass_release::Build;
use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};
use xtask::{environment, places, process::Run, tally::Tally};

const TURNS: usize = 200;
/// The limit in milliseconds.
const MOST: f64 = 3.0;

/// A shell: its name without daypass, installed and asking, its start file, a line for it that finds the program, and its line that
/// asks daypass.
type Shell = ([&'static str; 3], &'static str, &'static str, &'static str);

/// How a shell is started as one for a person.
const WORDS: &[&str] = &["-i", "-c", "exit"];

const SHELLS: &[Shell] = &[
    (
        ["bash", "bash, installed", "bash, asking at each start"],
        ".bashrc",
        "PATH=FOLDER:$PATH",
        "eval \"$(daypass init bash)\"",
    ),
    (
        ["zsh", "zsh, installed", "zsh, asking at each start"],
        ".zshrc",
        "PATH=FOLDER:$PATH",
        "eval \"$(daypass init zsh)\"",
    ),
    (
        ["fish", "fish, installed", "fish, asking at each start"],
        ".config/fish/config.fish",
        "set PATH FOLDER $PATH",
        "daypass init fish | source",
    ),
];

/// Runs the measurement.
pub(super) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    let after = |name: &str| arguments.iter().skip_while(|argument| *argument != name).nth(1);
    let turns = after("--turns").and_then(|turns| turns.parse().ok()).unwrap_or(TURNS);
    let built = match after("--program") {
        Some(program) => Ok(PathBuf::from(program)),
        None => environment::fetch().and_then(|()| Build::new(&places::target()).run(&Run::cargo)),
    };
    match built {
        Err(reason) => tally.check("the program is built", Err(reason)),
        Ok(program) => SHELLS.iter().for_each(|shell| one(&mut tally, shell, &program, turns)),
    }
    tally
}

fn one(tally: &mut Tally, shell: &Shell, program: &Path, turns: usize) {
    let name = shell.0[0];
    if let Err(reason) = environment::tool(name, &["-c", "exit 0"]) {
        tally.missing(name, &reason);
        return;
    }
    let entrants = match entrants(shell, program) {
        Ok(entrants) => entrants,
        Err(reason) => return tally.check(&format!("three homes for {name}"), Err(reason)),
    };
    tally.check(&format!("an installed {name} runs no program at its start"), counted(name, &entrants));
    match race(&entrants, turns) {
        Err(reason) => tally.check(&format!("starts of {name}"), Err(reason)),
        Ok(times) => {
            table(&entrants, &times);
            let Some((without, others)) = times.split_first() else { return };
            for (entrant, times) in entrants.iter().skip(1).zip(others) {
                let cost = difference(times, without);
                println!("         {}: {cost:.2} ms more, {:.3} times", entrant.name, ratio(times, without));
                figures::note(format!("{}: more", entrant.name), cost, "ms", MOST);
                let result = if cost < MOST { Ok(()) } else { Err(format!("{cost:.2} ms")) };
                tally.check(&format!("{}: less than {MOST:.0} ms more", entrant.name), result);
            }
        }
    }
}

/// The shell in three homes: without daypass, installed, and with the line that asks at each start.
fn entrants((names, file, path, line): &Shell, program: &Path) -> Result<[Entrant; 3], String> {
    let explain = |error: std::io::Error| error.to_string();
    let [name, installed, asking] = *names;
    let folder = places::fresh(&format!("bench-{name}")).map_err(explain)?;
    let programs = folder.join("bin");
    fs::create_dir_all(&programs).map_err(explain)?;
    let daypass = programs.join("daypass");
    fs::copy(program, &daypass).map_err(explain)?;
    let home = |kind: &str, line: &str| -> Result<PathBuf, String> {
        let home = folder.join(kind);
        let file = home.join(file);
        fs::create_dir_all(file.parent().unwrap_or(&home)).map_err(explain)?;
        write(&file, &format!("{}\n{line}\n", path.replace("FOLDER", &programs.display().to_string())))?;
        Ok(home)
    };
    let shell = places::on_path(name).ok_or("it is not in PATH")?;
    let entrant = |name, home| Entrant { name, program: shell.clone(), words: WORDS, home };
    let with_file = home("installed", "")?;
    Run::hermetic(&daypass).args(["init", name, "--install", "--yes"]).env("HOME", &with_file).text()?;
    Ok([
        entrant(name, home("without", "")?),
        entrant(installed, with_file),
        entrant(asking, home("asking", line)?),
    ])
}

/// Counts the programs that one start runs; prints them, and fails if an installed integration runs one.
fn counted(name: &str, entrants: &[Entrant; 3]) -> Result<(), String> {
    environment::tool("strace", &["-V"])?;
    let count = |entrant: &Entrant| -> Result<usize, String> {
        let trace = entrant.home.join("trace");
        let traced = Run::hermetic("strace").args([
            "-f",
            "-qq",
            "-e",
            "trace=execve",
            "-e",
            "status=successful",
            "-o",
        ]);
        traced.arg(&trace).arg(&entrant.program).args(entrant.words).env("HOME", &entrant.home).finish()?;
        let text = fs::read_to_string(&trace).map_err(|error| error.to_string())?;
        Ok(text.lines().filter(|line| line.contains("execve(")).count())
    };
    let [without, installed, asked] = [count(&entrants[0])?, count(&entrants[1])?, count(&entrants[2])?];
    println!(
        "         {name}: programs run at a start: {without} without, {installed} installed, {asked} asked"
    );
    figures::note(format!("{name}, programs more, installed"), number(installed) - number(without), "", 0.0);
    if installed == without { Ok(()) } else { Err(format!("{installed}, not {without}")) }
}

fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}

/// The median of what a start takes longer than its pair, in milliseconds.
fn difference(times: &[Duration], without: &[Duration]) -> f64 {
    let pairs = times.iter().zip(without);
    median(pairs.map(|(time, without)| (time.as_secs_f64() - without.as_secs_f64()) * 1e3).collect())
}
