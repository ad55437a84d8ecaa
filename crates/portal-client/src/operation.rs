//! The four operations of the portal, as values that build a request and read its reply.

use crate::{Error, error::bad_token};
use daypass_sso_types::{AccessToken, AccountId, Credentials, RoleName, SecretAccessKey, SessionToken};
use daypass_transport::{Endpoint, Malformed, Members, Request, Response, ServiceError, encode_query};
use http::{HeaderValue, Method};
use std::time::{Duration, SystemTime};

/// An operation of the portal. The API has four, so that the trait is sealed.
pub trait Operation: sealed::Sealed {
    /// The contents of a successful reply.
    type Output;

    /// Builds the request.
    ///
    /// # Errors
    /// [`Unauthorized`](crate::ErrorKind::Unauthorized) for a token with characters that are not valid in a header.
    fn request(&self, endpoint: &Endpoint, token: &AccessToken) -> Result<Request, Error>;

    /// Reads the reply to the request.
    ///
    /// # Errors
    /// A refusal of the service, or a reply that lacks a member or has an invalid one.
    fn read(&self, response: &Response) -> Result<Self::Output, Error>;
}

/// One page of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "all there is to a page")]
pub struct Page<T> {
    /// The items of the page, in the service's order.
    pub items: Vec<T>,
    /// The token to request the next page with; `None` on the last page.
    pub next_token: Option<String>,
}

/// An account of the user.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the members of the API's reply")]
pub struct Account {
    /// `accountId`.
    pub id: AccountId,
    /// `accountName`, as its owner wrote it: strip control characters before a terminal shows it.
    pub name: Option<String>,
    /// `emailAddress`, the e-mail address of the account's root user.
    pub email: Option<String>,
}

impl Account {
    /// Returns a label as the AWS CLI shows it: `Dev, dev@example.com (111122223333)`. Strip control characters before
    /// a terminal shows it.
    ///
    /// ```
    /// use daypass_portal_client::Account;
    /// use daypass_sso_types::AccountId;
    ///
    /// let id = AccountId::new("111122223333")?;
    /// let mut account = Account { id, name: Some("Dev".to_owned()), email: Some("d@example.com".to_owned()) };
    /// assert_eq!(account.label(), "Dev, d@example.com (111122223333)");
    /// account.name = None;
    /// assert_eq!(account.label(), "d@example.com (111122223333)");
    /// account.email = None;
    /// assert_eq!(account.label(), "111122223333");
    /// # Ok::<(), daypass_sso_types::InvalidName>(())
    /// ```
    pub fn label(&self) -> String {
        let parts: Vec<_> = [&self.name, &self.email].into_iter().flatten().map(String::as_str).collect();
        if parts.is_empty() { self.id.to_string() } else { format!("{} ({})", parts.join(", "), self.id) }
    }
}

/// Lists the accounts of the user: `GET /assignment/accounts`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the parameters of the API")]
pub struct ListAccounts {
    /// The [`Page::next_token`] of the previous page; `None` for the first page.
    pub next_token: Option<String>,
    /// The number of accounts per page, 1 to 100; `None` for the service's default, as in the AWS CLI.
    pub max_results: Option<u8>,
}

/// Lists the roles of the user in an account: `GET /assignment/roles`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the parameters of the API")]
pub struct ListAccountRoles {
    /// The account.
    pub account: AccountId,
    /// The [`Page::next_token`] of the previous page; `None` for the first page.
    pub next_token: Option<String>,
    /// The number of roles per page, 1 to 100; `None` for the service's default, as in the AWS CLI.
    pub max_results: Option<u8>,
}

/// Gets the credentials of a role: `GET /federation/credentials`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the parameters of the API")]
pub struct GetRoleCredentials {
    /// The account.
    pub account: AccountId,
    /// The role.
    pub role: RoleName,
}

/// Signs out: `POST /logout`. It ends the session of the token.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "it has no parameters")]
pub struct Logout;

impl Operation for ListAccounts {
    type Output = Page<Account>;

    fn request(&self, endpoint: &Endpoint, token: &AccessToken) -> Result<Request, Error> {
        let paging = paging(self.next_token.as_deref(), self.max_results);
        call(Method::GET, endpoint, "/assignment/accounts", &paging, token)
    }

    fn read(&self, response: &Response) -> Result<Page<Account>, Error> {
        page(response, "accountList", |mut account| {
            let id = AccountId::new(account.text("accountId")?);
            Ok(Account {
                id: id.map_err(|_| Malformed::new("an accountId is not one"))?,
                name: account.optional_text("accountName")?,
                email: account.optional_text("emailAddress")?,
            })
        })
    }
}

