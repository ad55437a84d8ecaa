//! `daypass configure sso-session`: the session part of the wizard alone, without a sign-in.

use super::ConfigureSession;
use crate::commands::configure::question::{Question, missing, wrong_flag};
use crate::{
    config_files::check_name,
    context::{Context, Files},
    exit::Exit,
    prompt,
    report::{Report, clean},
};
use daypass_config_parse::{Batch, Dialect, SectionName};
use daypass_credentials::closest;
use daypass_sign_in::{Portal, is_vanity, resolve};
use daypass_sso_types::{Region, StartUrl};
use daypass_terminal::strong;
use daypass_transport::{Partition, portal_region};

/// The scope that gives accounts and roles; the default of the AWS CLI's wizard.
pub(crate) const DEFAULT_SCOPES: &str = "sso:account:access";

pub(crate) fn run(context: &Context, flags: &ConfigureSession) -> Result<Exit, Report> {
    let files = context.files()?;
    let (name, answers) = context.block_on(ask(context, flags, &files))?;
    let edits = answers.edits(Batch::new(), &name);
    context.edit_config(|document| document.apply_to_named(&edits))?;
    let ui = &context.ui;
    if let Some(refusal) = context.files()?.config.refused_by(Dialect::AwsCli) {
        ui.warn(format!("the AWS CLI refuses the config file: {refusal}"));
    }
    ui.say("Session " + strong(&name) + " is set up. Sign in with:");
    if let Some(command) = crate::words::printed(crate::context::login_words(&name, None)) {
        ui.say(format!("  {command}"));
    }
    Ok(Exit::Done)
}

async fn ask(
    context: &Context,
    flags: &ConfigureSession,
    files: &Files,
) -> Result<(String, Answers), Report> {
    context.rehearse_config(&SectionName::sso_session("rehearsed"))?;
    let Some(name) = ask_name(context, flags, files, Naming::Required)? else {
        return Err(missing("the session's name", "--sso-session", "<NAME>"));
    };
    let answers = Answers::ask(context, flags, files, Some(&name), Defaults::default()).await?;
    Ok((name, answers))
}

/// Where answers come from when neither flag nor session has one: a legacy profile's own keys.
#[derive(Debug, Default)]
pub(crate) struct Defaults {
    pub(crate) start_url: Option<String>,
    pub(crate) region: Option<String>,
}

/// The session's settings, checked.
#[derive(Debug)]
pub(crate) struct Answers {
    pub(crate) start_url: StartUrl,
    pub(crate) region: Region,
    /// As the file has it; none for a legacy profile.
    pub(crate) scopes: Option<String>,
    /// The portal behind a vanity start URL, where it was asked for the region.
    pub(crate) portal: Option<Portal>,
}

impl Answers {
    /// Flags first, then what stands in the file; a person is asked, with that as the default.
    pub(crate) async fn ask(
        context: &Context,
        flags: &ConfigureSession,
        files: &Files,
        session: Option<&str>,
        defaults: Defaults,
    ) -> Result<Self, Report> {
        let config = files.config();
        let known = session.and_then(|name| config.sso_session(name));
        let stored = |key| known.as_ref().and_then(|known| known.get(key)).map(str::to_owned);
        let start_url = Question {
            text: "SSO start URL",
            flag: "--sso-start-url",
            placeholder: "<URL>",
            given: flags.sso_start_url.clone(),
            current: stored("sso_start_url").or(defaults.start_url),
            known: config
                .sso_sessions()
                .filter_map(|other| other.get("sso_start_url"))
                .map(str::to_owned)
                .collect(),
            check: &|text| StartUrl::new(text).map(|_| ()).map_err(|error| error.to_string()),
        }
        .answer(context)?;
        let wrong = |error: String| Report::new(Exit::Usage, error);
        let start_url = StartUrl::new(start_url).map_err(|error| wrong(error.to_string()))?;
        let current = stored("sso_region").or(defaults.region);
        let portal = match (&flags.sso_region, &current) {
            (None, None) => behind(context, &start_url).await?,
            _ => None,
        };
        let found = portal.as_ref().and_then(|portal| portal.region.as_ref()).map(ToString::to_string);
        let region = Question {
            text: "SSO region",
            flag: "--sso-region",
            placeholder: "<REGION>",
            given: flags.sso_region.clone().or(found),
            current: current.or_else(|| portal_region(&start_url).map(|region| region.to_string())),
            known: REGIONS.iter().map(|&region| region.to_owned()).collect(),
            check: &|text| Region::new(text).map(|_| ()).map_err(|error| error.to_string()),
        }
        .answer(context)?;
        let scopes = match session {
            None => None,
            Some(_) => Some(
                Question {
                    text: "SSO registration scopes",
                    flag: "--sso-registration-scopes",
                    placeholder: "<SCOPES>",
                    given: flags.sso_registration_scopes.clone().filter(|scopes| !scopes.is_empty()),
                    current: stored("sso_registration_scopes").or_else(|| Some(DEFAULT_SCOPES.to_owned())),
                    known: std::iter::once(DEFAULT_SCOPES)
                        .chain(config.sso_sessions().filter_map(|other| other.get("sso_registration_scopes")))
                        .map(str::to_owned)
                        .collect(),
                    check: &check_scopes,
                }
                .answer(context)?,
            ),
        };
        let region = Region::new(region).map_err(|error| wrong(error.to_string()))?;
        doubts(context, &start_url, &region);
        Ok(Self { start_url, region, scopes, portal })
    }

