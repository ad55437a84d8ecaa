//! `daypass configure list`: profile, keys and region that are in force, and where each is from, as `aws configure list` has
//! them.

use crate::{commands::subject::Subject, context::Context, exit::Exit, report::Report};
use daypass_aws_cli_forms::{InForce, configure_list, masked};
use daypass_config_parse::FileKind;
use daypass_credentials::Source;
use daypass_environment::Variable;
use daypass_terminal::Text;

pub(crate) fn run(context: &Context) -> Result<Exit, Report> {
    let profile = profile(context);
    let [access_key, secret_key] = keys(context)?;
    let region = region(context)?;
    let rows =
        [("profile", profile), ("access_key", access_key), ("secret_key", secret_key), ("region", region)];
    context.print(&Text::lines(configure_list(&rows)))?;
    Ok(Exit::Done)
}

fn profile(context: &Context) -> Option<InForce> {
    if let Some(name) = context.global.profile.as_deref().filter(|name| !name.is_empty()) {
        return Some(InForce::new(name, "manual", "--profile"));
    }
    let variables = [Variable::Profile, Variable::DefaultProfile, Variable::Exec].into_iter();
    let mut set = variables.filter_map(|variable| Some((variable, context.env.hint(variable)?)));
    set.next().map(|(variable, name)| InForce::new(name, "env", variable.name()))
}

/// The keys, of which the last four characters are shown.
fn keys(context: &Context) -> Result<[Option<InForce>; 2], Report> {
    let is_named = context.named_profile().is_some() || context.env.is_set(Variable::AccessKeyId);
    if !is_named && !context.home().default_has_credentials()? {
        return Ok([None, None]);
    }
    let subject = Subject::of(context)?;
    let credentials = context.block_on(async {
        let provider = subject.provider(context)?;
        subject.credentials(context, &provider).await
    })?;
    let kind = match subject.plan().source() {
        _ if subject.profile().is_none() => "env",
        Source::Sso { .. } => "sso",
        Source::AssumeRole(_) => "assume-role",
        _ => {
            let (files, name) = (context.files()?, context.profile());
            let profile =
                files.config().profile(&name).and_then(|profile| profile.origin("aws_access_key_id"));
            match profile.map(|origin| origin.file) {
                Some(FileKind::Credentials) => "shared-credentials-file",
                _ => "config-file",
            }
        }
    };
    let secret = masked(credentials.secret_access_key.expose());
    Ok([masked(&credentials.access_key_id), secret].map(|key| Some(InForce::new(key, kind, ""))))
}

fn region(context: &Context) -> Result<Option<InForce>, Report> {
    if let Some(region) = context.global.region.as_deref().filter(|region| !region.is_empty()) {
        return Ok(Some(InForce::new(region, "manual", "--region")));
    }
    if let Some(region) = context.region()? {
        let variables = [Variable::Region, Variable::DefaultRegion].into_iter();
        let from = variables.filter(|variable| context.env.is_set(*variable)).map(Variable::name).next();
        return Ok(Some(InForce::new(region.as_str(), "env", from.unwrap_or_default())));
    }
    let files = context.files()?;
    let config = files.config();
    let region = config.profile(&context.profile()).and_then(|profile| profile.get("region"));
    let file = context.env.hint(Variable::ConfigFile).unwrap_or_else(|| "~/.aws/config".to_owned());
    Ok(region.map(|region| InForce::new(region, "config-file", file)))
}
