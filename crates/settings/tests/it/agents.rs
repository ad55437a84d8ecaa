//! The rule for agents, of all files together: it is narrowed by each file, and what is locked nobody widens.

use daypass_guard::{AgentRule, Ask};
use daypass_settings::{CompanyFile, UserSettings};
use proptest::{collection::vec, option, prelude::*, sample::select};

fn rule(company: &[&str], person: &str) -> AgentRule {
    settings(company, person).agent_rule(|origin| format!("{origin:?}"))
}

fn settings(company: &[&str], person: &str) -> UserSettings {
    let file = |(index, text): (usize, &&str)| CompanyFile {
        name: format!("/etc/daypass/{index}.toml"),
        text: Ok(format!("format = 1\n{text}")),
    };
    UserSettings::parse(person).expect("right").with_company(company.iter().enumerate().map(file))
}

#[test]
fn every_list_of_roles_counts_and_the_strictest_of_the_rest() {
    let none = rule(&[], "");
    assert_eq!(none, AgentRule::default());
    let both = rule(
        &["[locked.agents]\nroles = ['dev-*']\nask = 'yes'\ntime_limit = '1h'\n"],
        "[agents]\nroles = ['*/ReadOnly*']\nask = 'nothing'\ntime_limit = '15m'\nsign_in = 'allow'\n",
    );
    assert_eq!(both.roles.len(), 2);
    assert_eq!((both.ask, both.time_limit.map(|time| time.as_secs())), (Some(Ask::Yes), Some(900)));
    assert!(both.may_sign_in, "the company says nothing about it");
    let longer = rule(&["[locked.agents]\ntime_limit = '15m'\n"], "[agents]\ntime_limit = '1h'\n");
    assert_eq!(longer.time_limit.map(|time| time.as_secs()), Some(900));
    let own = rule(&["[agents]\nask = 'name'\n"], "[agents]\nask = 'nothing'\n");
    assert_eq!(own.ask, Some(Ask::Nothing), "what is only recommended comes after the person's own");
}

#[test]
fn only_where_all_that_lock_it_allow_it_an_agent_signs_in() {
    let line = |layer: &str, word: &str| match word {
        "" => String::new(),
        word => format!("[{layer}agents]\nsign_in = '{word}'\n"),
    };
    for (locked, other, person, recommended, expected) in [
        ("", "", "", "", false),
        ("", "", "allow", "", true),
        ("", "", "", "allow", true),
        ("", "", "refuse", "allow", false),
        ("refuse", "", "allow", "allow", false),
        ("allow", "refuse", "allow", "", false),
        ("refuse", "allow", "allow", "", false),
        ("allow", "", "", "", true),
        ("allow", "", "refuse", "", false),
    ] {
        let files = [line("locked.", locked), line("locked.", other), line("", recommended)];
        let files: Vec<_> = files.iter().map(String::as_str).collect();
        let person = line("", person);
        assert_eq!(rule(&files, &person).may_sign_in, expected, "{files:?} {person}");
        assert_eq!(settings(&files, &person).company_problems(), [], "{files:?}");
        let rows = settings(&files, &person).rows(|_| None);
        let row = rows.iter().find(|row| row.setting == "agents.sign_in");
        let shown = row.map_or_else(|| "refuse".to_owned(), |row| row.value.shown());
        assert_eq!(shown == "allow", expected, "what is shown is what is done: {files:?} {person}");
    }
}

#[test]
fn mistakes_are_said_and_a_company_s_close() {
    for (text, said) in [
        ("agents = 'no'\n", "the rule for agents is a table: [agents]"),
        ("[agents]\nroles = 'dev'\n", "`roles` is a list of texts"),
        ("[agents]\nask = 'no'\n", "there are nothing, yes, name"),
        ("[agents]\ntime_limit = '15'\n", "no time such as 15m or 1h"),
        ("[agents]\nsign_in = 'yes'\n", "there are refuse, allow"),
        (
            "[agents]\nbanner = 'x'\n",
            "there is no setting `banner`; the settings are roles, ask, time_limit, sign_in",
        ),
        ("sign_in = 'allow'\n", "there is no setting `sign_in`"),
    ] {
        let mistakes = UserSettings::parse(text).expect_err(text);
        assert!(mistakes[0].text.contains(said), "{text}: {mistakes:?}");
    }
    let broken = rule(&["[locked.agents]\nsign_in = 'maybe'\n"], "[agents]\nsign_in = 'allow'\n");
    assert_eq!(
        (broken.ask, broken.may_sign_in, broken.guard_rule().is_some()),
        (Some(Ask::Yes), false, true)
    );
    let elsewhere = rule(&["[locked]\ntempalte = 'x'\n"], "[agents]\nsign_in = 'allow'\n");
    assert!(elsewhere.may_sign_in && !elsewhere.asks(), "that file speaks of no agents");
}

fn table(layer: &str, (roles, ask, time): &(Option<Vec<&str>>, Option<&str>, Option<u8>)) -> String {
    let mut text = format!("[{layer}agents]\n");
    text.extend(roles.iter().map(|roles| format!("roles = {roles:?}\n")));
    text.extend(ask.iter().map(|ask| format!("ask = '{ask}'\n")));
    text.extend(time.iter().map(|time| format!("time_limit = '{time}m'\n")));
    text
}

proptest! {
    /// Whatever a person writes, a rule that a company locks is as strict as it was, or stricter.
    #[test]
    fn nobody_widens_what_is_locked(
        locked in part(),
        person in part(),
    ) {
        let locked = table("locked.", &locked);
        let (alone, both) = (rule(&[&locked], ""), rule(&[&locked], &table("", &person)));
        prop_assert!(both.ask >= alone.ask);
        prop_assert!(alone.time_limit.is_none() || both.time_limit <= alone.time_limit);
        for list in &alone.roles {
            prop_assert!(both.roles.contains(list));
        }
    }
}

fn part() -> impl Strategy<Value = (Option<Vec<&'static str>>, Option<&'static str>, Option<u8>)> {
    (
        option::of(vec(select(vec!["dev-*", "*/ReadOnly*", "*"]), 1..3)),
        option::of(select(Ask::WORDS.to_vec())),
        option::of(1..200u8),
    )
}
