//! The packages of the workspace, as `cargo metadata` lists them.

use crate::process::Run;
use serde_json::Value;
use std::collections::BTreeSet;

/// A package of the workspace.
#[derive(Debug)]
#[non_exhaustive]
pub struct Package {
    /// The name without `daypass-`.
    pub name: String,
    /// Whether it is published.
    pub is_published: bool,
    /// Whether it has a library, even if only for tests.
    pub is_library: bool,
    /// Whether it has features.
    pub has_features: bool,
    /// The oldest supported compiler.
    pub rust_version: String,
    dependencies: Vec<(String, String)>,
}

/// Lists all packages.
pub fn all() -> Result<Vec<Package>, String> {
    let text = Run::cargo().args(["metadata", "--format-version", "1", "--no-deps", "--locked"]).text()?;
    let metadata: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let packages = metadata.get("packages").and_then(Value::as_array).ok_or("cargo names no packages")?;
    packages.iter().map(|package| Package::read(package).ok_or_else(|| format!("odd: {package}"))).collect()
}

/// Lists the names of the published libraries.
pub fn libraries() -> Result<Vec<String>, String> {
    Ok(published()?.into_iter().filter(|name| name != "cli").collect())
}

/// Lists the names of all published packages: the libraries, and the program, part of which is a library for its
/// tests.
pub fn published() -> Result<Vec<String>, String> {
    let names = all()?.into_iter().filter(|package| package.is_published).map(|package| package.name);
    Ok(names.collect())
}

/// Returns cargo's name of a package.
pub fn full(name: &str) -> String {
    if name == "xtask" { name.to_owned() } else { format!("daypass-{name}") }
}

impl Package {
    fn read(package: &Value) -> Option<Self> {
        let name = package.get("name")?.as_str()?;
        let text = |value: &Value, member: &str| value.get(member).and_then(Value::as_str).map(str::to_owned);
        let dependencies = package.get("dependencies")?.as_array()?.iter();
        Some(Self {
            name: name.strip_prefix("daypass-").unwrap_or(name).to_owned(),
            // `publish = false` is an empty list of registries.
            is_published: !package.get("publish")?.as_array().is_some_and(Vec::is_empty),
            is_library: package.get("targets")?.to_string().contains(r#""kind":["lib"]"#),
            has_features: !package.get("features")?.as_object()?.is_empty(),
            rust_version: text(package, "rust_version")?,
            dependencies: dependencies
                .map(|value| {
                    Some((text(value, "kind").unwrap_or_else(|| "normal".to_owned()), text(value, "name")?))
                })
                .collect::<Option<_>>()?,
        })
    }

    /// Lists the dependencies in its manifest of one kind: `normal`, `build` or `dev`.
    pub fn names(&self, kind: &str) -> BTreeSet<&str> {
        self.dependencies.iter().filter(|(of, _)| of == kind).map(|(_, name)| name.as_str()).collect()
    }
}
