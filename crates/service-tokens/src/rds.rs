//! The password of a database user with IAM authentication: a signed address, valid for 15 min.

use crate::{Error, ErrorKind, ServiceToken};
use daypass_sso_types::{Credentials, Region};
use daypass_sts_client::signing::{Scope, presigned};
use daypass_transport::encode_query;
use std::time::{Duration, SystemTime};

/// How long a token lets in. A connection that is open stays.
pub const LIFETIME: Duration = Duration::from_secs(900);

/// A user of a database of RDS or Aurora.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "what a token is signed for, which callers fill in")]
pub struct Database<'a> {
    /// The host name of the instance, the cluster or the proxy. An alias of one's own is signed as it is, and refused by RDS.
    pub hostname: &'a str,
    /// The port.
    pub port: u16,
    /// The database user.
    pub username: &'a str,
    /// The region of the database.
    pub region: &'a Region,
}

impl Database<'_> {
    /// Makes the password, byte for byte that of `aws rds generate-db-auth-token`.
    ///
    /// # Errors
    /// A host name that is none, or credentials with characters that are not valid in a signature.
    pub fn auth_token(&self, credentials: &Credentials, now: SystemTime) -> Result<ServiceToken, Error> {
        let Self { hostname, port, username, region } = *self;
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
        if hostname.is_empty() || !hostname.bytes().all(is_name) {
            return Err(Error::local(ErrorKind::InvalidRequest, "the host name of the database is not one"));
        }
        // What is signed is the Host header of a web client: in lower case, and without the default port.
        let host = hostname.to_ascii_lowercase();
        let host = if port == 443 { host } else { format!("{host}:{port}") };
        let query = encode_query(&[("Action", "connect"), ("DBUser", username)]);
        let url = format!("https://{host}/?{query}");
        let scope = Scope { service: "rds-db", region };
        let signed = presigned(&url, &[], LIFETIME, scope, credentials, now)?;
        let rest = signed.get(signed.find("/?").unwrap_or_default()..).unwrap_or_default();
        // `https://` holds no `/?`, so the rest begins with the path.
        Ok(ServiceToken::new(format!("{hostname}:{port}{rest}")))
    }
}
