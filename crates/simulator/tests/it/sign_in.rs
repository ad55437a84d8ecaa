//! Tests of registration, the device grant, PKCE and refresh.

use crate::client::{CHALLENGE, Client, DEVICE_GRANT, REDIRECT, START_URL, VERIFIER, merged};
use daypass_simulator::{AutoApprove, RefreshTokens, World};
use serde_json::{Value, json};

#[test]
fn invalid_registrations_are_refused() {
    let check = |changes: Value, wanted: &str| {
        let body = merged(&json!({ "clientName": "t", "clientType": "public" }), &changes);
        assert_eq!(Client::new().post("/client/register", &body).verdict(), wanted, "{changes}");
    };
    let code = json!({
        "grantTypes": ["authorization_code"], "redirectUris": ["http://127.0.0.1/cb"], "issuerUrl": START_URL
    });
    check(json!({}), "200");
    check(code.clone(), "200");
    check(json!({ "unknownMember": 1 }), "200");
    check(json!({ "clientName": null }), "400 InvalidRequestException");
    check(json!({ "clientName": 5 }), "400 InvalidRequestException");
    check(json!({ "clientType": null }), "400 InvalidRequestException");
    check(json!({ "clientType": "confidential" }), "400 InvalidClientMetadataException");
    check(json!({ "scopes": ["sso:account:access", "no such"] }), "400 InvalidScopeException");
    check(json!({ "grantTypes": ["password"] }), "400 UnsupportedGrantTypeException");
    check(merged(&code, &json!({ "redirectUris": [] })), "400 InvalidRedirectUriException");
    check(
        merged(&code, &json!({ "redirectUris": ["https://x.example/"] })),
        "400 InvalidRedirectUriException",
    );
    check(merged(&code, &json!({ "issuerUrl": "" })), "400 InvalidRequestException");
}

#[test]
fn a_wrong_start_url_is_refused_if_it_is_checked() {
    let mut client = Client::of(World::demo().with_settings(|settings| settings.check_start_url = true));
    let registered = client.register(&[]);
    for (url, wanted) in [
        (START_URL, "200"),
        ("https://d-9067000018.awsapps.com/start/", "200"),
        ("https://other.awsapps.com/start", "400 InvalidRequestException"),
    ] {
        let body = merged(&registered, &json!({ "startUrl": url }));
        assert_eq!(client.post("/device_authorization", &body).verdict(), wanted, "{url}");
    }
}

#[test]
fn the_device_grant_from_first_poll_to_token() {
    let mut client = Client::new();
    let registered = client.register(&["sso:account:access"]);
    let device = client.start(&registered);
    assert_eq!(device.json["interval"], 1);
    // The AWS CLI polls twice at once; a third poll is too fast and makes the interval six seconds.
    for wanted in ["Authorization", "Authorization", "Slow"] {
        let verdict = client.poll(&registered, &device).verdict();
        assert!(verdict.starts_with(&format!("400 {wanted}")), "{verdict}");
    }
    client.pass(3);
    assert_eq!(client.poll(&registered, &device).verdict(), "400 SlowDownException");
    client.pass(11);
    assert_eq!(client.poll(&registered, &device).verdict(), "400 AuthorizationPendingException");

    let page = device.text("verificationUriComplete");
    assert_eq!(client.form(&page, "decision=allow").status, 200);
    let token = client.poll(&registered, &device);
    assert_eq!(token.json["expiresIn"], 3600);
    assert_eq!(token.json["tokenType"], "Bearer");
    assert!(token.json["refreshToken"].is_string());
    assert_eq!(
        client.poll(&registered, &device).verdict(),
        "400 InvalidGrantException",
        "a code is good once"
    );
}

#[test]
fn polls_at_the_interval_are_never_too_fast() {
    let mut client = Client::of(World::demo().with_settings(|settings| {
        settings.interval = 5;
        settings.polling_burst = 1;
    }));
    let registered = client.register(&[]);
    let device = client.start(&registered);
    for _ in 0..20 {
        assert_eq!(client.poll(&registered, &device).verdict(), "400 AuthorizationPendingException");
        client.pass(5);
    }
    client.pass(600);
    assert_eq!(client.poll(&registered, &device).verdict(), "400 ExpiredTokenException");
}

