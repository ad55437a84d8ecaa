//! What is at a path before a write to it.

use crate::{
    Error, NonRegular, WritePolicy, folder, held, read,
    read::{MAX_BYTES, nonblocking},
};
use std::{
    fs::{self, File},
    io,
    path::Path,
};

/// The target before the write; each member is `None` if there is no file.
#[derive(Default)]
pub(crate) struct Existing {
    pub(crate) mode: Option<u32>,
    /// The contents; read only for a user's file, and on Windows.
    pub(crate) bytes: Option<Vec<u8>>,
    /// User id and group id; read only for a user's file.
    #[cfg(unix)]
    pub(crate) owner: Option<(u32, u32)>,
}

impl Existing {
    pub(crate) fn of(target: &Path, policy: WritePolicy) -> Result<Self, Error> {
        let fail = |error| Error::io("write", target, error);
        let found = match fs::metadata(target) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            found => Some(found.map_err(fail)?),
        };
        if let Some(kind) = found.as_ref().and_then(|found| NonRegular::of(found.file_type())) {
            return Err(Error::not_a_file("write", target, kind));
        }
        let mut bytes = None;
        if found.is_some() && policy.is_user_file() {
            held::opened(|| nonblocking(File::options().write(true)).open(target)).map_err(fail)?;
            bytes = read(target, MAX_BYTES)?;
        } else if cfg!(windows) && found.is_some() {
            // Another program may hold it open for so long that it can only be overwritten.
            bytes = read(target, MAX_BYTES).ok().flatten();
        }
        #[cfg(unix)]
        let owner = found.as_ref().filter(|_| policy.is_user_file()).map(|found| {
            use std::os::unix::fs::MetadataExt as _;
            (found.uid(), found.gid())
        });
        Ok(Self {
            mode: folder::mode(target),
            bytes,
            #[cfg(unix)]
            owner,
        })
    }
}
