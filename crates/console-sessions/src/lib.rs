//! The sessions of console sign-ins (`aws login`) at AWS: [`revoke`] ends the session of a sign-in, with the keys of the
//! sign-in itself.
//!
//! [`ListSessions`] and [`RevokeSessions`] are requests as values: each builds a [`Request`](daypass_transport::Request), signed
//! for the service `signin`, and reads a [`Response`](daypass_transport::Response). They go to the control plane of the service
//! (`signin.REGION.api.aws`), or to the endpoint that is configured for the service.
//!
//! Times are whole seconds of the Unix epoch on the wire. An [`Error`] has a [`kind`](Error::kind) by what the caller does next.
//! Dropping a future of `revoke` may leave it unknown whether the session was revoked; revoking again succeeds.
//!
//! Not in it: files are not removed, see [`LoginSessions::sign_out`](daypass_login_session::LoginSessions::sign_out). Source:
//! botocore's model `signin` of version 1.44.8; the AWS CLI 2.36.7 does not know these operations.

mod error;
mod requests;
mod revoke;

pub use error::{Error, ErrorKind};
pub use requests::{ListSessions, Listed, RevokeSessions};
pub use revoke::{Revocations, Revoked, revoke, revoke_all};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
