//! A stateful AWS IAM Identity Center on loopback: tests, demonstrations, benches, other people's CI.
//!
//! [`World`] is one value that answers requests: users, accounts, roles, registrations, both sign-in flows, tokens,
//! role credentials, STS that checks signatures, a little S3, console federation, and faults by name. It has no
//! socket, no clock and no thread, so a whole sign-in is a test of microseconds. Three faces carry requests to it:
//! [`InProcess`] (a transport), [`Server`] (a socket on loopback) and, with the feature `wiremock`, `Responder`.
//!
//! ```
//! use daypass_simulator::World;
//! use std::time::SystemTime;
//!
//! let mut world = World::demo();
//! let request = http::Request::post("http://127.0.0.1/client/register")
//!     .body(br#"{"clientName": "me", "clientType": "public"}"#.to_vec())?;
//! let response = world.handle(&request, SystemTime::UNIX_EPOCH);
//! assert_eq!(response.status(), 200);
//!
//! world.add_fault("RegisterClient status=503 x1".parse()?);
//! assert_eq!(world.handle(&request, SystemTime::UNIX_EPOCH).status(), 503);
//! assert_eq!(world.handle(&request, SystemTime::UNIX_EPOCH).status(), 200);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! It shares no wire code with daypass's clients: a mistake that both made would cancel itself out.

mod adapters;
mod call;
mod control;
mod delivery;
mod dispatch;
mod failure;
mod faults;
mod limiter;
mod log;
mod operation;
mod page;
mod reply;
mod scenario;
mod services;
mod sigv4;
mod site;
mod text;
mod time;
mod world;

#[cfg(feature = "wiremock")]
pub use adapters::Responder;
pub use adapters::{InProcess, Observer, Options, Server, SharedWorld};
pub use delivery::{Delivery, Ending};
pub use faults::{Fault, InvalidFault};
pub use log::Entry;
pub use operation::{Operation, UnknownOperation};
pub use scenario::{SCENARIOS, ScenarioError};
pub use services::oidc::signed_in::{SignIn, SignedIn};
pub use site::settings::{AutoApprove, RateLimit, RefreshTokens, Settings};
pub use world::World;

/// The examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
