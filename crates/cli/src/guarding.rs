//! The guard of accounts and roles, before a command takes credentials. A cached `credential-process` does not ask: SDKs call it,
//! and take the same credentials without it.

use crate::{command_line, context::Context, exit::Exit, machine, report::Report};
use daypass_at_terminal::{GuardAnswer, ask_guard};
use daypass_config_files::ConfigFiles;
use daypass_credentials::{Plan, Settings, Source, resolve};
use daypass_environment::{Environment, Paths};
use daypass_guard::{Agreed, Agreements, Ask, Guard, GuardLog, GuardTarget, LogEntry, Situation, Step};
use daypass_inventory::ListingCache;
use daypass_settings::UserSettings;
use daypass_settings_files::SettingsFiles;
use daypass_sso_types::RoleName;
use daypass_terminal::clean;
use daypass_token_cache::{GUARD_LOCK_WAIT, time};
use std::time::SystemTime;

/// How a guard was passed.
#[derive(Debug, Default)]
pub(crate) struct Passage {
    /// The guard and what it guards; `None` if nothing is guarded.
    pub(crate) guard: Option<(Guard, GuardTarget)>,
    /// When the agreement ends.
    pub(crate) until: Option<SystemTime>,
    /// The role that the person takes instead.
    pub(crate) instead: Option<RoleName>,
}

/// The guard of a profile, where the config and the listings say what it is.
pub(crate) fn of_profile(env: &Environment, paths: &Paths, profile: &str) -> Option<Guard> {
    let settings = SettingsFiles::of(env, paths);
    if !settings.mentions_guards() {
        return None;
    }
    let files = ConfigFiles::read_profile(paths.config.as_deref(), paths.credentials.as_deref(), profile);
    let files = match files {
        Some(files) => files,
        None => ConfigFiles::read(paths.config.as_deref(), paths.credentials.as_deref()).ok()?,
    };
    let plan = resolve(&files.config(), &Settings::default(), profile).ok()?;
    let settings = settings.policy();
    Guard::of(&settings.guard_rules(|_| String::new()), &target(paths, &settings, &plan))
}

/// What a plan's credentials are for: the account by its alias and by the names of the last listing.
fn target(paths: &Paths, settings: &UserSettings, plan: &Plan) -> GuardTarget {
    let mut target = GuardTarget::default();
    target.account = plan.account().map(str::to_owned);
    target.role = plan.role().map(str::to_owned);
    target.session = plan.session().map(|session| session.label().to_owned());
    let alias = plan.account().and_then(|account| settings.alias_of_account(account));
    target.names = alias.map(str::to_owned).into_iter().collect();
    if let Some(session) = plan.session() {
        let folder = paths.state.join("listings");
        let cache = ListingCache::new(&folder, session.token_key(), &session.start_url, &session.region);
        let listed = cache.load().map(|listing| listing.accounts).unwrap_or_default();
        let listed = listed.into_iter().find(|listed| Some(listed.account.id.as_str()) == plan.account());
        target.names.extend(listed.and_then(|listed| listed.account.name));
    }
    target
}

/// The plan of another role of the same account; `None` for what is no role of a session.
pub(crate) fn other_role(plan: &Plan, role: RoleName) -> Option<Plan> {
    let Source::Sso { session, account, .. } = plan.source() else { return None };
    Some(Plan::for_role((**session).clone(), account.clone(), role, plan.region().cloned()))
}

impl Context {
    /// Passes the guard of what a plan's credentials are for, and then of the role that the person takes instead, if one is
    /// taken.
    pub(crate) fn pass_guards(
        &self,
        command: &str,
        mut plan: Plan,
        meant: &[String],
    ) -> Result<(Plan, Passage), Report> {
        let mut instead = None;
        loop {
            let passage = self.pass_guard(command, &plan, meant)?;
            match passage.instead.clone().and_then(|role| other_role(&plan, role)) {
                Some(other) => (plan, instead) = (other, passage.instead),
                None => return Ok((plan, Passage { instead, ..passage })),
            }
        }
    }

