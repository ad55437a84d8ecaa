//! How the program is linked.

use std::env::var;

#[expect(clippy::disallowed_methods, reason = "cargo speaks to a build script by the environment")]
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // Rust's unwinder as a shared library costs each start a seventh (0.18 ms here). In a release, link-time
    // optimisation has put its callers into our object, so that the static one, named before it, is the one used.
    // It comes with every C compiler for Linux.
    let is = |name: &str, value: &str| var(name).is_ok_and(|set| set == value);
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") && is("PROFILE", "release") {
        println!("cargo::rustc-link-lib=static:-bundle=gcc_eh");
    }
}
