//! The home on the screens: two sessions, one of them good; profiles with and without credentials; a few faults.

use crate::time::rfc3339;
use std::{
    fs, io,
    path::Path,
    time::{Duration, SystemTime},
};

const CONFIG: &str = "\
[sso-session my-sso]
sso_start_url = https://d-9067000018.awsapps.com/start
sso_region = eu-west-1
sso_registration_scopes = sso:account:access

[profile my-sso-profile]
sso_session = my-sso
sso_account_id = 051234567822
sso_role_name = AWSPowerUserAccess
region = eu-west-1
output = json

[profile data]
sso_session = my-sso
sso_account_id = 111122223333
sso_role_name = AWSReadOnlyAccess
region = eu-west-1

[sso-session partner]
sso_start_url = https://partner.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access

[profile partner]
sso_session = partner
sso_account_id = 444455556666
sso_role_name = Auditor
region = us-east-1

[profile my prof]
sso_session = partner
sso_account_id = 44445555666
sso_role_name = Auditor
region = us-east-1
";

/// sha1 of `my-sso`, of `partner`, and of the key of the first profile's role.
const GOOD: &str = ".aws/sso/cache/0ad374308c5a4e22f723adf10145eafad7c4031c.json";
const OVER: &str = ".aws/sso/cache/3624db883007efa198232b3aa774a54360ed3f26.json";
const ROLE: &str = ".aws/cli/cache/aff1291095c2ce3ff0783e5e8389a41db8c052bb.json";

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

pub(super) fn furnish(home: &Path) -> io::Result<()> {
    let now = SystemTime::now();
    // Half a minute more than what is shown, so that it shows the same for half a minute.
    let after = |seconds: u64| now + Duration::from_secs(seconds + 30);
    let before = |seconds: u64| now - Duration::from_secs(seconds);
    write(&home.join(".aws/config"), CONFIG, now, 0o644)?;
    let token = |url: &str, region: &str, end: SystemTime| {
        format!(
            r#"{{"startUrl": "{url}", "region": "{region}", "accessToken": "aoaAAAAA", "expiresAt": "{}", "clientId": "c", "clientSecret": "s", "registrationExpiresAt": "{}", "refreshToken": "aorAAAAA"}}"#,
            rfc3339(end),
            rfc3339(after(89 * DAY))
        )
    };
    let good = token("https://d-9067000018.awsapps.com/start", "eu-west-1", after(6 * HOUR + 12 * MINUTE));
    write(&home.join(GOOD), &good, before(HOUR + 48 * MINUTE), 0o600)?;
    let over = token("https://partner.awsapps.com/start", "us-east-1", before(2 * DAY + HOUR));
    let over = over.replace(r#", "refreshToken": "aorAAAAA""#, "");
    write(&home.join(OVER), &over, before(2 * DAY), 0o644)?;
    let role = format!(
        r#"{{"ProviderType": "sso", "Credentials": {{"AccessKeyId": "ASIAEXAMPLE", "SecretAccessKey": "s", "SessionToken": "t", "Expiration": "{}", "AccountId": "051234567822"}}}}"#,
        rfc3339(after(41 * MINUTE))
    );
    write(&home.join(ROLE), &role, before(19 * MINUTE), 0o600)
}

fn write(path: &Path, text: &str, since: SystemTime, mode: u32) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
        private(folder, 0o700)?;
    }
    fs::write(path, text)?;
    fs::File::options().write(true).open(path)?.set_modified(since)?;
    private(path, mode)
}

#[cfg(unix)]
fn private(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn private(_: &Path, _: u32) -> io::Result<()> {
    Ok(())
}
