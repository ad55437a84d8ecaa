//! Makes safe fixes, which lose nothing that a tool can read: modes, damaged files, leftovers.

use crate::{Error, ErrorKind, Fix, FixOutcome};
use daypass_files::set_mode;
use daypass_token_cache::{CacheFile, Store};
use std::{fs, io, path::Path};

/// Makes a safe fix; `None` if there was nothing left to do.
pub(crate) fn make(fix: &Fix) -> Result<Option<FixOutcome>, Error> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error: io::Error| Error::new(ErrorKind::Write, &path, error)
    };
    Ok(match fix {
        Fix::Close(path, mode) => {
            set_mode(path, *mode).map_err(failed(path))?;
            Some(FixOutcome::Closed(path.clone(), *mode))
        }
        Fix::Remove(path) => match fs::remove_file(path) {
            Ok(()) => Some(FixOutcome::Removed(path.clone())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(failed(path)(error)),
        },
        Fix::Sweep(folder) => (Store::at(folder).sweep() > 0).then(|| FixOutcome::Swept(folder.clone())),
        // Another process may have fixed or removed the file meanwhile.
        Fix::SetAside(path) => {
            let set_aside = CacheFile::at(path).is_some_and(|entry| entry.set_aside().is_ok());
            set_aside.then(|| FixOutcome::SetAside(path.clone()))
        }
        Fix::Rewrite(path) => {
            let rewritten = CacheFile::at(path).map(|entry| entry.rewrite()).transpose();
            let rewritten = rewritten.map_err(|error| Error::new(ErrorKind::Write, path, error))?;
            rewritten.is_some_and(|rewritten| rewritten).then(|| FixOutcome::Rewritten(path.clone()))
        }
        Fix::Line(..)
        | Fix::CommentOut { .. }
        | Fix::Set { .. }
        | Fix::SetEndpoint { .. }
        | Fix::Convert { .. } => None,
    })
}
