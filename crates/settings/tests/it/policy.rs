//! What a policy refuses and limits: of several files the strictest counts, in every order, and no flag goes before what is
//! locked.

use daypass_settings::{Attempt, CompanyFile, SettingOrigin, UserSettings};
use daypass_sso_types::Region;
use std::time::Duration;

fn company(files: &[&str], person: &str) -> UserSettings {
    let file = |(index, text): (usize, &&str)| CompanyFile {
        name: format!("{index}.toml"),
        text: Ok(format!("format = 1\n{text}")),
    };
    UserSettings::parse(person).expect("right").with_company(files.iter().enumerate().map(file))
}

fn refused(settings: &UserSettings, attempt: Attempt<'_>) -> Option<String> {
    settings.refusal(attempt).map(|refusal| refusal.message)
}

fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(minutes * 60)
}

#[test]
fn a_region_has_to_be_in_every_list() {
    let region = |name: &str| Region::new(name).expect("a region");
    let settings = company(
        &["allowed_regions = ['eu-*', 'us-east-1']\n[locked]\nallowed_regions = ['*-1']\n"],
        "allowed_regions = ['eu-*', 'us-*']\n",
    );
    for (name, is_allowed) in [
        ("eu-west-1", true),
        ("us-east-1", true),
        ("eu-west-2", false),
        ("us-west-1", false),
        ("ap-east-1", false),
    ] {
        assert_eq!(refused(&settings, Attempt::Region(&region(name))).is_none(), is_allowed, "{name}");
    }
    // Two lists that are locked do not contradict each other.
    let both =
        company(&["[locked]\nallowed_regions = ['eu-*']\n", "[locked]\nallowed_regions = ['us-*']\n"], "");
    assert!(both.company_problems().is_empty());
    assert!(refused(&both, Attempt::Region(&region("eu-west-1"))).is_some());
    let rows = both.rows(|_| None);
    assert_eq!(rows.iter().filter(|row| row.setting == "allowed_regions").count(), 2);
}

#[test]
fn of_maxima_the_lowest_counts_whoever_sets_it() {
    let line = |time: &str| format!("max_console_duration = '{time}'\nmax_serve_lifetime = '{time}'\n");
    for (recommended, locked, person) in [
        ("1h", "2h", "3h"),
        ("3h", "1h", "2h"),
        ("2h", "3h", "1h"),
        ("1h", "1h", "12h"),
        ("12h", "12h", "1h"),
    ] {
        let text = format!("{}[locked]\n{}", line(recommended), line(locked));
        let settings = company(&[&text], &line(person));
        assert!(settings.company_problems().is_empty());
        assert_eq!(
            (settings.max_console_duration(), settings.max_serve_lifetime()),
            (Some(minutes(60)), Some(minutes(60)))
        );
        let rows = settings.rows(|_| None);
        for name in ["max_console_duration", "max_serve_lifetime"] {
            let row = rows.iter().find(|row| row.setting == name).expect("a row");
            assert_eq!((row.value.shown().as_str(), row.outvoted.len()), ("1h", 2), "{name}");
        }
        let console = |time: Option<Duration>| refused(&settings, Attempt::Console(time));
        assert_eq!((console(None), console(Some(minutes(60)))), (None, None));
        assert_eq!(console(Some(minutes(61))).as_deref(), Some("a console session lasts 1h at most here"));
        assert!(refused(&settings, Attempt::ConsoleShortcut).is_some());
    }
    let none = UserSettings::default();
    assert_eq!((none.max_console_duration(), none.max_serve_lifetime()), (None, None));
    assert!(refused(&none, Attempt::Console(Some(minutes(720)))).is_none());
    assert!(refused(&none, Attempt::ConsoleShortcut).is_none());
    let short = company(&["[locked]\nmax_console_duration = '15m'\n"], "");
    let said = refused(&short, Attempt::Console(Some(minutes(16))));
    assert_eq!(said.as_deref(), Some("a console session lasts 15m at most here"));
    for text in
        ["max_console_duration = '14m'", "max_console_duration = '13h'", "max_serve_lifetime = 'long'"]
    {
        UserSettings::parse(text).expect_err(text);
    }
}

