//! Signs a person in with console credentials (`aws login`): in the browser of this device, or of another one.

use crate::{
    Error, ErrorKind, Event, Flow, Invitation, Options, Person,
    browser::{BROWSER_WAIT, pasted, show},
    callback::{Answer, CallbackListener, Denied},
    page::Page,
    race::{first_of, until, yield_once},
};
use daypass_login_session::{
    LoginSessions,
    console_login::{self, Client, MANAGED_POLICY, PasteError, Pkce, ProofKey, read_pasted_code},
};
use daypass_loopback::Link;
use daypass_sso_types::{AuthorizationCode, Remedy, WebAddress};
use daypass_transport::{Endpoint, skew_in_words};
use futures_util::future::Either;
use std::{sync::Arc, time::SystemTime};

/// A clock that is further off than this may be why a proof is refused, in seconds.
const NOTABLE_SKEW: u64 = 300;

/// A console sign-in, not yet started.
#[derive(Debug, Clone)]
pub struct ConsoleSignIn<'a> {
    sessions: &'a LoginSessions,
    endpoint: Endpoint,
    person: &'a dyn Person,
    options: Options,
    is_remote: bool,
}

/// What a console sign-in gave. [`LoginSessions::keep`] stores it; until then nothing on disk has changed, so that the
/// caller may look first who signed in.
#[derive(Debug)]
#[non_exhaustive]
pub struct ConsoleGrant {
    /// The identity, its keys and its tokens.
    pub sign_in: console_login::SignIn,
    /// The key of the session.
    pub key: ProofKey,
    /// The flow, which the refresh requests name as well.
    pub flow: console_login::Flow,
}

impl<'a> ConsoleSignIn<'a> {
    /// Prepares a sign-in at this endpoint of the sign-in service; `person` is asked to approve.
    pub fn new(sessions: &'a LoginSessions, endpoint: Endpoint, person: &'a dyn Person) -> Self {
        Self { sessions, endpoint, person, options: Options::default(), is_remote: false }
    }

    /// Sets the options; the flow of IAM Identity Center among them does not count.
    #[must_use]
    pub fn with_options(self, options: Options) -> Self {
        Self { options, ..self }
    }

    /// Signs in on another device: the person opens the address anywhere and pastes the code that the page shows.
    #[must_use]
    pub fn on_another_device(self) -> Self {
        Self { is_remote: true, ..self }
    }

    /// Asks the person, and redeems the code.
    ///
    /// Dropping the future ends the sign-in and closes its port. A code that is being redeemed is redeemed by the
    /// [`Exchanges`](daypass_credentials::Exchanges) of the sessions, and its answer is lost.
    ///
    /// # Errors
    /// Fails as [`ErrorKind`] lists.
    pub async fn run(&self) -> Result<ConsoleGrant, Error> {
        if !self.person.is_there() {
            return Err(failed(
                ErrorKind::NotInteractive,
                "needs a person to approve it, and none can be asked",
            ));
        }
        let key = self.sessions.signer().generate().map_err(|error| {
            failed(ErrorKind::Service, "has no key: there is no entropy").with_source(error)
        })?;
        let pkce = Pkce::from_entropy(self.sessions.caller().entropy());
        let client = Client::new(
            self.sessions.caller().clone(),
            self.endpoint.clone(),
            Arc::clone(self.sessions.signer()),
        );
        let deadline = self.deadline();
        if self.is_remote {
            self.elsewhere(client, pkce, key, deadline).await
        } else {
            self.here(client, pkce, key, deadline).await
        }
    }

    async fn here(
        &self,
        client: Client,
        pkce: Pkce,
        key: ProofKey,
        deadline: SystemTime,
    ) -> Result<ConsoleGrant, Error> {
        // Bound before the browser opens, so that no other process can take the redirect's port.
        let no_port = |error: std::io::Error| {
            failed(ErrorKind::Port, "cannot open a port on 127.0.0.1 for the browser's redirect")
                .with_source(error)
                .with_remedy(Remedy::Option { name: "--remote", value: None })
        };
        let listener = CallbackListener::bind(self.options.callback_port).await.map_err(no_port)?;
        let port = listener.port();
        let flow = console_login::Flow::SameDevice { port };
        let url = client.authorize_url(flow, &pkce);
        let mut secret = [0; 16];
        self.sessions.caller().entropy().fill(&mut secret);
        let link = Link::new(secret, &url).map_err(|error| no_port(std::io::Error::other(error)))?;
        let (short, callback) = (link.address(port), listener.callback(&pkce.state));
        let mut served = listener.serve(callback.clone(), link);
        self.person.event(&Event::Address { flow: Flow::Browser, url: &url });
        // The short address: every user of the machine can read the arguments of the browser's process.
        let is_opened = WebAddress::parse(&short).is_ok_and(|address| self.person.open(&address));
        self.person.show(&Invitation::Browser { url: &url, short: &short, port, is_opened });
        self.person.event(&Event::Waiting { until: deadline });
        let approval = first_of(served.answer(), pasted(self.person, &callback, deadline));
        let (result, page) = match first_of(approval, self.until(deadline)).await {
            Either::Left(Either::Left(Answer { result, page })) => (result, Some(page)),
            Either::Left(Either::Right(result)) => (result, None),
            Either::Right(()) => return Err(failed(ErrorKind::TimedOut, "was not approved in time")),
        };
        let browser = page.map(|page| served.browser(page));
        let granted = match result {
            Ok(code) => self.redeem(client, flow, code, pkce, key).await,
            Err(Denied { error, description }) => Err(denied(&error, &description)),
        };
        let page = match &granted {
            Ok(grant) => Page::signed_in(grant.sign_in.login_session.as_str(), None),
            Err(error) => Page::failed(&error.to_string()),
        };
        show(browser, page).await;
        granted
    }

