//! A session at the access portal: transport, endpoint, token and clock.

use crate::Error;
use daypass_portal_client::{Account, Client};
use daypass_sso_types::{AccessToken, Clock, SignInTarget};
use daypass_transport::{Caller, Endpoint};
use std::sync::Arc;

/// Entries requested per page; the service's maximum.
pub(crate) const PAGE_SIZE: u8 = 100;

/// A session at the access portal, which lists accounts and roles. Cheap to clone.
///
/// A *listing* ([`list`](Self::list), [`list_into`](Self::list_into)) slows down when the service answers "too many
/// requests", and fails after a minute without any other answer. A call that fails for another reason is repeated, up
/// to the caller's [`RetryPolicy::max_attempts`] before the first success and six times after it. A *look-up*
/// ([`look_up_accounts`](Self::look_up_accounts)) repeats each call only as the caller's policy says.
///
/// Cancel safety: dropping a future of this type ends its calls, which change nothing at AWS. What was read is lost
/// unless it was written to a [`ListingCache`].
///
/// [`RetryPolicy::max_attempts`]: daypass_transport::RetryPolicy::max_attempts
/// [`ListingCache`]: crate::ListingCache
#[derive(Debug, Clone)]
pub struct PortalSession {
    pub(crate) caller: Caller,
    pub(crate) endpoint: Endpoint,
    pub(crate) token: AccessToken,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) target: Option<SignInTarget>,
}

impl PortalSession {
    /// Creates a session for a portal endpoint and an access token. The clock measures how fast answers come.
    pub fn new(caller: Caller, endpoint: Endpoint, token: AccessToken, clock: Arc<dyn Clock>) -> Self {
        Self { caller, endpoint, token, clock, target: None }
    }

    /// Sets the target to sign in to again if the token is refused, for [`Error::remedy`].
    #[must_use]
    pub fn of(self, target: SignInTarget) -> Self {
        Self { target: Some(target), ..self }
    }

    /// Returns the access token.
    pub fn token(&self) -> &AccessToken {
        &self.token
    }

    /// Lists the accounts page by page, with the caller's retry policy. Dropping the future ends its call.
    ///
    /// # Errors
    /// Fails if a page cannot be read after the attempts of the policy.
    pub async fn look_up_accounts(&self) -> Result<Vec<Account>, Error> {
        let client = Client::new(self.caller.clone(), self.endpoint.clone()).with_page_size(PAGE_SIZE);
        let accounts = client.list_accounts(&self.token).await;
        accounts.map_err(|error| Error::from(error).with_target(self.target.clone()))
    }
}