    /// The edits of the `sso-session` section.
    pub(crate) fn edits(&self, edits: Batch, name: &str) -> Batch {
        let section = SectionName::sso_session(name);
        let edits = edits.set(&section, "sso_start_url", self.start_url.as_str());
        let edits = edits.set(&section, "sso_region", self.region.as_str());
        match &self.scopes {
            Some(scopes) => edits.set(&section, "sso_registration_scopes", scopes),
            None => edits,
        }
    }
}

/// Says what is likely wrong with a region, and taken all the same: AWS has new regions each year.
fn doubts(context: &Context, start_url: &StartUrl, region: &Region) {
    if let Some(own) = portal_region(start_url).filter(|own| own != region) {
        context.ui.warn(format!("the portal's host is in {own}, and sso_region says {region}"));
    } else if !Partition::all().iter().any(|partition| partition.names(region)) {
        let meant = closest(region.as_str(), REGIONS.iter().copied());
        let meant = meant.map(|meant| format!("; {meant} is meant?")).unwrap_or_default();
        context.ui.warn(format!("{region} does not look like a region of AWS{meant}"));
    }
}

/// The portal behind a vanity start URL. Where it cannot be had the region is asked for as ever.
async fn behind(context: &Context, url: &StartUrl) -> Result<Option<Portal>, Report> {
    if !is_vanity(url, None) {
        return Ok(None);
    }
    let portal = resolve(&context.caller(None)?, url, None).await;
    match portal {
        Ok(portal) => {
            context.ui.say(format!("{url} leads to {}.", portal.url));
            Ok(Some(portal))
        }
        Err(error) => {
            context.ui.warn(error.to_string());
            Ok(None)
        }
    }
}

/// What a first session is called, as in AWS's documentation.
const NEW_SESSION: &str = "my-sso";

/// What becomes of a session name that is left empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Naming<'a> {
    /// It is asked for again.
    Required,
    /// The session that the profile has, or a legacy profile without one.
    Optional(Option<&'a str>),
    /// The first session there is, or a new one of the usual name: a profile without a session cannot renew.
    Recommended,
}

/// The session's name; none where a legacy profile is wanted, or where nobody can be asked.
pub(crate) fn ask_name(
    context: &Context,
    flags: &ConfigureSession,
    files: &Files,
    naming: Naming<'_>,
) -> Result<Option<String>, Report> {
    let config = files.config();
    let first = config.sso_sessions().next().map(|session| session.name().to_owned());
    let current = match naming {
        Naming::Required => None,
        Naming::Optional(current) => current,
        // Where nobody is asked, nobody has recommended anything.
        Naming::Recommended if !context.ui.prompts() => None,
        Naming::Recommended => Some(first.as_deref().unwrap_or(NEW_SESSION)),
    };
    let check = |name: &str| match (name.is_empty(), naming) {
        (true, Naming::Required) => Err("a session has a name".to_owned()),
        (true, Naming::Optional(_) | Naming::Recommended) => Ok(()),
        (false, _) => check_name(&config, &SectionName::sso_session(name)),
    };
    let flag = flags.sso_session.as_deref().map(str::trim);
    if let Some(name) = flag.filter(|name| !name.is_empty() || naming != Naming::Required) {
        check(name).map_err(|problem| wrong_flag(Exit::Usage, problem, name, "<NAME>"))?;
        return Ok(Some(name.to_owned()).filter(|name| !name.is_empty()));
    }
    if !context.ui.prompts() {
        return Ok(current.map(str::to_owned));
    }
    let known: Vec<_> = config.sso_sessions().map(|session| session.name().to_owned()).collect();
    let question = match naming {
        Naming::Optional(Some(_)) => "SSO session name",
        _ => "SSO session name (Recommended)",
    };
    let name = prompt::text(&context.ui, question, current, None, &known, &check)?;
    if let Some(known) = name.as_deref().and_then(|name| config.sso_session(name)) {
        let values = known.keys().into_iter().map(|key| (key.to_owned(), known.get(key).into()));
        let values = serde_json::Value::Object(values.collect());
        for line in format!("{values:#}").lines() {
            context.ui.say(clean(line));
        }
    }
    Ok(name)
}

pub(crate) fn check_scopes(text: &str) -> Result<(), String> {
    let scopes: Vec<_> = text.split(',').map(str::trim).filter(|scope| !scope.is_empty()).collect();
    if scopes.is_empty() || scopes.iter().any(|scope| scope.contains(char::is_whitespace)) {
        return Err("scopes are separated by commas and hold no blanks".to_owned());
    }
    Ok(())
}

/// Regions that have IAM Identity Center, for completion only.
const REGIONS: [&str; 39] = [
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-central-1",
    "ca-west-1",
    "sa-east-1",
    "mx-central-1",
    "me-central-1",
    "me-south-1",
    "il-central-1",
    "af-south-1",
    "us-gov-east-1",
    "us-gov-west-1",
    "cn-north-1",
    "cn-northwest-1",
    "eusc-de-east-1",
];
