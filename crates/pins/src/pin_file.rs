//! A pin that was found, read once.

use crate::{
    error::{Error, Why},
    pin::{Pin, PinProblem},
    place,
};
use sha2::{Digest as _, Sha256};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The name of the file.
pub const FILE_NAME: &str = ".daypass.toml";

/// The longest file that is read, in bytes: 64 KiB.
const MOST_BYTES: u64 = 64 << 10;

/// A pin that was found: its bytes were read once, and every judgement is about these bytes.
#[derive(Debug, Clone)]
pub struct PinFile {
    path: PathBuf,
    bytes: Vec<u8>,
    of_others: Option<Reason>,
    place: String,
    digest: String,
}

/// Why a pin needs trust.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The file, the link to it or a folder of either belongs to the user with this id.
    Owner(u32),
    /// Other users can write the file or its folder.
    Writable,
    /// It leads to an account that is guarded.
    Guarded,
}

impl PinFile {
    /// Reads the pin in this folder; `None` if there is none.
    ///
    /// # Errors
    /// The file cannot be read, or is no regular file of up to 64 KiB.
    pub fn read(folder: &Path) -> Result<Option<Self>, Error> {
        let path = folder.join(FILE_NAME);
        let read = daypass_files::read(&path, MOST_BYTES);
        let Some(bytes) = read.map_err(|error| Error::new(&path, Why::Unreadable(error)))? else {
            return Ok(None);
        };
        let of_others = daypass_files::owner_other_than_me(&path).map(Reason::Owner);
        let of_others =
            of_others.or_else(|| daypass_files::others_can_write(&path).then_some(Reason::Writable));
        let physical = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        let digest = hex::encode(Sha256::digest(&bytes));
        Ok(Some(Self { place: place::digest(&physical, FILE_NAME), path, bytes, of_others, digest }))
    }

    /// Returns the path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Parses what it chooses.
    ///
    /// # Errors
    /// The file has a mistake.
    pub fn pin(&self) -> Result<Pin, Error> {
        let mistaken = |problem| Error::new(&self.path, Why::Mistaken(problem));
        let text = std::str::from_utf8(&self.bytes)
            .map_err(|_| mistaken(PinProblem { line: 1, text: "it is not UTF-8".to_owned() }))?;
        Pin::parse(text).map_err(mistaken)
    }

    /// Returns why it needs trust, whatever it leads to.
    pub(crate) fn of_others(&self) -> Option<Reason> {
        self.of_others
    }

    pub(crate) fn place(&self) -> &str {
        &self.place
    }

    pub(crate) fn digest(&self) -> &str {
        &self.digest
    }
}
