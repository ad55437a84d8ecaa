//! Which rules guard a target, and what is done about it.
#![expect(clippy::disallowed_methods, reason = "a test writes files of its own")]

use daypass_guard::{
    AgentRule, Agreed, Agreements, Ask, Guard, GuardColor, GuardRule, GuardTarget, Situation, Step,
};
use proptest::{collection::vec, option, prelude::*};
use std::time::{Duration, SystemTime};

fn target(account: &str, names: &[&str], role: &str, session: &str) -> GuardTarget {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let mut target = GuardTarget::default();
    target.account = some(account);
    target.names = names.iter().map(|name| (*name).to_owned()).collect();
    target.role = some(role);
    target.session = some(session);
    target
}

fn is_guarded(pattern: &str, target: &GuardTarget) -> bool {
    Guard::of(&[GuardRule::for_pattern(pattern)], target).is_some()
}

#[test]
fn a_rule_matches_id_name_role_and_session() {
    let prod = target("111122223333", &["prod-shop", "shop"], "AdministratorAccess", "corp");
    for (pattern, expected) in [
        ("prod-*", true),
        ("PROD-*", true),
        ("shop", true),
        ("111122223333", true),
        ("1111*", true),
        ("2222*", false),
        ("*", true),
        ("prod-*/Admin*", true),
        ("prod-*/ReadOnly*", false),
        ("*/Admin*", true),
        ("dev-*", false),
        ("", false),
        ("/Admin*", false),
    ] {
        assert_eq!(is_guarded(pattern, &prod), expected, "{pattern}");
    }
    // An account's name may have a slash, a role's has none.
    assert!(is_guarded("a/b/Admin", &target("111122223333", &["a/b"], "Admin", "")));
    let of_session = |session: &str, target: &GuardTarget| {
        let rule = GuardRule { sso_session: Some(session.to_owned()), ..GuardRule::for_pattern("*") };
        Guard::of(&[rule], target).is_some()
    };
    assert!(of_session("co*", &prod) && !of_session("partner", &prod));
    assert!(!of_session("corp", &target("111122223333", &[], "Admin", "")));
}

/// A guard by name does not fall open where nobody has listed the accounts.
#[test]
fn an_account_without_a_name_may_be_any() {
    let unnamed = target("111122223333", &[], "Admin", "corp");
    assert!(is_guarded("prod-*", &unnamed) && is_guarded("prod-*/Admin", &unnamed));
    assert!(!is_guarded("prod-*/Read*", &unnamed) && !is_guarded("2222*", &unnamed));
    let guard = |pattern: &str| Guard::of(&[GuardRule::for_pattern(pattern)], &unnamed).expect("guarded");
    assert!(guard("prod-*").by_unknown_name && !guard("1111*").by_unknown_name);
    // Keys of nobody knows whose are guarded by what guards everything.
    let keys = target("", &[], "", "");
    assert!(is_guarded("*", &keys) && is_guarded("*/*", &keys));
    assert!(!is_guarded("prod-*", &keys) && !is_guarded("*/Admin", &keys));
}

