//! Tests of scripted answers, conditions, changed members and held replies.

use crate::client::{Answer, Client, merged};
use daypass_simulator::{Delivery, Fault, InProcess, Operation, RefreshTokens, Server, SharedWorld, World};
use daypass_transport::Transport as _;
use http::Request;
use serde_json::{Value, json};
use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::SystemTime,
};

fn signed_in() -> (Client, Value, Answer) {
    let mut client = Client::new();
    let registered = client.register(&["sso:account:access"]);
    let tokens = client.sign_in(&registered);
    (client, registered, tokens)
}

fn fault(client: &mut Client, line: &str) {
    client.world.add_fault(line.parse().expect(line));
}

#[test]
fn an_answer_is_exactly_the_scripted_one() {
    let mut client = Client::new();
    let script = json!({
        "status": 404, "headers": { "X-Cache": "Miss from proxy" }, "json": { "message": "no such path" },
    });
    fault(&mut client, &format!("ListAccounts answer={script}"));
    let request = Request::get("http://127.0.0.1/assignment/accounts").body(Vec::new()).expect("a request");
    let response = client.send(&request);
    let names: Vec<_> = response.headers().keys().map(http::HeaderName::as_str).collect();
    assert_eq!(names, ["content-type", "x-cache", "date"], "no header of AWS's");
    assert_eq!(response.status(), 404);
    assert_eq!(response.body(), br#"{"message":"no such path"}"#);
}

#[test]
fn only_replies_of_aws_have_a_request_id() {
    for (line, is_aws) in [
        ("html", false),
        ("redirect", false),
        ("proxy", false),
        ("bare=429", false),
        ("throttle", true),
        ("object", true),
    ] {
        let mut client = Client::new();
        fault(&mut client, &format!("ListAccounts {line}"));
        let request =
            Request::get("http://127.0.0.1/assignment/accounts").body(Vec::new()).expect("a request");
        let response = client.send(&request);
        assert_eq!(response.headers().contains_key("x-amzn-requestid"), is_aws, "{line}");
        assert_eq!(response.headers().contains_key("proxy-authenticate"), line == "proxy", "{line}");
    }
}

#[test]
fn a_fault_happens_only_if_its_condition_holds() {
    let (mut client, registered, tokens) = signed_in();
    let (access, refresh) = (tokens.text("accessToken"), tokens.text("refreshToken"));
    fault(&mut client, "ListAccountRoles?account_id=111122223333 forbidden always");
    fault(&mut client, "CreateToken?grantType=refresh_token slow_down retry_after=3");
    let mut roles =
        |account: &str| client.portal(&access, &format!("/assignment/roles?account_id={account}")).verdict();
    assert_eq!(roles("051234567822"), "200");
    assert_eq!(roles("111122223333"), "403 ForbiddenException");
    let device = client.start(&registered);
    assert_eq!(client.poll(&registered, &device).verdict(), "400 AuthorizationPendingException");
    let grant = json!({ "grantType": "refresh_token", "refreshToken": refresh });
    let request = Request::post("http://127.0.0.1/token")
        .body(merged(&registered, &grant).to_string().into_bytes())
        .expect("a request");
    let response = client.send(&request);
    assert_eq!(Answer::of(&response).verdict(), "400 SlowDownException");
    assert_eq!(response.headers().get("retry-after").and_then(|value| value.to_str().ok()), Some("3"));
    assert_eq!(client.refresh(&registered, &refresh).verdict(), "200");
}

#[test]
fn members_of_replies_can_be_changed() {
    let (mut client, registered, tokens) = signed_in();
    let refresh = tokens.text("refreshToken");
    fault(
        &mut client,
        r#"CreateToken set={"accessToken": "a\r\n\u001b[31mb", "refreshToken": null, "expiresIn": -1}"#,
    );
    let answer = client.refresh(&registered, &refresh);
    assert_eq!(answer.text("accessToken"), "a\r\n\u{1b}[31mb");
    assert_eq!((answer.json.get("refreshToken"), &answer.json["expiresIn"]), (None, &json!(-1)));
    fault(&mut client, "CreateToken object set={\"accessToken\":\"\"}");
    assert_eq!(client.refresh(&registered, &refresh).json, json!({ "accessToken": "" }));
    fault(&mut client, "CreateToken headers={\"content-type\":\"text/html\",\"x-amzn-requestid\":null}");
    assert_eq!(client.refresh(&registered, &refresh).verdict(), "200");
}

#[test]
fn a_list_can_be_endless() {
    let (mut client, _, tokens) = signed_in();
    let access = tokens.text("accessToken");
    fault(&mut client, "ListAccounts endless always");
    let mut seen = Vec::new();
    for _ in 0..3 {
        let next = seen.last().cloned().unwrap_or_default();
        let answer = client.portal(&access, &format!("/assignment/accounts?next_token={next}"));
        assert_eq!(answer.json["accountList"], json!([]));
        seen.push(answer.text("nextToken"));
    }
    seen.dedup();
    assert_eq!(seen.len(), 3, "each is new");
}

#[test]
fn later_faults_wait_for_those_that_pass() {
    let mut client = Client::new();
    for line in ["ListAccounts pass x2", "ListAccounts html"] {
        fault(&mut client, line);
    }
    let statuses: Vec<_> = (0..4).map(|_| client.get("/assignment/accounts").status).collect();
    assert_eq!(statuses, [401, 401, 200, 401]);
}

#[test]
fn the_control_endpoint_takes_json_and_lines() {
    let mut client = Client::new();
    let body = json!([
        { "operation": "CreateToken", "when": { "grantType": "refresh_token" }, "do": { "slow_down": true, "retry_after": 2 }, "times": 3 },
        { "operation": "*", "do": "drop", "times": "always" },
        { "operation": "ListAccounts", "do": { "answer": { "status": 302, "headers": { "location": "/x" } } } },
    ]);
    assert_eq!(
        client.post("/_sim/faults", &body).json["faults"],
        json!([
            "CreateToken?grantType=refresh_token retry_after=2 slow_down x3",
            "* drop always",
            r#"ListAccounts answer={"headers":{"location":"/x"},"status":302} x1"#,
        ])
    );
    for wrong in [
        json!({ "operation": "CreateToken", "do": "nothing" }),
        json!({ "operation": "CreateToken", "do": { "latency": "soon" } }),
        json!({ "operation": "CreateToken", "do": { "drop": true, "html": true } }),
        json!({ "operation": "CreateToken", "do": "drop", "times": 0 }),
        json!({ "operation": "Nothing", "do": "drop" }),
        json!([{ "fault": "CreateToken drop" }, { "fault": "CreateToken drip" }]),
    ] {
        assert_eq!(client.post("/_sim/faults", &wrong).status, 400, "{wrong}");
    }
    assert_eq!(client.get("/_sim/faults").json["faults"].as_array().map(Vec::len), Some(3), "all or none");
}

#[test]
fn a_held_reply_waits_for_its_release() {
    let server = Server::start(World::demo(), 0).expect("a server");
    let world = server.world();
    world.lock().add_fault("ListAccounts hold".parse().expect("a fault"));
    let mut stream = TcpStream::connect(server.address()).expect("a connection");
    stream
        .write_all(b"GET /assignment/accounts HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        .expect("sent");
    while world.lock().held() == 0 {
        std::thread::yield_now();
    }
    assert_eq!(world.lock().count(Operation::ListAccounts), 1, "the work is done");
    world.lock().release();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    assert_eq!(world.lock().held(), 0);
}

#[test]
fn a_reply_can_be_held_in_process() {
    let world = SharedWorld::new(World::demo());
    world.lock().add_fault("ListAccounts hold".parse().expect("a fault"));
    let transport = InProcess::new(world.clone(), || SystemTime::UNIX_EPOCH);
    let request = Request::get("http://idc.example/assignment/accounts").body(Vec::new()).expect("a request");
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let status = runtime.block_on(async {
        let releasing = async {
            while world.lock().held() == 0 {
                tokio::task::yield_now().await;
            }
            world.lock().release();
        };
        tokio::join!(transport.send(request), releasing).0.map(|response| response.status().as_u16())
    });
    assert_eq!(status.ok(), Some(401));
}

#[test]
fn a_reset_releases_held_replies() {
    let mut client = Client::new();
    fault(&mut client, "ListAccounts hold");
    let request = Request::get("http://127.0.0.1/assignment/accounts").body(Vec::new()).expect("a request");
    let held = client.send(&request).extensions().get::<Delivery>().and_then(|delivery| delivery.held);
    let number = held.expect("a number");
    assert!(client.world.is_held(number));
    client.world.reset();
    assert!(!client.world.is_held(number));
}

#[test]
fn a_refresh_token_can_be_for_one_use() {
    let (mut client, registered, tokens) = signed_in();
    client.world.settings_mut().refresh_tokens = RefreshTokens::SingleUse;
    let first = tokens.text("refreshToken");
    let second = client.refresh(&registered, &first).text("refreshToken");
    assert_eq!(
        client.refresh(&registered, &first).verdict(),
        "400 InvalidGrantException",
        "reuse is refused"
    );
    assert_eq!(client.refresh(&registered, &second).verdict(), "200");
}

/// Compares the README's table with the vocabulary.
#[test]
fn the_readme_lists_every_fault() {
    let readme = include_str!("../../README.md");
    let rows: Vec<_> = readme
        .lines()
        .skip_while(|line| *line != "| fault | the caller gets |")
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .map(str::to_owned)
        .collect();
    let wanted: Vec<_> = Fault::vocabulary().map(|(name, about)| format!("| `{name}` | {about} |")).collect();
    assert_eq!(rows, wanted, "the rows to be there:\n{}", wanted.join("\n"));
}
