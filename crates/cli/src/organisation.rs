//! The organisation behind a session: its listing, asked for or taken from what is kept.

use crate::{args::Asking, context::Context, exit::Exit, format::time, host, report::Report};
use daypass_credentials::{Provider, Session, session_named, session_of_profile};
use daypass_inventory::{
    Found, ListedAccount, Listing, ListingCache, ListingRequest, Notes, Observer, PortalSession, Progress,
    Wait, find_account,
};
use daypass_portal_client::Account;
use daypass_sso_types::{AccessToken, AccountId, RoleName};
use daypass_terminal::Terminal;
use daypass_transport::Service;
use std::sync::Arc;

/// Which accounts are wanted.
pub(crate) type Filter<'a> = &'a (dyn Fn(&Account) -> bool + Sync);

/// A session's organisation.
#[derive(Debug)]
pub(crate) struct Organisation<'a> {
    context: &'a Context,
    /// The session.
    pub(crate) session: Session,
    cache: ListingCache,
}

impl<'a> Organisation<'a> {
    /// Of the named session; else that of the profile somebody named; else that of the settings; else the default
    /// profile's; else the only one there is.
    pub(crate) fn of(context: &'a Context, named: Option<&str>) -> Result<Self, Report> {
        let (files, settings, profile) =
            (context.files()?, context.sign_in_settings()?, context.named_profile());
        let config = files.config();
        let mut sessions = config.sso_sessions();
        let only = match (sessions.next(), sessions.next()) {
            (Some(only), None) if profile.is_none() && config.profile("default").is_none() => {
                Some(only.name())
            }
            _ => None,
        };
        let preferences = context.preferences()?;
        let set = preferences.sso_session().filter(|_| named.is_none() && profile.is_none());
        let session = match named.or(set.as_ref().map(|(name, _)| *name)).or(only) {
            Some(name) => session_named(&config, &settings, name, profile.as_deref()),
            None => session_of_profile(&config, &settings, &context.profile()),
        };
        let session = session.map_err(|error| {
            let report = context.credentials_failed(&error);
            set.into_iter().fold(report, |report, (_, place)| report.fact("set by", place))
        })?;
        let folder = context.paths.state.join("listings");
        let cache = ListingCache::new(&folder, session.token_key(), &session.start_url, &session.region);
        Ok(Self { context, session, cache })
    }

    /// Its accounts that are wanted, without roles.
    pub(crate) fn accounts(&self, asking: Asking, wanted: Filter<'_>) -> Result<Vec<ListedAccount>, Report> {
        if asking.offline {
            return self.kept(wanted).map(|listing| listing.accounts);
        }
        self.ask(ListingRequest::accounts(wanted), None)
    }

    /// The roles in those of its accounts that are wanted.
    pub(crate) fn roles(&self, asking: Asking, wanted: Filter<'_>) -> Result<Vec<ListedAccount>, Report> {
        if asking.offline {
            return self.kept(wanted).map(|listing| listing.accounts);
        }
        self.ask(ListingRequest::accounts_with_roles(wanted), None)
    }

    /// All of it. What an interrupted listing had read is taken up, and the whole is kept.
    pub(crate) fn listing(&self, asking: Asking) -> Result<Listing, Report> {
        if asking.offline {
            return self.kept(&|_| true);
        }
        if asking.refresh {
            self.cache.forget();
        }
        let accounts = self.ask(ListingRequest::everything(), Some(&self.cache))?;
        let listing = Listing::new(host::now(), accounts);
        if let Err(error) = self.cache.keep(&listing) {
            self.context.ui.log(1, format!("the listing could not be kept: {error}"));
        }
        Ok(listing)
    }

    /// The last whole listing.
    pub(crate) fn last(&self) -> Option<Listing> {
        self.cache.load()
    }

    /// The account of this name: as listed last, else as the portal says now.
    pub(crate) fn account_named(&self, name: &str) -> Result<AccountId, Report> {
        let last = self.last().map(|listing| listing.accounts).unwrap_or_default();
        let found = match find_account(last.iter().map(|listed| &listed.account), name) {
            Found::None => None,
            found => Some(self.found(found, name)),
        };
        if let Some(found) = found {
            return found;
        }
        let accounts = self.context.block_on(async {
            let portal = self.portal().await?;
            portal
                .look_up_accounts()
                .await
                .map_err(|error| self.context.listing_failed(&error, &self.session))
        })?;
        self.found(find_account(&accounts, name), name)
    }

    fn found(&self, found: Found<'_>, name: &str) -> Result<AccountId, Report> {
        match found {
            Found::One(account) => Ok(account.id.clone()),
            Found::None => Err(Report::new(Exit::Refused, format!("no account {name} is assigned to you"))
                .fact("session", self.session.label())
                .mend(["daypass", "accounts", "--sso-session", self.session.label()])),
            Found::Several(several) => {
                let ids: Vec<_> = several.iter().map(|account| account.id.as_str()).collect();
                Err(Report::new(Exit::Usage, format!("{} accounts are called {name}", ids.len()))
                    .fact("accounts", ids.join(", ")))
            }
        }
    }

