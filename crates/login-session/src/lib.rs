//! Gives the credentials of a console sign-in (`aws login`, `login_session` in a profile), and keeps its session alive
//! beside every other AWS tool.
//!
//! A sign-in is one file for each identity, `~/.aws/login/cache/SHA-256.json`, with keys for 15 minutes and a refresh
//! token. [`LoginSessions`] answers from the file while its keys have five minutes or more left; else one process
//! refreshes for all, and the others read what it wrote. AWS's own tools take no lock, so the file is read again under
//! the lock, and again after a refusal, and what another tool has rotated is used. A refresh is written only over the
//! grant that it refreshed: a sign-in or a sign-out meanwhile stands. While keys are valid, a refresh that fails is a
//! [`Notice`] and not an error.
//!
//! No function signs in: a session that is over is [`ErrorKind::SignInNeeded`]; [`LoginSessions::keep`] stores what a
//! sign-in gave. Clock, timer, entropy and signatures are arguments. Dropping a future of a refresh does not end the
//! refresh, see [`Exchanges`](daypass_transport::Exchanges).
//!
//! ```
//! use daypass_login_session::{LoginProfile, SignInEndpoint};
//! use daypass_transport::{Endpoint, EndpointOptions, Service};
//!
//! let region = Some("us-east-2".parse()?);
//! let aws = |region: &_| {
//!     let endpoint = Endpoint::aws(Service::Signin, region, EndpointOptions::default());
//!     Ok(SignInEndpoint { endpoint, origin: None })
//! };
//! let profile = LoginProfile::new("arn:aws:iam::111122223333:user/ada".parse()?, region, aws);
//! assert_eq!(profile.session().account_id().map(|id| id.to_string()).as_deref(), Some("111122223333"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod bound;
mod error;
mod login_sessions;
mod notice;
mod profile;
mod refresh;
mod sign_out;
mod verify;

pub use daypass_console_login as console_login;
pub use error::{Error, ErrorKind};
pub use login_sessions::LoginSessions;
pub use notice::{Notice, Observer, with_causes};
pub use profile::{LoginProfile, SignInEndpoint};
pub use sign_out::{SignedOut, StoredSession};

#[cfg(all(doctest, feature = "ring"))]
#[doc = include_str!("../README.md")]
struct Readme;
