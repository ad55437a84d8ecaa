//! The adapter over reqwest, against servers that behave well and badly.

use daypass_transport::{
    Caller, ClientOptions, Error, ErrorKind, Request, ReqwestTransport, Response, RetryPolicy, TokioSleep,
    Transport as _,
};
use std::{error::Error as _, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{any, body_string, header, method, path, query_param},
};

fn transport(options: ClientOptions) -> ReqwestTransport {
    ReqwestTransport::new(options.without_proxy()).expect("a client")
}

fn get(url: &str) -> Request {
    http::Request::get(url).body(Vec::new()).expect("a request")
}

async fn send(url: &str) -> Result<Response, Error> {
    transport(ClientOptions::default()).send(get(url)).await
}

/// A server that answers every connection with these bytes and hangs up.
async fn raw(reply: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            drop(stream.read(&mut [0; 4096]).await);
            drop(stream.write_all(reply).await);
        }
    });
    url
}

#[tokio::test]
async fn carries_everything_there_and_back() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/a%20b"))
        .and(query_param("q", "ü"))
        .and(header("x-amz-sso_bearer_token", "t"))
        .and(body_string("body"))
        .respond_with(
            ResponseTemplate::new(418).insert_header("x-amzn-errortype", "Teapot").set_body_string("short"),
        )
        .expect(1)
        .mount(&server)
        .await;
    let request = http::Request::post(format!("{}/a%20b?q=%C3%BC", server.uri()))
        .header("x-amz-sso_bearer_token", "t")
        .body(b"body".to_vec())
        .expect("a request");
    let response = transport(ClientOptions::default()).send(request).await.expect("a response");
    assert_eq!((response.status().as_u16(), response.body().as_slice()), (418, &b"short"[..]));
    assert_eq!(response.headers().get("x-amzn-errortype").expect("a header"), "Teapot");
}

#[tokio::test]
async fn sends_nothing_unasked() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(200)).mount(&server).await;
    send(&server.uri()).await.expect("a response");
    let requests = server.received_requests().await.expect("recording");
    let names: Vec<_> = requests[0].headers.keys().map(http::HeaderName::as_str).collect();
    assert_eq!(names, ["accept", "host"]);
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let server = MockServer::start().await;
    let template = ResponseTemplate::new(302).insert_header("location", "/elsewhere");
    Mock::given(path("/")).respond_with(template).expect(1).mount(&server).await;
    Mock::given(path("/elsewhere")).respond_with(ResponseTemplate::new(200)).expect(0).mount(&server).await;
    assert_eq!(send(&server.uri()).await.expect("a response").status(), 302);
}

#[tokio::test]
async fn slow_answers_time_out() {
    let server = MockServer::start().await;
    let template = ResponseTemplate::new(200).set_delay(Duration::from_secs(30));
    Mock::given(any()).respond_with(template).mount(&server).await;
    let options = ClientOptions::default().with_read_timeout(Some(Duration::from_millis(50)));
    let error = transport(options).send(get(&server.uri())).await.expect_err("a timeout");
    let place = server.address().to_string();
    assert_eq!((error.kind(), error.host()), (ErrorKind::Timeout, place.as_str()));
    assert_eq!(error.to_string(), format!("no answer from {place} in time"));
    assert!(error.source().is_none(), "its kind says it all");
}

#[tokio::test]
async fn half_a_reply_is_none() {
    let replies = [
        &b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf"[..],
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhal",
        b"HTTP/1.1 200",
        b"",
    ];
    for reply in replies {
        let error = send(&raw(reply).await).await.expect_err("an interruption");
        assert_eq!(error.kind(), ErrorKind::Interrupted, "{} {error:?}", String::from_utf8_lossy(reply));
    }
    let error = send(&raw(b"SSH-2.0-OpenSSH_9\r\n").await).await.expect_err("no HTTP");
    assert_eq!(error.kind(), ErrorKind::Interrupted, "{error:?}");
}

#[tokio::test]
async fn a_large_reply_is_refused_early() {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(200).set_body_bytes(vec![b'x'; 1000]))
        .mount(&server)
        .await;
    let with_limit = |limit| transport(ClientOptions::default().with_max_response_bytes(limit));
    let error = with_limit(999).send(get(&server.uri())).await.expect_err("too large");
    let place = server.address();
    assert_eq!(error.to_string(), format!("the answer of {place} is too large: more than 999 bytes"));
    assert_eq!(with_limit(1000).send(get(&server.uri())).await.expect("a response").body().len(), 1000);
}

