//! Tests of refused keys, checked values, and plans as text.

use daypass_config_parse::{Config, Dialect, Document};
use daypass_populate::{
    AccountRoles, ChangeKind, Changeset, ErrorKind, PopulateOptions, Template, counted, diff, edits,
    exported, refused_key, setup,
};
use daypass_sso_types::{AccountId, Remedy, RoleName};

#[test]
fn keys_that_set_the_source_of_credentials_are_refused() {
    for (key, value, why) in [
        ("output", "json", None),
        ("cli_pager", "cat", None),
        ("region", "eu-west-1", Some("set regions with")),
        ("sso_session", "x", Some("source of the credentials")),
        ("aws_access_key_id", "x", Some("source of the credentials")),
        ("role_arn", "x", Some("source of the credentials")),
        ("credential_process", "x", Some("source of the credentials")),
        ("", "x", Some("not a valid name of a key")),
        ("a b", "x", Some("not a valid name of a key")),
        ("a\u{7}", "x", Some("not a valid name of a key")),
        ("a=b", "x", Some("not a valid name of a key")),
        ("[a", "x", Some("not a valid name of a key")),
        ("output", "a\nb", Some("one line")),
        ("output", "", Some("without a value")),
    ] {
        let found = refused_key(key, value);
        assert_eq!(found.is_some(), why.is_some(), "{key:?} {value:?}");
        assert!(found.unwrap_or_default().contains(why.unwrap_or_default()), "{key:?}: {found:?}");
    }
}

#[test]
fn a_value_is_checked_by_its_key() {
    for (key, good, bad) in [
        ("sso_start_url", "https://d-1.awsapps.com/start", "d-1"),
        ("sso_region", "eu-west-1", ""),
        ("region", "", "eu west"),
        ("sso_account_id", "111122223333", "1-2"),
        ("sso_role_name", "Read Only", " "),
        ("sso_registration_scopes", "a, b", "a b"),
        ("output", "", "yam"),
    ] {
        setup::check(key, good).expect(good);
        assert_eq!(setup::check(key, bad).expect_err(bad).kind(), ErrorKind::Value, "{key}");
    }
    setup::check("sso_registration_scopes", " , ").expect_err("none");
    setup::check("anything", "").expect("it takes anything");
    assert_eq!(setup::split_scopes(" a,b ,, c"), ["a", "b", "c"]);
    assert!(setup::split_scopes("").is_empty());
}

#[test]
fn counts_have_plural_nouns() {
    assert_eq!([0, 1, 2].map(|count| counted(count, "role")), ["0 roles", "1 role", "2 roles"]);
}

#[test]
fn an_invalid_template_has_a_remedy() {
    let error = "{{replace}}{{".parse::<Template>().expect_err("no template");
    assert_eq!(error.kind(), ErrorKind::Template);
    assert!(matches!(error.remedy(), Some(Remedy::Option { name: "--template", .. })));
    assert!(setup::check("output", "yam").expect_err("no output").remedy().is_none());
    let parsed: Template = Template::DEFAULT.parse().expect("the default");
    assert_eq!(parsed, Template::default());
    "{account|replace::-}".parse::<Template>().expect_err("nothing is replaced");
    "{account|replace:a:}".parse::<Template>().expect("a letter is left out");
}

fn roles(names: &[&str]) -> Vec<RoleName> {
    names.iter().map(|name| RoleName::new(*name).expect("a role")).collect()
}

fn plan_of(file: &Document, accounts: &[(&AccountId, &str, &[RoleName])]) -> Changeset {
    let listing: Vec<_> = accounts
        .iter()
        .map(|(id, name, roles)| AccountRoles { id, name: Some(*name), email: None, roles: Some(*roles) })
        .collect();
    let options = PopulateOptions::new("corp", Template::default());
    Changeset::plan(&listing, &Config::new(file, None, Dialect::AwsCli), &options)
}