#[test]
fn the_highest_version_that_is_locked_counts_and_one_that_is_recommended_warns() {
    let settings = company(
        &[
            "minimum_version = '9.0.0'\n[locked]\nminimum_version = '0.3.0'\n",
            "[locked]\nminimum_version = '0.2.0'\n",
        ],
        "",
    );
    assert!(settings.company_problems().is_empty());
    let asked = |version: &str| settings.outdated(version).map(|found| (found.minimum, found.is_locked));
    for old in ["0.1.0", "0.2.0", "0.3.0-rc.1"] {
        assert_eq!(asked(old), Some(("0.3.0".to_owned(), true)), "{old}");
    }
    assert_eq!(asked("0.3.0"), Some(("9.0.0".to_owned(), false)));
    assert_eq!((asked("9.0.0"), asked("10.0.0")), (None, None));
    let origin = settings.outdated("0.1.0").map(|found| found.origin);
    assert!(matches!(origin, Some(SettingOrigin::Company { line: 4, locked: true, .. })), "{origin:?}");
    // A person's own file asks for none; one of a company that is none closes what is locked.
    UserSettings::parse("minimum_version = '0.2.0'").expect_err("not a person's");
    let broken = company(&["[locked]\nminimum_version = 'new'\n"], "");
    assert!(broken.company_problems().iter().any(|found| found.fails_closed));
}

#[test]
fn no_flag_goes_before_what_is_locked() {
    let settings = company(
        &["[locked]\ntemplate = '{id}'\nregions = ['eu-west-1']\nkeys = { output = 'json' }\n\
           [locked.sso-session.corp]\nregions = ['eu-north-1']\n"],
        "include = ['a']\n",
    );
    let flag = |session, setting, values: &[&str]| {
        let values: Vec<_> = values.iter().map(|value| (*value).to_owned()).collect();
        refused(&settings, Attempt::Flag { session, setting, flag: "--it", values: &values })
    };
    for (session, setting, values, expected) in [
        (None, "template", &["{account}"][..], Some("--it: `template` is locked to {id}")),
        (None, "template", &["{id}"], None),
        (None, "template", &[], None),
        (Some("other"), "regions", &["us-east-1"], Some("--it: `regions` is locked to eu-west-1")),
        (Some("other"), "regions", &["eu-west-1"], None),
        (
            Some("other"),
            "regions",
            &["eu-west-1", "us-east-1"],
            Some("--it: `regions` is locked to eu-west-1"),
        ),
        (
            Some("corp"),
            "regions",
            &["eu-west-1"],
            Some("--it: `sso-session.corp.regions` is locked to eu-north-1"),
        ),
        (Some("corp"), "keys.output", &["text"], Some("--it: `keys.output` is locked to json")),
        (Some("corp"), "keys.region", &["text"], None),
        // Their own words are theirs to change.
        (Some("corp"), "include", &["b"], None),
    ] {
        assert_eq!(flag(session, setting, values).as_deref(), expected, "{session:?} {setting} {values:?}");
    }
}

#[test]
fn a_row_of_one_session_has_what_applies_to_it() {
    let settings = company(
        &[
            "[sso-session.corp]\ntemplate = '{account}'\n[locked]\nbrowser = 'theirs'\nregions = ['eu-west-1']\n",
        ],
        "template = '{id}'\n[sso-session.corp]\nregions = ['us-east-1']\n[account.111122223333]\nbrowser = 'mine'\n",
    );
    let rows = settings.rows(|_| None);
    for (name, value, outvoted) in [
        ("sso-session.corp.template", "{id}", "{account}"),
        ("sso-session.corp.regions", "eu-west-1", "us-east-1"),
        ("account.111122223333.browser", "theirs", "mine"),
    ] {
        let row = rows.iter().find(|row| row.setting == name).expect(name);
        let found: Vec<_> = row.outvoted.iter().map(|(value, _)| value.shown()).collect();
        assert_eq!((row.value.shown(), found), (value.to_owned(), vec![outvoted.to_owned()]), "{name}");
    }
    assert_eq!(
        (settings.template("corp"), settings.regions("corp")),
        (Some("{id}"), &["eu-west-1".to_owned()][..])
    );
    let browser = |session| settings.console_browser(session, Some("111122223333"));
    assert_eq!((browser(None), browser(Some("corp"))), (Some("theirs"), Some("theirs")));
    // What is locked for a session goes before a person's browser for an account.
    let of_session = company(
        &["[locked.sso-session.corp]\nbrowser = 'corp'\n"],
        "browser = 'all'\n[account.111122223333]\nbrowser = 'mine'\n",
    );
    let browser = |session, account| of_session.console_browser(session, account);
    assert_eq!(browser(Some("corp"), Some("111122223333")), Some("corp"));
    assert_eq!(browser(Some("other"), Some("111122223333")), Some("mine"));
    assert_eq!(browser(Some("other"), None), Some("all"));
}
