//! The accounts and roles of a session: read from the portal, or taken from the cached listing.

use crate::{
    args::ListingFlags, command_line, context::Context, exit::Exit, machine, report::Report, session_choice,
};
use daypass_credentials::{Provider, Session};
use daypass_inventory::{
    AccountMatch, ListedAccount, Listing, ListingCache, ListingRequest, Observer, PortalSession, Progress,
    UnlistedReason, Wait, find_account, nearest_account,
};
use daypass_portal_client::Account;
use daypass_sso_types::{AccessToken, AccountId};
use daypass_terminal::{Terminal, time};
use daypass_transport::Service;
use std::sync::Arc;

/// The accounts and roles of a session.
#[derive(Debug)]
pub(crate) struct Inventory<'a> {
    context: &'a Context,
    /// The session.
    pub(crate) session: Session,
    cache: ListingCache,
}

impl<'a> Inventory<'a> {
    /// Of the session that is meant.
    pub(crate) fn of(context: &'a Context, named: Option<&str>) -> Result<Self, Report> {
        // A mistake in the settings is told: a listing obeys more of them than the session.
        drop(context.preferences()?);
        context.add_company_sessions(named)?;
        let files = context.files_of_session(context.named_profile().as_deref(), named)?;
        let session = session_choice::session(context, &files, named)?;
        let folder = context.paths.state.join("listings");
        let cache = ListingCache::new(&folder, session.token_key(), &session.start_url, &session.region);
        Ok(Self { context, session, cache })
    }

    /// Those of its accounts that the request wants; with their roles, where it asks for them.
    pub(crate) fn listed(
        &self,
        flags: ListingFlags,
        request: ListingRequest<'_>,
    ) -> Result<Vec<ListedAccount>, Report> {
        if flags.offline {
            return self.kept(|account| request.wants(account)).map(|listing| listing.accounts);
        }
        self.context.block_on(async {
            let portal = self.portal().await?;
            list(self.context, &self.session, &portal, request).await
        })
    }

    /// All of it. What an interrupted listing had read is taken up, and the whole is kept.
    pub(crate) fn listing(&self, flags: ListingFlags) -> Result<Listing, Report> {
        if flags.offline {
            return self.kept(|_| true);
        }
        if flags.refresh {
            self.cache.forget();
        }
        let context = self.context;
        context.block_on(async {
            let portal = self.portal().await?;
            let mut shown = ListingProgress::new(context);
            let listing = portal.list_into(&self.cache, &mut shown).await;
            shown.end(listing.as_ref().map_or(&[], |listing| &listing.accounts));
            listing.map_err(|error| context.listing_failed(&error, &self.session))
        })
    }

    /// The last whole listing.
    pub(crate) fn last(&self) -> Option<Listing> {
        self.cache.load()
    }

    /// The account of this name: as listed last, else as the portal says now.
    pub(crate) fn account_named(&self, name: &str) -> Result<AccountId, Report> {
        let last = self.last().map(|listing| listing.accounts).unwrap_or_default();
        if let AccountMatch::One(account) = find_account(last.iter().map(|listed| &listed.account), name) {
            return Ok(account.id.clone());
        }
        let accounts = self.context.block_on(async {
            let portal = self.portal().await?;
            portal
                .look_up_accounts()
                .await
                .map_err(|error| self.context.listing_failed(&error, &self.session))
        })?;
        match find_account(&accounts, name) {
            AccountMatch::One(account) => Ok(account.id.clone()),
            AccountMatch::None => Err(no_account(&self.session, name, accounts.iter())),
            AccountMatch::Several(several) => {
                let ids: Vec<_> = several.iter().map(|account| account.id.as_str()).collect();
                Err(Report::new(Exit::Usage, format!("{} accounts are called {name}", ids.len()))
                    .fact("accounts", ids.join(", ")))
            }
        }
    }

    fn kept(&self, wanted: impl Fn(&Account) -> bool) -> Result<Listing, Report> {
        let Some(mut listing) = self.cache.load() else {
            let label = self.session.label();
            return Err(Report::new(Exit::Failed, format!("no listing of {label} is kept yet"))
                .try_command(["daypass", "roles", "--sso-session", label]));
        };
        let age = time::relative(listing.at, machine::now());
        self.context.ui.say(format!("As it was {age}."));
        listing.accounts.retain(|listed| wanted(&listed.account));
        say_unlisted(self.context, &listing.accounts);
        Ok(listing)
    }

