//! The AWS SDK for Rust on `SdkCredentials`, giving up before the renewal of a session ends.

use xtask::{places, process::Run, tally::Tally};

pub(super) fn run(tally: &mut Tally) {
    let manifest = places::root().join("tests/sdk-rust/Cargo.toml");
    let cargo = |word: &str| {
        let run =
            Run::fetching("cargo").env("CARGO_TARGET_DIR", places::target().join("sdk-rust")).limit(1200);
        run.args([word, "--quiet", "--locked", "--manifest-path"]).arg(&manifest)
    };
    if let Err(reason) = cargo("fetch").text() {
        return tally.missing("the AWS SDK for Rust", &reason);
    }
    match cargo("run").text() {
        Ok(said) => tally.check(&format!("AWS SDK for Rust: {}", said.trim()), Ok(())),
        Err(reason) => tally.check("AWS SDK for Rust: no session is lost to a timeout", Err(reason)),
    }
}
