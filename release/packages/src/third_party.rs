//! The licences of all that is inside the program: the packages by name, and each text once.

use serde_json::Value;
use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};
use xtask::{places, process::Run};

/// The list of materials (CycloneDX) of the program for a platform, as `cargo xtask supply` writes it.
pub(crate) fn materials(triple: &str) -> Result<String, String> {
    let folder = places::scratch("package").map_err(|error| error.to_string())?;
    let file = folder.join("materials.json");
    let rules =
        Run::cargo().args(["run", "--quiet", "--locked", "-p", "daypass-rules", "--", "supply", "--sbom"]);
    rules.arg(&file).args(["--target", triple]).text()?;
    fs::read_to_string(&file).map_err(|error| error.to_string())
}

/// Writes the licences of the packages of others in that list. A package without a text is named with its expression.
pub(crate) fn licences(materials: &str) -> Result<String, String> {
    let list: Value = serde_json::from_str(materials).map_err(|error| error.to_string())?;
    let folders = folders()?;
    let mut packages = String::new();
    let mut texts = BTreeMap::<String, Vec<String>>::new();
    for part in list.get("components").and_then(Value::as_array).into_iter().flatten() {
        let word = |name: &str| part.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (name, version) = (word("name"), word("version"));
        if name.starts_with("daypass-") {
            continue;
        }
        let licence =
            part.pointer("/licenses/0/expression").and_then(Value::as_str).unwrap_or("no licence named");
        let package = format!("{name} {version}");
        let _ = writeln!(packages, "{package}: {licence}");
        let folder = folders.get(&package).ok_or_else(|| format!("cargo does not say where {package} is"))?;
        for text in licence_files(folder)? {
            texts.entry(text).or_default().push(package.clone());
        }
    }
    let mut written = format!("daypass contains these packages:\n\n{packages}");
    let mut texts: Vec<(String, Vec<String>)> = texts.into_iter().collect();
    texts.sort_by(|one, other| one.1.cmp(&other.1).then_with(|| one.0.cmp(&other.0)));
    for (text, packages) in texts {
        let _ = write!(written, "\n\n{}\n{}\n\n{}\n", "=".repeat(78), packages.join(", "), text.trim_end());
    }
    Ok(written)
}

/// The folder of each package, by name and version.
fn folders() -> Result<BTreeMap<String, PathBuf>, String> {
    let text = Run::cargo().args(["metadata", "--format-version", "1", "--locked"]).text()?;
    let metadata: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let packages = metadata.get("packages").and_then(Value::as_array).into_iter().flatten();
    let entry = |package: &Value| {
        let word = |name: &str| package.get(name)?.as_str();
        let folder = Path::new(word("manifest_path")?).parent()?;
        Some((format!("{} {}", word("name")?, word("version")?), folder.to_owned()))
    };
    Ok(packages.filter_map(entry).collect())
}

fn licence_files(folder: &Path) -> Result<Vec<String>, String> {
    let explain = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(explain)? {
        let entry = entry.map_err(explain)?;
        let name = entry.file_name().to_string_lossy().to_uppercase();
        let is_meant = ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE"]
            .iter()
            .any(|word| name.starts_with(word));
        if is_meant && entry.path().is_file() {
            paths.push(entry.path());
        }
    }
    paths.sort();
    paths
        .iter()
        .map(|path| {
            fs::read(path).map(|text| String::from_utf8_lossy(&text).replace("\r\n", "\n")).map_err(explain)
        })
        .collect()
}
