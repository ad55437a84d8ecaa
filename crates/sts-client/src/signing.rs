//! Signs requests and addresses with Signature Version 4, for STS and for any other service.
//!
//! ```
//! use daypass_sso_types::{Credentials, SecretAccessKey};
//! use daypass_sts_client::signing::{Scope, presigned};
//! use std::time::{Duration, SystemTime};
//!
//! let keys = Credentials {
//!     access_key_id: "AKIDEXAMPLE".to_owned(),
//!     secret_access_key: SecretAccessKey::new("planted"),
//!     session_token: None,
//!     expires_at: None,
//!     account_id: None,
//! };
//! let scope = Scope { service: "rds-db", region: &"eu-west-1".parse()? };
//! let minute = Duration::from_secs(60);
//! let url = presigned("https://db.example:3306/?Action=connect", &[], minute, scope, &keys, SystemTime::UNIX_EPOCH)?;
//! assert!(url.starts_with("https://db.example:3306/?Action=connect&X-Amz-Algorithm=AWS4-HMAC-SHA256&"), "{url}");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::{Error, error};
use aws_sigv4::{
    http_request::{
        SignableBody, SignableRequest, SignatureLocation, SigningInstructions, SigningSettings, sign,
    },
    sign::v4,
};
use daypass_sso_types::{Credentials, Region};
use daypass_transport::{Endpoint, Request, encode_query, signing_region};
use http::{HeaderValue, header::CONTENT_TYPE};
use std::time::{Duration, SystemTime};

/// The parameters of a signature in a query, in the order of the AWS CLI.
const QUERY_PARAMETERS: [&str; 7] = [
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-SignedHeaders",
    "X-Amz-Security-Token",
    "X-Amz-Signature",
];

/// The service and the region that a signature is valid for.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "the scope of Signature Version 4, which callers fill in")]
pub struct Scope<'a> {
    /// The signing name of the service, such as `sts` or `rds-db`.
    pub service: &'static str,
    /// The region; a pseudo-region such as `aws-global` stands for the main region of its partition.
    pub region: &'a Region,
}

/// Signs a request at `now`. The signature covers the headers that the request has, host, date and session token, but no
/// header that is added later (user agent, attempt).
///
/// # Errors
/// Credentials with characters that are not valid in a signature.
pub fn signed(
    mut request: Request,
    scope: Scope<'_>,
    credentials: &Credentials,
    now: SystemTime,
) -> Result<Request, Error> {
    let (method, uri) = (request.method().to_string(), request.uri().to_string());
    let headers: Vec<_> = request
        .headers()
        .iter()
        .map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)))
        .collect::<Option<_>>()
        .ok_or_else(unsignable)?;
    let body = SignableBody::Bytes(request.body());
    let signable = SignableRequest::new(&method, &uri, headers.into_iter(), body);
    let instructions = instructions(
        signable.map_err(|_| unsignable())?,
        SigningSettings::default(),
        scope,
        credentials,
        now,
    )?;
    // The crate's `apply_to_request_http1x` panics on an access key id with a line break.
    for header in instructions.into_parts().0 {
        let mut value = HeaderValue::from_str(header.value()).map_err(|_| odd_keys())?;
        value.set_sensitive(header.sensitive());
        request.headers_mut().insert(header.name(), value);
    }
    Ok(request)
}

/// Signs the address of a GET request at `now`, valid for `lifetime`: whoever has the address can make the request as the
/// owner of the credentials. It is byte for byte that of the AWS CLI. Whoever makes the request sends these headers, too.
///
/// # Errors
/// An address that is none, or credentials with characters that are not valid in a signature.
pub fn presigned(
    url: &str,
    headers: &[(&str, &str)],
    lifetime: Duration,
    scope: Scope<'_>,
    credentials: &Credentials,
    now: SystemTime,
) -> Result<String, Error> {
    let mut settings = SigningSettings::default();
    settings.signature_location = SignatureLocation::QueryParams;
    settings.expires_in = Some(lifetime);
    let signable = SignableRequest::new("GET", url, headers.iter().copied(), SignableBody::Bytes(&[]));
    let instructions = instructions(signable.map_err(|_| unsignable())?, settings, scope, credentials, now)?;
    let found = instructions.into_parts().1;
    let pairs: Vec<(&str, &str)> = QUERY_PARAMETERS
        .into_iter()
        .filter_map(|wanted| Some((wanted, &*found.iter().find(|(name, _)| *name == wanted)?.1)))
        .collect();
    let separator = if url.contains('?') { '&' } else { '?' };
    Ok(format!("{url}{separator}{}", encode_query(&pairs)))
}

fn instructions(
    signable: SignableRequest<'_>,
    settings: SigningSettings,
    scope: Scope<'_>,
    credentials: &Credentials,
    now: SystemTime,
) -> Result<SigningInstructions, Error> {
    let identity = aws_credential_types::Credentials::new(
        &credentials.access_key_id,
        credentials.secret_access_key.expose(),
        credentials.session_token.as_ref().map(|token| token.expose().to_owned()),
        None,
        "daypass",
    )
    .into();
    let region = signing_region(scope.region);
    let parameters = v4::SigningParams::builder()
        .identity(&identity)
        .region(region.as_str())
        .name(scope.service)
        .time(now)
        .settings(settings)
        .build()
        .map_err(|_| unsignable())?
        .into();
    Ok(sign(signable, &parameters).map_err(|_| odd_keys())?.into_parts().0)
}

/// Builds `POST /` with the parameters as a form, signed at `now` for the service `sts`.
pub(crate) fn form(
    endpoint: &Endpoint,
    region: &Region,
    parameters: &[(&str, &str)],
    credentials: &Credentials,
    now: SystemTime,
) -> Result<Request, Error> {
    let request = unsigned_form(endpoint, parameters)?;
    signed(request, Scope { service: "sts", region }, credentials, now)
}

/// Builds `POST /` with the parameters as a form, without a signature.
pub(crate) fn unsigned_form(endpoint: &Endpoint, parameters: &[(&str, &str)]) -> Result<Request, Error> {
    http::Request::post(endpoint.uri("/"))
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded; charset=utf-8")
        .body(encode_query(parameters).into_bytes())
        .map_err(|_| error::request("the endpoint makes no request"))
}

fn unsignable() -> Error {
    error::request("the request cannot be signed")
}

fn odd_keys() -> Error {
    error::request("the credentials hold characters that no AWS credentials have")
}
