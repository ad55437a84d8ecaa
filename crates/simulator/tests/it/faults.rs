//! Tests of each fault: what the caller gets, and that the fault is counted down.

use crate::client::{Answer, Client};
use daypass_simulator::{Delivery, Ending, Fault, Operation, RateLimit, World};
use http::Request;
use std::time::Duration;

#[test]
fn each_fault_sends_its_reply() {
    let check = |operation: &str, fault: &str, wanted: &str| {
        let mut client = Client::new();
        client.world.add_fault(format!("{operation} {fault}").parse().expect(fault));
        let (method, path) = match operation {
            "CreateToken" => ("POST", "/token"),
            "ListAccounts" => ("GET", "/assignment/accounts"),
            "ListBuckets" => ("GET", "/"),
            other => panic!("{other}"),
        };
        let request = Request::builder()
            .method(method)
            .uri(format!("http://127.0.0.1{path}"))
            .body(Vec::new())
            .expect("a request");
        let response = client.send(&request);
        let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or("-");
        let found = format!(
            "{} {} {}",
            response.status().as_u16(),
            header("x-amzn-errortype"),
            header("content-type")
        );
        assert_eq!(found, wanted, "{operation} {fault}");
        let after = client.send(&request);
        assert_eq!(after.extensions().get::<Delivery>(), None, "{fault} happens once");
    };
    let json = "application/json";
    for (name, error) in [
        ("slow_down", "400 SlowDownException"),
        ("authorization_pending", "400 AuthorizationPendingException"),
        ("expired_token", "400 ExpiredTokenException"),
        ("access_denied", "400 AccessDeniedException"),
        ("invalid_client", "401 InvalidClientException"),
        ("invalid_grant", "400 InvalidGrantException"),
        ("server_error", "500 InternalServerException"),
        ("throttle", "429 TooManyRequestsException"),
        ("status=503", "503 InternalServerException"),
    ] {
        check("CreateToken", name, &format!("{error} {json}"));
    }
    check("ListAccounts", "unauthorized", "401 UnauthorizedException application/json");
    check("ListAccounts", "forbidden", "403 ForbiddenException application/json");
    check("ListAccounts", "html", "200 - text/html; charset=utf-8");
    check("ListAccounts", "redirect", "302 - text/plain");
    check("ListAccounts", "malformed", "200 - application/json");
    check("ListAccounts", "empty", "200 - -");
    check("ListAccounts", "html=503", "503 - text/html; charset=utf-8");
    check("ListAccounts", "redirect=http://127.0.0.1:1/", "302 - text/plain");
    check("ListAccounts", "proxy", "407 - text/html; charset=utf-8");
    check("ListAccounts", "bare=404", "404 - -");
    check("ListAccounts", "object", "200 - application/json");
    check("ListAccounts", "error=403:SomethingElse", "403 SomethingElse application/json");
    check("ListAccounts", "no_errortype", "401 - application/json");
    check("ListBuckets", "throttle", "503 - text/xml");
    check("ListBuckets", "status=500", "500 - text/xml");
}

#[test]
fn faults_change_the_delivery() {
    let check = |fault: &str, ending: Ending, milliseconds: u64| {
        let mut client = Client::new();
        client.world.add_fault(format!("* {fault}").parse().expect(fault));
        let request =
            Request::get("http://127.0.0.1/assignment/accounts").body(Vec::new()).expect("a request");
        let response = client.send(&request);
        let delivery = response.extensions().get::<Delivery>().copied().unwrap_or_default();
        assert_eq!(
            (delivery.ending, delivery.delay),
            (ending, Duration::from_millis(milliseconds)),
            "{fault}"
        );
    };
    check("drop", Ending::NoReply, 0);
    check("lose_reply", Ending::NoReply, 0);
    check("truncate=10", Ending::After(10), 0);
    check("stall=0", Ending::Never(0), 0);
    check("latency=30", Ending::Whole, 30);
    check("status=500", Ending::Whole, 0);
}

#[test]
fn a_lost_reply_changes_the_state_and_a_dropped_request_does_not() {
    for (fault, verdict) in [("drop", "200"), ("lose_reply", "400 InvalidGrantException")] {
        let mut client = Client::new();
        client.world.settings_mut().refresh_tokens = daypass_simulator::RefreshTokens::SingleUse;
        let registered = client.register(&["sso:account:access"]);
        let refresh = client.sign_in(&registered).text("refreshToken");
        client.world.add_fault(format!("CreateToken {fault}").parse().expect(fault));
        client.refresh(&registered, &refresh);
        assert_eq!(client.refresh(&registered, &refresh).verdict(), verdict, "{fault}");
    }
}

