//! Signing in: the flow that fits the place, one sign-in at a time for a session, and what is kept of it.

mod callback;
mod device;
mod events;
mod page;
mod paste;
mod pkce;
mod registration;

pub(crate) use events::Events;

use crate::{
    args::{Flow as FlowFlags, FlowChoice},
    browser,
    context::{Context, Files, USER_AGENT, login_words},
    exit::Exit,
    format::time,
    host,
    report::Report,
    vanity::{self, Portal},
};
use daypass_config_parse::{Batch, Document, SectionName};
use daypass_credentials::{Provider, Session};
use daypass_oidc_device::{Client, Grant, Registration};
use daypass_sso_types::Region;
use daypass_token_cache::{Backoff, CacheKey, Lock, Token, TokenClient};
use daypass_transport::Service;
use std::time::{Duration, SystemTime};

/// How long one sign-in waits for another of the same session: as long as a browser sign-in may take.
const PATIENCE: Duration = Duration::from_secs(600);

/// A sign-in about to happen.
#[derive(Debug)]
pub(crate) struct SignIn<'a> {
    pub(crate) context: &'a Context,
    pub(crate) provider: &'a Provider,
    pub(crate) session: &'a Session,
    pub(crate) flags: &'a FlowFlags,
    pub(crate) events: Events<'a>,
    /// The portal behind a vanity start URL, where somebody has asked already.
    pub(crate) portal: Option<Portal>,
    /// Which of several, as `2 of 3`.
    pub(crate) turn: Option<&'a str>,
}

