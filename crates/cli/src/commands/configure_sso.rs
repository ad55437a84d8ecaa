//! `daypass configure sso`: session, sign-in, account, role, defaults; written at the end, at once or not at all.

use super::{
    choose,
    configure_session::{Answers, DEFAULT_SCOPES, Defaults, ask_name, missing},
    portal::Desk,
};
use crate::{
    args::ConfigureSso,
    context::{Context, Files},
    exit::Exit,
    format::shell,
    prompt,
    report::Report,
    signin::{Events, SignIn},
};
use daypass_config_parse::{Batch, SectionName};
use daypass_credentials::{Endpoints, Session};
use daypass_sso_types::{AccountId, Region, RoleName};

pub(crate) const COMMAND: &str = "sso";
const OUTPUTS: [&str; 6] = ["json", "text", "table", "yaml", "yaml-stream", "off"];
/// Keys that would contradict a session, and the one that would contradict a legacy profile.
const LEGACY_KEYS: [&str; 3] = ["sso_start_url", "sso_region", "sso_registration_scopes"];

pub(crate) fn run(context: &Context, flags: &ConfigureSso) -> Result<Exit, Report> {
    let files = context.files()?;
    let plan = context.block_on(plan(context, flags, &files))?;
    context.edit_config(|document| document.apply(&plan.edits()))?;
    plan.conclude(context);
    Ok(Exit::Done)
}

/// Everything that will be written.
struct Plan {
    profile: String,
    session: Option<String>,
    answers: Answers,
    account: AccountId,
    role: RoleName,
    region: Option<String>,
    output: Option<String>,
}

async fn plan(context: &Context, flags: &ConfigureSso, files: &Files) -> Result<Plan, Report> {
    check_flags(context, flags)?;
    let config = files.config();
    let profile = context.named_profile();
    let known = profile.as_deref().and_then(|name| config.profile(name));
    let stored = |key: &str| {
        known.as_ref().and_then(|known| known.get(key)).map(str::to_owned).filter(|value| !value.is_empty())
    };

    let (session, mut answers) = session_part(context, flags, files, &stored).await?;
    let settings = context.settings()?;
    let endpoints = Endpoints::of(&settings, &config, known.as_ref());
    let mut target =
        Session::new(session.clone(), answers.start_url.clone(), answers.region.clone(), endpoints)
            .with_scopes(answers.scopes.as_deref().map(split));

    let ca_bundle = stored("ca_bundle");
    let provider = context.provider(ca_bundle.as_deref())?;
    let token = match provider.access_token(&target).await {
        Ok(token) if token.start_url.as_deref().is_none_or(|url| url == answers.start_url.as_str()) => token,
        _ => {
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
            context.ui.say(&format!(
                "Signed in to {}. {}.",
                target.label(),
                context.outlook(&token, &target)
            ));
            token
        }
    };
    // Behind a vanity start URL the portal may turn out to be elsewhere.
    if let Some(region) = token.region.as_deref().and_then(|region| Region::new(region).ok()) {
        target.region = region.clone();
        answers.region = region;
    }
    let desk = Desk::with_token(context, &provider, target, token.access_token.clone())?;
    let account = choose::account(context, flags, &desk).await?;
    let role = choose::role(context, flags, &desk, &account).await?;

    let region =
        optional(context, "Default client Region", context.global.region.clone(), stored("region"), &[])?;
    let output = optional(
        context,
        "CLI default output format (json if not specified)",
        context.global.output.clone(),
        stored("output"),
        &OUTPUTS,
    )?;
    let profile = match profile {
        Some(profile) => profile,
        None => profile_name(context, &role, &account.id)?,
    };
    Ok(Plan { profile, session, answers, account: account.id, role, region, output })
}

