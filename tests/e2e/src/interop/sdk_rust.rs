//! The AWS SDK for Rust on `SdkCredentials`: giving up before the renewal of a session ends, and an S3 client behind a
//! sign-in.

use std::path::PathBuf;
use xtask::{places, process::Run, tally::Tally};

fn target() -> PathBuf {
    places::target().join("sdk-rust")
}

fn cargo(word: &str) -> Run {
    let run = Run::fetching("cargo").env("CARGO_TARGET_DIR", target()).limit(1200);
    run.args([word, "--quiet", "--locked", "--manifest-path"])
        .arg(places::root().join("tests/sdk-rust/Cargo.toml"))
}

/// Builds the program that prints the key of a profile with nothing but the SDK.
pub(super) fn login_program() -> Result<PathBuf, String> {
    cargo("build").args(["--example", "login"]).text()?;
    Ok(target().join("debug/examples").join(format!("login{}", std::env::consts::EXE_SUFFIX)))
}

pub(super) fn run(tally: &mut Tally) {
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