#[test]
fn a_device_code_belongs_to_its_client_and_ends_by_deny() {
    let mut client = Client::new();
    let (one, other) = (client.register(&[]), client.register(&[]));
    let device = client.start(&one);
    assert_eq!(client.poll(&other, &device).verdict(), "400 InvalidGrantException");
    let page = device.text("verificationUriComplete");
    assert_eq!(client.form(&page, "decision=deny").status, 200);
    assert_eq!(client.poll(&one, &device).verdict(), "400 AccessDeniedException");
    // The first decision stands.
    client.form(&page, "decision=allow");
    assert_eq!(client.poll(&one, &device).verdict(), "400 AccessDeniedException");
}

#[test]
fn a_test_can_decide_without_a_page() {
    let mut client = Client::scenario("teams");
    let registered = client.register(&[]);
    let device = client.start(&registered);
    let code = device.text("userCode");
    assert!(!client.world.allow_device(&code, Some("nobody@example.com")));
    assert!(client.world.allow_device(&code, Some("brian@example.com")));
    assert!(!client.world.deny_device(&code), "decided already");
    assert_eq!(client.poll(&registered, &device).verdict(), "200");
    assert!(!client.world.deny_device("BBBB-BBBB"));
}

#[test]
fn clients_with_wrong_credentials_are_refused() {
    let mut client = Client::new();
    let registered = client.register(&[]);
    let wrong = merged(&registered, &json!({ "clientSecret": "other" }));
    assert_eq!(client.start(&wrong).verdict(), "401 InvalidClientException");
    assert_eq!(client.start(&json!({})).verdict(), "400 InvalidRequestException");
    let pkce = client.register_pkce();
    assert_eq!(client.start(&pkce).verdict(), "400 UnauthorizedClientException");
    let body = merged(&registered, &json!({ "grantType": "password" }));
    assert_eq!(client.post("/token", &body).verdict(), "400 UnsupportedGrantTypeException");
    let body = merged(&registered, &json!({ "grantType": DEVICE_GRANT }));
    assert_eq!(client.post("/token", &body).verdict(), "400 InvalidRequestException");
    client.pass(91 * 86_400);
    assert_eq!(client.start(&registered).verdict(), "401 InvalidClientException", "expired");
}

#[test]
fn a_client_without_scopes_gets_one_long_token_without_refresh() {
    let mut client = Client::new();
    let registered = client.register(&[]);
    let token = client.sign_in(&registered);
    assert_eq!(token.json["expiresIn"], 28_800);
    assert!(token.json.get("refreshToken").is_none());
}

#[test]
fn refresh_tokens_follow_the_settings() {
    let check = |mode: RefreshTokens, comes_again: bool, old_works: bool| {
        let mut client = Client::of(World::demo().with_settings(|settings| settings.refresh_tokens = mode));
        let registered = client.register(&["sso:account:access"]);
        let old = client.sign_in(&registered).text("refreshToken");
        let fresh = client.refresh(&registered, &old);
        assert_eq!(fresh.json.get("refreshToken").is_some(), comes_again, "{mode:?}");
        assert_eq!(fresh.json["expiresIn"], 3600, "{mode:?}");
        let again = client.refresh(&registered, &old).verdict();
        assert_eq!(again == "200", old_works, "{mode:?}: {again}");
        let access = fresh.text("accessToken");
        assert_eq!(client.portal(&access, "/assignment/accounts").verdict(), "200", "{mode:?}");
    };
    check(RefreshTokens::Reusable, true, true);
    check(RefreshTokens::SingleUse, true, false);
    check(RefreshTokens::Omitted, false, true);

    let mut client =
        Client::of(World::demo().with_settings(|settings| settings.refresh_tokens = RefreshTokens::None));
    let registered = client.register(&["sso:account:access"]);
    let token = client.sign_in(&registered);
    assert_eq!((token.json.get("refreshToken"), &token.json["expiresIn"]), (None, &json!(28_800)));
}

#[test]
fn no_refresh_beyond_the_session_or_for_others() {
    let mut client = Client::new();
    let (registered, other) =
        (client.register(&["sso:account:access"]), client.register(&["sso:account:access"]));
    let refresh = client.sign_in(&registered).text("refreshToken");
    assert_eq!(client.refresh(&other, &refresh).verdict(), "400 InvalidGrantException");
    client.pass(28_000);
    let last = client.refresh(&registered, &refresh);
    assert_eq!(last.json["expiresIn"], 800, "cut to the session's end");
    client.pass(801);
    assert_eq!(client.refresh(&registered, &refresh).verdict(), "400 InvalidGrantException");
}

