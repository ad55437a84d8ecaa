//! `bench shells`: what `daypass init` costs the start of a shell, as a whole: with its line in the start file, and without.
//!
//! `--program FILE` takes a build as it is.

use super::{
    figures,
    start::{Entrant, median, race, table, write},
};
use daypass_release::Build;
use std::{
    fs,
    path::{Path, PathBuf},
};
use xtask::{environment, places, process::Run, tally::Tally};

const TURNS: usize = 200;
/// The limit in milliseconds.
const MOST: f64 = 3.0;

/// A shell: its name, its start file, a line for it that finds the program, its line of daypass, and how it is started as one
/// for a person.
type Shell = (&'static str, &'static str, &'static str, &'static str, &'static [&'static str]);

const SHELLS: &[Shell] = &[
    ("bash", ".bashrc", "PATH=FOLDER:$PATH", "eval \"$(daypass init bash)\"", &["-i", "-c", "exit"]),
    ("zsh", ".zshrc", "PATH=FOLDER:$PATH", "eval \"$(daypass init zsh)\"", &["-i", "-c", "exit"]),
    (
        "fish",
        ".config/fish/config.fish",
        "set PATH FOLDER $PATH",
        "daypass init fish | source",
        &["-i", "-c", "exit"],
    ),
];

/// Runs the measurement.
pub(super) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    let given = arguments.iter().skip_while(|argument| *argument != "--program").nth(1).map(PathBuf::from);
    let built = match given {
        Some(program) => Ok(program),
        None => environment::fetch().and_then(|()| Build::new(&places::target()).run(&Run::cargo)),
    };
    match built {
        Err(reason) => tally.check("the program is built", Err(reason)),
        Ok(program) => SHELLS.iter().for_each(|shell| one(&mut tally, shell, &program)),
    }
    tally
}

fn one(tally: &mut Tally, shell: &Shell, program: &Path) {
    if let Err(reason) = environment::tool(shell.0, &["-c", "exit 0"]) {
        tally.missing(shell.0, &reason);
        return;
    }
    let result = costs(shell, program).and_then(|cost| {
        println!("         {}: {cost:.2} ms", shell.0);
        figures::note(format!("{}, more with init", shell.0), cost, "ms", MOST);
        if cost < MOST { Ok(()) } else { Err(format!("{cost:.2} ms")) }
    });
    tally.check(&format!("the start of {} with init: less than {MOST:.0} ms more", shell.0), result);
}

/// The median of what a start takes longer with the line than without, in milliseconds.
fn costs((name, file, path, line, words): &Shell, program: &Path) -> Result<f64, String> {
    let explain = |error: std::io::Error| error.to_string();
    let folder = places::fresh(&format!("bench-{name}")).map_err(explain)?;
    let programs = folder.join("bin");
    fs::create_dir_all(&programs).map_err(explain)?;
    fs::copy(program, programs.join("daypass")).map_err(explain)?;
    let home = |kind: &str, line: &str| -> Result<PathBuf, String> {
        let home = folder.join(kind);
        let file = home.join(file);
        fs::create_dir_all(file.parent().unwrap_or(&home)).map_err(explain)?;
        write(&file, &format!("{}\n{line}\n", path.replace("FOLDER", &programs.display().to_string())))?;
        Ok(home)
    };
    let shell = places::on_path(name).ok_or("it is not in PATH")?;
    let entrant = |name, home| Entrant { name, program: shell.clone(), words, home };
    let entrants = [entrant("without", home("without", "")?), entrant("with init", home("with", line)?)];
    let times = race(&entrants, TURNS)?;
    table(&entrants, &times);
    let [without, with] = times.as_slice() else { return Err("no figures".to_owned()) };
    let differences =
        with.iter().zip(without).map(|(with, without)| (with.as_secs_f64() - without.as_secs_f64()) * 1e3);
    Ok(median(differences.collect()))
}