    /// Passes the guard of what a plan's credentials are for, and notes in the log that they are taken by this command: before
    /// they are, so that nothing is handed out that is not in the log. `meant` is what `--i-mean` names.
    fn pass_guard(&self, command: &str, plan: &Plan, meant: &[String]) -> Result<Passage, Report> {
        if !self.settings_files().mentions_guards() {
            return Ok(Passage::default());
        }
        // A file with a mistake would guard nothing.
        let settings = self.preferences()?;
        let target = target(&self.paths, &settings, plan);
        let place = |origin: &_| self.place_of(origin);
        let agent = self.env.agent().map(|name| (clean(&name), settings.agent_rule(place)));
        let mut rules = settings.guard_rules(place);
        if let Some((name, rule)) = &agent {
            if let Some(origin) = rule.refuses(&target) {
                let message = format!("{name} may not take credentials of {}", target.label());
                return Err(Self::forbidden(message, origin));
            }
            rules.extend(rule.guard_rule());
        }
        // An agent types the option itself.
        let asks_person = agent.as_ref().is_some_and(|(_, rule)| rule.asks());
        let meant = if asks_person { &[] } else { meant };
        let Some(guard) = Guard::of(&rules, &target) else { return Ok(Passage::default()) };
        let agreements = Agreements::in_folder(&self.paths.state);
        let (terminal, key, now) = (machine::terminal_session(), target.label(), machine::now());
        let key = if asks_person { format!("{key} for agents") } else { key };
        let agreed = terminal.as_deref().and_then(|terminal| agreements.until(terminal, &key, now));
        let situation = Situation {
            prompts: self.ui.prompts(),
            meant,
            subject: plan.name(),
            is_agreed: agreed.is_some(),
        };
        let step = guard.step(&situation);
        let refused = |why: &str| {
            let report = Report::new(Exit::Usage, format!("{} is guarded: {why}", target.label()))
                .fact("set by", guard.origins.join(", "));
            match command_line::OURS
                .retyped_with("--i-mean", Some(plan.name()))
                .filter(|_| meant.is_empty() && !asks_person)
            {
                Some(words) => report.try_command(words),
                None => report,
            }
        };
        let how = match step {
            Step::Go(how) => how,
            Step::Refuse if meant.is_empty() => return Err(refused("there is no terminal to ask on")),
            Step::Refuse => {
                return Err(refused(&format!("this is {}, which --i-mean does not name", plan.name())));
            }
            Step::AskYes | Step::TypeName => {
                let has_twin = matches!(plan.source(), Source::Sso { .. });
                let ask = async { Ok(ask_guard(&self.ui, &guard, &target, step, has_twin)?) };
                match self.block_on(ask)? {
                    GuardAnswer::Agreed(how) => how,
                    GuardAnswer::ReadOnly => {
                        let instead = guard.read_only.as_deref().and_then(|role| RoleName::new(role).ok());
                        return Ok(Passage { instead, ..Passage::default() });
                    }
                    GuardAnswer::Declined => return Err(Report::new(Exit::Usage, "nothing was taken")),
                }
            }
        };
        let until = agreed.filter(|_| how == Agreed::Before).or_else(|| now.checked_add(guard.time_limit?));
        if let (Some(terminal), Some(until), Ask::Yes | Ask::Name) = (&terminal, until, guard.ask) {
            let locks = self.paths.locks();
            // Without it, the person is asked again.
            drop(agreements.note(terminal, &key, until, now, &locks, GUARD_LOCK_WAIT, &mut machine::pause));
        }
        let entry = LogEntry::default()
            .with("time", time::format(now))
            .with("user", machine::user())
            .with("process", std::process::id().to_string())
            .with("command", command)
            .with("profile", plan.name())
            .of_target(&target)
            .with_if("agent", agent.as_ref().map(|(name, _)| name.as_str()))
            .with_if("until", until.map(time::format).as_deref())
            .with("agreed", how.name());
        let log = GuardLog::in_folder(&self.paths.state);
        log.append(&entry).map_err(|error| {
            let file = self.paths.pretty(log.path());
            Report::new(Exit::Failed, format!("cannot write {file}, so nothing is taken")).cause(&error)
        })?;
        Ok(Passage { guard: Some((guard, target)), until, instead: None })
    }
}
