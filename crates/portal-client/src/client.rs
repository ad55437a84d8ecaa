//! The async client, which sends operations and reads all pages of a listing.

use crate::{Account, Error, GetRoleCredentials, ListAccountRoles, ListAccounts, Logout, Operation, Pages};
use daypass_sso_types::{AccessToken, AccountId, Credentials, RoleName};
use daypass_transport::{Caller, Endpoint};

/// A client of the access portal at one endpoint.
#[derive(Debug, Clone)]
pub struct Client {
    caller: Caller,
    endpoint: Endpoint,
    page_size: Option<u8>,
}

impl Client {
    /// Creates a client that calls this endpoint through this caller, with the service's page size.
    pub fn new(caller: Caller, endpoint: Endpoint) -> Self {
        Self { caller, endpoint, page_size: None }
    }

    /// Sets the number of items per page; the service accepts 1 to 100.
    #[must_use]
    pub fn with_page_size(self, items: u8) -> Self {
        Self { page_size: Some(items), ..self }
    }

    /// Calls one operation, with retries by the caller's policy.
    ///
    /// Dropping the future loses a reply that can be asked for again; for [`Logout`] see [`Client::logout`].
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind).
    pub async fn call<O: Operation>(&self, operation: &O, token: &AccessToken) -> Result<O::Output, Error> {
        let request = operation.request(&self.endpoint, token)?;
        operation.read(&self.caller.send(request).await?)
    }

    /// Lists every account of the user, page after page, with retries by the caller's policy.
    ///
    /// In a large organisation the service's rate limit can make it fail with kind `Throttled`; `daypass-inventory`
    /// lists at the rate that the service allows.
    ///
    /// Dropping the future loses the pages read so far.
    pub async fn list_accounts(&self, token: &AccessToken) -> Result<Vec<Account>, Error> {
        let (mut pages, mut all) = (Pages::default(), Vec::new());
        loop {
            let operation = ListAccounts { next_token: pages.next_token(), max_results: self.page_size };
            let page = self.call(&operation, token).await?;
            let new = page.items.len();
            all.extend(page.items);
            if !pages.add(new, page.next_token)? {
                return Ok(all);
            }
        }
    }

    /// Lists every role of the user in the account, page after page.
    ///
    /// Dropping the future loses the pages read so far.
    pub async fn list_account_roles(
        &self,
        token: &AccessToken,
        account: &AccountId,
    ) -> Result<Vec<RoleName>, Error> {
        let (mut pages, mut all) = (Pages::default(), Vec::new());
        loop {
            let (account, next_token) = (account.clone(), pages.next_token());
            let operation = ListAccountRoles { account, next_token, max_results: self.page_size };
            let page = self.call(&operation, token).await?;
            let new = page.items.len();
            all.extend(page.items);
            if !pages.add(new, page.next_token)? {
                return Ok(all);
            }
        }
    }

    /// Gets credentials of the role in the account.
    ///
    /// Dropping the future loses a reply that can be asked for again.
    pub async fn role_credentials(
        &self,
        token: &AccessToken,
        account: &AccountId,
        role: &RoleName,
    ) -> Result<Credentials, Error> {
        self.call(&GetRoleCredentials { account: account.clone(), role: role.clone() }, token).await
    }

    /// Signs out (`Logout`). Dropping the future leaves it unknown whether the session has ended.
    ///
    /// # Errors
    /// [`Unauthorized`](crate::ErrorKind::Unauthorized) if the session had already ended.
    pub async fn logout(&self, token: &AccessToken) -> Result<(), Error> {
        self.call(&Logout, token).await
    }
}
