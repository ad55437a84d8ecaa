//! What an observer is told of calls, and what a log shows of it.

use daypass_transport::{
    BoxFuture, Error, ErrorKind, FinishedCall, Observed, Request, Response, Transport as _,
};
use std::{
    pin::pin,
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
    time::{Duration, SystemTime},
};

fn now<T>(future: BoxFuture<'_, T>) -> T {
    let polled = pin!(future).poll(&mut Context::from_waker(Waker::noop()));
    let value = if let Poll::Ready(value) = polled { Some(value) } else { None };
    value.expect("nothing is waited for")
}

#[test]
fn a_call_is_told_without_its_query() {
    let calls = Arc::new(Mutex::new(Vec::<FinishedCall>::new()));
    let told = Arc::clone(&calls);
    // Each look at the clock is 250 ms later.
    let ticks = Mutex::new(Duration::ZERO);
    let clock = move || {
        let mut ticks = ticks.lock().expect("not poisoned");
        *ticks += Duration::from_millis(250);
        SystemTime::UNIX_EPOCH + *ticks
    };
    let inner = |request: Request| async move {
        if request.uri().path() == "/dead" {
            return Err(Error::new(ErrorKind::Dns, "x.test"));
        }
        let reply = http::Response::builder().status(403).header("date", "Thu, 01 Jan 1970 00:10:00 GMT");
        Ok::<Response, Error>(reply.body(Vec::new()).expect("a reply"))
    };
    let transport = Observed::new(Arc::new(inner), Arc::new(clock), move |call: &FinishedCall| {
        told.lock().expect("not poisoned").push(call.clone());
    });
    assert_eq!(format!("{transport:?}"), "Observed");
    let get = |uri: &str| http::Request::builder().uri(uri).body(Vec::new()).expect("a request");
    assert_eq!(now(transport.send(get("https://x.test/token?secret=1"))).expect("a reply").status(), 403);
    now(transport.send(get("https://x.test/dead"))).expect_err("no such host");
    let calls = calls.lock().expect("not poisoned");
    let lines: Vec<_> = calls.iter().map(|call| (call.to_string(), call.clock_skew)).collect();
    assert_eq!(
        lines,
        [
            ("GET x.test/token → 403 in 250 ms".to_owned(), Some(600)),
            ("GET x.test/dead → the host name x.test could not be resolved in 250 ms".to_owned(), None),
        ]
    );
}
