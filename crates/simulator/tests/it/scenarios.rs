//! Tests of scenarios: each works, and equal seeds give equal worlds.

use crate::client::Client;
use daypass_simulator::{SCENARIOS, SignIn, World};
use serde_json::Value;
use std::fs;

#[test]
fn each_scenario_works_and_is_listed() {
    for (name, text) in SCENARIOS {
        let world = World::from_toml(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(world.name(), name);
        let mut client = Client::of(world);
        let registered = client.register(&["sso:account:access"]);
        let token = client.sign_in(&registered).text("accessToken");
        assert_eq!(client.portal(&token, "/assignment/accounts").verdict(), "200", "{name}");
    }
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
    assert_eq!(fs::read_dir(folder).expect("the folder").count(), SCENARIOS.len());
}

#[test]
fn equal_seeds_give_equal_worlds() {
    let live = || {
        let mut client = Client::scenario("many-accounts");
        let registered = client.register(&["sso:account:access"]);
        let token = client.sign_in(&registered).text("accessToken");
        let list = client.portal(&token, "/assignment/accounts?max_result=100").text;
        (registered, token, list)
    };
    assert_eq!(live(), live());
}

#[test]
fn an_organisation_of_any_size() {
    let mut client = Client::of(World::generated(5000, 5, 3).expect("a world"));
    let registered = client.register(&["sso:account:access"]);
    let token = client.sign_in(&registered).text("accessToken");
    let page = client.portal(&token, "/assignment/accounts?max_result=100").json;
    let account = page.pointer("/accountList/99/accountId").and_then(Value::as_str).expect("a hundredth");
    assert_eq!(account.len(), 12);
    let roles = client.portal(&token, &format!("/assignment/roles?account_id={account}")).json;
    assert_eq!(roles["roleList"].as_array().map(Vec::len), Some(5));
}

#[test]
fn a_user_can_be_signed_in_at_the_start() {
    let text = "name = \"x\"\nusers = [\"a\", \"b\"]\nsigned_in = \"corp\"\n[generate]\naccounts = 2\n";
    let mut client = Client::of(World::from_toml(text).expect("a world"));
    let signed_in = client.world.signed_in(client.now).cloned().expect("somebody");
    assert_eq!((signed_in.session(), signed_in.user()), ("corp", "a"));
    let token: Value = serde_json::from_str(&signed_in.file()).expect("JSON");
    let access = token["accessToken"].as_str().expect("a token");
    assert_eq!(token["expiresAt"], "2023-11-14T23:13:20Z");
    assert_eq!(client.portal(access, "/assignment/accounts").verdict(), "200");
    assert!(!format!("{signed_in:?} {:?}", client.world).contains(access), "no token is printed");
    client.world.reset();
    assert_eq!(client.portal(access, "/assignment/accounts").verdict(), "200", "after a reset, too");

    let mut client = Client::new();
    assert!(client.world.signed_in(client.now).is_none());
    let who = SignIn::new("corp").with_user("nobody");
    assert!(client.world.sign_in(&who, client.now).is_none());
    let reply = client.post("/_sim/sign_in", &serde_json::json!({ "session": "corp", "aged": true }));
    assert_eq!(reply.json["file"], signed_in.file_name());
    assert_eq!(reply.json["token"]["expiresAt"], "2023-11-14T21:13:20Z");
    let text = |name: &str| reply.json["token"][name].as_str().expect(name).to_owned();
    assert_eq!(client.portal(&text("accessToken"), "/assignment/accounts").status, 401);
    let registered =
        serde_json::json!({ "clientId": text("clientId"), "clientSecret": text("clientSecret") });
    assert_eq!(client.refresh(&registered, &text("refreshToken")).verdict(), "200");
}

#[test]
fn invalid_scenarios_are_refused() {
    let check = |text: &str, words: &str| {
        let error = World::from_toml(text).expect_err(text).to_string();
        assert!(error.contains(words), "{error}");
    };
    check("name = 5", "invalid type");
    check("name = \"x\"\nusers = []", "no users");
    check("name = \"x\"\nusers = [\"a\"]\nusrs = 1", "unknown field");
    check("name = \"x\"\nusers = [\"a\"]\nfaults = [\"X drop\"]", "no such operation");
    check("name = \"x\"\nusers = [\"a\"]\n[[account]]\nid = \"123\"", "twelve digits");
    check("name = \"x\"\nusers = [\"a\"]\n[[role]]\narn = \"Deploy\"\ntrusts = []", "not the ARN of a role");
    let error = World::scenario("nowhere").expect_err("there is none").to_string();
    assert!(error.contains("there are article, one-account"), "{error}");
}
