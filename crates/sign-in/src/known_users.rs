//! Who signed in last: a person who was led to approve another's sign-in finds out by it.

use daypass_credentials::Session;
use daypass_files::{Error, WritePolicy, read_private, write_unlinked};
use serde_json::{Value, json};
use std::path::PathBuf;

/// What is longer is no such file, in bytes.
const MOST_BYTES: u64 = 64 * 1024;

/// The users who signed in last, by session: a file of JSON for each in a folder, for its owner alone (0600).
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
    /// Those remembered in this folder, which need not exist.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// The user of the last sign-in to a session at the same portal. A file that cannot be read tells nothing.
    pub fn last(&self, session: &Session) -> Option<String> {
        let file = read_private(&self.place(session), MOST_BYTES).ok()??;
        let known: Value = serde_json::from_slice(&file.bytes).ok()?;
        let text = |member: &str| known.get(member).and_then(Value::as_str);
        // Another portal has other people.
        let is_of_portal = text("start_url") == Some(session.start_url.as_str());
        text("user").filter(|_| is_of_portal).map(str::to_owned)
    }

    /// Remembers who signed in. The file is replaced whole.
    ///
    /// # Errors
    /// It could not be written.
    pub fn remember(&self, session: &Session, user: &str) -> Result<(), Error> {
        let text = json!({ "user": user, "start_url": session.start_url.as_str() }).to_string();
        write_unlinked(&self.place(session), text.as_bytes(), WritePolicy::Private).map(drop)
    }

    fn place(&self, session: &Session) -> PathBuf {
        self.folder.join(session.token_key().file_name())
    }
}
