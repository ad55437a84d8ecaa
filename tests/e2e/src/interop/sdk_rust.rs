//! The AWS SDK for Rust on `SdkCredentials`: giving up before the renewal of a session ends, and an S3 client behind a
//! sign-in.

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
    let mut check = |run: Run, promise: &str| match run.text() {
        Ok(said) => {
            let last = said.trim().lines().last().unwrap_or_default().to_owned();
            tally.check(&format!("AWS SDK for Rust: {last}"), Ok(()));
        }
        Err(reason) => tally.check(&format!("AWS SDK for Rust: {promise}"), Err(reason)),
    };
    check(cargo("run"), "no session is lost to a timeout");
    check(cargo("run").args(["--example", "s3"]), "a sign-in, then the buckets of aws-sdk-s3");
}
