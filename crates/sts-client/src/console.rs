//! Makes URLs that open the AWS web console: by federation of role credentials, and by the access portal.
//!
//! [`ConsoleLogin::url`] does the whole federation. Its two steps are [`sign_in_token_request`], which exchanges
//! credentials for a [`SignInToken`], and [`login_url`], which the browser opens. The URI of the request and the login
//! URL hold secrets, and must not be logged. The hosts of the isolated partitions follow the rule set of AWS sign-in;
//! AWS does not document federation there.

use crate::{Error, error};
use daypass_sso_types::{AccountId, Credentials, Region, RoleName, StartUrl, WebAddress};
use daypass_transport::{
    Caller, Endpoint, EndpointOptions, Members, Partition, Request, Response, Service, encode_component,
    encode_query, signing_region,
};
use std::{fmt, ops::RangeInclusive, time::Duration, time::SystemTime};

mod services;

pub use services::{service_names, service_path};

/// The duration that a console session can have: 15 minutes to 12 hours.
pub const SESSION_DURATION: RangeInclusive<Duration> = Duration::from_secs(900)..=Duration::from_secs(43_200);

/// The token in a login URL, valid for 15 minutes.
#[derive(Clone, PartialEq, Eq)]
pub struct SignInToken(String);

impl fmt::Debug for SignInToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignInToken(redacted)")
    }
}

/// Returns the endpoint of federation: the regional sign-in host, which all regions have and opt-in regions require.
pub fn federation_endpoint(region: &Region) -> Endpoint {
    Endpoint::aws(Service::Signin, &signing_region(region), EndpointOptions::default())
}

/// Returns the URL of the console's home in the region, or of a service's page (`s3`, `ec2`, `cloudwatch`). `None` in
/// the isolated partitions, whose consoles AWS does not document.
///
/// ```
/// use daypass_sts_client::console::console_url;
/// let region = "eu-west-1".parse()?;
/// assert_eq!(console_url(&region, None).unwrap(), "https://eu-west-1.console.aws.amazon.com/console/home?region=eu-west-1");
/// assert_eq!(console_url(&region, Some("s3")).unwrap(), "https://eu-west-1.console.aws.amazon.com/s3/home?region=eu-west-1");
/// # Ok::<(), daypass_sso_types::InvalidName>(())
/// ```
pub fn console_url(region: &Region, service: Option<&str>) -> Option<String> {
    let region = signing_region(region);
    let host = Partition::of(&region).console_suffix?;
    let service = encode_component(service.unwrap_or("console"));
    Some(format!("https://{region}.{host}/{service}/home?region={region}"))
}

/// Checks a console page that a person gave: a path of the region's console, or the URL of a page of any AWS console.
/// `None` for any other host, because the login URL would lead there with a console session, and for a path in an
/// isolated partition, whose console is not known.
///
/// ```
/// use daypass_sts_client::console::destination;
/// let region = "eu-west-1".parse()?;
/// let page = |text| destination(&region, text);
/// assert_eq!(page("/s3/buckets").unwrap(), "https://eu-west-1.console.aws.amazon.com/s3/buckets");
/// let health = "https://health.console.aws.amazon.com/health/home";
/// assert_eq!(page(health).as_deref(), Some(health));
/// assert_eq!(page("https://console.evil.example/s3"), None);
/// assert_eq!(page("https://console.aws.amazon.com@evil.example/"), None);
/// # Ok::<(), daypass_sso_types::InvalidName>(())
/// ```
pub fn destination(region: &Region, text: &str) -> Option<String> {
    let address = if text.starts_with('/') {
        let region = signing_region(region);
        format!("https://{region}.{}{text}", Partition::of(&region).console_suffix?)
    } else {
        text.to_owned()
    };
    let address = WebAddress::parse(&address).ok().filter(WebAddress::is_https)?;
    // Consoles such as QuickSight's are not under `console.`, but under the domain of the console sign-in.
    let is_a_console = Partition::all().iter().any(|partition| address.is_under(partition.signin_suffix));
    is_a_console.then(|| address.to_string())
}

/// Builds the request `getSigninToken`. Without a duration the console session lasts as long as the credentials; with
/// one, 15 minutes to 12 hours. AWS gives a chained role no console session with a duration.
///
/// # Errors
/// Credentials without a session token, which cannot be federated; a duration outside [`SESSION_DURATION`].
pub fn sign_in_token_request(
    endpoint: &Endpoint,
    credentials: &Credentials,
    duration: Option<Duration>,
) -> Result<Request, Error> {
    let Some(session_token) = &credentials.session_token else {
        return Err(error::request("only temporary credentials, with a session token, open the console"));
    };
    if duration.is_some_and(|time| !SESSION_DURATION.contains(&time)) {
        return Err(error::request("a console session lasts from 15 minutes to 12 hours"));
    }
    let session = serde_json::json!({
        "sessionId": credentials.access_key_id,
        "sessionKey": credentials.secret_access_key.expose(),
        "sessionToken": session_token.expose(),
    })
    .to_string();
    let seconds = duration.map(|time| time.as_secs().to_string());
    let mut query = vec![("Action", "getSigninToken"), ("Session", &*session)];
    query.extend(seconds.as_deref().map(|seconds| ("SessionDuration", seconds)));
    let mut request = Request::default();
    *request.uri_mut() = endpoint.uri(&format!("/federation?{}", encode_query(&query)));
    Ok(request)
}

