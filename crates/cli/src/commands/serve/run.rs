//! `daypass serve`: serves the credentials of profiles on loopback and renews them while it runs.

use super::{Serve, ServeFormat, snippets::render};
use crate::{
    background_server, command_line, context::Context, exit::Exit, machine, picker, report::Report, runtime,
};
use daypass_command_lines::sign_in_command;
use daypass_credential_server::{
    CachedCredentials, CredentialServer, EndpointVariables, Failure, FetchCredentials, Secrets,
};
use daypass_credentials::{Error, ErrorKind, Plan, Provider, Settings, Source, resolve};
use daypass_signals::end_of_process;
use daypass_sso_types::{Credentials, SignInTarget};
use daypass_terminal::clean;
use daypass_transport::{BoxFuture, TokioTimer};
use std::{
    ffi::OsString,
    sync::Arc,
    time::{Duration, SystemTime},
};

pub(crate) fn run(context: &Context, flags: &Serve) -> Result<Exit, Report> {
    let form = context.output_form(&["text", "json"])?;
    if !cfg!(unix) && (flags.background || flags.until_exit.is_some() || flags.socket.is_some()) {
        return Err(Report::new(Exit::Usage, "--background, --until-exit and --socket are for Unix"));
    }
    let (roles, limit) = guarded(context, flags, roles(context, flags)?)?;
    // A missing sign-in is reported now, not to the first program that asks for credentials.
    let first = context.block_on(credentials(context, &roles))?;
    if flags.background {
        return start(context, flags, form, &roles, limit);
    }
    // The server holds tokens and keys for hours.
    let signals = context.signals.hand_over();
    runtime::runtime()?.block_on(async {
        let server = CredentialServer::bind(flags.port).await.map_err(|error| {
            Report::new(Exit::Failed, format!("cannot open port {} on 127.0.0.1", flags.port)).cause(&error)
        })?;
        let port = server.port();
        let server = match &flags.socket {
            Some(path) => server.with_socket(path).await.map_err(|error| {
                Report::new(Exit::Failed, format!("cannot open the socket {}", path.display())).cause(&error)
            })?,
            None => server,
        };
        let secrets: Vec<_> = roles.iter().map(|_| Secrets::new(&machine::entropy)).collect();
        let offers: Vec<_> =
            roles.iter().zip(&secrets).map(|(role, secrets)| role.offer(port, secrets)).collect();
        show(context, flags, form, &offers)?;
        let names: Vec<_> = offers.iter().map(EndpointVariables::name).collect();
        let socket = flags.socket.as_ref().map(|path| format!(" and {}", path.display())).unwrap_or_default();
        context.ui.say(format!("Serving {} on 127.0.0.1:{port}{socket} until Ctrl-C.", names.join(", ")));
        let cached = roles.into_iter().zip(&first).map(|(role, credentials)| {
            CachedCredentials::primed(Box::new(role), Arc::new(machine::now), credentials)
        });
        let server = server.serve(secrets.into_iter().zip(cached).collect());
        tokio::select! {
            _ = signals.next() => {}
            () = end_of_process(flags.until_exit, &TokioTimer) => {}
            () = over(limit) => context.ui.say("The time of the guard is over."),
        }
        server.stop().await;
        context.settle().await;
        context.ui.say("Stopped.");
        Ok(Exit::Done)
    })
}

/// Passes the guards of all roles; the server ends with the first agreement that does.
fn guarded(
    context: &Context,
    flags: &Serve,
    mut roles: Vec<Role>,
) -> Result<(Vec<Role>, Option<Duration>), Report> {
    let mut first: Option<SystemTime> = None;
    if let Some(seconds) = flags.guard_passed {
        return Ok((roles, Some(Duration::from_secs(seconds)).filter(|limit| !limit.is_zero())));
    }
    for role in &mut roles {
        let passage = loop {
            let passage = context.pass_guard("serve", &role.plan, &flags.guard.i_mean)?;
            match (&passage.instead, role.plan.source()) {
                (Some(instead), Source::Sso { session, account, .. }) => {
                    let (session, region) = ((**session).clone(), role.plan.region().cloned());
                    role.plan = Plan::for_role(session, account.clone(), instead.clone(), region);
                }
                _ => break passage,
            }
        };
        first = first.into_iter().chain(passage.until).min();
    }
    Ok((roles, first.map(|until| until.duration_since(machine::now()).unwrap_or_default())))
}

/// Ends after this time; never without one.
async fn over(limit: Option<Duration>) {
    match limit {
        Some(limit) => tokio::time::sleep(limit).await,
        None => std::future::pending().await,
    }
}

