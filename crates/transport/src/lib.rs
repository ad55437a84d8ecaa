//! The shared parts of AWS calls: a trait from HTTP request to response, the endpoints of all AWS partitions, retries
//! as a value, and readers for the replies and errors of AWS.
//!
//! No AWS operation is defined here. The protocol crates build a [`Request`] and read a [`Response`]; a [`Caller`]
//! sends it, with retries, through a [`Transport`]: reqwest (feature `reqwest`), a simulator in the process, or a
//! closure. A request that presents a code or token for one use runs in [`Exchanges`], which completes it even if its
//! caller stops waiting.
//!
//! Dropping a future stops further attempts, but a request may have arrived. Times are [`std::time::Duration`]s.
//!
//! ```
//! use daypass_sso_types::Region;
//! use daypass_transport::{Endpoint, EndpointOptions, Service};
//!
//! let region = Region::new("us-gov-west-1")?;
//! let plain = Endpoint::aws(Service::Oidc, &region, EndpointOptions::default());
//! assert_eq!(plain.origin(), "https://oidc.us-gov-west-1.amazonaws.com");
//! assert_eq!(plain.uri("/token"), "https://oidc.us-gov-west-1.amazonaws.com/token");
//!
//! let local = Endpoint::custom("http://127.0.0.1:8080/prefix/")?;
//! assert_eq!(local.uri("/token"), "http://127.0.0.1:8080/prefix/token");
//! assert_eq!(local.origin(), "http://127.0.0.1:8080");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#[cfg(feature = "reqwest")]
mod adapter;
mod call_error;
mod caller;
mod date;
mod encode;
mod endpoint;
mod error;
mod exchanges;
mod members;
mod observed;
mod options;
mod partition;
mod portal_host;
mod proxy;
mod region;
mod retry;
mod service_error;
#[cfg(feature = "tokio")]
mod tokio_spawn;
#[cfg(feature = "tokio")]
mod tokio_timer;
mod transport;
mod trust;
mod uuid;

#[cfg(feature = "reqwest")]
pub use adapter::{ReqwestTransport, TokioSleep};
pub use call_error::{CallError, CallErrorKind, CallFailure};
pub use caller::Caller;
pub use date::{LastSkew, clock_skew, skew_in_words};
pub use encode::{encode_component, encode_query};
pub use endpoint::{Endpoint, EndpointOptions, InvalidEndpoint, Service};
pub use error::{Error, ErrorKind};
pub use exchanges::{Exchanges, Spawn, Watch};
pub use members::{Malformed, Members, opaque};
pub use observed::{FinishedCall, Observed};
pub use options::{ClientOptions, ProxyChoice};
pub use partition::{Partition, signing_region};
pub use portal_host::{is_portal, portal_region};
pub use proxy::{Proxies, ProxyError};
pub use region::{is_client_region_name, is_region_name, plain_region};
pub use retry::RetryPolicy;
pub use service_error::ServiceError;
#[cfg(feature = "tokio")]
pub use tokio_spawn::TokioSpawn;
#[cfg(feature = "tokio")]
pub use tokio_timer::TokioTimer;
pub use transport::{BoxFuture, Request, Response, Sleep, Transport};
pub use trust::{Distrust, Trust};
pub use uuid::uuid;

#[cfg(all(doctest, feature = "reqwest"))]
#[doc = include_str!("../README.md")]
struct Readme;
