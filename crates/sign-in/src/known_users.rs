//! Remembers who signed in last, so that a sign-in approved under a foreign identity is noticed.

use daypass_credentials::Session;
use daypass_files::{Error, WritePolicy, read_private, write_unlinked};
use serde_json::{Value, json};
use std::path::PathBuf;

/// The longest file that is read, in bytes.
const MAX_BYTES: u64 = 65_536;

/// Stores the user of the last sign-in to each session, as one JSON file per session with mode 0600.
///
/// ```
/// use daypass_credentials::{Endpoints, Session};
/// use daypass_sign_in::KnownUsers;
/// use daypass_sso_types::{Region, StartUrl};
///
/// # let folder = tempfile::tempdir()?;
/// let portal = StartUrl::new("https://d-1234567890.awsapps.com/start")?;
/// let session = Session::new(Some("corp".into()), portal, Region::new("eu-west-1")?, Endpoints::default());
/// let known = KnownUsers::new(folder.path());
/// assert_eq!(known.last(&session), None);
/// known.remember(&session, "me@example.com")?;
/// assert_eq!(known.last(&session).as_deref(), Some("me@example.com"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct KnownUsers {
    folder: PathBuf,
}

impl KnownUsers {
    /// Uses this folder, which is created when the first user is stored.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// Returns the user of the last sign-in to a session at the same start URL; `None` if the file cannot be read.
    pub fn last(&self, session: &Session) -> Option<String> {
        let file = read_private(&self.path(session), MAX_BYTES).ok()??;
        let known: Value = serde_json::from_slice(&file.bytes).ok()?;
        let text = |member: &str| known.get(member).and_then(Value::as_str);
        // The session may have got another start URL since, which has other users.
        let is_of_portal = text("start_url") == Some(session.start_url.as_str());
        text("user").filter(|_| is_of_portal).map(str::to_owned)
    }

    /// Stores the user who signed in to a session, replacing the file whole. It is not synced to disk: the next sign-in
    /// tells the user again.
    ///
    /// # Errors
    /// Fails if the file cannot be written.
    pub fn remember(&self, session: &Session, user: &str) -> Result<(), Error> {
        let text = json!({ "user": user, "start_url": session.start_url.as_str() }).to_string();
        write_unlinked(&self.path(session), text.as_bytes(), WritePolicy::Refetchable).map(drop)
    }

    fn path(&self, session: &Session) -> PathBuf {
        self.folder.join(session.token_key().file_name())
    }
}
