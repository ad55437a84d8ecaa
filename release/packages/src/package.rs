//! `package`: makes every package below `target/package`, each twice, and their sums. `--program FILE` packs that
//! program instead of building one; `--try` installs, runs and removes each in a clean place.

use crate::{
    archive, changelog, linux, npm, templates,
    templates::Sums,
    third_party, tree,
    tree::File,
    trial,
    version::{TRIPLE, Version, archive_name},
    wheel,
};
use daypass_release::{Build, remapped};
use sha2::{Digest as _, Sha256};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};
use xtask::{environment, places, process::Run, tally::Tally, variables};

/// Packages by file name.
type Packages = BTreeMap<String, Vec<u8>>;

pub(crate) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        tally.skip("package", "packages are made on Linux on x86-64");
        return tally;
    }
    let given = arguments.iter().skip_while(|word| *word != "--program").nth(1);
    let prepared = program(given).and_then(|program| {
        let collected = collected(&program)?;
        Ok((program, Version::read()?, collected))
    });
    let (program, version, (files, materials)) = match prepared {
        Ok(prepared) => prepared,
        Err(reason) => {
            tally.check("the program, its manual, completions and licences", Err(reason));
            return tally;
        }
    };
    tally.check("nothing inside names the builder's folders", anonymous(&files));
    let packer = linux::packer();
    if let Err(reason) = &packer {
        tally.missing("deb, rpm, apk and arch packages", reason);
    }
    let packer = packer.ok();
    let made = || {
        let one = make(&files, &version, packer.as_deref(), "one")?;
        Ok((make(&files, &version, packer.as_deref(), "two")?, one))
    };
    let (packages, again) = match made() {
        Ok(made) => made,
        Err(reason) => {
            tally.check("packages", Err(reason));
            return tally;
        }
    };
    for (name, bytes) in &packages {
        let same =
            if again.get(name) == Some(bytes) { Ok(()) } else { Err("the second one differs".to_owned()) };
        tally.check(&format!("{name}: {:.2} MB, the same twice", size(bytes)), same);
    }
    tally.check("no package names this machine", nameless(&packages));
    let folder = places::target().join("package");
    let written = write(&folder, &packages, &materials, &version);
    let sums = written.as_ref().ok().cloned().unwrap_or_default();
    tally.check(&folder.display().to_string(), written.map(drop));
    templates::write(&folder.join("managers"), &sums, &version, &mut tally);
    if arguments.iter().any(|word| word == "--try") {
        trial::run(&folder, &program, &packages.into_keys().collect::<Vec<_>>(), &version, &mut tally);
    }
    tally
}

/// The program to pack: the one that is named, or the release, built now.
fn program(given: Option<&String>) -> Result<PathBuf, String> {
    if let Some(given) = given {
        return Ok(PathBuf::from(given));
    }
    environment::fetch()?;
    // Where rustup is missing the toolchain has the library, or the build says what is missing.
    drop(Run::fetching("rustup").args(["target", "add", TRIPLE]).limit(300).text());
    let cargo_home = variables::tool_home("CARGO_HOME", ".cargo");
    let flags = remapped(&places::root(), &cargo_home).map_err(|error| error.to_string())?;
    Build::new(&places::target()).of(TRIPLE).run(&|| Run::cargo().env("CARGO_ENCODED_RUSTFLAGS", &flags))
}

/// The files of every package, and the list of materials.
fn collected(program: &Path) -> Result<(Vec<File>, String), String> {
    let materials = third_party::materials(TRIPLE)?;
    Ok((tree::files(program, third_party::licences(&materials)?)?, materials))
}

fn make(files: &[File], version: &Version, packer: Option<&Path>, folder: &str) -> Result<Packages, String> {
    let explain = |error: std::io::Error| error.to_string();
    let folder = places::fresh(&format!("package/{folder}")).map_err(explain)?;
    let name = archive_name(&version.number);
    let archive = archive::tar_gz(files, &format!("{name}/"), version.time).map_err(explain)?;
    let mut packages = Packages::from([(format!("{name}.tar.gz"), archive)]);
    packages.extend([wheel::make(files, version).map_err(explain)?]);
    packages.extend(npm::make(files, version).map_err(explain)?);
    for format in packer.iter().flat_map(|_| linux::FORMATS) {
        let packer = packer.unwrap_or(Path::new("nfpm"));
        packages.extend([linux::make(packer, format, files, version, &folder.join(format))?]);
    }
    Ok(packages)
}

/// Writes packages, materials, sums and the notes of the release into an empty folder; returns the sums.
fn write(folder: &Path, packages: &Packages, materials: &str, version: &Version) -> Result<Sums, String> {
    let explain = |error: std::io::Error| error.to_string();
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(explain)?;
    }
    fs::create_dir_all(folder).map_err(explain)?;
    let mut sums = Sums::new();
    let materials = (format!("{}.cdx.json", archive_name(&version.number)), materials.as_bytes().to_vec());
    for (name, bytes) in packages.iter().chain([(&materials.0, &materials.1)]) {
        fs::write(folder.join(name), bytes).map_err(explain)?;
        sums.insert(name.clone(), hex::encode(Sha256::digest(bytes)));
    }
    let lines = sums.iter().map(|(name, sum)| format!("{sum}  {name}\n")).collect::<String>();
    fs::write(folder.join("SHA256SUMS"), lines).map_err(explain)?;
    let log = fs::read_to_string(places::root().join("CHANGELOG.md")).map_err(explain)?;
    let notes = changelog::section(&log, &version.number).ok_or("the changelog has no section")?;
    fs::write(folder.join("NOTES.md"), format!("{notes}\n")).map_err(explain)?;
    Ok(sums)
}

#[expect(clippy::cast_precision_loss, reason = "two digits of it are shown")]
fn size(bytes: &[u8]) -> f64 {
    bytes.len() as f64 / 1e6
}

/// No file names the checkout, or the homes of cargo, rustup and the builder.
fn anonymous(files: &[File]) -> Result<(), String> {
    let [cargo, rustup] = [("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")]
        .map(|(variable, folder)| variables::tool_home(variable, folder));
    let words = [cargo, rustup, places::root(), places::target()].map(|path| path.display().to_string());
    for file in files {
        if let Some(word) = words.iter().find(|word| holds(&file.bytes, word)) {
            return Err(format!("{} names {word}", file.path));
        }
    }
    Ok(())
}

/// No header of a package has the name of the machine, which some packers write there.
fn nameless(packages: &Packages) -> Result<(), String> {
    let name = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let name = name.trim();
    match packages.iter().find(|(_, bytes)| name.len() > 4 && holds(bytes, name)) {
        Some((package, _)) => Err(format!("{package} names {name}")),
        None => Ok(()),
    }
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|window| window == word.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_the_builder_is_found() {
        let file = |text: &str| [File::new("bin/daypass", text)];
        assert_eq!(anonymous(&file("/daypass/crates/cli/src/main.rs, /crates/tokio-1.54.1")), Ok(()));
        let planted = format!("\0{}/crates/cli\0", places::root().display());
        assert!(anonymous(&file(&planted)).is_err());
    }
}
