//! The search for the pin of a folder, and whether it may be followed.

use crate::{
    decisions::{Answer, Decisions},
    error::Error,
    pin_file::{PinFile, Reason},
};
use std::{fs, path::Path};

/// Whether a pin may be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Standing {
    /// It is the person's own, and leads to no guarded account.
    Followed,
    /// The person has agreed to this content in this place.
    Trusted,
    /// The person has to agree first.
    NeedsTrust(Reason),
}

/// Finds the pin of a folder: in it or in the nearest folder above, up to the home directory if the folder is in it, and
/// not beyond a file system. A file that the person has refused for good counts as absent.
///
/// The folder's real path counts, so that a symbolic link to a folder changes nothing. The search goes on above the root of a
/// repository: one file above the checkouts of a client is what people want, and whose a file is decides, not where git ends.
///
/// # Errors
/// The nearest file cannot be read, or is no regular file. It may have been meant to choose, so no farther one does.
pub fn nearest(folder: &Path, home: &Path, decisions: &Decisions) -> Result<Option<PinFile>, Error> {
    let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let (folder, home) = (real(folder), real(home));
    let device = device(&folder);
    for folder in folder.ancestors().take_while(|folder| self::device(folder) == device) {
        if let Some(file) = PinFile::read(folder)?
            && decisions.on(&file) != Some(Answer::Never)
        {
            return Ok(Some(file));
        }
        if folder == home {
            break;
        }
    }
    Ok(None)
}

impl PinFile {
    /// Says whether it may be followed; `is_guarded` says that it leads to a guarded account.
    pub fn standing(&self, decisions: &Decisions, is_guarded: bool) -> Standing {
        let reason = self.of_others().or(is_guarded.then_some(Reason::Guarded));
        match (reason, decisions.on(self)) {
            (None, _) => Standing::Followed,
            (Some(_), Some(Answer::Trust)) => Standing::Trusted,
            (Some(reason), _) => Standing::NeedsTrust(reason),
        }
    }
}

#[cfg(unix)]
fn device(folder: &Path) -> Option<u64> {
    fs::metadata(folder).ok().map(|data| std::os::unix::fs::MetadataExt::dev(&data))
}

#[cfg(not(unix))]
fn device(_: &Path) -> Option<u64> {
    None
}
