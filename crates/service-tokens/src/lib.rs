//! Tokens that AWS services take in place of a signature: those of EKS and of RDS are a signed address, those of ECR and
//! CodeArtifact the answer to a signed request. The `aws-sigv4` crate signs, by way of `daypass-sts-client`.
//!
//! Every function takes the time `now`, which is part of the signature; AWS allows five minutes either way. Dropping a
//! future loses an answer that can be asked for again. An [`Error`] is that of `daypass-sts-client`. The rules are those of
//! the AWS CLI 1.45.11 and 2.9.19, which the tests have as vectors, and of docker's `docker-credential-helpers`.
//!
//! ```
//! use daypass_service_tokens::ecr::Registry;
//!
//! let registry = Registry::of_server("https://111122223333.dkr.ecr.eu-west-1.amazonaws.com").expect("one of ECR");
//! assert_eq!(registry.region().as_str(), "eu-west-1");
//! assert!(Registry::of_server("https://index.docker.io/v1/").is_none());
//! ```

pub mod code_artifact;
pub mod docker;
pub mod ecr;
pub mod eks;
pub mod rds;

mod json_call;
mod token;

pub use daypass_sts_client::{Error, ErrorKind};
pub use token::ServiceToken;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
