//! `bench hook`: measures what the hook of the shell integration adds to a prompt, in each shell that is there.
//!
//! A shell that calls the hook a thousand times is compared with one that does not, in pairs; the median of the differences counts.

use super::{
    figures,
    start::{median, write},
};
use std::{fs, path::Path, time::Instant};
use xtask::{environment, places, process::Run, tally::Tally};

const PROMPTS: u32 = 1000;
const PAIRS: usize = 9;
/// The limit in milliseconds for a prompt.
const MOST: f64 = 1.0;
/// A folder at a usual depth below the home, with and without a pin two levels above it.
const FOLDERS: [(&str, &str); 2] =
    [("no pin", "code/none/a/b/c/d/e"), ("a pin", "code/pinned/project/crates/x/src")];

/// Runs the measurement; `--profile NAME` uses another cargo profile than `release`.
pub(super) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    let profile = arguments.iter().skip_while(|argument| *argument != "--profile").nth(1);
    let built = build(profile.map_or("release", String::as_str));
    for (shell, options, load) in [
        ("bash", ["--norc", "-c"], "eval \"$(daypass init bash)\""),
        ("zsh", ["-f", "-c"], "eval \"$(daypass init zsh)\""),
        ("fish", ["--no-config", "-c"], "daypass init fish | source"),
    ] {
        if let Err(reason) = environment::tool(shell, &["--version"]) {
            tally.skip(&format!("the hook in {shell}"), &reason);
            continue;
        }
        for (name, folder) in FOLDERS {
            let result = built
                .as_ref()
                .map_err(Clone::clone)
                .and_then(|program| measure(shell, options, load, program, name, folder));
            tally.check(
                &format!("a prompt of {shell} with {name} above it: less than {MOST:.0} ms more"),
                result,
            );
        }
    }
    tally
}

fn build(profile: &str) -> Result<std::path::PathBuf, String> {
    environment::fetch()?;
    let build =
        ["build", "--quiet", "--locked", "-p", "daypass-cli", "--bin", "daypass", "--profile", profile];
    Run::cargo().args(build).show()?;
    Ok(places::of_profile(profile))
}

fn measure(
    shell: &str,
    options: [&str; 2],
    load: &str,
    programs: &Path,
    name: &str,
    folder: &str,
) -> Result<(), String> {
    let home = places::fresh(&format!("bench-hook-{shell}")).map_err(|error| error.to_string())?;
    for (_, folder) in FOLDERS {
        fs::create_dir_all(home.join(folder)).map_err(|error| error.to_string())?;
    }
    fs::create_dir_all(home.join(".aws")).map_err(|error| error.to_string())?;
    write(&home.join(".aws/config"), "[profile dev]\nregion = eu-west-1\n")?;
    write(&home.join("code/pinned/project/.daypass.toml"), "profile = \"dev\"\nregion = \"eu-west-1\"\n")?;
    let path = format!("{}:/usr/bin:/bin", programs.display());
    let timed = |prompts: u32| -> Result<(f64, String), String> {
        let calls = match shell {
            "fish" => format!("for i in (seq {prompts}); _daypass_pin; end"),
            _ => format!("for ((i = 0; i < {prompts}; i++)); do _daypass_pin; done"),
        };
        let script = format!("{load}\ncd ~/{folder}\n_daypass_pin\n{calls}\necho \"$AWS_PROFILE\"");
        let run = Run::hermetic(shell).args(options).arg(&script).env("HOME", &home).env("PATH", &path);
        let begun = Instant::now();
        let said = run.text()?;
        Ok((begun.elapsed().as_secs_f64() * 1e3, said.trim().to_owned()))
    };
    let expected = if name == "a pin" { "dev" } else { "" };
    let mut costs = Vec::new();
    for _ in 0..PAIRS {
        let ((without, said), (with, _)) = (timed(0)?, timed(PROMPTS)?);
        if said != expected {
            return Err(format!("the hook said {said:?}, not {expected:?}"));
        }
        costs.push((with - without) / f64::from(PROMPTS));
    }
    let took = median(costs);
    println!("         {took:.3} ms");
    figures::note(format!("the hook in {shell}, {name}"), took, "ms", MOST);
    if took < MOST { Ok(()) } else { Err(format!("{took:.3} ms")) }
}
