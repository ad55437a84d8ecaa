//! Verifies Signature Version 4; the code is written from its description and shared with no signer.

use crate::{
    call::Call,
    services::sts::model::{Key, Keys},
    text::{decode, encode},
    time::{Moment, compact, parse_compact},
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use std::time::Duration;

/// The service whose signing rules apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignedService {
    Sts,
    S3,
    Signin,
    Ecr,
    EcrPublic,
    CodeArtifact,
}

/// Why a signature is refused. Each service has its own codes for these.
#[derive(Debug)]
pub(crate) enum SignatureError {
    /// No `Authorization` header.
    Missing,
    /// A malformed `Authorization` header.
    Incomplete(String),
    /// An unknown access key, or a session token of another key.
    UnknownKey,
    /// Expired credentials.
    Expired,
    /// A signing time too far in the past or the future.
    Skewed(String),
    /// A wrong signature, or one for another service.
    Mismatch(String),
}

/// The parts of `Authorization: AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`.
struct Authorization<'a> {
    key_id: &'a str,
    /// `DATE/REGION/SERVICE/aws4_request`.
    scope: &'a str,
    date: &'a str,
    region: &'a str,
    service: &'a str,
    signed_headers: &'a str,
    signature: &'a str,
}

impl<'a> Authorization<'a> {
    fn parse(header: &'a str) -> Option<Self> {
        let fields = header.strip_prefix("AWS4-HMAC-SHA256")?.split(',').map(str::trim);
        let (mut credential, mut signed_headers, mut signature) = (None, None, None);
        for field in fields {
            match field.split_once('=')? {
                ("Credential", value) => credential = Some(value),
                ("SignedHeaders", value) => signed_headers = Some(value),
                ("Signature", value) => signature = Some(value),
                _ => return None,
            }
        }
        let (key_id, scope) = credential?.split_once('/')?;
        let mut parts = scope.split('/');
        let (date, region, service) = (parts.next()?, parts.next()?, parts.next()?);
        let is_whole = parts.next() == Some("aws4_request") && parts.next().is_none();
        is_whole.then_some(())?;
        Some(Self {
            key_id,
            scope,
            date,
            region,
            service,
            signed_headers: signed_headers?,
            signature: signature?,
        })
    }
}

/// Verifies a request and returns the key that signed it.
pub(crate) fn verify<'s>(
    call: &Call<'_>,
    which: SignedService,
    keys: &'s Keys,
) -> Result<&'s Key, SignatureError> {
    let header = call.header("authorization").ok_or(SignatureError::Missing)?;
    let given = Authorization::parse(header);
    let given = given
        .ok_or_else(|| SignatureError::Incomplete("Authorization header is not in its form.".to_owned()))?;
    let stamp = call.header("x-amz-date").filter(|stamp| stamp.starts_with(given.date));
    let stamp = stamp.ok_or_else(|| {
        SignatureError::Incomplete(
            "'X-Amz-Date' is missing, or does not fit the date of the credential scope.".to_owned(),
        )
    })?;
    let wanted = match which {
        SignedService::Sts => "sts",
        SignedService::S3 => "s3",
        SignedService::Signin => "signin",
        SignedService::Ecr => "ecr",
        SignedService::EcrPublic => "ecr-public",
        SignedService::CodeArtifact => "codeartifact",
    };
    if given.service != wanted {
        return Err(SignatureError::Mismatch(format!(
            "Credential should be scoped to correct service: '{wanted}'. "
        )));
    }
    let key = keys.get(given.key_id).ok_or(SignatureError::UnknownKey)?;
    // The session token must be present, belong to the key, and be signed.
    let is_signed = given.signed_headers.split(';').any(|name| name == "x-amz-security-token");
    if call.header("x-amz-security-token") != Some(&key.token) {
        return Err(SignatureError::UnknownKey);
    }
    check_time(stamp, which, call.now)?;
    let signature = signature(call, which, &given, stamp, &key.secret);
    if !is_signed || signature.as_deref() != Some(given.signature) {
        return Err(SignatureError::Mismatch(
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret \
             Access Key and signing method. Consult the service documentation for details."
                .to_owned(),
        ));
    }
    if key.expires_at <= call.now.world {
        return Err(SignatureError::Expired);
    }
    Ok(key)
}

