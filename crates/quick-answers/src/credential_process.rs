//! The hot path: answers `credential-process --profile X` and `credentials --profile X` from the cache, before clap, a
//! runtime, an HTTP client or the whole config model exist. Every other command line falls through.

use crate::{exit::Exit, machine};
use daypass_config_parse::{Dialect, FileKind, Lookup, Sieve};
use daypass_credentials::{Settings, Source, formats::CredentialText, resolve};
use daypass_environment::{Environment, Paths};
use daypass_files::{open, read_if_private};
use daypass_sso_types::AccountId;
use daypass_token_cache::{CachedRole, MAX_BYTES};
use std::{ffi::OsString, io, path::Path};

/// Answers the command line if it is one of the hot path and the answer is cached.
pub(crate) fn answer(words: &[OsString], env: &Environment) -> Option<Exit> {
    let profile = recognise(words)?;
    // A file that is not private is left to the slow path, which warns.
    let (bytes, account) = cached(profile, &Paths::of(env).ok()?, read_if_private)?;
    let entry = CachedRole::parse(&bytes).filter(|entry| entry.is_reusable(machine::now()))?;
    let text = CredentialText {
        access_key_id: &entry.access_key_id,
        secret_access_key: &entry.secret_access_key,
        session_token: entry.session_token.as_deref(),
        expires_at: Some(entry.expires_at),
        account_id: Some(entry.account_id.as_deref().unwrap_or(account.as_str())),
    }
    .process_json();
    daypass_terminal::write_ascii_json(&text).ok()?;
    Some(Exit::Done)
}

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
fn read(path: &Path, kind: FileKind, profile: &str) -> io::Result<Vec<u8>> {
    Sieve::new(kind, profile, Dialect::AwsCli).read(open(path)?)
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// The profile of exactly `credential-process --profile X`, in the spellings clap takes.
fn recognise(words: &[OsString]) -> Option<&str> {
    let words: Vec<&str> = words.iter().skip(1).map(|word| word.to_str()).collect::<Option<_>>()?;
    let profile = match words.as_slice() {
        ["credential-process" | "credentials", "--profile" | "-p", profile]
        | ["--profile" | "-p", profile, "credential-process" | "credentials"] => profile,
        ["credential-process" | "credentials", word] => word.strip_prefix("--profile=")?,
        _ => return None,
    };
    Some(profile).filter(|profile| !profile.is_empty() && !profile.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        args::{Args, Command},
        commands::credentials::Format,
    };
    use clap::Parser as _;

    /// A command line that the hot path recognises has the same meaning for clap.
    #[test]
    fn recognises_only_what_clap_reads_alike() {
        for (line, expected) in [
            ("daypass credential-process --profile dev", Some("dev")),
            ("daypass credential-process -p dev", Some("dev")),
            ("daypass credential-process --profile=dev", Some("dev")),
            ("daypass --profile dev credential-process", Some("dev")),
            ("daypass credentials --profile dev", Some("dev")),
            ("daypass credential-process", None),
            ("daypass credential-process --profile", None),
            ("daypass credential-process --profile dev -v", None),
            ("daypass credential-process --profile --help", None),
            ("daypass credentials --profile dev --format env", None),
            ("daypass login --profile dev", None),
        ] {
            let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            assert_eq!(recognise(&words), expected, "{line}");
            if expected.is_some() {
                let args = Args::try_parse_from(&words).expect("clap takes it too");
                assert_eq!(args.global.profile.as_deref(), expected, "{line}");
                let format = match args.command {
                    Command::CredentialProcess => Format::Process,
                    Command::Credentials(flags) => flags.format,
                    _ => panic!("{line} is another command to clap"),
                };
                assert_eq!(format, Format::Process, "{line}");
            }
        }
    }
}
