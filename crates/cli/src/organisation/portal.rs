//! The organisation behind a session: its listing, asked for or taken from what is kept.

use super::{
    journal::{Listings, Notes},
    listing::{self, Entry, Listing, Progress, Source, Wanted, Watcher},
};
use crate::{args::Asking, context::Context, exit::Exit, format::time, host, report::Report};
use daypass_credentials::{Session, session_named, session_of_profile};
use daypass_portal_client::Account;
use daypass_sso_types::{AccountId, RoleName};
use daypass_terminal::Terminal;
use daypass_transport::Service;
use std::collections::HashMap;

/// A session's organisation.
#[derive(Debug)]
pub(crate) struct Organisation<'a> {
    context: &'a Context,
    /// The session.
    pub(crate) session: Session,
    listings: Listings,
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
        let listings = Listings::of(&context.paths.state, &session);
        Ok(Self { context, session, listings })
    }

    /// Its accounts that are wanted, without roles.
    pub(crate) fn accounts(
        &self,
        asking: Asking,
        accounts: &dyn Fn(&Account) -> bool,
    ) -> Result<Vec<Entry>, Report> {
        if asking.offline {
            return self.kept(accounts).map(|listing| listing.entries);
        }
        self.ask(Wanted { accounts, roles: false, known: HashMap::new() }, None)
    }

    /// The roles in those of its accounts that are wanted.
    pub(crate) fn roles(
        &self,
        asking: Asking,
        accounts: &dyn Fn(&Account) -> bool,
    ) -> Result<Vec<Entry>, Report> {
        if asking.offline {
            return self.kept(accounts).map(|listing| listing.entries);
        }
        self.ask(Wanted { accounts, roles: true, known: HashMap::new() }, None)
    }

    /// All of it. What an interrupted listing had read is taken up, and the whole is kept.
    pub(crate) fn listing(&self, asking: Asking) -> Result<Listing, Report> {
        if asking.offline {
            return self.kept(&|_| true);
        }
        if asking.refresh {
            self.listings.forget();
        }
        let wanted = Wanted { accounts: &|_| true, roles: true, known: HashMap::new() };
        let listing = Listing { at: host::now(), entries: self.ask(wanted, Some(&self.listings))? };
        if let Err(error) = self.listings.keep(&listing) {
            self.context.ui.log(1, format!("the listing could not be kept: {error}"));
        }
        Ok(listing)
    }

    /// The last whole listing.
    pub(crate) fn last(&self) -> Option<Listing> {
        self.listings.load()
    }

    /// The account of this name: as listed last, else as the portal says now.
    pub(crate) fn account_named(&self, name: &str) -> Result<AccountId, Report> {
        let is = |account: &Account| {
            account.name.as_deref().is_some_and(|known| known.to_lowercase() == name.to_lowercase())
        };
        let mut entries = self.last().map(|listing| listing.entries).unwrap_or_default();
        entries.retain(|entry| is(&entry.account));
        if entries.is_empty() {
            entries = self.accounts(Asking::default(), &is)?;
        }
        match entries.as_slice() {
            [only] => Ok(only.account.id.clone()),
            [] => Err(Report::new(Exit::Refused, format!("no account {name} is assigned to you"))
                .fact("session", self.session.label())
                .mend(["daypass", "accounts", "--sso-session", self.session.label()])),
            several => {
                let ids: Vec<_> = several.iter().map(|entry| entry.account.id.as_str()).collect();
                Err(Report::new(Exit::Usage, format!("{} accounts are called {name}", ids.len()))
                    .fact("accounts", ids.join(", ")))
            }
        }
    }

    fn kept(&self, accounts: &dyn Fn(&Account) -> bool) -> Result<Listing, Report> {
        let Some(mut listing) = self.listings.load() else {
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
        listing.entries.retain(|entry| accounts(&entry.account));
        Ok(listing)
    }

    fn ask(&self, mut wanted: Wanted<'_>, resume: Option<&Listings>) -> Result<Vec<Entry>, Report> {
        let context = self.context;
        let result = context.block_on(async {
            let provider = context.provider(None)?;
            let token = provider.access_token(&self.session).await;
            let token = token.map_err(|error| context.credentials_failed(&error))?.access_token.clone();
            let endpoint = self.session.endpoints.endpoint(Service::Portal, &self.session.region);
            let endpoint = endpoint.map_err(|error| context.credentials_failed(&error))?;
            let mut notes = None;
            if let Some(listings) = resume {
                (notes, wanted.known) = listings.resume(&token, host::now());
                if !wanted.known.is_empty() {
                    let count = wanted.known.len();
                    context.ui.say(format!("Going on with the listing that was interrupted: {count} accounts are known (--refresh begins anew)."));
                }
            }
            let source = Source { caller: provider.caller().clone(), endpoint, token };
            let mut desk = Desk { ui: &context.ui, notes, roles: wanted.roles };
            listing::read(&source, wanted, &mut desk)
                .await
                .map_err(|error| context.portal_failed(&error, &self.session))
        });
        context.ui.end_progress();
        result
    }
}

/// Notes what is read, and shows how far it is.
struct Desk<'a> {
    ui: &'a Terminal,
    notes: Option<Notes>,
    roles: bool,
}

impl Watcher for Desk<'_> {
    fn read(&mut self, account: &AccountId, roles: &[RoleName]) {
        // Where notes cannot be written an interruption costs more; nothing else.
        if self.notes.as_mut().is_some_and(|notes| notes.add(account, roles).is_err()) {
            self.notes = None;
        }
    }

    fn progress(&mut self, progress: &Progress) {
        if self.ui.animates() {
            self.ui.progress(line(progress, self.roles));
        }
    }
}

fn line(progress: &Progress, roles: bool) -> String {
    let Progress { done, accounts, growing, per_second, limited } = *progress;
    if !roles {
        return format!("Reading accounts  {accounts}");
    }
    let more = if growing { "+" } else { "" };
    let why = if limited { " (the service's limit)" } else { "" };
    let mut text = format!("Reading roles  {done}/{accounts}{more} accounts · {per_second:.0}/s{why}");
    #[expect(clippy::cast_precision_loss, reason = "to be shown without fractions")]
    let left = accounts.saturating_sub(done) as f64 / per_second.max(0.1);
    if left >= 1.0 && done > 0 && !growing {
        text.push_str(&format!(" · about {left:.0} s left"));
    }
    text
}
