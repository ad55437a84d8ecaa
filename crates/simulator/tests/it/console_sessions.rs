//! Tests of the sessions of console sign-ins: ListSessions and BatchRevokeSessions.

use crate::{
    client::Answer,
    console_device::{BAD, CROSS, Device, SAME, verdict},
    signatures::{Keys, STAMP, post_to},
};
use serde_json::{Value, json};

/// Sends a signed request of the sessions.
fn signed(device: &mut Device, keys: &Keys, path: &str, body: &Value) -> Answer {
    Answer::of(&device.client.send(&post_to(path, keys, &body.to_string(), "signin", STAMP)))
}

fn keys(answer: &Answer) -> Keys {
    let text = |name: &str| {
        let member = answer.json.pointer(&format!("/accessToken/{name}")).and_then(Value::as_str);
        member.expect(name).to_owned()
    };
    Keys { id: text("accessKeyId"), secret: text("secretAccessKey"), token: text("sessionToken") }
}

#[test]
fn sessions_are_listed_newest_first_and_revoked_by_their_owner() {
    let mut device = Device::new();
    let (first, second) = (device.sign_in(), device.sign_in());
    let keys = keys(&second);
    let list = |device: &mut Device, body: Value| signed(device, &keys, "/list-sessions", &body);
    let all = list(&mut device, json!({ "status": "ACTIVE", "clientId": SAME }));
    let items = all.json["items"].as_array().expect("a list").clone();
    assert_eq!((items.len(), &all.json["nextToken"]), (2, &Value::Null), "{}", all.text);
    assert_eq!(items[0]["principalArn"], "arn:aws:iam::051234567822:user/testuser");
    let page = list(&mut device, json!({ "maxResults": 1 }));
    assert_eq!(page.json["items"][0], items[0]);
    let rest = list(&mut device, json!({ "maxResults": 1, "nextToken": page.text("nextToken") }));
    assert_eq!((&rest.json["items"][0], &rest.json["nextToken"]), (&items[1], &Value::Null));
    assert_eq!(list(&mut device, json!({ "clientId": CROSS })).json["items"], json!([]));
    assert_eq!(verdict(&list(&mut device, json!({ "maxResults": 101 }))), BAD);
    assert_eq!(verdict(&list(&mut device, json!({ "nextToken": "x" }))), BAD);

    let (of_first, unknown) = (items[1]["sessionArn"].clone(), json!("arn:aws:signin:eu-west-1:1:session/x"));
    for _ in 0..2 {
        let body = json!({ "sessionArns": [of_first, unknown] });
        let answer = signed(&mut device, &keys, "/batch-revoke-sessions", &body);
        assert_eq!(answer.json["revokedSessions"][0]["status"], "REVOKED");
        assert_eq!(answer.json["errors"][0]["sessionArn"], unknown);
    }
    let none = signed(&mut device, &keys, "/batch-revoke-sessions", &json!({ "sessionArns": [] }));
    assert_eq!(verdict(&none), BAD);
    let refused = "401 AccessDeniedException TOKEN_EXPIRED";
    assert_eq!(verdict(&device.refresh(&first.text("refreshToken"))), refused);
    assert_eq!(device.refresh(&second.text("refreshToken")).verdict(), "200");
    assert_eq!(
        list(&mut device, json!({ "status": "ACTIVE" })).json["items"].as_array().map(Vec::len),
        Some(1)
    );

    let stranger = Keys { id: "ASIAOTHER".to_owned(), ..keys };
    let answer = signed(&mut device, &stranger, "/list-sessions", &json!({}));
    assert_eq!(answer.verdict(), "403 UnrecognizedClientException");
    device.client.world.expire_credentials();
    let late = Keys {
        id: second.json["accessToken"]["accessKeyId"].as_str().expect("an id").to_owned(),
        ..stranger
    };
    assert_eq!(
        signed(&mut device, &late, "/list-sessions", &json!({})).verdict(),
        "403 ExpiredTokenException"
    );
}
