//! Agreements that hold for a while, each on the terminal where it was given.

use daypass_files::{Error, Lock, WritePolicy, read_own, write_unlinked};
use serde_json::{Value, json};
use std::{
    path::{Path, PathBuf},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// The longest file that is read, in bytes.
const MOST_BYTES: u64 = 1 << 20;

/// The agreements of a person. A file that is lost or damaged only means that the person is asked again.
///
/// ```
/// use daypass_guard::Agreements;
/// use std::time::{Duration, SystemTime};
///
/// # let state = tempfile::tempdir()?;
/// # let locks = state.path().join("locks");
/// let agreements = Agreements::in_folder(state.path());
/// let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
/// agreements.note("terminal 7", "prod Admin", now + Duration::from_secs(60), now, &locks, Duration::ZERO, &mut |_| ())?;
/// assert_eq!(agreements.until("terminal 7", "prod Admin", now), Some(now + Duration::from_secs(60)));
/// assert_eq!(agreements.until("terminal 8", "prod Admin", now), None);
/// assert_eq!(agreements.until("terminal 7", "prod Admin", now + Duration::from_secs(60)), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Agreements(PathBuf);

impl Agreements {
    /// Names the agreements in a state folder.
    pub fn in_folder(state: &Path) -> Self {
        Self(state.join("guard.json"))
    }

    /// Returns until when an agreement about a target holds on this terminal; `None` if none does.
    pub fn until(&self, terminal: &str, target: &str, now: SystemTime) -> Option<SystemTime> {
        let is_it =
            |one: &(String, String, u64)| one.0 == terminal && one.1 == target && one.2 > seconds(now);
        let until = self.read().into_iter().filter(is_it).map(|one| one.2).max()?;
        UNIX_EPOCH.checked_add(Duration::from_secs(until))
    }

    /// Notes an agreement until a time, and forgets what is over. The file is replaced whole, under a lock in `locks`, which is
    /// waited for up to `at_most` by calling `sleep`.
    ///
    /// # Errors
    /// The file cannot be written, or another process holds the lock.
    #[expect(clippy::too_many_arguments, reason = "what, until when, and how a lock is waited for")]
    pub fn note(
        &self,
        terminal: &str,
        target: &str,
        until: SystemTime,
        now: SystemTime,
        locks: &Path,
        at_most: Duration,
        sleep: &mut dyn FnMut(Duration),
    ) -> Result<(), Error> {
        let _lock = Lock::acquire(locks, &"guard", "noting an agreement", at_most, sleep)?;
        let mut all = self.read();
        all.retain(|one| one.2 > seconds(now) && (one.0 != terminal || one.1 != target));
        all.push((terminal.to_owned(), target.to_owned(), seconds(until)));
        let list: Vec<_> = all
            .iter()
            .map(
                |(terminal, target, until)| json!({ "terminal": terminal, "target": target, "until": until }),
            )
            .collect();
        let text = json!({ "version": 1, "agreements": list }).to_string();
        write_unlinked(&self.0, text.as_bytes(), WritePolicy::Refetchable).map(drop)
    }

    fn read(&self) -> Vec<(String, String, u64)> {
        let parsed = || -> Option<Vec<_>> {
            let value: Value = serde_json::from_slice(&read_own(&self.0, MOST_BYTES).ok()??).ok()?;
            let one = |value: &Value| {
                let text = |name: &str| value.get(name)?.as_str().map(str::to_owned);
                Some((text("terminal")?, text("target")?, value.get("until")?.as_u64()?))
            };
            value.get("agreements")?.as_array()?.iter().map(one).collect()
        };
        parsed().unwrap_or_default()
    }
}

fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}
