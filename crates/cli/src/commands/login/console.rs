//! `daypass login` with console credentials (`aws login`): by `--console`, or for a profile with `login_session`.

use super::Login;
use crate::{
    command_line,
    context::Context,
    exit::Exit,
    machine,
    report::Report,
    signin::{Events, console_grant},
};
use daypass_at_terminal::keys_outlook;
use daypass_config_parse::{Config, Profile, SectionName};
use daypass_console_sign_ins::{login_profile, said_region, source_beside_login};
use daypass_credentials::{Endpoints, LoginSessions, login_owner, resolve};
use daypass_login_session::console_login::LoginSession;
use daypass_sso_types::{Credentials, Region};
use daypass_terminal::{good, strong};

/// The region that the question suggests, as in the AWS CLI.
const USUAL_REGION: &str = "us-east-1";

/// The profile to sign in with console credentials: that of the command line, or at the end of its chain of roles.
/// `None` if the sign-in is one to IAM Identity Center.
pub(super) fn profile(context: &Context, flags: &Login, config: &Config<'_>) -> Option<String> {
    let word = flags.start_url.clone().filter(|word| config.sso_session(word).is_none());
    let name = word.or_else(|| context.named_profile());
    if flags.console || flags.remote {
        return Some(name.unwrap_or_else(|| "default".to_owned()));
    }
    if flags.start_url.is_some() && config.profile(name.as_deref()?).is_none() || flags.sso_session.is_some()
    {
        return None;
    }
    let name = name.unwrap_or_else(|| "default".to_owned());
    let plan = resolve(config, &context.sign_in_settings().ok()?, &name).ok()?;
    let _login = plan.login()?;
    login_owner(config, &name).map(|owner| owner.name().to_owned())
}

pub(super) fn run(context: &Context, flags: &Login, name: &str) -> Result<Exit, Report> {
    let events = Events::new(context, flags.events.is_some());
    if flags.wait {
        return Err(Report::new(Exit::Usage, "--wait is not for console sign-ins"));
    }
    let signed_in = context.block_on(async { Ok(sign_in(context, flags, name, events).await) })?;
    signed_in.inspect_err(|report| events.failed(name, report))
}

/// Signs in for the profile, unless its sign-in is valid.
pub(super) async fn sign_in(
    context: &Context,
    flags: &Login,
    name: &str,
    events: Events<'_>,
) -> Result<Exit, Report> {
    let files = context.files()?;
    let config = files.config();
    let known = config.profile(name);
    known.as_ref().map_or(Ok(()), refuse_other_source)?;
    let former =
        known.as_ref().and_then(|profile| profile.text("login_session")?.parse::<LoginSession>().ok());
    let provider = context.provider(known.as_ref())?;
    let sessions = provider.login_sessions().expect("the program reads console sign-ins");
    let region = region(context, known.as_ref(), sessions)?;
    let is_new = known.as_ref().is_none_or(|profile| profile.text("region").is_none());
    let endpoints = Endpoints::of(&context.sign_in_settings()?, &config, known.as_ref());
    let at = endpoints.sign_in_endpoint(&region).map_err(|error| context.credentials_failed(&error))?;
    if let (false, Some(former)) = (flags.force, &former) {
        let profile = login_profile(&endpoints, former.clone(), Some(region.clone()));
        if let Ok(keys) = sessions.credentials(&profile).await {
            let outlook = keys_outlook(&keys, machine::now(), &context.env.time_zone());
            let words = format!("{former} is signed in. {outlook}. Nothing to do (--force signs in again).");
            context.ui.say(words);
            saved(events, name, &keys);
            return Ok(Exit::Done);
        }
    }
    // Whatever would keep the sign-in from being stored is found before the person is asked.
    sessions.check_folder().map_err(|error| context.credentials_failed(&error.into()))?;
    let section = SectionName::profile(name);
    context.home().rehearse(&section)?;
    let grant =
        console_grant(context, &flags.flow, (name, events), sessions, at.endpoint.clone(), flags.remote)
            .await?;
    let identity = grant.sign_in.login_session.clone();
    if let Some(former) = former.as_ref().filter(|former| **former != identity) {
        agree(context, name, former, &identity)?;
    }
    let entry = sessions.keep(grant.sign_in, grant.flow, &grant.key, &region, &at).await;
    let entry = entry.map_err(|error| context.credentials_failed(&error.into()))?;
    context.edit_config(|document| {
        let is_set = document.set(&section, "login_session", identity.as_str())?;
        Ok(is_new && document.set(&section, "region", region.as_str())? || is_set)
    })?;
    saved(events, name, &entry.credentials);
    let outlook = keys_outlook(&entry.credentials, machine::now(), &context.env.time_zone());
    context.ui.say(good("Signed in to AWS") + " as " + strong(identity.as_str()) + ". " + outlook + ".");
    context.ui.say(format!("Profile {name} uses this sign-in."));
    if context.global.profile.is_none() && context.environment_credentials()?.is_some() {
        context
            .ui
            .warn("AWS_ACCESS_KEY_ID in the environment wins over the profile; unset it, or use --profile");
    }
    Ok(Exit::Done)
}

