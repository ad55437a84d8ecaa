//! What rustc writes instead of the builder's own paths.

use std::{
    fs, io,
    path::{Path, PathBuf},
};
use xtask::process::Run;

/// Returns flags for rustc (`CARGO_ENCODED_RUSTFLAGS`) under which no path of the builder's reaches the program: the
/// checkout is called `/daypass`, each folder of unpacked packages `/crates`, Rust's own source (where it is installed)
/// what it is called elsewhere.
///
/// # Errors
/// When no package was ever unpacked in that home of cargo's.
pub fn remapped(checkout: &Path, cargo_home: &Path) -> io::Result<String> {
    let mut names = vec![(checkout.to_owned(), "/daypass".to_owned())];
    for registry in fs::read_dir(cargo_home.join("registry/src"))? {
        names.push((registry?.path(), "/crates".to_owned()));
    }
    let sysroot = Run::cargo_tool("rustc").args(["--print", "sysroot"]).text().unwrap_or_default();
    let version = Run::cargo_tool("rustc").args(["-vV"]).text().unwrap_or_default();
    let commit = version.lines().find_map(|line| line.strip_prefix("commit-hash: "));
    names.push((
        PathBuf::from(sysroot.trim()).join("lib/rustlib/src/rust"),
        format!("/rustc/{}", commit.unwrap_or_default()),
    ));
    let flags = names.iter().map(|(path, name)| format!("--remap-path-prefix={}={name}", path.display()));
    Ok(flags.collect::<Vec<_>>().join("\u{1f}"))
}