#[tokio::test]
async fn nobody_there() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let place = listener.local_addr().expect("an address");
    drop(listener);
    let error = send(&format!("http://{place}/")).await.expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::Connect, "{error:?}");
    assert_eq!(error.to_string(), format!("no connection to {place}"));
    insta::assert_snapshot!(error.source().expect("a cause"), @"Connection refused (os error 111)");

    let error = send("http://no-such-host.invalid/path?secret=hunter2").await.expect_err("no name");
    assert_eq!(error.kind(), ErrorKind::Dns, "{error:?}");
    assert_eq!(error.to_string(), "the host name no-such-host.invalid could not be resolved");
    assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
}

#[tokio::test]
async fn what_is_no_request() {
    let error = transport(ClientOptions::default()).send(get("/relative")).await.expect_err("no host");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error:?}");
}

#[tokio::test]
async fn throttled_calls_are_repeated() {
    let server = MockServer::start().await;
    let busy = ResponseTemplate::new(429).insert_header("retry-after", "0");
    Mock::given(any()).respond_with(busy).up_to_n_times(2).expect(2).mount(&server).await;
    Mock::given(header("amz-sdk-request", "attempt=3; max=3"))
        .respond_with(ResponseTemplate::new(200))
        .expect(1)
        .mount(&server)
        .await;
    let caller = Caller::new(
        Arc::new(transport(ClientOptions::default())),
        Arc::new(TokioSleep),
        Arc::new(|bytes: &mut [u8]| bytes.fill(0)),
    )
    .with_policy(RetryPolicy::default());
    assert_eq!(caller.send(get(&server.uri())).await.expect("a response").status(), 200);
}

/// The proxy variables can be set for a child process only; this test runs itself as one.
#[tokio::test]
async fn the_proxy_of_the_environment() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(407)).mount(&server).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let dead = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    let run = async |proxy: &str, url: &str| {
        let executable = std::env::current_exe().expect("the test binary");
        let output = tokio::task::spawn_blocking({
            let (proxy, url) = (proxy.to_owned(), url.to_owned());
            move || {
                std::process::Command::new(executable)
                    .args(["--exact", "adapter::child_behind_a_proxy", "--ignored", "--nocapture"])
                    .env_clear()
                    .env("HTTP_PROXY", &proxy)
                    .env("HTTPS_PROXY", proxy)
                    .env("CHILD_URL", url)
                    .output()
                    .expect("the test binary runs")
            }
        });
        let output = String::from_utf8(output.await.expect("no panic").stdout).expect("text");
        output.lines().find_map(|line| line.strip_prefix("outcome: ")).expect("an outcome").to_owned()
    };
    assert_eq!(run(&server.uri(), "http://plain.test/").await, "407", "a reply like any other");
    insta::assert_snapshot!(run(&server.uri(), "https://tls.test/").await, @r#"the proxy on the way to tls.test failed (Proxy; Some("tunnel error: proxy authorization required"))"#);
    insta::assert_snapshot!(run(&dead, "http://plain.test/").await, @r#"no connection to plain.test (Connect; Some("Connection refused (os error 111)"))"#);
    insta::assert_snapshot!(run(&dead, "https://tls.test/").await, @r#"the proxy on the way to tls.test failed (Proxy; Some("Connection refused (os error 111)"))"#);
    let unknown = run("http://no-such-proxy.invalid:3128", "https://tls.test/").await;
    assert!(unknown.starts_with("the proxy on the way to tls.test failed (Proxy;"), "{unknown}");
}

#[tokio::test]
#[ignore = "the other half of `the_proxy_of_the_environment`"]
#[expect(clippy::disallowed_methods, reason = "the parent says what to do through the environment")]
async fn child_behind_a_proxy() {
    let Ok(url) = std::env::var("CHILD_URL") else { return };
    let transport = ReqwestTransport::new(ClientOptions::default()).expect("a client");
    match transport.send(get(&url)).await {
        Ok(response) => println!("\noutcome: {}", response.status().as_u16()),
        Err(error) => {
            println!(
                "\noutcome: {error} ({:?}; {:?})",
                error.kind(),
                error.source().map(ToString::to_string)
            );
        }
    }
}