#[test]
fn rules_add_up_to_the_strictest() {
    let prod = target("111122223333", &["prod"], "Admin", "corp");
    let minutes = |count: u64| Some(Duration::from_secs(60 * count));
    let rules = [
        GuardRule { origin: "a:1".to_owned(), time_limit: minutes(60), ..GuardRule::for_pattern("prod") },
        GuardRule {
            ask: Some(Ask::Name),
            color: Some(GuardColor::Red),
            read_only: Some("Admin".to_owned()),
            origin: "a:2".to_owned(),
            ..GuardRule::for_pattern("*/Admin")
        },
        GuardRule {
            ask: Some(Ask::Yes),
            color: Some(GuardColor::Green),
            banner: Some("PROD".to_owned()),
            time_limit: minutes(15),
            read_only: Some("ReadOnly".to_owned()),
            origin: "a:3".to_owned(),
            ..GuardRule::for_pattern("*")
        },
        GuardRule { ask: Some(Ask::Name), ..GuardRule::for_pattern("dev") },
    ];
    let guard = Guard::of(&rules, &prod).expect("guarded");
    assert_eq!((guard.ask, guard.color, guard.time_limit), (Ask::Name, Some(GuardColor::Red), minutes(15)));
    assert_eq!((guard.banner.as_deref(), guard.read_only.as_deref()), (Some("PROD"), Some("ReadOnly")));
    assert_eq!(guard.origins, ["a:1", "a:2", "a:3"]);
    assert_eq!(Guard::of(&rules[3..], &prod), None);
    assert_eq!((prod.label().as_str(), prod.word()), ("prod (111122223333) Admin", "prod"));
    let bare = target("111122223333", &[], "", "");
    assert_eq!((bare.label().as_str(), bare.word()), ("111122223333", "111122223333"));
    assert_eq!(target("", &[], "", "").label(), "keys of an unknown account");
    assert_eq!(target("", &["x"], "R", "").label(), "x R");
}

#[test]
fn what_is_done_where() {
    let situation = |prompts, is_agreed| Situation { prompts, meant: &[], subject: "prod", is_agreed };
    let guard = |ask| {
        let rule = GuardRule { ask: Some(ask), ..GuardRule::for_pattern("*") };
        Guard::of(&[rule], &GuardTarget::default()).expect("guarded")
    };
    for (ask, asked) in [(Ask::Yes, Step::AskYes), (Ask::Name, Step::TypeName)] {
        let guard = guard(ask);
        assert_eq!(guard.step(&situation(true, false)), asked);
        assert_eq!(guard.step(&situation(false, false)), Step::Refuse);
        for prompts in [true, false] {
            assert_eq!(guard.step(&situation(prompts, true)), Step::Go(Agreed::Before));
            let meant = |names: &[&str]| {
                let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
                guard.step(&Situation { meant: &names, ..situation(prompts, true) })
            };
            assert_eq!(meant(&["prod"]), Step::Go(Agreed::Meant));
            assert_eq!(meant(&["dev", "prod"]), Step::Go(Agreed::Meant));
            assert_eq!(meant(&["dev"]), Step::Refuse, "something else was meant");
        }
    }
    assert_eq!(guard(Ask::Nothing).step(&situation(false, false)), Step::Go(Agreed::Unasked));
    assert_eq!(Ask::WORDS.map(Ask::parse), [Some(Ask::Nothing), Some(Ask::Yes), Some(Ask::Name)]);
    assert_eq!(Ask::parse("no"), None);
    let colors = GuardColor::WORDS.map(GuardColor::parse);
    assert_eq!(colors.map(|color| color.map(GuardColor::name)), GuardColor::WORDS.map(Some));
    assert_eq!(GuardColor::parse("blue"), None);
    let words = [Agreed::Unasked, Agreed::Meant, Agreed::Before, Agreed::Yes, Agreed::Name].map(Agreed::name);
    assert_eq!(words, ["not asked", "--i-mean", "agreed before", "yes", "name typed"]);
}

#[test]
fn agreements_end_and_damaged_ones_never_were() {
    let state = tempfile::tempdir().expect("a folder");
    let agreements = Agreements::in_folder(state.path());
    let at = |seconds: u64| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    let note = |target: &str, until: u64, now: u64| {
        let locks = state.path().join("locks");
        let noted = agreements.note("t", target, at(until), at(now), &locks, Duration::ZERO, &mut |_| ());
        noted.expect("noted");
    };
    note("a", 100, 0);
    note("b", 50, 0);
    assert!(agreements.until("t", "a", at(99)).is_some() && agreements.until("t", "b", at(49)).is_some());
    assert!(agreements.until("t", "b", at(50)).is_none());
    note("a", 200, 60);
    let text = std::fs::read_to_string(state.path().join("guard.json")).expect("text");
    assert!(!text.contains("\"b\"") && text.matches("\"a\"").count() == 1, "{text}");
    std::fs::write(state.path().join("guard.json"), "no JSON").expect("written");
    assert!(agreements.until("t", "a", at(0)).is_none());
    note("c", 10, 0);
    assert!(agreements.until("t", "c", at(0)).is_some());
}

