//! Listings on disk: the last complete listing with its date, and what an interrupted listing had read.

use crate::{ListedAccount, Listing, Unlisted, UnlistedReason};
use daypass_files::{Error, WritePolicy, open_to_append, read_private, write_unlinked};
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

/// How long an interrupted listing can be resumed.
const RESUMABLE_FOR: Duration = Duration::from_secs(3600);

/// The longest listing file that is read, in bytes; one hundred thousand accounts take some 20 MB.
const MAX_BYTES: u64 = 64 << 20;

/// Stores the listings of one session in files with mode 0600.
///
/// The files hold names and e-mail addresses of accounts, no secrets. All methods block on the disk.
#[derive(Debug, Clone)]
pub struct ListingCache {
    folder: PathBuf,
    key: CacheKey,
    /// Start URL and region: a session whose start URL changed leads to another organisation.
    portal: [String; 2],
}

impl ListingCache {
    /// Names the cache in `folder` for the session with this token key, start URL and region.
    pub fn new(folder: &Path, key: CacheKey, start_url: &StartUrl, region: &Region) -> Self {
        let portal = [start_url.as_str().to_owned(), region.as_str().to_owned()];
        Self { folder: folder.to_owned(), key, portal }
    }

    /// Loads the last complete listing; `None` if there is none, it cannot be read, another user owns it, or it
    /// is of another portal.
    pub fn load(&self) -> Option<Listing> {
        let value: Value =
            serde_json::from_slice(&read_private(&self.complete(), MAX_BYTES).ok()??.bytes).ok()?;
        if value.get("portal") != Some(&json!(self.portal)) {
            return None;
        }
        let at = UNIX_EPOCH.checked_add(Duration::from_secs(value.get("at")?.as_u64()?))?;
        let accounts =
            value.get("accounts")?.as_array()?.iter().map(account_of_json).collect::<Option<_>>()?;
        Some(Listing { at, accounts })
    }

    /// Stores a complete listing and deletes what an interrupted listing had read.
    ///
    /// # Errors
    /// Fails if the file cannot be written.
    pub fn store(&self, listing: &Listing) -> Result<(), Error> {
        let accounts: Vec<_> = listing.accounts.iter().map(account_to_json).collect();
        let value =
            json!({ "version": 1, "at": seconds(listing.at), "portal": self.portal, "accounts": accounts });
        write_unlinked(&self.complete(), value.to_string().as_bytes(), WritePolicy::Refetchable).map(drop)?;
        self.forget();
        Ok(())
    }

    /// Deletes what an interrupted listing had read.
    pub fn forget(&self) {
        drop(fs::remove_file(self.partial()));
    }

    /// Opens the resume log of a listing that begins, and returns what an interrupted listing had read.
    ///
    /// Only roles that were read with this token within the last hour are returned. The log is `None` if it cannot be
    /// written; the listing works without it, and an interruption then loses what was read.
    pub fn resume(
        &self,
        token: &AccessToken,
        now: SystemTime,
    ) -> (Option<ResumeLog>, HashMap<AccountId, Vec<RoleName>>) {
        // Another token may belong to another person, whose roles are not used.
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
        (open_to_append(&path).ok().map(ResumeLog), known)
    }

    fn known(&self, head: &Value, now: SystemTime) -> Option<HashMap<AccountId, Vec<RoleName>>> {
        let text = String::from_utf8(read_private(&self.partial(), MAX_BYTES).ok()??.bytes).ok()?;
        let mut lines = text.lines().map(|line| serde_json::from_str::<Value>(line).ok());
        let first = lines.next()??;
        let begun = UNIX_EPOCH.checked_add(Duration::from_secs(first.get("at")?.as_u64()?))?;
        let fits = ["portal", "by"].iter().all(|key| first.get(key) == head.get(key));
        if !fits || now.duration_since(begun).ok()? > RESUMABLE_FOR {
            return None;
        }
        // A line that was cut in the middle, by a crash, is skipped together with the text appended to it.
        let read =
            |line: Value| Some((AccountId::new(line.get("id")?.as_str()?).ok()?, roles_of_json(&line)?));
        Some(lines.flatten().filter_map(read).collect())
    }

    fn complete(&self) -> PathBuf {
        self.folder.join(self.key.file_name())
    }

    fn partial(&self) -> PathBuf {
        self.folder.join(format!("{}.partial", self.key))
    }
}

/// The log of a listing in progress: one line of JSON for each account whose roles are known.
#[derive(Debug)]
pub struct ResumeLog(File);

impl ResumeLog {
    /// Appends the roles of an account.
    ///
    /// # Errors
    /// Fails if the line cannot be written.
    pub fn add(&mut self, account: &AccountId, roles: &[RoleName]) -> io::Result<()> {
        let line = json!({ "id": account.as_str(), "roles": names(roles) });
        self.0.write_all(format!("{line}\n").as_bytes())
    }
}

fn names(roles: &[RoleName]) -> Vec<&str> {
    roles.iter().map(RoleName::as_str).collect()
}

fn roles_of_json(value: &Value) -> Option<Vec<RoleName>> {
    value.get("roles")?.as_array()?.iter().map(|role| RoleName::new(role.as_str()?).ok()).collect()
}

fn account_of_json(value: &Value) -> Option<ListedAccount> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let account = Account { id: AccountId::new(text("id")?).ok()?, name: text("name"), email: text("email") };
    let reason = match text("unlisted").as_deref() {
        None => None,
        Some("refused") => Some(UnlistedReason::Refused),
        Some(_) => Some(UnlistedReason::Failed),
    };
    let message = text("message").unwrap_or_default();
    let unlisted = reason.map(|reason| Unlisted { reason, message });
    Some(ListedAccount { account, roles: roles_of_json(value)?, unlisted })
}

fn account_to_json(ListedAccount { account, roles, unlisted }: &ListedAccount) -> Value {
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
