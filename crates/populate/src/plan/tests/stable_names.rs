//! T10 and T05-12: names that stay, and profiles that stay where nothing is known.

use super::*;

/// The file after everything is done, removals too.
fn made(file: &str, listing: &[Row], options: &Options) -> String {
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
    // T10-02: the names come out alike.
    assert_eq!(plan.missing_field, Some("role"));
    let file = made("", &before, &wanted);
    expect_names(&file, &[("prod", "001 Admin"), ("prod-2", "001 ReadOnly")]);

    // A role that sorts first gets a name of its own.
    let after = listing(&[("000000000001", "prod", &["AAA", "Admin", "ReadOnly"])]);
    let new = "+ prod-000000000001: sso_session=corp sso_account_id=000000000001 sso_role_name=AAA daypass_session=corp";
    check(&file, &after, &wanted, &[new]);
    let file = made(&file, &after, &wanted);
    // A role that goes frees its name for nobody while it stands in the file.
    let fewer = listing(&[("000000000001", "prod", &["AAA", "BBB", "ReadOnly"])]);
    let plan = changes(&fewer, &Document::parse(file.as_str()), &wanted);
    assert_eq!(short(&plan).last().map(String::as_str), Some("- prod: no longer assigned"));
    let file = made(&file, &fewer, &wanted);
    expect_names(
        &file,
        &[("prod-2", "001 ReadOnly"), ("prod-000000000001", "001 AAA"), ("prod-000000000001-2", "001 BBB")],
    );
}

#[test]
fn t10_names_stay_whatever_else_changes() {
    let file = made("", &listing(&[("000000000001", "Dev", &["Admin"])]), &options());
    // The account is called otherwise, and another one has its name now.
    let renamed = listing(&[("000000000001", "Test", &["Admin"]), ("000000000002", "Dev", &["Admin"])]);
    let plan = changes(&renamed, &Document::parse(file.as_str()), &options());
    assert_eq!(plan.called_otherwise, 1);
    let file = made(&file, &renamed, &options());
    expect_names(&file, &[("Dev.Admin", "001 Admin"), ("Dev.Admin-000000000002", "002 Admin")]);

    // Another template names newcomers alone; the other names are for who asks for them.
    let mut wanted = options();
    wanted.template = Template::parse("{role}@{account}").expect("a template");
    assert_eq!(made(&file, &renamed, &wanted), file);
    wanted.rename = true;
    let renamed_file = made(&file, &renamed, &wanted);
    expect_names(&renamed_file, &[("Admin@Test", "001 Admin"), ("Admin@Dev", "002 Admin")]);

    // The region of a profile may change; where the name says the region, that would be another profile.
    let mut wanted = options();
    wanted.regions = vec!["eu-west-1".to_owned()];
    let one = listing(&[("000000000001", "Test", &["Admin"])]);
    let with_region = made(&file, &one, &wanted);
    expect_names(&with_region, &[("Dev.Admin", "001 Admin eu-west-1")]);
    wanted.regions = vec!["eu-west-1".to_owned(), "us-east-1".to_owned()];
    wanted.template = Template::default().with_region();
    expect_names(
        &made(&with_region, &one, &wanted),
        &[("Dev.Admin", "001 Admin eu-west-1"), ("Test.Admin.us-east-1", "001 Admin us-east-1")],
    );
    wanted.regions = vec!["us-east-1".to_owned()];
    expect_names(&made(&with_region, &one, &wanted), &[("Test.Admin.us-east-1", "001 Admin us-east-1")]);
}

#[test]
fn t10_a_session_that_is_renamed_keeps_its_profiles() {
    let one = listing(&[("000000000001", "Dev", &["Admin"])]);
    let file = made("", &one, &options()).replace("sso_session = corp", "sso_session = corp-eu");
    let wanted = Options::new("corp-eu", Template::default());
    check(&file, &one, &wanted, &["~ Dev.Admin: daypass_session=corp-eu"]);
}

#[test]
fn t10_the_profile_for_a_process_stays_beside_its_profile() {
    let mut wanted = options();
    wanted.process_profiles = true;
    let taken = "[profile Dev.Admin.process]\nregion = eu-west-1\n";
    let one = listing(&[("000000000001", "Dev", &["Admin"])]);
    let file = made(taken, &one, &wanted);
    let process = "Dev.Admin.process-000000000001";
    assert!(file.contains(&format!("[profile {process}]\ncredential_process = daypass")), "{file}");
    // What was in its way is gone; it stays what it is.
    let file = file.strip_prefix(taken).expect("it is first");
    assert_eq!(made(file, &one, &wanted), file);
    assert_eq!(names(file).iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["Dev.Admin", process]);
}

#[test]
fn t05_12_an_account_that_could_not_be_listed_keeps_its_profiles() {
    let mut wanted = options();
    wanted.process_profiles = true;
    let all = listing(&[("000000000001", "Dev", &["Admin"]), ("000000000002", "Prod", &["Admin"])]);
    let file = made("", &all, &wanted);
    let document = Document::parse(file.as_str());
    let rows: Vec<_> = all.iter().map(borrowed).map(|row| AccountRoles { roles: None, ..row }).collect();
    for options in [options(), wanted] {
        let plan = Changeset::plan(&rows, &Config::new(&document, None, Dialect::AwsCli), &options);
        assert_eq!((short(&plan), plan.unlisted, plan.roles), (Vec::new(), 2, 0));
    }
    // The one that was listed goes where it is no longer assigned, the other stays.
    let mut rows: Vec<_> = all.iter().map(borrowed).collect();
    rows[0].roles = None;
    rows[1].roles = Some(&[]);
    let plan = Changeset::plan(&rows, &Config::new(&document, None, Dialect::AwsCli), &options());
    assert_eq!(short(&plan), ["- Prod.Admin: no longer assigned", "- Prod.Admin.process: no longer wanted"]);
}
