//! Tests of parsing: values by precedence, and mistakes with their lines.

use super::{SettingOrigin, UserSettings};

fn settings(text: &str) -> UserSettings {
    UserSettings::parse(text).expect("a valid file")
}

fn problems(text: &str) -> String {
    let problems = UserSettings::parse(text).expect_err("an invalid file");
    problems.into_iter().map(|problem| format!("{}: {}\n", problem.line, problem.text)).collect()
}

#[test]
fn a_value_for_a_session_takes_precedence() {
    let settings = settings(
        "sso_session = 'corp'\nbrowser = \"firefox\"\nregions = [\n  'eu-west-1',\n  'us-east-1',\n]\n\
         include = ['prod-*']\nexclude = ['*/Billing', '*/Audit']\n\
         allowed_endpoints = ['vpce-1.example.com', 'localhost:4566', '[::1]:80', 'a_b']\n\
         [keys]\noutput = 'json'\ncli_pager = 'cat'\n\
         [sso-session.corp]\nbrowser = 'firefox -P work'\nregions = []\n[sso-session.corp.keys]\nOutput = 'text'\n\
         [sso-session.'other one']\ntemplate = '{id}'\n\
         [account.111122223333]\nbrowser = 'firefox -P production'\n",
    );
    assert_eq!(settings.sso_session(), Some(("corp", SettingOrigin::File(1))));
    assert_eq!(settings.browser(None), Some("firefox"));
    assert_eq!(settings.browser(Some("other one")), Some("firefox"));
    assert_eq!(settings.browser(Some("corp")), Some("firefox -P work"));
    assert_eq!(settings.console_browser(Some("corp"), Some("111122223333")), Some("firefox -P production"));
    assert_eq!(settings.console_browser(None, Some("444455556666")), Some("firefox"));
    assert_eq!(settings.regions("other one"), ["eu-west-1", "us-east-1"]);
    assert!(settings.regions("corp").is_empty());
    assert_eq!((settings.include("corp"), settings.exclude("corp").len()), (&["prod-*".to_owned()][..], 2));
    assert_eq!(settings.allowed_endpoints(), ["vpce-1.example.com", "localhost:4566", "[::1]:80", "a_b"]);
    assert_eq!(settings.entries().iter().filter(|entry| entry.scope.is_none()).count(), 8);
    assert_eq!(settings.template("other one"), Some("{id}"));
    assert_eq!(settings.template("corp"), None);
    let keys = |session| settings.keys(session).into_iter().map(|(key, value)| format!("{key}={value}"));
    assert_eq!(keys("corp").collect::<Vec<_>>(), ["cli_pager=cat", "output=text"]);
    assert_eq!(keys("none").collect::<Vec<_>>(), ["cli_pager=cat", "output=json"]);
}

