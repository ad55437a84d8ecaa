//! `--write-credentials` adds a marked profile to the credentials file, and logout removes it; all else stays.

use crate::home::Home;
use daypass_simulator::{AutoApprove, World};

const OWN: &str = "# mine\n[old]\naws_access_key_id = AKIAOLD\naws_secret_access_key = x\n";
const WIZARD: &str = "configure sso --profile dev --sso-session corp \
    --sso-start-url https://d-9067000018.awsapps.com/start --sso-region eu-west-1 --sso-account-id 051234567822 \
    --sso-role-name AWSPowerUserAccess --region eu-west-1 --output json --use-device-code --no-browser";

#[test]
fn comes_and_goes() {
    let world = World::demo().with_settings(|settings| settings.auto_approve = AutoApprove::Allow);
    let home = Home::with(world);
    let _outcome = home.run(WIZARD).ok();
    home.write(".aws/credentials", OWN);
    let write = |name: &str| home.run(&format!("credentials --profile dev --write-credentials {name}"));
    let outcome = write("tool").ok();
    assert!(outcome.stdout.is_empty() && outcome.stderr.contains("profile tool"), "{outcome}");
    let written = home.read(".aws/credentials");
    let rest = written.strip_prefix(OWN).unwrap_or_else(|| panic!("{written}"));
    let keys: Vec<_> = rest.lines().map(|line| line.split(" = ").next().unwrap_or_default()).collect();
    assert_eq!(
        keys.iter().filter(|key| !key.is_empty()).copied().collect::<Vec<_>>(),
        [
            "[tool]",
            "aws_access_key_id",
            "aws_secret_access_key",
            "aws_session_token",
            "x_security_token_expires",
            "x_daypass_session"
        ]
    );
    // Any tool reads it; so does daypass.
    assert!(home.run("whoami --profile tool").ok().stdout.contains("AWSPowerUserAccess"));
    let _again = write("tool").ok();
    assert_eq!(home.read(".aws/credentials"), written, "the same keys again");
    // What is not ours, and what would shadow a sign-in, is refused and left as it is.
    for name in ["old", "dev"] {
        assert_eq!(write(name).code, Some(4), "{name}");
    }
    assert_eq!(home.read(".aws/credentials"), written);
    let dry = home.run("logout --dry-run").ok();
    assert!(dry.stderr.contains("would remove  profile tool"), "{dry}");
    assert_eq!(home.read(".aws/credentials"), written);
    let _outcome = home.run("logout --sso-session corp").ok();
    assert_eq!(home.read(".aws/credentials").trim_end(), OWN.trim_end());
}
