//! The async driver: sends operations and follows the pages.

use crate::{Account, Error, GetRoleCredentials, ListAccountRoles, ListAccounts, Logout, Operation, Pages};
use daypass_sso_types::{AccessToken, AccountId, Credentials, RoleName};
use daypass_transport::{Caller, Endpoint};

/// The access portal at one endpoint.
#[derive(Debug, Clone)]
pub struct Client {
    caller: Caller,
    endpoint: Endpoint,
    page_size: Option<u8>,
}

impl Client {
    /// Speaks to this endpoint through this caller. The page size is the service's.
    pub fn new(caller: Caller, endpoint: Endpoint) -> Self {
        Self { caller, endpoint, page_size: None }
    }

    /// The same with this many items per page; the service takes 1 to 100.
    #[must_use]
    pub fn with_page_size(self, items: u8) -> Self {
        Self { page_size: Some(items), ..self }
    }

    /// One call, retried as the caller's policy says.
    ///
    /// Dropping the future loses a reply that can be asked for again.
    pub async fn call<O: Operation>(&self, operation: &O, token: &AccessToken) -> Result<O::Output, Error> {
        let request = operation.request(&self.endpoint, token)?;
        operation.read(&self.caller.send(request).await?)
    }

    /// Lists every account that the user may enter, page after page, each call as the caller's policy says.
    ///
    /// Under the service's limit on calls this fails with kind `Throttled`; `daypass-inventory` goes on at the pace that
    /// the service allows.
    ///
    /// Dropping the future loses the pages so far.
    pub async fn list_accounts(&self, token: &AccessToken) -> Result<Vec<Account>, Error> {
        let (mut pages, mut all) = (Pages::default(), Vec::new());
        loop {
            let operation = ListAccounts { next_token: pages.next_token(), max_results: self.page_size };
            let page = self.call(&operation, token).await?;
            let new = page.items.len();
            all.extend(page.items);
            if !pages.turn(new, page.next_token)? {
                return Ok(all);
            }
        }
    }

    /// Every role that the user has in the account, all pages.
    ///
    /// Dropping the future loses the pages so far.
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
            if !pages.turn(new, page.next_token)? {
                return Ok(all);
            }
        }
    }

    /// Credentials of the role in the account.
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

    /// Signs out. `Unauthorized` means that there was no session any more.
    ///
    /// Whoever drops the future does not know whether the session has ended.
    pub async fn logout(&self, token: &AccessToken) -> Result<(), Error> {
        self.call(&Logout, token).await
    }
}
