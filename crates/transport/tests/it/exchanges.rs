//! Exchanges end although their caller has gone, one at a time for each file.

use daypass_transport::{BoxFuture, Exchanges};
use std::{
    future::Future,
    path::Path,
    pin::pin,
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
};

/// Polls a future this often, drops it, and says whether it ended.
fn polled(work: impl Future, polls: usize) -> bool {
    let mut work = pin!(work);
    let mut context = Context::from_waker(Waker::noop());
    (0..polls).any(|_| work.as_mut().poll(&mut context).is_ready())
}

fn now<T>(work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    let mut context = Context::from_waker(Waker::noop());
    let value = (0..100).find_map(|_| match work.as_mut().poll(&mut context) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    });
    value.expect("it ends")
}

/// Gives way this often, then adds its value to the list.
fn work(done: &Arc<Mutex<Vec<u32>>>, value: u32) -> impl Future<Output = u32> + Send + 'static {
    let done = Arc::clone(done);
    async move {
        for _ in 0..3 {
            let mut is_first = true;
            std::future::poll_fn(move |context| {
                context.waker().wake_by_ref();
                if std::mem::take(&mut is_first) { Poll::Pending } else { Poll::Ready(()) }
            })
            .await;
        }
        done.lock().expect("lock").push(value);
        value
    }
}

#[test]
fn work_whose_caller_has_gone_ends_with_settle() {
    let (exchanges, done) = (Exchanges::default(), Arc::new(Mutex::new(Vec::new())));
    assert!(!polled(exchanges.run_to_end(work(&done, 7)), 2));
    assert!(done.lock().expect("lock").is_empty() && !exchanges.is_idle());
    now(exchanges.settle());
    assert_eq!((done.lock().expect("lock").as_slice(), exchanges.is_idle()), ([7].as_slice(), true));
    assert_eq!(now(exchanges.run_to_end(async { "value" })), "value");
}

#[test]
fn a_file_has_one_exchange_at_a_time() {
    let (exchanges, done) = (Exchanges::default(), Arc::new(Mutex::new(Vec::new())));
    let (file, other) = (Path::new("/cache/a.json"), Path::new("/cache/b.json"));
    assert_eq!(now(exchanges.join::<u32>(file)), None);
    assert!(!polled(exchanges.run_once_for_file(file, work(&done, 1)), 2));
    assert_eq!(now(exchanges.run_once_for_file(other, work(&done, 2))), 2, "of another file");
    assert_eq!(now(exchanges.run_once_for_file(file, work(&done, 3))), 1, "the one that is under way");
    assert_eq!(now(exchanges.join::<u32>(file)), None, "it has ended");
    assert_eq!(now(exchanges.run_once_for_file(file, work(&done, 4))), 4);
    assert_eq!(*done.lock().expect("lock"), [2, 1, 4]);
}

#[test]
fn an_executor_carries_on_what_nobody_waits_for() {
    let spawned: Arc<Mutex<Vec<BoxFuture<'static, ()>>>> = Arc::default();
    let (list, done) = (Arc::clone(&spawned), Arc::new(Mutex::new(Vec::new())));
    let spawn = move |work: BoxFuture<'static, ()>| list.lock().expect("lock").push(work);
    assert!(!Exchanges::default().has_spawner());
    let exchanges = Exchanges::default().with_spawner(Arc::new(spawn));
    assert!(exchanges.has_spawner());
    assert!(!polled(exchanges.run_to_end(work(&done, 7)), 1));
    let work = spawned.lock().expect("lock").pop().expect("handed over");
    now(work);
    assert_eq!((done.lock().expect("lock").as_slice(), exchanges.is_idle()), ([7].as_slice(), true));
    assert_eq!(format!("{exchanges:?}"), "Exchanges { idle: true, .. }");
}

#[cfg(feature = "tokio")]
#[tokio::test]
async fn tokio_carries_on_what_nobody_waits_for() {
    let (exchanges, done) =
        (Exchanges::default().with_spawner(Arc::new(daypass_transport::TokioSpawn)), Arc::default());
    assert!(!polled(exchanges.run_to_end(work(&done, 7)), 1));
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert_eq!(done.lock().expect("lock").as_slice(), [7]);
}

#[test]
fn a_watch_hears_of_each_beginning_and_end() {
    let (heard, done) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(Vec::new())));
    let list = Arc::clone(&heard);
    let exchanges =
        Exchanges::default().with_watch(Arc::new(move |count| list.lock().expect("lock").push(count)));
    let (file, other) = (Path::new("/cache/a.json"), Path::new("/cache/b.json"));
    assert!(!polled(exchanges.run_once_for_file(file, work(&done, 1)), 1));
    assert!(!polled(exchanges.run_once_for_file(other, work(&done, 2)), 1));
    assert_eq!(now(exchanges.join::<u32>(file)), Some(1), "who joins drives it on");
    assert_eq!(now(exchanges.join::<u32>(other)), Some(2));
    assert_eq!(*heard.lock().expect("lock"), [1, 2, 1, 0]);
}

/// What an exchange gave may hold a lock: it is not kept longer than somebody wants it.
#[test]
fn nothing_stays_of_an_exchange_that_has_ended() {
    let (exchanges, result) = (Exchanges::default(), Arc::new(()));
    let given = Arc::clone(&result);
    let file = Path::new("/cache/a.json");
    drop(now(exchanges.run_once_for_file(file, async move { given })));
    assert_eq!(Arc::strong_count(&result), 1);
}
