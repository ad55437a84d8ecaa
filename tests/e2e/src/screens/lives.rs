//! First hours: what is on the machine, what a person types, which questions come, and who one has to be in the end.

/// What a person does next.
#[derive(Clone, Copy)]
pub(super) enum Step {
    /// Types a command line.
    Type(&'static str),
    /// Types the command that the program has just suggested: the last `try:` or `next:`, which has to be this one.
    Suggested(&'static str),
    /// Waits for a question and answers it, with the Enter key behind the answer.
    Answer(&'static str, &'static str),
}

/// A first hour.
pub(super) struct Life {
    pub(super) name: &'static str,
    /// The config file.
    pub(super) config: &'static str,
    /// Another file in the home, and its text.
    pub(super) file: Option<(&'static str, &'static str)>,
    /// A variable of the machine.
    pub(super) variable: Option<(&'static str, &'static str)>,
    pub(super) has_browser: bool,
    pub(super) steps: &'static [Step],
}

use Step::{Answer, Suggested, Type};

/// Who one is in the end: always somebody in this account, by this role.
pub(super) const ACCOUNT: &str = "\"Account\": \"051234567822\"";
pub(super) const ROLE: &str = "assumed-role/AWSReservedSSO_AWSPowerUserAccess_";

const CORP: &str = "\
[sso-session corp]
sso_start_url = https://d-9067000018.awsapps.com/start
sso_region = eu-west-1
sso_registration_scopes = sso:account:access

[profile dev]
sso_session = corp
sso_account_id = 051234567822
sso_role_name = AWSPowerUserAccess
region = eu-west-1
";
const TWO: &str = "\
[sso-session partner]
sso_start_url = https://partner.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access

[sso-session corp]
sso_start_url = https://d-9067000018.awsapps.com/start
sso_region = eu-west-1
sso_registration_scopes = sso:account:access

[profile dev]
sso_session = corp
sso_account_id = 051234567822
sso_role_name = AWSPowerUserAccess
region = eu-west-1
";
const GRANTED: &str = "\
[profile dev]
granted_sso_start_url = https://d-9067000018.awsapps.com/start
granted_sso_region = eu-west-1
granted_sso_account_id = 051234567822
granted_sso_role_name = AWSPowerUserAccess
common_fate_generated_from = aws-sso
credential_process = granted credential-process --profile dev
region = eu-west-1
";
const AWS_SSO_CLI: &str = "\
# BEGIN_AWS_SSO_CLI
[profile dev]
credential_process = /usr/bin/aws-sso -S \"Default\" process --arn arn:aws:iam::051234567822:role/AWSPowerUserAccess
region = eu-west-1
# END_AWS_SSO_CLI
";
const AWS_VAULT: &str = "\
[default]
sso_start_url = https://d-9067000018.awsapps.com/start
sso_region = eu-west-1
region = eu-west-1

[profile dev]
sso_account_id = 051234567822
sso_role_name = AWSPowerUserAccess

[profile dev-keys]
credential_process = aws-vault export --format=json dev
";
const AWS_SSO_UTIL: &str = "\
[profile dev]
sso_start_url = https://d-9067000018.awsapps.com/start
sso_region = eu-west-1
sso_account_id = 051234567822
sso_role_name = AWSPowerUserAccess
sso_auto_populated = true
region = eu-west-1
";
const LEAPP: &str = r#"{"_awsSsoIntegrations": [{"id": "i", "alias": "corp", "type": "AWS-SSO",
 "portalUrl": "https://d-9067000018.awsapps.com/start", "region": "eu-west-1"}],
 "_profiles": [{"id": "p", "name": "dev"}],
 "_sessions": [{"sessionId": "s", "sessionName": "Dev", "type": "awsSsoRole", "profileId": "p", "region": "eu-west-1",
  "roleArn": "arn:aws:iam::051234567822/AWSPowerUserAccess", "awsSsoConfigurationId": "i"}]}"#;

