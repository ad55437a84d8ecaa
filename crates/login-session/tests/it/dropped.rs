//! Futures that are dropped at every poll, against a service whose refresh tokens are good for one use and whose answers take a
//! while: no session is lost, and nothing on disk is half.

use crate::support::{ARN, REGION, Setup};
use daypass_login_session::{LoginSessions, console_login::RingSigner};
use daypass_simulator::{ConsoleRefresh, SharedWorld};
use daypass_token_cache::LoginKey;
use daypass_transport::{BoxFuture, Caller, Error, Request, Response, Transport};
use std::{
    future::poll_fn,
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Waker},
    time::SystemTime,
};

/// Gives way so many times, each of them a moment at which a future can be dropped.
async fn yields(mut times: usize) {
    poll_fn(|context| {
        context.waker().wake_by_ref();
        match times.checked_sub(1) {
            None => Poll::Ready(()),
            Some(left) => {
                times = left;
                Poll::Pending
            }
        }
    })
    .await;
}

/// A service that takes its time before and after it does what it is asked.
struct Slow(SharedWorld, SystemTime);

impl Transport for Slow {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        Box::pin(async move {
            yields(3).await;
            let answer = self.0.lock().handle(&request, self.1);
            yields(3).await;
            Ok(answer)
        })
    }
}

/// What is asked of a console session.
#[derive(Debug, Clone, Copy)]
enum Asked {
    Credentials,
    Verified,
}

impl Asked {
    async fn of(self, sessions: &LoginSessions) -> bool {
        let profile = Setup::profile(Some(REGION));
        match self {
            Self::Credentials => sessions.credentials(&profile).await.is_ok(),
            Self::Verified => sessions.verified(&profile).await.is_ok(),
        }
    }
}

/// The provider of a process that reaches the slow service.
fn process(setup: &Setup) -> LoginSessions {
    let slow = Slow(setup.world.clone(), setup.now());
    let entropy = setup.entropy();
    let caller =
        Caller::new(Arc::new(slow), Arc::new(|_| Box::pin(yields(1)) as BoxFuture<'static, ()>), entropy);
    let now = setup.now();
    LoginSessions::new(
        &setup.folder(),
        &setup.locks(),
        caller,
        Arc::new(move || now),
        Arc::new(RingSigner::new()),
        |_| {},
    )
}

/// Polls a future so many times, then drops it. Whether it had come to its end.
fn polled<T>(future: impl Future<Output = T>, times: usize) -> bool {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    (0..times).any(|_| future.as_mut().poll(&mut context).is_ready())
}

#[tokio::test]
async fn t11_03_a_dropped_future_loses_no_console_session() {
    let mut points = 0;
    for (asked, seconds) in [(Asked::Credentials, 1000), (Asked::Credentials, 620), (Asked::Verified, 0)] {
        for polls in 0.. {
            assert!(polls < 1000, "every future ends");
            let setup =
                Setup::signed_in(|settings| settings.console_refresh = ConsoleRefresh::ReuseEndsSession)
                    .await;
            setup.pass(seconds);
            let sessions = process(&setup);
            let ended = polled(asked.of(&sessions), polls);
            let what = format!("{asked:?} after {seconds} s, dropped after {polls} polls");
            assert!(Asked::Credentials.of(&sessions).await, "{what}");
            sessions.exchanges().settle().await;
            // The file is whole, and what it holds is good for another refresh, also by another process.
            let entry = setup.store().load_login(&LoginKey::of(ARN)).expect("whole").expect("there");
            assert!(entry.is_valid(setup.now()), "{what}");
            assert!(Asked::Verified.of(&process(&setup)).await, "{what}: the session is lost");
            points += 1;
            if ended {
                break;
            }
        }
    }
    assert!(points > 20, "{points} points are too few to be all");
}
