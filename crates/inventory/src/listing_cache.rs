//! Listings that are kept on disk: the last whole one with its date, and what an interrupted one had read.

use crate::{ListedAccount, Listing, Unlisted, UnlistedReason};
use daypass_files::{Error, WritePolicy, open_to_append, read, write_unlinked};
use daypass_portal_client::Account;
use daypass_sso_types::{AccessToken, AccountId, Region, RoleName, StartUrl};
use daypass_token_cache::CacheKey;
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

/// What is longer is no listing, in bytes: one of a hundred thousand accounts has some 20 MB.
const MOST_BYTES: u64 = 64 << 20;

/// The listings of one session, in files of the owner's alone. They hold names and e-mail addresses of accounts, no
/// secrets.
///
/// All methods read and write small files and may block for as long as the disk takes.
#[derive(Debug, Clone)]
pub struct ListingCache {
    folder: PathBuf,
    key: CacheKey,
    /// What the session led to; another portal of the same name is another organisation.
    portal: [String; 2],
}

impl ListingCache {
    /// Names the cache of the session whose tokens have this key, at this portal, in this folder.
    pub fn new(folder: &Path, key: CacheKey, start_url: &StartUrl, region: &Region) -> Self {
        let portal = [start_url.as_str().to_owned(), region.as_str().to_owned()];
        Self { folder: folder.to_owned(), key, portal }
    }

    /// Loads the last whole listing; `None` where there is none that can be read, or one of another portal.
    pub fn load(&self) -> Option<Listing> {
        let value: Value = serde_json::from_slice(&read(&self.whole(), MOST_BYTES).ok()??).ok()?;
        if value.get("portal") != Some(&json!(self.portal)) {
            return None;
        }
        let at = UNIX_EPOCH.checked_add(Duration::from_secs(value.get("at")?.as_u64()?))?;
        let accounts = value.get("accounts")?.as_array()?.iter().map(listed).collect::<Option<_>>()?;
        Some(Listing { at, accounts })
    }

    /// Keeps a whole listing; what an interrupted one had read is no longer needed.
    pub fn keep(&self, listing: &Listing) -> Result<(), Error> {
        let accounts: Vec<_> = listing.accounts.iter().map(written).collect();
        let value =
            json!({ "version": 1, "at": seconds(listing.at), "portal": self.portal, "accounts": accounts });
        write_unlinked(&self.whole(), value.to_string().as_bytes(), WritePolicy::Refetchable).map(drop)?;
        self.forget();
        Ok(())
    }

    /// Forgets what an interrupted listing had read.
    pub fn forget(&self) {
        drop(fs::remove_file(self.partial()));
    }

    /// Opens the notes on a listing that begins, and gives what an interrupted one with the same sign-in had read within
    /// the last hour. Without notes, where they cannot be written, an interruption costs more, and nothing else.
    pub fn resume(
        &self,
        token: &AccessToken,
        now: SystemTime,
    ) -> (Option<Notes>, HashMap<AccountId, Vec<RoleName>>) {
        // One sign-in is one person: what somebody else had read is not taken up.
        let head = json!({ "portal": self.portal, "by": CacheKey::for_access_token(token).to_string() });
        let known = self.known(&head, now).unwrap_or_default();
        let path = self.partial();
        if known.is_empty() {
            let mut first = head;
            if let Value::Object(first) = &mut first {
                first.insert("at".to_owned(), seconds(now).into());
            }
            if write_unlinked(&path, format!("{first}\n").as_bytes(), WritePolicy::Refetchable).is_err() {
                return (None, known);
            }
        }
        (open_to_append(&path).ok().map(Notes), known)
    }

    fn known(&self, head: &Value, now: SystemTime) -> Option<HashMap<AccountId, Vec<RoleName>>> {
        let text = String::from_utf8(read(&self.partial(), MOST_BYTES).ok()??).ok()?;
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

/// Notes on a listing under way, one line for each account whose roles are known.
#[derive(Debug)]
pub struct Notes(File);

impl Notes {
    /// Notes the roles of an account.
    pub fn add(&mut self, account: &AccountId, roles: &[RoleName]) -> io::Result<()> {
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

fn listed(value: &Value) -> Option<ListedAccount> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let account = Account { id: AccountId::new(text("id")?).ok()?, name: text("name"), email: text("email") };
    let reason = match text("unlisted").as_deref() {
        None => None,
        Some("refused") => Some(UnlistedReason::Refused),
        Some(_) => Some(UnlistedReason::Failed),
    };
    let message = text("message").unwrap_or_default();
    let unlisted = reason.map(|reason| Unlisted { reason, message });
    Some(ListedAccount { account, roles: roles(value)?, unlisted })
}

fn written(ListedAccount { account, roles, unlisted }: &ListedAccount) -> Value {
    let mut value = json!({
        "id": account.id.as_str(), "name": account.name, "email": account.email, "roles": names(roles),
    });
    if let (Some(unlisted), Value::Object(members)) = (unlisted, &mut value) {
        let reason = match unlisted.reason {
            UnlistedReason::Refused => "refused",
            UnlistedReason::Failed => "failed",
        };
        members.insert("unlisted".to_owned(), reason.into());
        members.insert("message".to_owned(), unlisted.message.as_str().into());
    }
    value
}

fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}