    fn kept(&self, wanted: Filter<'_>) -> Result<Listing, Report> {
        let Some(mut listing) = self.cache.load() else {
            let label = self.session.label();
            return Err(Report::new(Exit::Failed, format!("no listing of {label} is kept yet")).mend([
                "daypass",
                "roles",
                "--sso-session",
                label,
            ]));
        };
        let age = time::relative(listing.at, host::now());
        self.context.ui.say(format!("As it was {age}."));
        listing.accounts.retain(|listed| wanted(&listed.account));
        Ok(listing)
    }

    /// The sign-in at the portal, renewed where that goes without a person.
    async fn portal(&self) -> Result<PortalSession, Report> {
        let provider = self.context.provider(None)?;
        let token = provider.access_token(&self.session).await;
        let token = token.map_err(|error| self.context.credentials_failed(&error))?.access_token.clone();
        portal(self.context, &provider, &self.session, token)
    }

    fn ask(
        &self,
        request: ListingRequest<'_>,
        resume: Option<&ListingCache>,
    ) -> Result<Vec<ListedAccount>, Report> {
        let context = self.context;
        context.block_on(async {
            let portal = self.portal().await?;
            let (mut notes, mut request) = (None, request);
            if let Some(cache) = resume {
                let (opened, known) = cache.resume(portal.token(), host::now());
                notes = opened;
                if !known.is_empty() {
                    let count = known.len();
                    context.ui.say(format!("Going on with the listing that was interrupted: {count} accounts are known (--refresh begins anew)."));
                }
                request = request.with_known(known);
            }
            list(context, &self.session, &portal, request, notes).await
        })
    }
}

/// The portal of a session, with a token that is in hand.
pub(crate) fn portal(
    context: &Context,
    provider: &Provider,
    session: &Session,
    token: AccessToken,
) -> Result<PortalSession, Report> {
    let endpoint = session.endpoints.endpoint(Service::Portal, &session.region);
    let endpoint = endpoint.map_err(|error| context.credentials_failed(&error))?;
    Ok(PortalSession::new(provider.caller().clone(), endpoint, token, Arc::new(host::now)))
}

/// Lists, showing how far it is and saying what it waits for and what it could not list.
pub(crate) async fn list(
    context: &Context,
    session: &Session,
    portal: &PortalSession,
    request: ListingRequest<'_>,
    notes: Option<Notes>,
) -> Result<Vec<ListedAccount>, Report> {
    let mut shown = Shown { ui: &context.ui, notes, with_roles: request.with_roles(), has_said: false };
    let listed = portal.list(request, &mut shown).await;
    context.ui.end_progress();
    let listed = listed.map_err(|error| context.listing_failed(&error, session))?;
    Ok(listed)
}

/// Notes what is read, and shows how far it is.
struct Shown<'a> {
    ui: &'a Terminal,
    notes: Option<Notes>,
    with_roles: bool,
    has_said: bool,
}

impl Observer for Shown<'_> {
    fn read(&mut self, account: &AccountId, roles: &[RoleName]) {
        // Where notes cannot be written an interruption costs more; nothing else.
        if self.notes.as_mut().is_some_and(|notes| notes.add(account, roles).is_err()) {
            self.notes = None;
        }
    }

    fn progress(&mut self, progress: &Progress) {
        if self.ui.animates() {
            self.ui.progress(line(progress, self.with_roles));
        }
    }

    fn waits(&mut self, wait: &Wait) {
        match wait {
            // The progress line shows it, too; one line is enough for the many calls of one listing.
            Wait::Throttled { at_most } if !self.has_said => {
                self.has_said = true;
                self.ui.end_progress();
                self.ui.say(format!(
                    "The portal limits how fast it is asked: going on at the pace it allows, whatever AWS_MAX_ATTEMPTS says, \
                     for up to {} s without an answer.",
                    at_most.as_secs()
                ));
            }
            Wait::Again { message, attempts, at_most, .. } => {
                self.ui.end_progress();
                self.ui.say(format!("{message}; asking again ({attempts} of {at_most} attempts failed)."));
            }
            _ => {}
        }
    }
}

fn line(progress: &Progress, with_roles: bool) -> String {
    let Progress { done, accounts, is_growing, per_second, is_limited, .. } = *progress;
    if !with_roles {
        return format!("Reading accounts  {accounts}");
    }
    let more = if is_growing { "+" } else { "" };
    let why = if is_limited { " (the service's limit)" } else { "" };
    let mut text = format!("Reading roles  {done}/{accounts}{more} accounts · {per_second:.0}/s{why}");
    #[expect(clippy::cast_precision_loss, reason = "to be shown without fractions")]
    let left = accounts.saturating_sub(done) as f64 / per_second.max(0.1);
    if left >= 1.0 && done > 0 && !is_growing {
        text.push_str(&format!(" · about {left:.0} s left"));
    }
    text
}
