//! `reproduce`: the release program is built twice, in two folders under two names with two homes, and is the same byte
//! for byte; no folder and no name of a builder's stands in it.

use daypass_release::{Build, remapped};
use std::{fs, io, path::Path};
use xtask::{environment, places, process::Run, tally::Tally, variables};

/// Who builds, and below which folder of the target folder: paths of two lengths.
const BUILDERS: [(&str, &str); 2] =
    [("alice-builds", "one"), ("bartholomew-builds", "another/folder of two words")];

pub(crate) fn run(_: &[String]) -> Tally {
    let mut tally = Tally::default();
    if !cfg!(target_os = "linux") {
        tally.skip("reproduce", "which bytes a linker leaves was looked at on Linux only");
        return tally;
    }
    let built = || -> Result<Vec<Vec<u8>>, String> {
        environment::fetch()?;
        let top = places::fresh("reproduce").map_err(|error| error.to_string())?;
        for (_, folder) in BUILDERS {
            copy(&top.join(folder).join("daypass")).map_err(|error| error.to_string())?;
        }
        BUILDERS.iter().map(|(user, folder)| build(&top.join(folder), user)).collect()
    };
    match built().as_deref() {
        Ok([one, other]) => {
            let differ = one.iter().zip(other).filter(|(one, other)| one != other).count();
            let same = one == other;
            let verdict = if same {
                Ok(())
            } else {
                Err(format!("{} and {} bytes, {differ} differ", one.len(), other.len()))
            };
            tally.check(&format!("two builds are the same {} bytes", one.len()), verdict);
            for (program, (user, _)) in [one, other].into_iter().zip(BUILDERS) {
                tally.check(&format!("{user}'s has nothing of the machine"), anonymous(program, user));
            }
        }
        Ok(_) => tally.check("two builds", Err("there are not two".to_owned())),
        Err(reason) => tally.check("two builds", Err(reason.clone())),
    }
    tally
}

/// Copies the checkout there.
fn copy(checkout: &Path) -> io::Result<()> {
    for file in places::files()? {
        let to = checkout.join(file.strip_prefix(places::root()).map_err(io::Error::other)?);
        fs::create_dir_all(to.parent().unwrap_or(checkout))?;
        fs::copy(&file, &to)?;
    }
    Ok(())
}

/// Builds the program there as that user would.
fn build(folder: &Path, user: &str) -> Result<Vec<u8>, String> {
    let explain = |error: io::Error| error.to_string();
    let (checkout, home) = (folder.join("daypass"), folder.join(user));
    fs::create_dir_all(&home).map_err(explain)?;
    // A cargo home of the builder's own, as far as a path says; what is in it is fetched once.
    let cargo_home = home.join(".cargo");
    #[cfg(unix)]
    std::os::unix::fs::symlink(variables::tool_home("CARGO_HOME", ".cargo"), &cargo_home).map_err(explain)?;
    let target = checkout.join("target");
    let flags = remapped(&checkout, &cargo_home).map_err(explain)?;
    let cargo = || {
        let cargo = Run::cargo().current_dir(&checkout).env("HOME", &home).env("USER", user);
        cargo.env("LOGNAME", user).env("CARGO_HOME", &cargo_home).env("CARGO_ENCODED_RUSTFLAGS", &flags)
    };
    let program = Build::new(&target).run(&cargo)?;
    let program = fs::read(program).map_err(explain);
    fs::remove_dir_all(&target).map_err(explain)?;
    program
}

/// Neither the folder, nor the builder's name, nor the real homes stand in the program; nor does a table of symbols, which
/// is a seventh of it.
fn anonymous(program: &[u8], user: &str) -> Result<(), String> {
    let [cargo, rustup] = [("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")]
        .map(|(variable, folder)| variables::tool_home(variable, folder));
    let paths = [cargo, rustup, places::root()].map(|path| path.display().to_string());
    for word in paths.into_iter().chain([user, "/registry/src/", ".symtab"].map(str::to_owned)) {
        if program.windows(word.len()).any(|window| window == word.as_bytes()) {
            return Err(format!("{word} stands in it"));
        }
    }
    Ok(())
}
