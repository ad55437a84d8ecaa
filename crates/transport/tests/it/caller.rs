//! The caller: attempts counted, headers added, pauses taken.

use daypass_transport::{
    BoxFuture, Caller, Error, ErrorKind, Request, Response, RetryPolicy, Sleep, Transport,
};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

/// Answers with a list of statuses (0: the connection fails) and writes down what it saw.
#[derive(Default)]
struct Script {
    statuses: Mutex<VecDeque<u16>>,
    log: Mutex<Vec<String>>,
}

impl Transport for Script {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or("-");
        self.log.lock().expect("no panic").push(format!(
            "{} [{}] [{}] [{}]",
            String::from_utf8_lossy(request.body()),
            header("amz-sdk-request"),
            header("amz-sdk-invocation-id"),
            header("user-agent"),
        ));
        let outcome = match self.statuses.lock().expect("no panic").pop_front().expect("no call too many") {
            0 => Err(Error::new(ErrorKind::Connect, "x.test")),
            status => Ok(http::Response::builder().status(status).body(Vec::new()).expect("a response")),
        };
        Box::pin(std::future::ready(outcome))
    }
}

impl Sleep for Script {
    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        self.log.lock().expect("no panic").push(format!("sleep {time:?}"));
        Box::pin(std::future::ready(()))
    }
}

async fn run(statuses: &[u16], configure: fn(Caller) -> Caller, once: bool) -> String {
    let script =
        Arc::new(Script { statuses: Mutex::new(statuses.iter().copied().collect()), ..Script::default() });
    let caller = Caller::new(script.clone(), script.clone(), Arc::new(|bytes: &mut [u8]| bytes.fill(0x80)));
    let caller = configure(caller);
    let request = http::Request::post("http://x.test/").body(b"body".to_vec()).expect("a request");
    let outcome = if once { caller.send_once(request).await } else { caller.send(request).await };
    assert!(script.statuses.lock().expect("no panic").is_empty(), "too few calls");
    let mut log = script.log.lock().expect("no panic").clone();
    log.push(match outcome {
        Ok(response) => response.status().as_u16().to_string(),
        Err(error) => error.to_string(),
    });
    log.join("\n")
}

#[tokio::test]
async fn until_it_works() {
    insta::assert_snapshot!(run(&[0, 503, 200], |caller| caller.with_user_agent("daypass/1"), false).await, @"
    body [attempt=1] [80808080-8080-4080-8080-808080808080] [daypass/1]
    sleep 501.960784ms
    body [attempt=2; max=3] [80808080-8080-4080-8080-808080808080] [daypass/1]
    sleep 1.003921568s
    body [attempt=3; max=3] [80808080-8080-4080-8080-808080808080] [daypass/1]
    200
    ");
}

#[tokio::test]
async fn until_it_is_enough() {
    insta::assert_snapshot!(run(&[500, 500, 500], |caller| caller, false).await, @"
    body [attempt=1] [80808080-8080-4080-8080-808080808080] [-]
    sleep 501.960784ms
    body [attempt=2; max=3] [80808080-8080-4080-8080-808080808080] [-]
    sleep 1.003921568s
    body [attempt=3; max=3] [80808080-8080-4080-8080-808080808080] [-]
    500
    ");
    insta::assert_snapshot!(run(&[0, 0], |caller| caller.with_policy(RetryPolicy::default().with_max_attempts(2)), false).await, @"
    body [attempt=1] [80808080-8080-4080-8080-808080808080] [-]
    sleep 501.960784ms
    body [attempt=2; max=2] [80808080-8080-4080-8080-808080808080] [-]
    no connection to x.test
    ");
}

#[tokio::test]
async fn once() {
    insta::assert_snapshot!(run(&[503], |caller| caller.with_user_agent("bad\nagent"), true).await, @"
    body [attempt=1] [80808080-8080-4080-8080-808080808080] [-]
    503
    ");
    insta::assert_snapshot!(run(&[400], |caller| caller, false).await, @"
    body [attempt=1] [80808080-8080-4080-8080-808080808080] [-]
    400
    ");
}

#[test]
fn debug_tells_something() {
    let script = Arc::new(Script::default());
    let caller = Caller::new(script.clone(), script.clone(), Arc::new(|_: &mut [u8]| ()));
    assert!(format!("{caller:?}").contains("max_attempts: 3"));
    assert_eq!(caller.with_policy(RetryPolicy::never()).policy(), &RetryPolicy::never());
    let (transport, sleep): (&dyn Transport, &dyn Sleep) = (&*script, &*script);
    assert_eq!(format!("{transport:?} {sleep:?}"), "Transport Sleep");
}

#[tokio::test]
async fn an_invocation_is_a_random_uuid_and_a_wait_is_the_timers() {
    let script = Arc::new(Script { statuses: Mutex::new([200].into()), ..Script::default() });
    let caller = Caller::new(script.clone(), script.clone(), Arc::new(|bytes: &mut [u8]| bytes.fill(0xff)));
    let request = http::Request::get("http://x.test/").body(Vec::new()).expect("a request");
    caller.send(request).await.expect("sent");
    caller.sleep(Duration::from_secs(5)).await;
    assert_eq!(
        *script.log.lock().expect("no panic"),
        [" [attempt=1] [ffffffff-ffff-4fff-bfff-ffffffffffff] [-]", "sleep 5s"]
    );
}

/// A closure, shared or boxed, is all that a test needs.
#[tokio::test]
async fn t17_10_closures_and_what_points_at_transports_are_transports() {
    let always = |_: Request| async { Ok(http::Response::new(b"{}".to_vec())) };
    let shared: Arc<dyn Transport> = Arc::new(always);
    let boxed: Box<dyn Transport> = Box::new(Arc::clone(&shared));
    for transport in [&shared as &dyn Transport, &boxed] {
        let answer = transport.send(http::Request::new(Vec::new())).await;
        assert_eq!(answer.expect("it answers").body(), b"{}");
    }
}
