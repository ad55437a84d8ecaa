//! A short loopback address that redirects to a target that may hold secrets.

use http::{HeaderValue, Method, Request, Response, StatusCode, header};
use std::fmt;
use subtle::ConstantTimeEq as _;

/// Redirects from a short loopback address to a target.
///
/// The short address holds a secret of its own, so a program that only knows the port cannot follow it. Anyone who
/// knows the whole short address can.
///
/// ```
/// use daypass_loopback::Link;
/// use http::Request;
///
/// let link = Link::new([7; 16], "https://example.com/?token=abc")?;
/// assert_eq!(link.address(4242), "http://127.0.0.1:4242/go/07070707070707070707070707070707");
/// let request = |path: &str| Request::get(path).header("host", "127.0.0.1:4242").body(());
/// let follow = link.answer(&request(link.path())?, 4242).unwrap();
/// assert_eq!(follow.headers()["location"], "https://example.com/?token=abc");
/// assert!(link.answer(&request("/go")?, 4242).is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Link {
    path: String,
    target: HeaderValue,
}

/// Hides the path and the target, which are secret.
impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link").finish_non_exhaustive()
    }
}

impl Link {
    /// Creates a link to `target` whose path is made of `secret`, which must be random.
    ///
    /// # Errors
    /// Fails if `target` is not a valid header value.
    pub fn new(secret: [u8; 16], target: &str) -> Result<Self, header::InvalidHeaderValue> {
        let mut target = HeaderValue::try_from(target)?;
        target.set_sensitive(true);
        Ok(Self { path: format!("/go/{}", hex::encode(secret)), target })
    }

    /// Returns the path, which holds the secret.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the short address at this port.
    pub fn address(&self, port: u16) -> String {
        format!("http://127.0.0.1:{port}{}", self.path)
    }

    /// Returns the redirect if the request is for this link at this port, otherwise `None`.
    pub fn answer(&self, request: &Request<()>, port: u16) -> Option<Response<Vec<u8>>> {
        let host = request.headers().get(header::HOST).map(HeaderValue::as_bytes);
        let own = [format!("127.0.0.1:{port}"), format!("localhost:{port}"), format!("[::1]:{port}")];
        let is_ours =
            host.is_some_and(|host| own.iter().any(|own| own.as_bytes().eq_ignore_ascii_case(host)));
        let target = request.uri().path_and_query().map_or("", |target| target.as_str());
        if *request.method() != Method::GET
            || !is_ours
            || !bool::from(self.path.as_bytes().ct_eq(target.as_bytes()))
        {
            return None;
        }
        let mut response = Response::new(Vec::new());
        *response.status_mut() = StatusCode::FOUND;
        let headers = response.headers_mut();
        headers.insert(header::LOCATION, self.target.clone());
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        Some(response)
    }
}
