//! Tests of changesets as tables: new, changed and removed profiles, and that a second run changes nothing.

mod stable_names;

use super::*;
use crate::{Backup, ProfileForm, Template, edits};
use daypass_config_parse::{Dialect, Document};
use daypass_sso_types::{AccountId, Region, RoleName, StartUrl};

const FILE: &str = "\
[profile Dev.Admin]
sso_session = corp
sso_account_id = 000000000001
sso_role_name = Admin
daypass_session = corp
cli_pager = less

[profile Old.Admin]
sso_session = corp
sso_account_id = 000000000009
sso_role_name = Admin
daypass_session = corp

[profile Dev.Hand]
sso_session = corp
sso_account_id = 000000000001
sso_role_name = Hand

[profile dev.taken]
region = eu-west-1

[profile Dev.Other]
daypass_session = partner
";

/// The id, name, e-mail address and roles of an account.
type Row = (AccountId, String, String, Vec<RoleName>);

fn listing(accounts: &[(&str, &str, &[&str])]) -> Vec<Row> {
    let row = |(id, name, roles): &(&str, &str, &[&str])| {
        let roles = roles.iter().map(|role| RoleName::new(*role).expect("a role")).collect();
        (AccountId::new(*id).expect("an id"), (*name).to_owned(), format!("{name}@example.com"), roles)
    };
    accounts.iter().map(row).collect()
}

fn borrowed((id, name, email, roles): &Row) -> AccountRoles<'_> {
    AccountRoles { id, name: Some(name), email: Some(email), roles: Some(roles) }
}

fn changes(listing: &[Row], document: &Document, options: &PopulateOptions) -> Changeset {
    let rows: Vec<_> = listing.iter().map(borrowed).collect();
    Changeset::plan(&rows, &Config::new(document, None, Dialect::AwsCli), options)
}

fn options() -> PopulateOptions {
    PopulateOptions::new("corp", Template::default())
}

/// Writes a plan as lines: a mark, the name, and the changed keys or the note of a removal.
fn short(plan: &Changeset) -> Vec<String> {
    let line = |change: &Change| {
        let keys: Vec<_> = change
            .keys
            .iter()
            .map(|key| format!("{}={}", key.name, key.is.as_deref().unwrap_or_default()))
            .collect();
        match change.kind {
            ChangeKind::New => format!("+ {}: {}", change.name, keys.join(" ")),
            ChangeKind::Changed => format!("~ {}: {}", change.name, keys.join(" ")),
            ChangeKind::Gone => format!("- {}: {}", change.name, change.note),
        }
    };
    plan.changes.iter().map(line).collect()
}

fn check(file: &str, listing: &[Row], options: &PopulateOptions, expected: &[&str]) -> Changeset {
    let mut document = Document::parse(file.as_bytes().to_vec());
    let planned = changes(listing, &document, options);
    assert_eq!(short(&planned), expected);
    // After the changes a second plan is empty, and undoing restores the bytes.
    let all = planned.clone().applied(true);
    let changed = document.apply(&edits(&all)).expect("changes that can be made");
    assert_eq!(changed, !all.is_empty());
    assert_eq!(short(&changes(listing, &document, options)), [""; 0]);
    let backup = Backup::new(Some(file.as_bytes().to_vec()), all);
    assert_eq!(Backup::from_bytes(&backup.to_bytes()), Ok(backup.clone()));
    let undo = backup.undo(&document).expect("changes that can be undone");
    assert!(undo.is_exact);
    assert_eq!(undo.after.as_ref().map(Document::as_bytes), Some(file.as_bytes()));
    planned
}

#[test]
fn only_marked_profiles_change() {
    let listing = listing(&[("000000000001", "Dev", &["Admin", "Hand", "Other", "Taken"])]);
    let plan = check(
        FILE,
        &listing,
        &options(),
        &[
            "+ Dev.Other-000000000001: sso_session=corp sso_account_id=000000000001 sso_role_name=Other daypass_session=corp",
            "+ Dev.Taken-000000000001: sso_session=corp sso_account_id=000000000001 sso_role_name=Taken daypass_session=corp",
            "- Old.Admin: no longer assigned",
        ],
    );
    assert_eq!((plan.unchanged, plan.by_hand, plan.profiles), (1, 1, 3));
}

