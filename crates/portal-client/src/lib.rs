//! The access portal's API of AWS IAM Identity Center (service SSO): the accounts and roles of a signed-in user, the
//! credentials of a role, and sign-out.
//!
//! Each operation is a value that builds its request and reads its reply ([`Operation`]); [`Client`] sends them and
//! reads all pages of a listing. Dropping a future of [`Client`] loses a reply that can be asked for again. Expiry
//! times are cut to whole seconds.
//!
//! ```
//! use daypass_portal_client::{ListAccounts, Operation as _};
//! use daypass_sso_types::AccessToken;
//! use daypass_transport::Endpoint;
//!
//! let portal = Endpoint::custom("https://portal.sso.eu-west-1.amazonaws.com")?;
//! let request = ListAccounts::default().request(&portal, &AccessToken::new("t"))?;
//! assert_eq!(request.uri(), "https://portal.sso.eu-west-1.amazonaws.com/assignment/accounts");
//!
//! let reply = br#"{"accountList":[{"accountId":"111122223333","accountName":"dev"}],"nextToken":null}"#;
//! let page = ListAccounts::default().read(&http::Response::new(reply.to_vec()))?;
//! assert_eq!(page.items[0].name.as_deref(), Some("dev"));
//! assert!(page.next_token.is_none());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod client;
mod error;
mod operation;
mod pages;

pub use client::Client;
pub use daypass_transport::{CallError, CallFailure};
pub use error::{Error, ErrorKind};
pub use operation::{Account, GetRoleCredentials, ListAccountRoles, ListAccounts, Logout, Operation, Page};
pub use pages::Pages;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
