//! As much of S3 as `aws s3 ls` needs: the list of buckets, and what is in one.

pub(crate) mod model;
pub(crate) mod reply;

use crate::{
    call::Call,
    failure::Failure,
    sigv4::{self, Refusal, Signed},
    site::{Site, organisation::Account},
};
use daypass_transport::Response;

/// The account whose credentials signed the request. Codes: S3 API reference, list of error codes.
fn account<'w>(site: &'w Site, call: &Call<'_>) -> Result<Option<&'w Account>, Failure> {
    match sigv4::verify(call, Signed::S3, &site.keys) {
        Ok(key) => Ok(site.organisation.account(&key.principal.account)),
        Err(Refusal::Missing) => Err(Failure::new("AccessDenied", 403, "Access Denied")),
        Err(Refusal::Incomplete(words)) => Err(Failure::new("AuthorizationHeaderMalformed", 400, words)),
        Err(Refusal::UnknownKey) => Err(Failure::new(
            "InvalidAccessKeyId",
            403,
            "The AWS Access Key Id you provided does not exist in our records.",
        )),
        Err(Refusal::Expired) => Err(Failure::new("ExpiredToken", 400, "The provided token has expired.")),
        Err(Refusal::Skewed(_)) => Err(Failure::new(
            "RequestTimeTooSkewed",
            403,
            "The difference between the request time and the current time is too large.",
        )),
        Err(Refusal::Mismatch(words)) => Err(Failure::new("SignatureDoesNotMatch", 403, words)),
    }
}

/// `GET /`.
pub(crate) fn list_buckets(site: &Site, call: &Call<'_>) -> Result<Response, Failure> {
    let account = account(site, call)?;
    Ok(reply::buckets(account))
}

/// `GET /BUCKET?list-type=2`, with prefix and delimiter, on one page.
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
