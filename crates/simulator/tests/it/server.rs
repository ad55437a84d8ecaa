//! Tests of the server over real sockets: loopback only, faults on the wire, concurrency, stop.

use daypass_simulator::{InProcess, Operation, Server, ServerOptions, SharedWorld, World};
use daypass_transport::{ErrorKind, Transport as _};
use http::Request;
use std::{
    io::{self, Read as _, Write as _},
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, SystemTime},
};

fn exchange(address: SocketAddr, request: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    stream.write_all(request.as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

fn get(address: SocketAddr, path: &str) -> io::Result<String> {
    exchange(address, &format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"))
}

#[test]
fn it_answers_and_stops_when_dropped() {
    let server = Server::start(World::demo(), 0).expect("a server");
    let address = server.address();
    let answer = get(address, "/assignment/accounts").expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 401 Unauthorized\r\n"), "{answer}");
    assert!(answer.contains("x-amzn-errortype: UnauthorizedException\r\n"), "{answer}");
    assert_eq!(answer.matches("\r\ndate: ").count(), 1, "{answer}");
    assert_eq!(server.world().lock().count(Operation::ListAccounts), 1);
    assert_eq!(server.variables().len(), 5);
    // A client that holds its connection open does not keep the server alive.
    let _idle = TcpStream::connect(address).expect("a connection");
    drop(server);
    let error = TcpStream::connect(address).expect_err("nobody listens");
    assert_eq!(error.kind(), io::ErrorKind::ConnectionRefused);
}

#[test]
fn it_listens_on_loopback_only() {
    let mut options = ServerOptions::default();
    options.address = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
    let error = Server::start(World::demo(), options).expect_err("refused");
    assert_eq!(error.kind(), io::ErrorKind::InvalidInput);
    let server = Server::start(World::demo(), 0).expect("a server");
    for (host, wanted) in
        [("localhost:1", "200"), ("[::1]", "200"), ("evil.example", "421"), ("10.0.0.1", "421")]
    {
        let request = format!("GET /_sim/health HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        let answer = exchange(server.address(), &request).expect("an answer");
        assert!(answer.starts_with(&format!("HTTP/1.1 {wanted}")), "{host}: {answer}");
    }
}

#[test]
fn faults_cut_connections() {
    let server = Server::start(World::demo(), 0).expect("a server");
    let fault = |line: &str| server.world().lock().add_fault(line.parse().expect(line));
    fault("ListAccounts drop");
    assert_eq!(get(server.address(), "/assignment/accounts").unwrap_or_default(), "");
    fault("ListAccounts truncate=5");
    let answer = get(server.address(), "/assignment/accounts").unwrap_or_default();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
    assert!(head.contains("content-length: ") && !head.contains("content-length: 5"), "{answer}");
    assert_eq!(body.len(), 5, "{answer}");
    assert!(get(server.address(), "/assignment/accounts").expect("an answer").contains("__type"));
}

#[test]
fn faults_stall_and_pad_bodies() {
    let server = Server::start(World::demo(), 0).expect("a server");
    let fault = |line: &str| server.world().lock().add_fault(line.parse().expect(line));
    fault("ListAccounts stall=5");
    let mut stream = TcpStream::connect(server.address()).expect("a connection");
    let request = "GET /assignment/accounts HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).expect("sent");
    let mut read = Vec::new();
    while !read.windows(4).any(|bytes| bytes == b"\r\n\r\n") || !read.ends_with(b"{\"__t") {
        let mut byte = [0];
        stream.read_exact(&mut byte).expect("a byte");
        read.extend(byte);
    }
    // Nothing more is sent, and the connection stays open.
    stream.set_nonblocking(true).expect("a socket");
    let error = stream.read(&mut [0]).expect_err("neither a byte nor the end");
    assert_eq!(error.kind(), io::ErrorKind::WouldBlock);
    drop(stream);

    fault("ListAccounts pad=100000");
    let answer = get(server.address(), "/assignment/accounts").expect("an answer");
    let (_, body) = answer.split_once("\r\n\r\n").expect("a body");
    assert!(body.len() > 100_000 && body.trim_end().ends_with('}'), "{}", body.len());
}

#[test]
fn a_body_that_is_too_long_is_refused() {
    let server = Server::start(World::demo(), 0).expect("a server");
    let request = format!(
        "POST /token HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        2 << 20
    );
    let mut stream = TcpStream::connect(server.address()).expect("a connection");
    stream.write_all(request.as_bytes()).expect("the head");
    // The server may close before the whole body is sent.
    let _sent = stream.write_all(&vec![b'x'; 2 << 20]);
    let mut answer = [0; 12];
    assert!(stream.read_exact(&mut answer).is_err() || answer == *b"HTTP/1.1 413");
}

#[test]
fn concurrent_requests_wait_at_the_same_time() {
    let world = World::demo().with_settings(|settings| settings.latency_ms = 100);
    let server = Server::start(world, 0).expect("a server");
    let address = server.address();
    let began = now();
    let clients: Vec<_> = (0..96)
        .map(|_| thread::spawn(move || get(address, "/assignment/accounts").map(|answer| answer.len())))
        .collect();
    for client in clients {
        assert!(client.join().expect("no panic").expect("an answer") > 0);
    }
    let took = now().duration_since(began).unwrap_or_default();
    assert!(took < Duration::from_secs(4), "one after the other would be 9.6 s: {took:?}");
    assert_eq!(server.world().lock().count(Operation::ListAccounts), 96);
}

#[test]
fn the_observer_is_called_before_each_reply() {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let writes = Arc::clone(&heard);
    let options = ServerOptions::default()
        .with_observer(move |entry| writes.lock().expect("whole").push(entry.path.clone()));
    let server = Server::start(World::demo(), options).expect("a server");
    get(server.address(), "/assignment/roles?account_id=secret").expect("an answer");
    get(server.address(), "/_sim/health").expect("an answer");
    assert_eq!(*heard.lock().expect("whole"), ["/assignment/roles"]);
}

#[test]
fn the_adapter_without_sockets_answers() {
    let world = SharedWorld::new(World::demo());
    let transport = InProcess::new(world.clone(), || SystemTime::UNIX_EPOCH);
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let send = || {
        let request =
            Request::get("http://idc.example/assignment/accounts").body(Vec::new()).expect("a request");
        runtime.block_on(transport.send(request))
    };
    assert_eq!(send().map(|response| response.status().as_u16()).ok(), Some(401));
    for fault in ["drop", "truncate"] {
        world.lock().add_fault(format!("ListAccounts {fault}").parse().expect("a fault"));
        let error = send().expect_err(fault);
        assert_eq!((error.kind(), error.host()), (ErrorKind::Interrupted, "idc.example"));
    }
}

#[expect(clippy::disallowed_methods, reason = "a test of concurrency is about real time")]
fn now() -> SystemTime {
    SystemTime::now()
}
