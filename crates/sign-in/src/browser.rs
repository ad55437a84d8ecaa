//! Authorization code with PKCE (RFC 7636) over a loopback redirect (RFC 8252).

use crate::{
    Error, ErrorKind, Event, Flow, Invitation, SignIn,
    callback::{Answer, Browser, CallbackListener, Denied},
    error::DEVICE,
    page::Page,
    race::{breathe, first_of},
    registration,
    sign_in::Granted,
};
use daypass_credentials::{Provider, Session};
use daypass_loopback::Link;
use daypass_oidc_device::{
    Client, ErrorKind as OidcErrorKind, Pkce, Registration, authorize_url,
    callback::{Callback, Verdict},
};
use daypass_sso_types::{AuthorizationCode, Remedy, WebAddress};
use daypass_token_cache::Token;
use daypass_transport::Endpoint;
use futures_util::future::Either;
use std::time::{Duration, SystemTime};

/// How long the browser may take, as in the AWS CLI.
const BROWSER_WAIT: Duration = Duration::from_secs(600);

impl SignIn<'_> {
    pub(crate) async fn in_browser(&self, client: &Client, endpoint: &Endpoint) -> Result<Granted, Error> {
        if !self.person.is_there() {
            return Err(Error::nobody_to_ask(self.session));
        }
        let entropy = self.provider.caller().entropy();
        let pkce = Pkce::from_entropy(entropy);
        // Bound before the browser opens: whoever the browser comes back to is this process.
        let listener = CallbackListener::bind(self.options.callback_port).await;
        let listener = listener.map_err(|error| self.no_port(error))?;
        let (redirect, port) = (listener.redirect_uri(), listener.port());
        let mut trusted = Trusted { provider: self.provider, session: self.session, is_unknown: false };
        let registration = match self.cached_registration(Flow::Browser) {
            Some(cached) => {
                // Nothing asks the service before the code is redeemed, so it is taken on trust, and forgotten where
                // the browser does not come back: it may have shown that the service no longer knows the client.
                trusted.is_unknown = true;
                cached
            }
            None => self.register(client, Flow::Browser).await?,
        };
        let url = authorize_url(endpoint, &registration, &redirect, &self.scopes(), &pkce);
        let mut secret = [0; 16];
        entropy.fill(&mut secret);
        let link = Link::new(secret, &url).map_err(|error| self.no_port(std::io::Error::other(error)))?;
        let (short, callback) = (link.address(port), listener.callback(&pkce.state));
        let mut served = listener.serve(callback.clone(), link);
        self.person.event(&Event::Address { flow: Flow::Browser, url: &url });
        // The short one: what stands in a browser's arguments, every user of the machine can read.
        let is_opened = WebAddress::parse(&short).is_ok_and(|address| self.person.open(&address));
        self.person.show(&Invitation::Browser { url: &url, short: &short, port, is_opened });
        let deadline = self.deadline(self.now() + BROWSER_WAIT);
        self.person.event(&Event::Waiting { until: deadline });
        // The browser is on its way, which takes it longer than the disk needs for what was written so far; the
        // token is then synced in half the time.
        self.provider.tokens().sync();
        let approval = first_of(served.answer(), self.pasted(&callback, deadline));
        let (result, page) = match first_of(approval, self.until(deadline)).await {
            Either::Left(Either::Left(Answer { result, page })) => (result, Some(page)),
            Either::Left(Either::Right(result)) => (result, None),
            Either::Right(()) => {
                return Err(self.not_approved(ErrorKind::TimedOut, "was not approved in time"));
            }
        };
        let browser = page.map(|page| served.browser(page));
        let code = match result {
            Ok(code) => code,
            Err(denied) => {
                trusted.is_unknown &= denied.error != "access_denied";
                let said = format!("{}: {}", denied.error, denied.description);
                let said = said.trim_end_matches(": ");
                show(browser, Page::failed(said)).await;
                return Err(self
                    .not_approved(ErrorKind::Denied, "was denied")
                    .with_fact("portal said", said));
            }
        };
        trusted.is_unknown = false;
        self.person.event(&Event::Approved);
        match self.redeem(client, registration, redirect, code, pkce).await {
            Ok(token) => Ok(Granted { token, browser }),
            Err(error) => {
                show(browser, Page::failed(&error.to_string())).await;
                Err(error)
            }
        }
    }

    /// Redeems the code and stores the token. Once the code may have reached the service, this goes on although
    /// nobody waits for it any more.
    async fn redeem(
        &self,
        client: &Client,
        registration: Registration,
        redirect: String,
        code: AuthorizationCode,
        pkce: Pkce,
    ) -> Result<Token, Error> {
        let (client, keeper, session) = (client.clone(), self.keeper(), self.session.clone());
        let provider = self.provider.detached();
        let work = async move {
            let now = provider.clock().now();
            match client.redeem_code(&registration, &redirect, &code, &pkce.verifier, now).await {
                Ok(grant) => keeper.keep(&registration, grant),
                Err(error) => {
                    if error.kind() == OidcErrorKind::InvalidClient {
                        provider.forget_registration(&session, registration::kind(Flow::Browser));
                    }
                    Err(Error::of_service(error, &session))
                }
            }
        };
        self.provider.exchanges().carry(work).await
    }

    /// The redirect that a person brings; never, where nobody can.
    async fn pasted(&self, callback: &Callback, deadline: SystemTime) -> Result<AuthorizationCode, Denied> {
        loop {
            let line = self.person.wait(deadline).await;
            match callback.judge_url(line.trim()) {
                Verdict::Code(code) => return Ok(code),
                Verdict::Denied { error, description } => {
                    return Err(Denied { error, description: description.unwrap_or_default() });
                }
                _ => self.person.event(&Event::NotTheRedirect),
            }
            // A person that always has something to say must not keep the browser from its turn.
            breathe().await;
        }
    }

    async fn until(&self, deadline: SystemTime) {
        while let Ok(left) = deadline.duration_since(self.now())
            && !left.is_zero()
        {
            self.provider.caller().sleep(left).await;
        }
    }

    fn no_port(&self, error: std::io::Error) -> Error {
        let port = self.options.callback_port;
        let port = port.map_or_else(|| "no port can".to_owned(), |port| format!("port {port} cannot"));
        Error::new(ErrorKind::Port, format!("{port} be opened for the browser to come back to"))
            .with_source(error)
            .with_remedy(Remedy::Option { name: DEVICE, value: None })
    }

    fn not_approved(&self, kind: ErrorKind, how: &str) -> Error {
        let message = format!("the sign-in to {} {how}", self.session.label());
        Error::new(kind, message).with_usual_remedy(self.session)
    }
}

/// A cached registration that the service was not asked about. Unless it turns out to be known, it is forgotten, so that
/// the next sign-in registers anew, also where this one is interrupted.
struct Trusted<'a> {
    provider: &'a Provider,
    session: &'a Session,
    is_unknown: bool,
}

impl Drop for Trusted<'_> {
    fn drop(&mut self) {
        if self.is_unknown {
            self.provider.forget_registration(self.session, registration::kind(Flow::Browser));
        }
    }
}

async fn show(browser: Option<Browser>, page: Page) {
    if let Some(browser) = browser {
        browser.show(page).await;
    }
}
