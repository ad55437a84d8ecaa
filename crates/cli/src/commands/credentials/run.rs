//! `daypass credentials` and `daypass credential-process`: print the credentials of a profile.

use super::{CredentialsFlags, Format, format::render};
use crate::{commands::subject::Subject, context::Context, exit::Exit, exported_profiles, report::Report};
use daypass_sso_types::{Credentials, Region};
use daypass_terminal::Text;

/// Prints the credentials; in the formats for shells, with the region.
pub(crate) fn run(context: &Context, flags: &CredentialsFlags) -> Result<Exit, Report> {
    let subject = Subject::wanted(context, &flags.role, &["credentials"])?;
    answer(context, flags, &subject, subject.plan().region())
}

/// Prints what `aws configure export-credentials` prints.
pub(crate) fn export(context: &Context, flags: &CredentialsFlags) -> Result<Exit, Report> {
    let subject = Subject::wanted(context, &flags.role, &["credentials"])?;
    answer(context, flags, &subject, None)
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
        return print(context, flags.format, subject, region);
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
    let text = render(format, &fetch(context, subject)?, region).map_err(|error| {
        Report::new(Exit::Failed, "cannot print these credentials in this format")
            .fact("profile", subject.name())
            .cause(&error)
    })?;
    context.print(&Text::block(&text))?;
    Ok(Exit::Done)
}

fn fetch(context: &Context, subject: &Subject) -> Result<Credentials, Report> {
    context.block_on(async {
        let provider = subject.provider(context)?;
        subject.credentials(context, &provider).await
    })
}
