//! Lists accounts and roles with many concurrent calls at the rate that the service allows.

mod call;
mod in_flight;

use crate::{
    Error, ListedAccount, ListingRequest, Observer, PortalSession, Progress, Unlisted, UnlistedReason, Wait,
    listing, pace::Pace, request::Accounts,
};
use call::{Answer, Call, Subject};
use daypass_portal_client::{Account, Error as PortalError, ErrorKind};
use daypass_sso_types::AccountId;
use in_flight::{InFlight, Stopwatch};
use std::{
    collections::{HashSet, VecDeque},
    time::Duration,
};

/// Concurrent calls: enough for a thousand a second at 30 ms each, few enough for any proxy.
const MAX_IN_FLIGHT: usize = 32;
/// Attempts of a call that fails for a reason other than throttling, after the first success of the listing.
const MAX_ATTEMPTS: u32 = 6;
/// How long the service may answer nothing but "too many requests" before the listing fails.
const THROTTLED_WAIT: Duration = Duration::from_secs(60);
/// How often [`Observer::progress`] is called.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(100);

impl PortalSession {
    /// Lists what the request asks for, in the order of [`Listing::accounts`](crate::Listing::accounts).
    ///
    /// Dropping the future ends its calls and loses what was read; see [`PortalSession::list_into`].
    ///
    /// # Errors
    /// Fails if the token is refused, the accounts cannot be listed, or the service fails for all accounts. An account
    /// whose roles alone cannot be listed is returned with [`ListedAccount::unlisted`].
    pub async fn list(
        &self,
        request: ListingRequest<'_>,
        observer: &mut dyn Observer,
    ) -> Result<Vec<ListedAccount>, Error> {
        let read = read(self, request, observer).await;
        let mut accounts = read.map_err(|error| error.with_target(self.target.clone()))?;
        listing::sort(&mut accounts);
        Ok(accounts)
    }
}

/// Reads accounts and roles in no particular order.
async fn read(
    session: &PortalSession,
    request: ListingRequest<'_>,
    observer: &mut dyn Observer,
) -> Result<Vec<ListedAccount>, Error> {
    let mut run = Run::new(session, request);
    let mut next_progress = Duration::ZERO;
    while let Some(wait) = run.start_calls() {
        let now = run.watch.read();
        if next_progress <= now {
            observer.progress(&run.progress());
            next_progress = now + PROGRESS_INTERVAL;
        }
        let wait = wait.unwrap_or(PROGRESS_INTERVAL).min(next_progress.saturating_sub(now));
        if let Some((call, started, answer)) = run.in_flight.next(session.caller.sleep(wait)).await {
            run.take(call, started, answer, observer)?;
        }
    }
    observer.progress(&run.progress());
    Ok(run.accounts)
}

/// The state of one listing.
struct Run<'a> {
    session: &'a PortalSession,
    request: ListingRequest<'a>,
    watch: Stopwatch<'a>,
    pace: Pace,
    accounts: Vec<ListedAccount>,
    seen: HashSet<AccountId>,
    ready: VecDeque<Call>,
    waiting: Vec<(Duration, Call)>,
    in_flight: InFlight<'a, (Call, Duration, Answer)>,
    /// Calls that were answered with something other than throttling.
    answered: usize,
    /// When the last of them was answered.
    last_answer: Duration,
    /// Accounts whose roles this listing has read.
    read: usize,
    /// Accounts that need no further call.
    done: usize,
    /// Whether more pages of accounts may come.
    is_growing: bool,
}

impl<'a> Run<'a> {
    fn new(session: &'a PortalSession, request: ListingRequest<'a>) -> Self {
        let mut run = Self {
            session,
            request,
            watch: Stopwatch::new(&*session.clock),
            pace: Pace::default(),
            accounts: Vec::new(),
            seen: HashSet::new(),
            ready: VecDeque::new(),
            waiting: Vec::new(),
            in_flight: InFlight::new(),
            answered: 0,
            last_answer: Duration::ZERO,
            read: 0,
            done: 0,
            is_growing: false,
        };
        match &run.request.accounts {
            Accounts::This(account) => drop(run.take_accounts(vec![account.clone()])),
            Accounts::Listed(_) => {
                run.is_growing = true;
                run.ready.push_back(Call::new(Subject::Accounts));
            }
        }
        run
    }

    /// Starts the calls that the pace allows. `None` means that the listing is complete; otherwise the time after which
    /// another call can start, or `Some(None)` if only an answer can change that.
    #[expect(clippy::option_option, reason = "complete, or when to call this again")]
    fn start_calls(&mut self) -> Option<Option<Duration>> {
        let now = self.watch.read();
        let mut at = 0;
        while let Some((until, _)) = self.waiting.get(at) {
            if *until <= now {
                let (_, call) = self.waiting.swap_remove(at);
                self.ready.push_front(call);
            } else {
                at += 1;
            }
        }
        let mut wait = self.waiting.iter().map(|(until, _)| until.saturating_sub(now)).min();
        while self.in_flight.len() < MAX_IN_FLIGHT && !self.ready.is_empty() {
            if let Some(pause) = self.pace.wait(now) {
                wait = Some(wait.map_or(pause, |wait| wait.min(pause)));
                break;
            }
            let Some(call) = self.ready.pop_front() else { break };
            self.pace.started();
            let session = self.session;
            self.in_flight.start(async move {
                let answer = call.send(session).await;
                (call, now, answer)
            });
        }
        let is_complete = self.in_flight.len() == 0 && self.ready.is_empty() && self.waiting.is_empty();
        (!is_complete).then_some(wait)
    }

