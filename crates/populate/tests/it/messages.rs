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
}

fn roles(names: &[&str]) -> Vec<RoleName> {
    names.iter().map(|name| RoleName::new(*name).expect("a role")).collect()
}

fn plan(file: &Document, accounts: &[(&AccountId, &str, &[RoleName])]) -> Changeset {
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
    let first = plan(&Document::parse(""), &[(&dev, "Dev", &all), (&prod, "Prod", &less)]);
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
    let again = plan(&file, &[(&dev, "Dev", &all), (&prod, "Prod", &less)]);
    assert_eq!(again.to_string(), "2 accounts, 4 roles → 4 profiles: all as they are.");
    assert!(diff(&again.changes, 10, false).is_empty());
    // Two roles are no longer assigned.
    let fewer = plan(&file, &[(&dev, "Dev", &less), (&prod, "Prod", &less)]);
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
