//! Reads the config and the credentials file; a file that exists and cannot be read is an error that names it.

use crate::{Error, error::Reason};
use daypass_config_parse::{Config, Dialect, Document, Encoding, FileKind as Kind, Sieve};
use daypass_files::{Edit, NonRegular};
use std::{
    fs,
    io::{self, Read as _},
    path::Path,
};

/// The config and the credentials file as they are on disk.
#[derive(Debug)]
#[non_exhaustive]
pub struct ConfigFiles {
    /// The config file; an empty document if it does not exist.
    pub config: Document,
    /// The credentials file; `None` if it does not exist.
    pub credentials: Option<Document>,
}

impl ConfigFiles {
    /// Reads both files; `None` stands for a file that does not exist. Lines that are not valid do not stop the
    /// reading. A file in UTF-16 is an error, because a profile in it would seem not to exist.
    ///
    /// # Errors
    /// [`Unreadable`](crate::ErrorKind::Unreadable) or [`Encoding`](crate::ErrorKind::Encoding).
    pub fn read(config: Option<&Path>, credentials: Option<&Path>) -> Result<Self, Error> {
        for path in [config, credentials].into_iter().flatten().filter(|path| is_not_a_file(path)) {
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

    /// Reads both files in any encoding, and counts a folder, pipe or device as a file that does not exist: for a
    /// program that examines the bytes, or that can go on without the files.
    ///
    /// # Errors
    /// [`Unreadable`](crate::ErrorKind::Unreadable).
    pub fn read_in_any_encoding(config: Option<&Path>, credentials: Option<&Path>) -> Result<Self, Error> {
        let read = |path: Option<&Path>| match path.filter(|path| !is_not_a_file(path)) {
            Some(path) => bytes(path),
            None => Ok(None),
        };
        Ok(Self {
            config: Document::parse(read(config)?.unwrap_or_default()),
            credentials: read(credentials)?.map(Document::parse_credentials),
        })
    }

    /// Reads the sections of one profile, of its sso-session and of its services block, and skips the rest of the
    /// files, which may hold thousands of profiles.
    ///
    /// `None` if these sections may not be enough, and [`ConfigFiles::read`] is needed: the profile does not exist, its
    /// credentials may come from another profile, or a file cannot be read in this way.
    ///
    /// ```
    /// use daypass_config_files::ConfigFiles;
    ///
    /// # let home = tempfile::tempdir()?;
    /// # let path = home.path().join("config");
    /// # std::fs::write(&path, "[profile a]\nregion = r\n[profile b]\nsource_profile = a\n")?;
    /// let files = ConfigFiles::read_profile(Some(&path), None, "a").expect("it stands alone");
    /// assert_eq!(files.config().profiles().count(), 1);
    /// assert!(ConfigFiles::read_profile(Some(&path), None, "b").is_none());
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn read_profile(config: Option<&Path>, credentials: Option<&Path>, profile: &str) -> Option<Self> {
        let files = Self::sifted(config, credentials, profile)?;
        let is_there = files.config().profile(profile).is_some();
        is_there.then_some(files)
    }

    /// Reads the sections that a sign-in needs, and skips the rest of the files: every sso-session, and `profile`, or else
    /// `default`. `session` is the sso-session that the person names.
    ///
    /// `None` as for [`ConfigFiles::read_profile`]; but the profile may be missing if `session` exists, or if neither
    /// `profile` nor `session` is given and there is an sso-session to choose.
    ///
    /// ```
    /// use daypass_config_files::ConfigFiles;
    ///
    /// # let home = tempfile::tempdir()?;
    /// # let path = home.path().join("config");
    /// # std::fs::write(&path, "[profile a]\nregion = r\n[sso-session s]\nsso_region = r\n")?;
    /// let files = ConfigFiles::read_session(Some(&path), None, None, Some("s")).expect("it is there");
    /// assert_eq!((files.config().sso_sessions().count(), files.config().profiles().count()), (1, 0));
    /// assert!(ConfigFiles::read_session(Some(&path), None, Some("gone"), None).is_none());
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn read_session(
        config: Option<&Path>,
        credentials: Option<&Path>,
        profile: Option<&str>,
        session: Option<&str>,
    ) -> Option<Self> {
        let name = profile.unwrap_or("default");
        let files = Self::sifted(config, credentials, name)?;
        let is_enough = {
            let read = files.config();
            match (session, profile) {
                (Some(session), _) if read.sso_session(session).is_some() => true,
                (_, Some(_)) => read.profile(name).is_some(),
                (Some(_), None) => false,
                (None, None) => read.sso_sessions().next().is_some(),
            }
        };
        is_enough.then_some(files)
    }

    /// Reads the headers of both files, whose sections may then lack all keys: for a program that needs the names of
    /// profiles and sessions.
    ///
    /// # Errors
    /// As [`ConfigFiles::read`].
    ///
    /// ```
    /// use daypass_config_files::ConfigFiles;
    ///
    /// # let home = tempfile::tempdir()?;
    /// # let path = home.path().join("config");
    /// # std::fs::write(&path, "[profile a]\nregion = r\n[profile b]\n")?;
    /// let files = ConfigFiles::read_headers(Some(&path), None)?;
    /// let names: Vec<_> = files.config().profiles().map(|profile| profile.name().to_owned()).collect();
    /// assert_eq!(names, ["a", "b"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read_headers(config: Option<&Path>, credentials: Option<&Path>) -> Result<Self, Error> {
        let kept = Self::kept(config, credentials, |kind| Sieve::of_headers(kind, Dialect::AwsCli));
        kept.map_or_else(|| Self::read(config, credentials), Ok)
    }

    /// Reads the sections of both files that concern this profile, and every sso-session; `None` if the profile refers to
    /// sections that are not among them.
    fn sifted(config: Option<&Path>, credentials: Option<&Path>, profile: &str) -> Option<Self> {
        let files = Self::kept(config, credentials, |kind| Sieve::new(kind, profile, Dialect::AwsCli))?;
        let is_whole = {
            let read = files.config();
            read.profile(profile).is_none_or(|found| {
                let session = found.get("sso_session").is_none_or(|name| read.sso_session(name).is_some());
                session && KEYS_OF_OTHER_SOURCES.iter().all(|key| found.get(key).is_none())
            })
        };
        is_whole.then_some(files)
    }

    /// Reads what the sieves keep of both files; `None` if a file cannot be read in pieces.
    fn kept<'a>(
        config: Option<&Path>,
        credentials: Option<&Path>,
        sieve: impl Fn(Kind) -> Sieve<'a>,
    ) -> Option<Self> {
        let sift = |path: Option<&Path>, kind| match path.map(|path| sifted(path, sieve(kind))) {
            Some(Err(error)) if error.kind() == io::ErrorKind::NotFound => Some(None),
            Some(found) => found.ok().map(Some),
            None => Some(None),
        };
        Some(Self {
            config: Document::parse(sift(config, Kind::Config)?.unwrap_or_default()),
            credentials: sift(credentials, Kind::Credentials)?.map(Document::parse_credentials),
        })
    }