/// Starts the server in the background.
fn start(
    context: &Context,
    flags: &Serve,
    form: &str,
    roles: &[Role],
    limit: Option<Duration>,
) -> Result<Exit, Report> {
    let mut options: Vec<OsString> = vec!["--port".into(), flags.port.to_string().into()];
    options.extend(background_server::guard_passed(limit).map(Into::into));
    if let Some(process) = flags.until_exit {
        options.extend(["--until-exit".into(), process.to_string().into()]);
    }
    if let Some(path) = &flags.socket {
        options.extend(["--socket".into(), path.clone().into()]);
    }
    let names: Vec<_> = roles.iter().map(|role| role.plan.name().to_owned()).collect();
    let whose = match roles {
        [role] if role.plan.profile().is_none() => background_server::of_role(&role.plan),
        _ => background_server::of_profiles(names.iter().map(String::as_str)),
    };
    let command = background_server::command(context, &whose, &options)
        .map_err(|error| Report::new(Exit::Failed, "cannot find the program of daypass").cause(&error))?;
    let (process, offers) = background_server::start(command)?;
    show(context, flags, form, &offers)?;
    context.ui.say(format!("Serving {} until:  kill {process}", names.join(", ")));
    Ok(Exit::Done)
}

fn show(context: &Context, flags: &Serve, form: &str, offers: &[EndpointVariables]) -> Result<(), Report> {
    if form == "json" {
        return context.print_json(&offers.iter().map(EndpointVariables::to_json).collect());
    }
    let hides_config = flags.format == ServeFormat::Env && context.default_has_credentials()?;
    if hides_config {
        context.ui.say(
            "The default profile has credentials, which SDKs would prefer: a shell that takes these lines sees no AWS \
             config files.",
        );
    }
    context.print(&render(flags.format, offers, hides_config))
}

/// The first credentials of all roles.
async fn credentials(context: &Context, roles: &[Role]) -> Result<Vec<Credentials>, Report> {
    let mut all = Vec::new();
    for role in roles {
        let credentials = role.provider.credentials(&role.plan).await;
        all.push(credentials.map_err(|error| context.credentials_failed(&error))?);
    }
    Ok(all)
}

/// A role whose credentials are served.
struct Role {
    plan: Plan,
    provider: Provider,
}

fn roles(context: &Context, flags: &Serve) -> Result<Vec<Role>, Report> {
    let mut names = flags.profiles.clone();
    if context.global.profile.is_some() {
        names.insert(0, context.profile());
    }
    let choice = match picker::role_of_flags(context, &flags.role)? {
        None if names.is_empty() => picker::choose(context, &["serve"])?,
        choice => choice,
    };
    match choice.map(|choice| picker::into_plan(context, choice)).transpose()? {
        Some(Ok(plan)) => return Ok(vec![Role { plan, provider: context.provider(None)? }]),
        Some(Err(name)) => names.push(name),
        None if names.is_empty() => names.push(context.profile()),
        None => {}
    }
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| seen.insert(name.clone()));
    let files = match names.as_slice() {
        [one] => context.files_of(one)?,
        _ => context.files()?,
    };
    let (config, settings) = (files.config(), context.settings()?);
    let role = |name: &String| {
        let settings = Settings { region: context.region_for(Some(name))?, ..settings.clone() };
        let plan = resolve(&config, &settings, name).map_err(|error| context.credentials_failed(&error))?;
        Ok(Role { plan, provider: context.provider(config.profile(name).as_ref())? })
    };
    names.iter().map(role).collect()
}

impl Role {
    fn offer(&self, port: u16, secrets: &Secrets) -> EndpointVariables {
        EndpointVariables::new(self.plan.name(), port, secrets, self.plan.region())
    }
}

impl FetchCredentials for Role {
    fn fetch(&self) -> BoxFuture<'_, Result<Credentials, Failure>> {
        Box::pin(async {
            self.provider.credentials(&self.plan).await.map_err(|error| failure(&error, &self.plan))
        })
    }
}

/// The failure for the program that requested credentials; a person reads it in the log of that program.
fn failure(error: &Error, plan: &Plan) -> Failure {
    let mut failure = Failure::from(error);
    if let (ErrorKind::LoginRequired | ErrorKind::TokenRefused, Some(session)) =
        (error.kind(), plan.session())
    {
        let target = match &session.name {
            Some(name) => SignInTarget::Session(name.clone()),
            None => SignInTarget::Profile(plan.name().to_owned()),
        };
        if let Some(command) = command_line::printed(sign_in_command(&target)) {
            failure.message = format!("{}; run: {command}", failure.message);
        }
    }
    failure.message = clean(&failure.message);
    failure
}
