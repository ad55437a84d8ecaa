//! `walls`: which crate may reach which, as data, against what cargo resolves. Also a test.

mod table;

use serde_json::Value;
use std::collections::BTreeSet;
use table::{WALLS, Wall};
use xtask::{environment, process::Run, tally::Tally};

/// Not for others: nothing of them is published, and none of the crates that are needs them.
const UNPUBLISHED: &[&str] = &["benches", "e2e", "testkit"];

/// The crates that are published.
pub(crate) fn published() -> impl Iterator<Item = &'static str> {
    WALLS.iter().map(|wall| wall.name).filter(|name| !UNPUBLISHED.contains(name))
}

/// Checks the table and what holds for all crates at once.
pub(crate) fn run(_: &[String]) -> Tally {
    let mut tally = Tally::default();
    let packages = match environment::fetch().and_then(|()| packages()) {
        Ok(packages) => packages,
        Err(error) => {
            tally.check("cargo metadata", Err(error));
            return tally;
        }
    };
    let named: BTreeSet<String> = packages.iter().filter_map(short_name).collect();
    let walled: BTreeSet<String> = WALLS.iter().map(|wall| wall.name.to_owned()).collect();
    tally.check("every crate has its row in the table", equal(&named, &walled));
    tally.check("every crate is published, but for the tools and test support", withheld(&packages));
    for wall in WALLS {
        tally.check(&format!("{} stays behind its wall", wall.name), check(wall, &packages));
    }
    tally.check("only transport names reqwest, and only behind its feature", reqwest(&packages));
    tally.check("only loopback and the simulator name hyper", hyper(&packages));
    tally.check(
        "dev-dependencies of ours are test support, or below the crate anyway",
        development(&packages),
    );
    tally.check("tools and test support link none of our crates but the simulator", outside(&walled));
    tally.check("xtask depends on serde_json alone", xtask(&packages));
    tally
}

fn check(wall: &Wall, packages: &[Value]) -> Result<(), String> {
    let package = packages.iter().find(|package| short_name(package).as_deref() == Some(wall.name));
    let package = package.ok_or("there is no such crate")?;
    let ours = wall.ours.iter().map(|name| (*name).to_owned()).collect();
    let found = dependencies(package, "normal").filter_map(|dependency| short_name(&dependency)).collect();
    equal(&found, &ours)?;
    let reached = reached(wall.name)?;
    if let Some(name) = wall.never.iter().find(|name| reached.contains(**name)) {
        return Err(format!("reaches {name}: cargo tree -p daypass-{} -e normal,build -i {name}", wall.name));
    }
    match wall.reaches.iter().find(|name| !reached.contains(**name)) {
        Some(name) => Err(format!("does not reach {name}: is the check still looking at something?")),
        None => Ok(()),
    }
}

/// Everything the crate brings into a build on any platform, by the resolver's own word. (`cargo metadata`
/// has one feature set for the whole workspace, so it cannot say.)
fn reached(name: &str) -> Result<BTreeSet<String>, String> {
    let tree = Run::cargo()
        .args(["tree", "--locked", "--target", "all", "--edges", "normal,build", "--prefix", "none"])
        .args(["--format", "{p}", "--package", &format!("daypass-{name}")])
        .text()?;
    Ok(tree.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect())
}

fn packages() -> Result<Vec<Value>, String> {
    let text = Run::cargo().args(["metadata", "--format-version", "1", "--no-deps", "--locked"]).text()?;
    let metadata: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    metadata.get("packages").and_then(Value::as_array).cloned().ok_or_else(|| "no packages".to_owned())
}

/// The dependencies that a manifest names, of one kind.
fn dependencies<'a>(package: &'a Value, kind: &'a str) -> impl Iterator<Item = Value> + 'a {
    let all = package.get("dependencies").and_then(Value::as_array).into_iter().flatten();
    all.filter(move |dependency| dependency.get("kind").and_then(Value::as_str).unwrap_or("normal") == kind)
        .cloned()
}

/// `daypass-x` as `x`; nothing for a crate that is not ours.
fn short_name(named: &Value) -> Option<String> {
    named.get("name")?.as_str()?.strip_prefix("daypass-").map(str::to_owned)
}

/// They judge the others as processes; what they shared with them could cancel a mistake out.
fn outside(ours: &BTreeSet<String>) -> Result<(), String> {
    let linked = ["simulator", "sso-types", "testkit", "transport"];
    for name in UNPUBLISHED {
        let reached = reached(name)?;
        let strays = ours.iter().filter(|crate_| !linked.contains(&crate_.as_str()) && crate_ != name);
        if let Some(stray) = strays.into_iter().find(|stray| reached.contains(&format!("daypass-{stray}"))) {
            return Err(format!("{name} links {stray}"));
        }
    }
    Ok(())
}

/// `publish = false` is an empty list of registries.
fn withheld(packages: &[Value]) -> Result<(), String> {
    let withheld =
        |package: &&Value| package.get("publish").and_then(Value::as_array).is_some_and(Vec::is_empty);
    let withheld = packages.iter().filter(withheld).filter_map(short_name).collect();
    equal(&withheld, &UNPUBLISHED.iter().map(|name| (*name).to_owned()).collect())
}

fn reqwest(packages: &[Value]) -> Result<(), String> {
    for package in packages {
        for dependency in dependencies(package, "normal") {
            let is_reqwest = dependency.get("name").and_then(Value::as_str) == Some("reqwest");
            let optional = dependency.get("optional").and_then(Value::as_bool) == Some(true);
            let name = short_name(package).unwrap_or_default();
            if is_reqwest && !(name == "transport" && optional) {
                return Err(format!("{name} names it"));
            }
        }
    }
    Ok(())
}

fn hyper(packages: &[Value]) -> Result<(), String> {
    let named = packages.iter().filter(|package| {
        dependencies(package, "normal").any(|dependency| {
            dependency.get("name").and_then(Value::as_str).is_some_and(|name| name.starts_with("hyper"))
        })
    });
    let mut named: BTreeSet<String> = named.filter_map(short_name).collect();
    // Tools may use what they like to look from outside.
    named.retain(|name| !UNPUBLISHED.contains(&name.as_str()));
    equal(&named, &["loopback", "simulator"].map(str::to_owned).into())
}

/// An example may name what the crate stands on; a test that reaches sideways or up is in the wrong crate.
fn development(packages: &[Value]) -> Result<(), String> {
    for package in packages {
        let Some(name) = short_name(package) else { continue };
        for dependency in dependencies(package, "dev") {
            match short_name(&dependency) {
                Some(own) if own != "simulator" && own != "testkit" && own != "environment" => {
                    if !reached(&name)?.contains(&format!("daypass-{own}")) {
                        return Err(format!("{name} has {own}"));
                    }
                }
                Some(_) | None => {}
            }
        }
    }
    Ok(())
}

fn xtask(packages: &[Value]) -> Result<(), String> {
    let xtask = packages.iter().find(|package| package.get("name").and_then(Value::as_str) == Some("xtask"));
    let names = dependencies(xtask.ok_or("there is no xtask")?, "normal")
        .filter_map(|dependency| dependency.get("name").and_then(Value::as_str).map(str::to_owned))
        .collect();
    equal(&names, &BTreeSet::from(["serde_json".to_owned()]))
}

fn equal(found: &BTreeSet<String>, wanted: &BTreeSet<String>) -> Result<(), String> {
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
