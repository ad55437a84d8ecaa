//! The part of S3 that `aws s3 ls` needs: ListBuckets and ListObjectsV2.

pub(crate) mod model;
pub(crate) mod reply;

use crate::{
    call::Call,
    failure::Failure,
    sigv4::{self, SignatureError, SignedService},
    site::{Site, organisation::Account},
};
use daypass_transport::Response;

/// Returns the account whose credentials signed the request. Codes: S3 API reference, list of error codes.
fn account<'w>(site: &'w Site, call: &Call<'_>) -> Result<Option<&'w Account>, Failure> {
    match sigv4::verify(call, SignedService::S3, &site.keys) {
        Ok(key) => Ok(site.organisation.account(&key.principal.account)),
        Err(SignatureError::Missing) => Err(Failure::new("AccessDenied", 403, "Access Denied")),
        Err(SignatureError::Incomplete(words)) => {
            Err(Failure::new("AuthorizationHeaderMalformed", 400, words))
        }
        Err(SignatureError::UnknownKey) => Err(Failure::new(
            "InvalidAccessKeyId",
            403,
            "The AWS Access Key Id you provided does not exist in our records.",
        )),
        Err(SignatureError::Expired) => {
            Err(Failure::new("ExpiredToken", 400, "The provided token has expired."))
        }
        Err(SignatureError::Skewed(_)) => Err(Failure::new(
            "RequestTimeTooSkewed",
            403,
            "The difference between the request time and the current time is too large.",
        )),
        Err(SignatureError::Mismatch(words)) => Err(Failure::new("SignatureDoesNotMatch", 403, words)),
    }
}

/// Answers `GET /`.
pub(crate) fn list_buckets(site: &Site, call: &Call<'_>) -> Result<Response, Failure> {
    let account = account(site, call)?;
    Ok(reply::buckets(account))
}

/// Answers `GET /BUCKET?list-type=2` with prefix and delimiter, on one page.
pub(crate) fn list_objects(site: &Site, call: &Call<'_>) -> Result<Response, Failure> {
    let account = account(site, call)?;
    let name = call.path.trim_start_matches('/');
    let name = name.strip_suffix('/').unwrap_or(name);
    if name.contains('/') || call.query("list-type") != Some("2") {
        return Err(Failure::new("NotImplemented", 501, "Only ListBuckets and ListObjectsV2 are simulated."));
    }
    let find = |account: &'_ Account| account.buckets.iter().position(|bucket| bucket.name == name);
    let own = account.and_then(|account| find(account).and_then(|at| account.buckets.get(at)));
    let Some(bucket) = own else {
        let exists = site.organisation.accounts.iter().any(|account| find(account).is_some());
        return Err(if exists {
            Failure::new("AccessDenied", 403, "Access Denied")
        } else {
            Failure::new("NoSuchBucket", 404, "The specified bucket does not exist")
        });
    };
    Ok(reply::objects(bucket, call))
}
