//! Files that several programs share: replaced whole or not at all, edited in a transaction, locked by the operating
//! system, and read without trusting what the path leads to.
//!
//! Every function is synchronous and blocks for as long as the disk takes. None reads a clock, sleeps or reads the
//! environment: a caller that waits for a lock passes the function that sleeps. (On Windows alone a file that another
//! program has open is waited for: [`while_held`].) Sizes are bytes. An [`Error`] has a
//! [`kind`](Error::kind) that says what the caller does next, and after a failed write it says what is left of the file
//! ([`Error::state`]). A process that is killed at any system call leaves the old file or the new one; only a file that
//! a rename cannot replace, such as a mount point, is overwritten ([`Notice::WrittenInPlace`]).
//!
//! Sources: rename(2), open(2) and fallocate(2) of Linux; flock(2) by way of [`std::fs::File::try_lock`].

mod backoff;
mod copies;
mod edit;
mod error;
mod existing;
mod file_state;
mod folder;
mod held;
mod in_place;
mod lock;
mod lock_holder;
mod new_file;
mod non_regular;
mod notice;
mod own_file;
mod read;
mod replace;
mod sweep;
mod write_policy;

pub use backoff::Backoff;
pub use copies::{copies, keep_copy};
pub use edit::{Edit, EditError, Edited};
pub use error::{Error, ErrorKind};
pub use file_state::FileState;
pub use folder::{
    close_to_others, create_private, foreign_owner, mode, others_can_write, owner, owner_other_than_me,
    set_mode,
};
pub use held::while_held;
pub use lock::Lock;
pub use lock_holder::LockHolder;
pub use new_file::create_private_file;
pub use non_regular::NonRegular;
pub use notice::{Notice, Saved};
pub use own_file::{open_to_append, open_to_read_and_append};
pub use read::{PrivateFile, open, read, read_if_private, read_own, read_private, read_roots};
pub use replace::{follow, write, write_unlinked};
pub use sweep::{is_leftover, sweep};
pub use write_policy::WritePolicy;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
