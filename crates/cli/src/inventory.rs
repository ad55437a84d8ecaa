//! The accounts and roles of a session: read from the portal, or taken from the cached listing.

use crate::{
    args::ListingFlags, command_line, context::Context, exit::Exit, machine, report::Report, session_choice,
};
use daypass_at_terminal::{ListingAtTerminal, warn_of_unlisted};
use daypass_credentials::{Provider, Session};
use daypass_inventory::{
    AccountMatch, ListedAccount, Listing, ListingCache, ListingRequest, PortalSession, UnlistedReason,
    find_account, nearest_account,
};
use daypass_portal_client::Account;
use daypass_sso_types::{AccessToken, AccountId};
use daypass_terminal::time;
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
    /// The inventory of the session that `named` or the configuration names.
    pub(crate) fn of(context: &'a Context, named: Option<&str>) -> Result<Self, Report> {
        // An error in the settings file fails a listing, which uses more settings than a sign-in.
        drop(context.preferences()?);
        context.add_company_sessions(named)?;
        let files = context.files_of_session(context.named_profile().as_deref(), named)?;
        let session = session_choice::session(context, &files, named)?;
        let folder = context.paths.state.join("listings");
        let cache = ListingCache::new(&folder, session.token_key(), &session.start_url, &session.region);
        Ok(Self { context, session, cache })
    }

    /// Lists the accounts that the request asks for, with their roles if it asks for roles.
    pub(crate) fn listed(
        &self,
        flags: ListingFlags,
        request: ListingRequest<'_>,
    ) -> Result<Vec<ListedAccount>, Report> {
        if flags.offline {
            return self.cached(|account| request.wants(account)).map(|listing| listing.accounts);
        }
        self.context.block_on(async {
            let portal = self.portal().await?;
            list(self.context, &self.session, &portal, request).await
        })
    }

    /// Lists all accounts and roles, starting from what an interrupted listing has read, and caches the listing.
    pub(crate) fn listing(&self, flags: ListingFlags) -> Result<Listing, Report> {
        if flags.offline {
            return self.cached(|_| true);
        }
        if flags.refresh {
            self.cache.forget();
        }
        let context = self.context;
        context.block_on(async {
            let portal = self.portal().await?;
            let mut shown = ListingAtTerminal::new(&context.ui, "--refresh");
            let listing = portal.list_into(&self.cache, &mut shown).await;
            shown.end(listing.as_ref().map_or(&[], |listing| &listing.accounts));
            listing.map_err(|error| context.listing_failed(&error, &self.session))
        })
    }

    /// The cached listing.
    pub(crate) fn last(&self) -> Option<Listing> {
        self.cache.load()
    }

    /// Finds the id of the account with this name, in the cached listing, else at the portal.
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

    fn cached(&self, wanted: impl Fn(&Account) -> bool) -> Result<Listing, Report> {
        let Some(mut listing) = self.cache.load() else {
            let label = self.session.label();
            return Err(Report::new(Exit::Failed, format!("no listing of {label} is cached")).try_command([
                "daypass",
                "roles",
                "--sso-session",
                label,
            ]));
        };
        let age = time::relative(listing.at, machine::now());
        self.context.ui.say(format!("Using the listing cached {age}."));
        listing.accounts.retain(|listed| wanted(&listed.account));
        warn_of_unlisted(&self.context.ui, &listing.accounts);
        Ok(listing)
    }

    /// Opens the portal with the token of the session, renewed if need be.
    async fn portal(&self) -> Result<PortalSession, Report> {
        let provider = self.context.provider(None)?;
        let token = provider.access_token(&self.session).await;
        let token = token.map_err(|error| self.context.credentials_failed(&error))?.access_token.clone();
        portal(self.context, &provider, &self.session, token)
    }
}

/// Opens the portal of a session with this token.
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

/// Lists accounts and shows the progress.
pub(crate) async fn list(
    context: &Context,
    session: &Session,
    portal: &PortalSession,
    request: ListingRequest<'_>,
) -> Result<Vec<ListedAccount>, Report> {
    let mut shown = ListingAtTerminal::new(&context.ui, "--refresh");
    let listed = portal.list(request, &mut shown).await;
    shown.end(listed.as_deref().unwrap_or_default());
    listed.map_err(|error| context.listing_failed(&error, session))
}

/// The exit code of a command that used this listing: a listing without an account that failed is incomplete; an account
/// that AWS refuses is not the person's.
pub(crate) fn exit(accounts: &[ListedAccount]) -> Exit {
    let failed = |listed: &ListedAccount| {
        listed.unlisted.as_ref().is_some_and(|unlisted| unlisted.reason == UnlistedReason::Failed)
    };
    if accounts.iter().any(failed) { Exit::Network } else { Exit::Done }
}

/// Reports that no account has this name, and suggests the account that was probably meant.
pub(crate) fn no_account<'a>(
    session: &Session,
    name: &str,
    accounts: impl Iterator<Item = &'a Account>,
) -> Report {
    let meant = nearest_account(accounts, name);
    let hint = meant.map(|meant| format!("; did you mean {meant}?")).unwrap_or_default();
    let report = Report::new(Exit::Refused, format!("no account {name} is assigned to you{hint}"))
        .fact("session", session.label());
    if let Some(words) = meant.and_then(|meant| command_line::OURS.retyped(name, meant)) {
        return report.try_command(words);
    }
    let session = session.name.iter().flat_map(|name| ["--sso-session", name]);
    report.try_command("daypass accounts".split(' ').chain(session))
}
