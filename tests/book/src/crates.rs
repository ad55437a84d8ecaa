//! The page of the crates, from their manifests and the table of walls.

use std::{collections::BTreeMap, fmt::Write as _, fs};
use toml::Table;
use xtask::{packages, places};

/// A crate: what it is for, and on which of ours it stands.
pub(crate) struct Crate {
    pub(crate) about: String,
    pub(crate) stands_on: Vec<String>,
}

/// Returns the published crates by name.
pub(crate) fn all() -> Result<BTreeMap<String, Crate>, String> {
    let walls = table("tests/rules/walls.toml")?;
    let rows = walls.get("published").and_then(toml::Value::as_table).ok_or("no published crates")?;
    let mut crates = BTreeMap::new();
    for (name, row) in rows {
        let manifest = table(&format!("crates/{name}/Cargo.toml"))?;
        let about = manifest.get("package").and_then(|package| package.get("description"));
        let about =
            about.and_then(toml::Value::as_str).ok_or_else(|| format!("{name} has no description"))?;
        let ours = row.get("ours").and_then(toml::Value::as_array).into_iter().flatten();
        let stands_on = ours.filter_map(|name| Some(name.as_str()?.to_owned())).collect();
        crates.insert(name.clone(), Crate { about: about.to_owned(), stands_on });
    }
    Ok(crates)
}

/// Writes the page.
pub(crate) fn page() -> Result<String, String> {
    let mut page = "# The crates\n\ndaypass is a family of small libraries and one thin program on them. Each can be used without the rest; \
        dependencies run\ndownward only, and `cargo xtask walls` fails where one does not. Each crate's README has an example that is a test;\n\
        [README](../README.md) has one that goes from a profile's name to credentials, with a sign-in if one is needed.\n\n\
        ![The crates of daypass, and which stands on which](pictures/house.svg)\n\n\
        | crate | does | stands on |\n| --- | --- | --- |\n"
        .to_owned();
    for (name, Crate { about, stands_on }) in all()? {
        let full = packages::full(&name);
        let stands_on = if stands_on.is_empty() { "–".to_owned() } else { stands_on.join(", ") };
        let _ = writeln!(page, "| [{full}](../crates/{name}/README.md) | {about} | {stands_on} |");
    }
    page.push_str(
        "\nWhich ability is where, with the example or the test that shows it, is a table of [ARCHITECTURE](../ARCHITECTURE.md). \
         Every public item of\nevery library is in [docs/api](https://github.com/daypass/daypass/tree/main/docs/api), compared with the code in CI.\n",
    );
    Ok(page)
}

fn table(file: &str) -> Result<Table, String> {
    let text = fs::read_to_string(places::root().join(file)).map_err(|error| format!("{file}: {error}"))?;
    text.parse().map_err(|error: toml::de::Error| format!("{file}: {error}"))
}
