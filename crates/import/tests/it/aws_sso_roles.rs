//! Roles on top of others that the settings of aws-sso-cli have, and the profiles that give them.

use super::samples::planned;
use daypass_config_parse::{Config, Dialect};
use daypass_import::{Action, ImportPlan};
use daypass_other_tools::Tool;

/// Settings with these roles of one account.
fn settings(roles: &str) -> String {
    format!(
        "SSOConfig:\n  corp:\n    StartUrl: https://corp.awsapps.com/start\n    SSORegion: eu-west-1\n    Accounts:\n      \
         '111122223333':\n        Roles:\n{roles}"
    )
}

fn plan(settings: &str, config: &str) -> ImportPlan {
    planned(Tool::AwsSsoCli, &[(".aws-sso/config.yaml", settings)], config)
}

fn value(plan: &ImportPlan, profile: &str, key: &str) -> String {
    let config = Config::new(&plan.after, None, Dialect::AwsCli);
    config.profile(profile).and_then(|profile| profile.get(key).map(str::to_owned)).unwrap_or_default()
}

fn names(plan: &ImportPlan, action: Action) -> Vec<&str> {
    let profiles = plan.profiles.iter().filter(|profile| profile.action == action);
    profiles.map(|profile| profile.name.as_str()).collect()
}

const PROCESS: &str = "credential_process = aws-sso -S corp process --arn arn:aws:iam::111122223333:role/";

#[test]
fn a_role_stands_on_the_profile_that_gives_its_base_wherever_that_is() {
    let settings = settings("          Base: {}\n          Top: {Via: '111122223333:Base'}\n");
    let top = format!("[profile top]\n{PROCESS}Top\n");
    let base = format!("[profile mine]\n{PROCESS}Base\n");
    for config in [format!("{top}{base}"), format!("{base}{top}")] {
        let plan = plan(&settings, &config);
        assert_eq!(value(&plan, "top", "source_profile"), "mine", "{config}");
        assert_eq!(names(&plan, Action::Add), [""; 0], "{config}");
    }
    // Without one it is added.
    let plan = plan(&settings, &top);
    let source = value(&plan, "top", "source_profile");
    assert_eq!(names(&plan, Action::Add), [source.as_str()]);
    assert_eq!(value(&plan, &source, "sso_role_name"), "Base");
}

#[test]
fn a_profile_that_is_added_does_not_take_the_name_of_one_that_comes_later() {
    let settings = settings("          Base: {Profile: taken}\n          Top: {Via: '111122223333:Base'}\n");
    let plan =
        plan(&settings, &format!("[profile top]\n{PROCESS}Top\n[profile taken]\nregion = eu-north-1\n"));
    assert_eq!(value(&plan, "top", "source_profile"), "taken-2");
    assert_eq!(value(&plan, "taken", "region"), "eu-north-1");
    assert_eq!(value(&plan, "taken", "sso_role_name"), "");
}

/// Nine roles on top of each other are followed from the last, not ten, and a circle ends.
#[test]
fn chains_end() {
    let chain = |count: usize| {
        let roles = (1..=count).map(|at| {
            let below = if at == 1 { "Base".to_owned() } else { format!("R{}", at - 1) };
            format!("          R{at}: {{Via: '111122223333:{below}'}}\n")
        });
        // The last comes first, so that it has to find all others.
        let roles: Vec<_> = roles.collect();
        settings(&(roles.into_iter().rev().collect::<String>() + "          Base: {}\n"))
    };
    let unreachable =
        |plan: &ImportPlan| plan.left.iter().filter(|left| left.why.contains("not reachable")).count();
    for (count, is_whole) in [(1, true), (2, true), (8, true), (9, true), (10, false)] {
        let plan = plan(&chain(count), "");
        assert_eq!(unreachable(&plan) == 0, is_whole, "{count}: {:?}", plan.left);
    }
    let circle = settings("          A: {Via: '111122223333:B'}\n          B: {Via: '111122223333:A'}\n");
    let plan = plan(&circle, "");
    assert!(unreachable(&plan) > 0 && names(&plan, Action::Add).is_empty(), "{:?}", plan.left);
}

#[test]
fn that_no_profile_is_made_is_told_only_where_there_is_none() {
    let warning = "no profile is made";
    let is_warned = |plan: &ImportPlan| plan.warnings.iter().any(|text| text.starts_with(warning));
    let base = settings("          Base: {}\n");
    assert!(is_warned(&plan(&base, "")));
    assert!(!is_warned(&plan(&base, &format!("[profile a]\n{PROCESS}Base\n"))));
    assert!(!is_warned(&plan(&base, "[profile a]\nsso_session = corp\n")));
    assert!(!is_warned(&plan("ProfileFormat: x\n", "")), "there is no portal");
    let check = "AutoConfigCheck is on";
    for (line, is_on) in
        [("AutoConfigCheck: true\n", true), ("AutoConfigCheck: false\n", false), ("Odd: true\n", false)]
    {
        let plan = plan(&(base.clone() + line), "");
        assert_eq!(plan.warnings.iter().any(|text| text.starts_with(check)), is_on, "{line}");
    }
}