impl Operation for ListAccountRoles {
    type Output = Page<RoleName>;

    fn request(&self, endpoint: &Endpoint, token: &AccessToken) -> Result<Request, Error> {
        let mut query = vec![("account_id", self.account.as_str().to_owned())];
        query.extend(paging(self.next_token.as_deref(), self.max_results));
        call(Method::GET, endpoint, "/assignment/roles", &query, token)
    }

    fn read(&self, response: &Response) -> Result<Page<RoleName>, Error> {
        page(response, "roleList", |mut role| {
            let name = role.text("roleName")?;
            Ok(RoleName::new(name)
                .ok()
                .filter(is_name)
                .ok_or_else(|| Malformed::new("a roleName is not one"))?)
        })
    }
}

impl Operation for GetRoleCredentials {
    type Output = Credentials;

    fn request(&self, endpoint: &Endpoint, token: &AccessToken) -> Result<Request, Error> {
        let query =
            [("role_name", self.role.as_str().to_owned()), ("account_id", self.account.as_str().to_owned())];
        call(Method::GET, endpoint, "/federation/credentials", &query, token)
    }

    fn read(&self, response: &Response) -> Result<Credentials, Error> {
        let mut credentials = reply(response)?.object("roleCredentials")?;
        // Milliseconds on the wire; every file and every output has whole seconds.
        let expires = Duration::from_secs(credentials.number("expiration")? / 1000);
        let expires_at = SystemTime::UNIX_EPOCH.checked_add(expires).filter(|_| expires < YEAR_10000);
        Ok(Credentials {
            access_key_id: credentials.opaque("accessKeyId")?,
            secret_access_key: SecretAccessKey::new(credentials.opaque("secretAccessKey")?),
            session_token: Some(SessionToken::new(credentials.opaque("sessionToken")?)),
            expires_at: Some(
                expires_at.ok_or_else(|| Malformed::new("its member expiration is out of range"))?,
            ),
            account_id: Some(self.account.clone()),
        })
    }
}

impl Operation for Logout {
    type Output = ();

    fn request(&self, endpoint: &Endpoint, token: &AccessToken) -> Result<Request, Error> {
        call(Method::POST, endpoint, "/logout", &[], token)
    }

    fn read(&self, response: &Response) -> Result<(), Error> {
        if !response.status().is_success() {
            return Err(Error::from_response(response));
        }
        if ServiceError::read(response).is_html() { Err(Malformed::web_page().into()) } else { Ok(()) }
    }
}

/// The first time that no date format of the cache files can hold, since the Unix epoch.
const YEAR_10000: Duration = Duration::from_secs(253_402_300_800);

/// Whether the name has the characters and the length of an IAM role name.
fn is_name(name: &RoleName) -> bool {
    name.as_str().len() <= 64
        && name.as_str().bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+=,.@_-".contains(&byte))
}

mod sealed {
    #[expect(unnameable_types, reason = "that is what seals it")]
    pub trait Sealed {}
    impl Sealed for super::ListAccounts {}
    impl Sealed for super::ListAccountRoles {}
    impl Sealed for super::GetRoleCredentials {}
    impl Sealed for super::Logout {}
}

fn call(
    method: Method,
    endpoint: &Endpoint,
    path: &str,
    query: &[(&str, String)],
    token: &AccessToken,
) -> Result<Request, Error> {
    let pairs: Vec<_> = query.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let target = if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", encode_query(&pairs)) };
    let mut bearer = HeaderValue::from_str(token.expose()).map_err(|_| bad_token())?;
    bearer.set_sensitive(true);
    let mut request = Request::default();
    *request.method_mut() = method;
    *request.uri_mut() = endpoint.uri(&target);
    request.headers_mut().insert("x-amz-sso_bearer_token", bearer);
    Ok(request)
}

fn paging(next_token: Option<&str>, max_results: Option<u8>) -> Vec<(&'static str, String)> {
    let next = next_token.map(|token| ("next_token", token.to_owned()));
    next.into_iter().chain(max_results.map(|max| ("max_result", max.to_string()))).collect()
}

fn reply(response: &Response) -> Result<Members, Error> {
    if response.status().is_success() {
        Ok(Members::parse(response)?)
    } else {
        Err(Error::from_response(response))
    }
}

fn page<T>(
    response: &Response,
    list: &str,
    item: impl FnMut(Members) -> Result<T, Error>,
) -> Result<Page<T>, Error> {
    let mut reply = reply(response)?;
    let items = reply.objects(list)?.into_iter().map(item).collect::<Result<_, _>>()?;
    let next_token = reply.optional_text("nextToken")?.filter(|token| !token.is_empty());
    Ok(Page { items, next_token })
}
