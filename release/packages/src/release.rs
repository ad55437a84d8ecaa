//! `release X.Y.Z`: gives the checkout that version (manifests, lock files, changelog) and says what comes next, the order of
//! publishing included. `--check vX.Y.Z` says whether a tag is that of this checkout. Nothing is published here.

use crate::{changelog, version::Version};
use jiff::Timestamp;
use serde_json::Value;
use std::{collections::BTreeSet, fs, path::PathBuf};
use xtask::{places, process::Run, tally::Tally};

/// Workspaces of their own that name our crates in their lock files.
const OTHERS: [&str; 3] = [
    "crates/config-parse/fuzz/Cargo.toml",
    "crates/config-parse/peers/Cargo.toml",
    "tests/sdk-rust/Cargo.toml",
];

pub(crate) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    match arguments {
        [flag, tag] if flag == "--check" => tally.check(&format!("{tag} is the version"), check(tag)),
        [version] if !version.starts_with('-') => {
            let done = release(version);
            if let Ok(order) = &done {
                println!("{}", next(version, order));
            }
            tally.check(&format!("the checkout is {version}"), done.map(drop));
        }
        _ => tally.check("release", Err("cargo xtask release X.Y.Z, or --check vX.Y.Z".to_owned())),
    }
    tally
}

/// The tag names the version of the manifest, and the changelog has it.
fn check(tag: &str) -> Result<(), String> {
    let version = Version::read()?.number;
    if tag != format!("v{version}") {
        return Err(format!("the manifest says {version}"));
    }
    let text = read("CHANGELOG.md")?;
    if text.contains(&format!("\n## [{version}]")) {
        Ok(())
    } else {
        Err(format!("the changelog has no {version}"))
    }
}

fn release(version: &str) -> Result<Vec<String>, String> {
    let old = Version::read()?.number;
    if number(version)? <= number(&old)? {
        return Err(format!("{version} is not newer than {old}"));
    }
    let changed = Run::hermetic("git").args(["status", "--porcelain"]).text()?;
    if !changed.is_empty() {
        return Err(format!("there are changes that are not committed:\n{changed}"));
    }
    let order = order()?;
    // Both texts are made before one is written.
    let date = Timestamp::now().to_string();
    let log =
        changelog::released(&read("CHANGELOG.md")?, version, date.split('T').next().unwrap_or_default())?;
    let manifest = manifest(&read("Cargo.toml")?, &old, version)?;
    for (name, text) in [("CHANGELOG.md", log), ("Cargo.toml", manifest)] {
        fs::write(places::root().join(name), text).map_err(|error| format!("{name}: {error}"))?;
    }
    for name in ["Cargo.toml"].iter().chain(&OTHERS) {
        let update =
            Run::fetching("cargo").args(["metadata", "--format-version", "1", "--quiet", "--manifest-path"]);
        update.arg(places::root().join(name)).text()?;
    }
    Ok(order)
}

/// The version of the workspace, and that of each of our crates in its dependencies.
fn manifest(text: &str, old: &str, new: &str) -> Result<String, String> {
    let mut count = 0;
    let lines = text.lines().map(|line| {
        let is_ours = line == format!("version = \"{old}\"")
            || (line.starts_with("daypass-") && line.contains(&format!("version = \"{old}\"")));
        count += u32::from(is_ours);
        let line = if is_ours {
            line.replace(&format!("\"{old}\""), &format!("\"{new}\""))
        } else {
            line.to_owned()
        };
        format!("{line}\n")
    });
    let text = lines.collect::<String>();
    if count > 1 { Ok(text) } else { Err(format!("Cargo.toml does not say {old} where it was looked for")) }
}

fn number(version: &str) -> Result<[u32; 3], String> {
    let parts: Option<Vec<u32>> = version.split('.').map(|part| part.parse().ok()).collect();
    let parts = parts.and_then(|parts| <[u32; 3]>::try_from(parts).ok());
    parts.ok_or_else(|| format!("{version} is not X.Y.Z"))
}

