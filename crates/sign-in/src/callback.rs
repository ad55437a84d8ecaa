//! The loopback address that the browser comes back to. What a request means is decided by `oidc-device`, the sockets
//! are `loopback`'s; here is what is answered: one path and one state, and the short address that leads to the portal.

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

/// A connection lasts as long as its head may take, and the browser is kept waiting for the page after it brought the
/// code.
const HEAD_TIME: Duration = Duration::from_secs(10);
const CONNECTION_TIME: Duration = Duration::from_secs(70);
/// Longest request line and headers together; the code is some hundred bytes, sometimes thousands.
const HEAD_BYTES: usize = 16 * 1024;

/// A bound loopback listener for one sign-in.
#[derive(Debug)]
pub(crate) struct CallbackListener {
    listener: Listener,
}

/// The provider's refusal, in its own words.
#[derive(Debug)]
pub(crate) struct Denied {
    pub(crate) error: String,
    pub(crate) description: String,
}

/// What the browser brought, and the way to answer it.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) result: Result<AuthorizationCode, Denied>,
    pub(crate) page: oneshot::Sender<Page>,
}

/// The browser, waiting for its page.
#[derive(Debug)]
pub(crate) struct Browser {
    server: Server,
    page: oneshot::Sender<Page>,
}

impl Browser {
    /// The page of a sign-in that went well, with the program's words.
    pub(crate) async fn signed_in(self, session: &str, words: Option<&str>) {
        self.show(Page::signed_in(session, words)).await;
    }

    /// Sends the page, and waits a moment until the browser has it.
    pub(crate) async fn show(self, page: Page) {
        if self.page.send(page).is_ok() {
            self.server.stop().await;
        }
    }
}

/// The served address.
#[derive(Debug)]
pub(crate) struct Served {
    server: Server,
    answer: oneshot::Receiver<Answer>,
}

impl Served {
    /// Waits until the browser has brought a code or a refusal for this sign-in. Nothing else ends the wait.
    pub(crate) async fn answer(&mut self) -> Answer {
        match (&mut self.answer).await {
            Ok(answer) => answer,
            // The sender lives in the server, and the server here.
            Err(_) => std::future::pending().await,
        }
    }

    /// The browser that brought the answer.
    pub(crate) fn browser(self, page: oneshot::Sender<Page>) -> Browser {
        Browser { server: self.server, page }
    }
}

impl CallbackListener {
    /// Opens the port on 127.0.0.1, and the same one on `[::1]` where that is possible.
    pub(crate) async fn bind(port: Option<u16>) -> io::Result<Self> {
        Ok(Self { listener: Listener::bind_with_ipv6(port.unwrap_or(0)).await? })
    }

    /// `redirect_uri` of the authorization request.
    pub(crate) fn redirect_uri(&self) -> String {
        format!("http://127.0.0.1:{}{REDIRECT_PATH}", self.port())
    }

    /// The port.
    pub(crate) fn port(&self) -> u16 {
        self.listener.port()
    }

    /// What judges the redirect of the sign-in with this state.
    pub(crate) fn callback(&self, state: &str) -> Callback {
        Callback::new(REDIRECT_PATH, state, self.port())
    }

    /// Serves the redirect, and the link. Other users of this machine are not served, where the system tells who they
    /// are: who signs in in another's place makes that one work as somebody else.
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
