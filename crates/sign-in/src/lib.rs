//! Signs a person in to AWS IAM Identity Center, and keeps the result where the AWS CLI and every SDK find it.
//!
//! [`SignIn::run`] chooses the flow that fits the place, lets one process at a time sign in to a session and gives the
//! others its result, registers a client or takes the registered one, asks the [`Person`], stores the token and
//! forgets the role credentials of whoever was signed in before. What a person sees is the program's: [`Person`] has a
//! method for each thing that is to be shown, and tests and windowed programs implement it as they like.
//!
//! Two flows: the browser on this machine (authorization code with PKCE, RFC 7636 and RFC 8252; feature `browser`), and
//! a code that is typed on any device (RFC 8628). Which session is meant where nobody names one says [`unnamed_session`]. Behind a start URL of a company's own, [`resolve`] finds the portal.
//!
//! **Runtime.** The clock, the timer and the entropy are those of the [`Provider`](daypass_credentials::Provider). With
//! the device flow any executor will do, without tokio; the browser flow needs a tokio runtime with its network and
//! timer on, and a single-threaded one is enough. Files are read and written on the calling thread: a stored token is
//! synced, which can take some ten milliseconds.
//!
//! **Cancel safety.** Dropping the future ends the sign-in and lets go of its lock and its port; a code that was being
//! redeemed is carried to its end by the provider's [`Exchanges`](daypass_credentials::Exchanges).
//!
//! How long a sign-in is good, and whether the portal still takes it, is its [`Standing`].
//!
//! **Errors** are opaque, with a [`kind`](Error::kind), facts to show, and a [`Remedy`](daypass_sso_types::Remedy).
//!
//! It reads no environment, starts no process and writes to no terminal.

#[cfg(feature = "browser")]
mod browser;
#[cfg(feature = "browser")]
mod callback;
mod configured;
mod device;
mod error;
mod event;
mod known_users;
mod lock;
mod options;
#[cfg(feature = "browser")]
mod page;
mod person;
mod race;
mod regions;
mod registration;
mod sign_in;
mod status;
mod token_writer;
mod vanity;

pub use configured::{Unnamed, profiles_of, region_correction, session_of_word, unnamed_session};
pub use error::{Error, ErrorKind};
pub use event::{Event, Invitation};
pub use known_users::KnownUsers;
pub use options::{Flow, Options};
pub use person::Person;
pub use regions::{REGIONS, RegionDoubt};
pub use sign_in::{SignIn, SignedIn};
pub use status::{Lifetime, Standing, Unverified};
pub use vanity::{Portal, is_vanity, resolve};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
