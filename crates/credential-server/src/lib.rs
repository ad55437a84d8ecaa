//! A container credentials endpoint on this machine: what ECS and EKS give their containers, for any program that reads
//! `AWS_CONTAINER_CREDENTIALS_FULL_URI` and `AWS_CONTAINER_AUTHORIZATION_TOKEN`, and that is every AWS SDK.
//!
//! 1. [`Secrets`] of a role: a path that cannot be guessed and a token; [`Secrets::variables`] lead an SDK there, and an
//!    [`EndpointVariables`] has them in forms to copy.
//! 2. [`Authorizer`] decides by the head of a request, a pure function; everything unusual is a [`Refusal`].
//! 3. [`CachedCredentials`] are rendered once and renewed ahead of their end, by one fetch for all who wait; while a
//!    fetch fails, credentials that are still good are given out until they end.
//! 4. [`CredentialServer`] serves them on 127.0.0.1, bounded as [`daypass_loopback`] says.
//!
//! Credentials come from anything that implements [`FetchCredentials`]; [`ProvidedRole`] is a role of
//! [`daypass_credentials::Provider`]. Times are [`std::time::SystemTime`], of the clock that is given. A fetch that
//! fails is a [`Failure`], which the asking program gets as JSON; binding gives the system's [`std::io::Error`].
//!
//! Needs a tokio runtime with network and timer; a single-threaded one will do. Cancel safety: a fetch is dropped when
//! all connections that wait for it are gone; the next request fetches again.
//!
//! Sources: "Container credential provider" in the AWS SDKs and Tools Reference Guide, and the SDKs' own code.

mod authorizer;
mod cached;
mod endpoint_variables;
mod provided_role;
mod server;

pub use authorizer::{Authorizer, Refusal, Secrets};
pub use cached::{CachedCredentials, Failure, FetchCredentials};
pub use endpoint_variables::EndpointVariables;
pub use provided_role::ProvidedRole;
pub use server::CredentialServer;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
