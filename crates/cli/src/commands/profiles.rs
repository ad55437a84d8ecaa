//! `daypass profiles`: prints the profiles in file order, as `aws configure list-profiles` does.

use crate::{args::TableFlags, context::Context, exit::Exit, report::Report};
use daypass_config_parse::Profile;
use daypass_terminal::Text;
use serde_json::json;

const COLUMNS: [&str; 5] = ["PROFILE", "SESSION", "ACCOUNT", "ROLE", "REGION"];

pub(crate) fn run(context: &Context, flags: &TableFlags) -> Result<Exit, Report> {
    let form = context.table_form(&["text", "json", "table", "csv"], flags)?;
    if form == "text" && flags.columns.is_empty() {
        return names(context);
    }
    let files = context.files()?;
    let config = files.config();
    let profiles: Vec<_> = config.profiles().collect();
    let rows: Vec<_> = profiles.iter().map(cells).collect();
    context.print_rows(form, flags, &COLUMNS, &rows, || profiles.iter().map(as_json).collect())?;
    Ok(Exit::Done)
}

/// Prints names, as `aws configure list-profiles` does, for every `--output`.
pub(crate) fn names(context: &Context) -> Result<Exit, Report> {
    let files = context.home().read_headers()?;
    context.print(&Text::lines(files.config().profiles().map(|profile| profile.name())))?;
    Ok(Exit::Done)
}

fn cells(profile: &Profile<'_>) -> Vec<String> {
    let [session, account, role, region] = values(profile).map(|value| value.unwrap_or_default().to_owned());
    vec![profile.name().to_owned(), session, account, role, region]
}

fn as_json(profile: &Profile<'_>) -> serde_json::Value {
    let [session, account, role, region] = values(profile);
    json!({ "profile": profile.name(), "session": session, "account": account, "role": role, "region": region })
}

/// Session, account, role and region; for a legacy profile, the start URL in place of the session, and for a console sign-in
/// its identity, which has the account.
fn values<'a>(profile: &Profile<'a>) -> [Option<&'a str>; 4] {
    let login = profile.get("login_session");
    let session = profile.get("sso_session").or_else(|| profile.get("sso_start_url")).or(login);
    let account = profile.get("sso_account_id").or_else(|| login?.split(':').nth(4));
    [session, account, profile.get("sso_role_name"), profile.get("region")]
}
