//! The settings file: values and their sources, and their effect on populate, listings and browsers.

use crate::home::Home;
use daypass_simulator::{AutoApprove, World};

const FILE: &str = ".config/daypass/settings.toml";
const SESSIONS: &str = "\
[sso-session corp]
sso_start_url = https://d-9067000018.awsapps.com/start
sso_region = eu-west-1
sso_registration_scopes = sso:account:access
[sso-session other]
sso_start_url = https://d-9067000019.awsapps.com/start
sso_region = eu-west-1
";

#[test]
fn each_value_and_where_it_comes_from() {
    let home = Home::new().config(SESSIONS).set("BROWSER", "lynx");
    insta::assert_snapshot!(home.run("settings"), @"
    $ daypass settings
    SETTING                VALUE              FROM
    sso_session                               built in
    browser                lynx               BROWSER
    template               {account}.{role}   built in
    regions                                   built in
    include                                   built in
    exclude                                   built in
    keys                                      built in
    allowed_endpoints                         built in
    forbid                                    built in
    portal_hosts                              built in
    allowed_regions                           built in
    max_console_duration                      built in
    max_serve_lifetime                        built in
    [stderr]
    There is no ~/.config/daypass/settings.toml; https://github.com/daypass/daypass/blob/main/docs/settings.md describes it.
    [exit 0]
    ");
    home.write(
        FILE,
        "# mine\nsso_session = \"corp\"\nregions = [\n  \"eu-west-1\",\n  \"us-east-1\",\n]\n[keys]\noutput = \"json\"\n\
         [sso-session.corp]\nbrowser = \"firefox -P work\"\n[sso-session.gone]\nexclude = [\"*/Billing\"]\n",
    );
    insta::assert_snapshot!(home.run("settings"), @"
    $ daypass settings
    SETTING                    VALUE                  FROM
    sso_session                corp                   ~/.config/daypass/settings.toml:2
    browser                    lynx                   BROWSER
    template                   {account}.{role}       built in
    regions                    eu-west-1, us-east-1   ~/.config/daypass/settings.toml:3
    include                                           built in
    exclude                                           built in
    keys.output                json                   ~/.config/daypass/settings.toml:8
    allowed_endpoints                                 built in
    forbid                                            built in
    portal_hosts                                      built in
    allowed_regions                                   built in
    max_console_duration                              built in
    max_serve_lifetime                                built in
    sso-session.corp.browser   firefox -P work        ~/.config/daypass/settings.toml:10
    sso-session.gone.exclude   */Billing              ~/.config/daypass/settings.toml:12
    [stderr]
    warning: no sso-session gone is configured; its settings have no effect
    [exit 0]
    ");
}

#[test]
fn for_programs() {
    let home = Home::new().config(SESSIONS).set("BROWSER", "lynx");
    home.write(FILE, "regions = [\"eu-west-1\"]\n[keys]\noutput = \"json\"\n");
    let shown = home.run("settings --output json").ok().stdout;
    for part in [
        "\"file\": \"~/.config/daypass/settings.toml\",\n    \"line\": 1,\n    \"locked\": false,\n    \"outvoted\": [],\n    \"setting\": \"regions\",\n    \"source\": \"file\",\n    \"value\": [\n      \"eu-west-1\"\n    ]",
        "\"setting\": \"browser\",\n    \"source\": \"environment\",\n    \"value\": \"lynx\",\n    \"variable\": \"BROWSER\"",
        "\"setting\": \"template\",\n    \"source\": \"built in\",\n    \"value\": \"{account}.{role}\"",
        "\"line\": 3,\n    \"locked\": false,\n    \"outvoted\": [],\n    \"setting\": \"keys.output\"",
    ] {
        assert!(shown.contains(part), "{part}\n{shown}");
    }
}

#[test]
fn a_mistake_stops_what_needs_the_file_and_nothing_else() {
    let home = Home::new().config(SESSIONS);
    home.write(FILE, "sso_session = \"corp\"\ntempalte = \"{id}\"\nregions = \"eu-west-1\"\n");
    insta::assert_snapshot!(home.run("settings"), @r#"
    $ daypass settings
    [stderr]
    error: ~/.config/daypass/settings.toml:2: there is no setting `tempalte`; did you mean `template`?
      also     line 3: `regions` is a list of texts, such as: regions = ["eu-west-1"]
    [exit 4]
    "#);
    assert_eq!(home.run("configure populate --offline --plan").code, Some(4));
    assert_eq!(home.run("profiles").code, Some(0));
    assert_eq!(home.read(FILE), "sso_session = \"corp\"\ntempalte = \"{id}\"\nregions = \"eu-west-1\"\n");
    home.write(FILE, "sso_session = \"crop\"\n");
    insta::assert_snapshot!(home.run("roles --offline"), @"
    $ daypass roles --offline
    [stderr]
    error: sso-session crop does not exist; did you mean corp? (~/.aws/config)
      set by   ~/.config/daypass/settings.toml:1
    [exit 4]
    ");
}

#[test]
fn populate_takes_its_defaults_from_there() {
    let home = Home::with(World::generated(2, 2, 3).expect("a world")).config(SESSIONS);
    home.server().world().lock().set_auto_approve(AutoApprove::Allow);
    let _signed_in = home.run("login --sso-session corp --use-device-code --no-browser").ok();
    home.write(
        FILE,
        "sso_session = \"corp\"\ntemplate = \"{id}.{role|lower}\"\nregions = [\"eu-west-1\"]\n[keys]\noutput = \"json\"\n\
         cli_pager = \"cat\"\n[sso-session.corp]\nregions = [\"eu-north-1\"]\n",
    );
    insta::assert_snapshot!(home.run("configure populate --plan").ok().stdout, @"
    2 accounts, 4 roles → 4 profiles: 4 new, 0 as they are.

     + [profile 984681000000.administratoraccess]  984681000000
     + [profile 984681000000.readonlyaccess]       984681000000
     + [profile 529919000001.administratoraccess]  529919000001
     + [profile 529919000001.readonlyaccess]       529919000001
    ");
    let _wrote = home.run("configure populate --yes --region us-east-1 --set output=text").ok();
    let written = home.read(".aws/config").replace(SESSIONS, "");
    insta::assert_snapshot!(written.split_inclusive("\n\n").next().unwrap_or_default(), @"

    [profile 984681000000.administratoraccess]
    sso_session = corp
    sso_account_id = 984681000000
    sso_role_name = AdministratorAccess
    region = us-east-1
    cli_pager = cat
    output = text
    daypass_session = corp
    ");
}

#[test]
fn populate_names_profiles_by_aliases_and_tags() {
    let home = Home::with(World::demo()).config(SESSIONS);
    home.server().world().lock().set_auto_approve(AutoApprove::Allow);
    let _signed_in = home.run("login --sso-session corp --use-device-code --no-browser").ok();
    home.write(
        FILE,
        "sso_session = \"corp\"\ntemplate = \"{tag:team|lower}.{alias}.{role|trim:AWS}\"\n[account.051234567822]\nalias = \"play\"\n\
         tags = [\"dev\", \"team=Data\"]\n",
    );
    let plan = home.run("configure populate --plan").ok().stdout;
    for name in ["[profile data.play.PowerUserAccess]", "[profile Production.PowerUserAccess]"] {
        assert!(plan.contains(name), "{name}: {plan}");
    }
}

#[test]
fn a_session_has_its_own_browser() {
    let home = Home::with(World::demo()).config(SESSIONS);
    let script = home.browser_script();
    home.write(
        FILE,
        &format!("browser = \"false\"\n[sso-session.corp]\nbrowser = \"{}\"\n", script.display()),
    );
    // No BROWSER and no display, and yet the flow that needs a browser here.
    let url = home.path().join("browser-url");
    let person = std::thread::spawn(move || crate::browser::press_when_opened(&url, "allow"));
    let signed_in = home.run("login --sso-session corp").ok();
    assert!(signed_in.stderr.contains("in your browser"), "{signed_in}");
    let _page = person.join().expect("the browser does not fail");
}

#[test]
fn an_account_has_its_own_browser() {
    let home = Home::with(World::demo()).config(&format!(
        "{SESSIONS}[profile production]\nsso_session = corp\nsso_account_id = 111122223333\n\
         sso_role_name = AWSReadOnlyAccess\n"
    ));
    home.server().world().lock().set_auto_approve(AutoApprove::Allow);
    let _signed_in = home.run("login --sso-session corp --use-device-code --no-browser").ok();
    let script = home.browser_script();
    home.write(
        FILE,
        &format!("browser = \"false\"\n[account.111122223333]\nbrowser = \"{}\"\n", script.display()),
    );
    let url = home.path().join("browser-url");
    let person = std::thread::spawn(move || crate::browser::press_when_opened(&url, "allow"));
    let _opened = home.run("console --profile production").ok();
    let page = person.join().expect("the browser does not fail");
    assert!(page.contains("Signed in to the console as"), "{page}");
    assert!(home.run("settings").ok().stdout.contains("account.111122223333.browser"));
}
