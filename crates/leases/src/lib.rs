//! Leases: a role that is lent for a time, a number of uses and a host, and the record of what was answered.
//!
//! A lease is a file of its own, to which lines of JSON are only added: the terms, one line for each answer, and the end.
//! What a lease is now is what its lines say together ([`Lease`]); whether it gives an answer is a pure function of that, the
//! time and the place ([`Lease::refusal`]). [`LeaseJournal::answer`] does both under the lock of the file: it reads what other
//! processes have added, decides, and writes the line before its caller may hand anything out. So the last use is given once,
//! and nothing is given after the line of the end, whatever process wrote it. A process that is killed at any system
//! call leaves whole lines, or at most one that the next one ends and nobody reads.
//!
//! - No line holds a secret: of keys the access key id alone, which `CloudTrail` shows, too.
//! - Times are arguments, in whole seconds on disk. A clock that is set back does not give a lease more time: the latest
//!   time of its lines counts.
//! - Errors are the system's [`std::io::Error`]; a lease that cannot be written gives no answer. Nothing is async; a lock is
//!   waited for, and is held for the time of one read and one write.

mod folder;
mod journal;
mod lease;
mod record;
mod terms;

pub use folder::{Leases, NotFound};
pub use journal::LeaseJournal;
pub use lease::{Lease, LeaseRefusal};
pub use terms::{LeaseTerms, LeasedRole};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
