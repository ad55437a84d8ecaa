//! `fuzz [TARGET …] [--seconds N]`: builds the fuzz targets of config-parse and runs each for a while.
//!
//! It works with the stable compiler: the flags that `cargo fuzz` would set are set here.

use std::{
    fs, io,
    path::{Path, PathBuf},
};
use xtask::{environment, places, process::Run, tally::Tally};

const WORKSPACE: &str = "crates/config-parse/fuzz";
/// The folder of inputs that crashed a target; a test runs them all.
const CRASHES: &str = "crates/config-parse/tests/it/crashes";
const TARGETS: &[&str] = &["round_trip", "dialects", "edit", "lookup"];
const SECONDS: &str = "60";

/// The compiler flags that count edges and comparisons.
const FLAGS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing -Ccodegen-units=1";

/// Runs the named targets, or all.
pub(crate) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    if !cfg!(target_os = "linux") {
        tally.skip("fuzzing", "only set up for Linux");
        return tally;
    }
    let seconds = arguments.iter().skip_while(|a| *a != "--seconds").nth(1).map_or(SECONDS, String::as_str);
    let named = |target: &&&str| arguments.iter().any(|argument| argument == **target);
    let all = !TARGETS.iter().any(|target| named(&target));
    let programs = match build() {
        Ok(programs) => programs,
        Err(reason) => {
            tally.check("the fuzz targets build", Err(reason));
            return tally;
        }
    };
    tally.check("the fuzz targets build", Ok(()));
    for target in TARGETS.iter().filter(|target| all || named(target)) {
        tally.check(&format!("{target} for {seconds} s"), fuzz(&programs, target, seconds));
    }
    tally
}

fn build() -> Result<PathBuf, String> {
    let manifest = places::root().join(WORKSPACE).join("Cargo.toml");
    let host = Run::cargo_tool("rustc").arg("-vV").text()?;
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).ok_or("rustc names no host")?;
    let target = places::target().join("fuzz");
    environment::fetch_for(&manifest)?;
    // With --target the flags reach the targets and leave build scripts alone.
    Run::cargo()
        .args(["build", "--locked", "--release", "--target", host, "--manifest-path"])
        .arg(&manifest)
        .env("CARGO_TARGET_DIR", &target)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", FLAGS)
        .show()?;
    Ok(target.join(host).join("release"))
}

fn fuzz(programs: &Path, target: &str, seconds: &str) -> Result<(), String> {
    let explain = |error: io::Error| error.to_string();
    let corpus = places::root().join(WORKSPACE).join("corpus").join(target);
    fs::create_dir_all(&corpus).map_err(explain)?;
    let words = places::scratch("fuzz").map_err(explain)?.join("words");
    fs::write(&words, WORDS).map_err(explain)?;
    let crash = places::root().join(CRASHES).join(format!("{target}-"));
    let end = Run::hermetic(programs.join(target))
        .args([format!("-max_total_time={seconds}"), "-max_len=600".to_owned(), "-timeout=10".to_owned()])
        .arg(format!("-dict={}", words.display()))
        .arg(format!("-artifact_prefix={}", crash.display()))
        .arg(&corpus)
        .arg(places::root().join(CRASHES))
        .limit(24 * 3600)
        .finish()?;
    if end.status.success() {
        let done = end.stderr.lines().rev().find(|line| line.starts_with("Done")).unwrap_or_default();
        println!("         {done}");
        return Ok(());
    }
    let tail: Vec<&str> = end.stderr.lines().rev().take(12).collect();
    Err(tail.into_iter().rev().collect::<Vec<_>>().join("\n"))
}

/// The dictionary of tokens for the fuzzer.
const WORDS: &str = r#""[profile "
"[profile a]\x0a"
"[sso-session "
"[services "
"[default]\x0a"
"[DEFAULT]\x0a"
"sso_session = "
"region = "
"x = "
"s3 =\x0a  "
" # "
" ; "
"]\x0a"
"\x0d\x0a"
"\xc2\xa0"
"\xe2\x80\xa8"
"\xef\xbb\xbf"
"\x1c"
"\"a b\""
"#;
