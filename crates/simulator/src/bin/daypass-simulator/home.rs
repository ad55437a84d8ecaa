//! Writes a token file and a config file into a home folder.

use daypass_simulator::{SignedIn, World};
use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

/// Writes the token into `HOME/.aws/sso/cache` with mode 0600, and `HOME/.aws/config` unless it exists; returns the
/// path of the token file.
pub(crate) fn write(home: &Path, world: &World, signed_in: &SignedIn) -> Result<PathBuf, String> {
    let failed = |path: &Path, error: &io::Error| format!("{}: {error}", path.display());
    let folder = home.join(".aws");
    let cache = folder.join("sso").join("cache");
    create_folders(&cache).map_err(|error| failed(&cache, &error))?;
    let token = cache.join(signed_in.file_name());
    write_private(&token, &signed_in.file(), true).map_err(|error| failed(&token, &error))?;
    let config = folder.join("config");
    match write_private(&config, &world.config(signed_in), false) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        written => written.map_err(|error| failed(&config, &error))?,
    }
    Ok(token)
}

fn create_folders(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.recursive(true).create(path)
}

/// Writes a file with mode 0600; replaces an existing one, or fails.
fn write_private(path: &Path, text: &str, may_replace: bool) -> io::Result<()> {
    if may_replace {
        match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)?.write_all(text.as_bytes())
}
