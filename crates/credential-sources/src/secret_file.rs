//! Reads the secrets that a machine writes into files.

use crate::{Error, ErrorKind};
use std::path::Path;
use zeroize::Zeroizing;

/// The longest file, in bytes; a token is some KiB.
const MAX_BYTES: u64 = 64 * 1024;

/// Reads a file as text; a device or a pipe is an error at once. `key` is the setting that names it.
pub(crate) fn read_secret_file(path: &Path, key: &'static str) -> Result<Zeroizing<String>, Error> {
    let failed = |message: &str| {
        Error::new(ErrorKind::Configuration, format!("{key}: {message}"))
            .with_fact("file", path.display().to_string())
    };
    let bytes = daypass_files::read(path, MAX_BYTES);
    let bytes = bytes.map_err(|error| failed("the file cannot be read").with_source(error))?;
    let bytes = bytes.ok_or_else(|| failed("there is no such file"))?;
    let text = String::from_utf8(bytes).map(Zeroizing::new);
    text.map_err(|_| failed("the file is not text"))
}
