//! `bench config`: measures parsing of config files beside the SDK for Rust, rust-ini, configparser and botocore.

use xtask::{peers, process::Run, tally::Tally};

/// Runs the measurement, and compares the results of the SDK dialect with the SDK's.
pub(crate) fn run(_: &[String]) -> Tally {
    let mut tally = Tally::default();
    let program = match peers::build("rivals", &["--features", "rivals"]) {
        Ok(program) => program,
        Err(reason) => {
            tally.check("the rivals build", Err(reason));
            return tally;
        }
    };
    let sdk = Run::hermetic(&program).args(["sdk", "--count", "100000", "--seed", "1"]).show();
    tally.check("the SDK dialect reads what the SDK for Rust reads", sdk);
    let mut bench = Run::hermetic(&program).arg("bench");
    match peers::botocore() {
        Ok(python) => bench = bench.arg("--python").arg(python),
        Err(reason) => tally.skip("botocore", &reason),
    }
    tally.check("speed and memory", bench.limit(900).show());
    tally
}
