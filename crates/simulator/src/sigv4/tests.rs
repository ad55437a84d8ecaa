//! Signatures that others made: AWS's published example, its test suite, botocore.

use super::*;
use http::Request;
use serde_json::Value;
use std::{fs, path::Path};

const VECTORS: &str = match option_env!("DAYPASS_VECTORS") {
    Some(folder) => folder,
    None => concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors"),
};

/// The signature that we compute for a request is the one that its header holds.
fn check(request: &Request<Vec<u8>>, secret: &str, what: &str) {
    let now = Moment::new(std::time::SystemTime::UNIX_EPOCH, 0, Duration::ZERO);
    let call = Call::new(request, "", now, String::new());
    let given = Authorization::parse(call.header("authorization").expect(what)).expect(what);
    let stamp = call.header("x-amz-date").expect(what);
    let found = signature(&call, SignedService::Sts, &given, stamp, secret);
    assert_eq!(found.as_deref(), Some(given.signature), "{what}");
}

#[test]
fn the_published_example() {
    let authorization = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, \
                         SignedHeaders=content-type;host;x-amz-date, Signature=\
                         5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7";
    let request = Request::get("https://iam.amazonaws.com/?Version=2010-05-08&Action=ListUsers")
        .header("content-type", "application/x-www-form-urlencoded; charset=utf-8")
        .header("x-amz-date", "20150830T123600Z")
        .header("authorization", authorization)
        .body(Vec::new())
        .expect("a request");
    check(&request, "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "the example");
}

#[test]
fn a_request_that_botocore_signed() {
    let file = Path::new(VECTORS).join("observed/sigv4-sts-kat.json");
    let text = fs::read_to_string(file).expect("the vectors are whole");
    let vector: Value = serde_json::from_str(&text).expect("JSON");
    let text = |pointer: &str| vector.pointer(pointer).and_then(Value::as_str).expect(pointer);
    let request = Request::post(text("/url"))
        .header("content-type", text("/headers/content-type"))
        .header("x-amz-date", text("/x-amz-date"))
        .header("x-amz-security-token", text("/sessionToken"))
        .header("authorization", text("/authorization"))
        .body(text("/body").as_bytes().to_vec())
        .expect("a request");
    check(&request, text("/secretAccessKey"), "botocore");
}

/// AWS's suite, as far as its requests can come over a wire to this server: paths that are plain.
#[test]
fn the_test_suite() {
    let folder = Path::new(VECTORS).join("smithy-rs/aws-signing-test-suite-v4");
    let folder = fs::read_dir(folder).expect("the vectors are whole");
    let mut checked = 0;
    for case in folder.map(|case| case.expect("an entry").path()) {
        let Ok(text) = fs::read_to_string(case.join("header-signed-request.txt")) else { continue };
        let what = case.display().to_string();
        let Some(request) = parse(&text) else { continue };
        check(&request, "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", &what);
        checked += 1;
    }
    assert!(checked >= 15, "{checked}");
}

/// A request as text; nothing where its path is not plain.
fn parse(text: &str) -> Option<Request<Vec<u8>>> {
    let (head, body) = text.split_once("\n\n").unwrap_or((text.trim_end(), ""));
    let mut lines = head.lines();
    let mut first = lines.next()?.split(' ');
    let (method, target) = (first.next()?, first.next()?);
    let path = target.split('?').next()?;
    let is_plain = path.split('/').skip(1).all(|part| part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let is_whole = first.next() == Some("HTTP/1.1") && (path == "/" || !path.ends_with('/'));
    (is_plain && is_whole && !path.contains("//")).then_some(())?;
    let mut request = Request::builder().method(method).uri(target.parse::<http::Uri>().ok()?);
    for line in lines {
        // A header that goes on in the next line cannot come over a wire any more (RFC 9112, section 5.2).
        let (name, value) = line.split_once(':')?;
        request = request.header(name, value);
    }
    request.body(body.as_bytes().to_vec()).ok()
}