    /// Returns a view of both files by the rules of the AWS CLI.
    pub fn config(&self) -> Config<'_> {
        Config::new(&self.config, self.credentials.as_ref(), Dialect::AwsCli)
    }
}

/// Keys by which a profile may get its credentials from another profile.
const KEYS_OF_OTHER_SOURCES: &[&str] = &["source_profile", "role_arn", "credential_process"];

/// How many bytes at the start of a file are examined for its encoding.
const ENCODING_SAMPLE_BYTES: u64 = 4 * 1024;

/// Reads what a sieve keeps of a file, in pieces, so that the whole file is never in memory.
fn sifted(path: &Path, sieve: Sieve<'_>) -> io::Result<Vec<u8>> {
    let mut file = daypass_files::open(path)?;
    let data = file.metadata()?;
    if !data.is_file() || data.len() > Edit::MAX_BYTES {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    // Room for what there is: without it, the first bytes are read in pieces of 32.
    let length = data.len().min(ENCODING_SAMPLE_BYTES);
    let mut head = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    file.by_ref().take(ENCODING_SAMPLE_BYTES).read_to_end(&mut head)?;
    // In UTF-16 no section is found, which does not mean that the profile does not exist.
    if head.contains(&0) || !Encoding::of(&head).is_readable() {
        return Err(io::ErrorKind::InvalidData.into());
    }
    sieve.read(head.chain(file))
}

fn bytes(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    match daypass_files::read(path, Edit::MAX_BYTES) {
        Ok(bytes) => Ok(bytes),
        // As for the AWS tools, `AWS_CONFIG_FILE=/dev/null` means that there is no configuration.
        Err(error) if error.found() == Some(NonRegular::Device) => Ok(None),
        Err(error) => Err(Error::unreadable(path, error)),
    }
}

/// Whether the path exists and is not a regular file.
fn is_not_a_file(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|data| !data.is_file())
}
