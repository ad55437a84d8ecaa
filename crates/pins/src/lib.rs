//! Folder pins: finds the `.daypass.toml` that applies to a folder, reads what it chooses, and says whether it may be
//! followed.
//!
//! A pin chooses among what the person has: a profile, an sso-session, a region. Any other key is a mistake, and a file with
//! a mistake chooses nothing, so that no later key is passed over by an older program. A file that only the person and root
//! can write needs no trust; [`Standing::NeedsTrust`] says why another one does. Trust is bound to the SHA-256 of the content and
//! to the place, which the worktrees of one git repository share.
//!
//! Every function is synchronous and reads files of up to 64 KiB. Sources: `git worktree` (gitrepository-layout(5)) for the
//! shared place; the file is TOML 1.0. On Windows no owner is looked at.

mod decisions;
mod error;
mod pin;
mod pin_file;
mod place;
mod search;

pub use decisions::{Answer, Decision, Decisions, decide};
pub use error::{Error, ErrorKind};
pub use pin::{Pin, PinProblem};
pub use pin_file::{FILE_NAME, PinFile, Reason};
pub use search::{Standing, nearest};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
