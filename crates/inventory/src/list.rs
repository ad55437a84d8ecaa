//! Reading every account and every role: many calls at once, as fast as the service allows, none of them lost.

mod call;
mod in_flight;

use crate::{
    Error, ListedAccount, ListingRequest, Observer, PortalSession, Progress, Unlisted, UnlistedReason, Wait,
    listing, pace::Pace, request::Accounts,
};
use call::{Answer, Call, What};
use daypass_portal_client::{Account, Error as PortalError, ErrorKind};
use daypass_sso_types::AccountId;
use in_flight::{Flights, Stopwatch};
use std::{
    collections::{HashSet, VecDeque},
    time::Duration,
};

/// Calls under way at once: enough for a thousand a second at 30 ms, few enough for any proxy.
const AT_ONCE: usize = 32;
/// Attempts of a call that fails for a reason other than throttling, once anything has worked.
const ATTEMPTS: u32 = 6;
/// How long throttling alone may be answered before the listing is given up.
const THROTTLED_WAIT: Duration = Duration::from_secs(60);
/// How often progress is told.
const TICK: Duration = Duration::from_millis(100);

impl PortalSession {
    /// Lists what the request asks for. The order is the one of [`Listing::accounts`](crate::Listing::accounts).
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

/// Reads it all, in no order.
async fn read(
    session: &PortalSession,
    request: ListingRequest<'_>,
    observer: &mut dyn Observer,
) -> Result<Vec<ListedAccount>, Error> {
    let mut run = Run::new(session, request);
    let mut tick = Duration::ZERO;
    while let Some(wait) = run.start_calls() {
        let now = run.watch.read();
        if tick <= now {
            observer.progress(&run.progress());
            tick = now + TICK;
        }
        let wait = wait.unwrap_or(TICK).min(tick.saturating_sub(now));
        if let Some((call, started, answer)) = run.flights.next(session.caller.sleep(wait)).await {
            run.take(call, started, answer, observer)?;
        }
    }
    observer.progress(&run.progress());
    Ok(run.accounts)
}

struct Run<'a> {
    session: &'a PortalSession,
    request: ListingRequest<'a>,
    watch: Stopwatch<'a>,
    pace: Pace,
    accounts: Vec<ListedAccount>,
    seen: HashSet<AccountId>,
    ready: VecDeque<Call>,
    waiting: Vec<(Duration, Call)>,
    flights: Flights<'a, (Call, Duration, Answer)>,
    /// Calls that were answered, and when the last one was.
    answered: usize,
    last: Duration,
    /// Accounts whose roles this run has read, and those that are done.
    read: usize,
    done: usize,
    growing: bool,
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
            flights: Flights::new(),
            answered: 0,
            last: Duration::ZERO,
            read: 0,
            done: 0,
            growing: false,
        };
        match &run.request.accounts {
            Accounts::This(account) => drop(run.take_accounts(vec![account.clone()])),
            Accounts::Listed(_) => {
                run.growing = true;
                run.ready.push_back(Call::new(What::Accounts));
            }
        }
        run
    }

    /// Starts what may be started. `None`: all is done; else when to look again, if not at the next answer.
    #[expect(clippy::option_option, reason = "done, or when to look again")]
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
        while self.flights.len() < AT_ONCE && !self.ready.is_empty() {
            if let Some(pause) = self.pace.wait(now) {
                wait = Some(wait.map_or(pause, |wait| wait.min(pause)));
                break;
            }
            let Some(call) = self.ready.pop_front() else { break };
            self.pace.started();
            let session = self.session;
            self.flights.start(async move {
                let answer = call.send(session).await;
                (call, now, answer)
            });
        }
        let over = self.flights.len() == 0 && self.ready.is_empty() && self.waiting.is_empty();
        (!over).then_some(wait)
    }

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
                if now.saturating_sub(self.last) > THROTTLED_WAIT {
                    return Err(error.into());
                }
                observer.waits(&Wait::Throttled { at_most: THROTTLED_WAIT });
                self.pace.refused(now, started, asked, self.session.caller.random());
                self.ready.push_front(call);
                return Ok(());
            }
            Answer::Later(wait, error) => return self.again(now + wait, call, error, observer),
            Answer::Failed(error) => return Err(error.into()),
            Answer::Accounts(page) => {
                let new = self.take_accounts(page.items);
                self.growing = call.pages.turn(new, page.next_token)?;
                if self.growing {
                    self.ready.push_front(Call { failures: 0, ..call });
                }
            }
            Answer::Unlisted(unlisted) => self.leave_out(&call, unlisted),
            Answer::Roles(page) => {
                let What::Roles(at, id) = call.what.clone() else { return Ok(()) };
                let Some(listed) = self.accounts.get_mut(at) else { return Ok(()) };
                let new = page.items.len();
                listed.roles.extend(page.items);
                if call.pages.turn(new, page.next_token)? {
                    self.ready.push_front(Call { failures: 0, ..call });
                } else {
                    self.read += 1;
                    self.done += 1;
                    observer.read(&id, &listed.roles);
                }
            }
        }
        (self.answered, self.last) = (self.answered + 1, now);
        self.pace.admitted(started);
        Ok(())
    }

    /// A call that failed is made again; the roles of an account that fails alone are left out in the end.
    fn again(
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
        let at_most = if self.answered == 0 { self.session.caller.policy().max_attempts } else { ATTEMPTS };
        if call.failures < at_most {
            let (message, attempts) = (error.to_string(), call.failures);
            observer.waits(&Wait::Again { message, attempts, at_most });
            self.waiting.push((at, call));
            return Ok(());
        }
        let answers = matches!(error.kind(), ErrorKind::Unavailable | ErrorKind::Malformed);
        let others_go_on = self.answered > call.answered_before;
        // At the end nobody is left to go on: then a few may fail among many that did not.
        let left = self.ready.len() + self.flights.len() + self.waiting.len();
        let few_are_left = left < self.read.div_ceil(10);
        if !answers || !(others_go_on || few_are_left) || matches!(call.what, What::Accounts) {
            return Err(error.into());
        }
        self.leave_out(&call, Unlisted::new(UnlistedReason::Failed, &error));
        Ok(())
    }

    fn leave_out(&mut self, call: &Call, unlisted: Unlisted) {
        let What::Roles(at, _) = &call.what else { return };
        if let Some(listed) = self.accounts.get_mut(*at) {
            listed.roles.clear();
            listed.unlisted = Some(unlisted);
            self.done += 1;
        }
    }

    /// Takes those that are wanted and gives how many are new.
    fn take_accounts(&mut self, accounts: Vec<Account>) -> usize {
        let mut new = 0;
        for account in accounts {
            // Pages may overlap when somebody is given an account meanwhile.
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
                self.ready.push_back(Call::new(What::Roles(self.accounts.len(), account.id.clone())));
            } else {
                self.done += 1;
            }
            self.accounts.push(ListedAccount::new(account, known.unwrap_or_default()));
        }
        new
    }

    #[expect(clippy::cast_precision_loss, reason = "to be shown without fractions")]
    fn progress(&mut self) -> Progress {
        let seconds = self.watch.read().as_secs_f64();
        let seen = self.read as f64 / seconds.max(0.001);
        let limit = self.pace.per_second();
        Progress {
            done: self.done,
            accounts: self.accounts.len(),
            is_growing: self.growing,
            per_second: limit.map_or(seen, |limit| limit.min(seen.max(0.1))),
            is_limited: limit.is_some(),
            with_roles: self.request.with_roles,
        }
    }
}
