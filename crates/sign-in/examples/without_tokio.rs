//! Runs the device flow without tokio, on an executor of ten lines.
//!
//! ```text
//! cargo run -p daypass-sign-in --example without_tokio
//! ```

use daypass_credentials::{Endpoints, Folders, Provider, Session};
use daypass_sign_in::{Error, Flow, Invitation, Options, Person, SignIn, SignedIn};
use daypass_simulator::{AutoApprove, InProcess, World};
use daypass_sso_types::{Region, StartUrl};
use daypass_transport::{BoxFuture, Caller, Sleep};
use std::{
    future::Future,
    path::Path,
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
    time::{Duration, SystemTime},
};

/// Wakes the program's only thread.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Runs a future to completion on this thread.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(value) => return value,
            Poll::Pending => thread::park(),
        }
    }
}

/// A timer that blocks the thread, which has nothing else to do.
struct Blocking;

impl Sleep for Blocking {
    #[expect(clippy::disallowed_methods, reason = "a program's own timer")]
    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async move { thread::sleep(time) })
    }
}

struct Console;

impl Person for Console {
    fn show(&self, invitation: &Invitation<'_>) {
        // A real program prints this text.
        let _shown = invitation.to_string();
    }
}

/// Signs in to a simulated portal that approves at once, with the caches in this folder.
#[expect(clippy::disallowed_methods, reason = "a program's own clock")]
pub(crate) fn run(folder: &Path) -> Result<SignedIn, Error> {
    let world = World::demo().with_settings(|settings| settings.auto_approve = AutoApprove::Allow);
    let transport = InProcess::new(world, SystemTime::now);
    let random = |bytes: &mut [u8]| getrandom::fill(bytes).expect("the system has random bytes");
    let caller = Caller::new(Arc::new(transport), Arc::new(Blocking), Arc::new(random));
    let folders = Folders {
        sso_cache: folder.join("sso"),
        cli_cache: folder.join("cli"),
        locks: folder.join("locks"),
        clients: folder.join("clients"),
    };
    let provider = Provider::new(folders, caller, Arc::new(SystemTime::now), thread::sleep);
    let url = StartUrl::new("https://d-9067000018.awsapps.com/start").expect("a start URL");
    let region = Region::new("eu-west-1").expect("a region");
    let session = Session::new(Some("corp".to_owned()), url, region, Endpoints::default());
    let mut options = Options::default();
    options.flow = Some(Flow::Device);
    block_on(SignIn::new(&provider, &session, &Console).with_options(options).run())
}

pub(crate) fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    run(folder.path())?;
    Ok(())
}
