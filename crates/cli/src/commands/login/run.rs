//! `daypass login`: signs in to a session, unless its sign-in is valid.

use super::{Login, console};
use crate::{
    command_line::OURS,
    context::{Context, Files},
    exit::Exit,
    report::Report,
    session_choice,
    signin::{Events, SignIn},
};
use daypass_at_terminal::{profiles_text, sign_ins_text};
use daypass_credentials::{Endpoints, Provider, Session, SignOutScope, session_named};
use daypass_sign_in::{Portal, profiles_of, resolve};
use daypass_sso_types::{Region, StartUrl};

pub(crate) fn run(context: &Context, flags: &Login) -> Result<Exit, Report> {
    context.output_form(&["text", "json"])?;
    let (word, named) = (flags.start_url.as_deref(), context.named_profile());
    context.add_company_sessions(word.or(flags.sso_session.as_deref()))?;
    let files = context.files_of_session(word.or(named.as_deref()), word.or(flags.sso_session.as_deref()))?;
    let profile = word.or(named.as_deref()).unwrap_or("default");
    let console = if flags.all { None } else { console::profile(context, flags, &files.config()) };
    if let Some(profile) = console {
        return console::run(context, flags, &profile);
    }
    // Before the runtime starts: choosing the session may ask a question, which has a runtime of its own.
    let url = flags.start_url.as_deref().filter(|word| word.contains("://") || flags.sso_region.is_some());
    let sessions = match (&flags.start_url, url) {
        (Some(_), Some(_)) => Vec::new(),
        (Some(name), None) => vec![session_choice::session_to_sign_in_to(context, &files, name)?],
        (None, _) => configured(context, flags, &files)?,
    };
    context.block_on(async {
        let provider = context.provider(files.config().profile(profile).as_ref())?;
        let targets = match url {
            Some(url) => vec![without_config(context, flags, url, &provider).await?],
            None => sessions.into_iter().map(|session| (session, None)).collect(),
        };
        match <[_; 1]>::try_from(targets) {
            Ok([(session, portal)]) => {
                one(context, flags, &provider, &session, portal, None).await.map(|_| Exit::Done)
            }
            Err(targets) => all(context, flags, &provider, targets).await,
        }
    })
}

/// Signs in to sessions one after another. A sign-in that fails does not end the others.
async fn all(
    context: &Context,
    flags: &Login,
    provider: &Provider,
    targets: Vec<(Session, Option<Portal>)>,
) -> Result<Exit, Report> {
    let count = targets.len();
    let (mut now, mut before, mut exit) = (0, 0, Exit::Done);
    for (index, (session, portal)) in targets.into_iter().enumerate() {
        let turn = format!("{} of {count}", index + 1);
        match one(context, flags, provider, &session, portal, Some(&turn)).await {
            Ok(Outcome::SignedIn) => now += 1,
            Ok(Outcome::NothingToDo) => before += 1,
            Err(report) => {
                report.show(&context.ui, context.wants_json(), &OURS);
                exit = report.exit();
            }
        }
    }
    context.ui.say(sign_ins_text(count, now, before));
    Ok(exit)
}

enum Outcome {
    SignedIn,
    NothingToDo,
}

