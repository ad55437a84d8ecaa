//! `daypass whoami --all`: prints the identity of every profile; a failure is a line, too.

use crate::{args::TableFlags, context::Context, exit::Exit, machine, report::Report};
use daypass_credentials::{Error, Plan, Provider, is_bare_default, resolve};
use daypass_sts_client::CallerIdentity;
use futures_util::{StreamExt as _, stream};
use serde_json::json;
use std::{collections::HashMap, sync::Arc};

/// Concurrent calls: enough to hide the latency, few enough for the limits of AWS.
const CONCURRENT_CALLS: usize = 8;

/// A profile, and the identity of its credentials.
type Row = (String, Result<CallerIdentity, Report>);

pub(super) fn run(context: &Context, flags: &TableFlags) -> Result<Exit, Report> {
    let form = context.table_form(&["table", "text", "json", "csv"], flags)?;
    let (files, settings) = (context.files()?, context.settings()?);
    let config = files.config();
    let (mut providers, mut calls) = (HashMap::new(), Vec::new());
    for profile in config.profiles().filter(|profile| !is_bare_default(profile)) {
        let bundle = profile.get("ca_bundle").map(str::to_owned);
        let provider = match providers.get(&bundle) {
            Some(provider) => Arc::clone(provider),
            None => Arc::new(context.provider(Some(&profile))?),
        };
        providers.insert(bundle, Arc::clone(&provider));
        let plan = resolve(&config, &settings, profile.name());
        calls.push(row(context, profile.name().to_owned(), plan, provider));
    }
    let rows: Vec<Row> =
        context.block_on(async { Ok(stream::iter(calls).buffered(CONCURRENT_CALLS).collect().await) })?;
    show(context, form, flags, &rows)?;
    let failed = rows.iter().find_map(|(_, identity)| identity.as_ref().err().map(Report::exit));
    Ok(failed.unwrap_or(Exit::Done))
}

async fn row(context: &Context, profile: String, plan: Result<Plan, Error>, provider: Arc<Provider>) -> Row {
    let identity = async {
        let plan = plan.map_err(|error| context.credentials_failed(&error))?;
        let credentials = provider.credentials(&plan).await;
        let credentials = credentials.map_err(|error| context.credentials_failed(&error))?;
        let client = plan.sts_client(provider.caller().clone());
        let client = client.map_err(|error| context.credentials_failed(&error))?;
        let identity = client.caller_identity(&credentials, machine::now()).await;
        identity.map_err(|error| Report::of_sts(&error, "STS", &profile, &context.skew))
    };
    let identity = identity.await;
    (profile, identity)
}

/// Prints all profiles. A failure stands in the column of the ARN.
fn show(context: &Context, form: &str, flags: &TableFlags, rows: &[Row]) -> Result<(), Report> {
    let object = |(profile, answer): &Row| match answer {
        Ok(CallerIdentity { user_id, account, arn }) => {
            json!({ "Profile": profile, "UserId": user_id, "Account": account, "Arn": arn })
        }
        Err(report) => {
            json!({ "Profile": profile, "error": report.exit().word(), "message": report.message() })
        }
    };
    let cells = |(profile, answer): &Row| match answer {
        Ok(identity) => vec![profile.clone(), identity.account.clone(), identity.arn.clone()],
        Err(report) => vec![profile.clone(), String::new(), report.message().to_owned()],
    };
    let cells: Vec<_> = rows.iter().map(cells).collect();
    context
        .print_rows(form, flags, &["PROFILE", "ACCOUNT", "ARN"], &cells, || rows.iter().map(object).collect())
}
