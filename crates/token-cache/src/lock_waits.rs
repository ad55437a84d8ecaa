//! The list of waits for the locks that daypass takes. A crate that takes a lock adds its wait here.

use std::time::Duration;

/// How long a process waits for a refresh of a token by another process. A refresh is a call or two with their retries;
/// after a minute a person should learn which process holds the lock.
pub const REFRESH_LOCK_WAIT: Duration = Duration::from_secs(60);

/// How long a sign-in waits for another sign-in to the session: as long as a sign-in in the browser may take.
pub const SIGN_IN_LOCK_WAIT: Duration = Duration::from_secs(600);

/// How long a process waits for another one that runs a `credential_process`: as long as that may take, and a little.
pub const PROCESS_LOCK_WAIT: Duration = Duration::from_secs(70);

/// How long an edit of a config file waits for another edit of it, which takes a millisecond.
pub const CONFIG_EDIT_LOCK_WAIT: Duration = Duration::from_secs(2);

/// How long a fix of doctor waits for a program that edits the config file or renews the token.
pub const DOCTOR_FIX_LOCK_WAIT: Duration = Duration::from_secs(2);

/// How long the mark of a refused token waits for the process that holds the token's lock.
pub const MARK_REFUSED_LOCK_WAIT: Duration = Duration::from_secs(300);

/// How long the note of a decision about a folder pin waits for another one, which takes a millisecond.
pub const PIN_DECISION_LOCK_WAIT: Duration = Duration::from_secs(2);

/// How long the note of an agreement to a guarded account waits for another one.
pub const GUARD_LOCK_WAIT: Duration = Duration::from_secs(2);