    /// Handles the outcome of a call that was started at `started`.
    fn take(
        &mut self,
        mut call: Call,
        started: Duration,
        answer: Answer,
        observer: &mut dyn Observer,
    ) -> Result<(), Error> {
        let now = self.watch.read();
        match answer {
            Answer::Throttled(asked, error) => {
                if now.saturating_sub(self.last_answer) > THROTTLED_WAIT {
                    return Err(error.into());
                }
                observer.waits(&Wait::Throttled { at_most: THROTTLED_WAIT });
                self.pace.refused(now, started, asked, self.session.caller.random());
                self.ready.push_front(call);
                return Ok(());
            }
            Answer::Later(wait, error) => return self.retry_or_give_up(now + wait, call, error, observer),
            Answer::Failed(error) => return Err(error.into()),
            Answer::Accounts(page) => {
                let new = self.take_accounts(page.items);
                self.is_growing = call.pages.add(new, page.next_token)?;
                if self.is_growing {
                    self.ready.push_front(Call { failures: 0, ..call });
                }
            }
            Answer::Unlisted(unlisted) => self.leave_out(&call, unlisted),
            Answer::Roles(page) => {
                let Subject::Roles(at, id) = call.subject.clone() else { return Ok(()) };
                let Some(listed) = self.accounts.get_mut(at) else { return Ok(()) };
                let new = page.items.len();
                listed.roles.extend(page.items);
                if call.pages.add(new, page.next_token)? {
                    self.ready.push_front(Call { failures: 0, ..call });
                } else {
                    self.read += 1;
                    self.done += 1;
                    observer.read(&id, &listed.roles);
                }
            }
        }
        (self.answered, self.last_answer) = (self.answered + 1, now);
        self.pace.admitted(started);
        Ok(())
    }

    /// Schedules a failed call again, or gives up on it: on the listing, or on the one account that fails alone.
    fn retry_or_give_up(
        &mut self,
        at: Duration,
        mut call: Call,
        error: PortalError,
        observer: &mut dyn Observer,
    ) -> Result<(), Error> {
        if call.failures == 0 {
            call.answered_before = self.answered;
        }
        call.failures += 1;
        let at_most =
            if self.answered == 0 { self.session.caller.policy().max_attempts } else { MAX_ATTEMPTS };
        if call.failures < at_most {
            let (message, attempts) = (error.to_string(), call.failures);
            observer.waits(&Wait::Retry { message, attempts, at_most });
            self.waiting.push((at, call));
            return Ok(());
        }
        let answers = matches!(error.kind(), ErrorKind::Unavailable | ErrorKind::Malformed);
        let others_go_on = self.answered > call.answered_before;
        // When few calls are left, none may be answered after the failure; then a tenth of the accounts may fail.
        let left = self.ready.len() + self.in_flight.len() + self.waiting.len();
        let few_are_left = left < self.read.div_ceil(10);
        if !answers || !(others_go_on || few_are_left) || matches!(call.subject, Subject::Accounts) {
            return Err(error.into());
        }
        self.leave_out(&call, Unlisted::new(UnlistedReason::Failed, &error));
        Ok(())
    }

    /// Marks an account as one whose roles could not be listed.
    fn leave_out(&mut self, call: &Call, unlisted: Unlisted) {
        let Subject::Roles(at, _) = &call.subject else { return };
        if let Some(listed) = self.accounts.get_mut(*at) {
            listed.roles.clear();
            listed.unlisted = Some(unlisted);
            self.done += 1;
        }
    }

    /// Adds the accounts that the request wants, and returns how many of the page were new.
    fn take_accounts(&mut self, accounts: Vec<Account>) -> usize {
        let mut new = 0;
        for account in accounts {
            // Pages overlap if an account is assigned while the listing runs.
            if !self.seen.insert(account.id.clone()) {
                continue;
            }
            new += 1;
            if let Accounts::Listed(wanted) = &self.request.accounts
                && !wanted(&account)
            {
                continue;
            }
            let known = self.request.known.remove(&account.id);
            if self.request.with_roles && known.is_none() {
                self.ready.push_back(Call::new(Subject::Roles(self.accounts.len(), account.id.clone())));
            } else {
                self.done += 1;
            }
            self.accounts.push(ListedAccount::new(account, known.unwrap_or_default()));
        }
        new
    }

    #[expect(clippy::cast_precision_loss, reason = "the rate is shown without fractions")]
    fn progress(&mut self) -> Progress {
        let seconds = self.watch.read().as_secs_f64();
        let seen = self.read as f64 / seconds.max(0.001);
        let limit = self.pace.per_second();
        Progress {
            done: self.done,
            accounts: self.accounts.len(),
            is_growing: self.is_growing,
            per_second: limit.map_or(seen, |limit| limit.min(seen.max(0.1))),
            is_limited: limit.is_some(),
            with_roles: self.request.with_roles,
        }
    }
}
