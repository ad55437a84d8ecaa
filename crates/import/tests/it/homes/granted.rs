//! A home of granted.

use super::Home;
use daypass_other_tools::Tool;

#[test]
fn granted_with_all_its_settings() {
    let settings = "\
DefaultBrowser = 'CHROME'
CustomBrowserPath = '/usr/bin/chrome'
CustomSSOBrowserPath = '/usr/bin/firefox'
AWSConsoleBrowserLaunchTemplate = 'x'
CredentialProcessAutoLogin = true
ExportCredsToAWS = true
ExportSSOToken = false
AccessRequestURL = ''
CommonFateDefaultSSORegion = 'x'
ProfileRegistryURLS = ['x']
Ordering = 'Alphabetical'
Unheard = 3

[ProfileRegistry]
RequiredKeys = { a = 'b' }
Variables = {}
[[ProfileRegistry.Registries]]
name = 'only a name'
[[ProfileRegistry.Registries]]
url = 'https://me:SECRET@git.example.com/x.git'

[SSO.default]
StartURL = 'https://main.awsapps.com/start'
SSORegion = 'ew1'
Prefix = 'p-'

[SSO.other]
StartURL = 'https://other.awsapps.com/start'
SSORegion = 'us-east-1'
ProfileTemplate = '{{ .AccountID }}.{{ .RoleName }}'

[SSO.moved]
StartURL = 'https://main.awsapps.com/start/'
SSORegion = 'ue2'

[SSO.odd]
StartURL = 'nothing'
SSORegion = 'nowhere-at-all'

[SSO.half]
StartURL = 'https://half.awsapps.com/start'

[SSO.untold]
StartURL = 'https://untold.awsapps.com/start'
SSORegion = 'as2'
ProfileTemplate = '{{ range . }}'
";
    let config = "\
[granted_registry_start https://git.example.com/x.git]
[profile a]
granted_sso_start_url = https://main.awsapps.com/start
granted_sso_region = eu-west-1
granted_sso_account_id = 111122223333
granted_sso_role_name = Admin
common_fate_generated_from = aws-sso
[granted_registry_end https://git.example.com/x.git]
[sso-session third]
sso_start_url = https://other.awsapps.com/start
sso_region = us-east-1
";
    let home = Home { files: &[(".granted/config", settings)], config, ..Home::default() };
    insta::assert_snapshot!(home.told(Tool::Granted), @"
    read HOME/.granted/config
    session third https://other.awsapps.com/start us-east-1 exists
    session main https://main.awsapps.com/start eu-west-1 new
    session untold https://untold.awsapps.com/start ap-south-2 new
    convert a
    set sso-session.main.template = p-{account}/{role}
    set sso-session.third.template = {id}.{role}
    set browser = /usr/bin/chrome %s
    set sso-session.main.browser = /usr/bin/firefox %s
    set sso_session = main
    left AWSConsoleBrowserLaunchTemplate: a launch template ({{.Profile}} and the like in a browser command) has no counterpart
    left CommonFateDefaultSSORegion: no counterpart
    left CredentialProcessAutoLogin: daypass credential-process never opens a browser
    left ExportCredsToAWS: no counterpart: tools read the profiles themselves
    left Ordering: daypass has no need of it
    left the registry only a name: daypass follows no git registry; an organisation hands out settings, and people populate
    left the registry https://git.example.com/x.git: daypass follows no git registry; an organisation hands out settings, and people populate
    left RequiredKeys: only the registry's templates use them
    left ProfileRegistryURLS: daypass follows no git registry
    left Unheard: not known
    left [SSO.odd]: its start URL or its region cannot be used
    left ProfileTemplate of [SSO.untold]: range has no counterpart
    warn `assume` syncs a registry again by itself, once a day, and would write its section anew: `granted registry remove` first
    warn the sections granted_registry_start and granted_registry_end are no profiles
    warn [SSO.moved] has the region ue2 (a short form of us-east-2), and profiles of that portal have eu-west-1: the region in the profiles decides
    mark [granted_registry_start https://git.example.com/x.git]
    mark [granted_registry_end https://git.example.com/x.git]
    --
    [profile a]
    sso_session = main
    sso_account_id = 111122223333
    sso_role_name = Admin
    [sso-session third]
    sso_start_url = https://other.awsapps.com/start
    sso_region = us-east-1

    [sso-session main]
    sso_start_url = https://main.awsapps.com/start
    sso_region = eu-west-1
    sso_registration_scopes = sso:account:access

    [sso-session untold]
    sso_start_url = https://untold.awsapps.com/start
    sso_region = ap-south-2
    sso_registration_scopes = sso:account:access
    ");
}
