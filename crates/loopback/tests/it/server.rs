//! Tests of what a server answers, which connections it closes, and how it stops.

use daypass_loopback::{Limits, Listener, Peers, Server};
use http::{Request, Response};
use std::sync::Arc;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    sync::Notify,
};

fn run<T>(test: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(test)
}

async fn path(request: Request<()>) -> Response<Vec<u8>> {
    Response::new(request.uri().path().as_bytes().to_vec())
}

async fn start(limits: Limits) -> Server {
    Listener::bind_with_ipv6(0).await.expect("a port").serve(limits, path)
}

async fn connect(server: &Server) -> TcpStream {
    TcpStream::connect(("127.0.0.1", server.port())).await.expect("a connection")
}

/// Sends bytes and reads the whole answer.
async fn ask(stream: &mut TcpStream, bytes: &str) -> String {
    stream.write_all(bytes.as_bytes()).await.expect("sent");
    let mut answer = Vec::new();
    let _reset = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

const CLOSING: &str = "GET /a HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";

#[test]
fn a_valid_head_is_answered_and_an_invalid_one_is_refused() {
    run(async {
        let server = start(Limits::default()).await;
        for (bytes, status) in [
            (CLOSING.to_owned(), "HTTP/1.1 200 "),
            ("not http at all\r\n\r\n".to_owned(), "HTTP/1.1 400 "),
            (format!("GET /a HTTP/1.1\r\nx: {}\r\n\r\n", "y".repeat(9_000)), "HTTP/1.1 431 "),
        ] {
            let answer = ask(&mut connect(&server).await, &bytes).await;
            assert!(answer.starts_with(status), "{bytes:.40}: {answer}");
        }
        let ipv6 = TcpStream::connect(("::1", server.port())).await;
        if let Ok(mut stream) = ipv6 {
            assert!(ask(&mut stream, CLOSING).await.ends_with("/a"));
        }
    });
}

#[test]
fn t16_01_silent_connections_do_not_block_a_request() {
    run(async {
        let server = start(Limits::default()).await;
        let mut silent = Vec::new();
        for _ in 0..600 {
            let mut stream = connect(&server).await;
            stream.write_all(b"GET /a HTTP/1.1\r\nho").await.expect("half a head");
            silent.push(stream);
        }
        assert!(ask(&mut connect(&server).await, CLOSING).await.ends_with("/a"));
        // The oldest silent connection was closed, and the newest can still send its head.
        let first = silent.first_mut().expect("600");
        assert_eq!(ask(first, "st: x\r\n\r\n").await, "");
        let last = silent.last_mut().expect("600");
        assert!(ask(last, "st: x\r\nconnection: close\r\n\r\n").await.ends_with("/a"));
    });
}

#[test]
fn a_connection_that_waits_for_its_answer_is_not_closed() {
    run(async {
        let mut limits = Limits::default();
        limits.connections = 2;
        let (go, asked) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (go_on, heard) = (Arc::clone(&go), Arc::clone(&asked));
        let server = Listener::bind(0).await.expect("a port").serve(limits, move |request| {
            let (go_on, heard) = (Arc::clone(&go_on), Arc::clone(&heard));
            async move {
                if request.uri().path() == "/slow" {
                    heard.notify_one();
                    go_on.notified().await;
                }
                Response::new(b"done".to_vec())
            }
        });
        let mut slow = connect(&server).await;
        slow.write_all(CLOSING.replace("/a", "/slow").as_bytes()).await.expect("sent");
        asked.notified().await;
        let _silent: Vec<_> = [connect(&server).await, connect(&server).await, connect(&server).await].into();
        assert!(ask(&mut connect(&server).await, CLOSING).await.ends_with("done"));
        go.notify_one();
        assert!(ask(&mut slow, "").await.ends_with("done"), "held through all of it");
    });
}

#[test]
fn stop_waits_for_an_answer_and_drop_does_not() {
    /// Starts a server whose answer waits for `go`, and a request that waits for the answer.
    async fn asked(go: &Arc<Notify>) -> (Server, TcpStream) {
        let (heard, go) = (Arc::new(Notify::new()), Arc::clone(go));
        let hear = Arc::clone(&heard);
        let server = Listener::bind(0).await.expect("a port").serve(Limits::default(), move |_| {
            let (hear, go) = (Arc::clone(&hear), Arc::clone(&go));
            async move {
                hear.notify_one();
                go.notified().await;
                Response::new(b"done".to_vec())
            }
        });
        let mut stream = connect(&server).await;
        stream.write_all(CLOSING.as_bytes()).await.expect("sent");
        heard.notified().await;
        (server, stream)
    }
    /// Waits until the port is closed.
    async fn closed(port: u16) {
        while TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
            tokio::task::yield_now().await;
        }
    }
    run(async {
        let go = Arc::new(Notify::new());
        let (server, mut stream) = asked(&go).await;
        let port = server.port();
        let stopping = tokio::spawn(server.stop());
        closed(port).await;
        assert!(!stopping.is_finished(), "an answer is under way");
        go.notify_one();
        assert!(ask(&mut stream, "").await.ends_with("done"));
        stopping.await.expect("stopped");

        let (server, mut stream) = asked(&go).await;
        let port = server.port();
        drop(server);
        closed(port).await;
        go.notify_one();
        assert_eq!(ask(&mut stream, "").await, "", "all connections are closed at once");
    });
}

#[test]
fn t13_03_programs_of_the_same_user_are_served() {
    run(async {
        let mut limits = Limits::default();
        limits.peers = Peers::SameUser;
        let server = start(limits).await;
        assert!(ask(&mut connect(&server).await, CLOSING).await.ends_with("/a"));
    });
}
