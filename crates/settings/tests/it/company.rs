//! A company's files beside a person's: what is locked, what is recommended, what is forbidden, what is broken.

use daypass_guard::Ask;
use daypass_settings::{Attempt, CompanyFile, Forbidden, SettingOrigin, UserSettings};
use daypass_sso_types::StartUrl;
use proptest::{collection::vec, option, prelude::*};

const EVERYTHING: [Forbidden; 4] =
    [Forbidden::DeviceCode, Forbidden::EndpointOverride, Forbidden::PlainHttp, Forbidden::NoVerifySsl];

fn company(files: &[&str], person: &str) -> UserSettings {
    let file = |(index, text): (usize, &&str)| CompanyFile {
        name: format!("/etc/daypass/{index}.toml"),
        text: Ok(format!("format = 1\n{text}")),
    };
    UserSettings::parse(person).expect("right").with_company(files.iter().enumerate().map(file))
}

fn told(settings: &UserSettings) -> Vec<String> {
    let told = settings.company_problems().iter().map(|found| {
        let closed = if found.fails_closed { " CLOSED" } else { "" };
        format!("{}:{}: {}{closed}", found.file, found.problem.line, found.problem.text)
    });
    told.collect()
}

fn refuses_portal(settings: &UserSettings, start_url: &StartUrl) -> Option<SettingOrigin> {
    settings.refusal(Attempt::Portal(start_url)).map(|refusal| refusal.origin)
}

#[test]
fn locked_before_the_person_before_what_is_recommended() {
    let files = [
        "browser = 'a'\ntemplate = '{id}'\n[locked]\nregions = ['eu-west-1']\n[locked.sso-session.corp]\nbrowser = 'corp'\n",
    ];
    let settings =
        company(&files, "browser = 'mine'\nregions = ['us-east-1']\n[sso-session.corp]\nbrowser = 'x'\n");
    assert_eq!(settings.browser(None), Some("mine"));
    assert_eq!(settings.browser(Some("corp")), Some("corp"));
    assert_eq!(settings.template("corp"), Some("{id}"));
    assert_eq!(settings.regions("corp"), ["eu-west-1"]);
    let rows = settings.rows(|_| None);
    let row = |name: &str| rows.iter().find(|row| row.setting == name).expect("a row");
    assert_eq!(row("browser").origin, SettingOrigin::File(1));
    assert!(
        matches!(&row("browser").outvoted[..], [(value, SettingOrigin::Company { line: 2, locked: false, .. })] if value.shown() == "a")
    );
    assert!(matches!(row("regions").origin, SettingOrigin::Company { line: 5, locked: true, .. }));
    assert!(
        matches!(&row("regions").outvoted[..], [(value, SettingOrigin::File(2))] if value.shown() == "us-east-1")
    );
    // A browser that is locked for all is that of an account, too.
    let settings = company(&["[locked]\nbrowser = 'all'\n"], "[account.111122223333]\nbrowser = 'mine'\n");
    assert_eq!(
        (settings.console_browser(None, Some("111122223333")), settings.browser(Some("x"))),
        (Some("all"), Some("all"))
    );
    // A later file goes before an earlier one, and no two contradict each other but in what they lock.
    let settings = company(&["browser = 'one'\n", "browser = 'two'\n"], "");
    assert_eq!((settings.browser(None), told(&settings)), (Some("two"), vec![]));
    for files in [
        ["[locked]\nbrowser = 'one'\n", "browser = 'two'\n"],
        ["browser = 'two'\n", "[locked]\nbrowser = 'one'\n"],
    ] {
        let settings = company(&files, "");
        assert_eq!((settings.browser(None), told(&settings)), (Some("one"), vec![]));
    }
}

