//! Whose credentials a command works with: keys of the environment, a profile, or a role that no profile names.

use crate::{
    args::{FlowFlags, RoleFlags},
    background_server,
    context::{Context, Files},
    exit::Exit,
    picker::{self, Choice},
    report::Report,
    signin::{Events, SignIn},
};
use daypass_credentials::{Endpoints, Error, ErrorKind, Plan, Provider, Source, resolve};
use daypass_environment::Variable;
use daypass_sso_types::{Credentials, Remedy, SignInTarget};
use daypass_terminal::shell;

/// Whose credentials a command works with.
pub(crate) struct Subject {
    /// The config files, as far as they concern it.
    files: Files,
    plan: Plan,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Environment,
    Profile,
    /// A role that no profile names.
    Role,
}

impl Subject {
    /// The role that the flags name; else whoever flags, environment and config say; else whoever a person picks.
    /// `command` are the words of the command, for where nobody can be asked.
    pub(crate) fn wanted(context: &Context, flags: &RoleFlags, command: &[&str]) -> Result<Self, Report> {
        let choice = match picker::role_of_flags(context, flags)? {
            Some(choice) => Some(choice),
            None => picker::choose(context, command)?,
        };
        let Some(choice) = choice else {
            let subject = Self::of(context)?;
            if subject.kind == Kind::Profile {
                Choice::Profile(subject.name().to_owned()).note(context);
            }
            return Ok(subject);
        };
        choice.note(context);
        let (files, settings) = (context.files()?, context.credential_settings()?);
        let (plan, kind) = match choice.into_plan(context)? {
            Ok(plan) => (Ok(plan), Kind::Role),
            Err(name) => (resolve(&files.config(), &settings, &name), Kind::Profile),
        };
        let plan = plan.map_err(|error| context.credentials_failed(&error))?;
        Self { files, plan, kind }.checked(context)
    }

    /// Keys in the environment win over a profile that only the environment names, as in the AWS CLI.
    pub(crate) fn of(context: &Context) -> Result<Self, Report> {
        let mut settings = context.credential_settings()?;
        let files = context.files_of(&context.profile())?;
        let config = files.config();
        let flag = context.global.profile.as_deref().filter(|name| !name.is_empty());
        settings.environment_credentials = match (flag, context.environment_credentials()) {
            (_, Ok(keys)) => keys,
            // Inside an `exec` that has lasted longer than its keys its profile is still who is meant.
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

    /// A role is assumed in the client region, so that has to be one.
    fn checked(self, context: &Context) -> Result<Self, Report> {
        match self.plan.source() {
            Source::AssumeRole(_) => context.region().map(|_| self),
            _ => Ok(self),
        }
    }

    /// The words that tell `daypass serve` whose credentials; none where they are keys, which do not renew.
    pub(crate) fn served(&self) -> Option<Vec<String>> {
        match self.kind {
            Kind::Environment => None,
            Kind::Profile => Some(background_server::of_profiles(std::iter::once(self.name()))),
            Kind::Role => Some(background_server::of_role(&self.plan)),
        }
    }

    pub(crate) fn name(&self) -> &str {
        self.plan.name()
    }

    /// The profile; none where the credentials are those of the environment.
    pub(crate) fn profile(&self) -> Option<&str> {
        (self.kind != Kind::Environment).then_some(self.plan.name())
    }

    /// The config files, as far as they concern it.
    pub(crate) fn files(&self) -> &Files {
        &self.files
    }

    /// How they are got.
    pub(crate) fn plan(&self) -> &Plan {
        &self.plan
    }

    pub(crate) fn provider(&self, context: &Context) -> Result<Provider, Report> {
        let config = self.files.config();
        let profile = config.profile(&context.profile());
        context.provider(profile.as_ref().and_then(|profile| profile.get("ca_bundle")))
    }

    /// The credentials. On a terminal a missing sign-in is offered; elsewhere it is a failure that says so.
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
                    SignIn {
                        context,
                        provider,
                        session,
                        flags: &flags,
                        events: Events::new(context, false),
                        portal: None,
                        turn: None,
                    }
                    .run(&context.files()?)
                    .await?;
                }
                provider.credentials(&self.plan).await.map_err(|error| self.failed(context, &error))
            }
            Err(error) => Err(self.failed(context, &error)),
        }
    }

    /// What fixes a role is never a profile.
    fn failed(&self, context: &Context, error: &Error) -> Report {
        let report = context.credentials_failed(error);
        match (self.kind, self.plan.session()) {
            (Kind::Role, Some(session)) if report.exit() == Exit::LoginRequired => {
                report.remedied(Some(&Remedy::SignIn(SignInTarget::Session(session.label().to_owned()))))
            }
            // It shows what there is and changes nothing, so it is no remedy.
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
    match plan.session() {
        Some(session) if over && context.ui.prompts() => {
            Ok(context.ui.confirm(&format!("Sign-in needed for {}. Sign in now?", session.label()), true)?)
        }
        _ => Ok(false),
    }
}
