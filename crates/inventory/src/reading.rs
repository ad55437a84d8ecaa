//! Reading every account and every role: many calls at once, as fast as the service allows, none of them lost.

mod call;

use super::pace::Pace;
use call::{Answer, Call, What, random};
use daypass_portal_client::{Account, Error};
use daypass_sso_types::{AccessToken, AccountId, RoleName};
use daypass_transport::{Caller, Endpoint, Malformed};
use std::{
    collections::{HashMap, HashSet, VecDeque},
    time::{Duration, SystemTime},
};
use tokio::{
    task::JoinSet,
    time::{Instant, sleep, sleep_until},
};

/// Calls under way at once: enough for a thousand a second at 30 ms, few enough for any proxy.
const AT_ONCE: usize = 32;
/// Attempts of one call that fails for another reason than haste: before anything has worked, and after.
const ATTEMPTS: (u32, u32) = (3, 6);
/// How long refusals alone may come before it is given up.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often progress is told.
const TICK: Duration = Duration::from_millis(100);

/// What a person may enter, as it was at some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listing {
    /// When it was read.
    pub(crate) at: SystemTime,
    /// Those with a name first, by name, as the AWS CLI sorts them.
    pub(crate) entries: Vec<Entry>,
}

/// An account with its roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The account.
    pub(crate) account: Account,
    /// By name; none where nobody asked.
    pub(crate) roles: Vec<RoleName>,
}

/// Where to ask, and as whom.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// The way there.
    pub(crate) caller: Caller,
    /// The portal.
    pub(crate) endpoint: Endpoint,
    /// The sign-in.
    pub(crate) token: AccessToken,
}

/// What is wanted.
pub(crate) struct Wanted<'a> {
    /// Which accounts.
    pub(crate) accounts: &'a dyn Fn(&Account) -> bool,
    /// Whether their roles too.
    pub(crate) roles: bool,
    /// Roles that need not be asked for again.
    pub(crate) known: HashMap<AccountId, Vec<RoleName>>,
}

/// Who is told on the way.
pub(crate) trait Watcher {
    /// The roles of an account have been read.
    fn read(&mut self, account: &AccountId, roles: &[RoleName]);
    /// How far it is.
    fn progress(&mut self, progress: &Progress);
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Progress {
    /// Accounts whose roles are known.
    pub(crate) done: usize,
    /// Accounts found so far.
    pub(crate) accounts: usize,
    /// Whether more accounts may be found.
    pub(crate) growing: bool,
    /// Accounts a second.
    pub(crate) per_second: f64,
    /// Whether that is the service's limit.
    pub(crate) limited: bool,
}

/// Reads it all. The order is the one of [`Listing::entries`].
pub(crate) async fn read(
    source: &Source,
    wanted: Wanted<'_>,
    watcher: &mut dyn Watcher,
) -> Result<Vec<Entry>, Error> {
    let mut run = Run::new(source, wanted);
    let mut tick = Instant::now();
    while let Some(wait) = run.start_calls() {
        if tick <= Instant::now() {
            watcher.progress(&run.progress());
            tick = Instant::now() + TICK;
        }
        tokio::select! {
            Some(answer) = run.flying.join_next() => match answer {
                Ok((call, started, answer)) => run.take(call, started, answer, watcher)?,
                // A call that panicked has said so; the listing would not be whole.
                Err(_) => return Err(Malformed::new("a call was not finished").into()),
            },
            () = sleep(wait.unwrap_or(TICK)) => {}
            () = sleep_until(tick) => {}
        }
    }
    watcher.progress(&run.progress());
    let mut entries = run.entries;
    for entry in &mut entries {
        entry.roles.sort_by_key(|role| role.as_str().to_lowercase());
        entry.roles.dedup();
    }
    entries.sort_by_cached_key(|Entry { account, .. }| {
        let label = account.name.as_deref().or(account.email.as_deref());
        (label.is_none(), label.unwrap_or(account.id.as_str()).to_lowercase(), account.id.clone())
    });
    Ok(entries)
}

struct Run<'a> {
    source: &'a Source,
    wanted: Wanted<'a>,
    begin: Instant,
    pace: Pace,
    entries: Vec<Entry>,
    seen: HashSet<AccountId>,
    ready: VecDeque<Call>,
    waiting: Vec<(Duration, Call)>,
    flying: JoinSet<(Call, Duration, Answer)>,
    /// Calls that were answered, and when the last one was.
    answered: usize,
    last: Duration,
    /// Accounts whose roles this run has read, and those that are done.
    read: usize,
    done: usize,
    growing: bool,
}

