//! Lists all AWS accounts and roles that a person may use through IAM Identity Center, at the rate the service allows.
//!
//! The access portal answers "too many requests" when the roles of a few hundred accounts are asked for at once, and a
//! retry policy gives up. A listing of this crate measures the rate that the service allows and keeps to it. A listing
//! resumes what an interrupted listing had read, and the last complete listing is cached with its date.
//!
//! ```
//! # use daypass_inventory::{ListingRequest, PortalSession};
//! # async fn list(session: PortalSession) -> Result<(), daypass_inventory::Error> {
//! for listed in session.list(ListingRequest::everything(), &mut ()).await? {
//!     match listed.known_roles() {
//!         Some(roles) => println!("{}: {roles:?}", listed.account.id),
//!         None => println!("{}: the roles could not be listed", listed.account.id),
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Times are [`Duration`](std::time::Duration)s and [`SystemTime`](std::time::SystemTime)s. The caller passes the
//! clock, the timer and the entropy, so the crate needs no runtime and a test lists two thousand accounts without
//! waiting.
//!
//! The kind of an [`Error`] says what to do next. An account whose roles the service refuses to list does not fail a
//! listing; see [`ListedAccount::unlisted`]. Dropping a future of this crate ends its calls, which change nothing at
//! AWS. Time and memory are linear in accounts and roles.

mod error;
mod find;
mod list;
mod list_into;
mod listing;
mod listing_cache;
mod observer;
mod pace;
mod portal_session;
mod request;
mod usage;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

pub use error::{Error, ErrorKind};
pub use find::{AccountMatch, find_account, nearest_account};
pub use listing::{ListedAccount, Listing, Unlisted, UnlistedReason, unlisted_in_words};
pub use listing_cache::{ListingCache, ResumeLog};
pub use observer::{Observer, Progress, Wait};
pub use portal_session::PortalSession;
pub use request::ListingRequest;
pub use usage::Usage;
