//! Tests of the pages: their texts, and that names cannot inject markup.

use crate::client::{Client, START_URL};
use serde_json::json;

#[test]
fn a_page_shows_the_client_and_its_scopes() {
    let mut client = Client::new();
    let registered = client.register(&["sso:account:access"]);
    let device = client.start(&registered);
    let page = client.get(&device.text("verificationUriComplete").replace("http://127.0.0.1:8080", "")).text;
    let code = device.text("userCode");
    for words in
        ["Allow t to access", "sso:account:access", "testuser@example.com", &code, ">Allow<", ">Deny<"]
    {
        assert!(page.contains(words), "{words} in {page}");
    }
    assert!(!page.contains("http:") && !page.contains("https:"), "nothing is loaded from anywhere: {page}");
}

#[test]
fn markup_in_names_is_escaped() {
    let mut client = Client::new();
    let name = "<script>alert(1)</script>\" onload='x'";
    let answer = client.post("/client/register", &json!({ "clientName": name, "clientType": "public" }));
    let registered =
        json!({ "clientId": answer.text("clientId"), "clientSecret": answer.text("clientSecret") });
    let device = client.start(&registered);
    let page = client.get(&device.text("verificationUriComplete").replace("http://127.0.0.1:8080", "")).text;
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&#39;x&#39;"), "{page}");
    assert!(!page.contains("<script"), "{page}");
    let page = client.get("/device?user_code=%3Cscript%3E").text;
    assert!(!page.contains("<script"), "{page}");
}

#[test]
fn user_codes_are_found_ignoring_case_and_separators() {
    let mut client = Client::new();
    let registered = client.register(&[]);
    let device = client.start(&registered);
    let code = device.text("userCode").to_lowercase().replace('-', "+");
    assert!(client.get(&format!("/device?user_code=+{code}+")).text.contains(">Allow<"));
    assert_eq!(client.get("/device").status, 200);
    let unknown = client.get("/device?user_code=BBBB-BBBB");
    assert_eq!(unknown.status, 404);
    assert!(unknown.text.contains("not known"), "{}", unknown.text);
    client.pass(601);
    assert_eq!(client.get(&format!("/device?user_code={code}")).status, 404, "expired");
}

#[test]
fn a_form_without_a_decision_is_refused() {
    let mut client = Client::new();
    let registered = client.register(&[]);
    let device = client.start(&registered);
    let page = device.text("verificationUriComplete");
    assert_eq!(client.form(&page, "decision=maybe").status, 400);
    assert_eq!(client.form(&page, "decision=allow&user=nobody").status, 400);
    assert_eq!(client.poll(&registered, &device).verdict(), "400 AuthorizationPendingException");
}

#[test]
fn links_follow_the_prefix() {
    let mut client = Client::new();
    client.world = client.world.with_prefix("/idc/");
    let body = json!({ "clientName": "t", "clientType": "public" });
    let answer = client.post("/idc/client/register", &body);
    let registered = json!({
        "clientId": answer.text("clientId"), "clientSecret": answer.text("clientSecret"), "startUrl": START_URL,
    });
    let device = client.post("/idc/device_authorization", &registered);
    assert_eq!(device.text("verificationUri"), "http://127.0.0.1:8080/idc/device");
    let page = client.get(&device.text("verificationUriComplete").replace("http://127.0.0.1:8080", ""));
    assert!(page.text.contains("action=\"/idc/device?user_code="), "{}", page.text);
    let device = client.post("/device_authorization", &registered);
    assert_eq!(device.text("verificationUri"), "http://127.0.0.1:8080/device", "the root answers too");
    for (path, status) in [("/idc", 200), ("/idc/", 200), ("/idc/device", 200), ("/idcx/device", 404)] {
        assert_eq!(client.get(path).status, status, "{path}");
    }
}
