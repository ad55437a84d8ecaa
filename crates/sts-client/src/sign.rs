//! Builds and signs requests of STS with Signature Version 4.

use crate::{Error, error};
use aws_sigv4::{
    http_request::{SignableBody, SignableRequest, SigningSettings, sign},
    sign::v4,
};
use daypass_sso_types::{Credentials, Region};
use daypass_transport::{Endpoint, Request, encode_query, signing_region};
use http::{HeaderValue, header::CONTENT_TYPE};
use std::time::SystemTime;

/// Builds `POST /` with the parameters as a form, signed at `now` for the service `sts`. The signature covers content
/// type, host, date and session token, but no header that is added later (user agent, attempt).
pub(crate) fn form(
    endpoint: &Endpoint,
    region: &Region,
    parameters: &[(&str, &str)],
    credentials: &Credentials,
    now: SystemTime,
) -> Result<Request, Error> {
    let content_type = "application/x-www-form-urlencoded; charset=utf-8";
    let mut request = http::Request::post(endpoint.uri("/"))
        .header(CONTENT_TYPE, content_type)
        .body(encode_query(parameters).into_bytes())
        .map_err(|_| error::request("the endpoint makes no request"))?;

    let identity = aws_credential_types::Credentials::new(
        &credentials.access_key_id,
        credentials.secret_access_key.expose(),
        credentials.session_token.as_ref().map(|token| token.expose().to_owned()),
        None,
        "daypass",
    )
    .into();
    let region = signing_region(region);
    let settings = v4::SigningParams::builder()
        .identity(&identity)
        .region(region.as_str())
        .name("sts")
        .time(now)
        .settings(SigningSettings::default())
        .build()
        .map_err(|_| error::request("the request cannot be signed"))?
        .into();
    let uri = request.uri().to_string();
    let headers = [("content-type", content_type)].into_iter();
    let signable = SignableRequest::new("POST", &uri, headers, SignableBody::Bytes(request.body()))
        .map_err(|_| error::request("the request cannot be signed"))?;
    let odd = || error::request("the credentials hold characters that no AWS credentials have");
    let (instructions, _) = sign(signable, &settings).map_err(|_| odd())?.into_parts();
    // The crate's `apply_to_request_http1x` panics on an access key id with a line break.
    for header in instructions.into_parts().0 {
        let mut value = HeaderValue::from_str(header.value()).map_err(|_| odd())?;
        value.set_sensitive(header.sensitive());
        request.headers_mut().insert(header.name(), value);
    }
    Ok(request)
}
