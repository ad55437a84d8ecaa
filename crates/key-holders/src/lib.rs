//! Where the key of sealed files is kept: a key file, any command, or a helper program `daypass-key-NAME` for one store of
//! secrets. Gets, stores and erases a [`KeyRing`](daypass_seal::KeyRing).
//!
//! The crate starts no process: whoever uses it gives it a [`RunHelper`], which also keeps the deadline: 2 s where nobody can
//! be asked, 60 s with a person at a terminal ([`Questions`]). Nothing here is called while a lock is held, since a person may
//! think for a minute, and that is the caller's part.
//!
//! A helper is not trusted to keep what it says that it keeps: [`Holder::store`] reads the keys back, and only then may what
//! they open be sealed. What a helper prints is judged: another version, no key ring, more than 64 KiB, a sentence with
//! control characters. Errors quote no key, not even where a helper does.
//!
//! [`serve`] is the other side: what a helper written in Rust has to be but for its store, the [`Keeper`].
//!
//! Functions block for as long as the holder takes; nothing is async, so nothing can be cancelled. Sources: gitcredentials(7)
//! and the protocol of docker-credential-helpers, which this one follows in manner and not in words.

mod answer;
mod command;
mod error;
mod helper;
mod holder;
mod item;
mod key_file;
mod run;
mod serve;
mod site;
mod wire;

pub use error::{Error, ErrorKind};
pub use holder::{Command, Holder, InvalidHolder};
pub use item::{InvalidItem, Item};
pub use run::{
    ASKING_TIME_LIMIT, HelperCall, HelperOutput, MAX_HELPER_OUTPUT, Questions, RunFailure, RunHelper,
    SILENT_TIME_LIMIT,
};
pub use serve::{Keeper, Refusal, Served, serve};
pub use site::Site;
pub use wire::Failure;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
