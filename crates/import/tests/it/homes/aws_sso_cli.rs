//! A home of aws-sso-cli.

use super::Home;
use daypass_other_tools::Tool;

const SETTINGS: &str = "\
SSOConfig:
  Main:
    StartUrl: https://main.awsapps.com/start
    SSORegion: eu-west-1
    DefaultRegion: eu-central-1
    AuthUrlAction: open
    Accounts:
      '000000000011':
        Name: Eleven
        Tags: {Color: red, Team: a}
        Roles:
          Admin: {Profile: eleven, Tags: {Stage: prod}}
          Top: {Via: 'arn:aws:iam::000000000011:role/Admin', SourceIdentity: ada, DefaultRegion: us-east-1}
          Lost: {Via: '000000000011:Nobody'}
          Deep: {Via: '000000000011:Top', Profile: 'deep down'}
      '000000000012':
        Tags: [{Team: b}, {Owner: c}]
        Roles:
          Read: {}
  Gov:
    StartUrl: https://gov.awsapps.com/start
    SSORegion: us-gov-west-1
    DefaultRegion: us-gov-west-1
    Accounts:
      '000000000021':
        Roles:
          Base: {}
          Up: {Via: '000000000021:Base', ExternalId: x}
  Half: {StartUrl: https://half.awsapps.com/start}
  Bad: {StartUrl: 'http://bad', SSORegion: eu-west-1}
DefaultSSO: Main
DefaultRegion: eu-north-1
ProfileFormat: '{{ .AccountId }}/{{ .RoleName | lower }}'
ConfigVariables: {output: json, region: eu-west-1}
UrlAction: exec
UrlExecCommand: [firefox, -P, 'my work', '%s']
AutoConfigCheck: true
ConsoleDuration: 240
EnvVarTags: [Team]
LogLevel: warn
Unheard: 1
";

const CACHE: &str = r#"{"SSO": {"Main": {"Roles": {"Accounts": {
        "11": {"Alias": "eleven-alias", "Roles": {"Admin": {}, "Cached": {"Profile": "from cache", "DefaultRegion": "eu-west-3"}}},
        "12": {"Roles": {"OnTop": {"Via": "000000000011:Cached"}}}}}}}}"#;

const CONFIG: &str = "\
[default]
region = eu-west-1

# BEGIN_AWS_SSO_CLI_Main
[profile eleven]
credential_process = aws-sso -S Main process --arn arn:aws:iam::000000000011:role/Admin

[profile named]
credential_process = aws-sso process --profile eleven

[profile twelve]
credential_process = aws-sso -S Gov process --arn 21:Up

[profile gone]
credential_process = aws-sso -S Main process -p nobody
";

