//! Names in the simulator's demo world, the scenario `article`, and config files for it.

/// The start URL, as people copy it.
pub const START_URL: &str = "https://d-9067000018.awsapps.com/start#";
/// The id of an account.
pub const ACCOUNT: &str = "051234567822";
/// A role of the user in [`ACCOUNT`].
pub const ROLE: &str = "AWSPowerUserAccess";

/// A config file with the session `corp` and the profile `p` of a role in another account.
pub const CORP_CONFIG: &str = "\
[sso-session corp]
sso_start_url = https://d-9067000018.awsapps.com/start
sso_region = eu-west-1
sso_registration_scopes = sso:account:access
[profile p]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = AWSReadOnlyAccess
region = eu-west-1
";
/// A config file with the session `my-sso` alone.
pub const SESSION_CONFIG: &str = "\
[sso-session my-sso]
sso_start_url = https://d-9067000018.awsapps.com/start
sso_region = eu-west-1
sso_registration_scopes = sso:account:access
";
/// A config file with the profile `p` of a role, and its session `my-sso`.
pub const PROFILE_CONFIG: &str = "\
[profile p]
sso_session = my-sso
sso_account_id = 111122223333
sso_role_name = AWSReadOnlyAccess
region = eu-west-1
[sso-session my-sso]
sso_start_url = https://d-9067000018.awsapps.com/start
sso_region = eu-west-1
sso_registration_scopes = sso:account:access
";