    async fn elsewhere(
        &self,
        client: Client,
        pkce: Pkce,
        key: ProofKey,
        deadline: SystemTime,
    ) -> Result<ConsoleGrant, Error> {
        let flow = console_login::Flow::CrossDevice;
        let url = client.authorize_url(flow, &pkce);
        self.person.event(&Event::Address { flow: Flow::Browser, url: &url });
        self.person.show(&Invitation::Elsewhere { url: &url });
        self.person.event(&Event::Waiting { until: deadline });
        let code = match first_of(self.typed(&pkce.state, deadline), self.until(deadline)).await {
            Either::Left(code) => code?,
            Either::Right(()) => return Err(failed(ErrorKind::TimedOut, "was not approved in time")),
        };
        self.redeem(client, flow, code, pkce, key).await
    }

    /// Waits for the code that a person pastes. A text that is no such code does not end the sign-in.
    async fn typed(&self, state: &str, deadline: SystemTime) -> Result<AuthorizationCode, Error> {
        loop {
            let line = self.person.wait(deadline).await;
            match read_pasted_code(&line, state) {
                Ok(code) => return Ok(code),
                Err(PasteError::Denied { error, description }) => {
                    return Err(denied(&error, &description.unwrap_or_default()));
                }
                Err(why) => self.person.event(&Event::NotTheCode { why: &why.to_string() }),
            }
            yield_once().await;
        }
    }

    /// Redeems the code. If the future is dropped, `Exchanges` completes the call.
    async fn redeem(
        &self,
        client: Client,
        flow: console_login::Flow,
        code: AuthorizationCode,
        pkce: Pkce,
        key: ProofKey,
    ) -> Result<ConsoleGrant, Error> {
        self.person.event(&Event::Approved);
        let clock = Arc::clone(self.sessions.clock());
        let work = async move {
            let redeemed = client.redeem_code(flow, &code, &pkce.verifier, &key, &*clock).await;
            redeemed.map(|sign_in| ConsoleGrant { sign_in, key, flow })
        };
        self.sessions.exchanges().run_to_end(work).await.map_err(of_service)
    }

    fn deadline(&self) -> SystemTime {
        let (now, latest) = (self.sessions.clock().now(), self.options.timeout.unwrap_or(BROWSER_WAIT));
        now + latest.min(BROWSER_WAIT)
    }

    async fn until(&self, deadline: SystemTime) {
        until(self.sessions.caller(), &**self.sessions.clock(), deadline).await;
    }
}

fn failed(kind: ErrorKind, how: &str) -> Error {
    Error::new(kind, format!("the console sign-in {how}"))
}

fn denied(error: &str, description: &str) -> Error {
    let said = format!("{error}: {description}");
    failed(ErrorKind::Denied, "was denied").with_fact("AWS said", said.trim_end_matches(": "))
}

/// Says what a refused or failed exchange of the code means, and what helps.
fn of_service(error: console_login::Error) -> Error {
    use console_login::ErrorKind as Kind;
    let failure = match error.kind() {
        Kind::CodeExpired => failed(ErrorKind::TimedOut, "took too long: its code has expired"),
        Kind::InsufficientPermissions => {
            failed(ErrorKind::Denied, "is not allowed to this identity (signin:CreateOAuth2Token)")
                .with_remedy(Remedy::Advice(format!(
                    "An administrator attaches the managed policy {MANAGED_POLICY} to the identity."
                )))
        }
        Kind::ReplyLost => failed(ErrorKind::Network, "is lost: no answer came, and its code may be used up"),
        Kind::Network | Kind::Unavailable | Kind::Throttled | Kind::Malformed => {
            Error::new(ErrorKind::Network, error.failure().of("the AWS sign-in service"))
        }
        Kind::AccessDenied => failed(ErrorKind::Denied, "was denied"),
        _ => failed(ErrorKind::Service, "was refused"),
    };
    let skew = error.clock_skew().filter(|seconds| seconds.unsigned_abs() > NOTABLE_SKEW);
    let failure = match skew {
        Some(seconds) => failure.with_fact("clock", format!("this machine's is {}", skew_in_words(seconds))),
        None => failure,
    };
    failure.with_source(error)
}