#[test]
fn what_one_file_forbids_no_other_allows() {
    let portal = |host: &str| StartUrl::new(format!("https://{host}/start")).expect("a start URL");
    let settings = company(
        &[
            "forbid = ['device-code']\nportal_hosts = ['*.awsapps.com']\n",
            "[locked]\nforbid = ['plain-http']\n",
        ],
        "forbid = ['no-verify-ssl']\nportal_hosts = ['d-1.*', 'd-2.example.com']\n",
    );
    let forbidden: Vec<_> = EVERYTHING.iter().map(|what| settings.forbids(*what).is_some()).collect();
    assert_eq!(forbidden, [true, false, true, true]);
    assert_eq!(refuses_portal(&settings, &portal("d-1.awsapps.com")), None);
    assert_eq!(refuses_portal(&settings, &portal("d-2.awsapps.com")), Some(SettingOrigin::File(2)));
    // Each file's word counts, so each has a row, one after the other.
    let rows = settings.rows(|_| None);
    let rows: Vec<_> =
        rows.iter().filter(|row| row.setting == "forbid" || row.setting == "portal_hosts").collect();
    let shown: Vec<String> =
        rows.iter().map(|row| format!("{} {}", row.setting, row.value.shown())).collect();
    assert_eq!(
        shown,
        [
            "forbid plain-http",
            "forbid no-verify-ssl",
            "forbid device-code",
            "portal_hosts d-1.*, d-2.example.com",
            "portal_hosts *.awsapps.com",
        ]
    );
    assert!(rows.iter().all(|row| row.outvoted.is_empty()));
    let refusal = refuses_portal(&settings, &portal("d-2.example.com"));
    assert!(matches!(refusal, Some(SettingOrigin::Company { line: 3, .. })), "{refusal:?}");
    assert!(refuses_portal(&settings, &portal("d-1.awsapps.com.evil.example")).is_some());
}

#[test]
fn sessions_and_help_of_a_company() {
    let settings = company(
        &[
            "support = 'https://help.example.com'\n[sso-session.corp]\nstart_url = 'https://d-1.awsapps.com/start'\n\
           region = 'eu-west-1'\n[sso-session.half]\nstart_url = 'https://d-2.awsapps.com/start'\n",
        ],
        "",
    );
    assert_eq!(settings.support(), Some("https://help.example.com"));
    let rows = settings.rows(|_| None);
    let of_company: Vec<&str> =
        rows.iter().map(|row| row.setting.as_str()).filter(|name| !name.contains("_hosts")).collect();
    assert!(of_company.contains(&"support"), "{of_company:?}");
    let sessions: Vec<_> = settings.company_sessions().iter().map(|session| session.name.clone()).collect();
    assert_eq!(sessions, ["corp"]);
    // A person's own file defines none: the AWS tools would not see it.
    let mistakes = UserSettings::parse("[sso-session.corp]\nstart_url = 'https://d-1.awsapps.com/start'\n");
    assert_eq!(mistakes.map_err(|mistakes| mistakes.len()), Err(1));
}

#[test]
fn what_is_broken_outside_of_locked_is_left_out_and_inside_closes_everything() {
    let check = |files: &[&str], expected: &[&str]| {
        let settings = company(files, "");
        assert_eq!(told(&settings), expected);
        let is_closed = expected.iter().any(|line| line.ends_with("CLOSED"));
        assert!(EVERYTHING.iter().all(|what| settings.forbids(*what).is_some() == is_closed), "{expected:?}");
        assert_eq!(settings.browser(None).is_some(), !files[0].contains("= 'a\n"));
    };
    check(
        &["browser = 'a'\nfuture = 1\n"],
        &["/etc/daypass/0.toml:3: there is no setting `future`; the settings are \
        sso_session, browser, template, regions, include, exclude, keys, allowed_endpoints, forbid, portal_hosts, allowed_regions, \
        max_console_duration, max_serve_lifetime, minimum_version, support, sso-session, account, guard, agents"],
    );
    check(
        &["browser = 'a'\nregion = 'eu-west-1'\n"],
        &[
            "/etc/daypass/0.toml:3: `region` belongs to one session; set it in a table such as [sso-session.corp]",
        ],
    );
    check(
        &["browser = 'a'\n[locked]\ntempalte = 'x'\n"],
        &["/etc/daypass/0.toml:4: there is no setting `tempalte`; did you mean `template`? CLOSED"],
    );
    check(
        &["browser = 'a'\n[locked]\nforbid = ['device-codes']\n"],
        &[
            "/etc/daypass/0.toml:4: `forbid` cannot be \"device-codes\": there are device-code, endpoint-override, plain-http, \
           no-verify-ssl CLOSED",
        ],
    );
    check(
        &["browser = 'a\n"],
        &["/etc/daypass/0.toml:2: this is not valid TOML: invalid literal string, expected `'` CLOSED"],
    );
    check(
        &["browser = 'a'\n[locked]\ntemplate = '{id}'\n", "[locked]\ntemplate = '{account}'\n"],
        &["/etc/daypass/1.toml:3: `template` is locked to another value in /etc/daypass/0.toml:4 CLOSED"],
    );
    let unreadable =
        CompanyFile { name: "/etc/daypass/settings.toml".to_owned(), text: Err("no".to_owned()) };
    let settings = UserSettings::default().with_company([unreadable]);
    assert_eq!(told(&settings), ["/etc/daypass/settings.toml:1: no CLOSED"]);
    let newer = CompanyFile { name: "new".to_owned(), text: Ok("format = 2\nbrowser = 'x'\n".to_owned()) };
    let settings = UserSettings::default().with_company([newer]);
    assert!(
        told(&settings)[0].ends_with("it needs a newer daypass CLOSED") && settings.browser(None).is_none()
    );
}