fn read(name: &str) -> Result<String, String> {
    fs::read_to_string(places::root().join(name)).map_err(|error| format!("{name}: {error}"))
}

/// The published crates, each after those that it needs.
fn order() -> Result<Vec<String>, String> {
    let text = Run::cargo().args(["metadata", "--format-version", "1", "--no-deps", "--locked"]).text()?;
    let metadata: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let packages = metadata.get("packages").and_then(Value::as_array).into_iter().flatten();
    let published = packages.filter(|package| package.get("publish").is_none_or(Value::is_null));
    let mut left: Vec<(String, BTreeSet<String>)> = published.filter_map(needs).collect();
    left.sort();
    let ours: BTreeSet<String> = left.iter().map(|(name, _)| name.clone()).collect();
    let mut order = Vec::new();
    while !left.is_empty() {
        let is_ready = |(_, needs): &(String, BTreeSet<String>)| {
            needs.iter().filter(|name| ours.contains(*name)).all(|name| order.contains(name))
        };
        let (ready, waits): (Vec<_>, Vec<_>) = left.into_iter().partition(is_ready);
        if ready.is_empty() {
            return Err(format!("they need each other: {waits:?}"));
        }
        order.extend(ready.into_iter().map(|(name, _)| name));
        left = waits;
    }
    Ok(order)
}

/// The name of a package, and what it needs at its users'.
fn needs(package: &Value) -> Option<(String, BTreeSet<String>)> {
    let word = |value: &Value, name: &str| value.get(name)?.as_str().map(str::to_owned);
    let dependencies = package.get("dependencies")?.as_array()?.iter();
    let needed = dependencies.filter(|needed| word(needed, "kind").as_deref() != Some("dev"));
    Some((word(package, "name")?, needed.filter_map(|needed| word(needed, "name")).collect()))
}

/// What a person does next.
fn next(version: &str, order: &[String]) -> String {
    let listed = places::root().join("target/package");
    let listed: PathBuf = listed.strip_prefix(places::root()).unwrap_or(&listed).to_owned();
    format!(
        "\nNext:\n  cargo xtask ci\n  cargo xtask package --try     # {}\n  git commit -am 'release: {version}' && git tag v{version}\n  \
         git push origin main v{version}     # the workflow makes the release\n\nThen, on crates.io, in this order:\n  {}\n",
        listed.display(),
        order.iter().map(|name| format!("cargo publish -p {name}")).collect::<Vec<_>>().join("\n  "),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_versions_change() {
        let text = "[workspace.package]\nversion = \"0.1.0\"\nrust-version = \"1.89\"\n[workspace.dependencies]\n\
                    daypass-files = { path = \"crates/files\", version = \"0.1.0\" }\nother = { version = \"0.1.0\" }\n";
        let changed = manifest(text, "0.1.0", "0.2.0").unwrap();
        assert_eq!(changed.matches("\"0.2.0\"").count(), 2);
        assert!(changed.contains("other = { version = \"0.1.0\" }"));
        manifest("[workspace]\n", "0.1.0", "0.2.0").unwrap_err();
    }

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(number("0.10.0").unwrap() > number("0.9.9").unwrap());
        for odd in ["1", "1.2", "1.2.3.4", "v1.2.3", "1.2.x", ""] {
            assert!(number(odd).is_err(), "{odd}");
        }
    }

    #[test]
    fn each_crate_comes_after_those_that_it_needs() {
        let order = order().unwrap();
        let place = |name: &str| order.iter().position(|found| found == name).unwrap();
        assert!(place("daypass-sso-types") < place("daypass-transport"));
        assert!(place("daypass-transport") < place("daypass-credentials"));
        assert_eq!(order.last().map(String::as_str), Some("daypass-cli"));
        assert!(!order.iter().any(|name| name == "daypass-testkit"));
    }
}
