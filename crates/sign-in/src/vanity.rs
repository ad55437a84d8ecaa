//! Vanity start URLs: a company's own address that redirects to its AWS access portal.
//!
//! One redirect is followed, and its target must be a host of an AWS access portal.

use crate::{Error, ErrorKind};
use daypass_sso_types::{Region, StartUrl, WebAddress};
use daypass_transport::{Caller, Partition, Request, Response, is_portal, portal_region};
use http::{Method, Uri, header};

/// The access portal that a start URL leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a URL and a region; callers that know both build it")]
pub struct Portal {
    /// The URL by which the sign-in service knows the portal.
    pub url: String,
    /// The region. Of a vanity URL: the region in the portal's host, else the configured one. Of a portal's own URL: the
    /// configured region, else the one in its host.
    pub region: Option<Region>,
}

/// Says whether the URL has to be resolved with [`resolve`]: it is `https:` and no known portal host.
///
/// Portals of the isolated partitions have unknown hosts and are taken as they are; so are `http:` simulators.
pub fn is_vanity(url: &StartUrl, region: Option<&Region>) -> bool {
    let isolated = region.is_some_and(|region| Partition::of(region).portal_domains.is_empty());
    !isolated && url.as_str().starts_with("https:") && !is_portal(url)
}

/// Finds the portal behind a start URL with one HEAD request (GET if the server answers 405 or 501).
///
/// A URL that is not a vanity URL ([`is_vanity`]) is returned with the configured region, without a request. Dropping
/// the future drops the request and changes nothing.
///
/// # Errors
/// Fails with [`ErrorKind::Network`] if the server does not answer, and with [`ErrorKind::Configuration`] if the URL
/// does not lead to an access portal of AWS.
///
/// ```
/// use daypass_sign_in::{Error, is_vanity, resolve};
/// use daypass_sso_types::StartUrl;
/// use daypass_transport::Caller;
///
/// async fn portal(caller: &Caller, typed: &StartUrl) -> Result<String, Error> {
///     assert!(is_vanity(typed, None), "https://aws.example.com, say");
///     Ok(resolve(caller, typed, None).await?.url)
/// }
/// ```
pub async fn resolve(caller: &Caller, url: &StartUrl, region: Option<&Region>) -> Result<Portal, Error> {
    if !is_vanity(url, region) {
        let region = region.cloned().or_else(|| portal_region(url));
        return Ok(Portal { url: url.as_str().to_owned(), region });
    }
    let refuse = |why: String| {
        Error::new(ErrorKind::Configuration, format!("{url} does not lead to an AWS access portal"))
            .with_fact("because", why)
    };
    let uri: Uri = url.as_str().parse().map_err(|_| refuse("it is not a valid URL".to_owned()))?;
    let mut answer = ask(caller, url, &uri, Method::HEAD).await?;
    if matches!(answer.status().as_u16(), 405 | 501) {
        answer = ask(caller, url, &uri, Method::GET).await?;
    }
    let found = match answer.status().as_u16() {
        301 | 302 | 303 | 307 | 308 => {
            let location = answer.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
            let location = location.ok_or_else(|| refuse("it redirects without a location".to_owned()))?;
            target(&uri, location).ok_or_else(|| refuse(format!("it redirects to {location}")))?
        }
        200..=299 => normal(url.as_str()).ok_or_else(|| refuse("it has no host".to_owned()))?,
        status => return Err(refuse(format!("it answers with HTTP {status}"))),
    };
    let portal = StartUrl::new(found.as_str()).map_err(|error| refuse(error.to_string()))?;
    if !found.starts_with("https://") || !is_portal(&portal) {
        return Err(refuse(format!("it leads to {found}")));
    }
    let region = portal_region(&portal).or_else(|| region.cloned());
    Ok(Portal { url: found, region })
}

async fn ask(caller: &Caller, url: &StartUrl, uri: &Uri, method: Method) -> Result<Response, Error> {
    let mut request = Request::default();
    *request.method_mut() = method;
    *request.uri_mut() = uri.clone();
    caller.send(request).await.map_err(|error| {
        Error::new(ErrorKind::Network, format!("cannot resolve {url} to its access portal"))
            .with_fact("host", error.host())
            .with_source(error)
    })
}

/// Resolves the `Location` of a redirect, which may be relative to the page.
fn target(page: &Uri, location: &str) -> Option<String> {
    let origin = || Some(format!("{}://{}", page.scheme_str()?, page.authority()?));
    let location = match location {
        rest if rest.starts_with("//") => format!("{}:{rest}", page.scheme_str()?),
        rest if rest.starts_with('/') => format!("{}{rest}", origin()?),
        whole if whole.contains("://") => whole.to_owned(),
        relative => format!("{}/{relative}", origin()?),
    };
    normal(&location)
}

/// Normalises an address and removes its query, its fragment and a slash at its end.
fn normal(address: &str) -> Option<String> {
    let address = WebAddress::parse(address).ok()?;
    let end = address.as_str().find(['?', '#']).unwrap_or(address.as_str().len());
    Some(address.as_str().get(..end)?.trim_end_matches('/').to_owned())
}
