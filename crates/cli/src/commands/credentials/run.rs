//! `daypass credentials` and `daypass credential-process`: print the credentials of a profile.

use super::{CredentialsFlags, Format, format::render};
use crate::{commands::subject::Subject, context::Context, exit::Exit, exported_profiles, report::Report};
use daypass_sso_types::{Credentials, Region};
use daypass_terminal::Text;
use daypass_token_cache::time;

/// Prints the credentials; in the formats for shells, with the region.
pub(crate) fn run(context: &Context, flags: &CredentialsFlags) -> Result<Exit, Report> {
    let subject = wanted(context, flags)?;
    answer(context, flags, &subject, subject.plan().region())
}

/// Prints what `aws configure export-credentials` prints: no region, no account, and times that end with `+00:00`.
pub(crate) fn export(context: &Context, flags: &CredentialsFlags) -> Result<Exit, Report> {
    let subject = wanted(context, flags)?;
    if flags.write_credentials.is_some() {
        return answer(context, flags, &subject, None);
    }
    let credentials = Credentials { account_id: None, ..fetch(context, &subject)? };
    let text = rendered(flags.format, &credentials, None, &subject)?;
    let text = match credentials.expires_at.map(time::format) {
        Some(end) => text.replace(&end, &format!("{}+00:00", end.trim_end_matches('Z'))),
        None => text,
    };
    context.print(&Text::block(&text))?;
    Ok(Exit::Done)
}

fn wanted(context: &Context, flags: &CredentialsFlags) -> Result<Subject, Report> {
    let subject = Subject::wanted(context, &flags.role, &["credentials"])?;
    let subject = subject.assuming(context, &flags.assumed, flags.duration)?;
    Ok(subject.guarded(context, "credentials", &flags.guard)?.0)
}

/// Prints the credentials for `credential_process`, without a question or a sign-in.
pub(crate) fn process(context: &Context) -> Result<Exit, Report> {
    print(context, Format::Process, &Subject::of(context)?, None)
}

fn answer(
    context: &Context,
    flags: &CredentialsFlags,
    subject: &Subject,
    region: Option<&Region>,
) -> Result<Exit, Report> {
    let Some(name) = &flags.write_credentials else {
        return match context.global.query {
            Some(_) => print_found(context, flags.format, subject),
            None => print(context, flags.format, subject, region),
        };
    };
    let credentials = fetch(context, subject)?;
    exported_profiles::write(context, &context.files()?, name, &credentials, subject.plan().session())?;
    Ok(Exit::Done)
}

fn print(
    context: &Context,
    format: Format,
    subject: &Subject,
    region: Option<&Region>,
) -> Result<Exit, Report> {
    let text = rendered(format, &fetch(context, subject)?, region, subject)?;
    context.print(&Text::block(&text))?;
    Ok(Exit::Done)
}

/// Prints what `--query` finds in the JSON of the credentials.
fn print_found(context: &Context, format: Format, subject: &Subject) -> Result<Exit, Report> {
    let (Format::Process | Format::Json) = format else {
        return Err(Report::new(Exit::Usage, "--query is for the formats process and json"));
    };
    context.output_form(&["json"])?;
    let text = rendered(format, &fetch(context, subject)?, None, subject)?;
    let json = serde_json::from_str(&text).map_err(|error| Report::new(Exit::Failed, error.to_string()))?;
    context.print_json(&json)?;
    Ok(Exit::Done)
}

fn rendered(
    format: Format,
    credentials: &Credentials,
    region: Option<&Region>,
    subject: &Subject,
) -> Result<String, Report> {
    render(format, credentials, region).map_err(|error| {
        Report::new(Exit::Failed, "cannot print these credentials in this format")
            .fact("profile", subject.name())
            .cause(&error)
    })
}

fn fetch(context: &Context, subject: &Subject) -> Result<Credentials, Report> {
    context.block_on(async {
        let provider = subject.provider(context)?;
        subject.credentials(context, &provider).await
    })
}
