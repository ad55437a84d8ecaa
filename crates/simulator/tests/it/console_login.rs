//! Tests of the service behind `aws login`: the page, codes, proofs, refresh, regions.

use crate::{
    client::{Answer, CHALLENGE, Client, VERIFIER},
    console_device::{BAD, CROSS, Device, PAGE, REDIRECT, SAME, TOKEN, authorize, pair, refresh, verdict},
};
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use daypass_simulator::{ConsoleRefresh, Operation, World};
use http::Request;
use serde_json::{Value, json};

#[test]
fn a_sign_in_gives_keys_a_refresh_token_and_a_name() {
    let mut device = Device::new();
    let answer = device.sign_in();
    assert_eq!(answer.verdict(), "200");
    assert_eq!((&answer.json["tokenType"], &answer.json["expiresIn"]), (&json!("aws_sigv4"), &json!(900)));
    assert!(answer.json["accessToken"]["accessKeyId"].as_str().is_some_and(|id| id.starts_with("ASIA")));
    let id_token = answer.text("idToken");
    let claims = URL_SAFE_NO_PAD.decode(id_token.split('.').nth(1).expect("claims")).expect("base64url");
    let claims: Value = serde_json::from_slice(&claims).expect("JSON");
    assert_eq!(claims["sub"], "arn:aws:iam::051234567822:user/testuser");
    assert_eq!(claims["aud"], SAME);
    let refreshed = device.refresh(&answer.text("refreshToken"));
    assert_eq!(refreshed.verdict(), "200");
    assert!(refreshed.json.get("idToken").is_none(), "no refresh renews it");
    assert_ne!(refreshed.text("refreshToken"), answer.text("refreshToken"));
    assert_eq!(device.client.world.count(Operation::CreateOAuth2Token), 2);
}

#[test]
fn the_page_takes_the_query_of_the_aws_cli_and_no_other() {
    let mut client = Client::new();
    let good = authorize(SAME, REDIRECT);
    assert!(client.get(&good).text.contains("id=\"allow\""));
    let denied = client.form(&good, "decision=deny").location.expect("a redirect");
    assert!(denied.starts_with(&format!("{REDIRECT}?error=access_denied&error_description=")), "{denied}");
    let allowed = client.form(&good, "decision=allow").location.expect("a redirect");
    assert!(allowed.starts_with(&format!("{REDIRECT}?code=")) && allowed.ends_with("&state=s1"), "{allowed}");
    for (from, to) in [
        ("SHA-256", "S256"),
        ("scope=openid", "scope=profile"),
        ("response_type=code", "response_type=token"),
        ("state=s1", "state="),
        (CHALLENGE, "short"),
    ] {
        let location = client.get(&good.replace(from, to)).location.expect("a redirect");
        assert!(location.starts_with(&format!("{REDIRECT}?error=invalid_request")), "{to}: {location}");
    }
    for bad in [
        authorize(SAME, "http://127.0.0.1/oauth/callback"),
        authorize(SAME, "http://localhost:1/oauth/callback"),
        authorize(SAME, "https://127.0.0.1:1/oauth/callback"),
        authorize(SAME, "http://127.0.0.1:1/other"),
        authorize(SAME, PAGE),
        authorize(CROSS, REDIRECT),
        authorize(CROSS, "https://evil.example/v1/sessions/confirmation"),
        authorize("arn:aws:signin:::devtools/other", REDIRECT),
    ] {
        let answer = client.get(&bad);
        assert_eq!((answer.status, answer.location), (400, None), "{bad}: the browser is not redirected");
    }
}

#[test]
fn on_another_device_a_page_shows_state_and_code() {
    let mut device = Device::new();
    let location = device.client.get(&authorize(CROSS, PAGE)).location.expect("a redirect");
    let path = location.strip_prefix("http://127.0.0.1:8080").expect("this service");
    let page = device.client.get(path).text;
    let (_, rest) = page.split_once("<code id=\"code\">").expect("a code");
    let shown = STANDARD.decode(rest.split('<').next().expect("a code")).expect("base64");
    let shown = String::from_utf8(shown).expect("text");
    let code = shown.strip_prefix("state=s1&code=").expect("the state, then the code");
    let body = json!({
        "clientId": CROSS, "grantType": "authorization_code", "code": code, "codeVerifier": VERIFIER, "redirectUri": PAGE,
    });
    assert_eq!(device.post(TOKEN, &body).verdict(), "200");
    for query in ["", "?code=c", "?error=access_denied&state=s"] {
        assert_eq!(device.client.get(&format!("/v1/sessions/confirmation{query}")).status, 400, "{query}");
    }
}

