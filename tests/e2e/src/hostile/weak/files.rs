//! Opens whatever lies at a path; writes as the umask has it; repeats what a file says.

use super::place::{Place, below, wait_for};
use std::{fs, path::Path};

/// Reads and writes each file of the home's hidden folders, through links, for as long as it takes.
pub(super) fn open_all(place: &Place) -> u8 {
    for folder in [".aws", ".config", ".local"] {
        for path in below(&place.home.join(folder)) {
            let is_folder = fs::symlink_metadata(&path).is_ok_and(|data| data.is_dir());
            if !is_folder || path.extension().is_some() {
                open(&path);
            }
        }
    }
    0
}

fn open(path: &Path) {
    let is_empty = fs::metadata(path).is_ok_and(|data| data.is_file() && data.len() == 0);
    let text = if is_empty { String::new() } else { wait_for(path) };
    drop(fs::write(path, text + " "));
}

/// Copies each file of the caches, with the mode that the umask leaves.
pub(super) fn write_for_all(place: &Place) -> Option<u8> {
    let copies = place.home.join("copies");
    fs::create_dir_all(&copies).ok()?;
    for path in below(&place.home.join(".aws")).iter().filter(|path| path.is_file()) {
        let text = fs::read_to_string(path).ok()?;
        fs::write(copies.join(path.file_name()?), text).ok()?;
    }
    Some(0)
}

/// Says its arguments, the values of its environment, and its config.
pub(super) fn repeat(place: &Place) -> u8 {
    eprintln!("error: {}", place.words.join(" "));
    for (name, value) in &place.variables {
        eprintln!("{name}: {value}");
    }
    eprintln!("{}", place.config());
    1
}
