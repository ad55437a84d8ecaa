//! Listings that are kept: whole ones with their date, and what an interrupted one had read.

use super::listing::{Entry, Listing};
use daypass_credentials::Session;
use daypass_portal_client::Account;
use daypass_sso_types::{AccessToken, AccountId, RoleName};
use daypass_token_cache::{
    CacheKey,
    atomic::{self, Care},
};
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// For how long what an interrupted listing had read is taken up again.
const RESUMES: Duration = Duration::from_secs(3600);

/// The listings of one session.
#[derive(Debug, Clone)]
pub(crate) struct Listings {
    folder: PathBuf,
    key: CacheKey,
    /// What the session led to; another portal of the same name is another organisation.
    portal: [String; 2],
}

impl Listings {
    /// In this state folder.
    pub(crate) fn of(state: &Path, session: &Session) -> Self {
        let portal = [session.start_url.as_str().to_owned(), session.region.as_str().to_owned()];
        Self { folder: state.join("listings"), key: session.token_key(), portal }
    }

    /// The last whole one.
    pub(crate) fn load(&self) -> Option<Listing> {
        let value: Value = serde_json::from_slice(&fs::read(self.whole()).ok()?).ok()?;
        if value.get("portal") != Some(&json!(self.portal)) {
            return None;
        }
        let at = UNIX_EPOCH.checked_add(Duration::from_secs(value.get("at")?.as_u64()?))?;
        let entries = value.get("accounts")?.as_array()?.iter().map(entry).collect::<Option<_>>()?;
        Some(Listing { at, entries })
    }

    /// Keeps a whole one; what an interrupted one had read is no longer needed.
    pub(crate) fn keep(&self, listing: &Listing) -> Result<(), daypass_token_cache::Error> {
        let accounts: Vec<_> = listing.entries.iter().map(|Entry { account, roles }| {
            json!({ "id": account.id.as_str(), "name": account.name, "email": account.email, "roles": names(roles) })
        }).collect();
        let value =
            json!({ "version": 1, "at": seconds(listing.at), "portal": self.portal, "accounts": accounts });
        atomic::write(&self.whole(), value.to_string().as_bytes(), Care::Refetchable).map(drop)?;
        self.forget();
        Ok(())
    }

    /// Forgets what an interrupted listing had read.
    pub(crate) fn forget(&self) {
        drop(fs::remove_file(self.partial()));
    }

    /// Opens the notes on a listing that begins, and gives what an interrupted one with the same sign-in had read.
    pub(crate) fn resume(
        &self,
        token: &AccessToken,
        now: SystemTime,
    ) -> (Option<Notes>, HashMap<AccountId, Vec<RoleName>>) {
        // One sign-in is one person: what somebody else had read is not taken up.
        let head = json!({ "portal": self.portal, "by": CacheKey::for_session(token.expose()).to_string() });
        let known = self.known(&head, now).unwrap_or_default();
        let path = self.partial();
        if known.is_empty() {
            let mut first = head;
            if let Value::Object(first) = &mut first {
                first.insert("at".to_owned(), seconds(now).into());
            }
            if atomic::write(&path, format!("{first}\n").as_bytes(), Care::Refetchable).is_err() {
                return (None, known);
            }
        }
        (File::options().append(true).open(&path).ok().map(Notes), known)
    }

    fn known(&self, head: &Value, now: SystemTime) -> Option<HashMap<AccountId, Vec<RoleName>>> {
        let text = fs::read_to_string(self.partial()).ok()?;
        let mut lines = text.lines().map(|line| serde_json::from_str::<Value>(line).ok());
        let first = lines.next()??;
        let begun = UNIX_EPOCH.checked_add(Duration::from_secs(first.get("at")?.as_u64()?))?;
        let fits = ["portal", "by"].iter().all(|key| first.get(key) == head.get(key));
        if !fits || now.duration_since(begun).ok()? > RESUMES {
            return None;
        }
        // A line that was cut in the middle is not known; the one after it begins in the same line.
        let read = |line: Value| Some((AccountId::new(line.get("id")?.as_str()?).ok()?, roles(&line)?));
        Some(lines.flatten().filter_map(read).collect())
    }

    fn whole(&self) -> PathBuf {
        self.folder.join(self.key.file_name())
    }

    fn partial(&self) -> PathBuf {
        self.folder.join(format!("{}.partial", self.key))
    }
}

/// Notes on a listing under way, one line for each account.
#[derive(Debug)]
pub(crate) struct Notes(File);

impl Notes {
    /// The roles of an account are known.
    pub(crate) fn add(&mut self, account: &AccountId, roles: &[RoleName]) -> io::Result<()> {
        let line = json!({ "id": account.as_str(), "roles": names(roles) });
        self.0.write_all(format!("{line}\n").as_bytes())
    }
}

fn names(roles: &[RoleName]) -> Vec<&str> {
    roles.iter().map(RoleName::as_str).collect()
}

fn roles(value: &Value) -> Option<Vec<RoleName>> {
    value.get("roles")?.as_array()?.iter().map(|role| RoleName::new(role.as_str()?).ok()).collect()
}

fn entry(value: &Value) -> Option<Entry> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let account = Account { id: AccountId::new(text("id")?).ok()?, name: text("name"), email: text("email") };
    Some(Entry { account, roles: roles(value)? })
}

fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}
