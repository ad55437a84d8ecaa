//! `supply`: compares the program's dependencies with `supply.toml`: licences, sources, a budget of
//! packages, versions that come twice, advisories. `--sbom FILE [--target TRIPLE]` writes it as CycloneDX.

mod package;
mod sbom;

use package::Package;
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};
use toml::Table;
use xtask::{environment, places, process::Run, tally::Tally};

/// The one registry that packages come from.
const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Checks each rule, or writes the list of materials.
pub(crate) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    let value = |flag: &str| arguments.iter().skip_while(|argument| *argument != flag).nth(1);
    let target = value("--target").map_or("all", String::as_str);
    let ready = || Ok((environment::fetch().and_then(|()| rules())?, packages(target)?));
    let (rules, packages) = match ready() {
        Ok(ready) => ready,
        Err(error) => {
            tally.check("the rules and cargo's metadata", Err(error));
            return tally;
        }
    };
    if let Some(file) = value("--sbom") {
        let written = fs::write(file, sbom::cyclonedx(&packages)).map_err(|error| error.to_string());
        tally.check(&format!("{file} is written"), written);
        return tally;
    }
    tally.check("every licence is on the list", licences(&packages, &strings(&rules, "licences")));
    tally.check("every package is of this checkout or of crates.io", sources(&packages));
    tally.check("the program is made of as few packages as is said", budget(&packages, &rules));
    tally.check("what comes in two versions is on the list", twice(&packages, &strings(&rules, "twice")));
    match advisories() {
        Ok(verdict) => tally.check("no advisory is out against any of them", verdict),
        Err(missing) => tally.skip("advisories", &missing),
    }
    tally
}

fn rules() -> Result<Table, String> {
    let text = fs::read_to_string(places::root().join("tests/rules/supply.toml"));
    let text = text.map_err(|error| error.to_string())?;
    text.parse().map_err(|error: toml::de::Error| error.to_string())
}

fn strings(rules: &Table, name: &str) -> BTreeSet<String> {
    let values = rules.get(name).and_then(toml::Value::as_array).into_iter().flatten();
    values.filter_map(toml::Value::as_str).map(str::to_owned).collect()
}

/// Returns the packages that `daypass-cli` is built from on a target, or on any (`all`). `cargo tree` names them, since
/// `cargo metadata` resolves one set of features for the whole workspace; `cargo metadata` describes them.
fn packages(target: &str) -> Result<Vec<Package>, String> {
    let tree = Run::cargo()
        .args(["tree", "--locked", "--package", "daypass-cli", "--edges", "normal,build", "--target", target])
        .args(["--prefix", "none", "--format", "{p}"])
        .text()?;
    let built = |line: &str| Some((line.split(' ').next()?.to_owned(), line.split(" v").nth(1)?.to_owned()));
    let built: BTreeSet<(String, String)> = tree
        .lines()
        .filter_map(built)
        .filter_map(|(name, version)| Some((name, version.split(' ').next()?.to_owned())))
        .collect();
    let metadata = Run::cargo().args(["metadata", "--format-version", "1", "--locked"]).text()?;
    let metadata: Value = serde_json::from_str(&metadata).map_err(|error| error.to_string())?;
    let checksums = checksums()?;
    let all = metadata.get("packages").and_then(Value::as_array).into_iter().flatten();
    let mut packages: Vec<Package> = all
        .filter_map(|package| {
            let text = |name: &str| package.get(name).and_then(Value::as_str).map(str::to_owned);
            let key = (text("name")?, text("version")?);
            let (name, version) = built.get(&key)?.clone();
            let checksum = checksums.get(&key).cloned();
            Some(Package { name, version, source: text("source"), licence: text("license"), checksum })
        })
        .collect();
    packages.sort();
    if packages.len() == built.len() {
        Ok(packages)
    } else {
        Err(format!("cargo tree has {} packages, cargo metadata {} of them", built.len(), packages.len()))
    }
}

/// Reads the checksums of the lock file, by name and version.
fn checksums() -> Result<BTreeMap<(String, String), String>, String> {
    let text = fs::read_to_string(places::root().join("Cargo.lock")).map_err(|error| error.to_string())?;
    let lock: Table = text.parse().map_err(|error: toml::de::Error| error.to_string())?;
    let packages = lock.get("package").and_then(toml::Value::as_array).into_iter().flatten();
    let entry = |package: &toml::Value| {
        let text = |name: &str| package.get(name).and_then(toml::Value::as_str).map(str::to_owned);
        Some(((text("name")?, text("version")?), text("checksum")?))
    };
    Ok(packages.filter_map(entry).collect())
}

