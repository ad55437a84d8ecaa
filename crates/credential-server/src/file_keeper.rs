//! Keeps credentials in a file that SDKs read by `credential_process`, for sandboxes that refuse sockets.

use crate::{Failure, FetchCredentials, Gate};
use daypass_files::{WritePolicy, create_private, write_unlinked};
use daypass_sso_types::{Clock, Region};
use daypass_token_cache::{ROLE_MIN_REMAINING, formats::CredentialText};
use daypass_transport::Sleep;
use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

/// How often the gate is asked whether it is open.
const GATE_INTERVAL: Duration = Duration::from_secs(1);
/// The pause before a failed fetch is repeated.
const RETRY_PAUSE: Duration = Duration::from_secs(10);

/// Keeps the credentials of one role in a folder as long as a gate is open. The file is replaced whole, with mode 0600; SDKs
/// read it again when the credentials are about to expire. Each file is one answer of the gate.
pub struct FileKeeper {
    folder: PathBuf,
    source: Box<dyn FetchCredentials>,
    gate: Arc<dyn Gate>,
    clock: Arc<dyn Clock>,
}

impl std::fmt::Debug for FileKeeper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FileKeeper").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl FileKeeper {
    /// The name of the file with the credentials.
    pub const CREDENTIALS: &str = "credentials.json";
    /// The name of the config file, whose profile `default` reads them.
    pub const CONFIG: &str = "config";

    /// Creates a keeper for an absolute folder. Nothing is written yet.
    pub fn new(
        folder: &Path,
        source: Box<dyn FetchCredentials>,
        gate: Arc<dyn Gate>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { folder: folder.to_owned(), source, gate, clock }
    }

    /// Creates the folder, if it is not there, and writes the config file into it.
    ///
    /// # Errors
    /// The folder or the file cannot be written; the path has a character that is not the same in every shell.
    pub fn prepare(&self, region: Option<&Region>) -> io::Result<()> {
        let path = self.folder.join(Self::CREDENTIALS);
        let plain = |text: &&str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"/._-".contains(&b));
        let path = path.to_str().filter(plain).ok_or_else(|| {
            io::Error::other("its path may have letters, digits, points, dashes and underscores alone")
        })?;
        create_private(&self.folder)?;
        let region = region.map(|region| format!("region = {region}\n")).unwrap_or_default();
        let text = format!("[default]\ncredential_process = cat {path}\n{region}");
        self.write(Self::CONFIG, text.as_bytes())
    }

    /// Keeps the file until the gate closes or credentials cannot be had, and returns why. Dropping the future stops
    /// writing; [`FileKeeper::remove`] removes what is there.
    pub async fn keep(&self, timer: &dyn Sleep) -> Failure {
        let mut written: Option<SystemTime> = None;
        loop {
            let now = self.clock.now();
            if written.is_none_or(|until| until <= now) {
                match self.renew().await {
                    Ok(until) => written = Some(until),
                    // What is temporary is repeated.
                    Err(failure) if failure.status == 503 => written = now.checked_add(RETRY_PAUSE),
                    Err(failure) => return failure,
                }
            } else if let Err(failure) = self.gate.check() {
                return failure;
            }
            timer.sleep(GATE_INTERVAL).await;
        }
    }

    /// Removes the files that the keeper writes.
    ///
    /// # Errors
    /// A file is there and cannot be removed.
    pub fn remove(&self) -> io::Result<()> {
        for name in [Self::CREDENTIALS, Self::CONFIG] {
            match fs::remove_file(self.folder.join(name)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    /// Writes new credentials, and returns when the next ones are due.
    async fn renew(&self) -> Result<SystemTime, Failure> {
        self.gate.check()?;
        let credentials = self.source.fetch().await?;
        self.gate.admit(&credentials.access_key_id)?;
        let text = CredentialText::of(&credentials).process_json();
        self.write(Self::CREDENTIALS, text.as_bytes()).map_err(|error| Failure {
            status: 500,
            code: "InternalError",
            message: format!("the credentials cannot be written: {error}"),
        })?;
        let now = self.clock.now();
        let end = credentials.expires_at.unwrap_or_else(|| now + Duration::from_hours(1));
        Ok(end.checked_sub(ROLE_MIN_REMAINING).unwrap_or(end).max(now + RETRY_PAUSE))
    }

    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        write_unlinked(&self.folder.join(name), bytes, WritePolicy::Refetchable)
            .map(drop)
            .map_err(io::Error::other)
    }
}
