//! Makes a lease of what the command line names, and finds what a lease is of.

use super::Terms;
use crate::{
    args::{AssumedRoleDuration, AssumedRoleFlags, RoleFlags},
    commands::subject::Subject,
    context::Context,
    exit::Exit,
    machine, picker,
    report::Report,
};
use daypass_at_terminal::Choice;
use daypass_credential_server::LeaseGate;
use daypass_credentials::{Plan, Provider, Source};
use daypass_leases::{Lease, LeaseJournal, LeaseTerms, LeasedRole, Leases};
use daypass_sso_types::RoleName;
use daypass_terminal::{clean, time::span};
use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

impl Context {
    pub(crate) fn leases(&self) -> Leases {
        Leases::in_folder(&self.paths.state)
    }

    /// The lease whose id begins so.
    pub(crate) fn lease(&self, id: &str) -> Result<(Arc<LeaseJournal>, Lease), Report> {
        let found = self.leases().find(id).map_err(|error| Report::new(Exit::Usage, error.to_string()));
        let journal = found.map_err(|report| report.try_command(["daypass", "lease", "list"]))?;
        let lease = journal.lease().map_err(|error| {
            Report::new(Exit::Failed, format!("the lease {} cannot be read", clean(id))).cause(&error)
        })?;
        Ok((Arc::new(journal), lease))
    }
}

/// Makes a lease. Its person agrees here: by the guard, by the rule for agents, or on the terminal.
pub(super) fn make(
    context: &Context,
    flags: &Terms,
    host: Option<String>,
) -> Result<(Arc<LeaseJournal>, Lease), Report> {
    let base = base(context, flags)?;
    let role = base.profile().is_some().then(|| leased_role(&base, flags));
    let Some(role) = role else {
        return Err(Report::new(Exit::Usage, "keys in the environment do not renew, so they are not lent")
            .try_command(["daypass", "lease", "new", "--profile", "<NAME>"]));
    };
    let assumed = AssumedRoleFlags { role_arn: flags.role_arn.clone(), external_id: None };
    let subject = base.assuming(context, &assumed, AssumedRoleDuration::default())?;
    let (subject, passage) = subject.guarded(context, "lease", &flags.guard)?;
    let role = match &passage.instead {
        Some(_) => leased_role(&subject, flags),
        None => role,
    };
    let agent = context.env.agent().map(|agent| clean(&agent));
    if let Some(agent) = agent.as_deref().filter(|_| passage.guard.is_none()) {
        let question = format!("{agent} asks for {} for {}. Lend it?", role.label(), span(flags.time));
        if !context.ui.prompts() {
            let message = format!("{agent} asks for a lease, and there is no terminal to ask its person on");
            return Err(Report::new(Exit::Usage, message).advise(
                "Make the lease yourself, or let a rule decide: `[agents]` in daypass's settings.toml.",
            ));
        }
        if !context.block_on(async { Ok(context.ui.confirm(&question, false)?) })? {
            return Err(Report::new(Exit::Usage, "nothing was lent"));
        }
    }
    // A missing sign-in is reported now, not to the first program that asks for credentials.
    context.block_on(async {
        let provider = subject.provider(context)?;
        subject.credentials(context, &provider).await
    })?;
    let now = machine::now();
    let until = now.checked_add(flags.time).into_iter().chain(passage.until).min().unwrap_or(now);
    let terms = LeaseTerms {
        max_uses: flags.max_uses,
        host,
        note: flags.note.clone(),
        agent,
        ..LeaseTerms::new(&machine::entropy, role, now, until)
    };
    let made = context.leases().create(&terms).and_then(|journal| Ok((journal.lease()?, journal)));
    let (lease, journal) = made.map_err(|error| {
        Report::new(Exit::Failed, "the record of the lease cannot be written, so nothing is lent")
            .cause(&error)
    })?;
    Ok((Arc::new(journal), lease))
}

/// What is lent, or what assumes the role that is.
fn base(context: &Context, flags: &Terms) -> Result<Subject, Report> {
    let named = RoleFlags {
        account: flags.account.clone(),
        role: flags.role.clone().filter(|_| flags.account.is_some()),
        sso_session: flags.sso_session.clone(),
    };
    let subject = Subject::wanted(context, &named, &["lease", "new"])?;
    let Some(role) = flags.role.as_deref().filter(|_| flags.account.is_none()) else { return Ok(subject) };
    let role = RoleName::new(role).map_err(|error| Report::new(Exit::Usage, error.to_string()))?;
    let name = subject.name().to_owned();
    let is_named = |subject: &Subject| subject.plan().session().is_some_and(|session| session.name.is_some());
    subject.with_role(role).filter(is_named).ok_or_else(|| {
        Report::new(Exit::Usage, format!("{name} is no role of a named session, so --role needs --account"))
    })
}

fn leased_role(subject: &Subject, flags: &Terms) -> LeasedRole {
    let mut role = LeasedRole {
        profile: subject.plan().profile().map(str::to_owned),
        region: subject.plan().region().map(ToString::to_string),
        assumed: flags.role_arn.clone(),
        ..LeasedRole::default()
    };
    if let Source::Sso { session, account, role: name } = subject.plan().source() {
        role.session.clone_from(&session.name);
        (role.account, role.role) = (Some(account.to_string()), Some(name.to_string()));
    }
    role
}

/// What serves a lease.
pub(crate) struct LeasedEndpoint {
    pub(crate) journal: Arc<LeaseJournal>,
    pub(crate) lease: Lease,
    pub(crate) plan: Plan,
    pub(crate) provider: Provider,
}

/// How long an endpoint says that its lease is over, before it closes.
const LAST_WORDS: Duration = Duration::from_mins(15);

impl LeasedEndpoint {
    /// How long it is served: to the end of the lease, and then for as long as programs may ask again.
    pub(crate) fn limit(&self, now: SystemTime) -> Duration {
        self.lease.terms.until.duration_since(now).unwrap_or_default() + LAST_WORDS
    }

    /// The gate for what is asked from this place.
    pub(crate) fn gate(&self, place: Option<&str>) -> Arc<LeaseGate> {
        let journal = Arc::clone(&self.journal);
        Arc::new(LeaseGate::new(journal, Arc::new(machine::now), place.map(str::to_owned)))
    }
}

/// Finds a lease and what it is of, as its terms name it.
pub(crate) fn leased(context: &Context, id: &str) -> Result<LeasedEndpoint, Report> {
    let (journal, lease) = context.lease(id)?;
    let role = &lease.terms.role;
    let named = RoleFlags {
        account: role.account.clone(),
        role: role.role.clone(),
        sso_session: role.session.clone(),
    };
    let choice = match &role.profile {
        Some(profile) => Some(Choice::Profile(profile.clone())),
        None => picker::role_of_flags(context, &named)?,
    };
    let Some(choice) = choice else {
        return Err(Report::new(Exit::Failed, format!("the lease {} names no role", lease.terms.id)));
    };
    let assumed = AssumedRoleFlags { role_arn: role.assumed.clone(), external_id: None };
    let subject = Subject::chosen(context, choice)?;
    let subject = subject.assuming(context, &assumed, AssumedRoleDuration::default())?;
    let provider = subject.provider(context)?;
    Ok(LeasedEndpoint { journal, plan: subject.plan().clone(), provider, lease })
}
