//! The subject of a command, whose credentials it uses: keys in the environment, a profile, or a role without a profile.

mod assumed;

use crate::{
    args::{FlowFlags, GuardFlags, RoleFlags},
    background_server,
    commands::login,
    context::{Context, Files},
    exit::Exit,
    guarding::{Passage, other_role},
    picker,
    report::Report,
    signin::SignIn,
};
use daypass_at_terminal::Choice;
use daypass_credentials::{
    Endpoints, Error, ErrorKind, Plan, Provider, Session, Source, login_owner, resolve,
};
use daypass_environment::Variable;
use daypass_sso_types::{Credentials, Remedy, RoleName, SignInTarget};
use daypass_terminal::shell;

/// Whose credentials a command uses.
pub(crate) struct Subject {
    /// The config files, or the sections of the profile.
    files: Files,
    plan: Plan,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Environment,
    Profile,
    /// A role without a profile.
    Role,
    /// A role that is assumed with the credentials of another subject.
    Assumed,
}

impl Subject {
    /// The role that the flags name, else the subject by flags, environment and config, else the one that the person picks.
    /// `command` is the command line, for the error without a terminal.
    pub(crate) fn wanted(context: &Context, flags: &RoleFlags, command: &[&str]) -> Result<Self, Report> {
        let choice = match picker::role_of_flags(context, flags)? {
            Some(choice) => Some(choice),
            None => picker::choose(context, command)?,
        };
        let Some(choice) = choice else {
            let subject = Self::of(context)?;
            if subject.kind == Kind::Profile {
                picker::note_use(context, &Choice::Profile(subject.name().to_owned()));
            }
            return subject.in_its_region(context);
        };
        picker::note_use(context, &choice);
        Self::chosen(context, choice)
    }

    /// The subject that was chosen.
    pub(crate) fn chosen(context: &Context, choice: Choice) -> Result<Self, Report> {
        let (files, settings) = (context.files()?, context.credential_settings()?);
        let (plan, kind) = match picker::into_plan(context, choice)? {
            Ok(plan) => (Ok(plan), Kind::Role),
            Err(name) => (resolve(&files.config(), &settings, &name), Kind::Profile),
        };
        let plan = plan.map_err(|error| context.credentials_failed(&error))?;
        Self { files, plan, kind }.checked(context)?.in_its_region(context)
    }

    /// Requires a region that the settings files allow, where there is one. `credential-process`, which hands out none, does
    /// not.
    fn in_its_region(self, context: &Context) -> Result<Self, Report> {
        context.refuse_region(self.plan.region()).map(|()| self)
    }

    /// The subject by flags, environment and config. Keys in the environment win over AWS_PROFILE, as in the AWS CLI.
    pub(crate) fn of(context: &Context) -> Result<Self, Report> {
        let mut settings = context.credential_settings()?;
        let files = context.files_of(&context.profile())?;
        let config = files.config();
        let flag = context.global.profile.as_deref().filter(|name| !name.is_empty());
        settings.environment_credentials = match (flag, context.environment_credentials()) {
            (_, Ok(keys)) => keys,
            // Inside an `exec` whose keys have expired, the profile of `exec` is the subject.
            (_, Err(_)) if flag.is_some() || context.env.is_set(Variable::Exec) => None,
            (_, Err(report)) => return Err(report),
        };
        let (plan, kind) = if let (None, Some(keys)) = (flag, &settings.environment_credentials) {
            let profile = context.named_profile().and_then(|name| config.profile(&name));
            let endpoints = Endpoints::of(&settings, &config, profile.as_ref());
            let region = settings.region.clone();
            (Plan::for_keys("(environment)", keys.clone(), endpoints, region), Kind::Environment)
        } else {
            let plan = resolve(&config, &settings, &context.profile());
            (plan.map_err(|error| context.credentials_failed(&error))?, Kind::Profile)
        };
        Self { files, plan, kind }.checked(context)
    }

