//! What other package managers read (Homebrew, AUR, Nix, Scoop, winget), filled from the sums.

use crate::version::Version;
use std::{collections::BTreeMap, fs, io, path::Path};
use xtask::{places, process::Run, tally::Tally};

/// Sums in hexadecimal digits by file name.
pub(crate) type Sums = BTreeMap<String, String>;

/// A template in `release/packages/templates`, and the tool that reads what came of it, if it is here.
const TEMPLATES: &[(&str, &[&str])] = &[
    ("daypass.rb", &["ruby", "-c"]),
    ("PKGBUILD", &["bash", "-n"]),
    ("daypass.nix", &["nix-instantiate", "--parse"]),
    ("scoop.json", &["python3", "-m", "json.tool"]),
    ("winget/Daypass.Daypass.yaml", &[]),
    ("winget/Daypass.Daypass.locale.en-US.yaml", &[]),
    ("winget/Daypass.Daypass.installer.yaml", &[]),
];

/// Fills each template whose packages were made, below the folder; the others are skipped with the reason.
pub(crate) fn write(folder: &Path, sums: &Sums, version: &Version, tally: &mut Tally) {
    for group in TEMPLATES.chunk_by(|(one, _), (other, _)| manager(one) == manager(other)) {
        let name = group.first().map_or("", |(name, _)| manager(name));
        // The files of one manager are of use together.
        match group
            .iter()
            .map(|(name, reader)| Ok((name, reader, fill(&template(name)?, sums, version)?)))
            .collect()
        {
            Err(Missing::Sum(package)) => tally.skip(name, &format!("{package} was not made")),
            Err(Missing::Template(reason)) => tally.check(name, Err(reason)),
            Ok::<Vec<_>, _>(filled) => {
                for (name, reader, text) in filled {
                    tally.check(name, put(&folder.join(name), &text, reader));
                }
            }
        }
    }
}

/// The first part of the path, which all files of one package manager have.
fn manager(name: &str) -> &str {
    name.split('/').next().unwrap_or(name)
}

/// Why a template is not filled.
#[derive(Debug, PartialEq, Eq)]
enum Missing {
    /// There is no such package.
    Sum(String),
    /// The template cannot be read, or is none.
    Template(String),
}

fn template(name: &str) -> Result<String, Missing> {
    let path = places::root().join("release/packages/templates").join(name);
    fs::read_to_string(path).map_err(|error| Missing::Template(error.to_string()))
}

fn put(file: &Path, text: &str, reader: &[&str]) -> Result<(), String> {
    let written = || -> io::Result<()> {
        fs::create_dir_all(file.parent().unwrap_or(file))?;
        fs::write(file, text)
    };
    written().map_err(|error| error.to_string())?;
    match reader.split_first() {
        Some((tool, arguments)) if places::on_path(tool).is_some() => {
            Run::hermetic(tool).args(arguments).arg(file).text().map(drop)
        }
        Some(_) | None => Ok(()),
    }
}

/// Replaces `@version@`, `@home@`, `@url@` and `@sum FILE@`; fails with a file that has no sum.
fn fill(text: &str, sums: &Sums, version: &Version) -> Result<String, Missing> {
    let url = format!("{}/releases/download/v{}", version.home, version.number);
    let mut text =
        text.replace("@version@", &version.number).replace("@home@", &version.home).replace("@url@", &url);
    while let Some((before, rest)) = text.split_once("@sum ") {
        let (file, after) =
            rest.split_once('@').ok_or_else(|| Missing::Template("a sum without an end".to_owned()))?;
        let sum = sums.get(file).ok_or_else(|| Missing::Sum(file.to_owned()))?;
        text = format!("{before}{sum}{after}");
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_that_is_missing_is_named_and_nothing_stays_unfilled() {
        let version = Version {
            number: "1.2.3".to_owned(),
            time: 0,
            summary: String::new(),
            home: "https://example.com/d".to_owned(),
        };
        let files =
            ["daypass-1.2.3-x86_64-unknown-linux-musl.tar.gz", "daypass-1.2.3-x86_64-pc-windows-gnu.zip"];
        let sums: Sums = files.map(|file| (file.to_owned(), "ab".repeat(32))).into();
        for (name, _) in TEMPLATES {
            let text =
                fs::read_to_string(places::root().join("release/packages/templates").join(name)).unwrap();
            let filled = fill(&text, &sums, &version).unwrap();
            assert!(!filled.contains('@'), "{name}: {filled}");
            assert!(filled.contains("1.2.3"), "{name}");
        }
        let wanted = fill("hash @sum daypass-@version@-x86_64-pc-windows-gnu.zip@", &Sums::new(), &version);
        assert_eq!(wanted, Err(Missing::Sum("daypass-1.2.3-x86_64-pc-windows-gnu.zip".to_owned())));
    }

    /// cargo-binstall reads the manifest of the published program and builds the address from it.
    #[test]
    fn binstall_finds_the_archive_and_the_program_in_it() {
        let manifest = fs::read_to_string(places::root().join("crates/cli/Cargo.toml")).unwrap();
        let value = |key: &str| {
            let line = manifest.lines().find(|line| line.starts_with(&format!("{key} = "))).unwrap();
            let text = line.split_once('"').unwrap().1.trim_end_matches('"');
            let words = [
                ("repo", "REPO"),
                ("version", "1.2.3"),
                ("target", crate::version::TRIPLE),
                ("bin", "daypass"),
            ];
            let text = words
                .iter()
                .fold(text.to_owned(), |text, (name, word)| text.replace(&format!("{{ {name} }}"), word));
            text.replace("{ binary-ext }", "")
        };
        let archive = crate::version::archive_name("1.2.3");
        assert_eq!(value("pkg-url"), format!("REPO/releases/download/v1.2.3/{archive}.tar.gz"));
        assert_eq!(value("bin-dir"), format!("{archive}/bin/daypass"));
    }
}
