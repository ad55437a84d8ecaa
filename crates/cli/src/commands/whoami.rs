//! `daypass whoami`: STS GetCallerIdentity, the JSON that `aws sts get-caller-identity` prints.

mod all;

use super::credentials::Subject;
use crate::{
    args::Whoami, context::Context, exit::Exit, failures::sts_failed, format::table, host, report::Report,
};
use daypass_credentials::{Endpoints, Error, Provider};
use daypass_sso_types::{Credentials, Region};
use daypass_sts_client::{self as sts, CallerIdentity, Client};
use daypass_terminal::Text;
use daypass_transport::Service;

const FORMS: &[&str] = &["json", "text", "table", "csv"];
/// Where STS is asked when neither settings nor profile nor session name a region.
const FALLBACK_REGION: &str = "us-east-1";

pub(crate) fn run(context: &Context, flags: &Whoami) -> Result<Exit, Report> {
    if flags.all {
        return all::run(context);
    }
    let form = context.form(FORMS)?;
    context.region()?;
    let subject = Subject::wanted(context, &flags.role, &["whoami"])?;
    let form = match context.global.output {
        Some(_) => form,
        None => of_the_profile(context, &subject).unwrap_or(form),
    };
    let identity = context.block_on(async {
        let provider = subject.provider(context)?;
        let credentials = subject.credentials(context, &provider).await?;
        let asked = identity(&provider, &credentials, subject.endpoints(), subject.region()).await;
        let asked = asked.map_err(|error| context.credentials_failed(&error))?;
        asked.map_err(|error| sts_failed(&error, "STS", subject.name(), &context.skew))
    })?;
    context.print(&render(form, &identity, context.ui.width()))?;
    Ok(Exit::Done)
}

/// The form that the profile asks for, as `aws sts get-caller-identity` prints it; another one of the AWS CLI is none here.
fn of_the_profile(context: &Context, subject: &Subject) -> Option<&'static str> {
    let name = subject.profile().map_or_else(|| context.profile(), str::to_owned);
    let config = subject.files().config();
    let wanted = config.profile(&name)?.get("output")?.to_owned();
    FORMS.iter().copied().find(|form| *form == wanted)
}

/// Asks STS. The outer failure is one of the configuration.
async fn identity(
    provider: &Provider,
    credentials: &Credentials,
    endpoints: &Endpoints,
    region: Option<&Region>,
) -> Result<Result<CallerIdentity, sts::Error>, Error> {
    let region = match region {
        Some(region) => region.clone(),
        None => Region::new(FALLBACK_REGION).expect("a constant that is a region"),
    };
    let endpoint = endpoints.endpoint(Service::Sts, &region)?;
    let client = Client::new(provider.caller().clone(), endpoint, region);
    Ok(client.caller_identity(credentials, host::now()).await)
}

fn render(form: &str, identity: &CallerIdentity, width: usize) -> Text {
    let [user_id, account, arn] = [&identity.user_id, &identity.account, &identity.arn];
    let row = || vec![user_id.clone(), account.clone(), arn.clone()];
    match form {
        "text" => Text::tabbed([account, arn, user_id]),
        "table" => table::plain(&["USERID", "ACCOUNT", "ARN"], &[row()], width),
        "csv" => table::csv(&["UserId", "Account", "Arn"], &[row()]),
        // Four blanks, as the AWS CLI prints JSON.
        _ => Text::json(&format!(
            "{{\n    \"UserId\": {},\n    \"Account\": {},\n    \"Arn\": {}\n}}\n",
            serde_json::Value::from(user_id.as_str()),
            serde_json::Value::from(account.as_str()),
            serde_json::Value::from(arn.as_str())
        )),
    }
}

/// All profiles. What has failed says so where the ARN would stand.
fn render_all(form: &str, rows: &[all::Row], width: usize) -> Text {
    if form == "json" {
        let object = |(profile, answer): &all::Row| match answer {
            Ok(CallerIdentity { user_id, account, arn }) => {
                serde_json::json!({ "Profile": profile, "UserId": user_id, "Account": account, "Arn": arn })
            }
            Err(report) => {
                serde_json::json!({ "Profile": profile, "error": report.exit().word(), "message": report.message() })
            }
        };
        return Text::pretty_json(&serde_json::Value::from(rows.iter().map(object).collect::<Vec<_>>()));
    }
    let cells = |(profile, answer): &all::Row| match answer {
        Ok(identity) => vec![profile.clone(), identity.account.clone(), identity.arn.clone()],
        Err(report) => vec![profile.clone(), String::new(), report.message().to_owned()],
    };
    let rows: Vec<_> = rows.iter().map(cells).collect();
    match form {
        "csv" => table::csv(&["Profile", "Account", "Arn"], &rows),
        _ => table::plain(&["PROFILE", "ACCOUNT", "ARN"], &rows, width),
    }
}
