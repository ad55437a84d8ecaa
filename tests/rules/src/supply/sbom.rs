//! The list of materials in the JSON of CycloneDX 1.5 (ECMA-424). It contains no time and no path: one lock
//! file always gives the same document.

use super::package::Package;
use serde_json::{Value, json};

/// Returns the document, which ends with a newline.
pub(super) fn cyclonedx(packages: &[Package]) -> String {
    let (program, parts): (Vec<_>, Vec<_>) =
        packages.iter().partition(|package| package.name == "daypass-cli");
    let root = program.first().map(|program| component(program, "application"));
    let document = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": root },
        "components": parts.iter().map(|part| component(part, "library")).collect::<Vec<_>>(),
    });
    format!("{document:#}\n")
}

fn component(package: &Package, kind: &str) -> Value {
    let Package { name, version, licence, checksum, .. } = package;
    // The old `A/B` is no SPDX expression.
    let licence = licence.as_ref().map(|licence| json!([{ "expression": licence.replace('/', " OR ") }]));
    let hash = checksum.as_ref().map(|checksum| json!([{ "alg": "SHA-256", "content": checksum }]));
    let members = [
        ("type", Some(kind.into())),
        ("bom-ref", Some(purl(package).into())),
        ("name", Some(name.as_str().into())),
        ("version", Some(version.as_str().into())),
        ("purl", Some(purl(package).into())),
        ("licenses", licence),
        ("hashes", hash),
    ];
    members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

/// Returns the package URL (ECMA-427), by which scanners look a package up.
fn purl(package: &Package) -> String {
    format!("pkg:cargo/{}@{}", package.name, package.version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_named_as_scanners_look_it_up() {
        let package = |name: &str, licence: &str| Package {
            name: name.to_owned(),
            version: "1.2.3".to_owned(),
            source: None,
            licence: Some(licence.to_owned()),
            checksum: Some("ab".to_owned()),
        };
        let text = cyclonedx(&[package("daypass-cli", "MIT OR Apache-2.0"), package("ring", "MIT/ISC")]);
        let document: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(document["metadata"]["component"]["name"], "daypass-cli");
        assert_eq!(
            document["components"],
            json!([{
                "type": "library",
                "bom-ref": "pkg:cargo/ring@1.2.3",
                "name": "ring",
                "version": "1.2.3",
                "purl": "pkg:cargo/ring@1.2.3",
                "licenses": [{ "expression": "MIT OR ISC" }],
                "hashes": [{ "alg": "SHA-256", "content": "ab" }],
            }])
        );
    }
}