fn rule() -> impl Strategy<Value = GuardRule> {
    let pattern =
        proptest::sample::select(vec!["*", "prod", "pro*", "*/Admin", "prod/Read*", "dev", "1111*"]);
    let ask = option::of(proptest::sample::select(vec![Ask::Nothing, Ask::Yes, Ask::Name]));
    (pattern, ask, option::of(1..9u64)).prop_map(|(pattern, ask, minutes)| GuardRule {
        ask,
        time_limit: minutes.map(|minutes| Duration::from_secs(60 * minutes)),
        ..GuardRule::for_pattern(pattern)
    })
}

proptest! {
    /// Another rule makes a guard stricter or leaves it, whatever its place.
    #[test]
    fn no_rule_loosens_a_guard(rules in vec(rule(), 0..5), more in rule(), place in 0..6usize) {
        let prod = target("111122223333", &["prod"], "Admin", "corp");
        let mut all = rules.clone();
        all.insert(place.min(rules.len()), more);
        if let Some(before) = Guard::of(&rules, &prod) {
            let after = Guard::of(&all, &prod).expect("still guarded");
            prop_assert!(after.ask >= before.ask);
            prop_assert!(before.time_limit.is_none_or(|limit| after.time_limit.is_some_and(|after| after <= limit)));
        }
    }
}

/// What a list for agents allows, it surely means: unlike a guard, which counts where it may be meant.
#[test]
fn a_list_for_agents_allows_only_what_it_surely_means() {
    let rule = |lists: &[&[&str]]| AgentRule {
        roles: lists
            .iter()
            .enumerate()
            .map(|(at, list)| (list.iter().map(|glob| (*glob).to_owned()).collect(), at.to_string()))
            .collect(),
        ..AgentRule::default()
    };
    let dev = target("111122223333", &["dev-shop"], "ReadOnlyAccess", "corp");
    let unnamed = target("111122223333", &[], "ReadOnlyAccess", "corp");
    let keys = target("", &[], "", "");
    let no_role = target("111122223333", &["dev-shop"], "", "");
    for (lists, target, expected) in [
        (&[][..], &dev, None),
        (&[&["dev-*"][..]], &dev, None),
        (&[&["dev-*/Admin*", "*/ReadOnly*"][..]], &dev, None),
        (&[&["dev-*/Admin*"][..]], &dev, Some("0")),
        (&[&["dev-*"][..], &["*/Admin*"]], &dev, Some("1")),
        (&[&[][..]], &dev, Some("0")),
        (&[&["dev-*"][..]], &unnamed, Some("0")),
        (&[&["1111*"][..]], &unnamed, None),
        (&[&["*/ReadOnly*"][..]], &unnamed, None),
        (&[&["*/ReadOnly*"][..]], &keys, Some("0")),
        (&[&["1111*"][..]], &keys, Some("0")),
        (&[&["*"][..]], &keys, None),
        (&[&["dev-*"][..]], &no_role, None),
        (&[&["dev-*/Read*"][..]], &no_role, Some("0")),
    ] {
        assert_eq!(rule(lists).refuses(target), expected, "{lists:?} {target:?}");
    }
    assert_eq!(AgentRule::default().guard_rule(), None);
    let asking = AgentRule { ask: Some(Ask::Yes), origin: "x".to_owned(), ..AgentRule::default() };
    assert!(
        asking.asks()
            && asking.guard_rule().is_some_and(|rule| rule.pattern == "*" && rule.ask == Some(Ask::Yes))
    );
}