/// What is wrong with the flags is said before anything is asked or called.
fn check_flags(context: &Context, flags: &ConfigureSso) -> Result<(), Report> {
    let usage = |error: String| Report::new(Exit::Usage, error);
    if let Some(id) = &flags.sso_account_id {
        AccountId::new(id.as_str()).map_err(|error| usage(error.to_string()))?;
    }
    if let Some(role) = &flags.sso_role_name {
        RoleName::new(role.as_str()).map_err(|error| usage(error.to_string()))?;
    }
    if let Some(region) = context.global.region.as_deref().filter(|region| !region.is_empty()) {
        Region::new(region).map_err(|error| usage(error.to_string()))?;
    }
    match context.global.output.as_deref() {
        Some(output) if !output.is_empty() && !OUTPUTS.contains(&output) => Err(usage(format!(
            "{output:?} is no output format of the AWS CLI; there is {}",
            OUTPUTS.join(", ")
        ))),
        _ => Ok(()),
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
    let name = ask_name(context, &flags.session, files, current.as_deref())?;
    if name.is_none()
        && flags.session.sso_session.is_none()
        && !context.ui.prompts()
        && stored("sso_start_url").is_none()
    {
        return Err(missing("the session's name", "--sso-session", "NAME", COMMAND));
    }
    let defaults = Defaults { start_url: stored("sso_start_url"), region: stored("sso_region") };
    let config = files.config();
    let existing = name.as_deref().and_then(|name| config.sso_session(name));
    let mut session_flags = flags.session.clone();
    if let Some(existing) = &existing {
        let take = |flag: &mut Option<String>, key| {
            if flag.is_none() {
                *flag = existing.get(key).map(str::to_owned);
            }
        };
        take(&mut session_flags.sso_start_url, "sso_start_url");
        take(&mut session_flags.sso_region, "sso_region");
        take(&mut session_flags.sso_registration_scopes, "sso_registration_scopes");
    }
    if name.is_none() {
        context
            .ui
            .warn("a profile without a session cannot renew its sign-in; a session name is recommended");
    }
    // A session without scopes means the default; asking for them and writing them down would change its key.
    let unscoped = existing.is_some() && session_flags.sso_registration_scopes.is_none();
    if unscoped {
        session_flags.sso_registration_scopes = Some(DEFAULT_SCOPES.to_owned());
    }
    let answers = Answers::ask(context, &session_flags, files, name.as_deref(), COMMAND, defaults);
    let mut answers = answers.await?;
    answers.scopes = answers.scopes.filter(|_| !unscoped);
    Ok((name, answers))
}

/// A setting that may be left out.
fn optional(
    context: &Context,
    question: &str,
    given: Option<String>,
    current: Option<String>,
    known: &[&str],
) -> Result<Option<String>, Report> {
    let answer = match given {
        Some(given) => Some(given),
        None if context.ui.prompts() => {
            let known: Vec<_> = known.iter().map(|&value| value.to_owned()).collect();
            let check = |text: &str| match known.is_empty()
                || text.is_empty()
                || known.iter().any(|value| value == text)
            {
                true => Ok(()),
                false => Err(format!("one of {}", known.join(", "))),
            };
            prompt::text(&context.ui, question, current.as_deref(), Some("None"), &known, &check)?
        }
        None => current,
    };
    Ok(answer.map(|answer| answer.trim().to_owned()).filter(|answer| !answer.is_empty()))
}

/// `<role>-<account>`, in characters that every SDK reads in a name.
fn profile_name(context: &Context, role: &RoleName, account: &AccountId) -> Result<String, Report> {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "_.+@%:/-".contains(c) { c } else { '-' };
    let default = format!("{}-{account}", role.as_str().chars().map(plain).collect::<String>());
    if !context.ui.prompts() {
        return Ok(default);
    }
    let name = prompt::text(&context.ui, "Profile name", Some(&default), None, &[], &|_| Ok(()))?;
    Ok(name.unwrap_or(default))
}

impl Plan {
    /// All edits as one, so that the file never holds half of them.
    fn edits(&self) -> Batch {
        let profile = SectionName::profile(self.profile.as_str());
        let mut edits = Batch::new();
        match &self.session {
            Some(session) => {
                edits = edits.set(&profile, "sso_session", session);
                edits = LEGACY_KEYS.iter().fold(edits, |edits, key| edits.unset(&profile, key));
            }
            None => {
                edits = edits
                    .unset(&profile, "sso_session")
                    .set(&profile, "sso_start_url", self.answers.start_url.as_str())
                    .set(&profile, "sso_region", self.answers.region.as_str());
            }
        }
        edits = edits.set(&profile, "sso_account_id", self.account.as_str()).set(
            &profile,
            "sso_role_name",
            self.role.as_str(),
        );
        for (key, value) in [("region", &self.region), ("output", &self.output)] {
            if let Some(value) = value {
                edits = edits.set(&profile, key, value);
            }
        }
        match &self.session {
            Some(session) => self.answers.edits(edits, session),
            None => edits,
        }
    }

    fn conclude(&self, context: &Context) {
        let ui = &context.ui;
        ui.say(&format!("Profile {} is set up. Try:", ui.strong(&self.profile)));
        let option = match self.profile.as_str() {
            "default" => String::new(),
            name => format!(" --profile {}", shell::posix(name)),
        };
        ui.say(&format!("  daypass whoami{option}\n  aws s3 ls{option}"));
    }
}

fn split(scopes: &str) -> Vec<String> {
    scopes.split(',').map(str::trim).filter(|scope| !scope.is_empty()).map(str::to_owned).collect()
}
