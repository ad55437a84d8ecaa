//! Replies: who signed in, for how long, and what is missing or wrong.

use crate::support::{at, granted, id_token, reply};
use daypass_console_login::{ErrorKind, LoginSession, Refreshed, SignIn};
use daypass_sso_types::{AccountId, RefreshToken};

fn sign_in(sub: &str) -> SignIn {
    let members = format!(r#","refreshToken":"r1","idToken":"{}""#, id_token(sub));
    SignIn::read(&reply(200, granted(&members)), at(1000)).expect("a sign-in")
}

#[test]
fn a_sign_in_has_keys_an_account_and_a_name() {
    let sign_in = sign_in("arn:aws:sts::005000000022:assumed-role/Admin/alice");
    assert_eq!(sign_in.login_session.as_str(), "arn:aws:sts::005000000022:assumed-role/Admin/alice");
    assert_eq!(sign_in.credentials.access_key_id, "ASIA1");
    assert_eq!(sign_in.credentials.secret_access_key.expose(), "secret1");
    assert_eq!(sign_in.credentials.session_token.expect("a token").expose(), "session1");
    assert_eq!(sign_in.credentials.expires_at, Some(at(1900)));
    assert_eq!(sign_in.refresh_token.expose(), "r1");
}

#[test]
fn l67_l70_the_account_comes_from_the_arn_with_its_zeros_in_every_partition() {
    for sub in [
        "arn:aws:iam::005000000022:root",
        "arn:aws-cn:iam::005000000022:user/bob",
        "arn:aws-us-gov:sts::005000000022:federated-user/a:b/c",
    ] {
        let sign_in = sign_in(sub);
        assert_eq!(sign_in.login_session.as_str(), sub);
        assert_eq!(sign_in.credentials.account_id, AccountId::new("005000000022").ok());
    }
}

#[test]
fn l68_a_refresh_without_a_new_token_keeps_the_old_one() {
    let kept = Refreshed::read(&reply(200, granted("")), at(0)).expect("credentials");
    assert_eq!(kept.refresh_token, None);
    assert_eq!(kept.credentials.account_id, None, "the reply names none");
    let empty = Refreshed::read(&reply(200, granted(r#","refreshToken":"""#)), at(0));
    assert_eq!(empty.expect_err("an empty token is no token").kind(), ErrorKind::Malformed);
    let next = Refreshed::read(&reply(200, granted(r#","refreshToken":"r2""#)), at(0)).expect("credentials");
    assert_eq!(next.refresh_token, Some(RefreshToken::new("r2")));
}

#[test]
fn l69_any_lifetime_up_to_a_day_is_taken() {
    for (seconds, is_good) in
        [("0", false), ("1", true), ("240", true), ("86400", true), ("86401", false), ("-5", false)]
    {
        let body = granted("").replace("900", seconds);
        let read = Refreshed::read(&reply(200, body), at(1000));
        assert_eq!(read.is_ok(), is_good, "{seconds}");
    }
}

#[test]
fn what_lacks_a_member_is_not_usable() {
    let id = id_token("arn:aws:iam::005000000022:root");
    let whole = granted(&format!(r#","refreshToken":"r1","idToken":"{id}""#));
    SignIn::read(&reply(200, whole.clone()), at(0)).expect("the whole reply");
    for member in [
        "accessToken",
        "expiresIn",
        "refreshToken",
        "idToken",
        "accessKeyId",
        "secretAccessKey",
        "sessionToken",
    ] {
        let body = whole.replace(&format!("\"{member}\""), "\"other\"");
        let error = SignIn::read(&reply(200, body), at(0)).expect_err(member);
        assert_eq!(error.kind(), ErrorKind::Malformed);
        assert_eq!(
            error.to_string(),
            format!("the AWS sign-in service's reply is not usable: its member {member} is missing")
        );
    }
    let bearer = whole.replace("aws_sigv4", "Bearer");
    SignIn::read(&reply(200, bearer), at(0)).expect_err("another type");
    let silent = whole.replace(r#""tokenType":"aws_sigv4","#, "");
    SignIn::read(&reply(200, silent), at(0)).expect("no type is this type");
}

#[test]
fn an_id_token_that_names_nobody_is_told_without_a_quote() {
    for (token, words) in [
        ("a.b", "its idToken is not a JWT with three parts"),
        ("a.!!!.c", "its idToken is not a JWT with three parts"),
        ("a.e30.c", "its idToken names nobody: it has no sub"),
        ("a.b.c.d", "its idToken is not a JWT with three parts"),
        (&id_token("bob"), "its idToken names no console identity: its sub is not an ARN"),
    ] {
        let body = granted(&format!(r#","refreshToken":"r1","idToken":"{token}""#));
        let error = SignIn::read(&reply(200, body), at(0)).expect_err(words);
        assert_eq!(error.to_string(), format!("the AWS sign-in service's reply is not usable: {words}"));
    }
}

#[test]
fn a_login_session_is_an_arn_with_an_account() {
    for good in ["arn:aws:iam::0123456789012:user/Admin", " arn:aws:iam::1:root\n"] {
        let session = LoginSession::new(good).expect(good);
        assert_eq!((session.as_str(), session.as_ref()), (good.trim(), good.trim()));
        assert_eq!(format!("{session:>200}"), format!("{:>200}", good.trim()));
    }
    for bad in [
        "",
        "corp",
        "arn:aws:iam::1",
        "arn:aws:iam:::root",
        "arn::iam::1:root",
        "arn:aws:iam::1:",
        "arn:aws:iam::1:user/a\u{7}b",
        "\"arn:aws:iam::1:root\"",
    ] {
        let error = LoginSession::new(bad).expect_err(bad);
        assert!(error.to_string().contains("is not the ARN of a console identity, such as arn:aws:iam::"));
    }
}
