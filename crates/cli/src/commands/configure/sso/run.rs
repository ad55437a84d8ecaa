//! `daypass configure sso`: asks for session, sign-in, account, role and defaults; one write at the end.

use super::ConfigureSso;
use crate::{
    command_line,
    commands::configure::{
        account_and_role,
        question::{Question, check_flag, missing, wrong_flag},
        session::{Answers, Defaults, Naming, ask_name},
    },
    context::{Context, Files},
    exit::Exit,
    inventory,
    report::Report,
    signin::SignIn,
};
use daypass_config_parse::{Config, Dialect, Profile, SectionName};
use daypass_credentials::{Endpoints, Session, Settings, has_sso_keys, other_source, resolve};
use daypass_populate::setup::{self, DEFAULT_SCOPES, OUTPUTS, ProfileSetup, split_scopes, suggested_name};
use daypass_sso_types::Region;
use daypass_terminal::strong;

const SCOPES: &str = "sso_registration_scopes";

/// The values of the profile, by key.
type Stored<'a> = &'a dyn Fn(&str) -> Option<String>;

pub(crate) fn run(context: &Context, flags: &ConfigureSso) -> Result<Exit, Report> {
    let files = context.files()?;
    let setup = context.block_on(ask(context, flags, &files))?;
    context.edit_config(|document| document.apply_to_existing(&setup.edits()))?;
    say_next_steps(context, &setup)?;
    Ok(Exit::Done)
}

/// Refuses a profile with another source of credentials, which would have two: `role_arn` would win, and which one of the
/// others wins differs from tool to tool.
fn refuse_other_source(profile: &Profile<'_>) -> Result<(), Report> {
    let key = match other_source(profile) {
        Some("role_arn") => "role_arn",
        Some(key) if !has_sso_keys(profile) => key,
        _ => return Ok(()),
    };
    let name = profile.name();
    let message = format!("profile {name} gets its credentials by {key}, and keeps doing so");
    let report = Report::new(Exit::Configuration, message);
    if key == "login_session" {
        return Err(report.try_command(["daypass", "login", "--profile", name].map(str::to_owned)));
    }
    Err(report.advise(&format!("Choose another name, or remove {key} from the profile first.")))
}

async fn ask(context: &Context, flags: &ConfigureSso, files: &Files) -> Result<ProfileSetup, Report> {
    let config = files.config();
    let profile = context.chosen_profile();
    check_flags(context, flags, &config, profile.as_deref())?;
    context.rehearse_config(&SectionName::profile(profile.as_deref().unwrap_or("rehearsed")))?;
    let known = profile.as_deref().and_then(|name| config.profile(name));
    known.as_ref().map_or(Ok(()), refuse_other_source)?;
    let stored = |key: &str| {
        known.as_ref().and_then(|known| known.get(key)).map(str::to_owned).filter(|value| !value.is_empty())
    };

    let (session, Answers { mut keys, portal }) = ask_session(context, flags, files, &stored).await?;
    let settings = context.sign_in_settings()?;
    let endpoints = Endpoints::of(&settings, &config, known.as_ref());
    let mut target = Session::new(session.clone(), keys.start_url.clone(), keys.region.clone(), endpoints)
        .with_scopes(keys.scopes.as_deref().map(split_scopes));

    let provider = context.provider(known.as_ref())?;
    let token = match provider.access_token(&target).await {
        Ok(token) if token.start_url.as_deref().is_none_or(|url| url == keys.start_url.as_str()) => token,
        _ => {
            check_answers(context, flags, &stored)?;
            let sign_in = SignIn::new(context, &provider, &target, &flags.flow);
            SignIn { portal, ..sign_in }.run(files).await?
        }
    };
    // Behind a vanity start URL the portal may turn out to be elsewhere.
    if let Some(region) = token.region.as_deref().and_then(|region| Region::new(region).ok()) {
        target.region = region.clone();
        keys.region = region;
    }
    let portal = inventory::portal(context, &provider, &target, token.access_token.clone())?;
    let signed = (&target, &portal);
    let account =
        account_and_role::account(context, flags, signed, stored("sso_account_id").as_deref()).await?;
    let role =
        account_and_role::role(context, flags, signed, &account, stored("sso_role_name").as_deref()).await?;

    let setting = |key, text, given: &Option<String>, known: &[&str]| {
        let known = known.iter().map(|&value| value.to_owned()).collect();
        let current = stored(key);
        Question { text, key, placeholder: "", given: given.clone(), current, known }.optional(&context.ui)
    };
    let region = setting("region", "Default client Region", &context.global.region, &[])?;
    let text = "CLI default output format (json if not specified)";
    let output = setting("output", text, &context.global.output, &OUTPUTS)?;
    let profile = match profile {
        Some(profile) => profile,
        None => profile_name(context, &config, suggested_name(&role, &account.id))?,
    };
    Ok(ProfileSetup { profile, session, keys, account: account.id, role, region, output })
}

/// Without a terminal, requires account and role before the browser opens for the sign-in.
fn check_answers(context: &Context, flags: &ConfigureSso, stored: Stored<'_>) -> Result<(), Report> {
    let needed = [
        ("the account", "sso_account_id", "<ID>", &flags.sso_account_id),
        ("the role", "sso_role_name", "<NAME>", &flags.sso_role_name),
    ];
    let lacking = needed.iter().find(|(_, key, _, given)| given.is_none() && stored(key).is_none());
    match lacking {
        Some((what, key, placeholder, _)) if !context.ui.prompts() => Err(missing(what, key, placeholder)),
        _ => Ok(()),
    }
}

