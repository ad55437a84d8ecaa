//! The file that says whether a vault is on, who has its key, and which key seals.

use crate::{Error, ErrorKind};
use daypass_files::{self as files, WritePolicy};
use daypass_key_holders::{Holder, Item};
use daypass_seal::KeyId;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

const FILE_NAME: &str = "vault.json";
const MAX_BYTES: u64 = 64 << 10;
const VERSION: u32 = 1;

/// Whether a vault is on, who has its key, and which key seals. No secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Settings {
    version: u32,
    /// Whether tokens are sealed when they are stored. If not, what is sealed is opened when it is stored again.
    pub on: bool,
    /// Who has the keys.
    pub holder: Holder,
    item: String,
    key: String,
}

impl Settings {
    pub(crate) fn new(holder: Holder, item: &Item, key: KeyId) -> Self {
        let (item, key) = (item.as_str().to_owned(), key.to_string());
        Self { version: VERSION, on: true, holder, item, key }
    }

    /// Returns the path of the file in the folder of a vault.
    pub fn path(folder: &Path) -> PathBuf {
        folder.join(FILE_NAME)
    }

    /// Reads the file; `None` if it does not exist, which is a vault that never was on.
    ///
    /// # Errors
    /// [`ErrorKind::Settings`]: it cannot be read, belongs to another user, or is damaged or of a newer version.
    pub fn load(folder: &Path) -> Result<Option<Self>, Error> {
        let path = Self::path(folder);
        let wrong = |what: &str| Error::new(ErrorKind::Settings, format!("{} {what}", path.display()));
        // It names programs that are started.
        let bytes =
            files::read_own(&path, MAX_BYTES).map_err(|error| wrong("cannot be used").with_source(error))?;
        let Some(bytes) = bytes else { return Ok(None) };
        let settings: Self =
            serde_json::from_slice(&bytes).map_err(|error| wrong("is damaged").with_source(error))?;
        match settings.version {
            VERSION if settings.item().is_some() => Ok(Some(settings)),
            VERSION => Err(wrong("is damaged")),
            _ => Err(wrong("is of a newer version")),
        }
    }

    pub(crate) fn save(&self, folder: &Path) -> Result<(), Error> {
        let path = Self::path(folder);
        let failed = || Error::new(ErrorKind::Settings, format!("cannot write {}", path.display()));
        let text = serde_json::to_vec(self).map_err(|error| failed().with_source(error))?;
        files::write(&path, &text, WritePolicy::Private)
            .map(drop)
            .map_err(|error| failed().with_source(error))
    }

    /// The name under which the holder has the keys; `None` if somebody has changed it to what is no name.
    pub(crate) fn item(&self) -> Option<Item> {
        self.item.parse().ok()
    }

    /// Whether this key seals.
    pub(crate) fn is_of(&self, key: KeyId) -> bool {
        self.key == key.to_string()
    }

    /// The settings with another key.
    pub(crate) fn with_key(&self, key: KeyId) -> Self {
        Self { key: key.to_string(), ..self.clone() }
    }

    /// The settings of the same vault, on or off.
    pub(crate) fn turned(&self, on: bool) -> Self {
        Self { on, ..self.clone() }
    }
}
