//! A sign-in at the access portal, and what it can list.

use crate::Error;
use daypass_portal_client::{Account, Client};
use daypass_sso_types::{AccessToken, Clock, SignInTarget};
use daypass_transport::{Caller, Endpoint};
use std::sync::Arc;

/// The most that the service puts on a page.
pub(crate) const PAGE: u8 = 100;

/// A sign-in at the access portal. Cheap to clone.
///
/// A *listing* is patient: where the service answers "too many requests" it goes on at the pace that the service allows,
/// and is given up after a minute without any other answer; a call that fails otherwise is made again, up to the
/// caller's [`RetryPolicy::max_attempts`] before anything has worked, six times after. A *look-up* makes each call as
/// often as the caller's policy says and not once more.
///
/// Cancel safety: dropping a future of this type ends its calls. They change nothing, so nothing is lost but what was
/// read; [`ListingCache::resume`] keeps that.
///
/// [`RetryPolicy::max_attempts`]: daypass_transport::RetryPolicy::max_attempts
/// [`ListingCache::resume`]: crate::ListingCache::resume
#[derive(Debug, Clone)]
pub struct PortalSession {
    pub(crate) caller: Caller,
    pub(crate) endpoint: Endpoint,
    pub(crate) token: AccessToken,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) target: Option<SignInTarget>,
}

impl PortalSession {
    /// Speaks to this portal through this caller, as whoever has the token. The clock tells how fast answers come.
    pub fn new(caller: Caller, endpoint: Endpoint, token: AccessToken, clock: Arc<dyn Clock>) -> Self {
        Self { caller, endpoint, token, clock, target: None }
    }

    /// The same, knowing what to sign in to again where the token is refused: for [`Error::remedy`].
    #[must_use]
    pub fn of(self, target: SignInTarget) -> Self {
        Self { target: Some(target), ..self }
    }

    /// The access token.
    pub fn token(&self) -> &AccessToken {
        &self.token
    }

    /// Looks up the accounts, one page after the other.
    pub async fn look_up_accounts(&self) -> Result<Vec<Account>, Error> {
        let client = Client::new(self.caller.clone(), self.endpoint.clone()).with_page_size(PAGE);
        let accounts = client.list_accounts(&self.token).await;
        accounts.map_err(|error| Error::from(error).with_target(self.target.clone()))
    }
}
