//! `daypass configure sso`: session, sign-in, account, role, defaults; written at the end, at once or not at all.

use super::ConfigureSso;
use crate::commands::configure::{
    choose,
    plan::Plan,
    question::{missing, wrong_flag},
    sso_session::{Answers, DEFAULT_SCOPES, Defaults, Naming, ask_name, check_scopes},
};
use crate::{
    config_files::check_name,
    context::{Context, Files},
    exit::Exit,
    organisation, prompt,
    report::Report,
    signin::{Events, SignIn},
};
use daypass_config_parse::{Config, Profile, SectionName};
use daypass_credentials::{Endpoints, Session, has_sso_keys, other_source};
use daypass_sso_types::{AccountId, Region, RoleName, StartUrl};

const OUTPUTS: [&str; 6] = ["json", "text", "table", "yaml", "yaml-stream", "off"];
const SCOPES: &str = "sso_registration_scopes";

pub(crate) fn run(context: &Context, flags: &ConfigureSso) -> Result<Exit, Report> {
    let files = context.files()?;
    let plan = context.block_on(plan(context, flags, &files))?;
    context.edit_config(|document| document.apply_to_named(&plan.edits()))?;
    plan.conclude(context)?;
    Ok(Exit::Done)
}

/// A profile with another source of credentials would have two: of a role the other would still win, of the others
/// nobody could tell.
fn stays_what_it_is(profile: &Profile<'_>) -> Result<(), Report> {
    let key = match other_source(profile) {
        Some("role_arn") => "role_arn",
        Some(key) if !has_sso_keys(profile) => key,
        _ => return Ok(()),
    };
    let name = profile.name();
    let message = format!("profile {name} gets its credentials by {key}, and keeps doing so");
    Err(Report::new(Exit::Configuration, message)
        .advise(&format!("Choose another name, or remove {key} from the profile first.")))
}

async fn plan(context: &Context, flags: &ConfigureSso, files: &Files) -> Result<Plan, Report> {
    let config = files.config();
    let profile = context.chosen_profile();
    check_flags(context, flags, &config, profile.as_deref())?;
    context.rehearse_config(&SectionName::profile(profile.as_deref().unwrap_or("rehearsed")))?;
    let known = profile.as_deref().and_then(|name| config.profile(name));
    known.as_ref().map_or(Ok(()), stays_what_it_is)?;
    let stored = |key: &str| {
        known.as_ref().and_then(|known| known.get(key)).map(str::to_owned).filter(|value| !value.is_empty())
    };

    let (session, mut answers) = session_part(context, flags, files, &stored).await?;
    let settings = context.sign_in_settings()?;
    let endpoints = Endpoints::of(&settings, &config, known.as_ref());
    let mut target =
        Session::new(session.clone(), answers.start_url.clone(), answers.region.clone(), endpoints)
            .with_scopes(answers.scopes.as_deref().map(split));

    let ca_bundle = stored("ca_bundle");
    let provider = context.provider(ca_bundle.as_deref())?;
    let token = match provider.access_token(&target).await {
        Ok(token) if token.start_url.as_deref().is_none_or(|url| url == answers.start_url.as_str()) => token,
        _ => {
            words_suffice(context, flags, &stored)?;
            let events = Events::new(context, false);
            let sign_in = SignIn {
                context,
                provider: &provider,
                session: &target,
                flags: &flags.flow,
                events,
                portal: answers.portal.clone(),
                turn: None,
            };
            let token = sign_in.run(files).await?;
            context.ui.say(format!("Signed in to {}. {}.", target.label(), context.outlook(&token, &target)));
            token
        }
    };
    // Behind a vanity start URL the portal may turn out to be elsewhere.
    if let Some(region) = token.region.as_deref().and_then(|region| Region::new(region).ok()) {
        target.region = region.clone();
        answers.region = region;
    }
    let portal = organisation::portal(context, &provider, &target, token.access_token.clone())?;
    let signed = (&target, &portal);
    let account = choose::account(context, flags, signed, stored("sso_account_id").as_deref()).await?;
    let role = choose::role(context, flags, signed, &account, stored("sso_role_name").as_deref()).await?;

    let global = &context.global;
    let region = optional(
        context,
        "Default client Region",
        global.region.as_deref(),
        stored("region"),
        &[],
        &check_region,
    )?;
    let output = optional(
        context,
        "CLI default output format (json if not specified)",
        global.output.as_deref(),
        stored("output"),
        &OUTPUTS,
        &check_output,
    )?;
    let profile = match profile {
        Some(profile) => profile,
        None => profile_name(context, &config, &role, &account.id)?,
    };
    Ok(Plan { profile, session, answers, account: account.id, role, region, output })
}

/// Where nobody can be asked, what has to be known is known before a browser opens and a person approves.
fn words_suffice(
    context: &Context,
    flags: &ConfigureSso,
    stored: &dyn Fn(&str) -> Option<String>,
) -> Result<(), Report> {
    let needed = [
        ("the account", "--sso-account-id", "<ID>", &flags.sso_account_id, "sso_account_id"),
        ("the role", "--sso-role-name", "<NAME>", &flags.sso_role_name, "sso_role_name"),
    ];
    let lacking = needed.iter().find(|(.., given, key)| given.is_none() && stored(key).is_none());
    match lacking {
        Some((what, flag, placeholder, ..)) if !context.ui.prompts() => Err(missing(what, flag, placeholder)),
        _ => Ok(()),
    }
}