    /// The sign-in at the portal, renewed where that goes without a person.
    async fn portal(&self) -> Result<PortalSession, Report> {
        let provider = self.context.provider(None)?;
        let token = provider.access_token(&self.session).await;
        let token = token.map_err(|error| self.context.credentials_failed(&error))?.access_token.clone();
        portal(self.context, &provider, &self.session, token)
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
    let portal = PortalSession::new(provider.caller().clone(), endpoint, token, Arc::new(machine::now));
    Ok(portal.of(context.sign_in_target(session)))
}

/// Lists, showing how far it is and saying what it waits for and what it could not list.
pub(crate) async fn list(
    context: &Context,
    session: &Session,
    portal: &PortalSession,
    request: ListingRequest<'_>,
) -> Result<Vec<ListedAccount>, Report> {
    let mut shown = ListingProgress::new(context);
    let listed = portal.list(request, &mut shown).await;
    shown.end(listed.as_deref().unwrap_or_default());
    listed.map_err(|error| context.listing_failed(&error, session))
}

/// Says of which accounts the roles are not known, and why.
fn say_unlisted(context: &Context, accounts: &[ListedAccount]) {
    const SHOWN: usize = 5;
    let unlisted: Vec<_> = accounts.iter().filter(|listed| listed.unlisted.is_some()).collect();
    for listed in unlisted.iter().take(SHOWN) {
        let (account, unlisted) = (&listed.account, listed.unlisted.as_ref());
        let name = account.name.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
        let why = unlisted.map(ToString::to_string).unwrap_or_default();
        context.ui.warn(format!("the roles of account {}{name} could not be listed: {why}", account.id));
    }
    if let Some(more) = unlisted.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        context.ui.warn(format!("the roles of {more} more accounts could not be listed"));
    }
}

/// What a command ends with that used this listing: an account that AWS refuses is nobody's; one that it did not answer
/// for is missing.
pub(crate) fn exit(accounts: &[ListedAccount]) -> Exit {
    let failed = |listed: &ListedAccount| {
        listed.unlisted.as_ref().is_some_and(|unlisted| unlisted.reason == UnlistedReason::Failed)
    };
    if accounts.iter().any(failed) { Exit::Network } else { Exit::Done }
}

/// No account is of this name; the command with the one that was probably meant.
pub(crate) fn no_account<'a>(
    session: &Session,
    name: &str,
    accounts: impl Iterator<Item = &'a Account>,
) -> Report {
    let meant = nearest_account(accounts, name);
    let hint = meant.map(|meant| format!("; did you mean {meant}?")).unwrap_or_default();
    let report = Report::new(Exit::Refused, format!("no account {name} is assigned to you{hint}"))
        .fact("session", session.label());
    match meant.and_then(|meant| command_line::retyped(name, meant)) {
        Some(words) => report.try_command(words),
        None => report.try_command(accounts_words(session)),
    }
}

/// The command that lists the accounts of this session.
fn accounts_words(session: &Session) -> Vec<String> {
    let mut words = vec!["daypass".to_owned(), "accounts".to_owned()];
    words.extend(session.name.iter().flat_map(|name| ["--sso-session".to_owned(), name.clone()]));
    words
}

/// Shows how far a listing is, and says what it waits for and what it could not list.
struct ListingProgress<'a> {
    context: &'a Context,
    ui: &'a Terminal,
    told_throttling: bool,
}

impl<'a> ListingProgress<'a> {
    fn new(context: &'a Context) -> Self {
        Self { context, ui: &context.ui, told_throttling: false }
    }

    fn end(&self, accounts: &[ListedAccount]) {
        self.ui.end_progress();
        say_unlisted(self.context, accounts);
    }
}

impl Observer for ListingProgress<'_> {
    fn resumes(&mut self, accounts: usize) {
        self.ui.say(format!("Going on with the listing that was interrupted: {accounts} accounts are known (--refresh begins anew)."));
    }

    fn not_cached(&mut self, error: &daypass_files::Error) {
        self.ui.log(1, format!("the listing could not be kept: {error}"));
    }

    fn progress(&mut self, progress: &Progress) {
        if self.ui.animates() {
            self.ui.progress(progress.to_string());
        }
    }

    fn waits(&mut self, wait: &Wait) {
        match wait {
            // The progress line shows it, too; one line is enough for the many calls of one listing.
            Wait::Throttled { at_most } if !self.told_throttling => {
                self.told_throttling = true;
                self.ui.end_progress();
                self.ui.say(format!(
                    "The portal limits how fast it is asked: going on at the pace it allows, whatever AWS_MAX_ATTEMPTS says, \
                     for up to {} s without an answer.",
                    at_most.as_secs()
                ));
            }
            Wait::Retry { message, attempts, at_most, .. } => {
                self.ui.end_progress();
                self.ui.say(format!("{message}; asking again ({attempts} of {at_most} attempts failed)."));
            }
            _ => {}
        }
    }
}
