//! How long a process waits for each lock that daypass takes: the one list. A crate that takes a lock names its wait here.

use std::time::Duration;

/// How long a process waits for another process's refresh of a token. A refresh is a call or two with their retries; a person
/// at the keyboard should not wait longer to learn which process holds the lock.
pub const REFRESH_LOCK_WAIT: Duration = Duration::from_secs(60);

/// How long a sign-in waits for another sign-in to the session: as long as a sign-in in the browser may take.
pub const SIGN_IN_LOCK_WAIT: Duration = Duration::from_secs(600);

/// How long an editor of a config file waits for another editor of it; an edit takes a millisecond.
pub const CONFIG_EDIT_LOCK_WAIT: Duration = Duration::from_secs(2);

/// How long a fix of doctor waits for a program that edits the config file or renews the token.
pub const DOCTOR_FIX_LOCK_WAIT: Duration = Duration::from_secs(2);
