//! The cached role credentials of a profile: two files read, and of the config only the sections of the profile.

use daypass_config_parse::{Dialect, FileKind, Lookup, Sieve};
use daypass_credentials::{Settings, Source, resolve};
use daypass_environment::Paths;
use daypass_files::open;
use daypass_sso_types::AccountId;
use daypass_token_cache::MAX_BYTES;
use std::{io, path::Path};

/// The cached role credentials of a profile, as bytes, and their account.
pub(crate) fn cached(
    profile: &str,
    paths: &Paths,
    whole: fn(&Path, u64) -> Option<Vec<u8>>,
) -> Option<(Vec<u8>, AccountId)> {
    let config = read(paths.config.as_ref()?, FileKind::Config, profile).ok()?;
    let credentials = match paths.credentials.as_ref().map(|path| read(path, FileKind::Credentials, profile))
    {
        Some(Ok(found)) => Some(found),
        // A credentials file that cannot be read may hold keys that win.
        Some(Err(error)) if !is_absent(&error) => return None,
        Some(Err(_)) | None => None,
    };
    let lookup = Lookup::find(&config, credentials.as_deref(), profile, Dialect::AwsCli);
    let plan = resolve(&lookup.config(), &Settings::default(), profile).ok()?;
    let Source::Sso { session, account, role } = plan.source() else { return None };
    let path = paths.cli_cache.join(session.role_key(account, role).file_name());
    let bytes = whole(&path, MAX_BYTES)?;
    Some((bytes, account.clone()))
}

/// Reads the sections of a profile. The file is read in pieces, since thousands of profiles in memory would cost more page
/// faults than the rest of the process.
pub(crate) fn read(path: &Path, kind: FileKind, profile: &str) -> io::Result<Vec<u8>> {
    Sieve::new(kind, profile, Dialect::AwsCli).read(open(path)?)
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}
