//! Tests of the adapter for wiremock.

use daypass_simulator::{Operation, Responder, SharedWorld, World};
use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::SystemTime,
};
use wiremock::{Mock, MockServer, matchers::any};

#[test]
fn a_world_answers_behind_wiremock() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let world = SharedWorld::new(World::demo());
    let server = runtime.block_on(async {
        let server = MockServer::start().await;
        let responder = Responder::new(world.clone(), || SystemTime::UNIX_EPOCH);
        Mock::given(any()).respond_with(responder).mount(&server).await;
        server
    });
    let ask = || {
        let mut stream = TcpStream::connect(server.address()).expect("a connection");
        let body = r#"{"clientName":"t","clientType":"private"}"#;
        let head = "POST /client/register HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
        write!(stream, "{head}Content-Length: {}\r\n\r\n{body}", body.len()).expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    };
    let answer = ask();
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    assert!(answer.contains("x-amzn-errortype: InvalidClientMetadataException"), "{answer}");
    world.lock().add_fault("RegisterClient drop".parse().expect("a fault"));
    assert!(ask().starts_with("HTTP/1.1 502"));
    assert_eq!(world.lock().count(Operation::RegisterClient), 2);
}
