//! Signs a person in to AWS IAM Identity Center and stores the token where the AWS CLI and the SDKs find it.
//!
//! [`SignIn::run`] chooses a flow, lets one process at a time sign in to a session and shares the result with the
//! processes that wait, reuses or registers an OIDC client, asks the [`Person`], stores the token and deletes the role
//! credentials of the previous user. The program decides what a person sees: [`Person`] has a method for each thing to
//! show, which terminals, windowed programs and tests implement.
//!
//! There are two flows: a browser on this machine (authorization code with PKCE, RFC 7636 and RFC 8252; feature
//! `browser`), and a code that is typed on any device (device authorization grant, RFC 8628). [`unnamed_session`]
//! chooses the session when no name is given. [`resolve`] finds the access portal behind a company's own start URL.
//!
//! **Runtime.** The clock, the timer and the entropy come from the [`Provider`](daypass_credentials::Provider). The
//! device flow runs on any executor, without tokio; the browser flow needs a tokio runtime with network and timer
//! enabled, for which a single-threaded one is enough. Files are read and written on the calling thread: syncing a
//! stored token can take some 10 ms.
//!
//! **Cancel safety.** Dropping the future ends the sign-in and releases its lock and its port. A code that is being
//! redeemed is redeemed and its token stored by the provider's [`Exchanges`](daypass_credentials::Exchanges).
//!
//! [`ConsoleSignIn`] signs in with console credentials (`aws login`) instead, without IAM Identity Center.
//!
//! [`SignInStatus`] tells how long a sign-in is valid and whether the portal still accepts it.
//!
//! **Errors** are opaque, with a [`kind`](Error::kind), facts to show, and a [`Remedy`](daypass_sso_types::Remedy).
//!
//! It reads no environment, starts no process and writes to no terminal.

#[cfg(feature = "browser")]
mod browser;
#[cfg(feature = "browser")]
mod callback;
mod configured;
#[cfg(feature = "browser")]
mod console;
mod device;
mod error;
mod event;
mod event_lines;
mod home_status;
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
mod user;
mod vanity;

pub use configured::{UnnamedSession, profiles_of, region_correction, session_called, unnamed_session};
#[cfg(feature = "browser")]
pub use console::{ConsoleGrant, ConsoleSignIn};
pub use error::{Error, ErrorKind};
pub use event::{Event, Invitation};
pub use event_lines::{failed_event, saved_event};
pub use home_status::{HomeStatus, other_endpoints};
pub use known_users::KnownUsers;
pub use options::{Flow, Options};
pub use person::Person;
pub use regions::{REGIONS, RegionDoubt};
pub use sign_in::{SignIn, SignedIn};
pub use status::{Lifetime, SignInStatus, Unverified};
pub use user::user_of;
pub use vanity::{Portal, is_vanity, resolve};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
