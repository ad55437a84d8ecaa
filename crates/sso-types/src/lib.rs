//! The vocabulary shared by the daypass crates: the names that AWS IAM Identity Center uses, checked
//! once; secrets, as types that cannot be printed; credentials; what would fix a failure; and clocks and
//! entropy as values.
//!
//! A leaf: it depends on nothing of ours and on `zeroize` alone.
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
mod remedy;
mod secret;
mod source;
mod start_url;
mod web_address;

pub use credentials::Credentials;
pub use names::{AccountId, InvalidName, Region, RoleName};
pub use nearest::closest;
pub use remedy::{Remedy, SignInTarget};
pub use secret::{
    AccessToken, AuthorizationCode, ClientSecret, CodeVerifier, DeviceCode, RefreshToken, SecretAccessKey,
    SessionToken,
};
pub use source::{Clock, Entropy};
pub use start_url::{InvalidStartUrl, StartUrl};
pub use web_address::{InvalidAddress, WebAddress};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