#[test]
fn a_plan_is_written_by_kind_with_counts() {
    let (dev, prod) = (AccountId::new("1").expect("an account"), AccountId::new("2").expect("an account"));
    let (all, less) = (roles(&["A", "B", "C"]), roles(&["A"]));
    let first = plan_of(&Document::parse(""), &[(&dev, "Dev", &all), (&prod, "Prod", &less)]);
    assert_eq!(first.to_string(), "2 accounts, 4 roles → 4 profiles: 4 new, 0 as they are.");
    assert_eq!((first.accounts, first.roles, first.count(ChangeKind::New)), (2, 4, 4));
    for (at_most, lines, more) in
        [(4, 4, None), (3, 4, Some("1 more")), (1, 2, Some("3 more")), (10, 4, None)]
    {
        let told = diff(&first.changes, at_most, false);
        assert_eq!(told.len(), lines, "{told:?}");
        assert_eq!(told.iter().any(|line| line.contains(" more (")), more.is_some(), "{told:?}");
        assert!(told.last().is_some_and(|line| line.contains(more.unwrap_or("[profile"))), "{told:?}");
    }
    let batch = edits(&first.applied(false));
    let mut file = Document::parse("");
    file.apply(&batch).expect("edited");
    let again = plan_of(&file, &[(&dev, "Dev", &all), (&prod, "Prod", &less)]);
    assert_eq!(again.to_string(), "2 accounts, 4 roles → 4 profiles: all as they are.");
    assert!(diff(&again.changes, 10, false).is_empty());
    // Two roles are no longer assigned.
    let fewer = plan_of(&file, &[(&dev, "Dev", &less), (&prod, "Prod", &less)]);
    assert_eq!(fewer.to_string(), "2 accounts, 2 roles → 2 profiles: 2 no longer wanted, 2 as they are.");
    let told = diff(&fewer.changes, 10, false);
    assert!(
        told.iter()
            .all(|line| line.starts_with(" - [profile ") && line.ends_with("(removed only with --prune)"))
    );
    let pruned = diff(&fewer.changes, 10, true);
    assert!(pruned.iter().all(|line| line.starts_with(" - ") && !line.contains("--prune")), "{pruned:?}");
    assert_eq!((fewer.clone().applied(true).len(), fewer.applied(false).len()), (2, 0));
}

#[test]
fn exported_profiles_are_removed_by_name() {
    let mut file = Document::parse("[profile a]\nx = 1\n[profile b]\nx = 2\n");
    file.apply(&exported::removal(&["a".to_owned()])).expect("edited");
    let text = String::from_utf8_lossy(file.as_bytes()).into_owned();
    assert!(!text.contains("[profile a]") && text.contains("[profile b]"), "{text}");
}

#[test]
fn what_a_plan_says_of_keys_and_of_profiles_made_by_hand() {
    let id = AccountId::new("1").expect("an account");
    let all = roles(&["A", "B"]);
    let file = Document::parse(
        "[profile Dev.A]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = A\ndaypass_session = corp\noutput = text\ncli_pager = cat\n\
         [profile Dev.B]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = B\n",
    );
    let listing = [AccountRoles { id: &id, name: Some("Dev"), email: None, roles: Some(&all) }];
    let key = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let options = PopulateOptions::new("corp", Template::default())
        .with_keys(vec![key("output", "yaml"), key("cli_pager", "less")])
        .with_keys(vec![key("output", "json"), key("max_attempts", "3")]);
    let plan = Changeset::plan(&listing, &Config::new(&file, None, Dialect::AwsCli), &options);
    assert_eq!(plan.to_string(), "1 account, 2 roles → 1 profile: 1 changed, 0 as they are, 1 made by hand.");
    assert_eq!(
        diff(&plan.changes, 10, false),
        [" ~ [profile Dev.A]  cli_pager cat → less, output text → json, max_attempts = 3"]
    );
    let json = plan.to_json(true);
    assert_eq!((&json["by_hand"], &json["prune"], &json["profiles"]), (&1.into(), &true.into(), &1.into()));
    assert_eq!(json["changes"][0]["keys"][0]["was"], "cat");
    // Keys that go away.
    let native = Document::parse(
        "[profile Dev.A]\nsso_account_id = 1\nsso_role_name = A\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = eu-west-1\ndaypass_session = corp\n",
    );
    let fewer = plan_of(&native, &[(&id, "Dev", &roles(&["A"]))]);
    let told = diff(&fewer.changes, 10, false).concat();
    assert!(told.contains("no sso_start_url") && told.contains("sso_session = corp"), "{told}");
}

