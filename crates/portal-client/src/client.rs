//! The async driver: sends operations and follows the pages.

use crate::{
    Account, Error, GetRoleCredentials, ListAccountRoles, ListAccounts, Logout, Operation, operation::Page,
};
use daypass_sso_types::{AccessToken, AccountId, Credentials, RoleName};
use daypass_transport::{Caller, Endpoint, Malformed};
use std::collections::HashSet;

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
    pub async fn call<O: Operation>(&self, operation: &O, token: &AccessToken) -> Result<O::Output, Error> {
        let request = operation.request(&self.endpoint, token)?;
        operation.read(&self.caller.send(request).await?)
    }

    /// Every account that the user may enter, all pages.
    pub async fn list_accounts(&self, token: &AccessToken) -> Result<Vec<Account>, Error> {
        let mut pages = Pages::default();
        loop {
            let next_token = pages.next_token.clone();
            let operation = ListAccounts { next_token, max_results: self.page_size };
            if let Some(all) = pages.add(self.call(&operation, token).await?)? {
                return Ok(all);
            }
        }
    }

    /// Every role that the user has in the account, all pages.
    pub async fn list_account_roles(
        &self,
        token: &AccessToken,
        account: &AccountId,
    ) -> Result<Vec<RoleName>, Error> {
        let mut pages = Pages::default();
        loop {
            let next_token = pages.next_token.clone();
            let operation =
                ListAccountRoles { account: account.clone(), next_token, max_results: self.page_size };
            if let Some(all) = pages.add(self.call(&operation, token).await?)? {
                return Ok(all);
            }
        }
    }

    /// Credentials of the role in the account.
    pub async fn role_credentials(
        &self,
        token: &AccessToken,
        account: &AccountId,
        role: &RoleName,
    ) -> Result<Credentials, Error> {
        self.call(&GetRoleCredentials { account: account.clone(), role: role.clone() }, token).await
    }

    /// Signs out. `Unauthorized` means that there was no session any more.
    pub async fn logout(&self, token: &AccessToken) -> Result<(), Error> {
        self.call(&Logout, token).await
    }
}

/// Pages so far. A token that came before would lead round in circles.
struct Pages<T> {
    items: Vec<T>,
    next_token: Option<String>,
    seen: HashSet<String>,
}

impl<T> Default for Pages<T> {
    fn default() -> Self {
        Self { items: Vec::new(), next_token: None, seen: HashSet::new() }
    }
}

impl<T> Pages<T> {
    /// Takes the next page; `Some` is everything, after the last.
    fn add(&mut self, page: Page<T>) -> Result<Option<Vec<T>>, Error> {
        self.items.extend(page.items);
        self.next_token = page.next_token;
        match &self.next_token {
            None => Ok(Some(std::mem::take(&mut self.items))),
            Some(token) if self.seen.insert(token.clone()) => Ok(None),
            Some(_) => Err(Malformed::new("the same nextToken came twice").into()),
        }
    }
}