impl SignIn<'_> {
    /// Signs in and stores the token. Where another process is signing in to the same session, its result is
    /// shared instead.
    pub(crate) async fn run(&self, files: &Files) -> Result<Token, Report> {
        self.run_after(files, self.stored()?).await
    }

    /// The same, for who has looked before: any other good token is the result of another's sign-in, also of one
    /// that ended between that look and our turn.
    pub(crate) async fn run_after(&self, files: &Files, before: Option<Token>) -> Result<Token, Report> {
        let _lock = self.turn().await?;
        if let Some(token) = self.stored()?
            && token.expires_at > host::now()
            && before.is_none_or(|before| before.access_token != token.access_token)
        {
            return Ok(token);
        }
        let portal = if let Some(portal) = &self.portal {
            portal.clone()
        } else {
            let configured = Some(&self.session.region);
            vanity::resolve(self.provider.caller(), &self.session.start_url, configured).await?
        };
        let mut session = self.session.clone();
        session.region = portal.region.clone().unwrap_or(session.region);
        let at_portal = SignIn { session: &session, portal: Some(portal), ..*self };
        let signed_in = at_portal.grant().await?;
        let token = at_portal.keep(files, &signed_in.registration, signed_in.grant);
        if token.is_ok() && session.region != self.session.region {
            self.correct_region(files, &session.region);
        }
        if let Some(reply) = signed_in.reply {
            reply
                .send(match &token {
                    Ok(token) => {
                        page::signed_in(self.session.label(), &self.context.outlook(token, self.session))
                    }
                    Err(report) => page::failed(report.message()),
                })
                .await;
        }
        token
    }

    /// Waits for a sign-in that is under way elsewhere, and takes its result.
    pub(crate) async fn join(&self) -> Result<Token, Report> {
        let _lock = self.turn().await?;
        self.stored()?.filter(|token| token.expires_at > host::now()).ok_or_else(|| {
            let label = self.session.label();
            Report::new(Exit::LoginRequired, format!("nobody is signing in to {label}"))
                .mend(login_words(label, self.context.named_profile().as_deref()))
        })
    }

    /// The token that is stored now.
    pub(crate) fn stored(&self) -> Result<Option<Token>, Report> {
        self.provider.stored_token(self.session).map_err(|error| self.context.credentials_failed(&error))
    }

    async fn grant(&self) -> Result<SignedIn, Report> {
        let endpoint = self.session.endpoints.endpoint(Service::Oidc, &self.session.region);
        let endpoint = endpoint.map_err(|error| self.context.credentials_failed(&error))?;
        let caller = self.provider.caller().clone();
        match self.choose() {
            FlowChoice::Pkce => {
                // The AWS CLI says the same of this flow, and of this one alone.
                let caller = caller.with_user_agent(format!("{USER_AGENT} md/sso#auth"));
                let client = Client::new(caller, endpoint.clone());
                Box::pin(self.pkce(&client, &endpoint)).await
            }
            FlowChoice::Device => Box::pin(self.device(&Client::new(caller, endpoint))).await,
        }
    }

    /// The portal's region goes into the sections that say another. A sign-in that has come about does not fail
    /// over it.
    fn correct_region(&self, files: &Files, region: &Region) {
        let config = files.config();
        let sections: Vec<_> = match &self.session.name {
            Some(name) => config
                .sso_session(name)
                .map(|_| SectionName::sso_session(name.as_str()))
                .into_iter()
                .collect(),
            None => files.profiles_of(self.session).iter().map(SectionName::profile).collect(),
        };
        if sections.is_empty() {
            return;
        }
        let edits = sections
            .iter()
            .fold(Batch::new(), |edits, section| edits.set(section, "sso_region", region.as_str()));
        // The sections are there already, whatever their names; nothing gets worse by the change.
        let insist = |document: &mut Document| document.apply_insisting(&edits).map(|_| true);
        match self.context.edit_config(insist) {
            Ok(()) => self.context.ui.say(format!("The portal is in {region}; sso_region says so now.")),
            Err(report) => self.context.ui.warn(report.message()),
        }
    }

    /// Waits for the person, with the time left on the terminal.
    async fn approval<T>(&self, deadline: SystemTime, waiting: impl Future<Output = T>) -> T {
        let label = self.session.label();
        let of = self.turn.map(|turn| format!(" of {label} ({turn})")).unwrap_or_default();
        let left = || deadline.duration_since(host::now()).unwrap_or_default();
        let second = || tokio::time::sleep(Duration::from_secs(1));
        let what = format!("Waiting for approval{of}");
        daypass_terminal::with_countdown(&self.context.ui, what, left, second, waiting).await
    }

    /// When the wait for a person ends: at the latest then, or sooner where --timeout says so.
    fn deadline(&self, latest: SystemTime) -> SystemTime {
        self.flags.timeout.map_or(latest, |timeout| latest.min(host::now() + timeout))
    }

    /// What the sign-in service knows the portal by.
    fn issuer(&self) -> &str {
        self.portal.as_ref().map_or(self.session.start_url.as_str(), |portal| &portal.url)
    }

    /// The flow that fits the place, and the reason where it is not the usual one.
    fn choose(&self) -> FlowChoice {
        let ui = &self.context.ui;
        if self.session.name.is_none() {
            return FlowChoice::Device;
        }
        if self.flags.use_device_code {
            return FlowChoice::Device;
        }
        if let Some(flow) = self.flags.flow {
            return flow;
        }
        let session = self.session.name.as_deref();
        if self.flags.callback_port.is_some() || browser::available(self.context, session) {
            return FlowChoice::Pkce;
        }
        let why =
            if browser::remote(self.context) { "this is an SSH session" } else { "there is no display" };
        ui.say(format!("No browser here ({why}), so this sign-in can be finished on any device."));
        FlowChoice::Device
    }

    /// Waits until no other process signs in to this session.
    async fn turn(&self) -> Result<Lock, Report> {
        // A key of its own: a sign-in takes minutes, and renewing the present token must not wait for it.
        let key = CacheKey::for_session(&format!("sign-in {}", self.session.token_key()));
        let what = format!("sign-in to {}", self.session.label());
        let mut waits = Backoff::new(self.flags.timeout.unwrap_or(PATIENCE));
        let mut said = false;
        loop {
            let error = match Lock::try_acquire(&self.context.paths.locks(), &key, &what) {
                Ok(lock) => return Ok(lock),
                Err(error) => error,
            };
            if !said {
                self.context.ui.say(format!("Another {what} is under way; waiting for it."));
                said = true;
            }
            let Some(wait) = waits.next() else {
                let message = format!("another {what} does not come to an end");
                return Err(Report::new(Exit::SignInDenied, message).cause(&error));
            };
            tokio::time::sleep(wait).await;
        }
    }

    /// Stores the token, drops what belonged to whoever was signed in before.
    fn keep(&self, files: &Files, registration: &Registration, grant: Grant) -> Result<Token, Report> {
        let mut token = Token::new(grant.access_token, grant.expires_at);
        token.start_url = Some(self.session.start_url.as_str().to_owned());
        token.region = Some(self.session.region.as_str().to_owned());
        token.refresh_token = grant.refresh_token;
        token.client = Some(TokenClient {
            id: registration.client_id.clone(),
            secret: registration.client_secret.clone(),
            expires_at: Some(registration.expires_at),
        });
        for key in files.role_keys(self.session) {
            self.provider.forget_role(&key);
        }
        self.provider.store_token(self.session, token).map_err(|error| {
            let message = format!("signed in to {}, but the token could not be saved", self.session.label());
            Report::new(Exit::Failed, message).cause(&error)
        })
    }
}

/// The outcome of a flow; in the PKCE flow the browser still waits for its page.
struct SignedIn {
    registration: Registration,
    grant: Grant,
    reply: Option<callback::Reply>,
}

impl Context {
    /// The line after a sign-in: how long the token is good, and whether it renews by itself.
    pub(crate) fn outlook(&self, token: &Token, session: &Session) -> String {
        let (now, zone) = (host::now(), self.zone());
        let left = time::left(token.expires_at, now).unwrap_or_default();
        let until =
            format!("Token until {} ({})", time::clock(token.expires_at, now, &zone), time::span(left));
        match token.client.as_ref().and_then(|client| client.expires_at) {
            Some(end) if session.renews() && token.is_renewable(now) => {
                format!("{until}, renews by itself until {}", time::clock(end, now, &zone))
            }
            _ => format!("{until}, then a new sign-in is needed"),
        }
    }
}