#[test]
fn regions_are_taken_once_and_told_apart() {
    let regions = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    let name = |given: &[&str]| {
        let options = PopulateOptions::new("corp", Template::default()).with_regions(&regions(given));
        let id = AccountId::new("1").expect("an account");
        let roles = roles(&["A"]);
        let listing = [AccountRoles { id: &id, name: Some("Dev"), email: None, roles: Some(&roles) }];
        let file = Document::parse("");
        let plan = Changeset::plan(&listing, &Config::new(&file, None, Dialect::AwsCli), &options);
        plan.changes.iter().map(|change| change.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(name(&[]), ["Dev.A"]);
    assert_eq!(name(&["eu-west-1", "eu-west-1"]), ["Dev.A"]);
    assert_eq!(name(&["eu-west-1", "us-east-1"]), ["Dev.A.eu-west-1", "Dev.A.us-east-1"]);
}

/// One name for several roles or accounts, because the template does not tell them apart.
#[test]
fn a_field_that_the_template_lacks() {
    let (one, other) = (AccountId::new("1").expect("an account"), AccountId::new("2").expect("an account"));
    let (two, single) = (roles(&["A", "B"]), roles(&["A"]));
    for (template, accounts, missing) in [
        ("{account}.{role}", vec![(&one, "Dev", &two), (&other, "Prod", &two)], None),
        ("{account}", vec![(&one, "Dev", &two)], Some("role")),
        ("{account}", vec![(&one, "Dev", &single), (&other, "Prod", &single)], None),
        ("{account}", vec![(&one, "Dev", &single), (&other, "dev", &single)], None),
        ("{role}", vec![(&one, "Dev", &single), (&other, "Prod", &single)], Some("account")),
        ("{role}", vec![(&one, "Dev", &two)], None),
        ("{role}", vec![(&one, "Dev", &single)], None),
        ("{id}.{role}", vec![(&one, "Dev", &two), (&other, "Prod", &two)], None),
        ("{session}", vec![(&one, "Dev", &single), (&other, "Prod", &single)], Some("account")),
        ("{session}", vec![(&one, "Dev", &two)], Some("role")),
    ] {
        let listing: Vec<_> = accounts
            .into_iter()
            .map(|(id, name, roles)| AccountRoles { id, name: Some(name), email: None, roles: Some(roles) })
            .collect();
        let options = PopulateOptions::new("corp", template.parse().expect(template));
        let file = Document::parse("");
        let plan = Changeset::plan(&listing, &Config::new(&file, None, Dialect::AwsCli), &options);
        assert_eq!(plan.missing_field, missing, "{template} {listing:?}");
    }
}

#[test]
fn profiles_that_are_called_otherwise_are_counted() {
    let id = AccountId::new("1").expect("an account");
    let marked = |name: &str| {
        format!(
            "[profile {name}]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = A\ndaypass_session = corp\n"
        )
    };
    for (name, count) in [("Dev.A", 0), ("Dev.A-1", 0), ("mine", 1), ("Dev.Ab", 1)] {
        let plan = plan_of(&Document::parse(marked(name)), &[(&id, "Dev", &roles(&["A"]))]);
        assert_eq!((plan.called_otherwise, plan.changes.len()), (count, 0), "{name}");
    }
}

/// Profiles that a person has renamed keep their names, each in its region.
#[test]
fn a_profile_keeps_its_name_in_its_region() {
    let id = AccountId::new("1").expect("an account");
    let roles = roles(&["A"]);
    let listing = [AccountRoles { id: &id, name: Some("Dev"), email: None, roles: Some(&roles) }];
    let marked = |name: &str, region: &str| {
        format!(
            "[profile {name}]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = A\nregion = {region}\ndaypass_session = corp\n"
        )
    };
    let file = Document::parse(format!("{}{}", marked("one", "us-east-1"), marked("two", "eu-west-1")));
    let regions = ["eu-west-1", "us-east-1"].map(str::to_owned);
    let options = PopulateOptions::new("corp", Template::default()).with_regions(&regions);
    let plan = Changeset::plan(&listing, &Config::new(&file, None, Dialect::AwsCli), &options);
    assert_eq!((plan.changes.len(), plan.unchanged, plan.called_otherwise), (0, 2, 2), "{:?}", plan.changes);
}

/// Only a profile that gives the very role is made by hand; another of that name is in the way.
#[test]
fn what_counts_as_made_by_hand() {
    let id = AccountId::new("1").expect("an account");
    let roles = roles(&["A"]);
    let listing = [AccountRoles { id: &id, name: Some("Dev"), email: None, roles: Some(&roles) }];
    let hand =
        "[profile Dev.A]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = A\nregion = eu-west-1\n";
    for (file, regions, by_hand) in [
        (hand.to_owned(), vec![], 1),
        (hand.to_owned(), vec!["eu-west-1".to_owned()], 1),
        (hand.to_owned(), vec!["us-east-1".to_owned()], 0),
        (hand.replace("= corp", "= other"), vec![], 0),
        (hand.replace("= 1", "= 2"), vec![], 0),
        (hand.replace("= A", "= B"), vec![], 0),
    ] {
        let document = Document::parse(file.clone());
        let options = PopulateOptions::new("corp", Template::default()).with_regions(&regions);
        let plan = Changeset::plan(&listing, &Config::new(&document, None, Dialect::AwsCli), &options);
        assert_eq!((plan.by_hand, plan.changes.len()), (by_hand, 1 - by_hand), "{file} {regions:?}");
    }
}

/// A name that holds the account's id already gets a number instead.
#[test]
fn a_taken_name_gets_what_it_lacks() {
    let id = AccountId::new("111122223333").expect("an account");
    let roles = roles(&["A"]);
    let listing = [AccountRoles { id: &id, name: Some("Dev"), email: None, roles: Some(&roles) }];
    for (template, taken, name) in [
        ("{account}.{role}", "Dev.A", "Dev.A-111122223333"),
        ("{account}.{role}", "dev.a", "Dev.A-111122223333"),
        ("{id}.{role}", "111122223333.A", "111122223333.A-2"),
        ("{id}.{role}", "other", "111122223333.A"),
    ] {
        let file = Document::parse(format!("[profile {taken}]\nregion = x\n"));
        let options = PopulateOptions::new("corp", template.parse().expect(template));
        let plan = Changeset::plan(&listing, &Config::new(&file, None, Dialect::AwsCli), &options);
        assert_eq!(plan.changes.iter().map(|change| change.name.as_str()).collect::<Vec<_>>(), [name]);
    }
}

#[test]
fn a_session_is_written_with_its_keys() {
    let keys = setup::SessionKeys {
        start_url: "https://d-1.awsapps.com/start".parse().expect("a URL"),
        region: "eu-west-1".parse().expect("a region"),
        scopes: Some("a, b".to_owned()),
    };
    let mut file = Document::parse("");
    file.apply(&keys.edits("corp")).expect("edited");
    assert_eq!(
        String::from_utf8_lossy(file.as_bytes()),
        "[sso-session corp]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = eu-west-1\nsso_registration_scopes = a, b\n"
    );
}
