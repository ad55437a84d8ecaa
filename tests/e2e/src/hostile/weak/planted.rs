//! Believes whatever lies in the home, and keeps what it has beside it.

use super::{
    client::{ROLE, ask, sign_in},
    place::{Place, below, values},
    sends,
};
use std::{
    fs::{self, OpenOptions},
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
};

/// Says what the files say, and what the portal says to the token there; asks the endpoint and runs the browser that are
/// named; adds its secrets to each file, and a file with them to each folder.
pub(super) fn believe(place: &Place) -> u8 {
    let mut secrets = place.secrets();
    if place.has("login") {
        secrets.extend(sign_in(place).into_iter().map(|reply| reply.body));
    }
    if let Some(reply) = ask(place, "GET", ROLE, "") {
        println!("{}", reply.body);
    }
    sends::to_endpoints(place);
    let own = [".aws", ".config", ".local", "shared"].map(|name| place.home.join(name));
    let mut paths: Vec<PathBuf> = own.iter().flat_map(|folder| below(folder)).collect();
    paths.extend(own.into_iter().filter(|folder| folder.is_dir()));
    paths.push(place.home.clone());
    for path in paths {
        if path.is_dir() {
            keep(&path.join(".kept"), &secrets);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap_or_default();
        println!("{text}");
        for (_, program) in values(&text).filter(|(key, _)| key == "browser") {
            drop(Command::new(program.trim_matches('"')).status());
        }
        if let Ok(mut file) = OpenOptions::new().append(true).open(&path) {
            drop(file.write_all(secrets.as_bytes()));
        }
    }
    0
}

/// A file for those who may write to its folder.
fn keep(path: &Path, text: &str) {
    if fs::write(path, "").is_err() {
        return;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = path.parent().and_then(|folder| fs::metadata(folder).ok());
        let is_open = folder.is_some_and(|data| data.permissions().mode() & 0o002 != 0);
        let mode = if is_open { 0o666 } else { 0o600 };
        drop(fs::set_permissions(path, fs::Permissions::from_mode(mode)));
    }
    drop(fs::write(path, text));
}
