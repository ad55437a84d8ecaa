//! A container credentials endpoint on loopback, like those of ECS and EKS, for programs that read
//! `AWS_CONTAINER_CREDENTIALS_FULL_URI` and `AWS_CONTAINER_AUTHORIZATION_TOKEN`, as all AWS SDKs do.
//!
//! 1. [`Secrets`] are the unguessable path and the token of a role; [`Secrets::variables`] tells an SDK about them, and
//!    [`EndpointVariables`] writes them as a docker command or a compose file.
//! 2. [`Authorizer`] decides by the head of a request, as a pure function; everything unusual is a [`Refusal`].
//! 3. [`CachedCredentials`] renders credentials once and refreshes them before they expire, by one fetch for all
//!    waiting requests; while a fetch fails, credentials that are still valid are served.
//!    A [`Gate`] decides about each answer; [`LeaseGate`] asks a lease, which makes a record of it.
//! 4. [`CredentialServer`] serves them on 127.0.0.1, and on a unix socket of the user's, within the limits of
//!    [`daypass_loopback`].
//! 5. [`FileKeeper`] keeps credentials in a file, for sandboxes that refuse sockets.
//!
//! Credentials come from an implementation of [`FetchCredentials`]; [`ProvidedRole`] is the one for
//! [`daypass_credentials::Provider`]. Times are [`std::time::SystemTime`]s of the given clock. A failed fetch is a
//! [`Failure`], which the requesting program gets as JSON; binding a port fails with the system's [`std::io::Error`].
//!
//! The crate needs a tokio runtime with network and timer enabled; a single-threaded one is enough. Cancel safety: a
//! fetch is dropped when all connections that wait for it have closed; the next request fetches again.
//!
//! Sources: "Container credential provider" in the AWS SDKs and Tools Reference Guide, and the SDKs' own code.

mod authorizer;
mod cached;
mod endpoint_variables;
mod file_keeper;
mod lease_gate;
mod provided_role;
mod secrets;
mod server;

pub use authorizer::{Authorizer, Refusal};
pub use cached::{CachedCredentials, Failure, FetchCredentials, Gate};
pub use endpoint_variables::EndpointVariables;
pub use file_keeper::FileKeeper;
pub use lease_gate::LeaseGate;
pub use provided_role::ProvidedRole;
pub use secrets::Secrets;
pub use server::{CredentialServer, Serving};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
