//! Tests of the control interface `/_sim/…`.

use crate::client::Client;
use daypass_simulator::Operation;
use serde_json::{Value, json};

#[test]
fn each_control_changes_the_world() {
    let mut client = Client::new();
    let registered = client.register(&["sso:account:access"]);
    let tokens = client.sign_in(&registered);
    let (access, refresh) = (tokens.text("accessToken"), tokens.text("refreshToken"));
    let control = |client: &mut Client, path: &str, body: Value| {
        assert_eq!(client.post(&format!("/_sim/{path}"), &body).verdict(), "200", "{path}");
    };

    control(&mut client, "expire_tokens", json!({}));
    assert_eq!(client.portal(&access, "/assignment/accounts").verdict(), "401 UnauthorizedException");
    let access = client.refresh(&registered, &refresh).text("accessToken");
    assert_eq!(client.portal(&access, "/assignment/accounts").verdict(), "200");
    control(&mut client, "clock", json!({ "advance": 3600 }));
    assert_eq!(client.portal(&access, "/assignment/accounts").verdict(), "401 UnauthorizedException");
    control(&mut client, "end_sessions", json!({}));
    assert_eq!(client.refresh(&registered, &refresh).verdict(), "400 InvalidGrantException");

    control(&mut client, "faults", json!({ "fault": "CreateToken slow_down x3" }));
    assert_eq!(client.get("/_sim/faults").json, json!({ "faults": ["CreateToken slow_down x3"] }));
    assert_eq!(client.post("/_sim/faults", &json!({ "fault": "Nothing" })).status, 400);

    let device = client.start(&registered);
    let waiting = client.get("/_sim/state").json["waiting"].clone();
    let (code, url) = (device.text("userCode"), device.text("verificationUriComplete"));
    assert_eq!(waiting, json!([{ "user_code": code, "url": url }]));
    control(&mut client, "approve", json!({ "mode": "deny" }));
    control(&mut client, "settings", json!({ "interval": 9 }));
    let settings = client.get("/_sim/settings").json;
    assert_eq!((&settings["auto_approve"], &settings["interval"]), (&json!("deny"), &json!(9)));
    assert_eq!(client.post("/_sim/settings", &json!({ "intervall": 9 })).status, 400);

    control(&mut client, "revoke_registrations", json!({}));
    assert_eq!(client.start(&registered).verdict(), "401 InvalidClientException");
    control(&mut client, "reset", json!({}));
    assert_eq!(client.get("/_sim/faults").json, json!({ "faults": [] }));
    assert_eq!(client.world.count(Operation::CreateToken), 0);
    assert_eq!(client.get("/_sim/nothing").status, 404);
}

#[test]
fn the_log_has_requests_and_no_secret() {
    let mut client = Client::new();
    let registered = client.register(&["sso:account:access"]);
    let tokens = client.sign_in(&registered);
    let access = tokens.text("accessToken");
    let keys = client
        .portal(&access, "/federation/credentials?account_id=051234567822&role_name=AWSPowerUserAccess");
    let requests = client.get("/_sim/requests");
    let operations: Vec<_> = requests.json["requests"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|entry| entry["operation"].as_str().expect("a name").to_owned())
        .collect();
    assert_eq!(
        operations,
        ["RegisterClient", "StartDeviceAuthorization", "Device", "CreateToken", "GetRoleCredentials"]
    );
    let secrets = [
        access,
        tokens.text("refreshToken"),
        registered["clientSecret"].as_str().expect("a secret").to_owned(),
        keys.json["roleCredentials"]["secretAccessKey"].as_str().expect("a key").to_owned(),
    ];
    let everything =
        format!("{} {:?} {:?}", requests.text, client.world, client.world.log().collect::<Vec<_>>());
    for secret in secrets {
        assert!(!everything.contains(&secret), "{secret} in {everything}");
    }
    assert_eq!(client.get("/_sim/counters").json["CreateToken"], 1);
}
