//! Runs a sign-in: chooses the flow, takes the session's lock, stores the token.

use crate::{Error, ErrorKind, Event, Flow, Options, Person, Portal, vanity};
use daypass_credentials::{Provider, Session};
use daypass_oidc_device::Client;
use daypass_sso_types::Region;
use daypass_token_cache::{CacheKey, Token};
#[cfg(not(feature = "browser"))]
use daypass_transport::Endpoint;
use daypass_transport::Service;
use std::time::SystemTime;

/// A sign-in to one session, not yet started.
#[derive(Debug, Clone)]
pub struct SignIn<'a> {
    pub(crate) provider: &'a Provider,
    pub(crate) session: &'a Session,
    pub(crate) person: &'a dyn Person,
    pub(crate) options: Options,
    pub(crate) portal: Option<Portal>,
    pub(crate) former: Vec<CacheKey>,
}

/// The result of a sign-in.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SignedIn {
    /// The stored token.
    pub token: Token,
    /// The portal's region. Behind a vanity start URL it can differ from the configured region, which should then be
    /// corrected; see [`region_correction`](crate::region_correction).
    pub region: Region,
    /// Whether this sign-in asked the person; `false` if it took the result of another process.
    pub is_own: bool,
}

/// The token that a flow has stored.
pub(crate) struct Granted {
    pub(crate) token: Token,
    /// The browser that waits for its last page, in the browser flow.
    pub(crate) browser: Option<Browser>,
}

#[cfg(feature = "browser")]
pub(crate) use crate::callback::Browser;
/// No browser can wait without the browser flow.
#[cfg(not(feature = "browser"))]
pub(crate) enum Browser {}

impl<'a> SignIn<'a> {
    /// Prepares a sign-in to `session` with the caches and the network of `provider`; `person` is asked to approve.
    pub fn new(provider: &'a Provider, session: &'a Session, person: &'a dyn Person) -> Self {
        Self { provider, session, person, options: Options::default(), portal: None, former: Vec::new() }
    }

    /// Sets the options.
    #[must_use]
    pub fn with_options(self, options: Options) -> Self {
        Self { options, ..self }
    }

    /// Sets the portal, for a caller that has already called [`resolve`](crate::resolve).
    #[must_use]
    pub fn at(self, portal: Option<Portal>) -> Self {
        Self { portal, ..self }
    }

    /// Sets the cached role credentials to delete when the token is stored: those of the session's previous user.
    #[must_use]
    pub fn forgetting(self, former: impl IntoIterator<Item = CacheKey>) -> Self {
        Self { former: former.into_iter().collect(), ..self }
    }

    /// Signs in and stores the token, or takes the token of another process that is signing in to the session.
    ///
    /// Dropping the future ends the sign-in and releases its lock and its port. A code that is being redeemed is
    /// redeemed and its token stored by the provider's [`Exchanges`](daypass_credentials::Exchanges).
    ///
    /// # Errors
    /// Fails as [`ErrorKind`] lists, but for `NoSignInInProgress`.
    pub async fn run(&self) -> Result<SignedIn, Error> {
        self.run_after(self.stored()?).await
    }

    /// Signs in like [`SignIn::run`], for a caller that has read the stored token `before` it asks.
    ///
    /// A valid stored token that differs from `before` was stored by another process and is returned. Dropping the
    /// future does what it does for [`SignIn::run`].
    ///
    /// # Errors
    /// Fails as [`SignIn::run`] does.
    pub async fn run_after(&self, before: Option<Token>) -> Result<SignedIn, Error> {
        let _lock = self.lock().await?;
        if let Some(token) = self.stored()?
            && token.is_valid(self.now())
            && before.is_none_or(|before| before.access_token != token.access_token)
        {
            return Ok(self.of_another(token));
        }
        let configured = &self.session.region;
        let portal = if let Some(portal) = &self.portal {
            portal.clone()
        } else {
            let resolved = vanity::resolve(self.provider.caller(), &self.session.start_url, Some(configured));
            resolved.await.map_err(|error| error.with_usual_remedy(self.session))?
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

    /// Waits for another process's sign-in to the session and returns the token that is then stored.
    ///
    /// Dropping the future ends the wait and changes nothing.
    ///
    /// # Errors
    /// Fails with [`ErrorKind::NoSignInInProgress`] if no process signs in and no valid token is stored, and with
    /// [`ErrorKind::AnotherSignIn`] if the sign-in does not end in time.
    pub async fn join(&self) -> Result<SignedIn, Error> {
        let _lock = self.lock().await?;
        let token = self.stored()?.filter(|token| token.is_valid(self.now())).ok_or_else(|| {
            let message = format!("no sign-in to {} is in progress", self.session.label());
            Error::new(ErrorKind::NoSignInInProgress, message).with_usual_remedy(self.session)
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
                // The AWS CLI adds this detail to the user agent in this flow alone.
                let client = Client::new(caller.with_agent_detail("md/sso#auth"), endpoint.clone());
                Box::pin(self.in_browser(&client, &endpoint)).await
            }
            Flow::Device => Box::pin(self.device(&Client::new(caller, endpoint))).await,
        }
    }

    /// Runs the device flow in a build without the feature `browser`.
    #[cfg(not(feature = "browser"))]
    async fn in_browser(&self, client: &Client, _: &Endpoint) -> Result<Granted, Error> {
        self.device(client).await
    }

    /// Chooses the flow from the session, the options and the person.
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

    /// Returns when the wait for the person ends: `latest`, or earlier if the options set a timeout.
    pub(crate) fn deadline(&self, latest: SystemTime) -> SystemTime {
        let wanted = self.options.timeout.and_then(|timeout| self.now().checked_add(timeout));
        wanted.map_or(latest, |wanted| latest.min(wanted))
    }

    /// Returns the URL by which the sign-in service knows the portal.
    pub(crate) fn issuer(&self) -> &str {
        self.portal.as_ref().map_or(self.session.start_url.as_str(), |portal| &portal.url)
    }

    pub(crate) fn now(&self) -> SystemTime {
        self.provider.clock().now()
    }
}
