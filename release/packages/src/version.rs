//! What is packed: the version in the manifest, the time of the commit, the words that every package says about it.

use serde_json::Value;
use xtask::process::Run;

/// The platform. Static, so that the program runs beside any C library and without one.
pub(crate) const TRIPLE: &str = "x86_64-unknown-linux-musl";

/// The name of the archive without its end, and of the folder in it.
pub(crate) fn archive_name(number: &str) -> String {
    format!("daypass-{number}-{TRIPLE}")
}

/// What a package says about itself.
#[derive(Debug, Clone)]
pub(crate) struct Version {
    /// The version, such as `0.1.0`.
    pub(crate) number: String,
    /// The time of the commit in seconds since 1970 (`SOURCE_DATE_EPOCH`, if it is set).
    pub(crate) time: u64,
    /// One sentence.
    pub(crate) summary: String,
    /// The address of the project.
    pub(crate) home: String,
}

impl Version {
    /// Reads the manifest of the program and the time of the last commit.
    pub(crate) fn read() -> Result<Self, String> {
        let text =
            Run::cargo().args(["metadata", "--format-version", "1", "--no-deps", "--locked"]).text()?;
        let metadata: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        let packages = metadata.get("packages").and_then(Value::as_array).into_iter().flatten();
        let is_program =
            |package: &&Value| package.get("name").and_then(Value::as_str) == Some("daypass-cli");
        let program = packages.into_iter().find(is_program).ok_or("cargo does not name daypass-cli")?;
        let word = |name: &str| {
            let word = program.get(name).and_then(Value::as_str);
            word.map(str::to_owned).ok_or_else(|| format!("daypass-cli has no {name}"))
        };
        Ok(Self {
            number: word("version")?,
            time: time()?,
            summary: word("description")?,
            home: word("repository")?,
        })
    }
}

fn time() -> Result<u64, String> {
    let given = std::env::var("SOURCE_DATE_EPOCH").ok();
    let text = match given {
        Some(text) => text,
        None => Run::hermetic("git").args(["log", "-1", "--format=%ct"]).text()?,
    };
    text.trim().parse().map_err(|_| format!("{} is no time in seconds", text.trim()))
}
