//! Replies of S3, in its XML.

use super::model::Bucket;
use crate::{
    call::Call,
    failure::Failure,
    reply,
    site::organisation::Account,
    text::{encode, escape},
};
use daypass_transport::Response;
use std::collections::BTreeSet;

const NAMESPACE: &str = "http://s3.amazonaws.com/doc/2006-03-01/";
/// The creation date of every bucket and object.
const DATE: &str = "2025-01-31T08:30:00.000Z";

/// Builds an error.
pub(crate) fn refusal(failure: &Failure, request_id: &str) -> Response {
    let body = format!(
        "<Error><Code>{}</Code><Message>{}</Message><RequestId>{request_id}</RequestId></Error>",
        escape(failure.name()),
        escape(failure.message())
    );
    reply::xml(failure.status(), &body)
}

pub(super) fn buckets(account: Option<&Account>) -> Response {
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
    reply::xml(200, &body)
}

/// Builds the list of keys and common prefixes for the request's prefix and delimiter.
pub(super) fn objects(bucket: &Bucket, call: &Call<'_>) -> Response {
    let Bucket { name, keys } = bucket;
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
    reply::xml(200, &body)
}
