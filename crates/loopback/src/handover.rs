//! An address that holds a secret, handed to the browser without standing in its arguments, which every user of the
//! machine can read: the browser gets a short address on loopback, which leads there once.

use crate::{exit::Exit, host, report::Report};
use daypass_loopback::{Limits, Link, Listener, Peers};
use http::{Response, StatusCode};
use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::oneshot;

/// How long the browser may take to ask for the address.
const BROWSER_WAIT: Duration = Duration::from_secs(60);

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Handoff {
    /// The browser has the address.
    Taken,
    /// No browser could be started.
    NoBrowser,
    /// One was started, and did not ask.
    NotTaken,
}

/// Opens an address by way of a one-time one. `open` starts the browser and says whether it did.
pub(crate) async fn open(secret: &str, open: impl FnOnce(&str) -> bool) -> Result<Handoff, Report> {
    let failed = |error: io::Error| {
        Report::new(Exit::Failed, "no port can be opened for the browser to ask at").cause(&error)
    };
    let mut random = [0; 16];
    host::entropy(&mut random);
    let link = Link::new(random, secret).map_err(|error| failed(io::Error::other(error)))?;
    let listener = Listener::bind(0).await.map_err(failed)?;
    let port = listener.port();
    let address = link.address(port);
    let (taken, asked) = oneshot::channel();
    let once = Arc::new(Mutex::new(Some((link, taken))));
    let mut limits = Limits::default();
    limits.peers = Peers::SameUser;
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
        return Ok(Handoff::NoBrowser);
    }
    let taken = tokio::time::timeout(BROWSER_WAIT, asked).await;
    server.stop().await;
    Ok(if taken.is_ok() { Handoff::Taken } else { Handoff::NotTaken })
}
