//! The SSO caches of the AWS CLI v2 on disk: access tokens and client registrations (`~/.aws/sso/cache`) and role
//! credentials (`~/.aws/cli/cache`), under the same names, with the same members, so that every AWS tool reads
//! what is written here, and the other way round. Synchronous; no network, no clock, no home directory.
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
//! What is promised: a reader sees the old file or the new one, whole ([`daypass_files`]); files are 0600 from their
//! creation; members that daypass does not know survive; a corrupt file is an error that says so and is set
//! aside, never lost; one process at a time ([`Lock`]), where the file system has locks. What is not: AWS's own
//! tools take no lock and write in place, so read again once you hold it.

mod cache_files;
mod calendar;
mod content;
mod error;
pub mod formats;
mod freshness;
mod hot;
mod json;
mod key;
mod lock_waits;
mod registration;
mod registration_slots;
mod role;
mod sdk_compat;
mod set_aside;
mod store;
pub mod time;
mod token;

pub use cache_files::Entry;
pub use content::{Content, MOST_BYTES};
pub use daypass_files::{Backoff, Lock, LockHolder, NonRegular, Notice, Saved};
pub use error::{Error, ErrorKind};
pub use freshness::{Freshness, REGISTRATION_WINDOW, ROLE_WINDOW, Step, TOKEN_WINDOW, is_reusable};
pub use hot::CachedRole;
pub use key::{AssumeRoleKey, CacheKey, RegistrationKey, RoleKey};
pub use lock_waits::{CONFIG_EDIT_LOCK_WAIT, DOCTOR_FIX_LOCK_WAIT, REFRESH_LOCK_WAIT, SIGN_IN_LOCK_WAIT};
pub use registration::{Flow, Registration};
pub use role::RoleEntry;
pub use store::Store;
pub use token::{Token, TokenClient};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