#[test]
fn aws_sso_cli_with_all_its_settings() {
    let home = Home {
        files: &[
            (".aws-sso/config.yaml", SETTINGS),
            (".aws-sso/cache.json", CACHE),
            (".config/aws-sso/config.yaml", ""),
        ],
        config: CONFIG,
        ..Home::default()
    };
    insta::assert_snapshot!(home.told(Tool::AwsSsoCli), @"
    read HOME/.aws-sso/config.yaml
    read HOME/.aws-sso/cache.json
    session Main https://main.awsapps.com/start eu-west-1 new
    session Gov https://gov.awsapps.com/start us-gov-west-1 new
    keep default not of aws-sso-cli
    convert eleven
    convert named
    add 000000000021/base
    convert twelve
    keep gone the role of nobody is not in the settings of aws-sso-cli
    add 000000000011/top
    add deep-down
    add from-cache
    add 000000000012/ontop
    set template = {id}/{role|lower}
    set regions = eu-central-1
    set sso-session.Gov.regions = us-gov-west-1
    set keys.output = json
    set browser = firefox -P 'my work' %s
    set sso_session = Main
    left ~/.config/aws-sso/config.yaml: not in force while ~/.aws-sso exists
    left AuthUrlAction of Main: a browser for sign-ins alone is a setting of the session
    left SSOConfig.Half: its start URL or its region is missing
    left SSOConfig.Bad: its start URL or its region cannot be used
    left ConfigVariables.region: set regions with --region, or `regions` in the settings
    left Unheard: not known
    left AutoConfigCheck, LogLevel: daypass has no need of them
    left ConsoleDuration 240 minutes: daypass has no such setting yet
    left tags Team, Stage, Owner: daypass keeps no tags
    left EnvVarTags: daypass keeps no tags
    left Color of 000000000011: daypass has no colours of accounts yet
    left account names given by hand (Eleven): daypass names accounts as AWS does; the template cannot say them
    left gone: the role of nobody is not in the settings of aws-sso-cli
    left SourceIdentity ada of Top: no key of the AWS config file says it
    left Lost in 000000000011: its Via role is not reachable through any session
    warn AutoConfigCheck is on: aws-sso would write its block again at its next login or cache; turn it off
    warn # BEGIN_AWS_SSO_CLI_Main has no end: the block ends with the file; only sections with aws-sso's credential_process are taken
    --
    [default]
    region = eu-west-1

    # BEGIN_AWS_SSO_CLI_Main
    [profile eleven]
    sso_session = Main
    sso_account_id = 000000000011
    sso_role_name = Admin

    [profile named]
    sso_session = Main
    sso_account_id = 000000000011
    sso_role_name = Admin

    [profile twelve]
    role_arn = arn:aws-us-gov:iam::000000000021:role/Up
    source_profile = 000000000021/base
    external_id = x

    [profile gone]
    credential_process = aws-sso -S Main process -p nobody

    [sso-session Main]
    sso_start_url = https://main.awsapps.com/start
    sso_region = eu-west-1
    sso_registration_scopes = sso:account:access

    [sso-session Gov]
    sso_start_url = https://gov.awsapps.com/start
    sso_region = us-gov-west-1
    sso_registration_scopes = sso:account:access

    [profile 000000000021/base]
    sso_session = Gov
    sso_account_id = 000000000021
    sso_role_name = Base
    region = us-gov-west-1

    [profile 000000000011/top]
    role_arn = arn:aws:iam::000000000011:role/Top
    source_profile = eleven
    region = us-east-1

    [profile deep-down]
    role_arn = arn:aws:iam::000000000011:role/Deep
    source_profile = 000000000011/top
    region = eu-central-1

    [profile from-cache]
    sso_session = Main
    sso_account_id = 000000000011
    sso_role_name = Cached
    region = eu-west-3

    [profile 000000000012/ontop]
    role_arn = arn:aws:iam::000000000012:role/OnTop
    source_profile = from-cache
    ");
}

#[test]
fn aws_sso_cli_opens_a_browser_by_a_setting_or_by_a_command() {
    let told = |settings: &str| {
        let home = Home { files: &[(".aws-sso/config.yaml", settings)], ..Home::default() };
        let told = home.told(Tool::AwsSsoCli);
        let lines =
            told.lines().filter(|line| line.contains("rowser") || line.contains("Url")).map(str::to_owned);
        lines.collect::<Vec<_>>().join(" & ")
    };
    let all = [
        "UrlAction: open\nBrowser: /usr/bin/firefox",
        "Browser: /Applications/Firefox.app/",
        "Browser: Firefox.app.bin",
        "UrlAction: open",
        "UrlAction: exec\nUrlExecCommand: [chrome, '%s']",
        "UrlAction: exec\nUrlExecCommand: []",
        "UrlAction: exec\nUrlExecCommand: chrome",
        "UrlAction: exec\nUrlExecCommand: chrome %s",
        "UrlAction: exec\nUrlExecCommand: ''",
        "UrlAction: exec",
        "UrlAction: granted-containers\nUrlExecCommand: [firefox, '%s']",
        "UrlAction: print\nBrowser: x",
    ];
    insta::assert_snapshot!(all.map(told).join("\n"), @"
    set browser = /usr/bin/firefox %s
    set browser = open -a /Applications/Firefox.app/ %s
    set browser = Firefox.app.bin %s

    set browser = chrome %s

    set browser = chrome
    left UrlExecCommand: one text with spaces: it cannot be split into words without guessing


    set browser = firefox %s & left UrlAction granted-containers: needs the Firefox extension; the command alone is taken
    left UrlAction print: daypass shows or opens the address as its flags say
    ");
}