/// Refuses a profile with another source of credentials: which one wins differs from tool to tool.
fn refuse_other_source(profile: &Profile<'_>) -> Result<(), Report> {
    let Some(source) = source_beside_login(profile) else { return Ok(()) };
    let name = profile.name();
    let message = format!("profile {name} gets its credentials by {source}, and keeps doing so");
    Err(Report::new(Exit::Configuration, message)
        .try_command(["daypass", "login", "--console", "--profile", "<NAME>"].map(str::to_owned)))
}

/// The region of the sign-in: by flag or environment, of the profile, of the last sign-in, or as the person says.
fn region(
    context: &Context,
    profile: Option<&Profile<'_>>,
    sessions: &LoginSessions,
) -> Result<Region, Report> {
    if let Some(region) = context.region_for(profile.map(Profile::name))? {
        return Ok(region);
    }
    let said = match profile.and_then(|profile| said_region(sessions, profile)) {
        Some(said) => said,
        None if context.ui.prompts() => {
            let is_good = |text: &str| text.parse::<Region>().map(|_| ()).map_err(|error| error.to_string());
            let answer = context.ui.ask("AWS Region", Some(USUAL_REGION), None, &[], &is_good)?;
            answer.unwrap_or_else(|| USUAL_REGION.to_owned())
        }
        None => {
            let mut words = command_line::typed();
            words.extend(["--region", "<REGION>"].map(str::to_owned));
            return Err(Report::new(Exit::Usage, "no region says where to sign in").try_command(words));
        }
    };
    said.parse()
        .map_err(|error: daypass_sso_types::InvalidName| Report::new(Exit::Configuration, error.to_string()))
}

/// Asks whether the profile is to use another identity. Without consent nothing is stored.
fn agree(
    context: &Context,
    name: &str,
    former: &LoginSession,
    identity: &LoginSession,
) -> Result<(), Report> {
    let question = format!("Profile {name} uses {former}. Use {identity} instead?");
    if context.ui.prompts() && context.ui.confirm(&question, false)? {
        return Ok(());
    }
    Err(Report::new(
        Exit::Configuration,
        format!("profile {name} uses {former}; the sign-in is of {identity}"),
    )
    .fact("left over", "that sign-in, which AWS keeps for up to 12 hours and nobody has stored")
    .advise("Nothing has changed. Sign in as the profile's identity, or with another --profile."))
}

/// The last event of a sign-in.
fn saved(events: Events<'_>, profile: &str, keys: &Credentials) {
    events.saved(profile, keys.expires_at.unwrap_or_else(machine::now));
}

/// Signs in with console credentials for this profile, whose sign-in another command needs.
pub(crate) async fn console_again(context: &Context, profile: &str) -> Result<(), Report> {
    let flags = Login { force: true, ..Login::default() };
    sign_in(context, &flags, profile, Events::new(context, false)).await.map(drop)
}