async fn one(
    context: &Context,
    flags: &Login,
    provider: &Provider,
    session: &Session,
    portal: Option<Portal>,
    turn: Option<&str>,
) -> Result<Outcome, Report> {
    let ui = &context.ui;
    let events = Events::new(context, flags.events.is_some());
    let sign_in = SignIn { context, provider, session, flags: &flags.flow, events, portal, turn };
    if flags.fresh {
        let refused = context.refuse_agent(&context.sign_in_target(session));
        refused.inspect_err(|report| events.failed(session.label(), report))?;
        sign_out(context, provider, session).await?;
    }
    let lasting = match flags.force || flags.fresh {
        true => None,
        false => provider
            .lasting_token(session, flags.min_ttl.unwrap_or_default())
            .await
            .map_err(|error| context.credentials_failed(&error))?,
    };
    if let Some(token) = lasting {
        let outlook = context.outlook(&token, session);
        ui.say(format!(
            "{} is signed in. {outlook}. Nothing to do (--force signs in again).",
            session.label()
        ));
        events.saved(session.label(), token.expires_at);
        print_success(context, flags, session)?;
        return Ok(Outcome::NothingToDo);
    }
    // Read again: the token may have been renewed just now, but not for long enough.
    let (before, files) = (sign_in.stored()?, &context.files()?);
    let token = match flags.wait {
        true => sign_in.join(files).await,
        false => sign_in.run_after(files, before).await,
    };
    token.inspect_err(|report| events.failed(session.label(), report))?;
    print_success(context, flags, session)?;
    let profiles = profiles_of(&files.config(), session);
    let profiles: Vec<_> = profiles.iter().map(String::as_str).collect();
    if let Some(text) = profiles_text(&profiles) {
        ui.say(text);
    }
    Ok(Outcome::SignedIn)
}

/// Signs out of the session, for a new one at the portal: a sign-in there inherits the end of the one before.
async fn sign_out(context: &Context, provider: &Provider, session: &Session) -> Result<(), Report> {
    let files = context.files()?;
    let (config, settings) = (files.config(), context.sign_in_settings()?);
    let found = provider
        .sign_in_files(&config, &settings, SignOutScope::Session(session))
        .map_err(|error| Report::new(Exit::Failed, "cannot list the caches").cause(&error))?;
    if found.iter().any(|file| file.file.token().is_some()) {
        context.changes.note(format!("signed out of {}", session.label()));
    }
    let done = provider.sign_out(&found, &session.endpoints).await;
    for token in &done.unrevoked {
        context.ui.warn(format!("{}: the portal was not told of the sign-out", token.label));
    }
    Ok(())
}

/// Prints the line by which scripts know that `aws sso login` has worked.
fn print_success(context: &Context, flags: &Login, session: &Session) -> Result<(), Report> {
    match flags.prints_success && flags.events.is_none() {
        true => context
            .print(&format!("Successfully logged into Start URL: {}", session.start_url).as_str().into()),
        false => Ok(()),
    }
}

fn configured(context: &Context, flags: &Login, files: &Files) -> Result<Vec<Session>, Report> {
    let settings = context.sign_in_settings()?;
    let config = files.config();
    let failed = |error| context.credentials_failed(&error);
    let profile = context.named_profile();
    if flags.all {
        let names: Vec<_> = config.sso_sessions().map(|section| section.name().to_owned()).collect();
        if names.is_empty() {
            return Err(Report::new(Exit::Configuration, "no sso-session is configured")
                .try_command("daypass configure sso-session".split(' ')));
        }
        let sessions = names.iter().map(|name| session_named(&config, &settings, name, profile.as_deref()));
        return sessions.collect::<Result<_, _>>().map_err(failed);
    }
    Ok(vec![session_choice::session(context, files, flags.sso_session.as_deref())?])
}

/// The session of a start URL that no config file has. Its region is that of the flag, else the one in the portal's host.
async fn without_config(
    context: &Context,
    flags: &Login,
    url: &str,
    provider: &Provider,
) -> Result<(Session, Option<Portal>), Report> {
    let usage = |error: String| Report::new(Exit::Usage, error);
    let start_url = StartUrl::new(url).map_err(|error| usage(error.to_string()))?;
    let said = flags.sso_region.clone().map(Region::new).transpose();
    let said = said.map_err(|error| usage(error.to_string()))?;
    let portal = resolve(provider.caller(), &start_url, said.as_ref()).await?;
    let words = ["daypass", "login", url, "--sso-region", "<REGION>"];
    let unknown = || usage(format!("the region of {url} is not known")).try_command(words);
    let region = portal.region.clone().ok_or_else(unknown)?;
    let endpoints = Endpoints::of(&context.sign_in_settings()?, &context.files()?.config(), None);
    Ok((Session::new(None, start_url, region, endpoints), Some(portal)))
}
