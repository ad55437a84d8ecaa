//! `daypass whoami --all`: who every profile is, a few at a time; what fails is a line like the others.

use crate::{context::Context, exit::Exit, failures::sts_failed, host, report::Report, subject};
use daypass_credentials::{Error, Plan, Provider, resolve};
use daypass_sts_client::{self as sts, CallerIdentity};
use serde_json::json;
use std::{collections::HashMap, sync::Arc};
use tokio::{sync::Semaphore, task::JoinSet};

/// Profiles asked for at once: enough to hide the way to AWS, few enough for its limits.
const AT_ONCE: usize = 8;

/// A profile, and who it is.
type Row = (String, Result<CallerIdentity, Report>);

pub(super) fn run(context: &Context) -> Result<Exit, Report> {
    let form = context.form(&["table", "json", "csv"])?;
    let (files, settings) = (context.files()?, context.settings()?);
    let config = files.config();
    let mut providers = HashMap::new();
    let mut rows: Vec<(String, Option<Result<CallerIdentity, Report>>)> = Vec::new();
    let mut asked: Vec<(usize, Plan, Arc<Provider>)> = Vec::new();
    for profile in config.profiles().filter(|profile| !subject::is_nobody(profile)) {
        let bundle = profile.get("ca_bundle").map(str::to_owned);
        let known = providers.get(&bundle).cloned();
        let provider = match known {
            Some(provider) => provider,
            None => Arc::new(context.provider(bundle.as_deref())?),
        };
        providers.insert(bundle, Arc::clone(&provider));
        let answer = match resolve(&config, &settings, profile.name()) {
            Ok(plan) => {
                asked.push((rows.len(), plan, provider));
                None
            }
            Err(error) => Some(Err(context.credentials_failed(&error))),
        };
        rows.push((profile.name().to_owned(), answer));
    }
    let answers = context.block_on(async {
        let places = Arc::new(Semaphore::new(AT_ONCE));
        let mut tasks = JoinSet::new();
        for (row, plan, provider) in asked {
            let places = Arc::clone(&places);
            tasks.spawn(async move {
                let _place = places.acquire_owned().await;
                let answer = identity(&provider, &plan).await;
                (row, answer)
            });
        }
        Ok(tasks.join_all().await)
    })?;
    for (row, answer) in answers {
        if let Some((profile, place)) = rows.get_mut(row) {
            *place = Some(match answer {
                Ok(answer) => answer.map_err(|error| sts_failed(&error, "STS", profile, &context.skew)),
                Err(error) => Err(context.credentials_failed(&error)),
            });
        }
    }
    let rows: Vec<Row> = rows.into_iter().filter_map(|(name, answer)| Some((name, answer?))).collect();
    show(context, form, &rows)?;
    let failed = rows.iter().find_map(|(_, answer)| answer.as_ref().err().map(Report::exit));
    Ok(failed.unwrap_or(Exit::Done))
}

/// Who this is; the inner failure is of STS.
async fn identity(provider: &Provider, plan: &Plan) -> Result<Result<CallerIdentity, sts::Error>, Error> {
    let credentials = provider.credentials(plan).await?;
    let client = plan.sts_client(provider.caller().clone())?;
    Ok(client.caller_identity(&credentials, host::now()).await)
}

/// All profiles. What has failed says so where the ARN would stand.
fn show(context: &Context, form: &str, rows: &[Row]) -> Result<(), Report> {
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
    context.print_rows(form, &["PROFILE", "ACCOUNT", "ARN"], &cells, || rows.iter().map(object).collect())
}