/// Checks that each licence expression can be met by licences of the list alone.
fn licences(packages: &[Package], allowed: &BTreeSet<String>) -> Result<(), String> {
    let is_allowed = |expression: &str| {
        // `A/B` is how manifests said `A OR B` before SPDX.
        let parsed = spdx::Expression::parse_mode(expression, spdx::ParseMode::LAX);
        parsed.is_ok_and(|parsed| parsed.evaluate(|requirement| allowed.contains(&requirement.to_string())))
    };
    let refused: Vec<_> = packages
        .iter()
        .filter(|package| !package.licence.as_deref().is_some_and(is_allowed))
        .map(|package| {
            format!("{} {} ({})", package.name, package.version, package.licence.as_deref().unwrap_or("none"))
        })
        .collect();
    if refused.is_empty() { Ok(()) } else { Err(refused.join(", ")) }
}

fn sources(packages: &[Package]) -> Result<(), String> {
    for package in packages {
        let is_right = match package.source.as_deref() {
            None => package.name.starts_with("daypass-"),
            Some(source) => source == CRATES_IO && package.checksum.is_some(),
        };
        if !is_right {
            return Err(format!("{} is from {:?}", package.name, package.source));
        }
    }
    Ok(())
}

fn budget(packages: &[Package], rules: &Table) -> Result<(), String> {
    let count = packages.iter().filter(|package| package.source.is_some()).count();
    let most = rules.get("packages").and_then(toml::Value::as_integer).unwrap_or_default();
    let most = usize::try_from(most).unwrap_or_default();
    println!("         {count} packages of other people on all platforms, at most {most}");
    if count <= most { Ok(()) } else { Err(format!("{count} packages, {most} are allowed")) }
}

fn twice(packages: &[Package], known: &BTreeSet<String>) -> Result<(), String> {
    let pairs = packages.windows(2).filter_map(|pair| match pair {
        [one, other] if one.name == other.name => Some(one.name.clone()),
        _ => None,
    });
    let found: BTreeSet<String> = pairs.collect();
    let differences: Vec<_> = found.symmetric_difference(known).cloned().collect();
    if differences.is_empty() { Ok(()) } else { Err(differences.join(", ")) }
}

/// Runs `cargo deny` on the lock file; an error if `cargo deny` or its database is missing.
fn advisories() -> Result<Result<(), String>, String> {
    if Run::cargo().args(["deny", "--version"]).text().is_err() {
        return Err("there is no cargo-deny (cargo install cargo-deny --locked)".to_owned());
    }
    let deny = |arguments: &[&str]| Run::fetching("cargo").arg("deny").args(arguments).limit(300).text();
    if let Err(error) = deny(&["fetch", "db"]) {
        let last = error.lines().last().unwrap_or_default().to_owned();
        return Err(format!("the database of advisories cannot be fetched: {last}"));
    }
    Ok(deny(&["check", "--disable-fetch", "advisories"]).map(drop))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, version: &str, source: Option<&str>, licence: &str) -> Package {
        Package {
            name: name.to_owned(),
            version: version.to_owned(),
            source: source.map(str::to_owned),
            licence: Some(licence.to_owned()),
            checksum: source.map(|_| "00".to_owned()),
        }
    }

    #[test]
    fn the_checkout_keeps_the_rules() {
        assert_eq!(run(&[]).failed, 0);
    }

    #[test]
    fn each_rule_fails_where_it_is_broken() {
        let allowed = BTreeSet::from(["MIT".to_owned()]);
        let one = |licence: &str| licences(&[package("a", "1.0.0", Some(CRATES_IO), licence)], &allowed);
        assert!(one("MIT OR Apache-2.0").is_ok() && one("Apache-2.0/MIT").is_ok());
        assert!(one("GPL-3.0-only").is_err() && one("MIT AND Apache-2.0").is_err() && one("").is_err());
        assert!(sources(&[package("a", "1.0.0", Some("git+https://example.com/a"), "MIT")]).is_err());
        assert!(sources(&[package("a", "1.0.0", None, "MIT")]).is_err());
        let two =
            [package("a", "1.0.0", Some(CRATES_IO), "MIT"), package("a", "2.0.0", Some(CRATES_IO), "MIT")];
        assert!(
            twice(&two, &BTreeSet::new()).is_err() && twice(&two, &BTreeSet::from(["a".to_owned()])).is_ok()
        );
        let most = |count: i64| Table::from_iter([("packages".to_owned(), count.into())]);
        assert!(budget(&two, &most(1)).is_err() && budget(&two, &most(2)).is_ok());
    }
}
