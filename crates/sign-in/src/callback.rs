//! The loopback callback of a browser sign-in: serves the redirect URI and the short address that leads to the portal.
//!
//! `oidc-device` judges what a request means, and `loopback` owns the sockets.

use crate::page::Page;
use daypass_loopback::{Limits, Link, Listener, Peers, Server};
use daypass_oidc_device::{
    REDIRECT_PATH,
    callback::{Callback, Verdict},
};
use daypass_sso_types::AuthorizationCode;
use http::{Request, Response, header};
use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::oneshot;

/// How long the request head of one connection may take.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// How long one connection may last: a head, and then the browser's wait for its page while the code is redeemed.
const CONNECTION_TIME: Duration = Duration::from_secs(70);
/// The longest request line and headers together, in bytes; an authorization code has hundreds to thousands.
const HEAD_BYTES: usize = 16_384;

/// A bound loopback listener for one sign-in.
#[derive(Debug)]
pub(crate) struct CallbackListener {
    listener: Listener,
}

/// The `error` and `error_description` of a refused authorization (RFC 6749, section 4.1.2.1).
#[derive(Debug)]
pub(crate) struct Denied {
    pub(crate) error: String,
    pub(crate) description: String,
}

/// The outcome that the redirect carried, and the channel for the page that answers it.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) result: Result<AuthorizationCode, Denied>,
    pub(crate) page: oneshot::Sender<Page>,
}

/// An open connection to the browser, which waits for its last page.
#[derive(Debug)]
pub(crate) struct Browser {
    server: Server,
    page: oneshot::Sender<Page>,
}

impl Browser {
    /// Shows that the sign-in succeeded, with a line from [`Person::done`](crate::Person::done).
    pub(crate) async fn signed_in(self, session: &str, line: Option<&str>) {
        self.show(Page::signed_in(session, line)).await;
    }

    /// Sends the page and stops the server once the page is delivered.
    pub(crate) async fn show(self, page: Page) {
        if self.page.send(page).is_ok() {
            self.server.stop().await;
        }
    }
}

/// A running callback server, before its answer has come.
#[derive(Debug)]
pub(crate) struct Served {
    server: Server,
    answer: oneshot::Receiver<Answer>,
}

impl Served {
    /// Waits for a redirect with a code or a refusal for this sign-in; other requests do not end the wait.
    pub(crate) async fn answer(&mut self) -> Answer {
        match (&mut self.answer).await {
            Ok(answer) => answer,
            // Unreachable: the sender lives in the server, which `self` owns.
            Err(_) => std::future::pending().await,
        }
    }

    /// Turns the server into the connection that waits for its page.
    pub(crate) fn browser(self, page: oneshot::Sender<Page>) -> Browser {
        Browser { server: self.server, page }
    }
}

impl CallbackListener {
    /// Opens the port on 127.0.0.1, and the same port on `[::1]` if IPv6 is available; `None` takes a free port.
    pub(crate) async fn bind(port: Option<u16>) -> io::Result<Self> {
        Ok(Self { listener: Listener::bind_with_ipv6(port.unwrap_or(0)).await? })
    }

    /// Returns the `redirect_uri` of the authorization request.
    pub(crate) fn redirect_uri(&self) -> String {
        format!("http://127.0.0.1:{}{REDIRECT_PATH}", self.port())
    }

    /// Returns the port that is open.
    pub(crate) fn port(&self) -> u16 {
        self.listener.port()
    }

    /// Builds the judge of redirects for the sign-in with this `state`.
    pub(crate) fn callback(&self, state: &str) -> Callback {
        Callback::new(REDIRECT_PATH, state, self.port())
    }

    /// Serves the redirect URI and the short link.
    ///
    /// Connections of other users of this machine are closed if the system tells the user (Linux): another user who
    /// completes the sign-in would make this one work under a foreign identity.
    pub(crate) fn serve(self, callback: Callback, link: Link) -> Served {
        let (sender, answer) = oneshot::channel();
        let port = self.port();
        let shared = Arc::new(Shared { callback, link, port, sender: Mutex::new(Some(sender)) });
        let mut limits = Limits::default();
        limits.head_bytes = HEAD_BYTES;
        limits.head_time = HEAD_TIME;
        limits.connection_time = CONNECTION_TIME;
        limits.keep_alive = false;
        limits.peers = Peers::SameUser;
        let server = self.listener.serve(limits, move |request| {
            let shared = Arc::clone(&shared);
            async move { shared.respond(&request).await }
        });
        Served { server, answer }
    }
}

struct Shared {
    callback: Callback,
    link: Link,
    port: u16,
    sender: Mutex<Option<oneshot::Sender<Answer>>>,
}

impl Shared {
    async fn respond(&self, request: &Request<()>) -> Response<Vec<u8>> {
        if let Some(redirect) = self.link.answer(request, self.port) {
            return redirect;
        }
        let target = request.uri().path_and_query().map_or("", |target| target.as_str());
        let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
        let result = match self.callback.judge(request.method().as_str(), host, target) {
            Verdict::Code(code) => Ok(code),
            Verdict::Denied { error, description } => {
                Err(Denied { error, description: description.unwrap_or_default() })
            }
            Verdict::Ignore(status) => return Page::plain(status).response(),
            _ => return Page::plain(404).response(),
        };
        let Some(sender) = self.sender.lock().unwrap_or_else(PoisonError::into_inner).take() else {
            return Page::plain(409).response();
        };
        let (page, answer) = oneshot::channel();
        if sender.send(Answer { result, page }).is_err() {
            return Page::plain(410).response();
        }
        match answer.await {
            Ok(page) => page.response(),
            Err(_) => Page::plain(504).response(),
        }
    }
}