/// What is wrong with the flags is said before anything is asked or called.
fn check_flags(
    context: &Context,
    flags: &ConfigureSso,
    config: &Config<'_>,
    profile: Option<&str>,
) -> Result<(), Report> {
    let check = |given: Option<&str>, placeholder, check: &dyn Fn(&str) -> Result<(), String>| match given {
        Some(given) => check(given).map_err(|problem| wrong_flag(Exit::Usage, problem, given, placeholder)),
        None => Ok(()),
    };
    let account = |id: &str| AccountId::new(id).map(drop).map_err(|error| error.to_string());
    let role = |name: &str| RoleName::new(name).map(drop).map_err(|error| error.to_string());
    check(profile, "<NAME>", &|name| check_name(config, &SectionName::profile(name)))?;
    check(flags.sso_account_id.as_deref(), "<ID>", &account)?;
    check(flags.sso_role_name.as_deref(), "<NAME>", &role)?;
    check(context.global.region.as_deref(), "<REGION>", &check_region)?;
    check(context.global.output.as_deref(), "<FORMAT>", &check_output)
}

/// Empty or a region.
fn check_region(text: &str) -> Result<(), String> {
    match text.is_empty() {
        true => Ok(()),
        false => Region::new(text).map(drop).map_err(|error| error.to_string()),
    }
}

/// Empty or an output format.
fn check_output(text: &str) -> Result<(), String> {
    match text.is_empty() || OUTPUTS.contains(&text) {
        true => Ok(()),
        false => Err(format!("{text:?} is no output format of the AWS CLI; there is {}", OUTPUTS.join(", "))),
    }
}

/// The session's name and settings. An existing session is taken as it is, unless a flag says otherwise.
async fn session_part(
    context: &Context,
    flags: &ConfigureSso,
    files: &Files,
    stored: &dyn Fn(&str) -> Option<String>,
) -> Result<(Option<String>, Answers), Report> {
    let current = stored("sso_session");
    let naming = match (&current, stored("sso_start_url")) {
        (None, None) => Naming::Recommended,
        _ => Naming::Optional(current.as_deref()),
    };
    let name = ask_name(context, &flags.session, files, naming)?;
    if name.is_none()
        && flags.session.sso_session.is_none()
        && !context.ui.prompts()
        && stored("sso_start_url").is_none()
    {
        return Err(missing("the session's name", "--sso-session", "<NAME>"));
    }
    let defaults = Defaults { start_url: stored("sso_start_url"), region: stored("sso_region") };
    let config = files.config();
    let existing = name.as_deref().and_then(|name| config.sso_session(name));
    let mut session_flags = flags.session.clone();
    if let Some(existing) = &existing {
        // What cannot be is asked for, with what stands there as the default.
        let take = |flag: &mut Option<String>, key, good: &dyn Fn(&str) -> bool| {
            if flag.is_none() {
                *flag = existing.get(key).filter(|value| good(value)).map(str::to_owned);
            }
        };
        take(&mut session_flags.sso_start_url, "sso_start_url", &|url| StartUrl::new(url).is_ok());
        take(&mut session_flags.sso_region, "sso_region", &|region| Region::new(region).is_ok());
        take(&mut session_flags.sso_registration_scopes, SCOPES, &|scopes| check_scopes(scopes).is_ok());
    }
    if name.is_none() {
        context
            .ui
            .warn("a profile without a session cannot renew its sign-in; a session name is recommended");
    }
    // A session without scopes means the default; asking for them and writing them down would change its key.
    let scopes = existing.as_ref().and_then(|existing| existing.get(SCOPES)).unwrap_or_default();
    let unscoped =
        existing.is_some() && session_flags.sso_registration_scopes.is_none() && scopes.trim().is_empty();
    if unscoped {
        session_flags.sso_registration_scopes = Some(DEFAULT_SCOPES.to_owned());
    }
    let mut answers = Answers::ask(context, &session_flags, files, name.as_deref(), defaults).await?;
    answers.scopes = answers.scopes.filter(|_| !unscoped);
    Ok((name, answers))
}

/// A setting that may be left out.
fn optional(
    context: &Context,
    question: &str,
    given: Option<&str>,
    current: Option<String>,
    known: &[&str],
    check: &dyn Fn(&str) -> Result<(), String>,
) -> Result<Option<String>, Report> {
    let answer = match given {
        Some(given) => Some(given.to_owned()),
        None if context.ui.prompts() => {
            let known: Vec<_> = known.iter().map(|&value| value.to_owned()).collect();
            prompt::text(&context.ui, question, current.as_deref(), Some("None"), &known, check)?
        }
        None => current,
    };
    Ok(answer.map(|answer| answer.trim().to_owned()).filter(|answer| !answer.is_empty()))
}

/// `<role>-<account>`, in characters that every SDK reads in a name.
fn profile_name(
    context: &Context,
    config: &Config<'_>,
    role: &RoleName,
    account: &AccountId,
) -> Result<String, Report> {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "_.+@%:/-".contains(c) { c } else { '-' };
    let default = format!("{}-{account}", role.as_str().chars().map(plain).collect::<String>());
    if !context.ui.prompts() {
        return Ok(default);
    }
    let check = |name: &str| check_name(config, &SectionName::profile(name));
    let name = prompt::text(&context.ui, "Profile name", Some(&default), None, &[], &check)?;
    Ok(name.unwrap_or(default))
}

fn split(scopes: &str) -> Vec<String> {
    scopes.split(',').map(str::trim).filter(|scope| !scope.is_empty()).map(str::to_owned).collect()
}
