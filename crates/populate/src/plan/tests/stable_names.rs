//! Tests of T10 and T05-12: profiles keep their names, and stay if their account could not be listed.

use super::*;

/// Returns the file after all changes, with removals.
fn populated(file: &str, listing: &[Row], options: &PopulateOptions) -> String {
    let mut document = Document::parse(file);
    let all = changes(listing, &document, options).applied(true);
    document.apply(&edits(&all)).expect("changes that can be made");
    String::from_utf8(document.as_bytes().to_vec()).expect("text")
}

fn names(file: &str) -> Vec<(String, String)> {
    let document = Document::parse(file);
    let config = Config::new(&document, None, Dialect::AwsCli);
    let role = |profile: daypass_config_parse::Profile<'_>| {
        let text = |key: &str| profile.get(key).unwrap_or_default().to_owned();
        let id = text("sso_account_id");
        let tail = id.get(9..).unwrap_or_default().to_owned();
        (
            profile.name().to_owned(),
            format!("{tail} {} {}", text("sso_role_name"), text("region")).trim().to_owned(),
        )
    };
    config.profiles().map(role).collect()
}

fn expect_names(file: &str, expected: &[(&str, &str)]) {
    let found = names(file);
    let found: Vec<_> = found.iter().map(|(name, role)| (name.as_str(), role.as_str())).collect();
    assert_eq!(found, expected);
}

#[test]
fn t10_01_a_name_stays_with_its_account_and_role() {
    let mut wanted = options();
    wanted.template = Template::parse("{account}").expect("a template");
    let before = listing(&[("000000000001", "prod", &["Admin", "ReadOnly"])]);
    let plan = changes(&before, &Document::parse(""), &wanted);
    // T10-02: both roles get one name from the template.
    assert_eq!(plan.missing_field, Some("role"));
    let file = populated("", &before, &wanted);
    expect_names(&file, &[("prod", "001 Admin"), ("prod-2", "001 ReadOnly")]);

    // A new role that sorts first does not take the name of an existing profile.
    let after = listing(&[("000000000001", "prod", &["AAA", "Admin", "ReadOnly"])]);
    let new = "+ prod-000000000001: sso_session=corp sso_account_id=000000000001 sso_role_name=AAA daypass_session=corp";
    check(&file, &after, &wanted, &[new]);
    let file = populated(&file, &after, &wanted);
    // The name of a removed role is not given to another role while its profile is in the file.
    let fewer = listing(&[("000000000001", "prod", &["AAA", "BBB", "ReadOnly"])]);
    let plan = changes(&fewer, &Document::parse(file.as_str()), &wanted);
    assert_eq!(short(&plan).last().map(String::as_str), Some("- prod: no longer assigned"));
    let file = populated(&file, &fewer, &wanted);
    expect_names(
        &file,
        &[("prod-2", "001 ReadOnly"), ("prod-000000000001", "001 AAA"), ("prod-000000000001-2", "001 BBB")],
    );
}

#[test]
fn t10_names_stay_when_accounts_templates_or_regions_change() {
    let file = populated("", &listing(&[("000000000001", "Dev", &["Admin"])]), &options());
    // The account is renamed, and another account has its former name.
    let renamed = listing(&[("000000000001", "Test", &["Admin"]), ("000000000002", "Dev", &["Admin"])]);
    let plan = changes(&renamed, &Document::parse(file.as_str()), &options());
    assert_eq!(plan.called_otherwise, 1);
    let file = populated(&file, &renamed, &options());
    expect_names(&file, &[("Dev.Admin", "001 Admin"), ("Dev.Admin-000000000002", "002 Admin")]);

    // Another template names new profiles only; `rename` gives its names to all.
    let mut wanted = options();
    wanted.template = Template::parse("{role}@{account}").expect("a template");
    assert_eq!(populated(&file, &renamed, &wanted), file);
    wanted.rename = true;
    let renamed_file = populated(&file, &renamed, &wanted);
    expect_names(&renamed_file, &[("Admin@Test", "001 Admin"), ("Admin@Dev", "002 Admin")]);

    // A profile's region may change, unless its name contains the region: then it is another profile.
    let mut wanted = options();
    wanted.regions = vec!["eu-west-1".to_owned()];
    let one = listing(&[("000000000001", "Test", &["Admin"])]);
    let with_region = populated(&file, &one, &wanted);
    expect_names(&with_region, &[("Dev.Admin", "001 Admin eu-west-1")]);
    wanted.regions = vec!["eu-west-1".to_owned(), "us-east-1".to_owned()];
    wanted.template = Template::default().with_region();
    expect_names(
        &populated(&with_region, &one, &wanted),
        &[("Dev.Admin", "001 Admin eu-west-1"), ("Test.Admin.us-east-1", "001 Admin us-east-1")],
    );
    wanted.regions = vec!["us-east-1".to_owned()];
    expect_names(&populated(&with_region, &one, &wanted), &[("Test.Admin.us-east-1", "001 Admin us-east-1")]);
}

#[test]
fn t10_a_renamed_session_keeps_its_profiles() {
    let one = listing(&[("000000000001", "Dev", &["Admin"])]);
    let file = populated("", &one, &options()).replace("sso_session = corp", "sso_session = corp-eu");
    let wanted = PopulateOptions::new("corp-eu", Template::default());
    check(&file, &one, &wanted, &["~ Dev.Admin: daypass_session=corp-eu"]);
}

#[test]
fn t10_a_process_profile_keeps_its_name() {
    let mut wanted = options();
    wanted.process_profiles = true;
    let taken = "[profile Dev.Admin.process]\nregion = eu-west-1\n";
    let one = listing(&[("000000000001", "Dev", &["Admin"])]);
    let file = populated(taken, &one, &wanted);
    let process = "Dev.Admin.process-000000000001";
    assert!(file.contains(&format!("[profile {process}]\ncredential_process = daypass")), "{file}");
    // The profile that took the shorter name is removed; the longer name stays.
    let file = file.strip_prefix(taken).expect("it is first");
    assert_eq!(populated(file, &one, &wanted), file);
    assert_eq!(names(file).iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["Dev.Admin", process]);
}

#[test]
fn t05_12_an_unlisted_account_keeps_its_profiles() {
    let mut wanted = options();
    wanted.process_profiles = true;
    let all = listing(&[("000000000001", "Dev", &["Admin"]), ("000000000002", "Prod", &["Admin"])]);
    let file = populated("", &all, &wanted);
    let document = Document::parse(file.as_str());
    let rows: Vec<_> = all.iter().map(borrowed).map(|row| AccountRoles { roles: None, ..row }).collect();
    for options in [options(), wanted] {
        let plan = Changeset::plan(&rows, &Config::new(&document, None, Dialect::AwsCli), &options);
        assert_eq!((short(&plan), plan.unlisted, plan.roles), (Vec::new(), 2, 0));
    }
    // The profiles of the listed account are removed, those of the unlisted account stay.
    let mut rows: Vec<_> = all.iter().map(borrowed).collect();
    rows[0].roles = None;
    rows[1].roles = Some(&[]);
    let plan = Changeset::plan(&rows, &Config::new(&document, None, Dialect::AwsCli), &options());
    assert_eq!(short(&plan), ["- Prod.Admin: no longer assigned", "- Prod.Admin.process: no longer wanted"]);
}