#[test]
fn rows_have_effective_values_and_their_origin() {
    let settings =
        settings("regions = ['a', 'b']\n[keys]\noutput = 'json'\n[sso-session.corp]\nbrowser = 'x'\n");
    let rows = settings.rows(|name| (name == "browser").then(|| ("lynx".to_owned(), "BROWSER")));
    let rows: Vec<_> =
        rows.iter().map(|row| format!("{}={} {:?}", row.setting, row.value.shown(), row.origin)).collect();
    insta::assert_snapshot!(rows.join("\n"), @r#"
    sso_session= BuiltIn
    browser=lynx Other("BROWSER")
    template={account}.{role} BuiltIn
    regions=a, b File(1)
    include= BuiltIn
    exclude= BuiltIn
    keys.output=json File(3)
    allowed_endpoints= BuiltIn
    forbid= BuiltIn
    portal_hosts= BuiltIn
    allowed_regions= BuiltIn
    max_console_duration= BuiltIn
    max_serve_lifetime= BuiltIn
    sso-session.corp.browser=x File(5)
    "#);
    assert_eq!(settings.sessions(), ["corp"]);
}

#[test]
fn an_empty_file_sets_nothing() {
    for text in ["", "\n# nothing\n", "[keys]\n", "[sso-session.corp]\n"] {
        assert_eq!(settings(text).entries(), []);
    }
}

#[test]
fn every_mistake_has_its_line() {
    insta::assert_snapshot!(problems(
        "tempalte = '{id}'\nbrowser = 7\nregions = 'eu-west-1'\ninclude = ['a', 1]\ntemplate = '{nope}'\n\
         exclude = ['']\ncolour = 'blue'\n[keys]\nregion = 'x'\nsso_session = 'x'\ncli_pager = ''\n\
         max_attempts = 3\n'a b' = 'x'\n[sso-session.corp]\nsso_session = 'x'\nregion = ['eu-west-1']\n\
         [sso-session]\nplain = 1\n[account]\nplain = 1\n[account.production]\n\
         [account.111122223333]\nregions = []\nbrowsr = 'x'\n"
    ), @r#"
    1: there is no setting `tempalte`; did you mean `template`?
    2: `browser` is a text, such as: browser = "firefox -P work"
    3: `regions` is a list of texts, such as: regions = ["eu-west-1"]
    4: `include` is a list of texts, such as: include = ["prod-*"]
    5: `template` cannot be "{nope}": there is no field "nope"; the fields are account, alias, id, email, role, region, session, tag:NAME
    6: `exclude` cannot be "": it is empty
    7: there is no setting `colour`; the settings are sso_session, browser, template, regions, include, exclude, keys, allowed_endpoints, forbid, portal_hosts, allowed_regions, max_console_duration, max_serve_lifetime, sso-session, account, guard, agents
    9: the key `region` cannot be set: set regions with --region, or `regions` in the settings
    10: the key `sso_session` cannot be set: the key sets the source of the credentials, which populate sets itself
    11: the key `cli_pager` cannot be set: some SDKs ignore a key without a value (to use no pager, set cli_pager=cat)
    12: the key `max_attempts` is a text, such as: max_attempts = "3"
    13: the key `a b` cannot be set: this is not a valid name of a key
    15: `sso_session` chooses the session; set it at the top of the file
    16: there is no setting `region`; did you mean `regions`?
    18: the settings of a session are a table, such as: [sso-session.corp]
    20: "plain" is not an account id, which has 12 digits
    21: "production" is not an account id, which has 12 digits
    23: `regions` cannot be set for one account; `browser`, `alias` and `tags` can
    24: there is no setting `browsr`; did you mean `browser`?
    "#);
    insta::assert_snapshot!(problems("regions = ['eu west']\nkeys = 1\nsso-session = 2\n"), @r#"
    1: `regions` cannot be "eu west": "eu west" is not a region: letters, digits and inner hyphens, at most 63, such as eu-west-1
    2: `keys` is a table of texts, such as: keys = { output = "json" }
    3: the settings of a session are a table, such as: [sso-session.corp]
    "#);
    // A token goes to a host, not to an address with more in it; and what is for all is for no session.
    insta::assert_snapshot!(problems(
        "allowed_endpoints = ['', 'https://x', 'a b', 'a/b', 'é']\nbrowser = { x = 'y' }\naccount = 2\n\
         [sso-session.corp]\nallowed_endpoints = ['x']\n"
    ), @r#"
    1: `allowed_endpoints` cannot be "": it is not a host, such as vpce-1.example.com or localhost:4566
    1: `allowed_endpoints` cannot be "https://x": it is not a host, such as vpce-1.example.com or localhost:4566
    1: `allowed_endpoints` cannot be "a b": it is not a host, such as vpce-1.example.com or localhost:4566
    1: `allowed_endpoints` cannot be "a/b": it is not a host, such as vpce-1.example.com or localhost:4566
    1: `allowed_endpoints` cannot be "é": it is not a host, such as vpce-1.example.com or localhost:4566
    2: `browser` is a text, such as: browser = "firefox -P work"
    3: the settings of an account are a table, such as: [account.111122223333]
    5: `allowed_endpoints` applies to all sessions; set it at the top of the file
    "#);
    insta::assert_snapshot!(problems("[account.1111]\n[account.11112222333a]\n[account.1111222233334]\n"), @r#"
    1: "1111" is not an account id, which has 12 digits
    2: "11112222333a" is not an account id, which has 12 digits
    3: "1111222233334" is not an account id, which has 12 digits
    "#);
    insta::assert_snapshot!(problems("browser = 'a'\nbrowser = 'b'\nx = \n"), @"
    2: this is not valid TOML: duplicate key
    3: this is not valid TOML: string values must be quoted, expected literal string
    ");
}
