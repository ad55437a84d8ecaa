//! As much of S3 as `aws s3 ls` needs: the list of buckets, and what is in one.

use crate::{
    call::Call,
    failure::Failure,
    organisation::{Account, Bucket},
    reply,
    sigv4::{self, Refusal, Signed},
    text::{encode, escape},
    time::Moment,
    world::World,
};
use daypass_transport::Response;
use std::collections::BTreeSet;

const NAMESPACE: &str = "http://s3.amazonaws.com/doc/2006-03-01/";
/// When everything was made.
const DATE: &str = "2025-01-31T08:30:00.000Z";

/// The account whose credentials signed the request. Codes: S3 API reference, list of error codes.
fn account<'w>(world: &'w World, call: &Call<'_>, moment: Moment) -> Result<Option<&'w Account>, Failure> {
    match sigv4::verify(call, Signed::S3, &world.state, moment) {
        Ok(key) => Ok(world.organisation.account(&key.principal.account)),
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
pub(crate) fn list_buckets(world: &World, call: &Call<'_>, moment: Moment) -> Result<Response, Failure> {
    let account = account(world, call, moment)?;
    let buckets = account.map_or(&[][..], |account| &account.buckets);
    let buckets: String = buckets
        .iter()
        .map(|bucket| {
            let name = escape(&bucket.name);
            format!("<Bucket><Name>{name}</Name><CreationDate>{DATE}</CreationDate></Bucket>")
        })
        .collect();
    let owner = account.map_or("", |account| &account.id);
    let body = format!(
        "<ListAllMyBucketsResult xmlns=\"{NAMESPACE}\"><Owner><ID>{owner}</ID></Owner>\
         <Buckets>{buckets}</Buckets></ListAllMyBucketsResult>"
    );
    Ok(reply::xml(200, &body))
}

/// `GET /BUCKET?list-type=2`, with prefix and delimiter, on one page.
pub(crate) fn list_objects(world: &World, call: &Call<'_>, moment: Moment) -> Result<Response, Failure> {
    let account = account(world, call, moment)?;
    let name = call.path.trim_start_matches('/');
    let name = name.strip_suffix('/').unwrap_or(name);
    if name.contains('/') || call.query("list-type") != Some("2") {
        return Err(Failure::new("NotImplemented", 501, "Only ListBuckets and ListObjectsV2 are simulated."));
    }
    let find = |account: &'_ Account| account.buckets.iter().position(|bucket| bucket.name == name);
    let own = account.and_then(|account| find(account).and_then(|at| account.buckets.get(at)));
    let Some(Bucket { keys, .. }) = own else {
        let exists = world.organisation.accounts.iter().any(|account| find(account).is_some());
        return Err(if exists {
            Failure::new("AccessDenied", 403, "Access Denied")
        } else {
            Failure::new("NoSuchBucket", 404, "The specified bucket does not exist")
        });
    };
    let (prefix, delimiter) =
        (call.query("prefix").unwrap_or_default(), call.query("delimiter").unwrap_or_default());
    let write = |text: &str| match call.query("encoding-type") {
        Some("url") => encode(text).replace("%2F", "/"),
        _ => escape(text),
    };
    let (mut contents, mut folders) = (String::new(), BTreeSet::new());
    for key in keys {
        let Some(rest) = key.strip_prefix(prefix) else { continue };
        match rest.split_once(delimiter).filter(|_| !delimiter.is_empty()) {
            Some((folder, _)) => {
                folders.insert(format!("{prefix}{folder}{delimiter}"));
            }
            None => {
                contents += &format!(
                    "<Contents><Key>{}</Key><LastModified>{DATE}</LastModified><ETag>&quot;0&quot;</ETag>\
                     <Size>{}</Size><StorageClass>STANDARD</StorageClass></Contents>",
                    write(key),
                    key.len()
                );
            }
        }
    }
    let folders: String = folders
        .iter()
        .map(|folder| format!("<CommonPrefixes><Prefix>{}</Prefix></CommonPrefixes>", write(folder)))
        .collect();
    let body = format!(
        "<ListBucketResult xmlns=\"{NAMESPACE}\"><Name>{}</Name><Prefix>{}</Prefix><KeyCount>{}</KeyCount>\
         <MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>{contents}{folders}</ListBucketResult>",
        escape(name),
        write(prefix),
        keys.len()
    );
    Ok(reply::xml(200, &body))
}