/// Reads the reply to [`sign_in_token_request`] that came at `now`.
///
/// # Errors
/// A refusal of the service, or a reply without a token.
pub fn read_sign_in_token(response: &Response, now: SystemTime) -> Result<SignInToken, Error> {
    if !response.status().is_success() {
        return Err(error::refused(response, now));
    }
    Ok(SignInToken(Members::parse(response)?.opaque("SigninToken")?))
}

/// Builds the URL that signs the browser in and leads to `destination`. It is a secret until it has been opened. The
/// console sends people to `issuer` when the session ends; usually that is the start URL.
pub fn login_url(endpoint: &Endpoint, issuer: &str, destination: &str, token: &SignInToken) -> String {
    let query = encode_query(&[
        ("Action", "login"),
        ("Issuer", issuer),
        ("Destination", destination),
        ("SigninToken", &token.0),
    ]);
    endpoint.uri(&format!("/federation?{query}")).to_string()
}

/// Returns the URL that signs a browser out of the console, and leads to `destination` then. It holds no secret. The browser's
/// session at the access portal stays.
///
/// ```
/// use daypass_sts_client::console::{federation_endpoint, sign_out_url};
/// let url = sign_out_url(&federation_endpoint(&"eu-west-1".parse()?), "https://eu-west-1.console.aws.amazon.com/");
/// assert_eq!(
///     url,
///     "https://eu-west-1.signin.aws.amazon.com/oauth?Action=logout&redirect_uri=https%3A%2F%2Feu-west-1.console.aws.amazon.com%2F"
/// );
/// # Ok::<(), daypass_sso_types::InvalidName>(())
/// ```
pub fn sign_out_url(endpoint: &Endpoint, destination: &str) -> String {
    let query = encode_query(&[("Action", "logout"), ("redirect_uri", destination)]);
    endpoint.uri(&format!("/oauth?{query}")).to_string()
}

/// A console session to open with the credentials of a role.
///
/// ```
/// use daypass_sso_types::{Credentials, Region};
/// use daypass_sts_client::{Error, console::{ConsoleLogin, console_url, federation_endpoint}};
/// use daypass_transport::Caller;
/// use std::time::SystemTime;
///
/// async fn buckets(caller: &Caller, keys: &Credentials, region: &Region, now: SystemTime) -> Result<String, Error> {
///     let destination = console_url(region, Some("s3")).unwrap_or_default();
///     let login = ConsoleLogin { destination: &destination, issuer: "", duration: None };
///     login.url(caller, &federation_endpoint(region), keys, now).await
/// }
/// ```
#[derive(Debug, Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "what federation asks for, which callers fill in")]
pub struct ConsoleLogin<'a> {
    /// The URL of the page to open; see [`console_url`] and [`destination`].
    pub destination: &'a str,
    /// The URL to which the console sends people when the session ends; usually the start URL.
    pub issuer: &'a str,
    /// The duration of the console session; `None` for that of the credentials.
    pub duration: Option<Duration>,
}

impl ConsoleLogin<'_> {
    /// Exchanges temporary credentials for the URL that signs the browser in. A secret until it has been opened.
    /// Dropping the future loses a token that can be asked for again.
    ///
    /// # Errors
    /// As [`sign_in_token_request`] and [`read_sign_in_token`]; [`ConsoleLogin::is_refused_for_its_duration`] knows one
    /// refusal that AWS does not explain.
    pub async fn url(
        &self,
        caller: &Caller,
        endpoint: &Endpoint,
        credentials: &Credentials,
        now: SystemTime,
    ) -> Result<String, Error> {
        let request = sign_in_token_request(endpoint, credentials, self.duration)?;
        let token = read_sign_in_token(&caller.send(request).await?, now)?;
        Ok(login_url(endpoint, self.issuer, self.destination, &token))
    }

    /// Whether AWS refused the call because the credentials are of a chained role, whose console session cannot have a
    /// duration: it answers with status 400 and no error code.
    pub fn is_refused_for_its_duration(&self, error: &Error) -> bool {
        self.duration.is_some() && error.service_error().is_some_and(|refusal| refusal.status == 400)
    }
}

/// Returns the access portal's URL that opens the console. It needs no credentials, only the browser's session at the
/// portal.
///
/// ```
/// use daypass_sts_client::console::portal_url;
/// let url = portal_url(
///     &daypass_sso_types::StartUrl::new("https://d-1234567890.awsapps.com/start/")?,
///     &"111122223333".parse()?, Some(&"Read Only".parse()?), None,
/// );
/// assert_eq!(url, "https://d-1234567890.awsapps.com/start/#/console?account_id=111122223333&role_name=Read%20Only");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn portal_url(
    start_url: &StartUrl,
    account: &AccountId,
    role: Option<&RoleName>,
    destination: Option<&str>,
) -> String {
    let base = start_url.as_str().split('#').next().unwrap_or_default().trim_end_matches('/');
    let mut query = vec![("account_id", account.as_str())];
    query.extend(role.map(|role| ("role_name", role.as_str())));
    query.extend(destination.map(|url| ("destination", url)));
    format!("{base}/#/console?{}", encode_query(&query))
}
