//! `daypass credentials` and `daypass credential-process`: the credentials of a profile, in any form.

use super::{CredentialsFlags, Format, format::render};
use crate::{
    args::{FlowFlags, RoleFlags},
    context::{Context, Files, login_words},
    exit::Exit,
    picker::{self, Choice},
    prompt,
    report::Report,
    serve::background,
    signin::{Events, SignIn},
};
use daypass_credentials::{Endpoints, Error, ErrorKind, Plan, Provider, Session, Settings, Source, resolve};
use daypass_environment::Variable;
use daypass_sso_types::{Credentials, Region};
use daypass_terminal::{Text, shell};

/// In the forms for shells the region goes with the keys.
pub(crate) fn run(context: &Context, flags: &CredentialsFlags) -> Result<Exit, Report> {
    let subject = Subject::wanted(context, &flags.role, &["credentials"])?;
    let region = subject.client_region().cloned();
    answer(context, flags, &subject, region.as_ref())
}

/// What `aws configure export-credentials` prints.
pub(crate) fn export(context: &Context, flags: &CredentialsFlags) -> Result<Exit, Report> {
    let subject = Subject::wanted(context, &flags.role, &["credentials"])?;
    answer(context, flags, &subject, None)
}

fn answer(
    context: &Context,
    flags: &CredentialsFlags,
    subject: &Subject,
    region: Option<&Region>,
) -> Result<Exit, Report> {
    let Some(name) = &flags.write_credentials else {
        return print(context, flags.format, subject, region);
    };
    let credentials = fetch(context, subject)?;
    crate::commands::written::write(context, subject.files(), name, &credentials, subject.session())?;
    Ok(Exit::Done)
}

fn print(
    context: &Context,
    format: Format,
    subject: &Subject,
    region: Option<&Region>,
) -> Result<Exit, Report> {
    let text = render(format, &fetch(context, subject)?, region).map_err(|error| {
        Report::new(Exit::Failed, "these credentials cannot be printed in this form")
            .fact("profile", subject.name())
            .cause(&error)
    })?;
    context.print(&Text::block(&text))?;
    Ok(Exit::Done)
}

fn fetch(context: &Context, subject: &Subject) -> Result<Credentials, Report> {
    context.block_on(async {
        let provider = subject.provider(context)?;
        subject.credentials(context, &provider).await
    })
}

/// Nobody is asked, so nobody is signed in.
pub(crate) fn process(context: &Context) -> Result<Exit, Report> {
    print(context, Format::Process, &Subject::of(context)?, None)
}

/// Whose credentials a command works with: those of the environment, or those of a profile.
pub(crate) struct Subject {
    files: Files,
    settings: Settings,
    kind: Kind,
}

enum Kind {
    Environment(Box<(Credentials, Endpoints)>),
    Profile(Box<Plan>),
    /// A role that no profile names.
    Role(Box<Plan>),
}

impl Subject {
    /// The role that the flags name; else whoever flags, environment and config say; else whoever a person picks.
    /// `command` are the words of the command, for where nobody can be asked.
    pub(crate) fn wanted(context: &Context, flags: &RoleFlags, command: &[&str]) -> Result<Self, Report> {
        let files = context.files()?;
        let choice = match picker::named(context, flags)? {
            Some(choice) => Some(choice),
            None => picker::asked(context, &files, command)?,
        };
        let Some(choice) = choice else {
            let subject = Self::of(context)?;
            if let Kind::Profile(plan) = &subject.kind {
                Choice::Profile(plan.name().to_owned()).note(context);
            }
            return Ok(subject);
        };
        choice.note(context);
        let settings = context.credential_settings()?;
        let kind = match choice.into_plan(context)? {
            Ok(plan) => Kind::Role(Box::new(plan)),
            Err(name) => {
                let plan = resolve(&files.config(), &settings, &name);
                Kind::Profile(Box::new(plan.map_err(|error| context.credentials_failed(&error))?))
            }
        };
        Self { files, settings, kind }.checked(context)
    }

    /// A role is assumed in the client region, so that has to be one.
    fn checked(self, context: &Context) -> Result<Self, Report> {
        match self.source() {
            Some(Source::AssumeRole(_)) => context.region().map(|_| self),
            _ => Ok(self),
        }
    }

    /// The words that tell `daypass serve` whose credentials; none where they are keys, which do not renew.
    pub(crate) fn served(&self) -> Option<Vec<String>> {
        match &self.kind {
            Kind::Environment(..) => None,
            Kind::Profile(plan) => Some(background::of_profiles(std::iter::once(plan.name()))),
            Kind::Role(plan) => Some(background::of_role(plan)),
        }
    }