#[test]
fn faults_are_counted_down_in_their_order() {
    let mut client = Client::new();
    for line in ["CreateToken slow_down x2", "* throttle", "CreateToken latency=5 always"] {
        client.world.add_fault(line.parse().expect(line));
    }
    let verdicts: Vec<_> = (0..4).map(|_| client.post("/token", &serde_json::json!({})).verdict()).collect();
    let wanted = [
        "400 SlowDownException",
        "400 SlowDownException",
        "429 TooManyRequestsException",
        "400 InvalidRequestException",
    ];
    assert_eq!(verdicts, wanted);
    assert_eq!(client.world.count(Operation::CreateToken), 4);
}

#[test]
fn invalid_lines_are_refused() {
    for line in [
        "",
        "CreateToken",
        "Nothing drop",
        "CreateToken nothing",
        "CreateToken drop 3",
        "CreateToken drop x0",
        "CreateToken drop x1 more",
        "CreateToken status=99",
        "CreateToken latency",
        "CreateToken drop=1",
        "CreateToken drop html",
        "CreateToken x2",
        "CreateToken retry_after=-1",
        "CreateToken answer",
        "CreateToken answer={\"status\":99}",
        "CreateToken answer={\"status\":200,\"body\":\"\",\"json\":1}",
        "CreateToken answer={\"stat\":200}",
        "CreateToken headers={\"a b\":\"c\"}",
        "CreateToken headers={\"a\":\"b\\nc\"}",
        "CreateToken set=5",
        "CreateToken error=",
        "CreateToken error=7:x",
        "CreateToken error=a<b",
    ] {
        assert!(line.parse::<Fault>().is_err(), "{line:?}");
    }
    for line in [
        "* latency=30 always",
        "createtoken throttle=2 x4",
        "ListAccounts date_skew=-90",
        "ListAccountRoles?account_id=111122223333&x=a%26b forbidden always",
        "CreateToken set={ \"accessToken\" : \"a b\\r\\u001b\" } latency=3 x2",
        "CreateToken answer={\"body\": \"x3 y\", \"content_type\": \"text/xml\"}",
    ] {
        let fault: Fault = line.parse().expect(line);
        assert_eq!(fault.to_string().parse::<Fault>(), Ok(fault), "{line}");
    }
}

#[test]
fn clocks_can_be_set_apart() {
    let mut client = Client::new();
    let request = Request::get("http://127.0.0.1/assignment/accounts").body(Vec::new()).expect("a request");
    let date = |client: &mut Client| {
        let response = client.send(&request);
        response.headers().get("date").and_then(|date| date.to_str().ok()).unwrap_or_default().to_owned()
    };
    assert_eq!(date(&mut client), "Tue, 14 Nov 2023 22:13:20 GMT");
    client.world.add_fault("ListAccounts date_skew=-3600".parse().expect("a fault"));
    assert_eq!(date(&mut client), "Tue, 14 Nov 2023 21:13:20 GMT");
    client.world.settings_mut().skew_seconds = 86_400;
    assert_eq!(date(&mut client), "Wed, 15 Nov 2023 22:13:20 GMT");
    client.world.advance(Duration::from_secs(86_400));
    assert_eq!(date(&mut client), "Wed, 15 Nov 2023 22:13:20 GMT", "age is not on the wire");
}

#[test]
fn the_rate_limit_throttles_calls() {
    let limit = RateLimit::new(2.0, 3.0).with_retry_after();
    let mut client = Client::of(World::demo().with_settings(|settings| settings.rate_limit = Some(limit)));
    let mut admitted = 0;
    for _ in 0..100 {
        let request =
            Request::get("http://127.0.0.1/assignment/accounts").body(Vec::new()).expect("a request");
        let response = client.send(&request);
        if Answer::of(&response).status == 429 {
            assert_eq!(
                response.headers().get("retry-after").and_then(|after| after.to_str().ok()),
                Some("1")
            );
        } else {
            admitted += 1;
        }
        client.now += Duration::from_millis(100);
    }
    assert!((22..=23).contains(&admitted), "{admitted}");
}
