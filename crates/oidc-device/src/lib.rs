//! The OAuth side of AWS IAM Identity Center (service SSO OIDC): client registration, the device grant
//! (RFC 8628), the authorization code grant with PKCE (RFC 7636), and refresh.
//!
//! Every operation is a value that builds a [`Request`](daypass_transport::Request) and reads a
//! [`Response`](daypass_transport::Response). [`Poll`] is the polling of the device grant as a state machine;
//! [`callback::Callback`] judges the browser's redirect. Only [`Client`], which sends the requests through a
//! [`Caller`](daypass_transport::Caller), is async.
//!
//! Codes and refresh tokens may be valid for one use: dropping a future of [`Client`] that presents one may lose the
//! sign-in. Lifetimes are whole seconds. An [`Error`] has a [`kind`](ErrorKind) by what the caller does next.
//!
//! ```
//! use daypass_oidc_device::{Registration, RegistrationRequest};
//! use daypass_transport::Endpoint;
//! use std::time::SystemTime;
//!
//! let endpoint = Endpoint::custom("https://oidc.eu-west-1.amazonaws.com")?;
//! let wanted = RegistrationRequest::device("daypass-dev", &[]);
//! let request = wanted.request(&endpoint);
//! assert_eq!(request.body(), br#"{"clientName":"daypass-dev","clientType":"public"}"#);
//!
//! let reply = br#"{"clientId":"c1","clientSecret":"s1","clientSecretExpiresAt":1800000000}"#;
//! let reply = http::Response::new(reply.to_vec());
//! let registration = Registration::read(&wanted, &reply, SystemTime::UNIX_EPOCH)?;
//! assert_eq!(registration.client_id, "c1");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod callback;

mod authorize;
mod client;
mod device;
mod error;
mod pkce;
mod poll;
mod register;
mod token;
mod wire;

pub use authorize::authorize_url;
pub use client::Client;
pub use daypass_sso_types::DEFAULT_SCOPE;
pub use daypass_transport::{CallError, CallFailure};
pub use device::DeviceAuthorization;
pub use error::{Error, ErrorKind};
pub use pkce::Pkce;
pub use poll::{Poll, PollStep};
pub use register::{REDIRECT_PATH, Registration, RegistrationRequest};
pub use token::{Grant, TokenRequest};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
