//! Hands a secret address to a browser without putting it in the browser's arguments.

use crate::{Limits, Link, Listener, Peers};
use http::{Response, StatusCode};
use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::oneshot;

/// The result of [`hand_over`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the link was followed, not followed, or not opened")]
pub enum Handover {
    /// A browser followed the short address and has the target.
    Followed,
    /// No browser could be started.
    NotOpened,
    /// A browser was started and did not request the short address in time.
    NotFollowed,
}

/// Opens a browser at a short loopback address that redirects to `target` once, for programs of this user.
///
/// Every user of the machine can read a browser's arguments, so a secret target must not be among them. `secret` must
/// be random. `open` starts the browser with the short address and returns whether it did; the function then waits up
/// to `at_most` for the request. Dropping the future closes the port.
///
/// ```
/// use daypass_loopback::{Handover, hand_over};
/// use std::time::Duration;
///
/// # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
/// let open = |short: &str| {
///     assert!(short.starts_with("http://127.0.0.1:") && !short.contains("secret"));
///     false // this machine has no browser
/// };
/// let done = hand_over([7; 16], "https://example.com/?token=secret", Duration::from_secs(60), open).await?;
/// assert_eq!(done, Handover::NotOpened);
/// # Ok::<(), std::io::Error>(())
/// # })?;
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// Fails if no port can be opened, or if `target` is not a valid header value.
pub async fn hand_over(
    secret: [u8; 16],
    target: &str,
    at_most: Duration,
    open: impl FnOnce(&str) -> bool,
) -> io::Result<Handover> {
    let link = Link::new(secret, target).map_err(io::Error::other)?;
    let listener = Listener::bind(0).await?;
    let port = listener.port();
    let address = link.address(port);
    let (taken, asked) = oneshot::channel();
    let once = Arc::new(Mutex::new(Some((link, taken))));
    let limits = Limits { peers: Peers::SameUser, ..Limits::default() };
    let server = listener.serve(limits, move |request| {
        let mut once = once.lock().unwrap_or_else(PoisonError::into_inner);
        let response = once.as_ref().and_then(|(link, _)| link.answer(&request, port));
        if response.is_some()
            && let Some((_, taken)) = once.take()
        {
            let _nobody_waits = taken.send(());
        }
        let mut nothing = Response::new(Vec::new());
        *nothing.status_mut() = StatusCode::NOT_FOUND;
        std::future::ready(response.unwrap_or(nothing))
    });
    if !open(&address) {
        return Ok(Handover::NotOpened);
    }
    let taken = tokio::time::timeout(at_most, asked).await;
    server.stop().await;
    Ok(if taken.is_ok() { Handover::Followed } else { Handover::NotFollowed })
}