    /// Keys in the environment win over a profile that only the environment names, as in the AWS CLI.
    pub(crate) fn of(context: &Context) -> Result<Self, Report> {
        let mut settings = context.credential_settings()?;
        let files = context.files()?;
        let flag = context.global.profile.as_deref().filter(|name| !name.is_empty());
        settings.environment_credentials = match (flag, context.environment_credentials()) {
            (_, Ok(keys)) => keys,
            // Inside an `exec` that has lasted longer than its keys its profile is still who is meant.
            (_, Err(_)) if flag.is_some() || context.env.is_set(Variable::Exec) => None,
            (_, Err(report)) => return Err(report),
        };
        let kind = if let (None, Some(keys)) = (flag, &settings.environment_credentials) {
            let config = files.config();
            let profile = context.named_profile().and_then(|name| config.profile(&name));
            Kind::Environment(Box::new((keys.clone(), Endpoints::of(&settings, &config, profile.as_ref()))))
        } else {
            let plan = resolve(&files.config(), &settings, &context.profile());
            Kind::Profile(Box::new(plan.map_err(|error| context.credentials_failed(&error))?))
        };
        Self { files, settings, kind }.checked(context)
    }

    pub(crate) fn name(&self) -> &str {
        match &self.kind {
            Kind::Environment(..) => "(environment)",
            Kind::Profile(plan) | Kind::Role(plan) => plan.name(),
        }
    }

    /// The profile; none where the credentials are those of the environment.
    pub(crate) fn profile(&self) -> Option<&str> {
        match &self.kind {
            Kind::Environment(..) => None,
            Kind::Profile(plan) | Kind::Role(plan) => Some(plan.name()),
        }
    }

    pub(crate) fn files(&self) -> &Files {
        &self.files
    }

    pub(crate) fn source(&self) -> Option<&Source> {
        match &self.kind {
            Kind::Environment(..) => None,
            Kind::Profile(plan) | Kind::Role(plan) => Some(plan.source()),
        }
    }

    /// The account that they are for, as far as the config says it.
    pub(crate) fn account(&self) -> Option<&str> {
        match self.source()? {
            Source::Sso { account, .. } => Some(account.as_str()),
            Source::AssumeRole(assume) => assume.role_arn.split(':').nth(4),
            _ => None,
        }
    }

    pub(crate) fn session(&self) -> Option<&Session> {
        match &self.kind {
            Kind::Environment(..) => None,
            Kind::Profile(plan) | Kind::Role(plan) => plan.session(),
        }
    }

    /// The client region, which the region of the sign-in is not.
    pub(crate) fn client_region(&self) -> Option<&Region> {
        match &self.kind {
            Kind::Environment(..) => self.settings.region.as_ref(),
            Kind::Profile(plan) | Kind::Role(plan) => plan.region(),
        }
    }

    /// The client region, else that of the sign-in: where STS and the console are asked.
    pub(crate) fn region(&self) -> Option<&Region> {
        self.client_region().or_else(|| self.session().map(|session| &session.region))
    }

    pub(crate) fn endpoints(&self) -> &Endpoints {
        match &self.kind {
            Kind::Environment(keys) => &keys.1,
            Kind::Profile(plan) | Kind::Role(plan) => plan.endpoints(),
        }
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
        let plan = match &self.kind {
            Kind::Environment(keys) => return Ok(keys.0.clone()),
            Kind::Profile(plan) | Kind::Role(plan) => plan,
        };
        match provider.credentials(plan).await {
            Ok(credentials) => Ok(credentials),
            Err(error) if offer(context, plan, &error)? => {
                if let Some(session) = plan.session() {
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
                    .run(&self.files)
                    .await?;
                }
                provider.credentials(plan).await.map_err(|error| self.failed(context, &error))
            }
            Err(error) => Err(self.failed(context, &error)),
        }
    }

    /// What fixes a role is never a profile.
    fn failed(&self, context: &Context, error: &Error) -> Report {
        let report = context.credentials_failed(error);
        match (&self.kind, self.session()) {
            (Kind::Role(_), Some(session)) if report.exit() == Exit::LoginRequired => {
                report.mend(login_words(session.label(), None))
            }
            // It shows what there is and changes nothing, so it is no remedy.
            (Kind::Role(_), Some(session)) if report.exit() == Exit::Refused => report.advise(&format!(
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
        Some(session) if over && context.ui.prompts() => prompt::confirm(
            &context.ui,
            &format!("Sign-in needed for {}. Sign in now?", session.label()),
            true,
        ),
        _ => Ok(false),
    }
}
