//! Authorization code with PKCE (RFC 7636) over a loopback redirect (RFC 8252).

use crate::{
    Error, ErrorKind, Event, Flow, Invitation, Person, SignIn,
    callback::{Answer, Browser, CallbackListener, Denied},
    error::DEVICE,
    page::Page,
    race::{first_of, until, yield_once},
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

/// How long a person has to approve the sign-in in the browser; the AWS CLI v2 waits as long.
pub(crate) const BROWSER_WAIT: Duration = Duration::from_secs(600);

impl SignIn<'_> {
    pub(crate) async fn in_browser(&self, client: &Client, endpoint: &Endpoint) -> Result<Granted, Error> {
        if !self.person.is_there() {
            return Err(Error::not_interactive(self.session));
        }
        let entropy = self.provider.caller().entropy();
        let pkce = Pkce::from_entropy(entropy);
        // Bound before the browser opens, so that no other process can take the redirect's port.
        let listener = CallbackListener::bind(self.options.callback_port).await;
        let listener = listener.map_err(|error| self.no_port(error))?;
        let (redirect, port) = (listener.redirect_uri(), listener.port());
        let mut unconfirmed =
            UnconfirmedRegistration { provider: self.provider, session: self.session, is_unknown: false };
        let registration = match self.cached_registration(Flow::Browser) {
            Some(cached) => {
                // The service is not asked about the cached client before the code is redeemed. If no redirect comes,
                // the browser may have shown that the service no longer knows the client: the registration is then
                // deleted.
                unconfirmed.is_unknown = true;
                cached
            }
            None => self.register(client, Flow::Browser).await?,
        };
        let url = authorize_url(endpoint, &registration, &redirect, self.scopes(), &pkce);
        let mut secret = [0; 16];
        entropy.fill(&mut secret);
        let link = Link::new(secret, &url).map_err(|error| self.no_port(std::io::Error::other(error)))?;
        let (short, callback) = (link.address(port), listener.callback(&pkce.state));
        let mut served = listener.serve(callback.clone(), link);
        self.person.event(&Event::Address { flow: Flow::Browser, url: &url });
        // The short address: every user of the machine can read the arguments of the browser's process.
        let is_opened = WebAddress::parse(&short).is_ok_and(|address| self.person.open(&address));
        self.person.show(&Invitation::Browser { url: &url, short: &short, port, is_opened });
        let deadline = self.deadline(self.now() + BROWSER_WAIT);
        self.person.event(&Event::Waiting { until: deadline });
        // Starting the browser takes longer than syncing what was written so far; with that done, syncing the token
        // takes half the time.
        self.provider.tokens().sync();
        let approval = first_of(served.answer(), pasted(self.person, &callback, deadline));
        let (result, page) =
            match first_of(approval, until(self.provider.caller(), &**self.provider.clock(), deadline)).await
            {
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
                unconfirmed.is_unknown &= denied.error != "access_denied";
                let said = format!("{}: {}", denied.error, denied.description);
                let said = said.trim_end_matches(": ");
                show(browser, Page::failed(said)).await;
                return Err(self
                    .not_approved(ErrorKind::Denied, "was denied")
                    .with_fact("portal said", said));
            }
        };
        unconfirmed.is_unknown = false;
        self.person.event(&Event::Approved);
        match self.redeem(client, registration, redirect, code, pkce).await {
            Ok(token) => Ok(Granted { token, browser }),
            Err(error) => {
                show(browser, Page::failed(&error.to_string())).await;
                Err(error)
            }
        }
    }

    /// Redeems the code and stores the token.
    ///
    /// If the future is dropped, `Exchanges` completes the call and stores the token: a code can be redeemed once.
    async fn redeem(
        &self,
        client: &Client,
        registration: Registration,
        redirect: String,
        code: AuthorizationCode,
        pkce: Pkce,
    ) -> Result<Token, Error> {
        let (client, tokens, session) = (client.clone(), self.token_writer(), self.session.clone());
        let provider = self.provider.detached();
        let work = async move {
            let now = provider.clock().now();
            match client.redeem_code(&registration, &redirect, &code, &pkce.verifier, now).await {
                Ok(grant) => tokens.store(&registration, grant),
                Err(error) => {
                    if error.kind() == OidcErrorKind::InvalidClient {
                        provider.remove_registrations(&session, registration::kind(Flow::Browser));
                    }
                    Err(Error::of_service(error, &session))
                }
            }
        };
        self.provider.exchanges().run_to_end(work).await
    }

    fn no_port(&self, error: std::io::Error) -> Error {
        let port = self.options.callback_port;
        let port = port.map_or_else(|| "a port".to_owned(), |port| format!("port {port}"));
        Error::new(ErrorKind::Port, format!("cannot open {port} on 127.0.0.1 for the browser's redirect"))
            .with_source(error)
            .with_remedy(Remedy::Option { name: DEVICE, value: None })
    }

    fn not_approved(&self, kind: ErrorKind, how: &str) -> Error {
        let message = format!("the sign-in to {} {how}", self.session.label());
        Error::new(kind, message).with_usual_remedy(self.session)
    }
}

/// Deletes a cached client registration on drop unless the service has accepted it (`is_unknown` is false).
///
/// The next sign-in then registers a new client, also when this sign-in's future is dropped.
struct UnconfirmedRegistration<'a> {
    provider: &'a Provider,
    session: &'a Session,
    is_unknown: bool,
}

impl Drop for UnconfirmedRegistration<'_> {
    fn drop(&mut self) {
        if self.is_unknown {
            self.provider.remove_registrations(self.session, registration::kind(Flow::Browser));
        }
    }
}

/// Waits for a redirect URL that a person pastes; pends forever if [`Person::wait`] does.
pub(crate) async fn pasted(
    person: &dyn Person,
    callback: &Callback,
    deadline: SystemTime,
) -> Result<AuthorizationCode, Denied> {
    loop {
        let line = person.wait(deadline).await;
        match callback.judge_url(line.trim()) {
            Verdict::Code(code) => return Ok(code),
            Verdict::Denied { error, description } => {
                return Err(Denied { error, description: description.unwrap_or_default() });
            }
            _ => person.event(&Event::NotTheRedirect),
        }
        // A `Person::wait` that is always ready must not starve the callback listener.
        yield_once().await;
    }
}

pub(crate) async fn show(browser: Option<Browser>, page: Page) {
    if let Some(browser) = browser {
        browser.show(page).await;
    }
}
