//! Where demo and interop play: the simulator on loopback, a throw-away home, a stand-in browser.

use crate::process::Run;

/// The simulator's program.
pub(crate) const SIMULATOR: &str = "daypass-simulator";

/// Builds the two programs, nothing more.
pub(crate) fn build() -> Result<(), String> {
    Run::cargo().args(["build", "--locked", "-p", "daypass-cli", "-p", SIMULATOR]).show()
}
