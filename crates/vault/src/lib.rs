//! Seals what renews AWS sign-ins: the refresh tokens and client secrets in `~/.aws/sso/cache`, by a key that is kept elsewhere.
//!
//! A [`Vault`] is a [`Sealer`](daypass_token_cache::Sealer) for a [`Store`](daypass_token_cache::Store): what is saved through
//! it is sealed, the access token stays where every AWS tool reads it until it ends, and the key is got when a session is
//! renewed and not before. [`Vault::turn_on`], [`Vault::turn_off`] and [`Vault::change_key`] convert what is stored.
//!
//! # What a crash leaves
//!
//! Each token is one file that is replaced whole, under the lock of its session, after what is to be written was opened and
//! compared in memory. So each token is sealed or in plain, never neither, and never twice with different contents. In front
//! of every conversion stands one file, [`Settings`], which says what has to become of the rest: the same call goes on.
//!
//! | step | killed behind it |
//! | --- | --- |
//! | on: the holder has the key | the holder has a key that nobody uses |
//! | on: the settings say *on* | what is in plain is sealed at the next use ([`Vault::adopt`]) |
//! | off: the settings say *off* | what is sealed is opened by the key, which the holder keeps |
//! | new key: the holder has both | both open |
//! | new key: the settings say which | what is sealed with the old key opens, and is sealed with the new one at the next use |
//!
//! A key is never erased by any of these: a process that runs for days may seal with the key that it has.
//!
//! # What it is not
//!
//! Encryption at rest. A stolen disk, a backup and a synced folder have access tokens of an hour and nothing that renews them.
//! Code of the same user can ask the holder for the key, as this does.
//!
//! Functions block for as long as files and the holder take. Time is no argument here since nothing ends; entropy, the way to
//! wait for a lock and the way to start a helper are. Nothing is async, so nothing can be cancelled.

mod changes;
mod conversion;
mod error;
mod findings;
mod plain;
mod sealing;
mod settings;
mod vault;

pub use conversion::Converted;
pub use error::{Error, ErrorKind};
pub use findings::findings;
pub use plain::{Remains, remains};
pub use settings::Settings;
pub use vault::{Surroundings, Vault};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