/// Checks the signing time: STS tolerates 5 min in both directions, S3 15 min.
fn check_time(stamp: &str, which: SignedService, moment: Moment) -> Result<(), SignatureError> {
    let minutes = match which {
        SignedService::S3 => 15,
        _ => 5,
    };
    let room = Duration::from_secs(minutes * 60);
    let (earliest, latest) = (moment.wire.saturating_sub(room), moment.wire.saturating_add(room));
    let now = compact(moment.wire);
    match parse_compact(stamp) {
        None => Err(SignatureError::Incomplete("'X-Amz-Date' is not a date.".to_owned())),
        Some(at) if at < earliest => Err(SignatureError::Skewed(format!(
            "Signature expired: {stamp} is now earlier than {} ({now} - {minutes} min.)",
            compact(earliest)
        ))),
        Some(at) if at > latest => Err(SignatureError::Skewed(format!(
            "Signature not yet current: {stamp} is still later than {} ({now} + {minutes} min.)",
            compact(latest)
        ))),
        Some(_) => Ok(()),
    }
}

/// Computes the expected signature; `None` if the body hash is wrong or the host is not signed.
fn signature(
    call: &Call<'_>,
    which: SignedService,
    given: &Authorization<'_>,
    stamp: &str,
    secret: &str,
) -> Option<String> {
    let canonical = canonical_request(call, which, given.signed_headers)?;
    let to_sign = format!(
        "AWS4-HMAC-SHA256\n{stamp}\n{}\n{}",
        given.scope,
        hex::encode(Sha256::digest(canonical.as_bytes()))
    );
    let mut key = hmac(format!("AWS4{secret}").as_bytes(), given.date);
    for part in [given.region, given.service, "aws4_request"] {
        key = hmac(&key, part);
    }
    Some(hex::encode(hmac(&key, &to_sign)))
}

fn hmac(key: &[u8], text: &str) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().into()
}

fn canonical_request(call: &Call<'_>, which: SignedService, signed_headers: &str) -> Option<String> {
    let uri = call.request.uri();
    // S3 signs the path as it is sent; other services encode each segment once more.
    let path = match which {
        SignedService::S3 => uri.path().to_owned(),
        _ => uri.path().split('/').map(encode).collect::<Vec<_>>().join("/"),
    };
    let mut query: Vec<_> = uri
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (encode(&decode(name, false)), encode(&decode(value, false)))
        })
        .collect();
    query.sort();
    let query: Vec<_> = query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    if !signed_headers.split(';').any(|name| name == "host") {
        return None;
    }
    let headers: String =
        signed_headers.split(';').map(|name| format!("{name}:{}\n", header(call, name))).collect();
    let body_hash = hex::encode(Sha256::digest(call.request.body()));
    let hash = match call.header("x-amz-content-sha256") {
        Some("UNSIGNED-PAYLOAD") if which == SignedService::S3 => "UNSIGNED-PAYLOAD".to_owned(),
        Some(claimed) if claimed != body_hash => return None,
        _ => body_hash,
    };
    Some(format!(
        "{}\n{path}\n{}\n{headers}\n{signed_headers}\n{hash}",
        call.request.method(),
        query.join("&")
    ))
}

/// Returns all values of a header, trimmed and with single inner spaces.
fn header(call: &Call<'_>, name: &str) -> String {
    if name == "host" {
        return call.host().to_owned();
    }
    let values = call.request.headers().get_all(name).iter();
    let values = values.map(|value| {
        let text = String::from_utf8_lossy(value.as_bytes()).into_owned();
        text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
    });
    values.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests;
