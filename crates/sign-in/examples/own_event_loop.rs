//! Runs a sign-in beside a single-threaded event loop, which draws what the sign-in tells it to show.
//!
//! ```text
//! cargo run -p daypass-sign-in --example own_event_loop
//! ```

use daypass_credentials::{Provider, Session};
use daypass_sign_in::{Error, Invitation, Person, SignIn, SignedIn};
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

pub(crate) mod demo;

/// Sends what the sign-in shows to the event loop.
struct Window {
    messages: UnboundedSender<String>,
}

impl Person for Window {
    fn show(&self, invitation: &Invitation<'_>) {
        let _closed = self.messages.send(invitation.to_string());
    }
}

/// Runs the event loop until the sign-in has ended. To cancel, a program drops the sign-in's future.
pub(crate) async fn run(
    provider: &Provider,
    session: &Session,
    mut draw: impl FnMut(&str),
) -> Result<SignedIn, Error> {
    let (messages, mut shown) = unbounded_channel();
    let window = Window { messages };
    let sign_in = SignIn::new(provider, session, &window);
    let mut signing_in = std::pin::pin!(sign_in.run());
    let mut frames = tokio::time::interval(Duration::from_millis(16));
    let mut text = "Signing in …".to_owned();
    loop {
        tokio::select! {
            ended = &mut signing_in => return ended,
            Some(message) = shown.recv() => text = message,
            _frame = frames.tick() => draw(&text),
        }
    }
}

pub(crate) fn main() -> Result<(), Box<dyn std::error::Error>> {
    let simulated = daypass_simulator::Server::start(daypass_simulator::World::demo(), 0)?;
    let home = tempfile::tempdir()?;
    let (provider, session) = demo::at(&simulated, home.path())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    simulated.world().lock().set_auto_approve(daypass_simulator::AutoApprove::Allow);
    let signed_in = runtime.block_on(run(&provider, &session, |_frame| {}))?;
    assert_eq!(signed_in.region, session.region);
    Ok(())
}
