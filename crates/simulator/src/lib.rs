//! Simulates a stateful AWS IAM Identity Center on loopback, for tests, demonstrations and benchmarks.
//!
//! [`World`] is one value that answers requests: users, accounts, roles, registrations, both sign-in flows, tokens,
//! role credentials, STS that checks signatures, some of S3, console federation, the service behind `aws login`, and
//! faults by name. It has no socket,
//! no clock and no thread, so a test of a whole sign-in takes microseconds. Three adapters carry requests to it:
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
//! The crate shares no wire code with daypass's clients, because a mistake in shared code would go unnoticed.

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
pub use adapters::{InProcess, RequestObserver, Server, ServerOptions, SharedWorld};
pub use delivery::{Delivery, Ending};
pub use faults::{Fault, InvalidFault};
pub use log::LogEntry;
pub use operation::{Operation, UnknownOperation};
pub use scenario::{SCENARIOS, ScenarioError};
pub use services::oidc::signed_in::{SignIn, SignedIn};
pub use site::settings::{AutoApprove, ConsoleRefresh, RateLimit, RefreshTokens, Settings};
pub use world::World;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
