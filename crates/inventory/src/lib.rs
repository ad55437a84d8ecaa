//! The accounts and roles of AWS IAM Identity Center that a person may enter: all of them, as fast as the service
//! allows, none lost.
//!
//! The portal answers "too many requests" to whoever asks for the roles of a few hundred accounts at once, and a retry
//! policy gives up on that. A listing of this crate finds the rate that the service allows and goes on at it; what was
//! read before an interruption is taken up again, and the last whole listing is kept with its date.
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
//! Times are [`Duration`](std::time::Duration)s and [`SystemTime`](std::time::SystemTime)s; the clock, the timer and the
//! entropy are the caller's, so that no runtime is needed and a test can list two thousand accounts in no time.
//!
//! [`Error`] says by its kind what to do next; an account whose roles the service refuses does not fail a listing, see
//! [`ListedAccount::unlisted`]. Every future may be dropped at any time. Time and memory are linear in accounts and
//! roles.

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
pub use find::{Found, find_account, nearest_account};
pub use listing::{ListedAccount, Listing, Unlisted, UnlistedReason};
pub use listing_cache::{ListingCache, Notes};
pub use observer::{Observer, Progress, Wait};
pub use portal_session::PortalSession;
pub use request::ListingRequest;
pub use usage::Usage;
