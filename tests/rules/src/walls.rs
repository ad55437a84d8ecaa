//! `walls`: compares the dependencies that cargo resolves with those that `walls.toml` allows. Also a test.

use std::{collections::BTreeSet, fs};
use toml::{Table, Value};
use xtask::{
    environment,
    packages::{self, Package},
    places,
    process::Run,
    tally::Tally,
};

/// Names of crates.
type Names = BTreeSet<String>;

/// Checks each row of the table, and the rules for all crates together.
pub(crate) fn run(_: &[String]) -> Tally {
    let mut tally = Tally::default();
    let ready = || Ok::<_, String>((table()?, environment::fetch().and_then(|()| packages::all())?));
    let (table, packages) = match ready() {
        Ok(ready) => ready,
        Err(error) => {
            tally.check("the table and cargo's metadata", Err(error));
            return tally;
        }
    };
    let section = |name| section(&table, name);
    let (published, unpublished, lists) = (section("published"), section("unpublished"), section("lists"));
    let named = |is: bool| {
        packages
            .iter()
            .filter(|package| package.is_published == is)
            .map(|package| package.name.clone())
            .collect()
    };
    tally.check("every crate that is published has a row", equal(&named(true), &keys(&published)));
    tally.check("every tool and all test support has one, too", equal(&named(false), &keys(&unpublished)));
    for (name, row) in published.iter().chain(&unpublished) {
        let verdict = row.as_table().ok_or_else(|| "no row".to_owned());
        let verdict = verdict.and_then(|row| check(name, row, &packages, &lists));
        tally.check(&format!("{name} stays behind its wall"), verdict);
    }
    for (name, users) in section("only") {
        let users: Names = strings(Some(&users)).collect();
        let naming = packages
            .iter()
            .filter(|package| package.is_published && package.names("normal").contains(name.as_str()));
        let naming = naming.map(|package| package.name.clone()).collect();
        tally.check(&format!("who names {name}"), equal(&naming, &users));
    }
    let tests = section("tests");
    tally.check(
        "dev-dependencies of ours are test support, or below the crate anyway",
        development(&packages, &strings(tests.get("may-use")).collect()),
    );
    tally.check(
        "tools and test support link none of our crates but the simulator",
        outside(&unpublished, &keys(&published), &strings(tests.get("tools-reach")).collect()),
    );
    tally
}

fn table() -> Result<Table, String> {
    let text = fs::read_to_string(places::root().join("tests/rules/walls.toml"))
        .map_err(|error| error.to_string())?;
    text.parse().map_err(|error: toml::de::Error| error.to_string())
}

fn check(name: &str, row: &Table, packages: &[Package], lists: &Table) -> Result<(), String> {
    let package = packages.iter().find(|package| package.name == name).ok_or("there is no such crate")?;
    equal(&ours(package, "normal"), &strings(row.get("ours")).collect())?;
    if row.contains_key("all") {
        let all = package.names("normal").into_iter().map(str::to_owned).collect();
        equal(&all, &strings(row.get("all")).collect())?;
    }
    let reached = reached(name)?;
    if let Some(name) = banned(row.get("never"), lists).intersection(&reached).next() {
        return Err(format!(
            "reaches {name}: cargo tree -p {} -e normal,build -i {name}",
            packages::full(name)
        ));
    }
    match strings(row.get("reaches")).find(|name| !reached.contains(name)) {
        Some(name) => Err(format!("does not reach {name}: is the check still looking at something?")),
        None => Ok(()),
    }
}

/// Returns the names of an entry; a name in capitals is replaced by the list of that name.
fn banned(entry: Option<&Value>, lists: &Table) -> Names {
    strings(entry)
        .flat_map(|name| match lists.get(&name) {
            Some(list) => banned(Some(list), lists),
            None => Names::from([name]),
        })
        .collect()
}

/// Returns all dependencies of a crate on any platform, as `cargo tree` resolves them. (`cargo metadata` has one
/// feature set for the whole workspace.)
fn reached(name: &str) -> Result<Names, String> {
    let tree = Run::cargo()
        .args(["tree", "--locked", "--target", "all", "--edges", "normal,build", "--prefix", "none"])
        .args(["--format", "{p}", "--package", &packages::full(name)])
        .text()?;
    Ok(tree.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect())
}

fn outside(tools: &Table, published: &Names, linked: &Names) -> Result<(), String> {
    for name in tools.keys() {
        let reached = reached(name)?;
        let mut strays = published.difference(linked);
        if let Some(stray) = strays.find(|stray| reached.contains(&packages::full(stray))) {
            return Err(format!("{name} links {stray}"));
        }
    }
    Ok(())
}

/// Checks development dependencies: a test that needs a crate beside or above its own is in the wrong crate.
fn development(packages: &[Package], may_use: &Names) -> Result<(), String> {
    for package in packages {
        for own in ours(package, "dev").difference(may_use) {
            if !reached(&package.name)?.contains(&packages::full(own)) {
                return Err(format!("{} has {own}", package.name));
            }
        }
    }
    Ok(())
}

/// Returns the crates of this workspace that a package names.
fn ours(package: &Package, kind: &str) -> Names {
    package
        .names(kind)
        .into_iter()
        .filter_map(|name| name.strip_prefix("daypass-").map(str::to_owned))
        .collect()
}

fn section(table: &Table, name: &str) -> Table {
    table.get(name).and_then(Value::as_table).cloned().unwrap_or_default()
}

fn keys(table: &Table) -> Names {
    table.keys().cloned().collect()
}

fn strings(entry: Option<&Value>) -> impl Iterator<Item = String> {
    entry.and_then(Value::as_array).into_iter().flatten().filter_map(|name| name.as_str().map(str::to_owned))
}

fn equal(found: &Names, wanted: &Names) -> Result<(), String> {
    let more: Vec<_> = found.difference(wanted).cloned().collect();
    let less: Vec<_> = wanted.difference(found).cloned().collect();
    match (more.is_empty(), less.is_empty()) {
        (true, true) => Ok(()),
        (false, _) => Err(format!("not in the table: {}", more.join(", "))),
        (true, false) => Err(format!("in the table, but not there: {}", less.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_walls_stand() {
        assert_eq!(super::run(&[]).failed, 0, "see the list above");
    }
}