/// What one file may say in one layer.
#[derive(Debug, Clone, Default)]
struct Says {
    browser: Option<u8>,
    of_session: Option<u8>,
    forbid: Vec<Forbidden>,
}

fn says() -> impl Strategy<Value = Says> {
    let parts =
        (option::of(0..3u8), option::of(0..3u8), vec(proptest::sample::select(EVERYTHING.to_vec()), 0..2));
    parts.prop_map(|(browser, of_session, forbid)| Says { browser, of_session, forbid })
}

impl Says {
    /// As TOML, below a table.
    fn toml(&self, table: &str) -> String {
        let words: Vec<_> = self.forbid.iter().map(|what| format!("'{}'", what.name())).collect();
        let header = |name: &str| match (table, name) {
            ("", "") => String::new(),
            (table, "") => format!("[{table}]\n"),
            ("", name) => format!("[{name}]\n"),
            (table, name) => format!("[{table}.{name}]\n"),
        };
        let mut text = header("");
        if !words.is_empty() {
            text.push_str(&format!("forbid = [{}]\n", words.join(", ")));
        }
        if let Some(browser) = self.browser {
            text.push_str(&format!("browser = 'b{browser}'\n"));
        }
        if let Some(browser) = self.of_session {
            text.push_str(&format!("{}browser = 's{browser}'\n", header("sso-session.corp")));
        }
        text
    }