impl<'a> Run<'a> {
    fn new(source: &'a Source, wanted: Wanted<'a>) -> Self {
        Self {
            source,
            wanted,
            begin: Instant::now(),
            pace: Pace::default(),
            entries: Vec::new(),
            seen: HashSet::new(),
            ready: VecDeque::from([Call::new(What::Accounts)]),
            waiting: Vec::new(),
            flying: JoinSet::new(),
            answered: 0,
            last: Duration::ZERO,
            read: 0,
            done: 0,
            growing: true,
        }
    }

    /// Starts what may be started. `None`: all is done; else when to look again, if not at the next answer.
    #[expect(clippy::option_option, reason = "done, or when to look again")]
    fn start_calls(&mut self) -> Option<Option<Duration>> {
        let now = self.begin.elapsed();
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
        while self.flying.len() < AT_ONCE && !self.ready.is_empty() {
            if let Some(pause) = self.pace.wait(self.begin.elapsed()) {
                wait = Some(wait.map_or(pause, |wait| wait.min(pause)));
                break;
            }
            let Some(call) = self.ready.pop_front() else { break };
            self.pace.started();
            let (source, started) = (self.source.clone(), self.begin.elapsed());
            self.flying.spawn(async move {
                let answer = call.send(&source).await;
                (call, started, answer)
            });
        }
        let over = self.flying.is_empty() && self.ready.is_empty() && self.waiting.is_empty();
        (!over).then_some(wait)
    }

    fn take(
        &mut self,
        mut call: Call,
        started: Duration,
        answer: Answer,
        watcher: &mut dyn Watcher,
    ) -> Result<(), Error> {
        let now = self.begin.elapsed();
        match answer {
            Answer::Refused(asked, error) => {
                if now.saturating_sub(self.last) > PATIENCE {
                    return Err(error);
                }
                self.pace.refused(now, started, asked, random());
                self.ready.push_front(call);
                return Ok(());
            }
            Answer::Later(wait, error) => {
                call.failures += 1;
                let most = if self.answered == 0 { ATTEMPTS.0 } else { ATTEMPTS.1 };
                if call.failures >= most {
                    return Err(error);
                }
                self.waiting.push((now + wait, call));
                return Ok(());
            }
            Answer::Failed(error) => return Err(error),
            Answer::Accounts(page) => {
                self.take_accounts(page.items);
                match page.next_token {
                    Some(token) => self.ready.push_front(call.next(token)?),
                    None => self.growing = false,
                }
            }
            Answer::Roles(page) => {
                let What::Roles(at, id) = call.what.clone() else { return Ok(()) };
                let Some(entry) = self.entries.get_mut(at) else { return Ok(()) };
                entry.roles.extend(page.items);
                if let Some(token) = page.next_token {
                    self.ready.push_front(call.next(token)?);
                } else {
                    self.read += 1;
                    self.done += 1;
                    watcher.read(&id, &entry.roles);
                }
            }
        }
        (self.answered, self.last) = (self.answered + 1, now);
        self.pace.admitted(started);
        Ok(())
    }

    fn take_accounts(&mut self, accounts: Vec<Account>) {
        for account in accounts {
            // Pages may overlap when somebody is given an account meanwhile.
            if !(self.wanted.accounts)(&account) || !self.seen.insert(account.id.clone()) {
                continue;
            }
            let known = self.wanted.known.remove(&account.id);
            if self.wanted.roles && known.is_none() {
                self.ready.push_back(Call::new(What::Roles(self.entries.len(), account.id.clone())));
            } else {
                self.done += 1;
            }
            self.entries.push(Entry { account, roles: known.unwrap_or_default() });
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "to be shown without fractions")]
    fn progress(&self) -> Progress {
        let seconds = self.begin.elapsed().as_secs_f64();
        let seen = self.read as f64 / seconds.max(0.001);
        let limit = self.pace.per_second();
        Progress {
            done: self.done,
            accounts: self.entries.len(),
            growing: self.growing,
            per_second: limit.map_or(seen, |limit| limit.min(seen.max(0.1))),
            limited: limit.is_some(),
        }
    }
}