#[test]
fn a_code_is_for_one_use_one_client_one_address_and_one_verifier() {
    let mut device = Device::new();
    for (member, value) in [
        ("clientId", CROSS),
        ("redirectUri", PAGE),
        ("codeVerifier", "another"),
        ("code", "another"),
        ("codeVerifier", ""),
    ] {
        let mut code = device.code();
        code[member] = json!(value);
        assert_eq!(verdict(&device.post(TOKEN, &code)), BAD, "{member}");
    }
    let code = device.code();
    assert_eq!(device.post(TOKEN, &code).verdict(), "200");
    assert_eq!(verdict(&device.post(TOKEN, &code)), BAD, "the second use");
    let code = device.code();
    device.client.pass(601);
    assert_eq!(verdict(&device.post(TOKEN, &code)), "401 AccessDeniedException AUTHCODE_EXPIRED");
    let other = json!({ "clientId": SAME, "grantType": "password" });
    assert_eq!(verdict(&device.post(TOKEN, &other)), BAD);
    assert_eq!(verdict(&device.post(TOKEN, &json!([]))), BAD);
}

#[test]
fn every_part_of_a_proof_is_verified() {
    let mut device = Device::new();
    let token = device.sign_in().text("refreshToken");
    let body = refresh(&token);
    let check = |device: &mut Device, what: &str, change: &dyn Fn(&mut Value, &mut Value)| {
        let (mut header, mut claims) = device.parts(TOKEN);
        change(&mut header, &mut claims);
        let proof = device.sign(&header, &claims);
        let answer = device.send(TOKEN, &proof, &body);
        assert_eq!(verdict(&answer), BAD, "{what}");
        assert!(
            answer.text("message").starts_with("The DPoP proof is not valid: "),
            "{what}: {}",
            answer.text
        );
    };
    check(&mut device, "typ", &|header, _| header["typ"] = json!("JWT"));
    check(&mut device, "alg", &|header, _| header["alg"] = json!("none"));
    check(&mut device, "kty", &|header, _| header["jwk"]["kty"] = json!("RSA"));
    check(&mut device, "crv", &|header, _| header["jwk"]["crv"] = json!("P-384"));
    check(&mut device, "a private key", &|header, _| header["jwk"]["d"] = json!("x"));
    check(&mut device, "no key", &|header, _| header["jwk"] = json!(null));
    check(&mut device, "another key", &|header, _| {
        header["jwk"]["x"] = json!("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU");
    });
    check(&mut device, "31 bytes", &|header, _| header["jwk"]["x"] = json!(URL_SAFE_NO_PAD.encode([1; 31])));
    check(&mut device, "htm", &|_, claims| claims["htm"] = json!("GET"));
    check(&mut device, "htu", &|_, claims| claims["htu"] = json!("http://127.0.0.1:8080/token"));
    check(&mut device, "https", &|_, claims| claims["htu"] = json!("https://127.0.0.1:8080/v1/token"));
    check(&mut device, "early", &|_, claims| {
        claims["iat"] = json!(claims["iat"].as_u64().map(|at| at - 301));
    });
    check(&mut device, "late", &|_, claims| claims["iat"] = json!(claims["iat"].as_u64().map(|at| at + 301)));
    check(&mut device, "no id", &|_, claims| claims["jti"] = json!(""));
    check(&mut device, "a spent id", &|_, claims| claims["jti"] = json!("proof 1"));

    let (header, claims) = device.parts(TOKEN);
    let proof = device.sign(&header, &claims);
    let (text, _) = proof.rsplit_once('.').expect("a signature");
    for bad in ["", "a.b", "a.b.c", text, &format!("{text}.AAAA"), &format!("{text}.!")] {
        assert_eq!(verdict(&device.send(TOKEN, bad, &body)), BAD, "{bad}");
    }
    let request = Request::post(TOKEN).body(body.to_string().into_bytes()).expect("a request");
    assert_eq!(verdict(&Answer::of(&device.client.send(&request))), BAD, "no proof");
    let mut twice = Request::post(TOKEN).body(body.to_string().into_bytes()).expect("a request");
    for _ in 0..2 {
        twice.headers_mut().append("dpop", proof.parse().expect("a value"));
    }
    assert_eq!(verdict(&Answer::of(&device.client.send(&twice))), BAD, "two proofs");
    assert_eq!(device.send(TOKEN, &proof, &body).verdict(), "200", "it was good all along");
    assert_eq!(verdict(&device.send(TOKEN, &proof, &body)), BAD, "and it is good once");
}

