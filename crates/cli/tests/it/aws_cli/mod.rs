//! The AWS CLI's own spellings: what a script reads is the same, and what differs on purpose stands in one table, of which
//! docs/aws-cli.md is made.

mod differences;
mod same;

use crate::home::Home;
use daypass_simulator::{AutoApprove, World};

const CONFIG: &str = "\
[profile work]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = AWSReadOnlyAccess
region = eu-west-1
s3 =
    max_concurrent_requests = 20
[sso-session corp]
sso_start_url = https://d-9067000018.awsapps.com/start
sso_region = eu-west-1
sso_registration_scopes = sso:account:access
[profile \"two words\"]
region = us-east-1
";

fn home() -> Home {
    let home = Home::with(World::demo()).config(CONFIG);
    home.server().world().lock().set_auto_approve(AutoApprove::Allow);
    home
}

fn signed_in() -> Home {
    let home = home();
    let _signed_in = home.run("login --sso-session corp --use-device-code --no-browser").ok();
    home
}
