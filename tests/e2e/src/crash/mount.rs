//! Mounts for one check, undone at its end.

use std::path::{Path, PathBuf};
use xtask::{places, process::Run};

/// Something mounted; gone when this is dropped.
#[derive(Debug)]
pub(super) struct Mount(PathBuf);

impl Mount {
    /// A disk of so many KiB in memory.
    pub(super) fn disk(kib: u32, at: &Path) -> Result<Self, String> {
        mount(&["-t", "tmpfs", "-o", &format!("size={kib}k"), "tmpfs"], at)?;
        Ok(Self(at.to_owned()))
    }

    /// A file or folder at a second place.
    pub(super) fn bind(from: &Path, at: &Path) -> Result<Self, String> {
        mount(&["--bind", &from.to_string_lossy()], at)?;
        Ok(Self(at.to_owned()))
    }

    /// Takes away the right to write, from root as well.
    pub(super) fn read_only(&self) -> Result<(), String> {
        mount(&["-o", "remount,bind,ro"], &self.0)
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        drop(Run::hermetic("umount").arg("-l").arg(&self.0).finish());
    }
}

fn mount(arguments: &[&str], at: &Path) -> Result<(), String> {
    Run::hermetic("mount").args(arguments).arg(at).text().map(drop)
}

/// Whether anything can be mounted here.
pub(super) fn is_possible() -> Result<(), String> {
    let scratch = places::fresh("crash/mount").map_err(|error| error.to_string())?;
    match Mount::disk(16, &scratch) {
        Ok(_) => Ok(()),
        Err(_) => Err("nothing can be mounted here: it takes root and its rights".to_owned()),
    }
}
