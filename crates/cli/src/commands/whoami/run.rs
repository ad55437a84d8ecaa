//! `daypass whoami`: prints the answer of STS GetCallerIdentity, as `aws sts get-caller-identity` does.

use super::{Whoami, all};
use crate::{commands::subject::Subject, context::Context, exit::Exit, machine, report::Report};
use daypass_sts_client::CallerIdentity;
use daypass_terminal::Text;
use serde_json::json;

/// The output forms of `daypass whoami`, the default first.
const FORMS: &[&str] = &["json", "text", "table", "csv"];

pub(crate) fn run(context: &Context, flags: &Whoami) -> Result<Exit, Report> {
    if flags.all {
        return all::run(context, &flags.table);
    }
    let form = context.table_form(FORMS, &flags.table)?;
    context.region()?;
    let subject = Subject::wanted(context, &flags.role, &["whoami"])?;
    let subject = subject.assuming(context, &flags.assumed, flags.duration)?;
    let form = match context.global.output {
        None if flags.table.columns.is_empty() => form_of_profile(context, &subject).unwrap_or(form),
        _ => form,
    };
    let identity = context.block_on(async {
        let provider = subject.provider(context)?;
        let credentials = subject.credentials(context, &provider).await?;
        let client = subject.plan().sts_client(provider.caller().clone());
        let client = client.map_err(|error| context.credentials_failed(&error))?;
        let asked = client.caller_identity(&credentials, machine::now()).await;
        asked.map_err(|error| Report::of_sts(&error, "STS", subject.name(), &context.skew))
    })?;
    let CallerIdentity { user_id, account, arn } = &identity;
    match form {
        "json" if context.global.query.is_none() => context.print(&Text::json(&identity.aws_cli_json()))?,
        "text" if flags.table.columns.is_empty() => context.print(&Text::tabbed([account, arn, user_id]))?,
        form => context.print_rows(
            form,
            &flags.table,
            &["USERID", "ACCOUNT", "ARN"],
            &[[user_id, account, arn].map(String::clone).to_vec()],
            || json!({ "UserId": user_id, "Account": account, "Arn": arn }),
        )?,
    }
    Ok(Exit::Done)
}

/// The `output` of the profile, if it is a form of this command.
fn form_of_profile(context: &Context, subject: &Subject) -> Option<&'static str> {
    let name = subject.profile().map_or_else(|| context.profile(), str::to_owned);
    let config = subject.files().config();
    let wanted = config.profile(&name)?.get("output")?.to_owned();
    FORMS.iter().copied().find(|form| *form == wanted)
}
