//! Faults that are planted in profiles and their sessions.

use super::*;

#[test]
fn faults_of_profiles_and_sessions() {
    const KEYS: &str = "aws_access_key_id = AKIA\naws_secret_access_key = s3cr3t\n";
    let table: &[(&str, FixedBy, Plant)] = &[
        ("P501", Named, |home| {
            home.write(".aws/credentials", &format!("[dev]\n{KEYS}"));
            mode(&home, ".aws/credentials", 0o600);
            home
        }),
        ("P501", Named, |home| instead(home, "sso_role_name", &format!("{KEYS}sso_role_name"))),
        ("P502", Named, |home| {
            instead(home, "sso_role_name", "credential_process = /bin/true\nsso_role_name")
        }),
        ("P503", Named, |home| instead(home, "sso_role_name", "sso_region = us-east-1\nsso_role_name")),
        ("P503", Named, |home| {
            instead(home, "sso_role_name", "sso_start_url = https://d-other.awsapps.com/start\nsso_role_name")
        }),
        ("P504", Named, |home| {
            instead(home, "sso_region = us-east-1", "sso_region = us-east-1\nregion = eu-west-1")
        }),
        ("P505", Command("daypass configure sso-session --sso-session crop"), |home| {
            instead(home, "sso_session = corp", "sso_session = crop")
        }),
        ("P506", Command("daypass configure sso-session --sso-session corp"), |home| {
            instead(home, "sso_region = us-east-1\n", "")
        }),
        ("P507", Command("daypass configure sso --profile dev"), |home| {
            instead(home, "sso_role_name = Admin\n", "")
        }),
        ("P508", Command("daypass configure sso --profile dev"), |home| {
            instead(home, "sso_session = corp\n", "")
        }),
        ("P511", Command("daypass configure sso --profile dev"), |home| {
            instead(home, "111122223333", "1111-2222")
        }),
        ("P513", Named, |home| {
            with(home, "output = json\n[profile bad]\nregion = Europe!\n")
                .config(&HEALTHY.replace("dev\nregion = us-east-1", "dev\nregion = eu west"))
        }),
        ("P514", Named, |home| instead(home, "sso_role_name", "aws_access_key_id = AKIA\nsso_role_name")),
        ("P515", Command("daypass configure sso-session --sso-session corp"), |home| {
            instead(home, "sso_region = us-east-1", "sso_region = x.evil.test/")
        }),
        ("P515", Command("daypass configure sso-session --sso-session corp"), |home| {
            instead(home, "https://d-abc123", "ftp://d-abc123")
        }),
        ("P516", Named, |home| {
            with(
                home,
                "\n[profile old]\nsso_start_url = https://d-abc123.awsapps.com/start\nsso_region = us-east-1\nsso_account_id = 111122223333\nsso_role_name = Admin\nregion = us-east-1\n",
            )
        }),
        ("P516", Named, |home| {
            with(
                home,
                "\n[profile old]\nsso_start_url = https://partner.awsapps.com/start\nsso_region = us-east-1\nsso_account_id = 111122223333\nsso_role_name = Admin\nregion = us-east-1\n",
            )
        }),
        ("P517", Named, |home| {
            instead(home, "sso_role_name = Admin\nregion = us-east-1\n", "sso_role_name = Admin\n")
        }),
        ("P521", Command("daypass configure sso --profile nobody"), |home| {
            instead(home, "source_profile = dev", "source_profile = nobody")
        }),
        ("P522", Named, |home| instead(home, "source_profile = dev\n", "")),
        ("P522", Named, |home| {
            instead(home, "sso_role_name", "role_arn = arn:aws:iam::111122223333:role/Ops\nsso_role_name")
        }),
        ("P523", Named, |home| with(home, "credential_source = Environment\n")),
        ("P524", Named, |home| instead(home, "source_profile = dev", "source_profile = ops")),
        ("P525", Named, |home| with(home, "services = nowhere\n")),
        ("P526", Named, |home| {
            with(
                home,
                "services = local\n\n[services local]\nsso_oidc =\n  endpoint_url = https://oidc.example.com\n",
            )
        }),
        ("P527", Named, |home| {
            with(
                home,
                "\n[profile loop]\nregion = us-east-1\ncredential_process = daypass credential-process --profile loop\n",
            )
        }),
        ("P528", Named, |home| {
            with(home, "\n[profile gone]\nregion = us-east-1\ncredential_process = /nowhere/program\n")
        }),
        ("P529", Named, |home| {
            with(home, "\n[profile sh]\nregion = us-east-1\ncredential_process = $HOME/bin/program\n")
        }),
        ("P530", Named, |home| with(home, "ca_bundle = /nowhere/ca.pem\n")),
        ("P531", Named, |home| with(home, "endpoint_url = localhost:4566\n")),
        ("P532", Named, |home| {
            with(home, "endpoint_url = https://vpce.example.com\nuse_fips_endpoint = true\n")
        }),
    ];
    for (code, fixed_by, plant) in table {
        check(code, fixed_by, *plant);
    }
}

/// The region of the portal is in its host, so the command that fixes `sso_region` is whole.
#[test]
fn a_session_of_another_region_than_its_portal() {
    let fix = Command("daypass configure sso-session --sso-session corp --sso-region us-east-2");
    check("P540", &fix, |home| {
        let portal = "https://ssoins-1234567890abcdef.portal.us-east-2.app.aws";
        instead(home, "https://d-abc123.awsapps.com/start", portal)
    });
}
