//! Signing in: the flow that fits the place, one sign-in at a time for a session, and what is kept of it.

use crate::{Error, ErrorKind, Event, Flow, Options, Person, Portal, vanity};
use daypass_credentials::{Provider, Session};
use daypass_oidc_device::Client;
use daypass_sso_types::Region;
use daypass_token_cache::{CacheKey, Token};
#[cfg(not(feature = "browser"))]
use daypass_transport::Endpoint;
use daypass_transport::Service;
use std::time::SystemTime;

/// A sign-in about to happen.
#[derive(Debug, Clone)]
pub struct SignIn<'a> {
    pub(crate) provider: &'a Provider,
    pub(crate) session: &'a Session,
    pub(crate) person: &'a dyn Person,
    pub(crate) options: Options,
    pub(crate) portal: Option<Portal>,
    pub(crate) former: Vec<CacheKey>,
}

/// How a sign-in ended.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SignedIn {
    /// The token that is stored now.
    pub token: Token,
    /// Where the portal is. Behind a vanity start URL it may be another region than the session's; then the
    /// configuration should say so.
    pub region: Region,
    /// Whether this sign-in asked the person; `false` where the result of another process's was taken.
    pub is_own: bool,
}

/// The outcome of a flow.
pub(crate) struct Granted {
    pub(crate) token: Token,
    /// In the browser flow the browser still waits for its page.
    pub(crate) browser: Option<Browser>,
}

#[cfg(feature = "browser")]
pub(crate) use crate::callback::Browser;
/// Nobody.
#[cfg(not(feature = "browser"))]
pub(crate) enum Browser {}

impl<'a> SignIn<'a> {
    /// Signs in to this session, with the caches and the network of this provider, by asking this person.
    pub fn new(provider: &'a Provider, session: &'a Session, person: &'a dyn Person) -> Self {
        Self { provider, session, person, options: Options::default(), portal: None, former: Vec::new() }
    }

    /// The same with these options.
    #[must_use]
    pub fn with_options(self, options: Options) -> Self {
        Self { options, ..self }
    }

    /// The same at this portal, for who has asked the start URL where it leads; see [`resolve`](crate::resolve).
    #[must_use]
    pub fn at(self, portal: Option<Portal>) -> Self {
        Self { portal, ..self }
    }

    /// Removes these role credentials when the token is stored: those that were got through this session, by whoever
    /// was signed in before.
    #[must_use]
    pub fn forgetting(self, former: impl IntoIterator<Item = CacheKey>) -> Self {
        Self { former: former.into_iter().collect(), ..self }
    }

    /// Signs in and stores the token. Where another process is signing in to the same session, its result is
    /// shared instead.
    pub async fn run(&self) -> Result<SignedIn, Error> {
        self.run_after(self.stored()?).await
    }

    /// Like [`SignIn::run`], for a caller that has read the store: a valid token other than `before` was stored by
    /// another process since, and is the result.
    pub async fn run_after(&self, before: Option<Token>) -> Result<SignedIn, Error> {
        let _lock = self.turn().await?;
        if let Some(token) = self.stored()?
            && token.is_good(self.now())
            && before.is_none_or(|before| before.access_token != token.access_token)
        {
            return Ok(self.of_another(token));
        }
        let configured = &self.session.region;
        let portal = match &self.portal {
            Some(portal) => portal.clone(),
            None => {
                vanity::resolve(self.provider.caller(), &self.session.start_url, Some(configured)).await?
            }
        };
        let mut session = self.session.clone();
        session.region = portal.region.clone().unwrap_or(session.region);
        let at_portal = SignIn { session: &session, portal: Some(portal), ..self.clone() };
        match at_portal.grant().await {
            Ok(granted) => {
                let words = self.person.done(Ok(&granted.token));
                #[cfg(feature = "browser")]
                if let Some(browser) = granted.browser {
                    browser.signed_in(self.session.label(), words.as_deref()).await;
                }
                #[cfg(not(feature = "browser"))]
                let _unused = (words, granted.browser);
                Ok(SignedIn { token: granted.token, region: session.region, is_own: true })
            }
            Err(error) => {
                let _no_page = self.person.done(Err(&error));
                Err(error)
            }
        }
    }

    /// Waits for a sign-in that is under way in another process, and takes its result. Where there is none, a valid
    /// token that is stored is the result, or else [`ErrorKind::NobodySignsIn`] is the error.
    pub async fn join(&self) -> Result<SignedIn, Error> {
        let _lock = self.turn().await?;
        let token = self.stored()?.filter(|token| token.is_good(self.now())).ok_or_else(|| {
            let message = format!("nobody is signing in to {}", self.session.label());
            Error::new(ErrorKind::NobodySignsIn, message).with_usual_remedy(self.session)
        })?;
        Ok(self.of_another(token))
    }

    fn of_another(&self, token: Token) -> SignedIn {
        let region = token.region.as_deref().and_then(|region| Region::new(region).ok());
        let region = region.unwrap_or_else(|| self.session.region.clone());
        SignedIn { token, region, is_own: false }
    }

    fn stored(&self) -> Result<Option<Token>, Error> {
        Ok(self.provider.stored_token(self.session)?)
    }

    async fn grant(&self) -> Result<Granted, Error> {
        let endpoint = self.session.endpoints.endpoint(Service::Oidc, &self.session.region)?;
        let caller = self.provider.caller().clone();
        match self.choose() {
            Flow::Browser => {
                // The AWS CLI says the same of this flow, and of this one alone.
                let client = Client::new(caller.with_agent_detail("md/sso#auth"), endpoint.clone());
                Box::pin(self.in_browser(&client, &endpoint)).await
            }
            Flow::Device => Box::pin(self.device(&Client::new(caller, endpoint))).await,
        }
    }

    /// Built without the browser flow, this crate has the other one.
    #[cfg(not(feature = "browser"))]
    async fn in_browser(&self, client: &Client, _: &Endpoint) -> Result<Granted, Error> {
        self.device(client).await
    }

    /// The flow that fits the place.
    fn choose(&self) -> Flow {
        if self.session.name.is_none() || cfg!(not(feature = "browser")) {
            return Flow::Device;
        }
        if let Some(flow) = self.options.flow {
            return flow;
        }
        if self.options.callback_port.is_some() || self.person.has_browser() {
            return Flow::Browser;
        }
        self.person.event(&Event::NoBrowser);
        Flow::Device
    }

    /// When the wait for a person ends: at the latest then, or sooner where the options say so.
    pub(crate) fn deadline(&self, latest: SystemTime) -> SystemTime {
        let wanted = self.options.timeout.and_then(|timeout| self.now().checked_add(timeout));
        wanted.map_or(latest, |wanted| latest.min(wanted))
    }

    /// What the sign-in service knows the portal by.
    pub(crate) fn issuer(&self) -> &str {
        self.portal.as_ref().map_or(self.session.start_url.as_str(), |portal| &portal.url)
    }

    pub(crate) fn now(&self) -> SystemTime {
        self.provider.clock().now()
    }
}
