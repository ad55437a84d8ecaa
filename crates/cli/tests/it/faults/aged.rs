//! A home that signed in yesterday: the access token has expired, the refresh token is good for one use.

use daypass_simulator::{AutoApprove, RefreshTokens, World};
use daypass_testkit::home::Home;

pub(crate) const CONFIG: &str = "\
[profile dev]
sso_session = corp
sso_account_id = 051234567822
sso_role_name = AWSPowerUserAccess
region = eu-west-3
[sso-session corp]
sso_start_url = https://d-9067000018.awsapps.com/start
sso_region = eu-west-1
sso_registration_scopes = sso:account:access
";
pub(crate) const TOKEN: &str = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";

/// Signed in, with a token that is good.
pub(crate) fn signed_in() -> Home {
    let mut world = World::demo().with_settings(|settings| {
        settings.refresh_tokens = RefreshTokens::SingleUse;
    });
    world.set_auto_approve(AutoApprove::Allow);
    let home = Home::with(world).config(CONFIG);
    let _ok = home.run("login --use-device-code --no-browser").ok();
    home.server().world().lock().clear_log();
    home
}

/// A signed-in home whose access token has expired, at an AWS with these faults.
pub(crate) fn aged(fault: &str) -> Home {
    let home = signed_in();
    age(&home);
    spoil(&home, fault);
    home
}

/// Lets the access token expire, as far as the file says.
pub(crate) fn age(home: &Home) {
    let text = home.read(TOKEN);
    let (before, rest) = text.split_once("\"expiresAt\": \"").expect("an end");
    let (_, after) = rest.split_once('"').expect("a text");
    home.write(TOKEN, &format!("{before}\"expiresAt\": \"2020-01-01T00:00:00Z\"{after}"));
}

/// The next answer goes wrong like this.
pub(crate) fn spoil(home: &Home, fault: &str) {
    home.server().world().lock().add_fault(fault.parse().expect("a fault"));
}
