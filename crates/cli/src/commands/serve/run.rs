//! `daypass serve`: serves the credentials of profiles on loopback and renews them while it runs.

use super::{Serve, ServeFormat, snippets::render};
use crate::{
    background_server, command_line,
    commands::lease::{LeasedEndpoint, leased},
    context::Context,
    exit::Exit,
    machine, picker,
    report::Report,
    runtime,
};
use daypass_command_lines::sign_in_command;
use daypass_credential_server::{
    CachedCredentials, CredentialServer, EndpointVariables, Failure, FetchCredentials, Gate, Secrets,
};
use daypass_credentials::{Error, ErrorKind, Plan, Provider, Settings, resolve};
use daypass_signals::end_of_process;
use daypass_sso_types::{Credentials, SignInTarget};
use daypass_terminal::{clean, time};
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
    let leased = flags.lease.as_deref().map(|id| leased(context, id)).transpose()?;
    let (roles, limit) = match &leased {
        Some(leased) => {
            (vec![Role::leased(leased, flags.place.as_deref())], Some(leased.limit(machine::now())))
        }
        None => guarded(context, flags, roles(context, flags)?)?,
    };
    // Whoever has passed the guard: a server in the background is this command, too.
    let most = context.settings_files().policy().max_serve_lifetime();
    let limit = limit.into_iter().chain(most).min();
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
        show(context, flags.format, form, &offers)?;
        let names: Vec<_> = offers.iter().map(EndpointVariables::name).collect();
        let socket = flags.socket.as_ref().map(|path| format!(" and {}", path.display())).unwrap_or_default();
        let most = limit.map(|limit| format!(", {} at most", time::span(limit))).unwrap_or_default();
        let names = names.join(", ");
        context.ui.say(format!("Serving {names} on 127.0.0.1:{port}{socket} until Ctrl-C{most}."));
        let cached = roles.into_iter().zip(&first).map(|(role, credentials)| {
            let gate = role.gate.clone();
            let cached = CachedCredentials::primed(Box::new(role), Arc::new(machine::now), credentials);
            gate.into_iter().fold(cached, CachedCredentials::gated)
        });
        let server = server.serve(secrets.into_iter().zip(cached).collect());
        tokio::select! {
            _ = signals.next() => {}
            () = end_of_process(flags.until_exit, &TokioTimer) => {
                if let Some(leased) = leased.as_ref().filter(|_| !flags.keep_lease) {
                    drop(leased.journal.end(machine::now(), "its process"));
                }
            }
            () = over(limit) => context.ui.say(match leased {
                Some(_) => "The time of the lease is over.",
                None => "The time that this server may run is over.",
            }),
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
        let (plan, passage) = context.pass_guards("serve", role.plan.clone(), &flags.guard.i_mean)?;
        role.plan = plan;
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
    if flags.lease.is_none() {
        options.extend(background_server::guard_passed(limit).map(Into::into));
    }
    if let Some(process) = flags.until_exit {
        options.extend(["--until-exit".into(), process.to_string().into()]);
    }
    if let Some(path) = &flags.socket {
        options.extend(["--socket".into(), path.clone().into()]);
    }
    for (flag, text) in [("--lease", &flags.lease), ("--place", &flags.place)] {
        options.extend(text.iter().flat_map(|text| [flag.into(), text.into()]));
    }
    options.extend(flags.keep_lease.then(|| "--keep-lease".into()));
    let names: Vec<_> = roles.iter().map(|role| role.plan.name().to_owned()).collect();
    let whose = match roles {
        _ if flags.lease.is_some() => Vec::new(),
        [role] if role.plan.profile().is_none() => background_server::of_role(&role.plan),
        _ => background_server::of_profiles(names.iter().map(String::as_str)),
    };
    let command = background_server::command(context, &whose, &options)
        .map_err(|error| Report::new(Exit::Failed, "cannot find the program of daypass").cause(&error))?;
    let (process, offers) = background_server::start(command)?;
    show(context, flags.format, form, &offers)?;
    context.ui.say(format!("Serving {} until:  kill {process}", names.join(", ")));
    Ok(Exit::Done)
}

/// Prints the variables of the endpoints.
pub(crate) fn show(
    context: &Context,
    format: ServeFormat,
    form: &str,
    offers: &[EndpointVariables],
) -> Result<(), Report> {
    if form == "json" {
        return context.print_json(&offers.iter().map(EndpointVariables::to_json).collect());
    }
    let hides_config = format == ServeFormat::Env && context.home().default_has_credentials()?;
    if hides_config {
        context.ui.say(
            "The default profile has credentials, which SDKs would prefer: a shell that takes these lines sees no AWS \
             config files.",
        );
    }
    context.print(&render(format, offers, hides_config))
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
    gate: Option<Arc<dyn Gate>>,
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
        Some(Ok(plan)) => {
            context.refuse_region(plan.region())?;
            return Ok(vec![Role { plan, provider: context.provider(None)?, gate: None }]);
        }
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
        context.refuse_region(plan.region())?;
        Ok(Role { plan, provider: context.provider(config.profile(name).as_ref())?, gate: None })
    };
    names.iter().map(role).collect()
}

impl Role {
    fn leased(leased: &LeasedEndpoint, place: Option<&str>) -> Self {
        let gate: Arc<dyn Gate> = leased.gate(place);
        Self { plan: leased.plan.clone(), provider: leased.provider.clone(), gate: Some(gate) }
    }

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