/// Builds the authorize URL as the AWS CLI does.
fn authorize(registered: &Value) -> String {
    format!(
        "/authorize?response_type=code&client_id={}&redirect_uri=http%3A%2F%2F127.0.0.1%3A49152%2Foauth%2Fcallback\
         &state=a%26b%20c&code_challenge_method=S256&scopes=sso%3Aaccount%3Aaccess&code_challenge={CHALLENGE}",
        registered["clientId"].as_str().expect("an id")
    )
}

#[test]
fn pkce_from_page_to_token() {
    let mut client = Client::new();
    let registered = client.register_pkce();
    let url = authorize(&registered);
    assert_eq!(client.get(&url).status, 200);
    let answer = client.form(&url, "decision=allow");
    assert_eq!(answer.status, 302);
    let location = answer.location.expect("a location");
    let code = location.strip_prefix("http://127.0.0.1:49152/oauth/callback?code=").expect(&location);
    let code = code.strip_suffix("&state=a%26b%20c").expect(&location);
    for (verifier, redirect) in
        [("x".repeat(43).as_str(), REDIRECT), (VERIFIER, "http://127.0.0.1:49153/oauth/callback")]
    {
        assert_eq!(
            client.redeem(&registered, code, verifier, redirect).verdict(),
            "400 InvalidGrantException"
        );
    }
    let token = client.redeem(&registered, code, VERIFIER, REDIRECT);
    assert_eq!(token.verdict(), "200");
    let access = token.text("accessToken");
    assert_eq!(client.portal(&access, "/assignment/accounts").verdict(), "200");
    // A code that is used twice ends its session.
    assert_eq!(client.redeem(&registered, code, VERIFIER, REDIRECT).verdict(), "400 InvalidGrantException");
    assert_eq!(client.portal(&access, "/assignment/accounts").verdict(), "401 UnauthorizedException");
}

#[test]
fn authorize_redirects_with_an_error_only_to_a_registered_uri() {
    let mut client = Client::new();
    let registered = client.register_pkce();
    let good = authorize(&registered);
    let mut check = |from: &str, to: &str, wanted: &str| {
        let url = good.replace(from, to);
        let answer = client.get(&url);
        let found = answer.location.unwrap_or_else(|| answer.status.to_string());
        assert!(found.starts_with(wanted), "{to}: {found}");
    };
    let back =
        |error: &str| format!("http://127.0.0.1:49152/oauth/callback?error={error}&error_description=");
    check("response_type=code", "response_type=token", &back("unsupported_response_type"));
    check("S256", "plain", &back("invalid_request"));
    check(CHALLENGE, "short", &back("invalid_request"));
    check("account%3Aaccess", "other%3Aaccess", &back("invalid_scope"));
    check("client_id=", "client_id=x", "400");
    check("49152%2Foauth", "49152%2Fother", "400");
    check("http%3A%2F%2F127.0.0.1%3A49152", "https%3A%2F%2F127.0.0.1%3A49152", "400");
    check("127.0.0.1%3A49152", "user%40127.0.0.1%3A49152", "400");
    check("127.0.0.1%3A49152", "evil.example", "400");
    let denied = client.form(&good, "decision=deny").location.expect("a location");
    assert!(denied.starts_with(&back("access_denied")), "{denied}");
    assert!(denied.ends_with("&state=a%26b%20c"), "{denied}");
}

#[test]
fn the_settings_can_decide() {
    let mut client = Client::new();
    let (device_client, pkce_client) = (client.register(&[]), client.register_pkce());
    client.world.set_auto_approve(AutoApprove::Allow);
    let device = client.start(&device_client);
    assert_eq!(client.poll(&device_client, &device).verdict(), "200");
    let location = client.get(&authorize(&pkce_client)).location.expect("a redirect at once");
    assert!(location.contains("?code="), "{location}");
    client.world.set_auto_approve(AutoApprove::Deny);
    let device = client.start(&device_client);
    assert_eq!(client.poll(&device_client, &device).verdict(), "400 AccessDeniedException");
    let location = client.get(&authorize(&pkce_client)).location.expect("a redirect at once");
    assert!(location.contains("?error=access_denied&"), "{location}");
}
