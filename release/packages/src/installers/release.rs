//! A release to install: an archive with a program of one line, sums, and a signature if it has a key.

use super::cases::Key;
use crate::{archive, tree::File};
use sha2::{Digest as _, Sha256};
use std::{collections::BTreeMap, fs, path::Path};
use xtask::process::Run;

/// The files of the new version; an old one has `share/man/man1/daypass-old.1`, too.
pub(super) const NEW: [&str; 3] = ["bin/daypass", "share/doc/daypass/README.md", "share/man/man1/daypass.1"];

/// The platforms that tests may run on.
const TRIPLES: [&str; 4] = [
    "aarch64-apple-darwin",
    "aarch64-unknown-linux-musl",
    "x86_64-apple-darwin",
    "x86_64-unknown-linux-musl",
];

/// The files of a release by name, for each platform that the tests may run on.
pub(super) fn files(program: &str, has_more: bool) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let mut inside = vec![
        File::program("bin/daypass", program),
        File::new("share/doc/daypass/README.md", "what it is"),
        File::new("share/man/man1/daypass.1", ".TH daypass 1"),
    ];
    if has_more {
        inside.push(File::new("share/man/man1/daypass-old.1", ".TH daypass-old 1"));
    }
    let mut release = BTreeMap::new();
    let mut sums = String::new();
    // This platform comes last, so that sums cut in half do not have it.
    let os = if cfg!(target_os = "macos") { "apple" } else { "linux" };
    let mut triples = TRIPLES;
    triples.sort_by_key(|triple| triple.starts_with(std::env::consts::ARCH) && triple.contains(os));
    for triple in triples {
        let name = format!("daypass-0.2.0-{triple}");
        let archive =
            archive::tar_gz(&inside, &format!("{name}/"), 86_400).map_err(|error| error.to_string())?;
        sums.push_str(&format!("{}  {name}.tar.gz\n", hex::encode(Sha256::digest(&archive))));
        release.insert(format!("{name}.tar.gz"), archive);
    }
    release.insert("SHA256SUMS".to_owned(), sums.into_bytes());
    Ok(release)
}

/// Signs the sums; returns the key that the script has.
pub(super) fn sign(
    release: &mut BTreeMap<String, Vec<u8>>,
    key: Key,
    folder: &Path,
) -> Result<String, String> {
    let explain = |error: std::io::Error| error.to_string();
    let path = |name: &str| folder.join(name).display().to_string();
    fs::write(path("SHA256SUMS"), release.get("SHA256SUMS").map(Vec::as_slice).unwrap_or_default())
        .map_err(explain)?;
    for name in ["right", "wrong"] {
        let (public, secret) = (path(&format!("{name}.pub")), path(&format!("{name}.key")));
        Run::hermetic("minisign").args(["-G", "-W", "-p", &public, "-s", &secret]).text()?;
    }
    Run::hermetic("minisign").args(["-S", "-s", &path("right.key"), "-m", &path("SHA256SUMS")]).text()?;
    let signature = fs::read(path("SHA256SUMS.minisig")).map_err(explain)?;
    release.insert("SHA256SUMS.minisig".to_owned(), signature);
    let public = if key == Key::Right { "right.pub" } else { "wrong.pub" };
    let text = fs::read_to_string(path(public)).map_err(explain)?;
    text.lines().nth(1).map(str::to_owned).ok_or_else(|| "minisign wrote no key".to_owned())
}