#[test]
fn a_proof_covers_a_prefix_of_the_endpoint() {
    let mut device = Device::new();
    device.client.world = std::mem::replace(&mut device.client.world, World::demo()).with_prefix("/idc");
    let code = device.code();
    let url = "http://127.0.0.1:8080/idc/v1/token";
    let (header, claims) = device.parts(TOKEN);
    let proof = device.sign(&header, &claims);
    assert_eq!(verdict(&device.send(url, &proof, &code)), BAD);
    assert_eq!(device.post(url, &code).verdict(), "200");
}

#[test]
fn a_refresh_token_is_bound_to_its_key_its_client_and_its_region() {
    let mut device = Device::new();
    let token = device.sign_in().text("refreshToken");
    let own = std::mem::replace(&mut device.pair, pair());
    assert_eq!(verdict(&device.refresh(&token)), BAD, "another key");
    device.pair = own;
    let mut other = refresh(&token);
    other["clientId"] = json!(CROSS);
    assert_eq!(verdict(&device.post(TOKEN, &other)), BAD, "another client");
    for (host, wanted) in [
        ("us-east-1.signin.aws.amazon.com", BAD),
        ("signin.us-east-1.api.aws", BAD),
        ("signin-fips.us-east-1.amazonaws.com", BAD),
        ("us-gov-east-1.signin-fips.amazonaws-us-gov.com", BAD),
        ("eu-west-1.signin.aws.amazon.com", "200"),
        ("signin.eu-west-1.api.aws", "200"),
    ] {
        let answer = device.post(&format!("https://{host}/v1/token"), &refresh(&token));
        assert_eq!(verdict(&answer), wanted, "{host}");
    }
}

#[test]
fn reuse_of_a_refresh_token_is_as_the_settings_say() {
    use ConsoleRefresh::{Reusable, ReuseEndsSession, SingleUse};
    for (how, grace, within, after, next) in [
        (Reusable, 0, "200", "200", "200"),
        (SingleUse, 0, BAD, BAD, "200"),
        (SingleUse, 5, "200", BAD, "200"),
        (ReuseEndsSession, 5, "200", BAD, "401 AccessDeniedException TOKEN_EXPIRED"),
        (
            ReuseEndsSession,
            0,
            BAD,
            "401 AccessDeniedException TOKEN_EXPIRED",
            "401 AccessDeniedException TOKEN_EXPIRED",
        ),
    ] {
        let mut device = Device::of(|settings| {
            settings.console_refresh = how;
            settings.console_grace_seconds = grace;
        });
        let first = device.sign_in().text("refreshToken");
        let second = device.refresh(&first).text("refreshToken");
        device.client.pass(5);
        assert_eq!(verdict(&device.refresh(&first)), within, "{how:?} {grace}");
        device.client.pass(1);
        assert_eq!(verdict(&device.refresh(&first)), after, "{how:?} {grace}");
        assert_eq!(verdict(&device.refresh(&second)), next, "{how:?} {grace}");
    }
}

#[test]
fn a_session_ends_by_time_and_by_command_and_a_lost_reply_took_effect() {
    let mut device = Device::of(|settings| {
        settings.console_session_seconds = 3600;
        settings.console_refresh = ConsoleRefresh::SingleUse;
    });
    let token = device.sign_in().text("refreshToken");
    device.client.pass(3600);
    assert_eq!(verdict(&device.refresh(&token)), "401 AccessDeniedException TOKEN_EXPIRED");
    let token = device.sign_in().text("refreshToken");
    device.client.world.end_sessions();
    assert_eq!(verdict(&device.refresh(&token)), "401 AccessDeniedException TOKEN_EXPIRED");
    let token = device.sign_in().text("refreshToken");
    device.client.world.add_fault("CreateOAuth2Token lose_reply".parse().expect("a fault"));
    let _lost = device.refresh(&token);
    assert_eq!(verdict(&device.refresh(&token)), BAD, "the service rotated it");
}

#[test]
fn faults_have_the_shape_of_this_service() {
    let mut device = Device::new();
    for (fault, wanted) in [
        ("user_credentials_changed", "403 AccessDeniedException USER_CREDENTIALS_CHANGED"),
        ("insufficient_permissions", "403 AccessDeniedException INSUFFICIENT_PERMISSIONS"),
        ("authcode_expired", "401 AccessDeniedException AUTHCODE_EXPIRED"),
        ("token_expired", "401 AccessDeniedException TOKEN_EXPIRED"),
        ("throttle", "429 TooManyRequestsError INVALID_REQUEST"),
        ("server_error", "500 InternalServerException server_error"),
    ] {
        let fault = format!("CreateOAuth2Token {fault}").parse().expect("a fault");
        device.client.world.add_fault(fault);
        assert_eq!(verdict(&device.refresh("r")), wanted);
    }
}
