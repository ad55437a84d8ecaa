//! A home of awsume.

use super::Home;
use daypass_other_tools::Tool;

#[test]
fn awsume_with_all_its_settings() {
    let settings = "\
region: eu-west-1
colors: true
fuzzy-match: true
role-duration: 3600
role-session-name: ada
config-file: ~/c
credentials-file: ~/k
console: {browser_command: firefox, use_session: true}
plugin: 1
";
    let home = Home {
        files: &[(".awsume/config.yaml", settings)],
        variables: &[("AWS_PROFILE", "autoawsume-dev")],
        credentials: "[autoawsume-dev]\nmanager = awsume\naws_access_key_id = ASIA1\n",
        config: "[profile a]\nregion = x\n",
    };
    insta::assert_snapshot!(home.told(Tool::Awsume), @"
    read HOME/.awsume/config.yaml
    keep a not of awsume
    set regions = eu-west-1
    left colors: how daypass looks and finds is its own
    left fuzzy-match: how daypass looks and finds is its own
    left role-duration 3600: a default for all roles has no counterpart; `duration_seconds` in a profile is kept
    left role-session-name ada: a default for all roles has no counterpart; `role_session_name` in a profile is kept
    left config-file ~/c: another file is not read without being named: set AWS_CONFIG_FILE to it
    left credentials-file ~/k: another file is not read without being named: set AWS_SHARED_CREDENTIALS_FILE to it
    left console.browser_command: {profile} in a browser command has no counterpart
    left console.use_session: of a plug-in
    left plugin: of a plug-in
    left [autoawsume-dev] in the credentials file: temporary keys of awsume
    warn AWS_PROFILE=autoawsume-dev is set in this shell: it stops working when the section goes
    warn AWS_PROFILE=autoawsume-dev may be set in open shells or scripts: it finds nothing when the section goes
    warn no portal is named anywhere: `daypass configure sso-session` first
    --
    [profile a]
    region = x
    ");
    let odd = Home {
        files: &[(".awsume/config.yaml", "region: no region\nrole-duration: 0\n")],
        ..Home::default()
    };
    insta::assert_snapshot!(odd.told(Tool::Awsume), @"
    read HOME/.awsume/config.yaml
    left region: it is no region
    warn no portal is named anywhere: `daypass configure sso-session` first
    --
    ");
    let none =
        Home { files: &[(".awsume/config.yaml", "region: ''\nrole-duration: ''\n")], ..Home::default() };
    insta::assert_snapshot!(none.told(Tool::Awsume), @"
    read HOME/.awsume/config.yaml
    warn no portal is named anywhere: `daypass configure sso-session` first
    --
    ");
}