    fn browser(&self) -> Option<String> {
        let of_session = self.of_session.map(|browser| format!("s{browser}"));
        of_session.or_else(|| self.browser.map(|browser| format!("b{browser}")))
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    /// No stack of files overrides a locked value or allows what one of them forbids; what the rows show is what counts.
    #[test]
    fn no_stack_of_files_overrides_what_is_locked(
        files in vec((says(), says()), 0..3),
        person in says(),
    ) {
        let texts: Vec<String> =
            files.iter().map(|(recommended, locked)| recommended.toml("") + &locked.toml("locked")).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let settings = company(&texts, &person.toml(""));
        let is_closed = settings.company_problems().iter().any(|found| found.fails_closed);
        let recommended = files.iter().map(|(recommended, _)| recommended);
        let all = recommended.chain(files.iter().map(|(_, locked)| locked)).chain([&person]);
        for what in EVERYTHING {
            let is_forbidden = is_closed || all.clone().any(|says| says.forbid.contains(&what));
            prop_assert_eq!(settings.forbids(what).is_some(), is_forbidden);
        }
        // The last file that locks either of the two, with the session's before the one for all over all files.
        let find = |layer: fn(&(Says, Says)) -> &Says| {
            let of = |part: fn(&Says) -> Option<u8>| files.iter().rev().find_map(|file| part(layer(file)));
            Says { of_session: of(|says| says.of_session), browser: of(|says| says.browser), forbid: Vec::new() }.browser()
        };
        let expected = find(|file| &file.1).or_else(|| person.browser()).or_else(|| find(|file| &file.0));
        prop_assert_eq!(settings.browser(Some("corp")).map(str::to_owned), expected.clone());
        let rows = settings.rows(|_| None);
        let shown: Vec<String> = rows
            .iter()
            .filter(|row| row.setting.ends_with("browser"))
            .map(|row| row.value.shown())
            .collect();
        prop_assert!(expected.is_none_or(|expected| shown.contains(&expected)));
    }
}

/// Rules of the company and of the person: nothing loosens what is locked, one's own goes before what is recommended, and
/// the rows show what counts.
#[test]
fn guards_add_up_and_the_strictest_counts() {
    let ask = |settings: &UserSettings| {
        let rules = settings.guard_rules(|origin| format!("{origin:?}"));
        rules.iter().filter_map(|rule| rule.ask).max()
    };
    let row = |settings: &UserSettings, name: &str| {
        let rows = settings.rows(|_| None);
        rows.into_iter().find(|row| row.setting == name).map(|row| row.value.shown())
    };
    let guard = |layer: &str, ask: &str| format!("[{layer}guard.'prod-*']\nask = '{ask}'\n");
    for (locked, person, recommended, expected) in [
        ("yes", "nothing", "", "yes"),
        ("yes", "name", "", "name"),
        ("name", "yes", "yes", "name"),
        ("", "nothing", "name", "nothing"),
        ("", "", "name", "name"),
        ("yes", "nothing", "name", "yes"),
        ("yes", "", "name", "name"),
    ] {
        let part = |layer: &str, ask: &str| if ask.is_empty() { String::new() } else { guard(layer, ask) };
        let files = [part("", recommended), part("locked.", locked)];
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        let settings = company(&files, &part("", person));
        assert_eq!(told(&settings), Vec::<String>::new());
        assert_eq!(ask(&settings), Ask::parse(expected), "{locked} {person} {recommended}");
        assert_eq!(
            row(&settings, "guard.prod-*.ask").as_deref(),
            Some(expected),
            "{locked} {person} {recommended}"
        );
    }
    // Two files that lock a glob do not contradict each other.
    let both = [guard("locked.", "name"), guard("locked.", "yes")];
    let settings = company(&[&both[0], &both[1]], "");
    assert_eq!((told(&settings), ask(&settings)), (vec![], Some(Ask::Name)));
    // Mistakes of a person's own file are errors; a company's guard that is broken guards everything.
    for (text, said) in [
        ("[guard.'*']\nask = 'no'\n", "`ask` cannot be \"no\": there are nothing, yes, name"),
        (
            "[guard.'*']\ntime_limit = '15'\n",
            "`time_limit` cannot be \"15\": it is no time such as 15m or 1h",
        ),
        ("[guard.'*']\ncolor = 'blue'\n", "`color` cannot be \"blue\": there are red, yellow, green"),
        ("[guard.'*']\nbrowser = 'x'\n", "there is no setting `browser`; the settings are ask, color"),
        ("[guard]\nask = 'yes'\n", "the settings of a guard are a table, such as: [guard.\"prod-*/Admin*\"]"),
        ("ask = 'yes'\n", "there is no setting `ask`"),
        ("[account.111122223333]\nregions = ['x']\n", "`browser`, `alias` and `tags` can"),
    ] {
        let mistakes = UserSettings::parse(text).expect_err(text);
        assert!(mistakes[0].text.contains(said), "{text}: {mistakes:?}");
    }
    let broken = company(&["[locked.guard.'prod-*']\nask = 'always'\n"], "");
    let rules = broken.guard_rules(|_| String::new());
    assert_eq!((rules.len(), rules[0].pattern.as_str(), rules[0].ask), (1, "*", Some(Ask::Yes)));
    let elsewhere = company(&["[locked]\ntempalte = 'x'\n"], "");
    assert!(elsewhere.guard_rules(|_| String::new()).is_empty(), "that file speaks of no guard");
}

#[test]
fn accounts_have_aliases_and_tags() {
    let settings = company(
        &["[account.111122223333]\nalias = 'shop'\ntags = ['prod']\n"],
        "[account.111122223333]\nalias = 'mine'\n",
    );
    let id = "111122223333";
    assert_eq!(
        (settings.alias_of_account(id), settings.tags_of_account(id)),
        (Some("mine"), &["prod".to_owned()][..])
    );
    assert_eq!((settings.alias_of_account("x"), settings.tags_of_account("x").len()), (None, 0));
}
