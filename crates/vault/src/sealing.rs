//! Seals and opens by the keys that are at hand.

use crate::Vault;
use daypass_seal::{ErrorKind, Place};
use daypass_token_cache::{SealError, Sealer};

/// What kind of content is sealed, for [`Place`].
const KIND: &str = "token";

impl Sealer for Vault {
    /// A file of settings that cannot be read counts as on: nothing is stored in plain unsaid.
    fn is_sealing(&self) -> bool {
        self.settings().map_or(true, |settings| settings.is_some_and(|settings| settings.on))
    }

    fn prepare(&self) -> Result<(), SealError> {
        self.unlock().map_err(|error| SealError::no_key(error.to_string()).with_source(error))
    }

    fn seal(&self, file_name: &str, secret: &str) -> Result<String, SealError> {
        let keys = self.current().ok_or_else(|| SealError::no_key("the key of the vault is not at hand"))?;
        // A process that runs for days: the key may have been changed meanwhile.
        let settings =
            self.settings().map_err(|error| SealError::no_key(error.to_string()).with_source(error))?;
        if settings.is_none_or(|settings| !settings.is_of(keys.current().id())) {
            return Err(SealError::no_key("the key of the vault was changed just now"));
        }
        let sealed = keys.seal(place(file_name), secret.as_bytes(), &*self.surroundings.entropy);
        sealed.map_err(|error| SealError::no_key(error.to_string()).with_source(error))
    }

    fn open(&self, file_name: &str, sealed: &str, read: &mut dyn FnMut(&[u8])) -> Result<(), SealError> {
        let keys = self.current().ok_or_else(|| SealError::no_key("the key of the vault is not at hand"))?;
        let opened = keys.open(place(file_name), sealed).map_err(|error| {
            let message = error.to_string();
            let wrong = match error.kind() {
                ErrorKind::Altered => SealError::altered(message),
                _ => SealError::no_key(message),
            };
            wrong.with_source(error)
        })?;
        read(opened.expose());
        Ok(())
    }

    fn stored_plain(&self, reason: &SealError) {
        (self.surroundings.stored_plain)(reason);
    }
}

fn place(file_name: &str) -> Place<'_> {
    Place { kind: KIND, name: file_name }
}
