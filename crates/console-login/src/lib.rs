//! The AWS sign-in service behind `aws login` (console credentials for local development; service model `signin`
//! 2023-01-01): authorization code with PKCE on the same or on another device, refresh, and DPoP proofs (RFC 9449).
//!
//! Every operation is a value that builds a [`Request`](daypass_transport::Request) and reads a
//! [`Response`](daypass_transport::Response). Only [`Client`], which sends them through a
//! [`Caller`](daypass_transport::Caller), is async. The cryptography is an argument, a [`Signer`]; the feature `ring` has
//! one. A [`ProofKey`] is a value that can be written as PEM and read from what any AWS SDK writes.
//!
//! Codes and refresh tokens may be valid for one use: dropping a future of [`Client`] may lose the session, so run it
//! in [`Exchanges`](daypass_transport::Exchanges). Lifetimes are whole seconds. An [`Error`] has a
//! [`kind`](ErrorKind) by what the caller does next.
//!
//! ```
//! use daypass_console_login::{Flow, Pkce, authorize_url};
//! use daypass_transport::{Endpoint, EndpointOptions, Service};
//!
//! let endpoint = Endpoint::aws(Service::Signin, &"us-east-2".parse()?, EndpointOptions::default());
//! let flow = Flow::SameDevice { port: 4242 };
//! let url = authorize_url(&endpoint, flow, &Pkce::from_entropy(&|bytes: &mut [u8]| bytes.fill(7)));
//! assert!(url.starts_with("https://us-east-2.signin.aws.amazon.com/v1/authorize?response_type=code&client_id="));
//! assert!(url.contains("&redirect_uri=http%3A%2F%2F127.0.0.1%3A4242%2Foauth%2Fcallback&"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Not in it: browser, listener, terminal, files. Sources: botocore's model, the AWS CLI 2.36.7 and the AWS SDKs as they
//! behave against a recording service.

mod authorize;
mod client;
mod der;
mod error;
mod flow;
mod id_token;
mod login_session;
mod pasted;
mod proof;
mod proof_key;
#[cfg(feature = "ring")]
mod ring_signer;
mod signer;
mod token;

pub use authorize::authorize_url;
pub use client::Client;
pub use daypass_oidc_device::{Pkce, callback};
pub use daypass_transport::{CallError, CallFailure};
pub use error::{Error, ErrorKind, MANAGED_POLICY};
pub use flow::{CROSS_DEVICE_CLIENT, Flow, REDIRECT_PATH, SAME_DEVICE_CLIENT};
pub use id_token::{IdTokenClaims, LONGEST_SESSION, login_session_of};
pub use login_session::{InvalidLoginSession, LoginSession};
pub use pasted::{PasteError, read_pasted_code};
pub use proof::proof;
pub use proof_key::{InvalidKey, ProofKey};
#[cfg(feature = "ring")]
pub use ring_signer::RingSigner;
pub use signer::{Signer, SignerError};
pub use token::{Refreshed, SignIn, TOKEN_TYPE, TokenRequest};

#[cfg(all(doctest, feature = "ring"))]
#[doc = include_str!("../README.md")]
struct Readme;
