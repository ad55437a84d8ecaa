//! The caches of the AWS CLI v2 on disk: access tokens and client registrations (`~/.aws/sso/cache`), role credentials
//! (`~/.aws/cli/cache`) and console sign-ins (`~/.aws/login/cache`). File names and members are those of the AWS CLI, so that every AWS tool reads what
//! this crate writes, and this crate reads what they write. Synchronous; no network, no clock, no home directory.
//!
//! ```
//! use daypass_sso_types::AccessToken;
//! use daypass_token_cache::{CacheKey, Freshness, Store, Token};
//! use std::time::{Duration, UNIX_EPOCH};
//!
//! # let home = tempfile::tempdir()?;
//! # let home = home.path();
//! let store = Store::at(home.join(".aws/sso/cache")).with_pause(std::thread::sleep);
//! let key = CacheKey::for_session("corp");
//! assert_eq!(store.load_token(&key)?, None);
//!
//! let now = UNIX_EPOCH + Duration::from_secs(1_795_402_559);
//! let token = Token::new(AccessToken::new("aoaAAAAA"), now + Duration::from_secs(8 * 3600));
//! let saved = store.save_token(&key, &token)?;
//! assert!(saved.notices.is_empty());
//! assert_eq!(store.load_token(&key)?.map(|token| token.freshness(now)), Some(Freshness::Fresh));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Promises: a reader sees the whole old file or the whole new one ([`daypass_files`]); files have mode 0600 from their
//! creation; members that daypass does not know are kept; a corrupt file is an error and can be set aside, never lost;
//! one process writes at a time ([`Lock`]), if the file system has locks. Not promised: AWS's own tools take no lock
//! and write in place, so read a file again once you hold its lock.
//!
//! Times are whole seconds in UTC in every file. Functions block for as long as the disk takes, and a [`Store`] with a
//! pause for up to 40 ms more. Sources: botocore and the AWS CLI v2 (`tests/vectors` of the repository).

mod cache_files;
mod calendar;
mod client_endpoints;
mod content;
mod error;
pub mod formats;
mod freshness;
mod hot;
mod json;
mod key;
mod lock_waits;
mod login;
mod login_key;
mod login_store;
mod registration;
mod registration_slots;
mod role;
mod sdk_compat;
mod sealed;
mod sealer;
mod set_aside;
mod store;
pub mod time;
mod token;
mod token_seal;

pub use cache_files::CacheFile;
pub use client_endpoints::ClientEndpoints;
pub use content::{Content, MAX_BYTES};
pub use daypass_files::{Backoff, Lock, LockHolder, NonRegular, Notice, Saved};
pub use error::{Error, ErrorKind};
pub use freshness::{
    Freshness, LOGIN_REFRESH_WINDOW, REGISTRATION_MIN_REMAINING, ROLE_MIN_REMAINING, TOKEN_REFRESH_WINDOW,
    TokenAction, is_reusable,
};
pub use hot::CachedRole;
pub use key::{AssumeRoleKey, CacheKey, RegistrationKey, RoleKey};
pub use lock_waits::{
    CONFIG_EDIT_LOCK_WAIT, DOCTOR_FIX_LOCK_WAIT, GUARD_LOCK_WAIT, MARK_REFUSED_LOCK_WAIT,
    PIN_DECISION_LOCK_WAIT, PROCESS_LOCK_WAIT, REFRESH_LOCK_WAIT, SIGN_IN_LOCK_WAIT,
};
pub use login::LoginEntry;
pub use login_key::LoginKey;
pub use registration::{Flow, Registration};
pub use role::RoleEntry;
pub use sealed::SealedRenewal;
pub use sealer::{SealError, SealErrorKind, Sealer};
pub use set_aside::{Damaged, load_or_set_aside};
pub use store::Store;
pub use token::{Token, TokenClient};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
