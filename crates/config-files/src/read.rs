//! The two files, read: what is there and cannot be read is an error that names it.

use crate::{Error, error::Reason};
use daypass_config_parse::{Config, Dialect, Document};
use daypass_files::{Edit, FileKind};
use std::{fs, path::Path};

/// Both files as they are on disk.
#[derive(Debug)]
#[non_exhaustive]
pub struct ConfigFiles {
    /// The config file; empty where it does not exist.
    pub config: Document,
    /// The credentials file, if there is one.
    pub credentials: Option<Document>,
}

impl ConfigFiles {
    /// Reads both files; a path that is `None` is no file. What one tool could not read is read as far as it goes. A file
    /// in an encoding in which nothing is found is refused, for "does not exist" would be false of all that stands in it.
    ///
    /// # Errors
    /// Of kind [`Unreadable`](crate::ErrorKind::Unreadable) or [`Encoding`](crate::ErrorKind::Encoding).
    pub fn read(config: Option<&Path>, credentials: Option<&Path>) -> Result<Self, Error> {
        for path in [config, credentials].into_iter().flatten().filter(|path| is_no_file(path)) {
            bytes(path)?;
        }
        let files = Self::read_in_any_encoding(config, credentials)?;
        for (path, document) in [(config, Some(&files.config)), (credentials, files.credentials.as_ref())] {
            let (Some(path), Some(document)) = (path, document) else { continue };
            let is = document.encoding();
            if !is.is_readable() {
                let can_be_fixed = document.to_utf8().is_some();
                return Err(Error::new(path, Reason::Encoding { is, can_be_fixed }));
            }
        }
        Ok(files)
    }

    /// Reads both files for a program that looks at the bytes, or needs nothing that stands in them: an encoding is no
    /// failure, and what is no file is none.
    ///
    /// # Errors
    /// Of kind [`Unreadable`](crate::ErrorKind::Unreadable).
    pub fn read_in_any_encoding(config: Option<&Path>, credentials: Option<&Path>) -> Result<Self, Error> {
        let read = |path: Option<&Path>| match path.filter(|path| !is_no_file(path)) {
            Some(path) => bytes(path),
            None => Ok(None),
        };
        Ok(Self {
            config: Document::parse(read(config)?.unwrap_or_default()),
            credentials: read(credentials)?.map(Document::parse_credentials),
        })
    }

    /// Their meaning, as the AWS CLI reads them.
    pub fn config(&self) -> Config<'_> {
        Config::new(&self.config, self.credentials.as_ref(), Dialect::AwsCli)
    }
}

fn bytes(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    match daypass_files::read(path, Edit::MOST) {
        Ok(bytes) => Ok(bytes),
        // As the AWS tools have it: `AWS_CONFIG_FILE=/dev/null` means that there is no configuration.
        Err(error) if error.found() == Some(FileKind::Device) => Ok(None),
        Err(error) => Err(Error::unreadable(path, error)),
    }
}

/// Whether something else than a file lies there.
fn is_no_file(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|data| !data.is_file())
}