/// Checks the flags before the first question or call.
fn check_flags(
    context: &Context,
    flags: &ConfigureSso,
    config: &Config<'_>,
    profile: Option<&str>,
) -> Result<(), Report> {
    if let Some(name) = profile {
        setup::check_name(config, &SectionName::profile(name))
            .map_err(|problem| wrong_flag(Exit::Usage, problem.to_string(), name, "<NAME>"))?;
    }
    check_flag("sso_account_id", flags.sso_account_id.as_deref(), "<ID>")?;
    check_flag("sso_role_name", flags.sso_role_name.as_deref(), "<NAME>")?;
    check_flag("region", context.global.region.as_deref(), "<REGION>")?;
    check_flag("output", context.global.output.as_deref(), "<FORMAT>")
}

/// Asks for the session: its name, and its keys. The keys of an existing session are kept, unless a flag changes them.
async fn ask_session(
    context: &Context,
    flags: &ConfigureSso,
    files: &Files,
    stored: Stored<'_>,
) -> Result<(Option<String>, Answers), Report> {
    let current = stored("sso_session");
    let defaults = Defaults { start_url: stored("sso_start_url"), region: stored("sso_region") };
    let naming = match (&current, &defaults.start_url) {
        (None, None) => Naming::Recommended,
        _ => Naming::Optional(current.as_deref()),
    };
    let name = ask_name(&context.ui, &flags.session, files, naming)?;
    let is_said = flags.session.sso_session.is_some() || defaults.start_url.is_some();
    if name.is_none() && !is_said && !context.ui.prompts() {
        return Err(missing("the session's name", "sso_session", "<NAME>"));
    }
    let config = files.config();
    let existing = name.as_deref().and_then(|name| config.sso_session(name));
    let mut session_flags = flags.session.clone();
    if let Some(existing) = &existing {
        // An invalid value is asked for, with the value in the file as the default.
        let keys = [
            ("sso_start_url", &mut session_flags.sso_start_url),
            ("sso_region", &mut session_flags.sso_region),
            (SCOPES, &mut session_flags.sso_registration_scopes),
        ];
        for (key, flag) in keys.into_iter().filter(|(_, flag)| flag.is_none()) {
            *flag = existing.get(key).filter(|value| setup::check(key, value).is_ok()).map(str::to_owned);
        }
    }
    if name.is_none() {
        context
            .ui
            .warn("a profile without a session cannot renew its sign-in; a session name is recommended");
    }
    // A session without scopes has the default scope; writing the scope would change the key of its token.
    let scopes = existing.as_ref().and_then(|existing| existing.get(SCOPES)).unwrap_or_default();
    let unscoped =
        existing.is_some() && session_flags.sso_registration_scopes.is_none() && scopes.trim().is_empty();
    if unscoped {
        session_flags.sso_registration_scopes = Some(DEFAULT_SCOPES.to_owned());
    }
    let mut answers = Answers::ask(context, &session_flags, files, name.as_deref(), defaults).await?;
    answers.keys.scopes = answers.keys.scopes.filter(|_| !unscoped);
    Ok((name, answers))
}

/// Asks for the name of the profile; without a terminal, the usual name.
fn profile_name(context: &Context, config: &Config<'_>, usual: String) -> Result<String, Report> {
    if !context.ui.prompts() {
        return Ok(usual);
    }
    let check = |name: &str| {
        setup::check_name(config, &SectionName::profile(name)).map_err(|error| error.to_string())
    };
    let name = context.ui.ask("Profile name", Some(&usual), None, &[], &check)?;
    Ok(name.unwrap_or(usual))
}

/// Prints commands to try, or what keeps the profile from working.
fn say_next_steps(context: &Context, setup: &ProfileSetup) -> Result<(), Report> {
    let ui = &context.ui;
    ui.say("Profile " + strong(&setup.profile) + " is set up. Try:");
    if let Some(obstacle) = obstacle(setup, &context.files()?) {
        ui.warn(obstacle);
        ui.say("  daypass doctor");
        return Ok(());
    }
    for command in [["daypass", "whoami"].as_slice(), &["aws", "s3", "ls"]] {
        let of = ["--profile", setup.profile.as_str()];
        let of = of.iter().filter(|_| setup.profile != "default");
        let command = command.iter().chain(of).map(|&word| word.to_owned()).collect();
        if let Some(command) = command_line::printed(command) {
            ui.say(format!("  {command}"));
        }
    }
    Ok(())
}

/// What in the config files keeps the profile from working.
fn obstacle(setup: &ProfileSetup, files: &Files) -> Option<String> {
    let config = files.config();
    if let Some(refusal) = files.config.refused_by(Dialect::AwsCli) {
        return Some(format!("the AWS CLI refuses the config file: {refusal}"));
    }
    if let Some(key) = setup.overridden(&config) {
        return Some(format!("{key} of this profile stands in the credentials file too, which wins"));
    }
    resolve(&config, &Settings::default(), &setup.profile).err().map(|error| error.to_string())
}