    /// Passes the guard of this subject for a command. Where the person takes the role that only reads, it is the subject.
    pub(crate) fn guarded(
        self,
        context: &Context,
        command: &str,
        flags: &GuardFlags,
    ) -> Result<(Self, Passage), Report> {
        let (plan, passage) = context.pass_guards(command, self.plan, &flags.i_mean)?;
        let kind = if passage.instead.is_some() { Kind::Role } else { self.kind };
        Ok((Self { plan, kind, files: self.files }, passage))
    }

    /// Another role of the same account; `None` if the subject is no role of a session.
    pub(crate) fn with_role(self, role: RoleName) -> Option<Self> {
        let plan = other_role(&self.plan, role)?;
        Some(Self { plan, kind: Kind::Role, files: self.files })
    }

    /// Requires a valid client region for a role that is assumed, which happens in that region.
    fn checked(self, context: &Context) -> Result<Self, Report> {
        match self.plan.source() {
            Source::AssumeRole(_) => context.region().map(|_| self),
            _ => Ok(self),
        }
    }

    /// The arguments of `daypass serve` for this subject; `None` for keys in the environment, which do not renew.
    pub(crate) fn served(&self) -> Option<Vec<String>> {
        match self.kind {
            Kind::Environment | Kind::Assumed => None,
            Kind::Profile => Some(background_server::of_profiles(std::iter::once(self.name()))),
            Kind::Role => Some(background_server::of_role(&self.plan)),
        }
    }

    pub(crate) fn name(&self) -> &str {
        self.plan.name()
    }

    /// The name of the profile or role; `None` for keys in the environment.
    pub(crate) fn profile(&self) -> Option<&str> {
        (self.kind != Kind::Environment).then_some(self.plan.name())
    }

    /// The config files, or the sections of the profile.
    pub(crate) fn files(&self) -> &Files {
        &self.files
    }

    /// The plan of the credentials.
    pub(crate) fn plan(&self) -> &Plan {
        &self.plan
    }

    pub(crate) fn provider(&self, context: &Context) -> Result<Provider, Report> {
        let config = self.files.config();
        context.provider(config.profile(&context.profile()).as_ref())
    }

    /// Gets the credentials. On a terminal, offers a sign-in if one is needed.
    pub(crate) async fn credentials(
        &self,
        context: &Context,
        provider: &Provider,
    ) -> Result<Credentials, Report> {
        match provider.credentials(&self.plan).await {
            Ok(credentials) => Ok(credentials),
            Err(error) if offer(context, &self.plan, &error)? => {
                if let Some(session) = self.plan.session() {
                    let flags = FlowFlags::default();
                    SignIn::new(context, provider, session, &flags).run(&context.files()?).await?;
                } else if let Some(owner) = login_owner(&self.files.config(), self.name()) {
                    login::console_again(context, owner.name()).await?;
                }
                provider.credentials(&self.plan).await.map_err(|error| self.failed(context, &error))
            }
            Err(error) => Err(self.failed(context, &error)),
        }
    }

    /// Reports failed credentials; the remedy for a role without a profile names no profile.
    fn failed(&self, context: &Context, error: &Error) -> Report {
        let report = context.credentials_failed(error);
        match (self.kind, self.plan.session()) {
            (Kind::Role | Kind::Assumed, Some(session)) if report.exit() == Exit::LoginRequired => {
                report.remedied(Some(&Remedy::SignIn(SignInTarget::Session(session.label().to_owned()))))
            }
            // `daypass roles` changes nothing, so it is advice, not a remedy.
            (Kind::Role, Some(session)) if report.exit() == Exit::Refused => report.advise(&format!(
                "`daypass roles --sso-session {}` lists the roles that are assigned to you.",
                shell::posix(session.label())
            )),
            _ => report,
        }
    }
}

fn offer(context: &Context, plan: &Plan, error: &Error) -> Result<bool, Report> {
    let over = matches!(error.kind(), ErrorKind::LoginRequired | ErrorKind::TokenRefused);
    let of_login = || plan.login().map(|login| login.session().as_str());
    match plan.session().map(Session::label).or_else(of_login) {
        Some(label) if over && context.ui.prompts() => {
            Ok(context.ui.confirm(&format!("Sign-in needed for {label}. Sign in now?"), true)?)
        }
        _ => Ok(false),
    }
}
