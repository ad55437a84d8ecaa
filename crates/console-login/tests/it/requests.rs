//! The requests on the wire, member for member those of the AWS CLI.

use crate::support::{endpoint, rendered};
use daypass_console_login::{Flow, TokenRequest};
use daypass_sso_types::{AuthorizationCode, CodeVerifier, RefreshToken};

#[test]
fn redeem_and_refresh() {
    let endpoint = endpoint("https://us-east-2.signin.aws.amazon.com");
    let (code, verifier) = (AuthorizationCode::new("c1"), CodeVerifier::new("v1"));
    let redeem = TokenRequest::redeem(&endpoint, Flow::SameDevice { port: 4242 }, &code, &verifier);
    insta::assert_snapshot!(rendered(&redeem.request(&endpoint, "a.b.c")), @r#"
    POST https://us-east-2.signin.aws.amazon.com/v1/token
    content-type: application/json
    dpop: a.b.c

    {"clientId":"arn:aws:signin:::devtools/same-device","grantType":"authorization_code","code":"c1","codeVerifier":"v1","redirectUri":"http://127.0.0.1:4242/oauth/callback"}
    "#);
    let remote = TokenRequest::redeem(&endpoint, Flow::CrossDevice, &code, &verifier);
    insta::assert_snapshot!(rendered(&remote.request(&endpoint, "a.b.c")), @r#"
    POST https://us-east-2.signin.aws.amazon.com/v1/token
    content-type: application/json
    dpop: a.b.c

    {"clientId":"arn:aws:signin:::devtools/cross-device","grantType":"authorization_code","code":"c1","codeVerifier":"v1","redirectUri":"https://us-east-2.signin.aws.amazon.com/v1/sessions/confirmation"}
    "#);
    let token = RefreshToken::new("r1");
    let refresh = TokenRequest::refresh(Flow::CrossDevice.client_id(), &token);
    insta::assert_snapshot!(rendered(&refresh.request(&endpoint, "a.b.c")), @r#"
    POST https://us-east-2.signin.aws.amazon.com/v1/token
    content-type: application/json
    dpop: a.b.c

    {"clientId":"arn:aws:signin:::devtools/cross-device","refreshToken":"r1","grantType":"refresh_token"}
    "#);
}