/// Of two profiles of one role, the one with the template's name stays.
#[test]
fn the_name_of_the_template_is_kept() {
    let listing = listing(&[("000000000001", "Dev", &["Admin"])]);
    let profile = |name: &str| {
        format!(
            "[profile {name}]\nsso_session = corp\nsso_account_id = 000000000001\nsso_role_name = Admin\n\
             daypass_session = corp\n"
        )
    };
    for other in ["Aaa", "Zzz"] {
        for file in [profile(other) + &profile("Dev.Admin"), profile("Dev.Admin") + &profile(other)] {
            check(&file, &listing, &options(), &[&format!("- {other}: now called Dev.Admin")]);
        }
    }
}

#[test]
fn regions_keys_forms_and_globs() {
    let listing =
        listing(&[("000000000001", "Dev", &["Admin"]), ("000000000009", "Prod", &["Admin", "Audit"])]);
    let mut wanted = options();
    wanted.set = vec![("cli_pager".to_owned(), "cat".to_owned())];
    wanted.exclude = vec!["prod/*".to_owned()];
    check(FILE, &listing, &wanted, &["~ Dev.Admin: cli_pager=cat", "- Old.Admin: no longer wanted"]);

    let mut wanted = options();
    wanted.include = vec!["Dev".to_owned(), "000000000009/Adm?n".to_owned()];
    wanted.template = Template::parse("{account}.{role}.{region|short}").expect("a template");
    wanted.regions = vec!["eu-west-1".to_owned()];
    check(FILE, &listing, &wanted, &["~ Dev.Admin: region=eu-west-1", "~ Old.Admin: region=eu-west-1"]);
    let mut both = wanted.clone();
    both.regions = vec!["us-east-1".to_owned(), "eu-west-1".to_owned()];
    both.include = vec!["Dev".to_owned()];
    check(
        "",
        &listing,
        &both,
        &[
            "+ Dev.Admin.use1: sso_session=corp sso_account_id=000000000001 sso_role_name=Admin region=us-east-1 daypass_session=corp",
            "+ Dev.Admin.euw1: sso_session=corp sso_account_id=000000000001 sso_role_name=Admin region=eu-west-1 daypass_session=corp",
        ],
    );
    wanted.rename = true;
    check(
        FILE,
        &listing,
        &wanted,
        &[
            "+ Dev.Admin.euw1: sso_session=corp sso_account_id=000000000001 sso_role_name=Admin region=eu-west-1 daypass_session=corp",
            "+ Prod.Admin.euw1: sso_session=corp sso_account_id=000000000009 sso_role_name=Admin region=eu-west-1 daypass_session=corp",
            "- Dev.Admin: no longer wanted",
            "- Old.Admin: no longer wanted",
        ],
    );

    let mut wanted = options();
    wanted.exclude = vec!["Audit".to_owned()];
    check(FILE, &listing, &wanted, &[]);

    let mut wanted = options();
    wanted.include = vec!["Dev".to_owned()];
    let url = StartUrl::new("https://d-1.awsapps.com/start").expect("a URL");
    wanted.form = ProfileForm::Legacy(url, Region::new("eu-west-1").expect("a region"));
    check(
        FILE,
        &listing,
        &wanted,
        &[
            "~ Dev.Admin: sso_start_url=https://d-1.awsapps.com/start sso_region=eu-west-1 sso_session=",
            "- Old.Admin: no longer wanted",
        ],
    );

    let mut wanted = options();
    wanted.include = vec!["Dev".to_owned()];
    wanted.process_profiles = true;
    check(
        FILE,
        &listing,
        &wanted,
        &[
            "+ Dev.Admin.process: credential_process=daypass credential-process --profile Dev.Admin daypass_session=corp",
            "- Old.Admin: no longer wanted",
        ],
    );
}

#[test]
fn equal_names_get_account_ids() {
    let listing = listing(&[
        ("000000000001", "Acme Prod", &["Admin"]),
        ("000000000002", "acme prod", &["Admin"]),
        ("000000000003", "Acme Prod", &["Admin"]),
        ("000000000004", "\u{1F680}", &["Admin"]),
    ]);
    let plan = check(
        "",
        &listing,
        &options(),
        &[
            "+ Acme-Prod.Admin-000000000001: sso_session=corp sso_account_id=000000000001 sso_role_name=Admin daypass_session=corp",
            "+ acme-prod.Admin-000000000002: sso_session=corp sso_account_id=000000000002 sso_role_name=Admin daypass_session=corp",
            "+ Acme-Prod.Admin-000000000003: sso_session=corp sso_account_id=000000000003 sso_role_name=Admin daypass_session=corp",
            "+ 000000000004.Admin: sso_session=corp sso_account_id=000000000004 sso_role_name=Admin daypass_session=corp",
        ],
    );
    assert_eq!(plan.count(ChangeKind::New), 4);
}
