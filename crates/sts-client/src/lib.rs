//! The parts of the AWS Security Token Service that a sign-in tool needs: `GetCallerIdentity`, `AssumeRole`, and the
//! URL that opens the web console. The `aws-sigv4` crate signs requests with Signature Version 4.
//!
//! Every call takes the time `now`, which is part of the signature. Dropping a future loses a reply that can be asked
//! for again. An [`Error`] has a [`kind`](ErrorKind) by what the caller does next.
//!
//! ```
//! use daypass_sts_client::CallerIdentity;
//!
//! let reply = br#"<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
//!   <GetCallerIdentityResult>
//!     <Arn>arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Dev_0123456789abcdef/ada</Arn>
//!     <UserId>AROAEXAMPLE:ada</UserId>
//!     <Account>111122223333</Account>
//!   </GetCallerIdentityResult>
//! </GetCallerIdentityResponse>"#;
//! let identity = CallerIdentity::read(&http::Response::new(reply.to_vec()), std::time::SystemTime::UNIX_EPOCH)?;
//! assert_eq!(identity.account, "111122223333");
//! # Ok::<(), daypass_sts_client::Error>(())
//! ```

pub mod console;
pub mod signing;

mod assume_role;
mod caller_identity;
mod client;
mod error;
mod web_identity;
mod xml;

pub use assume_role::{AssumeRole, AssumedRole};
pub use caller_identity::CallerIdentity;
pub use client::Client;
pub use daypass_transport::{CallError, CallFailure};
pub use error::{Error, ErrorKind};
pub use web_identity::AssumeRoleWithWebIdentity;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