/// Where nothing stands in a life.
const PLAIN: Life = Life { name: "", config: "", file: None, variable: None, has_browser: true, steps: &[] };
/// An import that is asked for, a sign-in, and who one is.
const WRITE: Step = Answer("to ~/.aws/config? [y/N]", "y");
const WHO: Step = Type("daypass whoami -p dev");

pub(super) const LIVES: &[Life] = &[
    Life {
        name: "nothing-configured",
        steps: &[
            Type("daypass whoami -p dev"),
            Suggested("daypass configure sso --profile dev"),
            Answer("SSO session name (Recommended)", ""),
            Answer("SSO start URL", "https://d-9067000018.awsapps.com/start"),
            Answer("SSO region", "eu-west-1"),
            Answer("SSO registration scopes", ""),
            Answer("accounts available to you", "devel"),
            Answer("Default client Region", "eu-west-1"),
            Answer("CLI default output format", ""),
            WHO,
        ],
        ..PLAIN
    },
    Life {
        name: "default-with-a-region",
        config: "[default]\nregion = eu-west-1\n",
        steps: &[
            Type("daypass login"),
            Suggested("daypass configure sso"),
            Answer("SSO session name (Recommended)", "corp"),
            Answer("SSO start URL", "https://d-9067000018.awsapps.com/start"),
            Answer("SSO region", "eu-west-1"),
            Answer("SSO registration scopes", ""),
            Answer("accounts available to you", "devel"),
            Answer("Default client Region", ""),
            Answer("CLI default output format", ""),
            Answer("Profile name", "dev"),
            WHO,
        ],
        ..PLAIN
    },
    Life {
        name: "two-sessions",
        config: TWO,
        steps: &[
            Type("daypass"),
            Type("daypass login"),
            Answer("Which session", "corp"),
            Type("daypass whoami"),
            Answer("Which profile or role", "dev"),
        ],
        ..PLAIN
    },
    Life {
        name: "over-ssh",
        config: CORP,
        variable: Some(("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")),
        has_browser: false,
        steps: &[WHO, Answer("Sign in now?", "y"), WHO],
        ..PLAIN
    },
    Life {
        name: "dev-container",
        config: CORP,
        variable: Some(("REMOTE_CONTAINERS", "true")),
        has_browser: false,
        steps: &[Type("daypass"), Suggested("daypass login corp"), WHO],
        ..PLAIN
    },
    Life {
        name: "from-granted",
        config: GRANTED,
        steps: &[WHO, Suggested("daypass import granted"), WRITE, Type("daypass login"), WHO],
        ..PLAIN
    },
    Life {
        name: "from-aws-sso-cli",
        config: AWS_SSO_CLI,
        file: Some((
            ".aws-sso/config.yaml",
            "SSOConfig:\n    Default:\n        SSORegion: eu-west-1\n        StartUrl: https://d-9067000018.awsapps.com/start\n",
        )),
        steps: &[WHO, Suggested("daypass import aws-sso-cli"), WRITE, Type("daypass login"), WHO],
        ..PLAIN
    },
    Life {
        name: "from-aws-vault",
        config: AWS_VAULT,
        steps: &[WHO, Suggested("daypass import aws-vault"), WRITE, Type("daypass login"), WHO],
        ..PLAIN
    },
    Life {
        name: "from-leapp",
        file: Some((".Leapp/Leapp-lock.json", LEAPP)),
        steps: &[Type("daypass import"), Type("daypass import leapp"), WRITE, Type("daypass login"), WHO],
        ..PLAIN
    },
    Life {
        name: "from-aws-sso-util",
        config: AWS_SSO_UTIL,
        steps: &[
            Type("daypass import"),
            Type("daypass import aws-sso-util"),
            WRITE,
            Type("daypass login"),
            WHO,
        ],
        ..PLAIN
    },
];
