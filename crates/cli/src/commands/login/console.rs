//! `daypass login` with console credentials (`aws login`): by `--console`, or for a profile with `login_session`.

use super::Login;
use crate::{command_line, context::Context, exit::Exit, machine, report::Report, signin::console_grant};
use daypass_config_parse::{Config, Profile, SectionName};
use daypass_credentials::{
    Endpoints, LoginProfile, LoginSessions, has_sso_keys, login_owner, other_source, resolve,
};
use daypass_login_session::console_login::LoginSession;
use daypass_sso_types::{Credentials, Region};
use daypass_terminal::{good, strong, time};

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
    let files = context.files()?;
    let config = files.config();
    let known = config.profile(name);
    known.as_ref().map_or(Ok(()), refuse_other_source)?;
    if flags.events.is_some() || flags.wait {
        let flag = if flags.wait { "--wait" } else { "--events" };
        return Err(Report::new(Exit::Usage, format!("{flag} is not for console sign-ins")));
    }
    let former =
        known.as_ref().and_then(|profile| profile.text("login_session")?.parse::<LoginSession>().ok());
    let provider = context.provider(known.as_ref())?;
    let sessions = provider.login_sessions().expect("the program reads console sign-ins");
    let (region, is_new) = region(context, known.as_ref(), sessions, former.as_ref())?;
    let endpoints = Endpoints::of(&context.sign_in_settings()?, &config, known.as_ref());
    let at = endpoints.sign_in_endpoint(&region).map_err(|error| context.credentials_failed(&error))?;
    context.block_on(async {
        if let (false, Some(former)) = (flags.force, &former) {
            let choose = move |region: &Region| Ok(endpoints.sign_in_endpoint(region)?);
            let profile = LoginProfile::new(former.clone(), Some(region.clone()), choose);
            if let Ok(keys) = sessions.credentials(&profile).await {
                let outlook = outlook(context, &keys);
                let words =
                    format!("{former} is signed in. {outlook}. Nothing to do (--force signs in again).");
                context.ui.say(words);
                return Ok(Exit::Done);
            }
        }
        // Whatever would keep the sign-in from being stored is found before the person is asked.
        sessions.check_folder().map_err(|error| context.credentials_failed(&error.into()))?;
        let section = SectionName::profile(name);
        context.rehearse_config(&section)?;
        let grant = console_grant(context, &flags.flow, sessions, at.endpoint.clone(), flags.remote).await?;
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
        let outlook = outlook(context, &entry.credentials);
        context.ui.say(good("Signed in to AWS") + " as " + strong(identity.as_str()) + ". " + outlook + ".");
        context.ui.say(format!("Profile {name} uses this sign-in."));
        if context.global.profile.is_none() && context.environment_credentials()?.is_some() {
            context.ui.warn(
                "AWS_ACCESS_KEY_ID in the environment wins over the profile; unset it, or use --profile",
            );
        }
        Ok(Exit::Done)
    })
}

/// Refuses a profile with another source of credentials: which one wins differs from tool to tool.
fn refuse_other_source(profile: &Profile<'_>) -> Result<(), Report> {
    let name = profile.name();
    let lone = ["aws_secret_access_key"].into_iter().find(|key| profile.text(key).is_some());
    let sso = || has_sso_keys(profile).then_some("IAM Identity Center");
    let other = other_source(profile).filter(|key| *key != "login_session").or_else(sso).or(lone);
    let Some(source) = other else { return Ok(()) };
    let message = format!("profile {name} gets its credentials by {source}, and keeps doing so");
    Err(Report::new(Exit::Configuration, message)
        .try_command(["daypass", "login", "--console", "--profile", "<NAME>"].map(str::to_owned)))
}

/// The region of the sign-in, and whether the profile lacks it: by flag or environment, of the profile, of the last
/// sign-in, or as the person says.
fn region(
    context: &Context,
    profile: Option<&Profile<'_>>,
    sessions: &LoginSessions,
    former: Option<&LoginSession>,
) -> Result<(Region, bool), Report> {
    let own = profile.and_then(|profile| profile.text("region").map(str::to_owned));
    if let Some(region) = context.region_for(profile.map(Profile::name))? {
        return Ok((region, own.is_none()));
    }
    let of_last = || sessions.stored(former?).ok()??.sign_in_region;
    let is_new = own.is_none();
    let said = match own.or_else(of_last) {
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
    let region = said.parse().map_err(|error: daypass_sso_types::InvalidName| {
        Report::new(Exit::Configuration, error.to_string())
    })?;
    Ok((region, is_new))
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

/// How long the keys are good, and what comes then.
fn outlook(context: &Context, keys: &Credentials) -> String {
    let now = machine::now();
    let Some(end) = keys.expires_at else { return "Its keys have no end".to_owned() };
    format!("Keys until {}, renewed for up to 12 hours", time::clock(end, now, &context.env.time_zone()))
}
