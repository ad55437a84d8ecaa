//! Reading XML: by local names, and nothing missing.

use crate::support::{at, reply};
use daypass_sso_types::AccountId;
use daypass_sts_client::{AssumedRole, CallerIdentity, Error, ErrorKind};

const IDENTITY: &str = r#"<?xml version="1.0"?>
<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Arn>arn:aws-cn:sts::111122223333:assumed-role/AWSReservedSSO_Dev_0123456789abcdef/ada &amp; co</Arn>
    <UserId>AROAEXAMPLE:ada &amp; co</UserId>
    <Account>111122223333</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata><RequestId>r</RequestId></ResponseMetadata>
</GetCallerIdentityResponse>"#;

const ROLE: &str = r#"<s:AssumeRoleResponse xmlns:s="https://sts.amazonaws.com/doc/2011-06-15/"><s:AssumeRoleResult>
  <s:AssumedRoleUser><s:Arn>arn:aws:sts::000000000001:assumed-role/Deploy/ada</s:Arn>
    <s:AssumedRoleId>AROAEXAMPLE:ada</s:AssumedRoleId></s:AssumedRoleUser>
  <s:Credentials><s:AccessKeyId>ASIA</s:AccessKeyId><s:SecretAccessKey>planted</s:SecretAccessKey>
    <s:SessionToken> planted
    </s:SessionToken><s:Expiration>2026-11-22T12:34:56.789Z</s:Expiration></s:Credentials>
</s:AssumeRoleResult></s:AssumeRoleResponse>"#;

fn identity(body: &str) -> Result<CallerIdentity, Error> {
    CallerIdentity::read(&reply(200, body), at(0))
}

fn role(body: &str) -> Result<AssumedRole, Error> {
    AssumedRole::read(&reply(200, body), at(0))
}

#[test]
fn an_identity_is_written_as_the_aws_cli_does() {
    let identity = identity(IDENTITY).expect("an identity");
    insta::assert_snapshot!(identity.aws_cli_json(), @r#"
    {
        "UserId": "AROAEXAMPLE:ada & co",
        "Account": "111122223333",
        "Arn": "arn:aws-cn:sts::111122223333:assumed-role/AWSReservedSSO_Dev_0123456789abcdef/ada & co"
    }
    "#);
    let odd = CallerIdentity { arn: "a\"b\\".to_owned(), ..identity };
    assert!(odd.aws_cli_json().ends_with("    \"Arn\": \"a\\\"b\\\\\"\n}\n"), "{}", odd.aws_cli_json());
}

#[test]
fn identities() {
    insta::assert_debug_snapshot!(identity(IDENTITY).expect("an identity"), @r#"
    CallerIdentity {
        user_id: "AROAEXAMPLE:ada & co",
        account: "111122223333",
        arn: "arn:aws-cn:sts::111122223333:assumed-role/AWSReservedSSO_Dev_0123456789abcdef/ada & co",
    }
    "#);
}

#[test]
fn roles() {
    let read = role(ROLE).expect("a role");
    assert_eq!(
        (read.arn.as_str(), read.assumed_role_id.as_str()),
        ("arn:aws:sts::000000000001:assumed-role/Deploy/ada", "AROAEXAMPLE:ada")
    );
    assert_eq!(read.credentials.account_id.as_ref().map(AccountId::as_str), Some("000000000001"));
    assert_eq!(
        (read.credentials.access_key_id.as_str(), read.credentials.secret_access_key.expose()),
        ("ASIA", "planted")
    );
    assert!(!format!("{read:?}").contains("planted"), "{read:?}");
    assert_eq!(read.credentials.expires_at, Some(at(1_795_350_896)), "whole seconds");
    assert_eq!(read.credentials.session_token.expect("a token").expose(), "planted");
    for time in ["2026-11-22T12:34:56Z", "2026-11-22T14:34:56+02:00"] {
        let read = role(&ROLE.replace("2026-11-22T12:34:56.789Z", time)).expect(time);
        assert_eq!(read.credentials.expires_at, Some(at(1_795_350_896)), "{time}");
    }
}

#[test]
fn what_is_malformed() {
    let mut errors = Vec::new();
    for text in ["", "{}", "<a", "<!doctype html>", "<Other/>", r#"<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>"#]
    {
        errors.push(identity(text).expect_err(text));
    }
    errors.push(identity(&"<a>".repeat(100_000)).expect_err("deep"));
    errors.push(CallerIdentity::read(&reply(200, b"<a>\xff</a>".to_vec()), at(0)).expect_err("not UTF-8"));
    for name in ["GetCallerIdentityResult", "Arn", "UserId", "Account"] {
        errors.push(identity(&IDENTITY.replace(name, "X")).expect_err(name));
    }
    errors.push(identity(&IDENTITY.replace("111122223333</Acc", "</Acc")).expect_err("empty"));
    for name in
        ["AssumedRoleUser", "AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration", "AssumedRoleId"]
    {
        errors.push(role(&ROLE.replace(name, "X")).expect_err(name));
    }
    errors.push(role(&ROLE.replace("2026-11-22T", "planted")).expect_err("no time"));
    for error in &errors {
        assert_eq!(error.kind(), ErrorKind::Malformed, "{error}");
        assert!(!format!("{error} {error:?}").contains("planted"), "{error:?}");
    }
    insta::assert_snapshot!(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"), @"
    AWS's reply is not usable: not XML
    AWS's reply is not usable: not XML
    AWS's reply is not usable: not XML
    AWS's reply is not usable: a web page; is there a captive portal or a proxy in between?
    AWS's reply is not usable: its element GetCallerIdentityResult is missing
    AWS's reply is not usable: not XML
    AWS's reply is not usable: not XML
    AWS's reply is not usable: not UTF-8
    AWS's reply is not usable: its element GetCallerIdentityResult is missing
    AWS's reply is not usable: its element Arn is missing
    AWS's reply is not usable: its element UserId is missing
    AWS's reply is not usable: its element Account is missing
    AWS's reply is not usable: its element Account is empty
    AWS's reply is not usable: its element AssumedRoleUser is missing
    AWS's reply is not usable: its element AccessKeyId is missing
    AWS's reply is not usable: its element SecretAccessKey is missing
    AWS's reply is not usable: its element SessionToken is missing
    AWS's reply is not usable: its element Expiration is missing
    AWS's reply is not usable: its element AssumedRoleId is missing
    AWS's reply is not usable: its element Expiration is not a time
    ");
}
