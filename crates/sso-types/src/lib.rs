//! Types that the daypass crates share: names of AWS IAM Identity Center, checked when they are made; secrets, which
//! cannot be printed; credentials; remedies, which say what would fix a failure; clocks and entropy as values.
//!
//! It depends on `zeroize` alone, and on no other daypass crate.
//!
//! ```
//! use daypass_sso_types::{AccessToken, Region};
//!
//! let region: Region = "eu-west-1".parse()?;
//! assert_eq!(region.as_str(), "eu-west-1");
//! assert!("eu west 1".parse::<Region>().is_err());
//!
//! let token = AccessToken::new("aoaAAAAA");
//! assert_eq!(format!("{token:?}"), "AccessToken(redacted)");
//! # Ok::<(), daypass_sso_types::InvalidName>(())
//! ```

mod credentials;
mod names;
mod nearest;
mod partition;
mod remedy;
mod secret;
mod source;
mod start_url;
mod web_address;

pub use credentials::Credentials;
pub use names::{AccountId, DEFAULT_SCOPE, InvalidName, Region, RoleName};
pub use nearest::closest;
pub use remedy::{Remedy, SignInTarget};
pub use secret::{
    AccessToken, AuthorizationCode, ClientSecret, CodeVerifier, DeviceCode, DpopKey, IdToken, RefreshToken,
    SecretAccessKey, SessionToken,
};
pub use source::{Clock, Entropy};
pub use start_url::{InvalidStartUrl, StartUrl};
pub use web_address::{InvalidAddress, WebAddress};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
