//! `lint`: rustfmt, clippy on the workspace, then each library alone so that feature unification hides nothing.

use crate::{environment, process::Run, tally::Tally};

/// The libraries, and whether they have features of their own.
const LIBRARIES: &[(&str, bool)] = &[
    ("sso-types", false),
    ("config-parse", false),
    ("token-cache", false),
    ("transport", true),
    ("oidc-device", false),
    ("portal-client", false),
    ("sts-client", false),
    ("credentials", false),
    ("simulator", true),
];

/// Checks format and lints; a warning is a failure.
pub(crate) fn run(_: &[String]) -> Tally {
    let mut tally = Tally::default();
    tally.check("cargo fetch", environment::fetch());
    tally.check("rustfmt", Run::cargo().args(["fmt", "--all", "--check"]).show());
    tally.check(
        "clippy: the workspace, all targets and features",
        clippy(&["--workspace", "--all-targets", "--all-features"]),
    );
    for (library, has_features) in LIBRARIES {
        let package = format!("daypass-{library}");
        tally.check(
            &format!("clippy: {library} alone"),
            clippy(&["--lib", "--no-default-features", "-p", &package]),
        );
        if *has_features {
            tally.check(
                &format!("clippy: {library} alone, all features"),
                clippy(&["--lib", "--all-features", "-p", &package]),
            );
        }
    }
    tally
}

fn clippy(arguments: &[&str]) -> Result<(), String> {
    Run::cargo()
        .args(["clippy", "--quiet", "--locked"])
        .args(arguments)
        .args(["--", "--deny", "warnings"])
        .show()
}
