//! `daypass whoami`: STS GetCallerIdentity, the JSON that `aws sts get-caller-identity` prints.

use super::credentials::Subject;
use crate::{
    args::Role,
    context::Context,
    exit::Exit,
    failures::sts_failed,
    format::table,
    host,
    report::{Report, clean},
};
use daypass_sso_types::Region;
use daypass_sts_client::{CallerIdentity, Client};
use daypass_transport::Service;

/// Where STS is asked when neither settings nor profile nor session name a region.
const FALLBACK_REGION: &str = "us-east-1";

pub(crate) fn run(context: &Context, role: &Role) -> Result<Exit, Report> {
    let form = context.form(&["json", "text", "table", "csv"])?;
    let subject = Subject::wanted(context, role, &["whoami"])?;
    let identity = context.block_on(async {
        let provider = subject.provider(context)?;
        let credentials = subject.credentials(context, &provider).await?;
        let region = match subject.region() {
            Some(region) => region.clone(),
            None => Region::new(FALLBACK_REGION).expect("a constant that is a region"),
        };
        let endpoint = subject.endpoints().endpoint(Service::Sts, &region);
        let endpoint = endpoint.map_err(|error| context.credentials_failed(&error))?;
        let client = Client::new(provider.caller().clone(), endpoint, region);
        let identity = client.caller_identity(&credentials, host::now()).await;
        identity.map_err(|error| sts_failed(&error, subject.name()))
    })?;
    context.print(&render(form, &identity, context.ui.width()))?;
    Ok(Exit::Done)
}

fn render(form: &str, identity: &CallerIdentity, width: usize) -> String {
    let [user_id, account, arn] =
        [&identity.user_id, &identity.account, &identity.arn].map(|text| clean(text));
    let row = || vec![user_id.clone(), account.clone(), arn.clone()];
    match form {
        "text" => format!("{account}\t{arn}\t{user_id}\n"),
        "table" => table::plain(&["USERID", "ACCOUNT", "ARN"], &[row()], width),
        "csv" => table::csv(&["UserId", "Account", "Arn"], &[row()]),
        // Four blanks, as the AWS CLI prints JSON.
        _ => format!(
            "{{\n    \"UserId\": {},\n    \"Account\": {},\n    \"Arn\": {}\n}}\n",
            serde_json::Value::from(user_id),
            serde_json::Value::from(account),
            serde_json::Value::from(arn)
        ),
    }
}
